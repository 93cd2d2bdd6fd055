//! Times: relative in the text, absolute on hover, ticking with the page's one clock.

use leptos::prelude::*;
use shared::history::Span;
use wasm_bindgen::JsValue;

use crate::state::clock::use_clock;
use crate::state::language;
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

/// A moment by the clock, as people write it: "22 Nov 2026, 14:02:11 CET · 13:02:11 UTC".
pub fn absolute(at_ms: u64) -> String {
    let local = told(at_ms, EVERYTHING);
    let date = date(at_ms);
    // "2026-11-22T13:02:11.000Z": the machine on the other side of the world logs by this one.
    let utc = String::from(date.to_iso_string());
    match utc.split_once('T').and_then(|(_, time)| time.get(..8)) {
        Some(time) if date.get_timezone_offset() != 0.0 => format!("{local} · {time} UTC"),
        _ => local,
    }
}

/// The members of a date that people write, for `Intl`.
type Members = &'static [(&'static str, &'static str)];

const EVERYTHING: Members = &[("dateStyle", "medium"), ("timeStyle", "long")];
const TIME: Members = &[("hour", "2-digit"), ("minute", "2-digit")];
const DAY_AND_TIME: Members = &[
    ("weekday", "short"),
    ("day", "numeric"),
    ("month", "short"),
    ("hour", "2-digit"),
    ("minute", "2-digit"),
];
const HOUR_OF_WEEK: Members = &[("weekday", "short"), ("hour", "2-digit"), ("minute", "2-digit")];
const DAY_OF_MONTH: Members = &[("day", "numeric"), ("month", "short")];
const MONTH: Members = &[("month", "short"), ("year", "numeric"), ("timeZone", "UTC")];
const DAY: Members = &[("weekday", "short"), ("day", "numeric"), ("month", "short")];
const WHOLE_DAY: Members = &[("weekday", "long"), ("day", "numeric"), ("month", "long"), ("year", "numeric")];
/// History by the day is kept by days of UTC.
const DAY_OF_UTC: Members =
    &[("day", "numeric"), ("month", "short"), ("year", "numeric"), ("timeZone", "UTC")];

/// A moment below a chart, as short as it can be told: "14:00" of a day, "Sat 14:00" of a week, "12 Nov" of a month.
pub fn moment(at_ms: u64, of: Span) -> String {
    let members = match of {
        Span::Day => TIME,
        Span::Week => HOUR_OF_WEEK,
        Span::Month => DAY_OF_MONTH,
        Span::Year => MONTH,
    };
    told(at_ms, members)
}

/// The same where it stands alone, with its day and its time.
pub fn whole_moment(at_ms: u64, of: Span) -> String {
    told(at_ms, if of == Span::Year { DAY_OF_UTC } else { DAY_AND_TIME })
}

/// From when to when: "Sat 12 Nov, 14:02 – 14:31". The second day is told where it is another one.
pub fn stretch(from_ms: u64, to_ms: u64, of: Span) -> String {
    let (begin, first, last) = match of {
        Span::Year => {
            // The end of a day of UTC is the beginning of the next one.
            let last_ms = to_ms.saturating_sub(1).max(from_ms);
            let (first, last) = (told(from_ms, DAY_OF_UTC), told(last_ms, DAY_OF_UTC));
            return if first == last { first } else { format!("{first} – {last}") };
        }
        _ => (told(from_ms, DAY_AND_TIME), told(from_ms, DAY), told(to_ms, DAY)),
    };
    format!("{begin} – {}", told(to_ms, if first == last { TIME } else { DAY_AND_TIME }))
}

/// A day where it stands alone: "Friday, 20 November 2026".
pub fn whole_day(at_ms: u64) -> String {
    told(at_ms, WHOLE_DAY)
}

/// As people write it in the language that is spoken, where the browser is from.
fn told(at_ms: u64, members: Members) -> String {
    let options = js_sys::Object::new();
    for (name, value) in members {
        // Setting a member of a fresh object can't fail.
        let _ = js_sys::Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    language::in_place(|place| date(at_ms).to_locale_string(place, &options)).into()
}

/// The time of day, in all languages alike: "14:02".
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
