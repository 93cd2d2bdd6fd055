//! What must hold before anything is taken away.

use std::collections::{BTreeMap, BTreeSet};

use fleet::{DesiredState, UnitName};

use super::sight::Sight;
use super::{Course, Leg};
use crate::action::Progress;
use crate::deployment::{Deployment, Strategy};
use crate::health::Health;
use crate::plan::Step;

/// What the course itself has made of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A call that takes it away may have been heard.
    Taken,
    /// Started, and what it must pass is still to come.
    Unproven,
    /// It has passed.
    Proven,
}

/// Whether nothing serves in between, as the plan says.
pub(super) fn ends_service(deployment: &Deployment) -> bool {
    deployment.count == 0 || matches!(deployment.settings.strategy, Strategy::Recreate)
}

/// Whether the step takes something away.
pub(super) fn is_destructive(step: &Step) -> bool {
    match step {
        Step::SetDesired { desired, .. } => *desired != DesiredState::Launched,
        Step::Destroy { .. } => true,
        _ => false,
    }
}

/// Who serves, at one look.
#[derive(Debug)]
pub(super) struct Serving {
    units: BTreeSet<UnitName>,
    least: usize,
}

impl Course {
    /// Healthy instances of the app that this course has not begun to take away; those that it has started itself
    /// count once they have passed what they must.
    pub(super) fn serving(&self, sight: &Sight) -> Serving {
        let roles = self.roles(None);
        let serves = |name: &UnitName| !matches!(roles.get(name), Some(Role::Taken | Role::Unproven));
        let units = sight
            .units
            .iter()
            .filter(|(name, seen)| seen.health == Health::Running && serves(name))
            .map(|(name, _)| name.clone())
            .collect();
        Serving { units, least: self.least(self.left_out().len()) }
    }

    /// Why a step must not be begun, if so. `serving` is without what was begun before it.
    pub(super) fn refuses(&self, step: &Step, sight: &Sight, serving: &Serving) -> Option<String> {
        let unit = step.unit();
        if matches!(step, Step::Destroy { .. })
            && let Some(seen) = sight.units.get(unit)
            && (seen.desired == DesiredState::Launched || seen.health == Health::Running)
        {
            return Some(format!("{unit} is set to run again, so it is not destroyed."));
        }
        // Also one that has not passed its gate, that a lost call may have stopped, or that the lists lack: others must
        // be there if it runs.
        if sight.units.get(unit).is_some_and(|seen| seen.health != Health::Running) {
            return None;
        }
        let left = serving.units.len() - usize::from(serving.units.contains(unit));
        (left < serving.least).then(|| {
            format!(
                "Without {unit} {left} healthy instances would serve, and at least {} must.",
                serving.least
            )
        })
    }

    /// An instance that has passed its gate on this leg and has failed since, unless a person knows of it.
    pub(super) fn relapsed(&self, sight: &Sight) -> Option<UnitName> {
        let proven = self.roles(Some(self.at.leg));
        let relapsed = proven.into_iter().find(|(name, role)| {
            *role == Role::Proven
                && !self.at.forgiven.contains(*name)
                && sight.units.get(*name).is_some_and(|seen| seen.health == Health::Failed)
        });
        relapsed.map(|(name, _)| name.clone())
    }

    /// Whether all that passed on this leg runs.
    pub(super) fn bears(&self, sight: &Sight) -> Result<(), UnitName> {
        let proven = self.roles(Some(self.at.leg));
        let runs = |name: &UnitName| {
            self.at.forgiven.contains(name)
                || sight.units.get(name).is_some_and(|seen| seen.health == Health::Running)
        };
        match proven.into_iter().find(|(name, role)| *role == Role::Proven && !runs(name)) {
            None => Ok(()),
            Some((name, _)) => Err(name.clone()),
        }
    }

    /// Units that this course has begun to take away or has destroyed: their absence is no loss.
    pub(super) fn removed(&self) -> BTreeSet<&UnitName> {
        let destroys = |(step, at): (&'_ Step, &super::StepAt)| {
            matches!(step, Step::Destroy { .. }) && at.began_ms.is_some()
        };
        let steps = self.steps().iter().zip(&self.at.steps);
        steps.filter(|(step, at)| destroys((step, at))).map(|(step, _)| step.unit()).collect()
    }

    fn roles(&self, leg: Option<Leg>) -> BTreeMap<&UnitName, Role> {
        let of_leg: Option<BTreeSet<usize>> = leg.map(|leg| self.route.steps_of(leg).collect());
        let mut roles = BTreeMap::new();
        for (index, (step, at)) in self.steps().iter().zip(&self.at.steps).enumerate() {
            if of_leg.as_ref().is_some_and(|of_leg| !of_leg.contains(&index)) {
                continue;
            }
            // Whatever was begun may have been heard.
            let role = match step {
                _ if at.began_ms.is_none() => continue,
                Step::Create { .. } => Role::Unproven,
                Step::SetDesired { desired, .. } if *desired == DesiredState::Launched => Role::Unproven,
                Step::SetDesired { .. } | Step::Destroy { .. } => Role::Taken,
                Step::Gate { .. } | Step::WaitRunning { .. } if at.progress == Progress::Done => Role::Proven,
                _ => continue,
            };
            roles.insert(step.unit(), role);
        }
        roles
    }
}

impl Serving {
    /// Counts a unit out: its end is begun.
    pub(super) fn without(&mut self, unit: &UnitName) {
        self.units.remove(unit);
    }
}
