//! A number with a label: typed, with the unit of measure beside it.

use leptos::prelude::*;

use super::field::FieldNote;
use super::unique::unique;

/// A whole number. What is no number is said, and not taken.
#[component]
pub fn NumberField(
    /// The label.
    #[prop(into)]
    label: String,
    /// The number.
    value: RwSignal<u32>,
    /// What is wrong with it; absent if nothing is.
    #[prop(default = Signal::stored(None), into)]
    error: Signal<Option<String>>,
    /// What helps to fill it in: its unit, or what it means.
    #[prop(optional, into)]
    hint: Signal<String>,
) -> impl IntoView {
    let id = unique("number");
    let note = format!("{id}-note");
    let typed = RwSignal::new(None::<String>);
    let wrong = Signal::derive(move || {
        let no_number =
            typed.with(|typed| typed.as_ref().is_some_and(|text| text.trim().parse::<u32>().is_err()));
        if no_number { Some(say::ui::no_number().to_owned()) } else { error.get() }
    });
    let take = move |event| {
        let text = event_target_value(&event);
        if let Ok(number) = text.trim().parse() {
            value.set(number);
        }
        typed.set(Some(text));
    };
    // What was typed and not taken is replaced by what is so.
    let settle = move |_| drop(typed.try_set(None));
    view! {
        <div class="field field-number">
            <label for=id.clone()>{label}</label>
            <input
                class="input"
                id=id
                type="text"
                inputmode="numeric"
                autocomplete="off"
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby=note.clone()
                prop:value=move || typed.get().unwrap_or_else(|| value.get().to_string())
                on:input=take
                on:blur=settle
            />
            <FieldNote id=note error=wrong hint=hint />
        </div>
    }
}
