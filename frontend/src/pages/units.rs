//! All units.

use leptos::prelude::*;

use crate::layout::announcer::PageTitle;

/// All units.
#[component]
pub fn Units() -> impl IntoView {
    view! {
        <div class="head">
            <div class="head-text">
                <PageTitle title="Units" />
            </div>
        </div>
    }
}
