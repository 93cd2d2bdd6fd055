//! The settings.

use leptos::prelude::*;

use crate::layout::announcer::PageTitle;

/// The settings.
#[component]
pub fn Settings() -> impl IntoView {
    view! {
        <div class="head">
            <div class="head-text">
                <PageTitle title="Settings" />
            </div>
        </div>
    }
}
