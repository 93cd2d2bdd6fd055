//! The search field of a list; the key `/` leads to it.

use leptos::prelude::*;

use super::icon::{Icon, IconView};

/// A search field that says by itself what it looks through.
#[component]
pub fn SearchField(
    /// What is searched for.
    search: RwSignal<String>,
    /// What is looked through, as label and placeholder.
    label: &'static str,
) -> impl IntoView {
    view! {
        <div class="input-icon">
            <IconView icon=Icon::Search />
            <input
                class="input"
                type="search"
                placeholder=label
                aria-label=label
                aria-keyshortcuts="/"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=move || search.get()
                on:input=move |event| search.set(event_target_value(&event))
            />
            <kbd class="kbd" aria-hidden="true">
                "/"
            </kbd>
        </div>
    }
}
