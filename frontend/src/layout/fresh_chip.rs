//! The chip that says how old the data is, on every page.

use leptos::prelude::*;

use crate::state::live::use_live;
use crate::state::memo::memo;
use crate::ui::time::clock_time;

/// "● live · 2 s", "▲ 18 s old", "✕ Fleet unreachable since 14:02".
#[component]
pub fn FreshChip() -> impl IntoView {
    let live = use_live();
    let words = memo(move || live.chip());
    let tip = memo(move || {
        let freshness = live.freshness()?;
        let every = crate::state::words::span(freshness.every_ms);
        Some(match freshness.as_of_ms {
            Some(as_of_ms) => say::frame::as_of(&clock_time(as_of_ms), &every),
            None => say::frame::never_read(&every),
        })
    });
    view! {
        <span
            class="fresh"
            tabindex="0"
            role="note"
            data-age=move || live.age().as_str()
            aria-label=move || say::frame::data(&words.get(), &tip.get().unwrap_or_default())
            data-tip=move || tip.get()
            data-tip-at="below"
        >
            <span>{move || words.get()}</span>
        </span>
    }
}
