//! Menus: a `<details>` whose list closes on Escape, on a choice and on a click elsewhere.

use std::time::Duration;

use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;

use super::icon::{Icon, IconView};

/// A menu. `summary` is what opens it, the children are its items.
#[component]
pub fn Menu(
    /// The accessible name of what opens it.
    #[prop(into)]
    label: String,
    /// Further classes of what opens it, such as `btn-icon`.
    #[prop(optional)]
    class: &'static str,
    /// What stands in the button that opens it.
    #[prop(into)]
    summary: ViewFn,
    /// Called whenever it opens: for items that are drawn only then.
    #[prop(optional, into)]
    on_open: Option<Callback<()>>,
    /// The items.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(details) = node.get_untracked() {
            details.set_open(false);
        }
    };
    let elsewhere = window_event_listener(ev::pointerdown, move |event| {
        let inside = node.get_untracked().is_some_and(|details| {
            event
                .target()
                .and_then(|target| target.dyn_into().ok())
                .is_some_and(|target: web_sys::Node| details.contains(Some(&target)))
        });
        if !inside {
            close();
        }
    });
    on_cleanup(move || elsewhere.remove());
    let escape = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            close();
            if let Some(summary) = node.get_untracked().and_then(|node| first(&node, "summary")) {
                let _ = summary.focus();
            }
        }
        "ArrowDown" | "ArrowUp" => {
            if let Some(details) = node.get_untracked() {
                event.prevent_default();
                details.set_open(true);
                // Items that are drawn only now come with the next turn.
                let down = event.key() == "ArrowDown";
                set_timeout(move || step(&details, down), Duration::ZERO);
            }
        }
        _ => {}
    };
    let toggled = move |_| {
        if let (Some(on_open), Some(true)) = (on_open, node.get_untracked().map(|details| details.open())) {
            on_open.run(());
        }
    };
    view! {
        <details class="menu" node_ref=node on:keydown=escape on:toggle=toggled>
            <summary class=format!("btn btn-bare {class}") aria-label=label>
                {summary.run()}
            </summary>
            <div class="menu-list" on:click=move |_| close()>
                {children()}
            </div>
        </details>
    }
}

/// An item that does something. With a reason in `blocked` it stays in the list and says why it can't.
#[component]
pub fn MenuAction(
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// Its icon.
    icon: Icon,
    /// Whether it removes something.
    #[prop(optional)]
    danger: bool,
    /// Why it can't be chosen now.
    #[prop(default = Signal::stored(None), into)]
    blocked: Signal<Option<String>>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let press = move |event: web_sys::MouseEvent| {
        if blocked.with_untracked(Option::is_none) {
            on_press.run(());
        } else {
            event.stop_propagation();
        }
    };
    view! {
        <button
            type="button"
            class=if danger { "menu-item btn-danger" } else { "menu-item" }
            aria-disabled=move || blocked.with(Option::is_some).then_some("true")
            aria-description=move || blocked.get()
            title=move || blocked.get()
            on:click=press
        >
            <IconView icon=icon />
            {children()}
        </button>
    }
}

/// An item that leads somewhere.
#[component]
pub fn MenuLink(
    /// Where to.
    #[prop(into)]
    href: String,
    /// Its icon.
    icon: Icon,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="menu-item" href=href>
            <IconView icon=icon />
            {children()}
        </a>
    }
}

/// Moves the focus to the next or previous item, around the ends.
fn step(details: &web_sys::HtmlDetailsElement, down: bool) {
    let Ok(items) = details.query_selector_all(".menu-item") else { return };
    let count = items.length();
    if count == 0 {
        return;
    }
    let active = document().active_element();
    let at = (0..count).find(|i| {
        items
            .get(*i)
            .is_some_and(|item| active.as_ref().is_some_and(|active| active.is_same_node(Some(&item))))
    });
    let next = match (at, down) {
        (None, true) => 0,
        (None, false) => count - 1,
        (Some(at), true) => (at + 1) % count,
        (Some(at), false) => (at + count - 1) % count,
    };
    if let Some(item) = items.get(next).and_then(|item| item.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = item.focus();
    }
}

fn first(details: &web_sys::HtmlDetailsElement, selector: &str) -> Option<web_sys::HtmlElement> {
    details.query_selector(selector).ok().flatten()?.dyn_into().ok()
}
