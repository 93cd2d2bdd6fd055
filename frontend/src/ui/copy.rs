//! Copying to the clipboard, and code to copy.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

use super::button::Button;
use super::icon::Icon;
use super::toast::use_toasts;

/// A button that copies a text and says so.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// The accessible name: "Copy the plan as curl".
    #[prop(into)]
    label: String,
    /// Why it can't be copied; absent if it can.
    #[prop(default = Signal::stored(None), into)]
    blocked: Signal<Option<String>>,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let toasts = use_toasts();
    let copy = move |()| {
        let text = text.get_untracked();
        spawn_local(async move {
            if write(&text).await {
                copied.set(true);
                let reset = move || {
                    copied.try_set(false);
                };
                set_timeout(reset, std::time::Duration::from_secs(2));
            } else {
                toasts.bad(say::ui::copy_refused());
            }
        });
    };
    view! {
        <Button small=true icon=Icon::Copy label=label blocked=blocked tip_at="end" on_press=copy>
            {move || if copied.get() { say::ui::copied() } else { say::ui::copy() }}
        </Button>
    }
}

/// A block of code that can be reached and scrolled by keyboard. No landmark: a plan has one for each of its calls.
#[component]
pub fn Code(
    /// The code.
    #[prop(into)]
    text: Signal<String>,
    /// What it is.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <pre class="code" tabindex="0" role="group" aria-label=label>
            <code>{move || text.get()}</code>
        </pre>
    }
}

/// The clipboard exists only on https and localhost; elsewhere a hidden text field and the old command do it.
async fn write(text: &str) -> bool {
    let clipboard = js_sys::Reflect::get(&window().navigator(), &JsValue::from_str("clipboard"));
    match clipboard.ok().and_then(|value| value.dyn_into::<web_sys::Clipboard>().ok()) {
        Some(clipboard) => wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)).await.is_ok(),
        None => write_by_selection(text).unwrap_or(false),
    }
}

fn write_by_selection(text: &str) -> Option<bool> {
    let document = document();
    let area: web_sys::HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    area.set_value(text);
    area.set_class_name("sr");
    // Inside an open dialog everything else is inert and can't be selected.
    let place =
        document.query_selector("dialog[open]").ok().flatten().or_else(|| document.body().map(Into::into))?;
    place.append_child(&area).ok()?;
    area.select();
    let command = js_sys::Reflect::get(&document, &JsValue::from_str("execCommand")).ok()?;
    let done = command.dyn_into::<js_sys::Function>().ok()?.call1(&document, &JsValue::from_str("copy"));
    area.remove();
    Some(done.is_ok_and(|done| done.is_truthy()))
}
