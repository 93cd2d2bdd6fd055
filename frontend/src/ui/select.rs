//! A choice of one among several that need no room of their own.

use leptos::prelude::*;

use super::icon::{Icon, IconView};
use super::unique::unique;

/// A labelled `<select>`. `options` are values with their words.
#[component]
pub fn Select(
    /// Its label.
    #[prop(into)]
    label: String,
    /// What is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Values with their words.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// Something else was chosen.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let id = unique("select");
    let option = move |(own, words): (String, String)| {
        let selected = {
            let own = own.clone();
            move || value.with(|value| *value == own)
        };
        view! {
            <option value=own selected=selected.clone() prop:selected=selected>
                {words}
            </option>
        }
    };
    view! {
        <div class="field field-fit">
            <label for=id.clone()>{label}</label>
            <div class="select">
                <select class="input" id=id on:change=move |event| on_choose.run(event_target_value(&event))>
                    {move || options.get().into_iter().map(option).collect_view()}
                </select>
                <IconView icon=Icon::ChevronDown />
            </div>
        </div>
    }
}
