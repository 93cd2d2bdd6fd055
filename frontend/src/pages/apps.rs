//! The apps: home.

use leptos::prelude::*;

use crate::layout::announcer::PageTitle;

/// The apps: home.
#[component]
pub fn Apps() -> impl IntoView {
    view! {
        <div class="head">
            <div class="head-text">
                <PageTitle title="Apps" />
            </div>
        </div>
    }
}
