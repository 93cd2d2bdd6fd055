//! A text input with suggestions (the combobox pattern with a listbox).

use crate::state::memo::memo;
use leptos::prelude::*;

use super::unique::unique;

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What is put into the input.
    pub value: String,
    /// What is known of it: "2 running".
    pub note: String,
    /// The heading it stands under.
    pub group: &'static str,
}

/// The suggestions to show for what was typed: all of them while the text is one of them, else those that contain it.
pub fn narrowed(all: &[Suggestion], text: &str) -> Vec<Suggestion> {
    let text = text.trim();
    if text.is_empty() || all.iter().any(|suggestion| suggestion.value == text) {
        return all.to_vec();
    }
    let fits = |suggestion: &&Suggestion| crate::state::filter::contains(&suggestion.value, text);
    all.iter().filter(fits).cloned().collect()
}

/// A text input with suggestions. Any text may be typed; arrows, Enter and Escape work as people expect.
#[component]
pub fn Combobox(
    /// The id of the input, for its label.
    id: String,
    /// The text.
    value: RwSignal<String>,
    /// All suggestions, in order; those of one group stand together.
    #[prop(into)]
    suggestions: Signal<Vec<Suggestion>>,
    /// What the suggestions are, as the list's accessible name.
    #[prop(into)]
    label: String,
    /// The id of what describes the input.
    #[prop(optional, into)]
    described_by: Option<String>,
    /// Whether it gets the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// Whether the text is wrong.
    #[prop(default = Signal::stored(false), into)]
    invalid: Signal<bool>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    let list_id = unique("list");
    let shown = memo(move || suggestions.with(|all| value.with(|text| narrowed(all, text))));
    let visible = move || open.get() && shown.with(|shown| !shown.is_empty());
    let choose = move |text: String| {
        value.set(text);
        open.set(false);
        active.set(None);
    };
    let key = move |event: web_sys::KeyboardEvent| {
        let count = shown.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if count > 0 => {
                event.prevent_default();
                let down = event.key() == "ArrowDown";
                open.set(true);
                active.update(|active| {
                    *active = Some(match (*active, down) {
                        (None, true) => 0,
                        (None, false) => count - 1,
                        (Some(at), true) => (at + 1) % count,
                        (Some(at), false) => (at + count - 1) % count,
                    });
                });
            }
            "Enter" if open.get_untracked() => {
                let chosen = active
                    .get_untracked()
                    .and_then(|at| shown.with_untracked(|shown| shown.get(at).cloned()));
                if let Some(chosen) = chosen {
                    event.prevent_default();
                    choose(chosen.value);
                }
            }
            "Escape" if visible() => {
                // Closes the list, not the dialog around it.
                event.prevent_default();
                event.stop_propagation();
                open.set(false);
            }
            _ => {}
        }
    };
    let option_id = {
        let list_id = list_id.clone();
        move |at: usize| format!("{list_id}-{at}")
    };
    let active_id = Signal::derive({
        let option_id = option_id.clone();
        move || if visible() { active.get().map(&option_id) } else { None }
    });
    let options = move || {
        let option_id = option_id.clone();
        let mut group = "";
        shown
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, suggestion)| {
                let heading = (suggestion.group != group).then_some(suggestion.group);
                group = suggestion.group;
                let value = suggestion.value.clone();
                view! {
                    {heading.map(|heading| view! { <li role="presentation">{heading}</li> })}
                    <li
                        role="option"
                        id=option_id(at)
                        aria-selected=move || if active.get() == Some(at) { "true" } else { "false" }
                        on:mousedown=move |event| {
                            event.prevent_default();
                            choose(value.clone());
                        }
                    >
                        <span class="mono">{suggestion.value}</span>
                        <span>{suggestion.note}</span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="combo">
            <input
                class="input mono"
                id=id
                role="combobox"
                aria-expanded=move || if visible() { "true" } else { "false" }
                aria-controls=list_id.clone()
                aria-autocomplete="list"
                aria-activedescendant=move || active_id.get()
                aria-describedby=described_by
                aria-invalid=move || invalid.get().then_some("true")
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                autofocus=autofocus
                prop:value=move || value.get()
                on:input=move |event| {
                    value.set(event_target_value(&event));
                    open.set(true);
                    active.set(None);
                }
                on:click=move |_| open.set(true)
                on:blur=move |_| open.set(false)
                on:keydown=key
            />
            <ul class="listbox" role="listbox" id=list_id aria-label=label hidden=move || !visible()>
                {move || options()}
            </ul>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggestion(value: &str) -> Suggestion {
        Suggestion { value: value.into(), note: String::new(), group: "Running" }
    }

    #[test]
    fn a_chosen_text_still_shows_the_others() {
        let all = [suggestion("1.0.0"), suggestion("2.0.0"), suggestion("2.1.0")];
        assert_eq!(narrowed(&all, "2.0.0").len(), 3);
        assert_eq!(narrowed(&all, "2.").len(), 2);
        assert_eq!(narrowed(&all, "9").len(), 0);
    }
}
