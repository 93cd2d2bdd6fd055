//! A small cluster, and a runner that does what a course orders: second by second, with whatever goes wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fleet::{AppUnit, DesiredState, MachineId, UnitName};

use super::plans;
use crate::action::{ActionState, Progress};
use crate::course::at::Why;
use crate::course::{At, Course, Detour, Leg, Orders, Outcome, Seen, Sight, Turning};
use crate::deployment::Command;
use crate::health::Health;
use crate::id::UserName;
use crate::plan::{self, Plan, PlanState, PlanUnit, Step};
use crate::testing::{Fares, row};

/// What goes wrong in one second, or what somebody says in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    Calm,
    /// The process dies, after its last writes were heard or not, and another goes on.
    Crash {
        heard: bool,
    },
    /// The next call is heard and its answer lost.
    LoseAnswer,
    /// The next call is not heard.
    Refuse,
    /// Fleet can't be read for so long.
    Away {
        seconds: u64,
    },
    /// Lists leave out every unit but one for so long.
    Shrink {
        seconds: u64,
    },
    LoseMachine,
    ReturnMachine,
    /// A running unit dies.
    Kill {
        which: usize,
    },
    LoseRights {
        seconds: u64,
    },
    /// No other way can be found for so long.
    LoseWays {
        seconds: u64,
    },
    Say(Command),
}

#[derive(Debug, Clone)]
struct Unit {
    desired: DesiredState,
    /// Since when it is on its way there.
    since_s: u64,
    dead: bool,
}

/// A cluster with one action at work.
pub(super) struct Model {
    pub(super) plan: Plan,
    pub(super) course: Course,
    stored: (At, Vec<Detour>),
    units: BTreeMap<UnitName, Unit>,
    /// Steps under way, each with when it was begun.
    running: BTreeMap<usize, u64>,
    now_s: u64,
    away_until_s: u64,
    shrunk_until_s: u64,
    no_rights_until_s: u64,
    no_ways_until_s: u64,
    machine_lost: bool,
    mishap: Option<Event>,
    /// When units were killed: what served by the last look may not serve any more.
    killed_s: Vec<u64>,
    /// Versions that never come up.
    bad: bool,
    broken: Option<UnitName>,
    created: BTreeMap<UnitName, u32>,
    pub(super) writes: u32,
    pub(super) fewest_serving: usize,
    /// What real ways back are found from; without it they are found by `plans`.
    begun_from: Option<PlanState>,
    destroyed: BTreeMap<UnitName, u64>,
    /// How many instances somebody has left out.
    left_out: usize,
}

/// So long a unit takes to start or to stop.
const TAKES_S: u64 = 2;

impl Model {
    pub(super) fn new(plan: Plan, bad: bool) -> Self {
        let from = plan.deployment.as_ref().map(|deployment| deployment.from.clone()).unwrap_or_default();
        let units = from.into_iter().map(|frozen| {
            let desired = if frozen.was_wanted() { DesiredState::Launched } else { DesiredState::Loaded };
            (frozen.unit, Unit { desired, since_s: 0, dead: frozen.health == Health::Failed })
        });
        let units: BTreeMap<_, _> = units.collect();
        let course = Course::begin(&plan, 100_000);
        let stored = (course.at().clone(), Vec::new());
        let mut model = Self {
            plan,
            course,
            stored,
            units,
            running: BTreeMap::new(),
            now_s: 100,
            away_until_s: 0,
            shrunk_until_s: 0,
            no_rights_until_s: 0,
            no_ways_until_s: 0,
            machine_lost: false,
            mishap: None,
            killed_s: Vec::new(),
            bad,
            broken: None,
            created: BTreeMap::new(),
            writes: 0,
            fewest_serving: usize::MAX,
            begun_from: None,
            destroyed: BTreeMap::new(),
            left_out: 0,
        };
        model.fewest_serving = model.serving().len();
        model
    }

    /// The same with a plan that the planner made from this state, and with its ways back.
    pub(super) fn planned(plan: Plan, state: PlanState, bad: bool) -> Self {
        Self { begun_from: Some(state), ..Self::new(plan, bad) }
    }

    /// A unit that never comes up.
    pub(super) fn break_unit(&mut self, unit: UnitName) {
        self.broken = Some(unit);
    }

    /// Goes on for a second.
    pub(super) fn second(&mut self, event: &Event) {
        self.now_s += 1;
        match event {
            Event::Calm => {}
            Event::Crash { heard } => self.crash(*heard),
            Event::LoseAnswer | Event::Refuse => self.mishap = Some(event.clone()),
            Event::Away { seconds } => self.away_until_s = self.now_s + seconds,
            Event::Shrink { seconds } => self.shrunk_until_s = self.now_s + seconds,
            Event::LoseMachine => self.machine_lost = true,
            Event::ReturnMachine => self.machine_lost = false,
            Event::Kill { which } => self.kill(*which),
            Event::LoseRights { seconds } => self.no_rights_until_s = self.now_s + seconds,
            Event::LoseWays { seconds } => self.no_ways_until_s = self.now_s + seconds,
            Event::Say(command) => {
                let by = UserName::parse("ada").unwrap();
                let said = self.course.command(command, &by, self.now_s * 1_000);
                self.left_out += usize::from(said.is_ok() && matches!(command, Command::Skip { .. }));
                self.store();
            }
        }
        self.look();
        self.work();
        self.look();
        self.fewest_serving = self.fewest_serving.min(self.serving().len());
    }

    /// Goes on until it is over or waits for somebody, all being well.
    pub(super) fn settle(&mut self) {
        self.machine_lost = false;
        for _ in 0..2_000 {
            match self.course.state() {
                _ if self.course.at().is_paused_for(Why::Lack) => self.second(&Event::Calm),
                ActionState::Paused { resumes: false, .. } | ActionState::Holding { until_ms: None } => {
                    return;
                }
                state if !state.is_open() => return,
                _ => self.second(&Event::Calm),
            }
        }
        // With too few that serve it waits for more, and says so.
        let says_why = matches!(self.course.state(), ActionState::Paused { .. });
        assert!(says_why, "it neither ends nor says why: {:#?}", self.course.at());
    }

    /// Units that run, whoever knows of it.
    pub(super) fn serving(&self) -> BTreeSet<UnitName> {
        self.units.keys().filter(|name| self.health(name) == Health::Running).cloned().collect()
    }

    pub(super) fn names(&self) -> Vec<&str> {
        self.units.keys().map(UnitName::as_str).collect()
    }

    pub(super) fn was_killed(&self) -> bool {
        !self.killed_s.is_empty()
    }

    fn health(&self, name: &UnitName) -> Health {
        let Some(unit) = self.units.get(name) else { return Health::Unknown };
        let is_there = self.now_s >= unit.since_s + TAKES_S;
        match unit.desired {
            DesiredState::Launched if unit.dead => Health::Failed,
            DesiredState::Launched if is_there => Health::Running,
            DesiredState::Launched => Health::Starting,
            _ if is_there => Health::Stopped,
            _ => Health::Stopping,
        }
    }

    fn look(&mut self) {
        let now_ms = self.now_s * 1_000;
        for _ in 0..10 {
            let version = self.course.version();
            let rights =
                if self.now_s < self.no_rights_until_s { Err("ada may no longer do this.") } else { Ok(()) };
            let orders = self.course.advance(&self.sight(), rights, now_ms);
            if self.course.version() != version {
                self.store();
            }
            self.obey(&orders);
            if let Some(turning) = orders.turn {
                if self.now_s < self.no_ways_until_s {
                    self.course.keep_from_turning("There is no way from here now.", now_ms);
                } else {
                    let detour = self.way(turning);
                    self.course.take(detour, now_ms);
                }
                self.store();
            } else if orders.begin.is_empty() && orders.stop.is_empty() {
                return;
            }
        }
    }

    fn obey(&mut self, orders: &Orders) {
        for step in &orders.begin {
            assert!(self.running.insert(*step, self.now_s).is_none(), "step {step} was begun twice at once");
        }
        for step in &orders.stop {
            if self.running.remove(step).is_some() {
                self.course.ended(*step, Outcome::Stopped, self.now_s * 1_000);
            }
        }
    }

    fn work(&mut self) {
        for (index, began_s) in self.running.clone() {
            let step = self.course.steps()[index].clone();
            let outcome = match step.call() {
                Some(_) => Some(self.call(&step)),
                None => self.wait(&step, began_s),
            };
            if let Some(outcome) = outcome {
                self.running.remove(&index);
                self.course.ended(index, outcome, self.now_s * 1_000);
                self.store();
            }
        }
    }

    fn call(&mut self, step: &Step) -> Outcome {
        if self.now_s < self.away_until_s {
            return Outcome::Weather("Fleet does not answer.".into());
        }
        match self.mishap.take() {
            Some(Event::Refuse) => return Outcome::Weather("Fleet answers 503.".into()),
            Some(Event::LoseAnswer) => {
                self.hear(step);
                return Outcome::Weather("The answer was lost.".into());
            }
            _ => {}
        }
        self.hear(step);
        Outcome::Done(String::new())
    }

    /// What a call does. The runner looks before it creates.
    fn hear(&mut self, step: &Step) {
        let since_s = self.now_s;
        match step {
            Step::Create { unit, .. } if self.units.contains_key(unit) => {}
            Step::Create { unit, desired, .. } => {
                self.writes += 1;
                *self.created.entry(unit.clone()).or_default() += 1;
                assert_eq!(self.created[unit], 1, "{unit} was created twice");
                self.units.insert(unit.clone(), Unit { desired: *desired, since_s, dead: self.is_bad(unit) });
            }
            Step::SetDesired { unit, desired } => {
                self.check_floor(unit, *desired);
                let dead = self.is_bad(unit);
                if let Some(there) = self.units.get_mut(unit).filter(|there| there.desired != *desired) {
                    self.writes += 1;
                    *there = Unit { desired: *desired, since_s, dead };
                }
            }
            Step::Destroy { unit } => {
                let is_stopped =
                    matches!(self.health(unit), Health::Stopped | Health::Unknown | Health::Failed);
                assert!(is_stopped, "{unit} was destroyed while it ran");
                self.destroyed.insert(unit.clone(), self.now_s);
                if self.units.remove(unit).is_some() {
                    self.writes += 1;
                }
            }
            _ => {}
        }
    }

    /// Nothing is stopped that must serve, as far as the last looks could show.
    fn check_floor(&self, unit: &UnitName, desired: DesiredState) {
        if desired == DesiredState::Launched || self.health(unit) != Health::Running {
            return;
        }
        let Some(deployment) = &self.plan.deployment else { return };
        let left = self.serving().len() - 1;
        let lately = self.killed_s.iter().filter(|killed_s| **killed_s + 3 > self.now_s).count();
        assert!(
            left + lately + self.left_out >= deployment.min as usize,
            "{unit} was stopped, and {left} serve: {:#?}",
            self.course.at()
        );
        let is_last = left + lately == 0 && deployment.min > 0;
        assert!(!is_last, "{unit} was the last: {:#?}", self.course.at());
    }

    fn wait(&self, step: &Step, began_s: u64) -> Option<Outcome> {
        if self.now_s < self.away_until_s {
            return None;
        }
        let unit = step.unit();
        let health = self.health(unit);
        match step {
            Step::Gate { gate, .. } => match health {
                Health::Failed => Some(Outcome::Failed(format!("{unit} failed."))),
                Health::Running => {
                    let steady_s = self.now_s.saturating_sub(self.units[unit].since_s + TAKES_S);
                    (steady_s >= u64::from(gate.steady_s)).then(|| Outcome::Done(String::new()))
                }
                Health::Starting => None,
                other => Some(Outcome::Failed(format!("{unit} is {}.", other.word()))),
            },
            Step::WaitRunning { .. } => match health {
                Health::Running => Some(Outcome::Done(String::new())),
                Health::Failed => Some(Outcome::Failed(format!("{unit} failed."))),
                _ if self.now_s > began_s + 60 => Some(Outcome::Failed(format!("{unit} does not come."))),
                _ => None,
            },
            Step::WaitStopped { .. } => {
                matches!(health, Health::Stopped | Health::Unknown).then(|| Outcome::Done(String::new()))
            }
            _ => (!self.units.contains_key(unit)).then(|| Outcome::Done(String::new())),
        }
    }

    fn sight(&self) -> Sight {
        let seen = |(name, unit): (&UnitName, &Unit)| {
            (name.clone(), Seen { health: self.health(name), desired: unit.desired })
        };
        let keep = if self.now_s < self.shrunk_until_s { 1 } else { usize::MAX };
        let machines = if self.machine_lost { vec!["m1"] } else { vec!["m1", "m2"] };
        Sight {
            as_of_ms: Some(self.now_s * 1_000),
            trouble: (self.now_s < self.away_until_s).then(|| "503".to_owned()),
            doubt: None,
            units: self.units.iter().take(keep).map(seen).collect(),
            machines: machines.into_iter().map(|id| MachineId::parse(id).unwrap()).collect(),
        }
    }

    fn kill(&mut self, which: usize) {
        let serving: Vec<_> = self.serving().into_iter().collect();
        if let Some(name) = serving.get(which % serving.len().max(1)) {
            self.units.get_mut(name).unwrap().dead = true;
            self.killed_s.push(self.now_s);
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

    fn is_bad(&self, unit: &UnitName) -> bool {
        let version = AppUnit::parse(unit).and_then(|parsed| parsed.version);
        self.broken.as_ref() == Some(unit)
            || self.bad && version.is_some_and(|version| version.as_str() == "2")
    }

    fn way(&self, turning: Turning) -> Detour {
        let old = self.plan.deployment.as_ref().map(|deployment| deployment.from.clone()).unwrap_or_default();
        let begun = self.course.steps().iter().zip(&self.course.at().steps);
        let begun: Vec<&Step> = begun
            .filter(|(_, at)| at.began_ms.is_some() || at.progress == Progress::Done)
            .map(|(step, _)| step)
            .collect();
        if let Some(state) = &self.begun_from {
            let state = self.state_now(state);
            return match turning {
                Turning::Back => plan::way_back(&self.plan, &begun, &state).unwrap(),
                Turning::Abort => plan::way_out(&self.plan, &begun, &state),
            };
        }
        match turning {
            Turning::Back => plans::way_back(&old, &begun, &self.units.keys().cloned().collect(), self.now_s),
            Turning::Abort => plans::restart(&old, &begun, &self.units.keys().cloned().collect(), Leg::Abort),
        }
    }

    /// What a planner would see now.
    fn state_now(&self, before: &PlanState) -> PlanState {
        let made = self.course.steps().iter().filter_map(|step| match step {
            Step::Create { unit, options, .. } => Some((unit, options.clone())),
            _ => None,
        });
        let made: BTreeMap<_, _> = made.collect();
        let units = self.units.keys().map(|name| {
            let fares = match self.health(name) {
                Health::Running => Fares::Running,
                Health::Failed => Fares::Failed,
                Health::Starting => Fares::Starting,
                _ => Fares::Stopped,
            };
            let row = Arc::new(row(name.as_str(), fares, "m1"));
            let options = match (made.get(name), before.units.get(name)) {
                (Some(options), _) => options.clone().into(),
                (None, Some(unit)) => Arc::clone(&unit.options),
                (None, None) => Arc::from([]),
            };
            (name.clone(), PlanUnit { row, options })
        });
        let destroys = self.plan.steps.iter().filter_map(|step| match step {
            Step::Destroy { unit } => before.units.get(unit).map(|there| (unit, there)),
            _ => None,
        });
        let removed = destroys.map(|(unit, there)| (unit.clone(), there.options.to_vec(), there.row.desired));
        let recent =
            self.destroyed.iter().filter(|(_, at_s)| self.now_s < **at_s + 60).map(|(name, _)| name.clone());
        PlanState {
            units: units.collect(),
            removed: removed.collect(),
            recent: recent.collect(),
            ..before.clone()
        }
    }
}
