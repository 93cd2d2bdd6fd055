//! The course of an action at work: which steps begin now, and what follows from each end, command, reading and hour.
//!
//! A pure state machine. Whoever runs an action tells it what is seen and what ended, does what it orders, and stores
//! it ([`At`]) before each call, so that a killed run goes on from there. It never calls anything, and knows the time
//! only as it is told.
//!
//! Words: a course goes on one *leg* at a time, as planned, back, or to an abort's end ([`Leg`]). Where it is to leave its
//! leg, it *turns*: nothing further begins, and once nothing is under way whoever runs it finds the steps of the new leg,
//! the [`Detour`]. All steps, the plan's and the detours', in stages and lanes, are its *route*.
//!
//! A *deployment* is watched: before it takes anything away Fleet must answer, nothing may have vanished, and enough
//! instances must serve. Any other action just does its steps, each unit's in order.

mod advance;
mod at;
mod begin;
mod command;
mod end;
mod guard;
mod kept;
mod leap;
mod left_out;
mod route;
mod sighting;
mod steady;
#[cfg(test)]
mod tests;
mod told;
mod weather;

use crate::action::{ActionState, Progress};
use crate::deployment::Deployment;
use crate::plan::{Begun, Plan, Step};

pub use advance::Orders;
pub use at::{At, Leg, StepAt};
pub use end::Outcome;
pub use route::Detour;
pub use sighting::{OLDEST_MS, Seen, Sighting};
pub use steady::Steady;

use route::Route;

/// An action at work.
#[derive(Debug, Clone)]
pub struct Course {
    route: Route,
    at: At,
    /// What a deployment was made for; the course of another action has none.
    deployment: Option<Box<Deployment>>,
    /// Until when the time was counted.
    counted_ms: u64,
    /// Grows with every change that is worth storing.
    version: u64,
}

impl Course {
    /// The course of a plan of which nothing was done.
    pub fn begin(plan: &Plan, now_ms: u64) -> Self {
        Self::with(plan, &[], At::begin(plan.steps.len()), now_ms)
    }

    /// The course as it was stored, with what was added to the plan. What was under way is begun again: every step can
    /// be done twice.
    pub fn restore(plan: &Plan, detours: &[Detour], at: At, now_ms: u64) -> Self {
        let mut course = Self::begun_again(plan, detours, at, now_ms);
        course.say(now_ms, None, say::server::course::restarted().to_owned());
        course
    }

    /// The same, in a server that runs on: a fault of its own has cut the run off.
    pub fn restore_after_fault(plan: &Plan, detours: &[Detour], at: At, now_ms: u64) -> Self {
        let mut course = Self::begun_again(plan, detours, at, now_ms);
        let words = "A fault of the server's own cut this off. It goes on from what was stored.";
        course.say(now_ms, None, words.to_owned());
        course
    }

    fn begun_again(plan: &Plan, detours: &[Detour], at: At, now_ms: u64) -> Self {
        let mut course = Self::with(plan, detours, at, now_ms);
        for step in &mut course.at.steps {
            if step.progress == Progress::Running {
                step.progress = Progress::Waiting;
            }
        }
        course.at.weather.forget_sky();
        course.wait_no_longer(now_ms);
        course
    }

    fn with(plan: &Plan, detours: &[Detour], mut at: At, now_ms: u64) -> Self {
        let mut route = Route::of(plan);
        for detour in detours {
            route.add(detour.clone());
        }
        // Stored before a detour was planned that is there now: its steps are not begun.
        at.steps.resize(route.steps().len(), StepAt::default());
        Self { route, at, deployment: plan.deployment.clone(), counted_ms: now_ms, version: 0 }
    }

    /// How far it is, as it is stored.
    pub fn at(&self) -> &At {
        &self.at
    }

    /// The plan's steps, and behind them those that were added on a way back.
    pub fn steps(&self) -> &[Step] {
        self.route.steps()
    }

    /// What was added to the plan.
    pub fn detours(&self) -> &[Detour] {
        self.route.detours()
    }

    /// A number that grows with every change that is worth storing.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        self.at.end.is_some()
    }

    /// Whether it only waits for a person or an hour, so that Fleet need not be read often for it. Canaries that bake are
    /// watched closely.
    pub fn rests(&self) -> bool {
        let is_paused = self.at.pause.as_ref().is_some_and(|pause| pause.why.is_lasting());
        !self.is_over()
            && !self.at.is_turning()
            && (is_paused
                || self.at.pause.is_none()
                    && self.at.wait.is_some_and(|wait| wait.keeps || wait.until_ms.is_none()))
    }

    /// The state as it is told.
    pub fn state(&self) -> ActionState {
        self.at.state()
    }

    /// The steps that were begun, whatever came of them: what a way back or out is found from.
    pub fn begun(&self) -> Vec<Begun<'_>> {
        let steps = self.steps().iter().zip(&self.at.steps).filter(|(_, at)| at.began_ms.is_some());
        steps.map(|(step, at)| Begun { step, is_done: at.progress == Progress::Done }).collect()
    }

    /// The steps that are under way.
    pub fn running(&self) -> impl Iterator<Item = usize> {
        let running = |(index, step): (usize, &StepAt)| (step.progress == Progress::Running).then_some(index);
        self.at.steps.iter().enumerate().filter_map(running)
    }

    /// Ends it for a reason from outside: it can't be run any more.
    pub fn give_up(&mut self, state: ActionState) {
        if !self.is_over() {
            self.finish(state);
        }
    }
}
