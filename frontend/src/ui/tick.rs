//! A box to tick, with what it means below its name.

use leptos::prelude::*;

/// A labelled checkbox.
#[component]
pub fn Tick(
    /// Its label.
    #[prop(into)]
    label: String,
    /// What it means.
    #[prop(into)]
    about: Signal<String>,
    /// Whether it is ticked.
    #[prop(into)]
    checked: Signal<bool>,
    /// It was ticked, or is no longer.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=move || checked.get()
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span class="choice-text">
                <span>{label}</span>
                <span>{move || about.get()}</span>
            </span>
        </label>
    }
}
