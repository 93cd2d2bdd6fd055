//! A count with one fewer and one more.

use leptos::html;
use leptos::prelude::*;

use super::icon::{Icon, IconView};

/// A stepper over a signal. Typing is allowed; what is no number or out of range is not taken.
#[component]
pub fn Stepper(
    /// What is counted, as its accessible name.
    #[prop(into)]
    label: String,
    /// The count.
    value: RwSignal<u32>,
    /// The least.
    #[prop(optional)]
    min: u32,
    /// The most.
    #[prop(default = shared::plan::MAX_COUNT)]
    max: u32,
    /// Inside compact rows.
    #[prop(optional)]
    small: bool,
    /// The field itself, for whoever has to give it the focus.
    #[prop(optional)]
    node: NodeRef<html::Input>,
    /// Why it can't be changed now.
    #[prop(default = Signal::stored(None), into)]
    blocked: Signal<Option<String>>,
) -> impl IntoView {
    // What was typed is more than can be taken: that is said, until it is not.
    let over = RwSignal::new(false);
    let typed = move |event| {
        let text = event_target_value(&event);
        let text = text.trim();
        let too_long = text.len() > 9 && text.bytes().all(|digit| digit.is_ascii_digit());
        let count = if too_long { Ok(u32::MAX) } else { text.parse::<u32>() };
        over.set(count.as_ref().is_ok_and(|count| *count > max));
        if let Ok(count) = count {
            value.try_set(count.clamp(min, max));
        }
    };
    // What was typed and not taken is replaced by what is so.
    let settle = move |event: web_sys::FocusEvent| {
        use wasm_bindgen::JsCast;
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        // Escape closes the panel around it, and the field loses the focus when its value is gone already.
        if let (Some(input), Some(value)) = (input, value.try_get_untracked()) {
            input.set_value(&value.to_string());
        }
    };
    // A '>' would end the tag in the view.
    let at_least = Signal::derive(move || value.get() <= min || blocked.with(Option::is_some));
    let at_most = Signal::derive(move || value.get() >= max || blocked.with(Option::is_some));
    let name = label.clone();
    view! {
        <div
            class=if small { "stepper stepper-small" } else { "stepper" }
            role="group"
            aria-label=label
            aria-description=move || blocked.get()
            title=move || blocked.get()
        >
            <button
                type="button"
                aria-label=say::ui::one_fewer()
                disabled=move || at_least.get()
                on:click=move |_| value.update(|count| *count = count.saturating_sub(1).max(min))
            >
                <IconView icon=Icon::Minus />
            </button>
            <input
                node_ref=node
                type="text"
                inputmode="numeric"
                autocomplete="off"
                aria-label=name
                readonly=move || blocked.with(Option::is_some)
                prop:value=move || value.get().to_string()
                on:input=typed
                on:blur=settle
            />
            <button
                type="button"
                aria-label=say::ui::one_more()
                disabled=move || at_most.get()
                on:click=move |_| value.update(|count| *count = (*count + 1).min(max))
            >
                <IconView icon=Icon::Plus />
            </button>
        </div>
        {move || (over.get() && value.get() == max).then(|| view! { <p class="hint" role="alert">{say::ui::at_most(&max)}</p> })}
    }
}
