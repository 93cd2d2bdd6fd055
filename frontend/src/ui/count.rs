//! How many there are, the number in bold within its sentence.

use std::fmt::Display;

use leptos::prelude::*;

use crate::state::words::grouped;

/// "**41** apps", where `words` says it of a number that is drawn.
pub fn count(n: usize, words: fn(usize, &dyn Display) -> String) -> AnyView {
    let (before, after) = say::around(words(n, &say::HERE));
    view! {
        {before}
        <b>{grouped(n)}</b>
        {after}
    }
    .into_any()
}
