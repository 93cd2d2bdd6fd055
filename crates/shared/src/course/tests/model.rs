//! A small cluster, and a runner that does what a course orders: second by second, with whatever goes wrong.

mod calls;
mod cluster;
mod events;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

use fleet::{AppUnit, MachineId, UnitName};

use crate::action::{ActionState, Progress};
use crate::course::at::Why;
use crate::course::{At, Course, Detour, Orders, Outcome, Seen, Sighting};
use crate::deployment::Command;
use crate::health::{self, Health};
use crate::plan::{Plan, PlanState};
use cluster::{Cluster, Unit};
pub(super) use events::Event;

/// A cluster with one action at work.
pub(super) struct Model {
    pub(super) plan: Plan,
    pub(super) course: Course,
    stored: (At, Vec<Detour>),
    cluster: Cluster,
    /// Steps under way, each with when it was begun.
    running: BTreeMap<usize, u64>,
    /// Instances that for certain did not serve when what takes them away was begun. One that is only on its way up does
    /// not have to stay: one that fails over and over is on its way up most of the time, and it is to be replaced.
    idle: BTreeSet<UnitName>,
    now_s: u64,
    away_until_s: u64,
    shrunk_until_s: u64,
    doubtful_until_s: u64,
    no_rights_until_s: u64,
    no_ways_until_s: u64,
    machine_lost: bool,
    mishap: Option<Event>,
    /// When units were lost: what served by the last look may not serve any more.
    lost_s: Vec<u64>,
    created: BTreeMap<UnitName, u32>,
    pub(super) writes: u32,
    pub(super) fewest_serving: usize,
    /// What real ways back are found from; without it they are found by `plans`.
    begun_from: Option<PlanState>,
    destroyed: BTreeMap<UnitName, u64>,
    /// The ways that were found, as they were handed over.
    ways: Vec<Detour>,
    removed_by_others: BTreeSet<UnitName>,
    /// How many units somebody else has made.
    made: usize,
    /// How many instances somebody has left out.
    left_out: usize,
    /// With how few somebody has let it go on.
    agreed: Option<usize>,
}

impl Model {
    pub(super) fn new(plan: Plan, bad: bool) -> Self {
        let from = plan.deployment.as_ref().map(|deployment| deployment.from.clone()).unwrap_or_default();
        let units = from.into_iter().map(|frozen| (frozen.unit, Unit::that_fares(frozen.health)));
        let cluster = Cluster { units: units.collect(), bad, broken: None };
        let course = Course::begin(&plan, 100_000);
        let stored = (course.at().clone(), Vec::new());
        let mut model = Self {
            plan,
            course,
            stored,
            cluster,
            running: BTreeMap::new(),
            idle: BTreeSet::new(),
            now_s: 100,
            away_until_s: 0,
            shrunk_until_s: 0,
            doubtful_until_s: 0,
            no_rights_until_s: 0,
            no_ways_until_s: 0,
            machine_lost: false,
            mishap: None,
            lost_s: Vec::new(),
            created: BTreeMap::new(),
            writes: 0,
            fewest_serving: usize::MAX,
            begun_from: None,
            destroyed: BTreeMap::new(),
            ways: Vec::new(),
            removed_by_others: BTreeSet::new(),
            made: 0,
            left_out: 0,
            agreed: None,
        };
        model.fewest_serving = model.serving().len();
        model
    }

    /// The same with a plan that the planner made from this state, and with its ways back.
    pub(super) fn planned(plan: Plan, state: PlanState, bad: bool) -> Self {
        let mut model = Self::new(plan, bad);
        for (name, unit) in &state.units {
            let unit = Unit::that_fares(health::of(&unit.row));
            model.cluster.units.entry(name.clone()).or_insert(unit);
        }
        model.begun_from = Some(state);
        model
    }

    /// A unit that never comes up.
    pub(super) fn break_unit(&mut self, unit: UnitName) {
        self.cluster.broken = Some(unit);
    }

    /// Goes on for a second.
    pub(super) fn second(&mut self, event: &Event) {
        self.now_s += 1;
        self.happens(event);
        self.look();
        self.work();
        self.look();
        self.fewest_serving = self.fewest_serving.min(self.serving().len());
    }

    /// Goes on until it is over or waits for somebody, all being well.
    pub(super) fn settle(&mut self) {
        self.machine_lost = false;
        let mut short_s = 0;
        for _ in 0..2_000 {
            let at = self.course.at();
            let is_short = at.is_paused_for(Why::Guard) || at.is_paused_for(Why::Lack);
            match self.course.state() {
                // It waits for more that serve, or for what is missing, and says so.
                _ if is_short && short_s > 100 => return,
                _ if is_short => {
                    short_s += 1;
                    self.second(&Event::Calm);
                }
                ActionState::Paused { resumes: false, .. } | ActionState::Holding { until_ms: None } => {
                    return;
                }
                state if !state.is_open() => return,
                _ => self.second(&Event::Calm),
            }
        }
        panic!("it neither ends nor says why: {:#?}", self.course.at());
    }

    /// Goes on until it is over, with somebody who lets it go on wherever it waits for that.
    pub(super) fn settle_with_somebody(&mut self) {
        for round in 0..40 {
            self.settle();
            // What takes longer than it may and has no way back is aborted, as it can be from everywhere.
            if round == 20 {
                self.second(&Event::Say(Command::Abort));
                continue;
            }
            let failed = self.course.at().steps.iter().zip(self.course.steps());
            let failed = failed.enumerate().filter(|(_, (at, _))| at.progress == Progress::Failed);
            let failed: Vec<u32> = failed.filter_map(|(index, _)| u32::try_from(index).ok()).collect();
            match self.course.state() {
                ActionState::Paused { fewer: Some(least), .. } => {
                    self.second(&Event::Say(Command::GoOnWith { least }));
                }
                ActionState::Paused { .. } => {
                    // Of steps that failed before it went another way none can be left out any more.
                    for step in failed {
                        self.second(&Event::Say(Command::LeaveOut { step }));
                    }
                    self.second(&Event::Say(Command::Resume));
                }
                ActionState::Holding { .. } => self.second(&Event::Say(Command::Promote)),
                state if !state.is_open() => return,
                _ => self.second(&Event::Calm),
            }
        }
        panic!("nobody can bring it to an end: {:?} {:#?}", self.course.state(), self.course.at());
    }

    /// Instances of the app that run, whoever knows of it.
    pub(super) fn serving(&self) -> BTreeSet<UnitName> {
        let runs = |name: &&UnitName| self.is_of_app(name) && self.health(name) == Health::Running;
        self.cluster.units.keys().filter(runs).cloned().collect()
    }

    pub(super) fn names(&self) -> Vec<&str> {
        self.cluster.units.keys().map(UnitName::as_str).collect()
    }

    pub(super) fn was_lost(&self) -> bool {
        !self.lost_s.is_empty()
    }

    pub(super) fn destroyed(&self) -> impl Iterator<Item = &UnitName> {
        self.destroyed.keys()
    }

    pub(super) fn made(&self) -> usize {
        self.made
    }

    pub(super) fn ways(&self) -> &[Detour] {
        &self.ways
    }

    fn health(&self, name: &UnitName) -> Health {
        self.cluster.health(name, self.now_s)
    }

    fn is_of_app(&self, name: &UnitName) -> bool {
        let app = self.plan.deployment.as_ref().map(|deployment| &deployment.app);
        AppUnit::parse(name).is_some_and(|parsed| Some(&parsed.app) == app)
    }

    fn look(&mut self) {
        let now_ms = self.now_s * 1_000;
        for _ in 0..10 {
            let version = self.course.version();
            let rights =
                if self.now_s < self.no_rights_until_s { Err("ada may no longer do this.") } else { Ok(()) };
            let orders = self.course.advance(&self.sighting(), rights, now_ms);
            if self.course.version() != version {
                self.store();
            }
            self.obey(&orders);
            if let Some(turning) = orders.turn {
                if self.now_s < self.away_until_s {
                    return;
                }
                self.turn(turning);
                self.store();
            } else if orders.begin.is_empty() && orders.stop.is_empty() {
                return;
            }
        }
    }

    fn obey(&mut self, orders: &Orders) {
        for step in &orders.begin {
            assert!(self.running.insert(*step, self.now_s).is_none(), "step {step} was begun twice at once");
            let unit = self.course.steps()[*step].unit();
            let instance = self.leader_of(unit).unwrap_or_else(|| unit.clone());
            if matches!(self.health(&instance), Health::Running | Health::Unknown) {
                self.idle.remove(&instance);
            } else {
                self.idle.insert(instance);
            }
        }
        for step in &orders.stop {
            if self.running.remove(step).is_some() {
                self.course.ended(*step, Outcome::Stopped, self.now_s * 1_000);
            }
        }
    }

    pub(super) fn sighting(&self) -> Sighting {
        let listed = if self.now_s < self.shrunk_until_s { 1 } else { usize::MAX };
        let seen = |(index, (name, unit)): (usize, (&UnitName, &Unit))| {
            let is_confirmed = index < listed;
            let health = if is_confirmed { self.health(name) } else { Health::Unknown };
            (name.clone(), Seen { health, desired: unit.desired, is_confirmed })
        };
        let machines = if self.machine_lost { vec!["m1"] } else { vec!["m1", "m2"] };
        let own = self.cluster.units.iter().filter(|(name, _)| self.is_of_app(name));
        Sighting {
            unreadable: BTreeSet::new(),
            as_of_ms: Some(self.now_s * 1_000),
            trouble: (self.now_s < self.away_until_s).then(|| "503".to_owned()),
            doubt: (self.now_s < self.doubtful_until_s).then(|| "The last reading lacks m2.".to_owned()),
            units: own.enumerate().map(seen).collect(),
            machines: machines.into_iter().map(|id| MachineId::parse(id).unwrap()).collect(),
        }
    }

    fn crash(&mut self, heard: bool) {
        for (index, _) in std::mem::take(&mut self.running) {
            let step = self.course.steps()[index].clone();
            if heard && step.call().is_some() && self.now_s >= self.away_until_s {
                self.hear(&step);
            }
        }
        let (at, detours) = &self.stored;
        let at = serde_json::from_str(&serde_json::to_string(at).unwrap()).unwrap();
        self.course = Course::restore(&self.plan, detours, at, self.now_s * 1_000);
    }

    fn store(&mut self) {
        self.stored = (self.course.at().clone(), self.course.detours().to_vec());
    }
}
