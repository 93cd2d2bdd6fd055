//! The record.

use leptos::prelude::*;

use crate::layout::announcer::PageTitle;

/// The record.
#[component]
pub fn Activity() -> impl IntoView {
    view! {
        <div class="head">
            <div class="head-text">
                <PageTitle title="Activity" />
            </div>
        </div>
    }
}
