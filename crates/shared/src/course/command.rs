//! What a person says to a course.

use super::at::{Pause, Why};
use super::{Course, Leg};
use crate::action::{ActionState, Progress};
use crate::deployment::Command;
use crate::id::UserName;
use crate::plan::Step;
use crate::words::seconds;

impl Course {
    /// Does what a person says; or says why that makes no sense now, in a sentence.
    pub fn command(&mut self, command: &Command, by: &UserName, now_ms: u64) -> Result<(), String> {
        if self.is_over() {
            return Err(say::server::course::has_ended().to_owned());
        }
        if let Some(turn) = self.at.turn.as_ref().filter(|turn| !turn.taken)
            && !(turn.to == Leg::Back && *command == Command::Abort)
        {
            return Err(say::server::course::turning_already(&turn.to.done()));
        }
        let state = self.state();
        match command {
            Command::Pause => self.pause_by(&state, by, now_ms),
            Command::Resume => self.resume(by, now_ms),
            Command::Promote => self.promote(&state, by, now_ms),
            Command::Finish => self.finish_keeping(&state, by, now_ms),
            Command::Abort => self.abort(&state, by, now_ms),
            Command::RollBack => self.roll_back(by, now_ms),
            Command::Retry { step } => self.retry(*step as usize, by, now_ms),
            Command::LeaveOut { step } => self.leave_out(*step as usize, by, now_ms),
            Command::GoOnWith { least } => self.go_on_with(*least, by, now_ms),
        }?;
        self.version += 1;
        Ok(())
    }

    fn pause_by(&mut self, state: &ActionState, by: &UserName, now_ms: u64) -> Result<(), String> {
        match state {
            ActionState::Keeping { .. } => {
                return Err(say::server::course::only_keeps().to_owned());
            }
            _ if self.at.pause.as_ref().is_some_and(|pause| pause.why.is_lasting()) => {
                return Err(say::server::course::paused_already().to_owned());
            }
            _ => {}
        }
        let pause = Pause::of(Why::Person, say::deployment::did_pause(by));
        self.pause(Pause { by: Some(by.clone()), ..pause }, now_ms);
        Ok(())
    }

    /// What failed while a person had it paused has its effect now. Other failed steps are done again, and what is
    /// missing or failed by now is taken for known.
    fn resume(&mut self, by: &UserName, now_ms: u64) -> Result<(), String> {
        if self.at.is_paused_for(Why::Guard) {
            return Err(say::server::course::goes_on_by_itself().to_owned());
        }
        let Some(pause) = self.at.pause.take() else {
            return Err(say::server::course::not_paused().to_owned());
        };
        self.say(now_ms, Some(by.clone()), say::server::course::resumed_by(&by));
        let failed = self.failed();
        if pause.why == Why::Person
            && let Some(to) = self.way_of_failure()
            && !failed.is_empty()
        {
            self.turn(to, self.notes(&failed), None, now_ms);
            return Ok(());
        }
        self.at.accepts = true;
        for index in failed {
            self.do_again(index, now_ms);
        }
        if pause.why == Why::Failure {
            // Its time may be what was over.
            self.at.worked_ms = 0;
        }
        self.counted_ms = now_ms;
        Ok(())
    }

    fn promote(&mut self, state: &ActionState, by: &UserName, now_ms: u64) -> Result<(), String> {
        if !matches!(state, ActionState::Holding { .. }) {
            return Err(say::server::course::waits_for_nobody().to_owned());
        }
        self.say(now_ms, Some(by.clone()), say::server::course::continued_by(&by));
        self.pass_wait(now_ms);
        Ok(())
    }

    fn finish_keeping(&mut self, state: &ActionState, by: &UserName, now_ms: u64) -> Result<(), String> {
        if !matches!(state, ActionState::Keeping { .. }) {
            return Err(say::server::course::keeps_nothing().to_owned());
        }
        self.say(now_ms, Some(by.clone()), say::server::course::finished_by(&by));
        self.pass_wait(now_ms);
        Ok(())
    }

    fn pass_wait(&mut self, now_ms: u64) {
        self.at.wait = None;
        self.at.stage += 1;
        self.counted_ms = now_ms;
    }

    fn abort(&mut self, state: &ActionState, by: &UserName, now_ms: u64) -> Result<(), String> {
        if matches!(state, ActionState::Keeping { .. }) {
            return Err(say::server::course::at_its_end().to_owned());
        }
        if self.at.leg == Leg::Abort {
            return Err(say::server::course::aborting_already().to_owned());
        }
        self.turn(Leg::Abort, say::deployment::did_abort(by), Some(by.clone()), now_ms);
        Ok(())
    }

    fn roll_back(&mut self, by: &UserName, now_ms: u64) -> Result<(), String> {
        if self.deployment.is_none() {
            return Err(say::server::course::no_deployment().to_owned());
        }
        match self.at.leg {
            Leg::Plan => {}
            Leg::Back => return Err(say::server::course::rolling_back_already().to_owned()),
            Leg::Abort => return Err(say::server::course::aborting_already().to_owned()),
        }
        self.turn(Leg::Back, say::deployment::did_roll_back(by), Some(by.clone()), now_ms);
        Ok(())
    }

    fn retry(&mut self, step: usize, by: &UserName, now_ms: u64) -> Result<(), String> {
        if !self.failed().contains(&step) {
            return Err(say::server::course::step_not_failed().to_owned());
        }
        self.do_again(step, now_ms);
        let unit = self.steps().get(step).map_or_else(String::new, |step| step.unit().to_string());
        self.say(now_ms, Some(by.clone()), say::server::course::retried_by(&by, &unit));
        self.go_on_without_failures(now_ms);
        Ok(())
    }

    fn leave_out(&mut self, step: usize, by: &UserName, now_ms: u64) -> Result<(), String> {
        let (_, lane) = self.route.lane_of(step).ok_or(say::server::course::no_such_step())?;
        let failed = self.failed();
        if !lane.iter().any(|index| failed.contains(index)) {
            return Err(say::server::course::no_step_failed().to_owned());
        }
        let name = |index: usize| self.steps().get(index).map(|step| step.unit().clone());
        let units: Vec<_> = lane.iter().filter_map(|index| name(*index)).collect();
        // Also in later stages: what was not stopped in order is not destroyed either.
        let all: Vec<usize> = self
            .route
            .steps_of(self.at.leg)
            .filter(|index| name(*index).is_some_and(|unit| units.contains(&unit)))
            .collect();
        for index in all {
            if let Some(at) = self.at.steps.get_mut(index)
                && matches!(at.progress, Progress::Waiting | Progress::Failed)
            {
                (at.progress, at.left_out_by_person) = (Progress::LeftOut, true);
            }
        }
        let unit = units.first().map_or_else(String::new, ToString::to_string);
        self.say(now_ms, Some(by.clone()), say::server::course::left_out_by(&by, &unit));
        self.go_on_without_failures(now_ms);
        Ok(())
    }

    /// As few may serve from here on as the guard was asked for.
    fn go_on_with(&mut self, least: u32, by: &UserName, now_ms: u64) -> Result<(), String> {
        let fewer = self.at.pause.as_ref().and_then(|pause| pause.fewer);
        let Some(fewer) = fewer else {
            return Err(say::server::course::waits_for_no_more().to_owned());
        };
        let before = self.least(self.left_out().len());
        if least as usize >= before {
            return Err(say::server::course::least_too_low(&before, &fewer));
        }
        if least < fewer {
            return Err(say::server::course::least_too_few(&fewer));
        }
        self.at.fewer = Some(least);
        self.at.pause = None;
        self.counted_ms = now_ms;
        let line = say::server::course::resumed_with_fewer(&by, &least, &before);
        self.say(now_ms, Some(by.clone()), line);
        Ok(())
    }

    /// Once no step is failed any more, the pause for it is over.
    fn go_on_without_failures(&mut self, now_ms: u64) {
        self.tell_failures();
        if self.failed().is_empty() && self.at.is_paused_for(Why::Failure) {
            self.at.pause = None;
            self.at.worked_ms = 0;
            self.counted_ms = now_ms;
        }
    }

    /// The failed steps of the stage it is in. What failed before it went another way is past.
    pub(super) fn failed(&self) -> Vec<usize> {
        let stage = self.route.stages().get(self.at.stage);
        let steps = stage.into_iter().flat_map(|stage| stage.lanes.iter().flatten().copied());
        steps
            .filter(|index| self.at.steps.get(*index).is_some_and(|at| at.progress == Progress::Failed))
            .collect()
    }

    /// What came of the try before is kept among the lines.
    fn do_again(&mut self, step: usize, now_ms: u64) {
        let Some(at) = self.at.steps.get_mut(step) else { return };
        at.progress = Progress::Waiting;
        at.again = true;
        let took_s = at.ended_ms.unwrap_or(now_ms).saturating_sub(at.began_ms.unwrap_or(now_ms)) / 1_000;
        let text = say::server::course::step_again(&(step + 1), &seconds(took_s), &at.note);
        self.say(now_ms, None, text);
        // What was started and stopped again meanwhile may still run.
        let destroyed = match self.steps().get(step) {
            Some(Step::Destroy { unit }) => unit.clone(),
            _ => return,
        };
        let before = step.checked_sub(1).filter(|before| {
            matches!(self.steps().get(*before), Some(Step::WaitStopped { unit }) if *unit == destroyed)
        });
        if let Some(at) = before.and_then(|before| self.at.steps.get_mut(before)) {
            at.progress = Progress::Waiting;
        }
    }
}
