//! What comes next.

use std::collections::BTreeSet;

use fleet::UnitName;

use super::at::{Pause, Wait, Why};
use super::guard::is_destructive;
use super::route::Detour;
use super::sighting::Sighting;
use super::weather::Sky;
use super::{Course, Leg};
use crate::action::{ActionState, Progress};
use crate::deployment::StageKind;

/// What whoever runs the action is to do now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Orders {
    /// Steps to begin: stored as begun first.
    pub begin: Vec<usize>,
    /// Steps under way that only wait: to be broken off.
    pub stop: Vec<usize>,
    /// A way that is to be found, from where the course is now, back or to its end: see [`Course::take`].
    pub turn: Option<Leg>,
}

/// What follows for a stage from what is seen.
enum Next {
    /// It is not over; these steps begin.
    Stay(Vec<usize>),
    /// The next stage begins.
    Pass,
}

impl Course {
    /// Decides what to do now, and takes it for begun. `rights`: whether the one who wants it still may, or why not.
    pub fn advance(&mut self, sighting: &Sighting, rights: Result<(), &str>, now_ms: u64) -> Orders {
        self.count_time(now_ms);
        if self.is_over() {
            return Orders::default();
        }
        if self.at.is_turning() {
            self.tell_blindness(sighting, now_ms);
            return self.orders(Vec::new());
        }
        if self.deployment.is_some() {
            self.accept(sighting);
            self.look_at_sky(sighting, now_ms);
            self.look_at_time(now_ms);
        }
        let may_go_on = self.at.pause.as_ref().is_none_or(|pause| pause.why == Why::Guard);
        if may_go_on && !self.at.is_turning() {
            return self.go_on(sighting, rights, now_ms);
        }
        self.orders(Vec::new())
    }

    /// Goes through the stages, as far as they pass by what is seen now, and to the end behind the last.
    fn go_on(&mut self, sighting: &Sighting, rights: Result<(), &str>, now_ms: u64) -> Orders {
        while let Some(stage) = self.route.stages().get(self.at.stage) {
            let next = match stage.kind {
                StageKind::Hold { bake_s } => self.hold(false, bake_s, sighting, now_ms),
                StageKind::Keep { keep_s } => self.hold(true, Some(keep_s), sighting, now_ms),
                StageKind::Start | StageKind::Remove | StageKind::Stop | StageKind::Restart => {
                    self.work(sighting, rights, now_ms)
                }
            };
            match next {
                Next::Stay(begin) => return self.orders(begin),
                Next::Pass => self.pass_stage(),
            }
        }
        self.finish_leg(sighting, now_ms);
        Orders::default()
    }

    fn pass_stage(&mut self) {
        if self.at.is_paused_for(Why::Guard) {
            self.at.pause = None;
        }
        self.at.stage += 1;
        self.version += 1;
    }

    /// Begins what can be begun of a stage with steps.
    fn work(&mut self, sighting: &Sighting, rights: Result<(), &str>, now_ms: u64) -> Next {
        let beginning = self.begin_what_can(sighting, rights, now_ms);
        let is_over = self.is_stage_over();
        self.after_beginning(&beginning, now_ms);
        if is_over { Next::Pass } else { Next::Stay(beginning.begun) }
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

    /// Whether the next look may take something away, so that rights are to be asked. A look passes any number of stages of
    /// which nothing is open, and those that wait once their time is over; it begins steps of the first other one alone.
    pub fn is_about_to_take(&self) -> bool {
        let is_open = |index: &&usize| {
            let progress = self.at.steps.get(**index).map(|at| at.progress);
            matches!(progress, Some(Progress::Waiting | Progress::Running | Progress::Failed))
        };
        for stage in self.route.stages().iter().skip(self.at.stage) {
            if matches!(stage.kind, StageKind::Hold { .. } | StageKind::Keep { .. }) {
                return true;
            }
            let mut next = stage.lanes.iter().filter_map(|lane| lane.iter().find(is_open)).peekable();
            if next.peek().is_some() {
                return next.any(|index| self.steps().get(*index).is_some_and(is_destructive));
            }
        }
        false
    }

    /// These steps are to begin; and where it is about to go another way, what only waits is to be broken off, and then
    /// that way is to be found.
    fn orders(&self, begin: Vec<usize>) -> Orders {
        let Some(turn) = self.at.turn.as_ref().filter(|turn| !turn.taken) else {
            return Orders { begin, ..Orders::default() };
        };
        let running: Vec<usize> = self.running().collect();
        let waits = |index: &usize| self.steps().get(*index).is_some_and(|step| step.call().is_none());
        Orders {
            begin,
            turn: running.is_empty().then_some(turn.to),
            stop: running.into_iter().filter(waits).collect(),
        }
    }

    /// No other way is found while Fleet can't be read.
    fn tell_blindness(&mut self, sighting: &Sighting, now_ms: u64) {
        let Some(turn) = &self.at.turn else { return };
        match sighting.blindness(now_ms) {
            Some(reason) => {
                let what = turn.to.done();
                let reason = say::server::course::turning_waits(&what, &reason);
                self.pause(Pause::of(Why::Weather, reason), now_ms);
            }
            None if self.at.pause.take().is_some() => self.version += 1,
            None => {}
        }
    }

    /// A person has said to go on, and so has seen what is failed.
    fn accept(&mut self, sighting: &Sighting) {
        if self.at.accepts {
            while let Some(name) = self.relapsed(sighting) {
                self.at.forgiven.insert(name);
            }
            // Whoever watches has seen which of them do not run.
            let stage = self.route.stages().get(self.at.stage);
            if stage.is_some_and(|stage| matches!(stage.kind, StageKind::Hold { .. })) {
                while let Err(name) = self.bears(sighting) {
                    self.at.forgiven.insert(name);
                }
            }
        }
    }

    fn look_at_sky(&mut self, sighting: &Sighting, now_ms: u64) {
        // Whoever accepts what is missing accepts what is seen, not what can't be.
        let accepts = self.at.accepts && sighting.blindness(now_ms).is_none();
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
        let sky = self.at.weather.look(sighting, removed.as_ref(), accepts, now_ms);
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
                self.say(now_ms, None, say::server::course::fleet_answers().to_owned());
            }
            Sky::Clear => {}
        }
    }

    fn look_at_time(&mut self, now_ms: u64) {
        if self.deadline_ms().is_some_and(|deadline_ms| deadline_ms <= now_ms) {
            let limit_s = self.deployment.as_ref().map_or(0, |deployment| deployment.settings.deadline_s);
            self.fail(
                say::server::course::limit_over(&crate::words::seconds(u64::from(limit_s))),
                None,
                now_ms,
            );
        }
    }

    /// Waits in a stage without steps, until somebody says so or its time is over. What is watched must run at each
    /// reading: what runs again a moment later has failed all the same.
    fn hold(&mut self, keeps: bool, seconds: Option<u32>, sighting: &Sighting, now_ms: u64) -> Next {
        let until_ms = seconds.map(|seconds| now_ms.saturating_add(u64::from(seconds) * 1_000));
        if self.at.wait.is_none() {
            self.version += 1;
        }
        let wait = *self.at.wait.get_or_insert(Wait { keeps, until_ms });
        if self.at.pause.is_some() {
            return Next::Stay(Vec::new());
        }
        let is_due = wait.until_ms.is_some_and(|until_ms| until_ms <= now_ms);
        let ill = match keeps {
            true => None,
            false if is_due => self.bears(sighting).err(),
            false => self.breaks(sighting, now_ms),
        };
        if let Some(name) = ill {
            self.at.wait = None;
            let reason = say::server::course::runs_no_more(&name);
            self.fail(reason, None, now_ms);
            return Next::Stay(Vec::new());
        }
        if !is_due {
            return Next::Stay(Vec::new());
        }
        self.at.wait = None;
        Next::Pass
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
