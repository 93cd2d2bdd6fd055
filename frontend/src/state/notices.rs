//! Whether this browser shows desktop notifications, and what it has told already. Kept in the browser, for all its tabs.

use std::time::Duration;

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Notification, NotificationPermission};

use super::storage;

const WANTED: &str = "notify";
const TOLD: &str = "told";
/// So many of what was told last are remembered, so that a second tab does not tell it again.
const REMEMBERED: usize = 30;
/// What one tab has written down, the others read after so long at the latest.
const READ_BY_ALL: Duration = Duration::from_secs(2);

/// Whether somebody asked for notifications here.
pub fn wanted() -> bool {
    storage().and_then(|storage| storage.get_item(WANTED).ok().flatten()).is_some()
}

/// Asks for them, or no longer. Says whether the browser keeps that.
pub fn want(on: bool) -> bool {
    let kept = storage().map(
        |storage| {
            if on { storage.set_item(WANTED, "on") } else { storage.remove_item(WANTED) }
        },
    );
    matches!(kept, Some(Ok(())))
}

/// What the browser allows; absent where it has no notifications, as without a secure connection.
pub fn permission() -> Option<NotificationPermission> {
    let there = Reflect::has(&window(), &"Notification".into()).unwrap_or(false);
    there.then(Notification::permission)
}

/// Has one of the tabs that hear of something at the same time tell it, if none has before: what one of them writes down is
/// not read by another in that moment, so the browser's lock decides.
pub fn tell_once(what: String, tell: impl FnOnce() + 'static) {
    let Some((locks, request)) = locks() else { return tell_unless_told(&what, tell) };
    let name = format!("{TOLD} {what}");
    let decide = Closure::once_into_js(move |lock: JsValue| {
        if lock.is_null() {
            return JsValue::UNDEFINED;
        }
        tell_unless_told(&what, tell);
        held_for(READ_BY_ALL).into()
    });
    let options = Object::new();
    // Neither has anything that could refuse.
    let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
    let _ = Reflect::apply(&request, &locks, &Array::of3(&name.into(), &options, &decide));
}

fn tell_unless_told(what: &str, tell: impl FnOnce()) {
    if claim(what) {
        tell();
    }
}

/// The browser's locks, which all its tabs of this page share, and how one is asked for. Absent in old browsers.
fn locks() -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
}

/// Keeps a lock for so long.
fn held_for(time: Duration) -> Promise {
    Promise::new(&mut |resolve, _| {
        set_timeout(
            move || {
                // It takes anything, and throws nothing.
                let _ = resolve.call0(&JsValue::UNDEFINED);
            },
            time,
        );
    })
}

/// Takes it upon this tab to tell something. False if some tab has told it.
pub fn claim(what: &str) -> bool {
    let Some(storage) = storage() else { return true };
    let told = storage.get_item(TOLD).ok().flatten().unwrap_or_default();
    match with(&told, what) {
        None => false,
        Some(told) => {
            // Where nothing is kept, each tab speaks for itself.
            let _ = storage.set_item(TOLD, &told);
            true
        }
    }
}

/// The list with one more; `None` if that stands in it.
fn with(told: &str, what: &str) -> Option<String> {
    let mut all: Vec<&str> = told.lines().collect();
    if all.contains(&what) {
        return None;
    }
    all.push(what);
    Some(all[all.len().saturating_sub(REMEMBERED)..].join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_told_once_and_the_oldest_are_forgotten() {
        let mut told = String::new();
        for at in 0..=REMEMBERED {
            told = with(&told, &format!("a {at}")).unwrap();
        }
        assert_eq!(with(&told, "a 5"), None);
        assert_eq!(told.lines().count(), REMEMBERED);
        assert!(with(&told, "a 0").is_some(), "long ago");
    }
}
