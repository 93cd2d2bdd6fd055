//! The two rows of tiles on the right: what was there, frozen; and what is to be there, as it is now.

use fleet::{AppUnit, DesiredState, UnitName};
use leptos::prelude::*;
use shared::Health;

use super::sets::{self, Old};
use super::watched::Shown;
use crate::paths;
use crate::state::cluster::Unit;
use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::same::Same;
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
    let tile = |old: &Old| {
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
    let key = |item: &Item<Old>| match item {
        Item::Version(version) => version.clone(),
        Item::Of(old) => format!("{} {}", old.unit, old.fate.as_str()),
    };
    let shown = move || old.with(|old| by_version(old.iter().take(MOST_TILES), |old| &old.unit));
    let drawn = move |item: Item<Old>| match item {
        Item::Version(version) => of_version(version),
        Item::Of(old) => tile(&old).into_any(),
    };
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
                {each(shown, key, drawn)}
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
    let shown = move || wanted.with(|wanted| by_version(wanted.iter().take(MOST_TILES), |unit| unit));
    let key = |item: &Item<UnitName>| match item {
        Item::Version(version) => version.clone(),
        Item::Of(unit) => unit.to_string(),
    };
    let drawn = move |item: Item<UnitName>| match item {
        Item::Version(version) => of_version(version),
        Item::Of(name) => view! { <li><NewTile name=name over=over /></li> }.into_any(),
    };
    let sum = memo(move || {
        wanted.with(|wanted| {
            live.with(|cluster| {
                let there: Vec<_> = wanted.iter().filter_map(|name| cluster.unit(name)).collect();
                let running = there.iter().filter(|unit| unit.health == Health::Running).count();
                (running, wanted.len(), wanted.len() - there.len())
            })
        })
    });
    // What is over takes no care of them any more: who reads that is to know which still try to run.
    let left_out_now = memo(move || {
        let runs = |name: &UnitName| {
            let is_set_to_run =
                |unit: &Same<Unit>| unit.row.desired == DesiredState::Launched && unit.row.leaving.is_none();
            over.get() && live.with(|cluster| cluster.unit(name).is_some_and(is_set_to_run))
        };
        left_out.with(|units| units.iter().map(|unit| (unit.clone(), runs(unit))).collect::<Vec<_>>())
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
                {each(shown, key, drawn)}
                {move || (rest() > 0).then(|| view! { <li class="faint small">{format!("+{}", words::grouped(rest()))}</li> })}
            </ul>
            <ul class="set-why" role="list">
                {move || {
                    let left_out = left_out_now.get();
                    left_out.into_iter().take(REASONS_SHOWN).map(|(unit, runs)| left_out_line(&unit, runs)).collect_view()
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

/// That somebody left it out; and if it is set to run nevertheless, the way to where it can be removed.
fn left_out_line(unit: &UnitName, runs: bool) -> AnyView {
    if runs {
        return view! {
            <li>
                <a class="mono" href=paths::unit(unit)>
                    {short(unit)}
                </a>
                ": "
                {say::deployment::unit_left_out_runs()}
            </li>
        }
        .into_any();
    }
    view! {
        <li>
            <span class="mono">{short(unit)}</span>
            ": "
            {say::deployment::unit_left_out()}
        </li>
    }
    .into_any()
}

/// What stands in a row of tiles.
#[derive(Debug, Clone, PartialEq)]
enum Item<T> {
    /// The version of those that follow.
    Version(String),
    /// One of them.
    Of(T),
}

/// Those of one version behind its name.
fn by_version<'a, T: Clone + 'a>(
    all: impl Iterator<Item = &'a T>,
    unit: impl Fn(&T) -> &UnitName,
) -> Vec<Item<T>> {
    let mut parted: Vec<(String, Vec<Item<T>>)> = Vec::new();
    for one in all {
        let version = AppUnit::parse(unit(one)).and_then(|parsed| parsed.version);
        let name =
            version.map_or_else(|| say::deployments::no_version().to_owned(), |version| version.to_string());
        let at = parted.iter().position(|(of, _)| *of == name).unwrap_or_else(|| {
            parted.push((name, Vec::new()));
            parted.len() - 1
        });
        parted[at].1.push(Item::Of(one.clone()));
    }
    parted
        .into_iter()
        .flat_map(|(version, units)| std::iter::once(Item::Version(version)).chain(units))
        .collect()
}

fn of_version(version: String) -> AnyView {
    view! { <li class="tiles-of">{version}</li> }.into_any()
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
    fn tiles_stand_behind_their_version() {
        let name = |name: &str| UnitName::parse(name).unwrap();
        let units = ["a:1@1.service", "a:2@1.service", "a:1@2.service", "a@1.service"].map(name);
        let of = |version: &str| Item::Version(version.to_owned());
        let [one, two, three, plain] = units.clone().map(Item::Of);
        let without = of(say::deployments::no_version());
        assert_eq!(
            by_version(units.iter(), |unit| unit),
            [of("1"), one, three, of("2"), two, without, plain]
        );
    }

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
