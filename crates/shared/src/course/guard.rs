//! What must hold before anything is taken away.

use std::collections::{BTreeMap, BTreeSet};

use fleet::{AppUnit, DesiredState, UnitName};

use super::at::{Pause, Why};
use super::sighting::Sighting;
use super::{Course, Leg};
use crate::action::Progress;
use crate::deployment::FrozenUnit;
use crate::health::Health;
use crate::plan::{Step, words};

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

/// So many instances are named at most that do not count.
const MOST_NAMED: usize = 3;

/// Whether the step takes something away.
pub(super) fn is_destructive(step: &Step) -> bool {
    match step {
        Step::SetDesired { desired, .. } => *desired != DesiredState::Launched,
        Step::Destroy { .. } => true,
        _ => false,
    }
}

/// Why a step must not be begun.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Too few would serve.
    TooFew(Pause),
    /// Somebody wants the unit again.
    Wanted(String),
}

/// Who serves, at one look.
#[derive(Debug)]
pub(super) struct Serving {
    units: BTreeSet<UnitName>,
    /// Those that run, and do not count since others have started them.
    of_others: Vec<UnitName>,
    least: usize,
}

impl Course {
    /// Healthy instances of the app that this course has not begun to take away; those that it has started itself
    /// count once they have passed what they must, and those that others have started if nothing is to follow them.
    pub(super) fn serving(&self, sighting: &Sighting) -> Serving {
        let roles = self.roles(None);
        let unannounced = self.unannounced();
        let is_of_others = |name: &UnitName| !roles.contains_key(name) && self.is_started_by_others(name);
        let serves = |name: &UnitName| match roles.get(name) {
            Some(Role::Taken | Role::Unproven) => false,
            Some(Role::Proven) | None => !unannounced.contains(name) && !is_of_others(name),
        };
        let running = sighting.units.iter().filter(|(_, seen)| seen.health == Health::Running);
        let (units, rest): (BTreeSet<_>, BTreeSet<_>) =
            running.map(|(name, _)| name.clone()).partition(|name| serves(name));
        let of_others = rest.into_iter().filter(is_of_others).collect();
        Serving { units, of_others, least: self.least(self.left_out().len()) }
    }

    /// Why a step must not be begun, if so. `serving` is without what was begun before it.
    pub(super) fn refuses(&self, step: &Step, sighting: &Sighting, serving: &Serving) -> Option<Refusal> {
        let unit = step.unit();
        if matches!(step, Step::Destroy { .. })
            && let Some(seen) = sighting.units.get(unit)
            && (seen.desired == DesiredState::Launched || seen.health == Health::Running)
        {
            let reason = say::server::course::set_to_run_again(&unit);
            return Some(Refusal::Wanted(reason));
        }
        // A companion goes before its instance, which is no longer announced without it.
        let unit = &self.instance_of(unit);
        if unit != step.unit() && !matches!(step, Step::SetDesired { .. }) {
            return None;
        }
        // Also one that has not passed its gate, that a lost call may have stopped, that the lists lack, or of which
        // systemd says what nobody here understands: others must be there if it runs.
        let may_serve = |health: Health| matches!(health, Health::Running | Health::Unknown);
        if sighting.units.get(unit).is_some_and(|seen| !may_serve(seen.health)) {
            return None;
        }
        let left = serving.units.len() - usize::from(serving.units.contains(unit));
        serving.is_too_few(left, |left, least| say::server::course::too_few_would_serve(unit, &left, &least))
    }

    /// Why what was kept stopped must not go yet, if so. It serves nobody, and is the quickest way back.
    pub(super) fn keeps_on(&self, serving: &Serving) -> Option<Refusal> {
        if !self.takes_what_was_kept() {
            return None;
        }
        serving.is_too_few(serving.units.len(), |left, least| {
            say::server::course::too_few_to_let_go(left, &least)
        })
    }

    /// An instance that has passed its gate on this leg and has failed since, unless a person knows of it.
    pub(super) fn relapsed(&self, sighting: &Sighting) -> Option<UnitName> {
        let proven = self.roles(Some(self.at.leg));
        let relapsed = proven.into_iter().find(|(name, role)| {
            *role == Role::Proven
                && !self.at.forgiven.contains(*name)
                && sighting.units.get(*name).is_some_and(|seen| seen.health == Health::Failed)
        });
        relapsed.map(|(name, _)| name.clone())
    }

    /// Whether all instances that passed on this leg run. Of what follows them nothing is seen here.
    pub(super) fn bears(&self, sighting: &Sighting) -> Result<(), UnitName> {
        let proven = self.roles(Some(self.at.leg));
        let runs = |name: &UnitName| {
            !self.is_instance(name)
                || self.at.forgiven.contains(name)
                || sighting.units.get(name).is_some_and(|seen| seen.health == Health::Running)
        };
        match proven.into_iter().find(|(name, role)| *role == Role::Proven && !runs(name)) {
            None => Ok(()),
            Some((name, _)) => Err(name.clone()),
        }
    }

    /// An instance that has passed on this leg and that a reading shows as not running. What can't be seen well at this
    /// moment is no sign.
    pub(super) fn breaks(&self, sighting: &Sighting, now_ms: u64) -> Option<UnitName> {
        if sighting.doubt.is_some() || sighting.blindness(now_ms).is_some() {
            return None;
        }
        let breaks = |name: &UnitName| {
            let seen = sighting.units.get(name).filter(|seen| seen.is_confirmed);
            seen.is_some_and(|seen| !matches!(seen.health, Health::Running | Health::Unknown))
        };
        let proven = self.roles(Some(self.at.leg)).into_iter().filter(|(_, role)| *role == Role::Proven);
        let mut names = proven.map(|(name, _)| name).filter(|name| !self.at.forgiven.contains(*name));
        names.find(|name| breaks(name)).cloned()
    }

    /// Units that this course has begun to take away or has destroyed: their absence is no loss.
    pub(super) fn removed(&self) -> BTreeSet<&UnitName> {
        let destroys = |(step, at): (&'_ Step, &super::StepAt)| {
            matches!(step, Step::Destroy { .. }) && at.began_ms.is_some()
        };
        let steps = self.steps().iter().zip(&self.at.steps);
        steps.filter(|(step, at)| destroys((step, at))).map(|(step, _)| step.unit()).collect()
    }

    /// Instances whose companions were begun to be stopped on this leg, and have not come back. A way back starts again
    /// what was found stopped.
    fn unannounced(&self) -> BTreeSet<UnitName> {
        let mut stopped = BTreeSet::new();
        for index in self.route.steps_of(self.at.leg) {
            let Some((step, at)) = self.steps().get(index).zip(self.at.steps.get(index)) else { continue };
            let companion = step.unit();
            if at.began_ms.is_none() || self.is_instance(companion) {
                continue;
            }
            match step {
                _ if is_destructive(step) => drop(stopped.insert(companion)),
                Step::WaitRunning { .. } if at.progress == Progress::Done => drop(stopped.remove(companion)),
                _ => {}
            }
        }
        stopped.into_iter().map(|companion| self.instance_of(companion)).collect()
    }

    /// Whether others have started it since this was planned, where instances have companions: these are not seen here, and
    /// whoever started the instance may have left them as they were, so that nobody is told of it.
    fn is_started_by_others(&self, instance: &UnitName) -> bool {
        self.deployment.as_ref().is_some_and(|deployment| {
            let ran = |frozen: &FrozenUnit| frozen.unit == *instance && frozen.was_wanted();
            !deployment.settings.companions.is_empty() && !deployment.from.iter().any(ran)
        })
    }

    /// The instance that a unit follows; itself if it is one.
    pub(super) fn instance_of(&self, unit: &UnitName) -> UnitName {
        let followed = self.deployment.as_ref().zip(AppUnit::parse(unit)).and_then(|(deployment, parsed)| {
            AppUnit { app: deployment.app.clone(), ..parsed }.unit_name().ok()
        });
        followed.unwrap_or_else(|| unit.clone())
    }

    /// How few healthy instances may be left, with so many left out: as few as was agreed; fewer only where not enough are
    /// left for that. The last one stays, unless it was agreed to that nothing serves.
    pub(super) fn least(&self, left_out: usize) -> usize {
        let min = self.deployment.as_ref().map_or(0, |deployment| deployment.min as usize);
        let rest = min.max(self.wanted()).saturating_sub(left_out);
        let fewer = self.at.fewer.map(|fewer| fewer as usize);
        let may_end_service = self.deployment.as_ref().is_none_or(|deployment| deployment.may_end_service);
        let last = usize::from(!may_end_service && fewer != Some(0));
        min.min(rest).min(fewer.unwrap_or(min)).max(last)
    }

    /// How many instances this leg leads to.
    pub(super) fn wanted(&self) -> usize {
        let Some(deployment) = &self.deployment else { return 0 };
        match self.at.leg {
            Leg::Back => deployment.from.iter().filter(|frozen| frozen.was_wanted()).count(),
            Leg::Plan | Leg::Abort => deployment.count as usize,
        }
    }

    /// Whether it is a unit of the app itself, and none that follows one.
    pub(super) fn is_instance(&self, unit: &UnitName) -> bool {
        let app = self.deployment.as_ref().map(|deployment| &deployment.app);
        AppUnit::parse(unit).is_some_and(|parsed| Some(&parsed.app) == app)
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

    /// Refuses to go on with so few, in these words.
    fn is_too_few(&self, left: usize, said: impl Fn(usize, usize) -> String) -> Option<Refusal> {
        (left < self.least).then(|| {
            let mut reason = said(left, self.least);
            if !self.of_others.is_empty() {
                reason += &say::server::course::not_counted(&words::list(&self.of_others, MOST_NAMED));
            }
            let fewer = Some(u32::try_from(left).unwrap_or(u32::MAX));
            Refusal::TooFew(Pause { fewer, ..Pause::of(Why::Guard, reason) })
        })
    }
}
