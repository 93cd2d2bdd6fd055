//! How an action at work is told, and as what it is stored.

use shared::action::{ActionDetail, ActionState, ActionView};
use shared::course::Course;
use shared::spec::Spec;

use super::super::present::{stages, step_views};
use super::{Moment, OpenAction, Work};

impl OpenAction {
    /// How far it is.
    pub fn view(&self) -> ActionView {
        self.with(|work| work.view.clone())
    }

    /// How far each step is. Copies all steps: for whoever wants to read them.
    pub fn detail(&self) -> ActionDetail {
        let Moment { view, course, .. } = self.moment();
        ActionDetail {
            view,
            steps: step_views(course.steps(), &course.at().steps),
            stages: stages(&self.plan, course.detours()),
            deployment: self.plan.deployment.clone(),
            lines: course.at().lines.clone(),
            broken_off: course.at().broken_off.clone(),
            spec: Spec::Whole,
        }
    }

    /// All of it that changes, at one moment.
    pub(in super::super) fn moment(&self) -> Moment {
        Moment::of(self.with(|work| work.clone()))
    }

    /// How the course stands, also if its end is not told yet.
    pub(in super::super) fn end(&self) -> ActionState {
        self.with(|work| work.course.state())
    }

    /// As it will be told once its end is stored.
    pub(in super::super) fn at_its_end(&self) -> Moment {
        let (now_ms, wall_ms) = (self.cluster.now_ms(), self.cluster.wall_ms());
        let mut work = self.with(|work| work.clone());
        work.is_told = true;
        work.version += 1;
        work.tell(now_ms);
        work.view.ended_ms = Some(wall_ms.max(work.view.started_ms));
        work.view.restorable = self.is_restorable(&work.course);
        Moment::of(work)
    }

    /// From here on its end may be seen: the record and the store have it, and the snapshot shows what was written last.
    pub(in super::super) fn tell_end(&self, end: Moment) {
        self.with(|work| {
            (work.is_told, work.version, work.view) = (true, end.version, end.view);
        });
    }

    /// The state alone, as it is told.
    pub(in super::super) fn state(&self) -> ActionState {
        self.with(|work| work.view.state.clone())
    }
}

impl Moment {
    pub(super) fn of(work: Work) -> Self {
        let Work { view, course, behalf, version, .. } = work;
        Self { view, course, behalf, version }
    }
}

impl Work {
    /// Writes into the view what has changed.
    pub(super) fn tell(&mut self, now_ms: u64) {
        let Self { view, course, waits, is_told, .. } = self;
        if !course.is_over() || *is_told {
            view.state = waits.clone().unwrap_or_else(|| course.state());
        }
        view.steps_done = course.at().done();
        view.steps_total = count(course);
        view.changed_ms = now_ms.max(view.changed_ms + 1);
        let before = view.deploying.as_ref().map_or(0, |deploying| deploying.percent);
        view.deploying = course.deploying();
        if let Some(deploying) = &mut view.deploying {
            deploying.percent = deploying.percent.max(before);
        }
    }
}

fn count(course: &Course) -> u32 {
    u32::try_from(course.steps().len()).unwrap_or(u32::MAX)
}
