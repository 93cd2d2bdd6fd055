//! How far back: a day, a month, a year; links, so that each has an address.

use leptos::prelude::*;
use shared::history::Span;

use crate::state::memo::Memo;

/// The choice.
#[component]
pub fn Spans(
    /// The present one.
    chosen: Memo<Span>,
    /// The address with another one.
    path: impl Fn(Span) -> String + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let link = move |span: Span| {
        view! {
            <a href=move || path(span) aria-current=move || (chosen.get() == span).then_some("page")>
                {word(span)}
            </a>
        }
    };
    view! {
        <nav class="spans" aria-label=say::history::spans()>
            {Span::ALL.map(link)}
        </nav>
    }
}

fn word(span: Span) -> &'static str {
    match span {
        Span::Day => say::history::span_day(),
        Span::Week => say::history::span_week(),
        Span::Month => say::history::span_month(),
        Span::Year => say::history::span_year(),
    }
}
