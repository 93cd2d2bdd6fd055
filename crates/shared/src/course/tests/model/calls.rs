//! What the runner of the model does: calls, with what must hold of each, and waits.

use std::collections::BTreeSet;

use fleet::{AppUnit, DesiredState, UnitName};

use super::cluster::Unit;
use super::{Event, Model};
use crate::course::Outcome;
use crate::health::Health;
use crate::plan::Step;

/// So long something is waited for that does not come.
const LIMIT_S: u64 = 60;
/// So long a unit may be without a machine.
const PLACED_WITHIN_S: u64 = 15;

impl Model {
    pub(super) fn work(&mut self) {
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
    pub(super) fn hear(&mut self, step: &Step) {
        let since_s = self.now_s;
        match step {
            Step::Create { unit, .. } if self.cluster.units.contains_key(unit) => {}
            Step::Create { unit, desired, .. } => {
                self.check_order(unit);
                self.writes += 1;
                *self.created.entry(unit.clone()).or_default() += 1;
                assert_eq!(self.created[unit], 1, "{unit} was created twice");
                let dead = self.cluster.is_bad(unit);
                let made = Unit { since_s, dead, ..Unit::that_is(*desired) };
                self.cluster.units.insert(unit.clone(), made);
            }
            Step::SetDesired { unit, desired } => {
                self.check_floor(&self.leader_of(unit).unwrap_or_else(|| unit.clone()), *desired);
                if *desired != DesiredState::Launched {
                    self.check_alone(unit);
                }
                let dead = self.cluster.is_bad(unit);
                if let Some(there) =
                    self.cluster.units.get_mut(unit).filter(|there| there.desired != *desired)
                {
                    self.writes += 1;
                    *there = Unit { since_s, dead, ..Unit::that_is(*desired) };
                }
            }
            Step::Destroy { unit } => {
                let is_stopped =
                    matches!(self.health(unit), Health::Stopped | Health::Unknown | Health::Failed);
                // What somebody starts while the call is on its way no look can show.
                let is_late = self.cluster.units.get(unit).is_some_and(|unit| unit.since_s == self.now_s);
                assert!(is_stopped || is_late, "{unit} was destroyed while it ran");
                self.check_alone(unit);
                self.destroyed.insert(unit.clone(), self.now_s);
                if self.cluster.units.remove(unit).is_some() {
                    self.writes += 1;
                }
            }
            _ => {}
        }
    }

    /// Nothing is stopped that must serve, as far as the last looks could show.
    fn check_floor(&self, unit: &UnitName, desired: DesiredState) {
        let service = self.in_service();
        // What began to serve between the look and the call no look could show.
        if desired == DesiredState::Launched || !service.contains(unit) || self.idle.contains(unit) {
            return;
        }
        let Some(deployment) = &self.plan.deployment else { return };
        let left = service.len() - 1;
        let lately = self.lost_s.iter().filter(|lost_s| **lost_s + 3 > self.now_s).count();
        let min = self.agreed.unwrap_or(usize::MAX).min(deployment.min as usize);
        assert!(
            left + lately + self.left_out >= min,
            "{unit} was stopped, and {left} serve: {:#?}",
            self.course.at()
        );
        let is_last = left + lately == 0 && !deployment.may_end_service && self.agreed != Some(0);
        assert!(!is_last, "{unit} was the last: {:#?}", self.course.at());
    }

    /// Those that serve, without those whose companion was stopped: it announces them.
    fn in_service(&self) -> BTreeSet<UnitName> {
        let mut service = self.serving();
        for (name, unit) in &self.cluster.units {
            if let Some(leader) = self.leader_of(name).filter(|_| unit.desired != DesiredState::Launched) {
                service.remove(&leader);
            }
        }
        service
    }

    /// Whoever follows an instance starts after it.
    fn check_order(&self, unit: &UnitName) {
        if let Some(leader) = self.leader_of(unit) {
            let was_there =
                self.cluster.units.contains_key(&leader) || self.removed_by_others.contains(&leader);
            assert!(was_there, "{unit} started before {leader}");
        }
    }

    /// Whoever follows an instance stops before it, unless somebody has left it out.
    fn check_alone(&self, leader: &UnitName) {
        let follows = |name: &&UnitName| self.leader_of(name).as_ref() == Some(leader);
        let runs = |name: &&UnitName| self.cluster.units[*name].desired == DesiredState::Launched;
        let left = self.cluster.units.keys().filter(follows).find(runs);
        assert!(left.is_none() || self.left_out > 0, "{leader} went before {left:?}");
    }

    /// What a companion follows.
    pub(super) fn leader_of(&self, unit: &UnitName) -> Option<UnitName> {
        let deployment = self.plan.deployment.as_ref()?;
        let parsed = AppUnit::parse(unit)?;
        let follows = deployment.settings.companions.contains(&parsed.app);
        follows.then(|| AppUnit { app: deployment.app.clone(), ..parsed }.unit_name().unwrap())
    }

    fn wait(&self, step: &Step, began_s: u64) -> Option<Outcome> {
        if self.now_s < self.away_until_s {
            return None;
        }
        let unit = step.unit();
        let failed = |what: &str| Some(Outcome::Failed(format!("{unit} {what}.")));
        let done = || Outcome::Done(String::new());
        let is_over = self.now_s > began_s + LIMIT_S;
        let health = self.health(unit);
        match (step, health) {
            (Step::Gate { .. } | Step::WaitRunning { .. }, Health::Failed) => failed("failed"),
            (Step::Gate { .. } | Step::WaitRunning { .. }, Health::Unplaced)
                if self.now_s > began_s + PLACED_WITHIN_S =>
            {
                failed("finds no machine")
            }
            (Step::Gate { .. } | Step::WaitRunning { .. }, Health::Stopped | Health::Stopping) => {
                failed("was stopped")
            }
            (Step::Gate { gate, .. }, Health::Running) => {
                let steady_s = self.now_s.saturating_sub(self.cluster.runs_since_s(unit));
                (steady_s >= u64::from(gate.steady_s)).then(done)
            }
            (Step::WaitRunning { .. }, Health::Running) => Some(done()),
            (Step::WaitStopped { .. }, _) if !self.cluster.units.contains_key(unit) => Some(done()),
            (Step::WaitStopped { .. }, _) if self.cluster.units[unit].desired == DesiredState::Launched => {
                failed("was set to run again")
            }
            (Step::WaitStopped { .. }, Health::Stopped) => Some(done()),
            (Step::WaitGone { .. }, _) if !self.cluster.units.contains_key(unit) => Some(done()),
            _ if is_over => failed("does not come"),
            _ => None,
        }
    }
}
