//! One unit.

use leptos::prelude::*;

use crate::layout::announcer::PageTitle;

/// One unit.
#[component]
pub fn UnitPage() -> impl IntoView {
    view! {
        <div class="head">
            <div class="head-text">
                <PageTitle title="Unit" />
            </div>
        </div>
    }
}
