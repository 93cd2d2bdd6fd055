//! Keys of the page. What they mean is decided by a pure function; this module listens.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// How long `g` waits for its second key, in milliseconds.
const CHORD_MS: u64 = 1_500;

/// What a key asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// The search.
    Search,
    /// The search field of the page, if it has one; else the search.
    Find,
    /// The list of keys.
    Help,
    /// Deploying.
    Deploy,
    /// A place of the navigation, by its key.
    Go(String),
    /// The first key of `g a`.
    Chord,
}

/// A key press, as far as it matters.
#[derive(Debug, Clone, Copy, Default)]
pub struct Press<'a> {
    /// The key, as the browser names it.
    pub key: &'a str,
    /// Ctrl or the command key.
    pub command: bool,
    /// Alt.
    pub alt: bool,
    /// Whether it goes into a text.
    pub typing: bool,
    /// Whether a dialog is open: then only its own keys count.
    pub dialog: bool,
    /// Whether `g` was pressed just before.
    pub chord: bool,
}

/// Decides.
pub fn wish(press: Press<'_>) -> Option<Wish> {
    if press.dialog || press.alt {
        return None;
    }
    if press.command {
        return press.key.eq_ignore_ascii_case("k").then_some(Wish::Search);
    }
    match press.key {
        _ if press.typing => None,
        key if press.chord && key != "g" => Some(Wish::Go(key.to_owned())),
        "/" => Some(Wish::Find),
        "?" => Some(Wish::Help),
        "d" => Some(Wish::Deploy),
        "g" => Some(Wish::Chord),
        _ => None,
    }
}

/// Listens until the owner is gone.
pub fn listen(on_wish: impl Fn(Wish) + 'static) {
    let chord_until_ms = StoredValue::new(0_u64);
    let handle = window_event_listener(ev::keydown, move |event| {
        let now_ms = crate::state::clock::browser_ms();
        let key = event.key();
        let press = Press {
            key: &key,
            command: event.ctrl_key() || event.meta_key(),
            alt: event.alt_key(),
            typing: is_typing(&event),
            dialog: document().query_selector("dialog[open]").ok().flatten().is_some(),
            chord: now_ms < chord_until_ms.get_value(),
        };
        let Some(wish) = wish(press) else { return };
        chord_until_ms.set_value(if wish == Wish::Chord { now_ms + CHORD_MS } else { 0 });
        if wish != Wish::Chord {
            event.prevent_default();
            on_wish(wish);
        }
    });
    on_cleanup(move || handle.remove());
}

fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok());
    target.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.is_content_editable()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str) -> Press<'_> {
        Press { key, ..Press::default() }
    }

    #[test]
    fn single_keys() {
        assert_eq!(wish(press("/")), Some(Wish::Find));
        assert_eq!(wish(press("?")), Some(Wish::Help));
        assert_eq!(wish(press("x")), None);
    }

    #[test]
    fn two_keys_go_places() {
        assert_eq!(wish(press("g")), Some(Wish::Chord));
        assert_eq!(wish(Press { chord: true, ..press("m") }), Some(Wish::Go("m".into())));
    }

    #[test]
    fn texts_and_dialogs_keep_their_keys() {
        assert_eq!(wish(Press { typing: true, ..press("/") }), None);
        assert_eq!(wish(Press { dialog: true, ..press("d") }), None);
        assert_eq!(wish(Press { command: true, ..press("d") }), None);
        assert_eq!(wish(Press { command: true, typing: true, ..press("k") }), Some(Wish::Search));
    }
}
