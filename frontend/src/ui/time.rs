//! Times: relative in the text, absolute on hover, ticking with the page's one clock.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::state::clock::use_clock;
use crate::state::memo::{Memo, memo};
use crate::state::words;

/// How long ago something was: "5 min ago".
#[component]
pub fn Ago(
    /// When, in milliseconds since the Unix epoch.
    #[prop(into)]
    at_ms: Signal<u64>,
) -> impl IntoView {
    let clock = use_clock();
    let text = memo(move || words::ago(clock.now_ms(), at_ms.get()));
    view! { <Stamp at_ms=at_ms text=text /> }
}

/// For how long something has been so: "5 min".
#[component]
pub fn Since(
    /// Since when, in milliseconds since the Unix epoch.
    #[prop(into)]
    at_ms: Signal<u64>,
) -> impl IntoView {
    let clock = use_clock();
    let text = memo(move || words::span(clock.now_ms().saturating_sub(at_ms.get())));
    view! { <Stamp at_ms=at_ms text=text /> }
}

/// A moment by the clock, as people write it where the browser is from: "22 Nov 2026, 14:02:11 CET · 13:02:11 UTC".
pub fn absolute(at_ms: u64) -> String {
    let options = js_sys::Object::new();
    for (name, value) in [("dateStyle", "medium"), ("timeStyle", "long")] {
        // Setting a member of a fresh object can't fail.
        let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
    }
    let date = date(at_ms);
    let language = window().navigator().language().unwrap_or_else(|| "en-GB".to_owned());
    let local = String::from(date.to_locale_string(&language, &options));
    // "2026-11-22T13:02:11.000Z": the machine on the other side of the world logs by this one.
    let utc = String::from(date.to_iso_string());
    match utc.split_once('T').and_then(|(_, time)| time.get(..8)) {
        Some(time) if date.get_timezone_offset() != 0.0 => format!("{local} · {time} UTC"),
        _ => local,
    }
}

/// The time of day: "14:02".
pub fn clock_time(at_ms: u64) -> String {
    let date = date(at_ms);
    format!("{:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// The same to the second: "14:02:11".
pub fn clock_second(at_ms: u64) -> String {
    format!("{}:{:02}", clock_time(at_ms), date(at_ms).get_seconds())
}

#[component]
fn Stamp(at_ms: Signal<u64>, text: Memo<String>) -> impl IntoView {
    let machine = move || date(at_ms.get()).to_iso_string().as_string();
    view! {
        <time datetime=machine title=move || absolute(at_ms.get())>
            {move || text.get()}
        </time>
    }
}

fn date(at_ms: u64) -> js_sys::Date {
    #[expect(clippy::cast_precision_loss, reason = "dates are far below 2^53 ms")]
    let ms = at_ms as f64;
    // A date outside what JavaScript can hold would make `toISOString` throw.
    js_sys::Date::new(&JsValue::from_f64(ms.min(8.64e15)))
}
