//! The rollout back: the old instances start again, then the new ones go.

use std::collections::BTreeSet;

use fleet::{AppUnit, DesiredState, UnitName};

use super::anew::anew;
use super::traces::{Begun, Traces, was_wanted};
use crate::deployment::{Deployment, FrozenUnit};
use crate::plan::deploy::going;
use crate::plan::lane::{Lane, Lanes, Pass};
use crate::plan::rollout::{Going, Rollout, Starting};
use crate::plan::state::Member;
use crate::plan::{PlanError, PlanState, words};
use crate::{Health, health};

/// Where a deployment is left, and what it began with.
struct Ground<'a> {
    deployment: &'a Deployment,
    state: &'a PlanState,
    traces: Traces<'a>,
    lanes: Lanes<'a>,
    gate: Pass,
}

/// How the old instances come to run again.
#[derive(Default)]
struct Returning<'a> {
    /// Those that were healthy, and behind them the others.
    starts: Vec<Starting>,
    /// What those lack that run on.
    completions: Vec<Lane>,
    /// Those of `starts` that are still there.
    woken: BTreeSet<&'a UnitName>,
    /// What starts, in words: "example 1.0.0".
    labels: BTreeSet<String>,
}

/// What becomes of one old instance.
enum Fate {
    /// It runs; what completes it, if anything.
    RunsOn(Lane),
    /// It is there, and starts.
    Wakes(Lane),
    /// It is gone, and one like it is made.
    Anew(Lane),
    /// Nobody knows what it was.
    Lost,
}

pub(super) fn rollout(
    deployment: &Deployment,
    begun: &[Begun<'_>],
    state: &PlanState,
) -> Result<Rollout, PlanError> {
    let ground = Ground {
        deployment,
        state,
        traces: Traces::of(begun),
        lanes: Lanes::new(state, &deployment.settings.companions),
        gate: Pass::Gate(deployment.settings.gate.clone()),
    };
    let app = &deployment.app;
    let all = state.of_app(app);
    let Returning { starts, completions, woken, labels } = ground.returning()?;
    let staying = all.iter().filter(|member| ground.stays(member) && !woken.contains(member.name)).count();
    let to = if let [only] = Vec::from_iter(labels).as_slice() { only.clone() } else { app.to_string() };
    Ok(Rollout {
        app: app.to_string(),
        to,
        // So many had room on the way here.
        count: (staying + starts.len()).max(deployment.count as usize),
        starts,
        completions,
        going: ground.going(&all),
        staying,
        staying_healthy: staying,
        min: deployment.min as usize,
    })
}

impl<'a> Ground<'a> {
    /// What takes the old instances that were set to run back to where they were.
    fn returning(&self) -> Result<Returning<'a>, PlanError> {
        let app = &self.deployment.app;
        let mut returning = Returning::default();
        let mut idle = Vec::new();
        let mut taken = BTreeSet::new();
        for old in self.deployment.from.iter().filter(|old| was_wanted(old, self.state)) {
            let (lane, needs_machine) = match self.fate(old, &mut taken)? {
                Fate::RunsOn(lane) => {
                    returning.completions.extend((!lane.is_empty()).then_some(lane));
                    continue;
                }
                Fate::Wakes(lane) => {
                    returning.woken.insert(&old.unit);
                    (lane, false)
                }
                Fate::Anew(lane) => (lane, true),
                Fate::Lost => continue,
            };
            let version = AppUnit::parse(&old.unit).map(|unit| unit.version);
            returning.labels.extend(version.map(|version| words::label(app, version.as_ref())));
            let starts = if old.health == Health::Running { &mut returning.starts } else { &mut idle };
            starts.push(Starting { lane, needs_machine });
        }
        returning.starts.append(&mut idle);
        Ok(returning)
    }

    /// `taken`: the names that were given to those that are made anew.
    fn fate(&self, old: &FrozenUnit, taken: &mut BTreeSet<UnitName>) -> Result<Fate, PlanError> {
        // What did not run before need not run now for the new ones to go.
        let pass = if old.health == Health::Running { &self.gate } else { &Pass::Nothing };
        if !self.traces.is_left(&old.unit, self.state) {
            let Some((name, options)) = anew(old, &self.lanes, taken, self.state)? else {
                return Ok(Fate::Lost);
            };
            return Ok(Fate::Anew(self.lanes.create(&name, options, pass)?));
        }
        if !self.runs_on(&old.unit) {
            return Ok(Fate::Wakes(self.lanes.wake(&old.unit, pass)?));
        }
        Ok(Fate::RunsOn(match self.traces.touched_companion_of(&old.unit, &self.lanes) {
            true => self.lanes.complete(&old.unit, true, &self.gate)?,
            false => Lane::new(),
        }))
    }

    /// Whether an old instance was left alone, or runs again already.
    fn runs_on(&self, name: &UnitName) -> bool {
        let runs = self.state.units.get(name).is_some_and(|unit| {
            let is_woken = self.traces.woken.contains(name);
            unit.row.desired == DesiredState::Launched
                && (!is_woken || health::of(&unit.row) == Health::Running)
        });
        runs && !self.traces.stopped.contains(name)
    }

    /// What the deployment has started: it goes, or sleeps again where it was stopped before.
    fn going(&self, all: &[Member<'_>]) -> Vec<Going> {
        let mut leaving: Vec<Going> =
            all.iter().filter(|member| self.is_to_go(member.name)).map(|member| self.goes(member)).collect();
        let sleepers = all.iter().filter(|member| self.is_to_sleep(member.name));
        leaving.extend(sleepers.map(|member| Going {
            // It stays.
            remove: self.lanes.stop(member.name, member.unit),
            ..self.goes(member)
        }));
        leaving.sort_by_key(|going| going.serves);
        leaving
    }

    /// Those count as serving that the course counts.
    fn goes(&self, member: &Member<'_>) -> Going {
        let going = going(member, &self.lanes);
        Going { serves: going.serves && !self.traces.unproven.contains(member.name), ..going }
    }

    fn is_to_go(&self, name: &UnitName) -> bool {
        let is_ours = self.traces.created.contains(name) && self.before(name).is_none();
        // Its end was begun, and it was made anew.
        is_ours || self.traces.destroyed.contains(name)
    }

    /// Whether it was stopped before, and was started since.
    fn is_to_sleep(&self, name: &UnitName) -> bool {
        self.traces.woken.contains(name) && self.before(name).is_some_and(|old| !was_wanted(old, self.state))
    }

    /// Whether it is an old instance that serves now, if nothing is done with it.
    fn stays(&self, member: &Member<'_>) -> bool {
        member.is_wanted()
            && member.health() == Health::Running
            && self.before(member.name).is_some()
            && !self.traces.unproven.contains(member.name)
            && !self.is_to_sleep(member.name)
            && !self.traces.destroyed.contains(member.name)
    }

    /// As it was when the deployment began, if it was there.
    fn before(&self, name: &UnitName) -> Option<&'a FrozenUnit> {
        self.deployment.from.iter().find(|old| old.unit == *name)
    }
}
