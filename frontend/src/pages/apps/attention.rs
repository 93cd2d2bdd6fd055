//! What somebody should look at, in sentences. The rules are pure; the zone draws them, and only if there are any.

use std::sync::Arc;

use fleet::AppName;
use leptos::prelude::*;
use shared::Health;
use shared::health::{Trouble, has_ended, trouble};

use super::overview::Overview;
use crate::paths;
use crate::state::clock::use_clock;
use crate::state::cluster::{AppUnits, Cluster, Unit};
use crate::state::live::Live;
use crate::state::memo::{Memo, memo};
use crate::state::same::Same;
use crate::state::words;
use crate::ui::each::each;
use crate::ui::icon::{Icon, IconView};

/// More rows than this are not drawn: the filter shows them all.
const MOST_ROWS: usize = 12;

/// One thing that needs attention.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Row {
    /// The app; absent for an other unit.
    pub app: Option<AppName>,
    /// What it is called.
    pub name: String,
    /// What is the matter.
    pub sentence: String,
    /// Where to go.
    pub path: String,
    /// What it is about.
    pub about: About,
}

/// What a row is about, as far as it decides what is told once, and what counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum About {
    /// Anything of the cluster.
    #[default]
    Other,
    /// A deployment that tells of all units of its app that need somebody: they have no row of their own.
    ItsUnits,
    /// One's own account: nothing of the cluster, so it does not count.
    Oneself,
}

/// What needs attention by its units, worked out once for all that tell it: the page, the window's title, notifications.
#[derive(Clone, Copy)]
pub struct UnitsInNeed(Memo<Arc<Vec<Row>>>);

impl UnitsInNeed {
    /// Watches the cluster and hands it to everything below.
    pub fn provide(live: Live) {
        let clock = use_clock();
        provide_context(Self(memo(move || {
            let now_ms = clock.quarter_minute();
            Arc::new(live.with(|cluster| rows(cluster, now_ms)))
        })));
    }
}

/// What needs attention by its units.
pub fn use_units_in_need() -> Memo<Arc<Vec<Row>>> {
    expect_context::<UnitsInNeed>().0
}

/// All that needs attention, apps first. `now_ms` is the server's clock.
pub fn rows(cluster: &Cluster, now_ms: u64) -> Vec<Row> {
    let apps = cluster.apps().iter().filter_map(|(app, units)| {
        Some(Row {
            app: Some(app.clone()),
            name: app.to_string(),
            sentence: sentence(cluster, units, now_ms)?,
            path: paths::app(app),
            about: About::Other,
        })
    });
    let others = cluster.others().iter().filter(|unit| unit.health.needs_attention()).map(|unit| Row {
        app: None,
        name: unit.short_name().to_owned(),
        sentence: of_one(cluster, unit, now_ms),
        path: paths::unit(&unit.row.name),
        about: About::Other,
    });
    apps.chain(others).collect()
}

fn sentence(cluster: &Cluster, units: &AppUnits, now_ms: u64) -> Option<String> {
    let all = units.units().count();
    let of = |kinds: &[Trouble]| -> Vec<&Same<Unit>> {
        let is_of = |unit: &&Same<Unit>| {
            trouble(&unit.row, unit.health, now_ms).is_some_and(|trouble| kinds.contains(&trouble))
        };
        units.units().filter(is_of).collect()
    };
    let failed = of(&[Trouble::Failed]);
    let unplaced = of(&[Trouble::Unplaced]);
    let slow = of(&[Trouble::Ended, Trouble::Slow]);
    let parts = [
        several(cluster, &failed, now_ms, |n| say::apps::many_failed(&n, &all)),
        several(cluster, &unplaced, now_ms, |n| say::apps::many_unplaced(&n, &all)),
        several(cluster, &slow, now_ms, |n| say::apps::many_slow(&n, &all)),
    ];
    let words: Vec<String> = parts.into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn several(
    cluster: &Cluster,
    units: &[&Same<Unit>],
    now_ms: u64,
    said: impl FnOnce(usize) -> String,
) -> Option<String> {
    match units {
        [] => None,
        [one] => Some(of_one(cluster, one, now_ms)),
        many => Some(with_reasons(said(many.len()), many)),
    }
}

/// "2 of 3 failed: all 3 machines already hold …", if the units say the same; else the most frequent reason, with how many
/// say it.
fn with_reasons(said: String, units: &[&Same<Unit>]) -> String {
    let whys: Vec<&str> = units.iter().filter_map(|unit| unit.row.why.as_deref()).collect();
    let times = |why: &&&str| whys.iter().filter(|other| *other == *why).count();
    match whys.iter().max_by_key(times) {
        Some(why) if times(&why) < units.len() => say::apps::some_why(&said, &times(&why), why),
        why => with_why(said, why.copied()),
    }
}

fn with_why(said: String, why: Option<&str>) -> String {
    match why {
        None => format!("{said}."),
        Some(why) => format!("{said}: {why}."),
    }
}

fn of_one(cluster: &Cluster, unit: &Unit, now_ms: u64) -> String {
    let name = unit.short_name();
    let placed = match cluster.place(unit) {
        Some(place) => say::apps::unit_on(&name, &place),
        None => name.to_owned(),
    };
    let since = words::span(now_ms.saturating_sub(unit.row.since_ms));
    let said = match unit.health {
        Health::Unplaced => say::apps::is_unplaced(&name),
        Health::Starting if has_ended(&unit.row) => say::apps::has_ended(&placed, &since),
        Health::Starting => say::apps::is_slow(&placed, &since),
        _ => say::apps::has_failed(&placed, &since),
    };
    with_why(said, unit.row.why.as_deref())
}

/// The zone above the list.
#[component]
pub fn AttentionZone(
    /// The counts of the page.
    overview: Overview,
) -> impl IntoView {
    let stand = overview.stand;
    let any = memo(move || stand.with(|rows| !rows.attention.is_empty()));
    let shown =
        move || stand.with(|rows| rows.attention.iter().take(MOST_ROWS).cloned().collect::<Vec<Row>>());
    let rest = move || stand.with(|rows| rows.attention.len().saturating_sub(MOST_ROWS));
    view! { {move || {
        any.get().then(|| {
            view! {
                <section class="attention" aria-labelledby="attention">
                    <div class="zone-head">
                        <h2 class="label" id="attention">
                            <IconView icon=Icon::Warning />
                            {say::apps::attention()}
                        </h2>
                        {move || (rest() > 0).then(|| view! { <span class="hint">{say::apps::attention_more(&rest())}</span> })}
                    </div>
                    <ul role="list">
                        {each(shown, |row| format!("{} {}", row.name, row.sentence), move |row| view! { <li class="attention-row">
                                <span class="clip" title=row.name.clone()>
                                    {row.name.clone()}
                                </span>
                                <p>{row.sentence}</p>
                                <a class="btn" href=row.path aria-label=say::apps::open_named(&row.name)>
                                    {say::apps::open()}
                                </a>
                            </li> }.into_any())}
                    </ul>
                </section>
            }
        })
    }} }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::cluster::tests::{row, view};
    use shared::health::{ENDED_MS, PLACING_MS, SLOW_START_MS};

    fn cluster(units: Vec<shared::view::UnitRow>) -> Cluster {
        Cluster::from_view(view(units), &Cluster::default())
    }

    #[test]
    fn nothing_is_said_while_all_is_well() {
        let well = cluster(vec![
            row("example:1@1.service", "active", "running"),
            row("example:1@2.service", "activating", "start-pre"),
        ]);
        assert_eq!(rows(&well, 60_000), []);
    }

    #[test]
    fn one_failed_unit_is_named_and_many_are_counted() {
        let one = cluster(vec![
            row("mailer:1@1.service", "active", "running"),
            row("mailer:1@2.service", "failed", "failed"),
        ]);
        assert_eq!(rows(&one, 720_000)[0].sentence, "mailer:1@2 on 10.0.1.5 failed 12 min ago.");
        let many = cluster(vec![
            row("mailer:1@1.service", "failed", "failed"),
            row("mailer:1@2.service", "failed", "failed"),
            row("haproxy.service", "failed", "failed"),
        ]);
        let rows = rows(&many, 0);
        assert_eq!(rows[0].sentence, "2 of 2 failed.");
        assert_eq!((rows[1].app.clone(), rows[1].name.as_str()), (None, "haproxy"));
    }

    fn unplaced(name: &str, why: &str) -> shared::view::UnitRow {
        shared::view::UnitRow {
            machine: None,
            states: Vec::new(),
            why: Some(why.into()),
            ..row(name, "active", "running")
        }
    }

    #[test]
    fn unplaced_units_say_why_and_the_same_reason_once() {
        let held = "the only machine already holds checkout:1@*.service";
        let mut units = vec![
            row("checkout:1@1.service", "active", "running"),
            unplaced("checkout:1@4.service", held),
            unplaced("checkout:1@5.service", held),
        ];
        let said = |units: &[shared::view::UnitRow]| {
            rows(&cluster(units.to_vec()), PLACING_MS + 1)[0].sentence.clone()
        };
        assert_eq!(said(&units), format!("2 of 3 unplaced: {held}."));
        units.push(unplaced("checkout:1@6.service", "no machine has region=mars"));
        assert_eq!(said(&units), format!("3 of 4 unplaced, 2 of them because {held}."));
        assert_eq!(said(&units[..2]), format!("checkout:1@4 is unplaced: {held}."));
    }

    #[test]
    fn a_unit_that_is_being_placed_is_no_cause_for_alarm() {
        let fresh = shared::view::UnitRow {
            machine: None,
            states: Vec::new(),
            ..row("example:1@1.service", "active", "running")
        };
        assert_eq!(rows(&cluster(vec![fresh]), PLACING_MS), []);
    }

    #[test]
    fn a_start_that_takes_long_is_worth_a_look() {
        let slow = cluster(vec![row("example:1@1.service", "activating", "start-pre")]);
        assert_eq!(rows(&slow, SLOW_START_MS), []);
        assert_eq!(
            rows(&slow, SLOW_START_MS + 1)[0].sentence,
            "example:1@1 on 10.0.1.5 has been starting for 5 min."
        );
    }

    #[test]
    fn a_unit_that_ended_by_itself_is_worth_a_look_sooner() {
        let ended = cluster(vec![row("job:1@1.service", "inactive", "dead")]);
        assert_eq!(rows(&ended, ENDED_MS), []);
        assert_eq!(
            rows(&ended, 4 * ENDED_MS)[0].sentence,
            "job:1@1 on 10.0.1.5 is meant to run, but has been inactive for 4 min."
        );
    }
}
