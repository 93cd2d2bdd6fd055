//! Shows desktop notifications, to whoever asked for them in this browser: nothing while the page is looked at, and each
//! once, however many tabs are open.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Notification, NotificationOptions, NotificationPermission};

use super::news::News;
use crate::state::notices;

/// A tab that is looked at has so long to say so, before another one tells it.
const LOOKED_AT_FIRST: Duration = Duration::from_millis(400);

/// Tells it, unless somebody is looking at it in some tab, or has been told.
pub fn tell(news: News) {
    if !notices::wanted() {
        return;
    }
    if is_looked_at() {
        // What is seen happening needs no telling by the other tabs either.
        notices::claim(&news.tag);
        return;
    }
    set_timeout(
        move || {
            let granted = notices::permission() == Some(NotificationPermission::Granted);
            if granted {
                notices::tell_once(news.tag.clone(), move || show(&news));
            }
        },
        LOOKED_AT_FIRST,
    );
}

fn is_looked_at() -> bool {
    !document().hidden() && document().has_focus().unwrap_or(true)
}

fn show(news: &News) {
    let options = NotificationOptions::new();
    options.set_body(&news.body);
    options.set_tag(&news.tag);
    // Some browsers of phones have the type and refuse to make one; there is nothing else to tell it by.
    let Ok(shown) = Notification::new_with_options(&news.title, &options) else { return };
    let path = news.path.clone();
    let own = shown.clone();
    let pressed = Closure::once_into_js(move || {
        let _ = window().focus();
        let _ = window().location().assign(&path);
        own.close();
    });
    shown.set_onclick(Some(pressed.unchecked_ref()));
}
