//! Whether this browser shows desktop notifications, and what it has told already. Kept in the browser, for all its tabs.

use leptos::prelude::*;
use web_sys::{Notification, NotificationPermission};

use super::storage;

const WANTED: &str = "notify";
const TOLD: &str = "told";
/// So many of what was told last are remembered, so that a second tab does not tell it again.
const REMEMBERED: usize = 30;

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
    let there = js_sys::Reflect::has(&window(), &"Notification".into()).unwrap_or(false);
    there.then(Notification::permission)
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
