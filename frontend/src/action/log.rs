//! Actions in words: the last change of an app, and how an action goes.

use shared::action::{ActionState, ActionView};
use shared::plan::PlanRequest;

use crate::state::words;

/// What was done, in the past tense and without the app's name: "launched 2 of 2.0.0".
pub fn past(action: &ActionView) -> String {
    let version = |version: &Option<fleet::Version>| {
        version.as_ref().map_or_else(|| "units without a version".to_owned(), ToString::to_string)
    };
    match &action.request {
        PlanRequest::Launch { version, count, .. } => format!("launched {count} of {version}"),
        PlanRequest::Scale { version: which, count, .. } => format!("scaled {} to {count}", version(which)),
        PlanRequest::RemoveUnit { unit } => format!("removed {}", short(unit.as_str())),
        PlanRequest::RemoveVersion { version: which, .. } => format!("removed {}", version(which)),
        PlanRequest::RemoveApp { .. } => "removed all units".to_owned(),
        PlanRequest::StartUnit { unit } => format!("started {}", short(unit.as_str())),
        PlanRequest::StopUnit { unit } => format!("stopped {}", short(unit.as_str())),
        PlanRequest::Restore { .. } => "put back what was removed".to_owned(),
        PlanRequest::Deploy { version, .. } => format!("deployed {version}"),
        PlanRequest::RestartApp { .. } => "restarted".to_owned(),
        PlanRequest::RollBack { .. } => "rolled back".to_owned(),
    }
}

/// What was done in one word: "launched".
pub fn verb(request: &PlanRequest) -> &'static str {
    match request {
        PlanRequest::Launch { .. } => "launched",
        PlanRequest::Scale { .. } => "scaled",
        PlanRequest::RemoveUnit { .. }
        | PlanRequest::RemoveVersion { .. }
        | PlanRequest::RemoveApp { .. } => "removed",
        PlanRequest::StartUnit { .. } => "started",
        PlanRequest::StopUnit { .. } => "stopped",
        PlanRequest::Restore { .. } => "put back",
        PlanRequest::Deploy { .. } => "deployed",
        PlanRequest::RestartApp { .. } => "restarted",
        PlanRequest::RollBack { .. } => "rolled back",
    }
}

/// What goes on, without the app's name: "launching 2.0.0".
pub fn going(request: &PlanRequest) -> String {
    let version =
        |version: &Option<fleet::Version>| version.as_ref().map(|v| format!(" {v}")).unwrap_or_default();
    match request {
        PlanRequest::Launch { version, .. } => format!("launching {version}"),
        PlanRequest::Scale { version: which, count, .. } => format!("scaling{} to {count}", version(which)),
        PlanRequest::RemoveVersion { version: which, .. } => format!("removing{}", version(which)),
        PlanRequest::RemoveUnit { .. } => "removing a unit".to_owned(),
        PlanRequest::RemoveApp { .. } => "removing all units".to_owned(),
        PlanRequest::StartUnit { .. } => "starting a unit".to_owned(),
        PlanRequest::StopUnit { .. } => "stopping a unit".to_owned(),
        PlanRequest::Restore { .. } => "putting back".to_owned(),
        PlanRequest::Deploy { version, .. } => format!("deploying {version}"),
        PlanRequest::RestartApp { .. } => "restarting".to_owned(),
        PlanRequest::RollBack { .. } => "rolling back".to_owned(),
    }
}

/// Who did what: "ada launched 2 of 2.0.0"; of what was not approved, who asked for it.
pub fn sentence(action: &ActionView) -> String {
    match &action.state {
        // Nothing of it was done, or not yet.
        ActionState::Asked { .. }
        | ActionState::Declined { .. }
        | ActionState::Waiting { .. }
        | ActionState::Undone { .. } => {
            format!("{} asked for: {}{}", action.actor, action.summary, standing(action))
        }
        _ => format!("{} {}{}", action.actor, past(action), standing(action)),
    }
}

/// How an action stands, after its sentence: ", 3 of 8 steps", ": failed, …".
pub fn standing(action: &ActionView) -> String {
    match &action.state {
        ActionState::Asked { .. } => ": waits for approval".to_owned(),
        ActionState::Declined { reason, .. } => format!(": not approved. {reason}"),
        ActionState::Waiting { .. } => ": begins in a moment".to_owned(),
        ActionState::Running => {
            let all = action.steps_total.max(1);
            format!(": step {} of {all}", (action.steps_done + 1).min(all))
        }
        ActionState::Done => action
            .ended_ms
            .map(|ended_ms| format!(", in {}", words::span(ended_ms.saturating_sub(action.started_ms))))
            .unwrap_or_default(),
        ActionState::Paused { reason, .. } => format!(": paused. {reason}"),
        ActionState::Holding { .. } => ": waits before the next stage".to_owned(),
        ActionState::Keeping { .. } => ": done, old instances are kept stopped".to_owned(),
        ActionState::Aborted { reason, .. } => format!(": aborted. {reason}"),
        ActionState::RolledBack { reason, .. } => format!(": rolled back. {reason}"),
        ActionState::Undone { by } => format!(": undone by {by}"),
        ActionState::Failed { reason } => format!(": failed. {reason}"),
        ActionState::Interrupted { reason } => format!(": interrupted. {reason}"),
    }
}

/// How it ended, where that was not as meant: ", failed".
pub fn ending(state: &ActionState) -> &'static str {
    match state {
        ActionState::Failed { .. } => ", failed",
        ActionState::Interrupted { .. } => ", interrupted",
        ActionState::Undone { .. } => ", undone",
        ActionState::Paused { .. } => ", paused",
        ActionState::Aborted { .. } => ", aborted",
        ActionState::RolledBack { .. } => ", rolled back",
        ActionState::Asked { .. } => ", waits for approval",
        ActionState::Declined { .. } => ", not approved",
        ActionState::Waiting { .. }
        | ActionState::Running
        | ActionState::Holding { .. }
        | ActionState::Keeping { .. }
        | ActionState::Done => "",
    }
}

/// A unit's name without `.service`.
pub fn short(name: &str) -> &str {
    name.strip_suffix(".service").unwrap_or(name)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use fleet::{AppName, UnitName, Version};
    use shared::{ActionId, ClusterName, UserName};

    pub(crate) fn action(request: PlanRequest, state: ActionState) -> ActionView {
        ActionView {
            id: ActionId::parse("a").unwrap(),
            cluster: ClusterName::parse("default").unwrap(),
            request,
            summary: String::new(),
            actor: UserName::parse("ada").unwrap(),
            started_ms: 1_000,
            state,
            steps_done: 0,
            steps_total: 3,
            changed_ms: 49_000,
            ended_ms: Some(49_000),
            restorable: false,
            note: String::new(),
            deploying: None,
            asked: None,
        }
    }

    #[test]
    fn changes_in_words() {
        let launch = PlanRequest::Launch {
            app: AppName::parse("example").unwrap(),
            version: Version::parse("2.0.0").unwrap(),
            count: 2,
        };
        let done = action(launch, ActionState::Done);
        assert_eq!(format!("{}{}", past(&done), standing(&done)), "launched 2 of 2.0.0, in 48 s");
        let stop = PlanRequest::StopUnit { unit: UnitName::parse("example:1@1.service").unwrap() };
        let failed = action(stop, ActionState::Failed { reason: "Fleet said no.".into() });
        assert_eq!(
            format!("{}{}", past(&failed), standing(&failed)),
            "stopped example:1@1: failed. Fleet said no."
        );
    }
}
