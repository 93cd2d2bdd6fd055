//! The two rows of tiles on the right: what was there, frozen; and what is to be there, as it is now.

use fleet::UnitName;
use leptos::prelude::*;
use shared::Health;

use super::sets::{self, Old};
use super::watched::Shown;
use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::words;
use crate::ui::each::each;
use crate::ui::state::{Tile, word};
use crate::ui::time::clock_time;

/// More tiles than this are counted, not drawn.
const MOST_TILES: usize = 200;
/// So many units say below the tiles why they do not run.
const REASONS_SHOWN: usize = 4;

/// Both rows.
#[component]
pub fn Sets(
    /// The deployment.
    shown: Shown,
) -> impl IntoView {
    let live = use_live();
    let old = memo(move || shown.detail.with(|detail| live.with(|cluster| sets::old(detail, cluster))));
    let wanted = memo(move || shown.detail.with(|detail| sets::wanted(detail)));
    let left_out = memo(move || shown.detail.with(|detail| sets::left_out(detail)));
    let over = memo(move || shown.view.with(|view| !view.state.is_open()));
    let started_ms = shown.view.with_untracked(|view| view.started_ms);
    view! {
        <div class="sets">
            <OldSet old=old started_ms=started_ms />
            <NewSet wanted=wanted over=over left_out=left_out />
        </div>
    }
}

/// What was there when it began, as it was then; each says what became of it.
#[component]
fn OldSet(old: Memo<Vec<Old>>, started_ms: u64) -> impl IntoView {
    let tile = |old: Old| {
        let name = short(&old.unit);
        let said = say::deployment::old_unit(&name, &word(old.was), &old.fate.words());
        view! {
            <li>
                <span
                    class="tile"
                    role="img"
                    tabindex="0"
                    data-state=old.was.word()
                    data-fate=old.fate.as_str()
                    aria-label=said.clone()
                    data-tip=said.clone()
                ></span>
            </li>
        }
    };
    let key = |old: &Old| format!("{} {}", old.unit, old.fate.as_str());
    let shown = move || old.with(|old| old.iter().take(MOST_TILES).cloned().collect::<Vec<_>>());
    let sum = move || old.with(|old| fates(old));
    let none = memo(move || old.with(Vec::is_empty));
    view! {
        <section class="set" aria-labelledby="old-set">
            <header>
                <h2 class="label" id="old-set">
                    {say::deployment::before()}
                </h2>
                <span class="hint">{say::deployment::as_it_was(&clock_time(started_ms))}</span>
            </header>
            <ul class="tiles" role="list" data-frozen="">
                {each(shown, key, move |item| tile(item).into_any())}
            </ul>
            <p class="hint">{move || if none.get() { say::deployment::none_ran().to_owned() } else { sum() }}</p>
        </section>
    }
}

/// "2 removed since, 1 still wanted".
fn fates(old: &[Old]) -> String {
    use super::sets::Fate;
    let of = |fate: Fate| {
        let n = old.iter().filter(|old| old.fate == fate).count();
        (n > 0).then(|| format!("{n} {}", fate.words()))
    };
    [Fate::Stays, Fate::Stopped, Fate::Gone].into_iter().filter_map(of).collect::<Vec<_>>().join(", ")
}

/// What is to be there in the end, as it is now.
#[component]
fn NewSet(wanted: Memo<Vec<UnitName>>, over: Memo<bool>, left_out: Memo<Vec<UnitName>>) -> impl IntoView {
    let live = use_live();
    let shown = move || wanted.with(|wanted| wanted.iter().take(MOST_TILES).cloned().collect::<Vec<_>>());
    let sum = memo(move || {
        wanted.with(|wanted| {
            live.with(|cluster| {
                let there: Vec<_> = wanted.iter().filter_map(|name| cluster.unit(name)).collect();
                let running = there.iter().filter(|unit| unit.health == Health::Running).count();
                (running, wanted.len(), wanted.len() - there.len())
            })
        })
    });
    let reasons = memo(move || {
        wanted.with(|wanted| {
            live.with(|cluster| {
                let units = wanted.iter().filter_map(|name| cluster.unit(name));
                let told = units.filter_map(|unit| {
                    Some((unit.short_name().to_owned(), unit.row.why.as_ref()?.to_string()))
                });
                told.take(REASONS_SHOWN).collect::<Vec<_>>()
            })
        })
    });
    let words = move || {
        let (running, all, missing) = sum.get();
        let missing = if over.get() { missing } else { 0 };
        match (all, missing, live.stale()) {
            (0, ..) if over.get() => say::deployment::left_nothing().to_owned(),
            (0, ..) => say::deployment::nothing_to_run().to_owned(),
            (_, 0, false) => say::deployment::run(&running, &all),
            (_, 0, true) => say::deployment::ran(&running, &all),
            (_, _, false) => say::deployment::run_removed(&running, &all, &missing),
            (_, _, true) => say::deployment::ran_removed(&running, &all, &missing),
        }
    };
    let rest = move || wanted.with(|wanted| wanted.len().saturating_sub(MOST_TILES));
    view! {
        <section class="set" aria-labelledby="new-set">
            <header>
                <h2 class="label" id="new-set">
                    {say::deployment::after()}
                </h2>
                <span class="hint">{move || words()}</span>
            </header>
            <ul class="tiles" role="list">
                {each(shown, ToString::to_string, move |name| view! { <li><NewTile name=name over=over /></li> }.into_any())}
                {move || (rest() > 0).then(|| view! { <li class="faint small">{format!("+{}", words::grouped(rest()))}</li> })}
            </ul>
            <ul class="set-why" role="list">
                {move || {
                    let line = |name: UnitName| view! { <li><span class="mono">{short(&name)}</span> ": " {say::deployment::unit_left_out()}</li> };
                    left_out.get().into_iter().take(REASONS_SHOWN).map(line).collect_view()
                }}
                {move || {
                    reasons
                        .get()
                        .into_iter()
                        .map(|(name, why)| view! { <li><span class="mono">{name}</span> {format!(": {why}")}</li> })
                        .collect_view()
                }}
            </ul>
        </section>
    }
}

/// A unit that is to be there: its live tile, or an outline while it is not there yet, or no longer.
#[component]
fn NewTile(name: UnitName, over: Memo<bool>) -> impl IntoView {
    let live = use_live();
    let unit = live.unit(name.clone());
    let there = memo(move || unit.with(Option::is_some));
    let name = short(&name);
    let said = Signal::derive(move || {
        if over.get() {
            say::deployment::new_unit_gone(&name)
        } else {
            say::deployment::new_unit_planned(&name)
        }
    });
    let first = StoredValue::new(None);
    view! { {move || {
        if there.get() {
            first.set_value(unit.get_untracked());
            let unit = Signal::derive(move || unit.get().or_else(|| first.get_value()));
            // It is there, or was a moment ago.
            unit.get_untracked().map(|known| {
                let unit = Signal::derive(move || unit.get().unwrap_or_else(|| known.clone()));
                view! { <Tile unit=unit /> }
            }).into_any()
        } else {
            view! {
                <span
                    class="tile"
                    role="img"
                    tabindex="0"
                    data-state="planned"
                    aria-label=move || said.get()
                    data-tip=move || said.get()
                ></span>
            }
            .into_any()
        }
    }} }
}

fn short(name: &UnitName) -> String {
    name.as_str().strip_suffix(".service").unwrap_or(name.as_str()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::sets::Fate;
    use super::*;

    #[test]
    fn what_became_of_the_old_ones_is_counted() {
        let old = |fate| Old {
            unit: UnitName::parse("example:1.0.0@1.service").unwrap(),
            was: Health::Running,
            fate,
        };
        let all = [old(Fate::Gone), old(Fate::Stays), old(Fate::Gone)];
        assert_eq!(fates(&all), "1 still wanted, 2 removed since");
    }
}
