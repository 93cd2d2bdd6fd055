//! Which language the page speaks: the browser's, or the one that was chosen. Kept in the browser.
//!
//! The shell decides before any of this code is here (`index.html`): it says so in `<html lang>`, and fetches the words.
//! Nothing that was said can be said again, so another choice loads the page anew.

use std::cell::OnceCell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::storage;

const KEY: &str = "language";
/// The same for a wall display: what a person chose is not a screen's.
const SCREEN_KEY: &str = "screen-language";
/// Where the shell puts what it fetches.
const WORDS: &str = "words";

/// In which language somebody wants the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// As the browser has it.
    Automatic,
    /// English.
    English,
    /// German.
    German,
}

impl Choice {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Automatic, Self::English, Self::German];

    /// The word for it: a language is called as it calls itself.
    pub fn word(self) -> &'static str {
        match self {
            Self::Automatic => say::state::language_automatic(),
            Self::English => say::state::language_english(),
            Self::German => say::state::language_german(),
        }
    }

    /// Its tag; none for the browser's.
    pub fn tag(self) -> Option<&'static str> {
        match self {
            Self::Automatic => None,
            Self::English => Some("en"),
            Self::German => Some("de"),
        }
    }

    /// What was chosen.
    pub fn stored() -> Self {
        let stored = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
        let named = |choice: &Self| choice.tag() == stored.as_deref();
        Self::ALL.into_iter().find(named).unwrap_or(Self::Automatic)
    }

    /// The language that is not spoken now.
    pub fn other() -> Self {
        if Self::German.tag() == Some(spoken()) { Self::English } else { Self::German }
    }

    /// Keeps it, and loads the page again at the same address, now in that language.
    pub fn choose(self) {
        self.keep();
        // A browser that refuses shows the old language until somebody loads the page.
        let _ = window().location().reload();
    }

    /// Keeps it for the next time that the page is loaded.
    pub fn keep(self) {
        if let Some(storage) = storage() {
            let _ = match self.tag() {
                Some(tag) => storage.set_item(KEY, tag),
                None => storage.remove_item(KEY),
            };
        }
    }
}

/// Draws the page once its words are here; in English if they don't come or are of another build.
pub fn begin(draw: fn()) {
    let Some(coming) = coming() else { return draw() };
    spawn_local(async move {
        let words = JsFuture::from(coming).await.ok().and_then(|words| words.as_string()).unwrap_or_default();
        if say::speak(words).is_err()
            && let Some(root) = document().document_element()
        {
            let _ = root.set_attribute("lang", spoken());
        }
        draw();
    });
}

fn coming() -> Option<js_sys::Promise> {
    js_sys::Reflect::get(&window(), &WORDS.into()).ok()?.dyn_into().ok()
}

/// Keeps what a screen's settings say for the next time that its page is loaded; tells whether that is needed for it. A
/// browser that keeps nothing would be loaded for ever, and stays as it is.
pub fn of_screen(wanted: Option<&str>) -> bool {
    let Some(storage) = storage() else { return false };
    let is_stored = || storage.get_item(SCREEN_KEY).ok().flatten().as_deref() == wanted;
    if is_stored() {
        return false;
    }
    let _ = match wanted {
        Some(tag) => storage.set_item(SCREEN_KEY, tag),
        None => storage.remove_item(SCREEN_KEY),
    };
    is_stored() && wanted != Some(spoken())
}

/// The tag of the language that is spoken: "de".
pub fn spoken() -> &'static str {
    say::state::language_tag()
}

thread_local! {
    static PLACE: OnceCell<String> = const { OnceCell::new() };
}

/// Calls back with the language that is spoken as they write it where the browser is from ("de-AT"): what dates and
/// numbers go by.
pub fn in_place<T>(write: impl FnOnce(&str) -> T) -> T {
    PLACE.with(|place| write(place.get_or_init(place_of_browser)))
}

fn place_of_browser() -> String {
    let own = window().navigator().languages();
    let own = own.iter().filter_map(|tag| tag.as_string()).find(|tag| tag.starts_with(spoken()));
    own.unwrap_or_else(|| say::state::language_place().to_owned())
}

/// A number with the marks that people write in it: 5,000; 99.98.
#[cfg(target_arch = "wasm32")]
pub fn number(number: f64) -> String {
    in_place(|place| js_sys::Number::from(number).to_locale_string(place)).into()
}

/// The same without a browser, for tests of what is pure: in English.
#[cfg(not(target_arch = "wasm32"))]
pub fn number(number: f64) -> String {
    let text = number.to_string();
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let groups: Vec<_> = whole.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",") + rest
}
