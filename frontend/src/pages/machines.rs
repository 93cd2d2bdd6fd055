//! The machines.

use leptos::prelude::*;

use crate::layout::announcer::PageTitle;

/// The machines.
#[component]
pub fn Machines() -> impl IntoView {
    view! {
        <div class="head">
            <div class="head-text">
                <PageTitle title="Machines" />
            </div>
        </div>
    }
}
