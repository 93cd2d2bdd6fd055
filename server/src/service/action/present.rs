//! Actions as they are shown, made from what is stored or at work. Pure.

use shared::action::{ActionDetail, ActionView, Progress, StepView};
use shared::plan::{Plan, Step};

use crate::store::{Action, ActionHead, StepProgress};

/// A stored action as lists show it.
pub(super) fn view(head: ActionHead) -> ActionView {
    ActionView {
        id: head.id,
        cluster: head.cluster,
        request: head.request,
        summary: head.summary,
        actor: head.actor,
        started_ms: head.started_ms,
        restorable: head.restorable && !head.state.is_open(),
        state: head.state,
        steps_done: head.steps_done,
        steps_total: head.steps_total,
        changed_ms: head.ended_ms.unwrap_or(head.started_ms),
        ended_ms: head.ended_ms,
        note: String::new(),
        deploying: None,
    }
}

/// A stored action with its steps.
pub(super) fn detail(action: Action) -> ActionDetail {
    ActionDetail {
        steps: step_views(&action.plan, action.progress),
        stages: action.plan.stages,
        deployment: action.plan.deployment,
        lines: Vec::new(),
        view: view(action.head),
    }
}

/// The plan's steps, each with how far it is.
pub(super) fn step_views(plan: &Plan, progress: Vec<StepProgress>) -> Vec<StepView> {
    let steps = plan.steps.iter().cloned().zip(progress);
    steps
        .map(|(step, StepProgress { progress, note })| StepView {
            step,
            progress,
            note,
            began_ms: None,
            ended_ms: None,
        })
        .collect()
}

/// Whether a unit may be gone by this plan: a call that failed may have been heard all the same.
pub(super) fn may_have_destroyed(plan: &Plan, progress: &[StepProgress]) -> bool {
    plan.steps.iter().zip(progress).any(|(step, at)| {
        matches!(step, Step::Destroy { .. })
            && matches!(at.progress, Progress::Running | Progress::Done | Progress::Failed)
    })
}
