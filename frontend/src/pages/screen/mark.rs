//! The sign of how something fares: each has a shape of its own, so that no colour carries it alone.

use leptos::prelude::*;
use shared::screen::wall::Tone;

/// The sign; the word for it stands beside it, for whoever does not see it.
#[component]
pub fn Mark(
    /// How it fares.
    tone: Tone,
) -> impl IntoView {
    let path = match tone {
        Tone::Bad => "M3 3L13 13M13 3L3 13",
        Tone::Warn => "M8 1.8L15 14.2H1ZM8 6.4V9.6M8 11.9V12",
        Tone::Unknown => "M4.5 5.5A3.5 3.5 0 1 1 8 9.5V11M8 13V13.6",
        Tone::Working => "M8 2A6 6 0 1 1 2.8 5M2.8 1.5V5H6.3",
        Tone::Ok => "M2.5 8.5L6.5 12.5L13.5 4",
        Tone::Idle => "M3 8H13",
    };
    view! {
        <span class="screen-mark" data-tone=tone.as_str()>
            <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d=path />
            </svg>
            <span class="sr">{tone.word()}</span>
        </span>
    }
}
