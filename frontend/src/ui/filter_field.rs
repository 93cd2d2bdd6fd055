//! A field of a filter that is taken once it is written.

use leptos::prelude::*;

use super::unique::unique;

/// A text, a day or the like: taken by Enter, or when the field is left.
#[component]
pub fn FilterField(
    /// What it is for.
    label: &'static str,
    /// `text`, `date`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What stands in it, a day as `2026-11-22`; empty for none.
    #[prop(into)]
    value: Signal<String>,
    /// What follows from another one.
    on_choose: Callback<String>,
) -> impl IntoView {
    let id = unique("filter");
    view! {
        <div class="field field-fit">
            <label for=id.clone()>{label}</label>
            <input
                class="input"
                type=kind
                id=id
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=move || value.get()
                on:change=move |event| on_choose.run(event_target_value(&event).trim().to_owned())
            />
        </div>
    }
}
