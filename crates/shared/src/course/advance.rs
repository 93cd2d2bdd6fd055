//! What comes next.

use std::collections::BTreeSet;

use fleet::UnitName;

use super::at::{Pause, Wait, Why};
use super::guard::{Refusal, is_destructive};
use super::route::Detour;
use super::sight::{Seen, Sight};
use super::weather::Sky;
use super::{Course, Leg};
use crate::action::{ActionState, Progress};
use crate::deployment::StageKind;
use crate::health::Health;
use crate::plan::Step;

/// What whoever runs the action is to do now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Orders {
    /// Steps to begin: stored as begun first.
    pub begin: Vec<usize>,
    /// Steps under way that only wait: to be broken off.
    pub stop: Vec<usize>,
    /// A way that is to be found: see [`Course::take`].
    pub turn: Option<Turning>,
}

/// A way that is to be found, from where the course is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turning {
    /// Back to what ran before.
    Back,
    /// To the end, with what serves.
    Abort,
}

/// What is begun and what is not.
#[derive(Debug, Default)]
struct Beginning {
    begun: Vec<usize>,
    /// Why something was not begun.
    refused: Option<Pause>,
    /// What was found to be not as it must be, and the step that found it.
    failed: Option<(usize, String)>,
    relapsed: Option<UnitName>,
}

impl Course {
    /// Decides what to do now, and takes it for begun. `rights`: whether the one who wants it still may, or why not.
    pub fn advance(&mut self, sight: &Sight, rights: Result<(), &str>, now_ms: u64) -> Orders {
        self.count_time(now_ms);
        if self.is_over() {
            return Orders::default();
        }
        if let Some(orders) = self.turning() {
            self.tell_blindness(sight, now_ms);
            return orders;
        }
        if self.deployment.is_some() {
            self.accept(sight);
            self.look_at_sky(sight, now_ms);
            self.look_at_time(now_ms);
            if let Some(orders) = self.turning() {
                return orders;
            }
        }
        if self.at.pause.as_ref().is_some_and(|pause| pause.why != Why::Guard) {
            return Orders::default();
        }
        while let Some(stage) = self.route.stages().get(self.at.stage) {
            let passed = match stage.kind {
                StageKind::Hold { bake_s } => self.hold(false, bake_s, sight, now_ms),
                StageKind::Keep { keep_s } => self.hold(true, Some(keep_s), sight, now_ms),
                _ => {
                    let beginning = self.begin_what_can(sight, rights, now_ms);
                    let is_over = self.is_stage_over();
                    self.after_beginning(&beginning, now_ms);
                    if !is_over {
                        return Orders { begin: beginning.begun, ..self.turning().unwrap_or_default() };
                    }
                    true
                }
            };
            if !passed {
                return self.turning().unwrap_or_default();
            }
            if self.at.is_paused_for(Why::Guard) {
                self.at.pause = None;
            }
            self.at.stage += 1;
            self.version += 1;
        }
        self.finish_leg(sight, now_ms);
        Orders::default()
    }

    /// Takes the way that was found; the steps of the way so far that are not done are left out.
    pub fn take(&mut self, detour: Detour, now_ms: u64) {
        let Some(turn) = self.at.turn.as_mut().filter(|turn| !turn.taken) else { return };
        turn.taken = true;
        self.break_off();
        if detour.leg == Leg::Abort {
            // What was missed counts for nothing any more.
            self.at.weather.forget_sky();
        }
        self.at.pause = None;
        self.at.leg = detour.leg;
        self.at.stage = self.route.stages().len();
        self.at.worked_ms = 0;
        self.counted_ms = now_ms;
        self.route.add(detour);
        self.at.steps.resize(self.route.steps().len(), super::StepAt::default());
        self.version += 1;
    }

    /// No way was found: it stays where it is, and says why.
    pub fn keep_from_turning(&mut self, reason: &str, now_ms: u64) {
        if self.at.is_turning() {
            self.at.turn = None;
            self.pause(Pause::of(Why::Failure, reason.to_owned()), now_ms);
        }
    }

    /// When it is to be looked at again though nothing has happened; `None`: not before something does.
    pub fn wake_ms(&self) -> Option<u64> {
        if self.at.is_turning() {
            return None;
        }
        let held = self.at.wait.filter(|_| self.at.pause.is_none()).and_then(|wait| wait.until_ms);
        let clear = self.at.is_paused_for(Why::Weather).then(|| self.at.weather.clear_ms()).flatten();
        [held, clear, self.deadline_ms()].into_iter().flatten().min()
    }

    /// Whether the next look may take something away, so that rights are to be asked.
    pub fn is_about_to_take(&self) -> bool {
        let Some(stage) = self.route.stages().get(self.at.stage) else { return false };
        let next = |lane: &Vec<usize>| {
            let open = |index: &&usize| {
                self.at.steps.get(**index).is_some_and(|at| {
                    matches!(at.progress, Progress::Waiting | Progress::Running | Progress::Failed)
                })
            };
            lane.iter().find(open).copied()
        };
        // The stage behind this one may begin with the same look.
        let following = self.route.stages().get(self.at.stage + 1);
        let following = following.into_iter().flat_map(|stage| &stage.lanes);
        stage
            .lanes
            .iter()
            .chain(following)
            .filter_map(next)
            .any(|index| self.steps().get(index).is_some_and(is_destructive))
            || matches!(stage.kind, StageKind::Hold { .. } | StageKind::Keep { .. })
    }

    fn turning(&mut self) -> Option<Orders> {
        let turn = self.at.turn.as_ref().filter(|turn| !turn.taken)?;
        let running: Vec<usize> = self.running().collect();
        let to = if turn.to == Leg::Back { Turning::Back } else { Turning::Abort };
        let waits = |index: &usize| self.steps().get(*index).is_some_and(|step| step.call().is_none());
        Some(Orders {
            begin: Vec::new(),
            turn: running.is_empty().then_some(to),
            stop: running.into_iter().filter(waits).collect(),
        })
    }

    /// No other way is found while Fleet can't be read.
    fn tell_blindness(&mut self, sight: &Sight, now_ms: u64) {
        let Some(turn) = &self.at.turn else { return };
        match sight.blindness(now_ms) {
            Some(reason) => {
                let what = turn.to.done();
                let reason = format!("It is being {what}, and waits until Fleet can be read. {reason}");
                self.pause(Pause::of(Why::Weather, reason), now_ms);
            }
            None if self.at.pause.take().is_some() => self.version += 1,
            None => {}
        }
    }

    /// A person has said to go on, and so has seen what is failed.
    fn accept(&mut self, sight: &Sight) {
        if self.at.accepts {
            while let Some(name) = self.relapsed(sight) {
                self.at.forgiven.insert(name);
            }
            // Whoever watches has seen which of them do not run.
            let stage = self.route.stages().get(self.at.stage);
            if stage.is_some_and(|stage| matches!(stage.kind, StageKind::Hold { .. })) {
                while let Err(name) = self.bears(sight) {
                    self.at.forgiven.insert(name);
                }
            }
        }
    }

    fn look_at_sky(&mut self, sight: &Sight, now_ms: u64) {
        // Whoever accepts what is missing accepts what is seen, not what can't be.
        let accepts = self.at.accepts && sight.blindness(now_ms).is_none();
        if accepts {
            self.at.accepts = false;
        }
        // What only waits for a person or an hour needs no clear sky until it goes on.
        let is_due = |wait: &Wait| wait.until_ms.is_some_and(|until_ms| until_ms <= now_ms);
        let waiting = self.at.wait.filter(|wait| !is_due(wait));
        let is_waiting = waiting.is_some();
        // On its way to its end it takes nothing away; and once it has reached it, what goes is no longer its matter.
        let misses = self.at.leg != Leg::Abort && !waiting.is_some_and(|wait| wait.keeps);
        let removed: Option<BTreeSet<UnitName>> =
            misses.then(|| self.removed().into_iter().cloned().collect());
        let sky = self.at.weather.look(sight, removed.as_ref(), accepts, now_ms);
        match sky {
            Sky::Foul(_) | Sky::Lacking(_) | Sky::Clearing if is_waiting => {}
            Sky::Foul(reason) => self.pause(Pause::of(Why::Weather, reason), now_ms),
            Sky::Lacking(reason) => self.pause(Pause::of(Why::Lack, reason), now_ms),
            Sky::Clearing if self.at.is_paused_for(Why::Lack) => {
                let reason = "What was missing is back: it goes on in a moment.".to_owned();
                self.pause(Pause::of(Why::Weather, reason), now_ms);
            }
            Sky::Clearing if self.at.pause.is_none() => {
                let reason = "Fleet has just come back: it goes on in a moment.".to_owned();
                self.pause(Pause::of(Why::Weather, reason), now_ms);
            }
            Sky::Clearing => {}
            Sky::Clear if self.at.is_paused_for(Why::Weather) || self.at.is_paused_for(Why::Lack) => {
                self.at.pause = None;
                self.say(now_ms, None, "Fleet answers as it should: it goes on.".to_owned());
            }
            Sky::Clear => {}
        }
    }

    fn look_at_time(&mut self, now_ms: u64) {
        if self.deadline_ms().is_some_and(|deadline_ms| deadline_ms <= now_ms) {
            let limit_s = self.deployment.as_ref().map_or(0, |deployment| deployment.settings.deadline_s);
            self.fail(
                format!("It has run for {}, as long as it may.", crate::words::seconds(u64::from(limit_s))),
                None,
                now_ms,
            );
        }
    }

    /// Whether a stage that only waits is passed.
    fn hold(&mut self, keeps: bool, seconds: Option<u32>, sight: &Sight, now_ms: u64) -> bool {
        let until_ms = seconds.map(|seconds| now_ms.saturating_add(u64::from(seconds) * 1_000));
        if self.at.wait.is_none() {
            self.version += 1;
        }
        let wait = *self.at.wait.get_or_insert(Wait { keeps, until_ms });
        if wait.until_ms.is_none_or(|until_ms| now_ms < until_ms) || self.at.pause.is_some() {
            return false;
        }
        if !keeps && let Err(name) = self.bears(sight) {
            self.at.wait = None;
            let reason = format!("{name} does not run any more, though it had passed its gate.");
            self.fail(reason, None, now_ms);
            return false;
        }
        self.at.wait = None;
        true
    }

    fn begin_what_can(&mut self, sight: &Sight, rights: Result<(), &str>, now_ms: u64) -> Beginning {
        let mut beginning = Beginning::default();
        let lanes =
            self.route.stages().get(self.at.stage).map(|stage| stage.lanes.clone()).unwrap_or_default();
        let is_deployment = self.deployment.is_some();
        let mut serving = is_deployment.then(|| self.serving(sight));
        let relapsed = is_deployment.then(|| self.relapsed(sight)).flatten();
        for lane in lanes {
            let next = lane.into_iter().find(|index| {
                let progress = self.at.steps.get(*index).map(|at| at.progress);
                progress.is_some_and(|progress| progress != Progress::Done && !progress.is_given_up())
            });
            let Some(index) = next else { continue };
            let (Some(step), Some(at)) = (self.route.steps().get(index), self.at.steps.get(index)) else {
                continue;
            };
            if at.progress != Progress::Waiting {
                continue;
            }
            if is_destructive(step) {
                if let Err(reason) = rights {
                    beginning.refused = Some(Pause::of(Why::Rights, reason.to_owned()));
                    continue;
                }
                if let Some(serving) = &mut serving {
                    match self.refuses(step, sight, serving) {
                        Some(Refusal::TooFew(pause)) => {
                            beginning.refused.get_or_insert(pause);
                            continue;
                        }
                        Some(Refusal::Wanted(reason)) => {
                            beginning.failed = Some((index, reason));
                            continue;
                        }
                        None => {}
                    }
                    // It only has to be looked at again; more than that it can't be read a person knows by now.
                    let is_unknown =
                        |seen: &Seen| !seen.is_confirmed && !sight.unreadable.contains(step.unit());
                    // Others may have started and stopped it since it was seen stopped.
                    let still_stops =
                        |seen: &Seen| matches!(step, Step::Destroy { .. }) && seen.health == Health::Stopping;
                    let seen = sight.units.get(step.unit());
                    if seen.is_some_and(still_stops) {
                        let note = format!(
                            "{} is still stopping: until it has stopped it is not destroyed.",
                            step.unit()
                        );
                        self.note_on(index, note);
                        continue;
                    }
                    if sight.doubt.is_some() || seen.is_some_and(is_unknown) {
                        continue;
                    }
                    if relapsed.is_some() {
                        beginning.relapsed.clone_from(&relapsed);
                        continue;
                    }
                    serving.without(&self.instance_of(step.unit()));
                }
            }
            beginning.begun.push(index);
            if let Some(at) = self.at.steps.get_mut(index) {
                at.progress = Progress::Running;
                at.note = String::new();
                at.begun_before = at.began_ms.is_some();
                (at.began_ms, at.ended_ms) = (Some(now_ms), None);
            }
            self.version += 1;
        }
        beginning
    }

    fn after_beginning(&mut self, beginning: &Beginning, now_ms: u64) {
        if let Some(name) = &beginning.relapsed {
            return self.fail(format!("{name} has failed, after it had passed its gate."), None, now_ms);
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
                self.say(now_ms, None, "Enough instances serve: it goes on.".to_owned());
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

    fn is_stage_over(&self) -> bool {
        let Some(stage) = self.route.stages().get(self.at.stage) else { return true };
        let is_over = |index: &usize| {
            let progress = self.at.steps.get(*index).map(|at| at.progress);
            match progress {
                Some(Progress::Waiting | Progress::Running) => false,
                Some(Progress::Failed) => self.leaves_out_failures(),
                Some(Progress::Done | Progress::LeftOut | Progress::BrokenOff) | None => true,
            }
        };
        stage.lanes.iter().flatten().all(is_over)
    }

    /// Counts the time in which it worked.
    fn count_time(&mut self, now_ms: u64) {
        if self.state() == ActionState::Running {
            let passed_ms = now_ms.saturating_sub(self.counted_ms);
            self.at.worked_ms = self.at.worked_ms.saturating_add(passed_ms);
        }
        self.counted_ms = now_ms;
    }

    /// When it will have worked for as long as it may; `None` while its time stands still, and on its way to its end,
    /// which nothing ends sooner.
    pub(super) fn deadline_ms(&self) -> Option<u64> {
        let deployment = self.deployment.as_ref().filter(|_| self.at.leg != Leg::Abort)?;
        let works = self.state() == ActionState::Running && !self.at.is_turning();
        let limit_ms = u64::from(deployment.settings.deadline_s) * 1_000;
        works.then(|| self.counted_ms.saturating_add(limit_ms.saturating_sub(self.at.worked_ms)))
    }
}
