//! A choice of one among several that need no room of their own.

use std::collections::BTreeSet;

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

/// The options of a filter by name: all, the names that are known, and the one that is chosen.
pub fn choices(all: &str, mut names: BTreeSet<String>, chosen: &str) -> Vec<(String, String)> {
    if !chosen.is_empty() {
        names.insert(chosen.to_owned());
    }
    let named = names.into_iter().map(|name| (name.clone(), name));
    std::iter::once((String::new(), all.to_owned())).chain(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_can_always_be_seen() {
        let words = choices("Everybody", BTreeSet::from(["bo".to_owned()]), "ada");
        let values: Vec<&str> = words.iter().map(|(value, _)| value.as_str()).collect();
        assert_eq!(values, ["", "ada", "bo"]);
    }
}
