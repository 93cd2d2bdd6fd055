//! How a step ended, and what follows for the course.

use fleet::DesiredState;

use super::at::{Pause, Turn, Why};
use super::{Course, Leg, Seen, Sighting};
use crate::action::{ActionState, Progress};
use crate::deployment::{BrokenOff, OnFailure};
use crate::health::Health;
use crate::id::UserName;
use crate::plan::words;

/// So many units are named at most that are not healthy at the end.
const MOST_NAMED: usize = 5;

/// Of how many failed steps the reason is told.
const MOST_NOTES: usize = 3;

/// How a step ended, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is done; with a note, or none.
    Done(String),
    /// It is not done, and why.
    Failed(String),
    /// Fleet did not answer as it should: it may be done or not, and can be done again.
    Weather(String),
    /// It was only waited for, and that was broken off as ordered.
    Stopped,
}

impl Course {
    /// A step has ended. What does not run is left as it is.
    pub fn ended(&mut self, step: usize, outcome: Outcome, now_ms: u64) {
        let is_deployment = self.deployment.is_some();
        let Some(at) = self.at.steps.get_mut(step).filter(|at| at.progress == Progress::Running) else {
            return;
        };
        self.version += 1;
        at.ended_ms = Some(now_ms);
        match outcome {
            Outcome::Done(note) => (at.progress, at.note) = (Progress::Done, note),
            // It has passed nothing: if no other way is found, it is waited for again.
            Outcome::Stopped => at.progress = Progress::Waiting,
            Outcome::Weather(reason) if is_deployment => {
                (at.progress, at.note) = (Progress::Waiting, reason.clone());
                self.hold_off(reason, now_ms);
            }
            Outcome::Failed(reason) | Outcome::Weather(reason) => {
                (at.progress, at.note) = (Progress::Failed, reason.clone());
                if self.leaves_out_failures() {
                    self.leave_out_behind(step);
                } else {
                    self.fail(reason, Some(step), now_ms);
                }
            }
        }
    }

    /// Whether it goes on with the other units where a step failed.
    pub(super) fn leaves_out_failures(&self) -> bool {
        self.deployment.is_none() || self.at.leg == Leg::Abort
    }

    /// It can't go on as planned: what the settings say is done. `step`: the one that failed, if it was one.
    pub(super) fn fail(&mut self, reason: String, step: Option<usize>, now_ms: u64) {
        if self.is_over() || self.at.is_turning() {
            return;
        }
        match self.way_of_failure() {
            // Somebody looks at it: nothing is made or removed until they let it go on.
            Some(to) if self.at.is_paused_for(Why::Person) => {
                let what = to.done();
                self.say(now_ms, None, say::server::course::turns_once_resumed(&reason, &what));
                self.tell_failures();
            }
            Some(to) => self.turn(to, reason, None, now_ms),
            // It ends all the same.
            None if self.at.leg == Leg::Abort => {}
            None if self.at.pause.as_ref().is_some_and(|pause| pause.why.is_lasting()) => {
                self.say(now_ms, None, reason);
                self.tell_failures();
            }
            // What failed is told by its step.
            None => {
                let besides = if step.is_some() { String::new() } else { reason };
                self.pause(Pause::of(Why::Failure, besides), now_ms);
            }
        }
    }

    /// Where a failure leads by itself, as the settings say; nowhere where somebody has to decide.
    pub(super) fn way_of_failure(&self) -> Option<Leg> {
        let settings = self.deployment.as_ref().map(|deployment| deployment.settings.on_failure);
        match (self.at.leg, settings) {
            (Leg::Plan, Some(OnFailure::Abort)) => Some(Leg::Abort),
            (Leg::Plan, Some(OnFailure::RollBack)) => Some(Leg::Back),
            _ => None,
        }
    }

    /// Something that is needed can't be had at this moment, and why: a deployment begins nothing until all has been well
    /// for a while.
    pub fn hold_off(&mut self, reason: String, now_ms: u64) {
        self.at.weather.turn_foul();
        self.pause(Pause::of(Why::Weather, reason), now_ms);
    }

    /// Begins nothing further. A reason of more weight stands: a person's word, then a failure.
    pub(super) fn pause(&mut self, pause: Pause, now_ms: u64) {
        let stands = self.at.pause.as_ref().is_some_and(|standing| {
            standing.why.is_lasting() && pause.why != Why::Person
                || (standing.why == pause.why && standing.reason == pause.reason)
        });
        if stands || self.is_over() {
            return;
        }
        let since_ms = self.at.pause.as_ref().map_or(Some(now_ms), |standing| standing.since_ms);
        let pause = Pause { failures: self.failures(pause.why), since_ms, ..pause };
        if pause.why == Why::Person {
            self.say(now_ms, pause.by.clone(), pause.reason.clone());
        } else {
            self.say(now_ms, None, say::server::course::paused_because(&pause.words()));
        }
        self.at.pause = Some(pause);
        self.version += 1;
    }

    /// What failed may have changed: the pause tells all of it, and nothing else.
    pub(super) fn tell_failures(&mut self) {
        let Some(why) = self.at.pause.as_ref().map(|pause| pause.why) else { return };
        let failures = self.failures(why);
        if let Some(pause) = self.at.pause.as_mut().filter(|pause| pause.failures != failures) {
            pause.failures = failures;
            self.version += 1;
        }
    }

    /// The steps that are failed now, in words, and what follows in a pause of this kind; empty if none is.
    fn failures(&self, why: Why) -> String {
        let failed = self.failed();
        if failed.is_empty() || self.leaves_out_failures() {
            return String::new();
        }
        let follows = match self.way_of_failure().filter(|_| why == Why::Person) {
            Some(to) => say::server::course::turns_once_resumed_bare(&to.done()),
            None => self.leaving_out_means(&failed).unwrap_or_default(),
        };
        [self.notes(&failed).as_str(), &follows].join(" ").trim().to_owned()
    }

    /// Why these steps failed.
    pub(super) fn notes(&self, failed: &[usize]) -> String {
        let notes: Vec<&str> =
            failed.iter().filter_map(|index| self.at.steps.get(*index)).map(|at| at.note.as_str()).collect();
        match notes.split_at_checked(MOST_NOTES) {
            Some((first, rest)) if !rest.is_empty() => {
                say::server::course::and_more(&first.join(" "), &rest.len())
            }
            _ => notes.join(" "),
        }
    }

    /// Goes another way as soon as nothing is under way.
    pub(super) fn turn(&mut self, to: Leg, reason: String, by: Option<UserName>, now_ms: u64) {
        let line = match (to, &by) {
            (_, Some(_)) => reason.clone(),
            (Leg::Abort, None) => say::server::course::is_aborted(&reason),
            (_, None) => say::server::course::is_rolled_back(&reason),
        };
        self.say(now_ms, by.clone(), line);
        self.at.turn = Some(Turn { to, reason, by, taken: false });
        self.at.pause = None;
        self.at.wait = None;
        self.version += 1;
    }

    /// The end of the leg it is on, as things are now.
    pub(super) fn finish_leg(&mut self, sighting: &Sighting, now_ms: u64) {
        self.look_at_rest(sighting, now_ms);
        let (reason, by) = match &self.at.turn {
            Some(turn) => (turn.reason.clone(), turn.by.clone()),
            None => (String::new(), None),
        };
        let failed = |index: &usize| {
            self.at.steps.get(*index).filter(|at| at.progress == Progress::Failed).map(|at| at.note.as_str())
        };
        let indices: Vec<usize> = self.route.steps_of(self.at.leg).collect();
        let parts = [reason.as_str()].into_iter().chain(indices.iter().filter_map(failed));
        let parts = parts.chain([self.route.left_behind(self.at.leg)]);
        let reason = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let end = match self.at.leg {
            Leg::Plan => self.outcome(),
            Leg::Back => ActionState::RolledBack { reason, by },
            Leg::Abort => ActionState::Aborted { reason, by },
        };
        self.finish(end);
    }

    /// What is done says nothing of those that it did not start, nor of what has happened to the others since: that is
    /// told beside it. An abort tells it with what it leaves behind.
    fn look_at_rest(&mut self, sighting: &Sighting, now_ms: u64) {
        if self.deployment.is_none() || self.at.leg == Leg::Abort {
            return;
        }
        let ill = |seen: &Seen| seen.desired == DesiredState::Launched && seen.health != Health::Running;
        let ill = sighting.units.iter().filter(|(_, seen)| ill(seen));
        let ill: Vec<String> = ill.map(|(name, seen)| format!("{name} ({})", seen.health.said())).collect();
        if let Some(last) = ill.len().checked_sub(1) {
            self.at.unwell = say::server::course::not_healthy(last + 1, &words::list(&ill, MOST_NAMED));
            self.say(now_ms, None, self.at.unwell.clone());
        }
    }

    pub(super) fn finish(&mut self, end: ActionState) {
        self.break_off();
        self.at.pause = None;
        self.at.wait = None;
        self.at.end = Some(end);
        self.version += 1;
    }

    /// Leaves the way that it is on: what is not done of it will not be.
    pub(super) fn break_off(&mut self) {
        for step in &mut self.at.steps {
            if matches!(step.progress, Progress::Waiting | Progress::Running) {
                let was_begun = step.began_ms.is_some();
                step.progress = if was_begun { Progress::BrokenOff } else { Progress::LeftOut };
            }
        }
        let (stage, to) = (self.at.stage, self.route.stages().len());
        if stage < to {
            self.at.broken_off.push(BrokenOff { stage, to });
        }
    }

    /// Of an action that is no deployment: done, unless steps failed.
    fn outcome(&self) -> ActionState {
        if self.deployment.is_some() {
            // A failure pauses a deployment; what a person has left out is known.
            return ActionState::Done;
        }
        let failed = |at: &&super::StepAt| at.progress == Progress::Failed;
        let failures: Vec<&str> = self.at.steps.iter().filter(failed).map(|at| at.note.as_str()).collect();
        match failures.as_slice() {
            [] => ActionState::Done,
            [one] => ActionState::Failed { reason: (*one).to_owned() },
            [first, rest @ ..] => {
                ActionState::Failed { reason: say::server::course::and_more(&first, &rest.len()) }
            }
        }
    }

    /// The steps of the same lane behind a failed one are not done.
    fn leave_out_behind(&mut self, step: usize) {
        let Some((_, lane)) = self.route.lane_of(step) else { return };
        for behind in lane.iter().skip_while(|index| **index != step).skip(1) {
            if let Some(at) = self.at.steps.get_mut(*behind) {
                at.progress = Progress::LeftOut;
            }
        }
    }
}
