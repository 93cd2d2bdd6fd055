//! Actions as they are shown, made from what is stored or at work. Pure.

use shared::action::{ActionDetail, ActionView, Progress, StepView};
use shared::course::{Detour, StepAt};
use shared::deployment::Stage;
use shared::plan::{Plan, RemovedUnit, Step};
use shared::spec::Spec;

use crate::store::{Action, ActionHead};

/// A stored action as lists show it.
pub fn view(head: ActionHead) -> ActionView {
    let restorable = head.restorable && !head.state.is_open() && !head.request.is_deployment();
    ActionView {
        id: head.id,
        cluster: head.cluster,
        request: head.request,
        summary: head.summary,
        actor: head.actor,
        started_ms: head.started_ms,
        restorable,
        state: head.state,
        steps_done: head.steps_done,
        steps_total: head.steps_total,
        changed_ms: head.changed_ms.max(head.ended_ms.unwrap_or(head.started_ms)),
        ended_ms: head.ended_ms,
        note: head.note,
        deploying: head.deploying,
        asked: head.asked,
    }
}

/// A stored action with its steps.
pub(super) fn detail(action: Action) -> ActionDetail {
    let steps: Vec<Step> = action.steps().cloned().collect();
    ActionDetail {
        steps: step_views(&steps, &action.at.steps),
        stages: stages(&action.plan, &action.detours),
        deployment: action.plan.deployment,
        lines: action.at.lines,
        broken_off: action.at.broken_off,
        view: view(action.head),
        spec: Spec::Whole,
    }
}

/// The stages of the plan, and those that were added.
pub(super) fn stages(plan: &Plan, detours: &[Detour]) -> Vec<Stage> {
    plan.stages.iter().chain(detours.iter().flat_map(|detour| &detour.stages)).cloned().collect()
}

/// The steps, each with how far it is.
pub(super) fn step_views(steps: &[Step], at: &[StepAt]) -> Vec<StepView> {
    let nothing = StepAt::default();
    let at = at.iter().chain(std::iter::repeat(&nothing));
    let view = |(step, at): (&Step, &StepAt)| StepView {
        step: step.clone(),
        progress: at.progress,
        note: at.note.clone(),
        began_ms: at.began_ms,
        ended_ms: at.ended_ms,
    };
    steps.iter().zip(at).map(view).collect()
}

/// Whether something may be gone that can be put back: a call that failed may have been heard all the same. What a
/// deployment has taken away comes back by a roll back, and never beside what took its place.
pub(super) fn is_restorable(plan: &Plan, removed: &[RemovedUnit], at: &[StepAt]) -> bool {
    let was_begun = |at: &StepAt| {
        at.began_ms.is_some() || matches!(at.progress, Progress::Running | Progress::Done | Progress::Failed)
    };
    let is_kept = |step: &Step| {
        matches!(step, Step::Destroy { .. }) && removed.iter().any(|was| was.name == *step.unit())
    };
    plan.deployment.is_none() && plan.steps.iter().zip(at).any(|(step, at)| was_begun(at) && is_kept(step))
}
