//! A labelled input with its hint and its error, joined for screen readers.

use leptos::prelude::*;

use super::unique::unique;

/// One line of text with a label.
#[component]
pub fn TextField(
    /// The label.
    #[prop(into)]
    label: String,
    /// The text.
    value: RwSignal<String>,
    /// What is wrong with it; absent if nothing is.
    #[prop(default = Signal::stored(None), into)]
    error: Signal<Option<String>>,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// `text`, `password`, `search`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in: `username`, `current-password`, `new-password`, `off`.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Names of units, versions, paths.
    #[prop(optional)]
    mono: bool,
    /// Whether it gets the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let id = unique("field");
    let note = format!("{id}-note");
    let described = Signal::derive({
        let note = note.clone();
        move || (error.with(Option::is_some) || hint.with(|hint| !hint.is_empty())).then(|| note.clone())
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                class=if mono { "input mono" } else { "input" }
                id=id
                type=kind
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck="false"
                autofocus=autofocus
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || described.get()
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            <FieldNote id=note error=error hint=hint />
        </div>
    }
}

/// Several lines of text with a label, in letters of one width.
#[component]
pub fn TextArea(
    /// The label.
    #[prop(into)]
    label: String,
    /// The text.
    value: RwSignal<String>,
    /// What is wrong with it; absent if nothing is.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// What helps to fill it in.
    #[prop(into)]
    hint: Signal<String>,
    /// How many lines are to be seen.
    rows: u32,
) -> impl IntoView {
    let id = unique("field");
    let note = format!("{id}-note");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <textarea
                class="input mono"
                id=id
                rows=rows
                autocomplete="off"
                spellcheck="false"
                autofocus=true
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=note.clone()
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
            <FieldNote id=note error=error hint=hint />
        </div>
    }
}

/// The line below an input: its error, or else its hint.
#[component]
pub fn FieldNote(
    /// Its id, for the input's `aria-describedby`.
    id: String,
    /// What is wrong.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// What helps.
    #[prop(into)]
    hint: Signal<String>,
) -> impl IntoView {
    view! { {move || match (error.get(), hint.get()) {
        (Some(error), _) => view! { <p class="error" id=id.clone()>{error}</p> }.into_any(),
        (None, hint) if hint.is_empty() => ().into_any(),
        (None, hint) => view! { <p class="hint" id=id.clone()>{hint}</p> }.into_any(),
    }} }
}
