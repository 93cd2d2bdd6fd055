//! A field for a day.

use leptos::prelude::*;

use super::unique::unique;

/// A day, or none.
#[component]
pub fn DayField(
    /// What it is for.
    label: &'static str,
    /// The day, as `2026-11-22`; empty for none.
    #[prop(into)]
    value: Signal<String>,
    /// What follows from another one.
    on_choose: Callback<String>,
) -> impl IntoView {
    let id = unique("day");
    view! {
        <div class="field field-fit">
            <label for=id.clone()>{label}</label>
            <input
                class="input"
                type="date"
                id=id
                prop:value=move || value.get()
                on:change=move |event| on_choose.run(event_target_value(&event))
            />
        </div>
    }
}
