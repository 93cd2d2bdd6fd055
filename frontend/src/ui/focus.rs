//! Where the focus goes when something that stood over the page is gone: back to where it came from.

use std::cell::RefCell;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

thread_local! {
    /// What had the focus when the first of several dialogs opened.
    static OUTSIDE: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

/// Remembers what has the focus now, and gives it back once the owner is gone and nothing else has taken it: not
/// another dialog, and not the heading of another page.
pub fn give_back() {
    let before = focused();
    if let Some(before) = &before
        && before.closest("dialog").is_ok_and(|dialog| dialog.is_none())
    {
        OUTSIDE.set(Some(before.clone()));
    }
    let before = StoredValue::new_local(before);
    on_cleanup(move || {
        let before = before.try_get_value().flatten();
        // After the dialog has left the page, else it still holds the focus.
        set_timeout(move || return_to(before), Duration::ZERO);
    });
}

/// Gives the focus to the page's content, unless something in it has taken it already: for whoever leaves a dialog for
/// another place.
pub fn on_the_page() {
    set_timeout(
        || {
            let main =
                document().get_element_by_id("main").and_then(|main| main.dyn_into::<HtmlElement>().ok());
            let Some(main) = main else { return };
            if !focused().is_some_and(|focused| main.contains(Some(&focused))) {
                let _ = main.focus();
            }
        },
        Duration::ZERO,
    );
}

fn return_to(before: Option<HtmlElement>) {
    if focused().is_some_and(|focused| document().body().as_ref() != Some(&focused)) {
        return;
    }
    // A dialog that followed another one began at a button that is gone with the first.
    let there = before.filter(|before| before.is_connected()).or_else(|| OUTSIDE.with_borrow(Clone::clone));
    if let Some(there) = there {
        // What can't take it leaves it where it is.
        let _ = there.focus();
    }
}

fn focused() -> Option<HtmlElement> {
    document().active_element().and_then(|element| element.dyn_into().ok())
}
