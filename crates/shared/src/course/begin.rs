//! Which steps of a stage begin now, and what keeps the others.

use fleet::{DesiredState, UnitName};

use super::Course;
use super::at::{Pause, Why};
use super::guard::{Refusal, Serving, is_destructive};
use super::sighting::{Seen, Sighting};
use crate::action::Progress;
use crate::health::Health;
use crate::plan::Step;

/// What was begun and what was not.
#[derive(Debug, Default)]
pub(super) struct Beginning {
    pub(super) begun: Vec<usize>,
    /// Why something was not begun.
    refused: Option<Pause>,
    /// What was found to be not as it must be, and the step that found it.
    failed: Option<(usize, String)>,
    relapsed: Option<UnitName>,
}

/// Why a step is not begun.
enum Hindrance {
    /// Nobody who may wants it, or too few would serve.
    Refused(Pause),
    /// Its unit is not as it must be.
    Failed(String),
    /// It only has to be looked at again; with what there is to say of it meanwhile.
    Unsettled(Option<String>),
    /// An instance has failed that had passed its gate.
    Relapsed(UnitName),
}

/// What decides of a deployment's steps, at one look.
struct Look {
    serving: Serving,
    relapsed: Option<UnitName>,
}

impl Course {
    /// Begins the next step of each lane, where nothing keeps it.
    pub(super) fn begin_what_can(
        &mut self,
        sighting: &Sighting,
        rights: Result<(), &str>,
        now_ms: u64,
    ) -> Beginning {
        let mut beginning = Beginning::default();
        let mut look = self
            .deployment
            .is_some()
            .then(|| Look { serving: self.serving(sighting), relapsed: self.relapsed(sighting) });
        self.leave_what_runs_again(sighting);
        for index in self.next_of_lanes() {
            let Some(step) = self.route.steps().get(index) else { continue };
            if is_destructive(step) {
                match self.hindrance(step, sighting, rights, look.as_ref()) {
                    None => {
                        // What is begun behind it is without this one.
                        if let Some(look) = &mut look {
                            look.serving.without(&self.instance_of(step.unit()));
                        }
                    }
                    Some(hindrance) => {
                        self.note_hindrance(index, hindrance, &mut beginning);
                        continue;
                    }
                }
            }
            self.begin_step(index, now_ms);
            beginning.begun.push(index);
        }
        beginning
    }

    /// What was kept stopped and is set to run again by others is theirs: it stays, and that is no failure.
    fn leave_what_runs_again(&mut self, sighting: &Sighting) {
        if !self.takes_what_was_kept() {
            return;
        }
        let stage = self.route.stages().get(self.at.stage);
        let lanes = stage.map(|stage| stage.lanes.clone()).unwrap_or_default();
        for lane in lanes {
            let last = lane.last().and_then(|index| self.steps().get(*index));
            let Some(instance) = last.map(|step| self.instance_of(step.unit())) else { continue };
            let is_untouched = |index: &usize| {
                self.at
                    .steps
                    .get(*index)
                    .is_some_and(|at| at.progress == Progress::Waiting && at.began_ms.is_none())
            };
            let runs_again = |seen: &Seen| seen.is_confirmed && seen.desired == DesiredState::Launched;
            if !sighting.units.get(&instance).is_some_and(runs_again) || !lane.iter().all(is_untouched) {
                continue;
            }
            for index in lane {
                if let Some(at) = self.at.steps.get_mut(index) {
                    (at.progress, at.note) =
                        (Progress::LeftOut, say::server::course::runs_again_so_stays(&instance));
                }
            }
            self.version += 1;
        }
    }

    /// The first step of each lane that is not over, where it is not under way.
    fn next_of_lanes(&self) -> Vec<usize> {
        let progress = |index: &usize| self.at.steps.get(*index).map(|at| at.progress);
        let is_open = |index: &usize| {
            progress(index).is_some_and(|progress| progress != Progress::Done && !progress.is_given_up())
        };
        let lanes = self.route.stages().get(self.at.stage).into_iter().flat_map(|stage| &stage.lanes);
        lanes
            .filter_map(|lane| lane.iter().copied().find(is_open))
            .filter(|index| progress(index) == Some(Progress::Waiting))
            .collect()
    }

    /// What keeps a step that takes something away, if anything does.
    fn hindrance(
        &self,
        step: &Step,
        sighting: &Sighting,
        rights: Result<(), &str>,
        look: Option<&Look>,
    ) -> Option<Hindrance> {
        if let Err(reason) = rights {
            return Some(Hindrance::Refused(Pause::of(Why::Rights, reason.to_owned())));
        }
        let look = look?;
        match self.refuses(step, sighting, &look.serving) {
            Some(Refusal::TooFew(pause)) => return Some(Hindrance::Refused(pause)),
            Some(Refusal::Wanted(reason)) => return Some(Hindrance::Failed(reason)),
            None => {}
        }
        let unit = step.unit();
        let seen = sighting.units.get(unit);
        // Others may have started and stopped it since it was seen stopped.
        let still_stops =
            |seen: &Seen| matches!(step, Step::Destroy { .. }) && seen.health == Health::Stopping;
        if seen.is_some_and(still_stops) {
            let note = say::server::course::still_stopping(&unit);
            return Some(Hindrance::Unsettled(Some(note)));
        }
        // More than that it can't be read a person knows by now.
        let is_unknown = |seen: &Seen| !seen.is_confirmed && !sighting.unreadable.contains(unit);
        if sighting.doubt.is_some() || seen.is_some_and(is_unknown) {
            return Some(Hindrance::Unsettled(None));
        }
        if let Some(name) = &look.relapsed {
            return Some(Hindrance::Relapsed(name.clone()));
        }
        match self.keeps_on(&look.serving)? {
            Refusal::TooFew(pause) => Some(Hindrance::Refused(pause)),
            Refusal::Wanted(reason) => Some(Hindrance::Failed(reason)),
        }
    }

    fn note_hindrance(&mut self, index: usize, hindrance: Hindrance, beginning: &mut Beginning) {
        match hindrance {
            Hindrance::Refused(pause) => drop(beginning.refused.get_or_insert(pause)),
            Hindrance::Failed(reason) => beginning.failed = Some((index, reason)),
            Hindrance::Unsettled(Some(note)) => self.note_on(index, note),
            Hindrance::Unsettled(None) => {}
            Hindrance::Relapsed(name) => beginning.relapsed = Some(name),
        }
    }

    fn begin_step(&mut self, index: usize, now_ms: u64) {
        if let Some(at) = self.at.steps.get_mut(index) {
            at.progress = Progress::Running;
            at.note = String::new();
            at.begun_before = at.began_ms.is_some();
            (at.began_ms, at.ended_ms) = (Some(now_ms), None);
        }
        self.version += 1;
    }

    /// What follows for the whole from what was not begun.
    pub(super) fn after_beginning(&mut self, beginning: &Beginning, now_ms: u64) {
        if let Some(name) = &beginning.relapsed {
            return self.fail(say::server::course::failed_after_gate(&name), None, now_ms);
        }
        if let Some((index, reason)) = &beginning.failed {
            if let Some(at) = self.at.steps.get_mut(*index) {
                (at.progress, at.note) = (Progress::Failed, reason.clone());
            }
            return self.fail(reason.clone(), Some(*index), now_ms);
        }
        match &beginning.refused {
            // Others may still come to serve.
            Some(pause) if pause.why == Why::Rights || self.running().next().is_none() => {
                self.pause(pause.clone(), now_ms);
            }
            _ if beginning.begun.is_empty() => {}
            _ if self.at.is_paused_for(Why::Guard) => {
                self.at.pause = None;
                self.say(now_ms, None, say::server::course::enough_serve().to_owned());
            }
            _ => {}
        }
    }

    /// Says why a step is not begun yet.
    fn note_on(&mut self, step: usize, note: String) {
        if let Some(at) = self.at.steps.get_mut(step).filter(|at| at.note != note) {
            at.note = note;
            self.version += 1;
        }
    }
}
