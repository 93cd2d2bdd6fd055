//! A strip of cells: when all units ran, some, or none; and what is not known.

use leptos::prelude::*;
use shared::history::{Availability, Cell, Span};

use super::chart::adopt_styles;
use crate::state::{language, words};

/// A strip, with what it says in words.
#[component]
pub fn Strip(
    /// A letter for each cell.
    cells: String,
    /// What it is of.
    #[prop(into)]
    name: String,
    /// The times behind it.
    availability: Availability,
    /// How far back it goes.
    span: Span,
) -> impl IntoView {
    adopt_styles();
    let count = cells.chars().count();
    let frame = format!("0 0 {} 1", count.max(1));
    let cell = |(from, to, cell): (usize, usize, Cell)| {
        // Neighbours that say the same are one, but for the hairline between cells, which the gap leaves out.
        view! { <rect class=class(cell) x=from y="0" width=to - from height="1"></rect> }
    };
    let label = format!("{name}, {}: {}", span_words(span), sentence(&availability));
    view! {
        <svg class="strip" viewBox=frame preserveAspectRatio="none" role="img" aria-label=label.clone()>
            <title>{label.clone()}</title>
            {runs(&cells).into_iter().map(cell).collect_view()}
        </svg>
    }
}

/// What the cells say: shape and colour. Beside a strip; its words say the same.
#[component]
pub fn StripKeys() -> impl IntoView {
    let key = |cell, words: &'static str| {
        view! {
            <li>
                <span class=format!("strip-key {}", class(cell)) aria-hidden="true"></span>
                {words}
            </li>
        }
    };
    view! {
        <ul class="chart-keys" role="list">
            {key(Cell::Full, say::history::cell_all())}
            {key(Cell::Partly, say::history::cell_some())}
            {key(Cell::None, say::history::cell_none())}
            {key(Cell::Idle, say::history::cell_idle())}
            {key(Cell::Unknown, say::history::cell_unknown())}
        </ul>
    }
}

fn class(cell: Cell) -> &'static str {
    match cell {
        Cell::Full => "is-full",
        Cell::Partly => "is-partly",
        Cell::None => "is-none",
        Cell::Idle => "is-idle",
        Cell::Unknown => "is-unknown",
    }
}

/// Neighbours of one kind: from, to, which.
pub fn runs(cells: &str) -> Vec<(usize, usize, Cell)> {
    let mut runs: Vec<(usize, usize, Cell)> = Vec::new();
    for (at, letter) in cells.chars().enumerate() {
        let cell = Cell::of_letter(letter);
        match runs.last_mut().filter(|last| last.2 == cell) {
            Some(last) => last.1 = at + 1,
            None => runs.push((at, at + 1, cell)),
        }
    }
    runs
}

/// "last 24 hours".
pub fn span_words(span: Span) -> &'static str {
    match span {
        Span::Day => say::history::last_day(),
        Span::Week => say::history::last_week(),
        Span::Month => say::history::last_month(),
        Span::Year => say::history::last_year(),
    }
}

/// A share of time: "99.98 %".
pub fn percent(share: &str) -> String {
    let number = share.parse().map_or_else(|_| share.to_owned(), language::number);
    say::history::percent(&number)
}

/// What a strip says, as a sentence.
pub fn whole_sentence(times: &Availability) -> String {
    let text = sentence(times);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// "at least one unit ran 99.98 % of the known time, all of them 97.2 %; 12 min are not known, and count as neither".
fn sentence(times: &Availability) -> String {
    let all_known = times.known().is_none();
    let said = match (times.served(), times.complete()) {
        (Some(served), Some(complete)) if served == complete && served == "100" => {
            let said = if all_known { say::history::ran_always } else { say::history::ran_always_as_known };
            said().to_owned()
        }
        (Some(served), Some(complete)) => {
            let (served, complete) = (percent(&served), percent(&complete));
            say::history::ran_partly(&served, &complete)
        }
        _ if times.idle_ms > 0 => say::history::ran_idle().to_owned(),
        _ => return say::history::ran_unknown().to_owned(),
    };
    if all_known { said } else { say::history::and_unknown(&said, &words::span(times.unknown_ms)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_said() {
        let times =
            Availability { full_ms: 9_999, none_ms: 1, unknown_ms: 120_000, ..Availability::default() };
        assert_eq!(
            sentence(&times),
            "at least one unit ran 99.99 % of the known time, all of them 99.99 %; 2 min are not known, and count as neither"
        );
        let short = Availability { full_ms: 9, unknown_ms: 3_600_000, ..Availability::default() };
        assert_eq!(
            sentence(&short),
            "all units ran all of the known time; 1 h are not known, and count as neither"
        );
        let good = Availability { full_ms: 9, unknown_ms: 59_000, ..Availability::default() };
        assert_eq!(sentence(&good), "all units ran all of the time");
        assert_eq!(sentence(&Availability::default()), "nothing is known yet");
        assert_eq!(
            sentence(&Availability { idle_ms: 5, ..Availability::default() }),
            "no unit was meant to run"
        );
    }

    #[test]
    fn neighbours_that_say_the_same_are_drawn_as_one() {
        let drawn = runs("uuffpf");
        let kinds: Vec<_> = drawn.iter().map(|(from, to, _)| (*from, *to)).collect();
        assert_eq!(kinds, [(0, 2), (2, 4), (4, 5), (5, 6)]);
        assert_eq!(runs("?"), [(0, 1, Cell::Unknown)]);
    }
}
