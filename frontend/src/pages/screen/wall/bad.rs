//! What is wrong: first, as large as it can be, and always all of it. The more there is, the smaller; where even the
//! smallest has no room for all, it is said how many more there are.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use shared::screen::wall::{Age, Tone, Wall, WallApp};
use shared::words::span;

use super::Seen;
use crate::pages::screen::fit;
use crate::pages::screen::mark::Mark;
use crate::state::memo::{effect, memo};
use crate::ui::each::each;

/// How large the rows are, from the largest to the smallest.
const SIZES: [&str; 6] = ["one", "few", "some", "brief", "many", "crowd"];
/// So many rows of each size but the last can have room.
const MOST: [usize; 5] = [1, 3, 6, 8, 24];

/// The rows.
#[component]
pub fn Bad(
    /// What is seen.
    seen: Seen,
) -> impl IntoView {
    let rows = seen.of(bad);
    let any = memo(move || rows.with(|rows| !rows.is_empty()));
    move || any.get().then(|| view! { <List seen=seen /> })
}

fn bad(wall: &Wall) -> Vec<WallApp> {
    wall.apps.iter().filter(|app| app.tone.needs_attention()).cloned().collect()
}

#[component]
fn List(seen: Seen) -> impl IntoView {
    let rows = seen.of(bad);
    let count = memo(move || rows.with(Vec::len));
    let list = NodeRef::<html::Ul>::new();
    let size = RwSignal::new(0_usize);
    let most = RwSignal::new(usize::MAX);
    let window = memo(move || {
        seen.tick.track();
        fit::window_px()
    });
    let beside = seen.of(|wall: &Wall| (wall.apps.len(), wall.runs.len()));
    // Measured once all of a picture is drawn.
    let settle = move || {
        let largest = MOST.iter().filter(|most| count.get_untracked() > **most).count();
        let fits = fit::largest(list, &SIZES[largest..]);
        size.set(largest + fits);
        most.set(if largest + fits < SIZES.len() - 1 { usize::MAX } else { fit::capacity(list).max(2) });
    };
    effect(move || {
        window.track();
        beside.track();
        rows.track();
        seen.age.track();
        set_timeout(settle, Duration::ZERO);
    });
    effect(move || {
        seen.tick.track();
        if fit::overflows(list) {
            settle();
        }
    });
    let hidden = memo(move || {
        let (count, most) = (count.get(), most.get());
        // The last cell says how many more there are.
        if count > most { count - most + 1 } else { 0 }
    });
    let shown = move || {
        // As in the grid: what is shown is asked for before what follows from it.
        let mut shown = rows.get();
        shown.truncate(shown.len().saturating_sub(hidden.get()));
        shown
    };
    view! {
        <ul class="screen-bad" role="list" node_ref=list data-size=move || SIZES[size.get().min(SIZES.len() - 1)]>
            {each(shown, |row: &WallApp| format!("{row:?}"), move |row| view! { <Row row=row seen=seen /> }.into_any())}
            {move || (hidden.get() > 0).then(|| view! { <li class="screen-more">{say::wall::more_bad(hidden.get())}</li> })}
        </ul>
    }
}

#[component]
fn Row(row: WallApp, seen: Seen) -> impl IntoView {
    let since_ms = row.since_ms;
    let since = memo(move || {
        let known = since_ms.filter(|_| seen.age.get() < Age::Late);
        known
            .map(|since_ms| say::wall::for_span(&span(seen.now_ms().saturating_sub(since_ms))))
            .unwrap_or_default()
    });
    let count = if row.is_unit { String::new() } else { say::wall::running_of(&row.running, &row.wanted) };
    view! {
        <li data-tone=row.tone.as_str()>
            <span class="screen-name">
                <Mark tone=row.tone />
                <b>{row.name}</b>
            </span>
            <span class="screen-count">{count}</span>
            <span class="screen-since">{move || since.get()}</span>
            <span class="screen-note">{if row.note.is_empty() { Tone::Bad.word().to_owned() } else { row.note }}</span>
        </li>
    }
}
