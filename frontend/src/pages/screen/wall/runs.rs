//! What is under way, with how far it has come.

use leptos::prelude::*;
use shared::screen::wall::{Wall, WallRun};
use shared::words::span;

use super::Seen;
use crate::pages::screen::mark::Mark;
use crate::state::memo::memo;
use crate::ui::each::each;

/// More than so many are counted only; of text that is read from afar even fewer have room.
const MOST: usize = 3;
const MOST_AFAR: usize = 1;
/// From here on it is read from afar, in metres.
const AFAR_M: u8 = 5;

/// The rows.
#[component]
pub fn Runs(
    /// What is seen.
    seen: Seen,
) -> impl IntoView {
    let runs = seen.of(|wall: &Wall| wall.runs.clone());
    let count = memo(move || runs.with(Vec::len));
    let most = memo(move || {
        let is_afar =
            seen.known.own.with(|own| own.as_ref().is_some_and(|own| own.view.distance_m >= AFAR_M));
        if is_afar { MOST_AFAR } else { MOST }
    });
    let shown = move || {
        let mut shown = runs.get();
        shown.truncate(most.get());
        shown
    };
    move || {
        let more = count.get().saturating_sub(most.get());
        (count.get() > 0).then(|| view! {
            <ul class="screen-runs" role="list" data-alone=(count.get() == 1).then_some("true")>
                {each(shown, |run: &WallRun| format!("{run:?}"), move |run| view! { <Row run=run seen=seen /> }.into_any())}
                {(more > 0).then(|| view! { <li class="screen-more">{say::wall::more_runs(more)}</li> })}
            </ul>
        })
    }
}

#[component]
fn Row(run: WallRun, seen: Seen) -> impl IntoView {
    let since_ms = run.since_ms;
    let since = memo(move || span(seen.now_ms().saturating_sub(since_ms)));
    let label = say::wall::progress(&run.name);
    let percent = say::wall::percent_done(&run.percent);
    let by = if run.note.is_empty() { run.by } else { say::wall::by_with_note(&run.by, &run.note) };
    let note = if run.state.is_empty() { by } else { format!("{} · {by}", run.state) };
    view! {
        <li data-tone=run.tone.as_str()>
            <span class="screen-name">
                <Mark tone=run.tone />
                <b>{run.name}</b>
                <span>{run.what}</span>
            </span>
            <progress max="100" prop:value=run.percent.to_string() aria-label=label></progress>
            <span class="screen-note">{note}</span>
            <span class="screen-count">{percent}</span>
            <span class="screen-since">{move || since.get()}</span>
        </li>
    }
}
