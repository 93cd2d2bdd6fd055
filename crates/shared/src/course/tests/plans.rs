//! Plans written by hand, for any strategy, and ways back from them.

use std::collections::BTreeSet;

use fleet::{DesiredState, UnitName};

use crate::course::{Detour, Leg};
use crate::deployment::{AppSettings, Deployment, FrozenUnit, Gate, OnFailure, Stage, StageKind, Strategy};
use crate::health::Health;
use crate::id::PlanHash;
use crate::plan::{Confirm, Plan, PlanRequest, Step};
use crate::testing::{app, name, version};

/// A deployment from `old` instances of version 1 to `new` ones of version 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) strategy: Strategy,
    pub(super) old: u32,
    pub(super) new: u32,
    pub(super) min: u32,
    pub(super) keep_s: u32,
    pub(super) on_failure: OnFailure,
    pub(super) deadline_s: u32,
}

pub(super) fn unit(of: u32, number: u64) -> UnitName {
    name(&format!("a:{of}@{number}.service"))
}

pub(super) fn gate() -> Gate {
    Gate { steady_s: 2, probe: None }
}

fn start(unit: UnitName) -> Vec<Step> {
    vec![
        Step::Create { unit: unit.clone(), options: Vec::new(), desired: DesiredState::Launched },
        Step::Gate { unit, gate: gate() },
    ]
}

fn stop(unit: UnitName) -> Vec<Step> {
    vec![Step::SetDesired { unit: unit.clone(), desired: DesiredState::Loaded }, Step::WaitStopped { unit }]
}

fn remove(unit: UnitName) -> Vec<Step> {
    let mut steps = stop(unit.clone());
    steps.extend([Step::Destroy { unit: unit.clone() }, Step::WaitGone { unit }]);
    steps
}

fn launch_again(unit: UnitName) -> Vec<Step> {
    vec![
        Step::SetDesired { unit: unit.clone(), desired: DesiredState::Launched },
        Step::Gate { unit, gate: gate() },
    ]
}

/// Stages in the making.
#[derive(Default)]
struct Staged(Vec<Stage>, Vec<Step>);

impl Staged {
    fn add(&mut self, kind: StageKind, lanes: Vec<Vec<Step>>) {
        let lengths = lanes.iter().map(|lane| u32::try_from(lane.len()).unwrap()).collect();
        self.0.push(Stage { title: format!("{kind:?}"), kind, lanes: lengths });
        self.1.extend(lanes.into_iter().flatten());
    }

    fn rolling(&mut self, mut old: Vec<UnitName>, mut new: Vec<UnitName>, batch: usize) {
        old.reverse();
        new.reverse();
        while !old.is_empty() || !new.is_empty() {
            let starting = new.split_off(new.len().saturating_sub(batch));
            if !starting.is_empty() {
                self.add(StageKind::Start, starting.into_iter().map(start).collect());
            }
            let going = if new.is_empty() { old.len() } else { batch };
            let going = old.split_off(old.len().saturating_sub(going));
            if !going.is_empty() {
                self.add(StageKind::Remove, going.into_iter().map(remove).collect());
            }
        }
    }
}

pub(super) fn plan(shape: Shape) -> Plan {
    let old: Vec<UnitName> = (1..=u64::from(shape.old)).map(|number| unit(1, number)).collect();
    let mut new: Vec<UnitName> = (1..=u64::from(shape.new)).map(|number| unit(2, number)).collect();
    let mut staged = Staged::default();
    match shape.strategy {
        Strategy::Rolling { batch, .. } => staged.rolling(old.clone(), new, batch as usize),
        Strategy::Canary { count, bake_s, batch, .. } => {
            let rest = new.split_off((count as usize).min(new.len()));
            staged.add(StageKind::Start, new.into_iter().map(start).collect());
            staged.add(StageKind::Hold { bake_s }, Vec::new());
            staged.rolling(old.clone(), rest, batch as usize);
        }
        Strategy::BlueGreen => {
            staged.add(StageKind::Start, new.into_iter().map(start).collect());
            staged.add(StageKind::Stop, old.iter().cloned().map(stop).collect());
            staged.add(StageKind::Keep { keep_s: shape.keep_s }, Vec::new());
            staged.add(StageKind::Remove, old.iter().cloned().map(remove).collect());
        }
        Strategy::Recreate => {
            staged.add(StageKind::Remove, old.iter().cloned().map(remove).collect());
            staged.add(StageKind::Start, new.into_iter().map(start).collect());
        }
    }
    let Staged(stages, steps) = staged;
    let settings = AppSettings {
        strategy: shape.strategy,
        on_failure: shape.on_failure,
        deadline_s: shape.deadline_s,
        ..AppSettings::default()
    };
    let from = old.into_iter().map(|unit| FrozenUnit { unit, health: Health::Running }).collect();
    let deployment = Deployment {
        app: app("a"),
        from,
        to: Some(version("2")),
        count: shape.new,
        min: shape.min,
        may_end_service: shape.strategy == Strategy::Recreate,
        settings,
        template_revision: Some(1),
    };
    Plan {
        hash: PlanHash::of_digest([0; 32]),
        request: PlanRequest::Deploy { app: app("a"), version: version("2"), count: None, strategy: None },
        summary: "Deploy a 2".into(),
        steps,
        stages,
        deployment: Some(Box::new(deployment)),
        warnings: Vec::new(),
        confirm: Confirm::None,
        undo_s: 0,
        waits: Vec::new(),
        spec: Default::default(),
        extent: crate::policy::Extent::default(),
        beside: Default::default(),
    }
}

/// Old units that are there start again.
pub(super) fn restart(old: &[FrozenUnit], begun: &[&Step], there: &BTreeSet<UnitName>, leg: Leg) -> Detour {
    let mut staged = Staged::default();
    let stopped = old.iter().map(|frozen| &frozen.unit).filter(|name| there.contains(*name));
    let lanes: Vec<_> = stopped
        .filter(|name| begun.iter().any(|step| step.unit() == *name))
        .map(|name| launch_again(name.clone()))
        .collect();
    if !lanes.is_empty() {
        staged.add(StageKind::Start, lanes);
    }
    Detour { leg, stages: staged.0, steps: staged.1, left_behind: "It left this behind.".into() }
}

/// Old units start again or are made anew; then the new ones go.
pub(super) fn way_back(old: &[FrozenUnit], begun: &[&Step], there: &BTreeSet<UnitName>, salt: u64) -> Detour {
    let Detour { stages, steps, .. } = restart(old, begun, there, Leg::Back);
    let mut staged = Staged(stages, steps);
    let gone = old.iter().filter(|frozen| !there.contains(&frozen.unit)).count() as u64;
    if gone > 0 {
        let lanes = (0..gone).map(|number| start(unit(1, salt * 100 + number))).collect();
        staged.add(StageKind::Start, lanes);
    }
    let created = begun.iter().filter_map(|step| match step {
        Step::Create { unit, .. } => Some(unit),
        _ => None,
    });
    let lanes: Vec<_> =
        created.filter(|unit| there.contains(*unit)).map(|unit| remove(unit.clone())).collect();
    if !lanes.is_empty() {
        staged.add(StageKind::Remove, lanes);
    }
    Detour { leg: Leg::Back, stages: staged.0, steps: staged.1, left_behind: String::new() }
}
