//! New and old side by side, where somebody has to judge: how many are healthy, which restarted, what the gates said.
//! The counting is pure.

use fleet::{UnitName, Version};
use leptos::prelude::*;
use shared::Health;
use shared::action::{ActionDetail, ActionState, Progress};
use shared::plan::Step;

use super::watched::Shown;
use crate::paths;
use crate::state::cluster::{Cluster, Unit};
use crate::state::live::use_live;
use crate::state::memo::memo;
use crate::state::words;
use crate::ui::each::each;
use crate::ui::state::StateWord;

/// So many instances of the new version stand there one by one.
const MOST_LISTED: usize = 12;

/// One side.
#[derive(Debug, Clone, PartialEq, Default)]
struct Side {
    all: usize,
    healthy: usize,
    starting: usize,
    /// Failed, or without a machine.
    bad: usize,
    /// Those that run, but not since they passed their gate, or for the old ones since the deployment began.
    restarted: usize,
    /// Since when the youngest of the healthy ones runs.
    since_ms: Option<u64>,
}

/// One new instance.
#[derive(Debug, Clone, PartialEq)]
struct Instance {
    unit: UnitName,
    name: String,
    health: Health,
    place: Option<String>,
    since_ms: u64,
    restarted: bool,
    /// What its gate said.
    gate: &'static str,
}

#[derive(Debug, Clone, PartialEq)]
struct Compared {
    new: Side,
    old: Side,
    new_version: String,
    old_versions: String,
    /// How many of the new ones have passed their gate, and how many have one.
    gates: (usize, usize),
    instances: Vec<Instance>,
}

/// The comparison, where somebody has to judge.
#[component]
pub fn Comparison(
    /// The deployment.
    shown: Shown,
) -> impl IntoView {
    let live = use_live();
    let compared = memo(move || {
        if !shown.view.with(|view| is_judged(&view.state)) {
            return None;
        }
        shown.detail.with(|detail| live.with(|cluster| compare(detail, cluster)))
    });
    let any = memo(move || compared.with(Option::is_some));
    let text = move |of: fn(&Compared) -> String| move || compared.with(|compared| compared.as_ref().map(of));
    let row = move |name: &'static str, new: fn(&Compared) -> String, old: fn(&Compared) -> String| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{text(new)}</td>
                <td>{text(old)}</td>
            </tr>
        }
    };
    // Ages tick with what is known.
    let age = move |of: fn(&Compared) -> Option<u64>| {
        move || {
            let since_ms = compared.with(|compared| compared.as_ref().and_then(of));
            since_ms.map_or_else(|| "–".to_owned(), |ms| words::span(live.known_ms().saturating_sub(ms)))
        }
    };
    let instances = move || {
        compared
            .with(|compared| compared.as_ref().map(|compared| compared.instances.clone()))
            .unwrap_or_default()
    };
    let item = move |instance: Instance| {
        let since_ms = instance.since_ms;
        let (place, gate, restarted) = (instance.place, instance.gate, instance.restarted);
        let runs = move || {
            let span = words::span(live.known_ms().saturating_sub(since_ms));
            let runs = match &place {
                Some(place) => say::deployment::runs_on(place, &span, &gate),
                None => say::deployment::runs(&span, &gate),
            };
            if restarted { say::deployment::runs_restarted(&runs) } else { runs }
        };
        view! {
            <li>
                <a class="mono" href=paths::unit(&instance.unit)>{instance.name}</a>
                <StateWord health=instance.health />
                <span class="quiet">
                    {runs}
                </span>
            </li>
        }
    };
    let table = move || {
        view! {
            <section class="compare" aria-label=say::deployment::compared()>
                <table class="table table-compact">
                    <thead>
                        <tr>
                            <th scope="col"><span class="sr">{say::deployment::column_what()}</span></th>
                            <th scope="col">{say::deployment::column_new()} " " <span class="mono">{text(|all| all.new_version.clone())}</span></th>
                            <th scope="col">{say::deployment::column_old()} " " <span class="mono">{text(|all| all.old_versions.clone())}</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        {row(say::deployment::healthy(), |all| healthy(&all.new), |all| healthy(&all.old))}
                        {row(say::deployment::starting(), |all| all.new.starting.to_string(), |all| all.old.starting.to_string())}
                        {row(say::deployment::bad(), |all| all.new.bad.to_string(), |all| all.old.bad.to_string())}
                        {row(say::deployment::restarted(), |all| all.new.restarted.to_string(), |all| all.old.restarted.to_string())}
                        {row(say::deployment::gates(), |all| say::deployment::of_all(&all.gates.0, &all.gates.1), |_| "–".to_owned())}
                        <tr>
                            <th scope="row">{say::deployment::youngest()}</th>
                            <td>{age(|all| all.new.since_ms)}</td>
                            <td>{age(|all| all.old.since_ms)}</td>
                        </tr>
                    </tbody>
                </table>
                <ul class="compare-list" role="list" aria-label=say::deployment::new_instances()>
                    {each(
                        instances,
                        |one| format!("{} {:?} {} {}", one.name, one.health, one.since_ms, one.gate),
                        move |one| item(one).into_any(),
                    )}
                </ul>
            </section>
        }
    };
    move || any.get().then(table)
}

/// Whether it stands still for somebody to judge the new instances by what they do.
fn is_judged(state: &ActionState) -> bool {
    matches!(state, ActionState::Holding { .. } | ActionState::Paused { by: None, resumes: false, .. })
}

fn healthy(side: &Side) -> String {
    say::deployment::of_all(&side.healthy, &side.all)
}

/// Counts both sides; absent where there are no two.
fn compare(detail: &ActionDetail, cluster: &Cluster) -> Option<Compared> {
    let deployment = detail.deployment.as_deref()?;
    let units = cluster.apps().get(&deployment.app)?;
    let is_new = |version: &Option<Version>| *version == deployment.to;
    let began_ms = detail.view.started_ms;
    let (mut new, mut old) = (Side::default(), Side::default());
    let (mut instances, mut olds) = (Vec::new(), Vec::new());
    for own in &units.versions {
        let is_new = is_new(&own.version);
        if !is_new {
            olds.push(
                own.version.as_ref().map_or(say::deployments::no_version(), |version| version.as_str()),
            );
        }
        for (_, unit) in &own.units {
            if is_new {
                let gate = gate_of(detail, &unit.row.name);
                let passed_ms =
                    gate.and_then(|(progress, at_ms)| at_ms.filter(|_| progress == Progress::Done));
                let restarted = new.count(unit, passed_ms);
                instances.push(Instance {
                    unit: unit.row.name.clone(),
                    name: unit.short_name().to_owned(),
                    health: unit.health,
                    place: cluster.place(unit),
                    since_ms: unit.row.since_ms,
                    restarted,
                    gate: gate_words(gate.map(|(progress, _)| progress)),
                });
            } else {
                old.count(unit, Some(began_ms));
            }
        }
    }
    if new.all == 0 || old.all == 0 {
        return None;
    }
    let gates = instances.iter().filter_map(|one| gate_of(detail, &one.unit));
    let gates = gates.fold((0, 0), |(passed, all), (progress, _)| {
        (passed + usize::from(progress == Progress::Done), all + 1)
    });
    instances.truncate(MOST_LISTED);
    Some(Compared {
        new,
        old,
        new_version: deployment
            .to
            .as_ref()
            .map_or(say::deployments::no_version(), |version| version.as_str())
            .to_owned(),
        old_versions: olds.join(", "),
        gates,
        instances,
    })
}

impl Side {
    /// Counts a unit. Says whether it has started again since then.
    fn count(&mut self, unit: &Unit, since_ms: Option<u64>) -> bool {
        self.all += 1;
        match unit.health {
            Health::Running => {
                self.healthy += 1;
                self.since_ms = self.since_ms.max(Some(unit.row.since_ms));
                let restarted = since_ms.is_some_and(|since_ms| unit.row.since_ms > since_ms);
                self.restarted += usize::from(restarted);
                return restarted;
            }
            Health::Starting => self.starting += 1,
            Health::Failed | Health::Unplaced => self.bad += 1,
            Health::Stopping | Health::Stopped | Health::Unknown => {}
        }
        false
    }
}

/// How far the gate of a unit is, and when that ended.
fn gate_of(detail: &ActionDetail, unit: &UnitName) -> Option<(Progress, Option<u64>)> {
    let is_its = |step: &Step| matches!(step, Step::Gate { unit: own, .. } if own == unit);
    detail.steps.iter().find(|step| is_its(&step.step)).map(|step| (step.progress, step.ended_ms))
}

fn gate_words(gate: Option<Progress>) -> &'static str {
    match gate {
        None => say::deployment::gate_none(),
        Some(Progress::Waiting) => say::deployment::gate_waiting(),
        Some(Progress::Running) => say::deployment::gate_running(),
        Some(Progress::Done) => say::deployment::gate_done(),
        Some(Progress::Failed) => say::deployment::gate_failed(),
        Some(Progress::LeftOut) => say::deployment::gate_left_out(),
        Some(Progress::BrokenOff) => say::deployment::gate_broken_off(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::stages::tests::canary;
    use super::*;
    use crate::state::cluster::tests::{row, view};
    use shared::deployment::{AppSettings, Deployment};

    fn detail() -> ActionDetail {
        use Progress::{Done, Waiting};
        let mut detail = canary(ActionState::Holding { until_ms: None }, 1, [Done, Done, Waiting, Waiting]);
        detail.view.started_ms = 50;
        detail.deployment = Some(Box::new(Deployment {
            app: fleet::AppName::parse("example").unwrap(),
            from: Vec::new(),
            to: Version::parse("2.0.0").ok(),
            count: 2,
            min: 1,
            may_end_service: false,
            settings: AppSettings::default(),
            template_revision: None,
        }));
        detail
    }

    #[test]
    fn new_and_old_are_counted_apart() {
        let mut rows = vec![
            row("example:2.0.0@1.service", "active", "running"),
            row("example:1.0.0@1.service", "active", "running"),
            row("example:1.0.0@2.service", "failed", "failed"),
        ];
        for (row, since_ms) in rows.iter_mut().zip([15, 60, 10]) {
            row.since_ms = since_ms;
        }
        let cluster = Cluster::from_view(view(rows), &Cluster::default());
        let compared = compare(&detail(), &cluster).unwrap();
        assert_eq!((healthy(&compared.new), healthy(&compared.old)), ("1 of 1".into(), "1 of 2".into()));
        assert_eq!((compared.new.restarted, compared.old.restarted, compared.old.bad), (0, 1, 1));
        assert_eq!(compared.gates, (1, 1));
        assert_eq!(compared.old_versions, "1.0.0");
        assert_eq!(compared.instances[0].gate, "passed its gate");
    }

    #[test]
    fn what_runs_only_since_after_its_gate_has_restarted() {
        let mut again = row("example:2.0.0@1.service", "active", "running");
        again.since_ms = 25;
        let rows = vec![again, row("example:1.0.0@1.service", "active", "running")];
        let compared = compare(&detail(), &Cluster::from_view(view(rows), &Cluster::default())).unwrap();
        assert_eq!((compared.new.restarted, compared.instances[0].restarted), (1, true));
    }

    #[test]
    fn there_is_nothing_to_compare_where_there_are_no_two() {
        let rows = vec![row("example:2.0.0@1.service", "active", "running")];
        assert_eq!(compare(&detail(), &Cluster::from_view(view(rows), &Cluster::default())), None);
    }
}
