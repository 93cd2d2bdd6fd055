//! Actions in words: the last change of an app, and how an action goes.

use shared::action::{ActionState, ActionView};
use shared::plan::PlanRequest;

use crate::state::words;

/// What was done, in the past tense and without the app's name: "launched 2 of 2.0.0".
pub fn past(action: &ActionView) -> String {
    let version = |version: &Option<fleet::Version>| {
        version.as_ref().map_or_else(|| say::action::past_no_version().to_owned(), ToString::to_string)
    };
    match &action.request {
        PlanRequest::Launch { version, count, .. } => say::action::past_launched(count, version),
        PlanRequest::Scale { version: which, count, .. } => say::action::past_scaled(&version(which), count),
        PlanRequest::RemoveUnit { unit } => say::action::past_removed(&short(unit.as_str())),
        PlanRequest::RemoveVersion { version: which, .. } => say::action::past_removed(&version(which)),
        PlanRequest::RemoveApp { .. } => say::action::past_removed_all().to_owned(),
        PlanRequest::StartUnit { unit } => say::action::past_started(&short(unit.as_str())),
        PlanRequest::StopUnit { unit } => say::action::past_stopped(&short(unit.as_str())),
        PlanRequest::Restore { .. } => say::action::past_put_back().to_owned(),
        PlanRequest::Deploy { version, .. } => say::action::past_deployed(version),
        PlanRequest::RestartApp { .. } => say::action::past_restarted().to_owned(),
        PlanRequest::RollBack { .. } => say::action::past_rolled_back().to_owned(),
    }
}

/// What was done in one word: "launched".
pub fn verb(request: &PlanRequest) -> &'static str {
    match request {
        PlanRequest::Launch { .. } => say::action::launched(),
        PlanRequest::Scale { .. } => say::action::scaled(),
        PlanRequest::RemoveUnit { .. }
        | PlanRequest::RemoveVersion { .. }
        | PlanRequest::RemoveApp { .. } => say::action::removed(),
        PlanRequest::StartUnit { .. } => say::action::started(),
        PlanRequest::StopUnit { .. } => say::action::stopped(),
        PlanRequest::Restore { .. } => say::action::put_back(),
        PlanRequest::Deploy { .. } => say::action::deployed(),
        PlanRequest::RestartApp { .. } => say::action::restarted(),
        PlanRequest::RollBack { .. } => say::action::rolled_back(),
    }
}

/// What goes on, without the app's name: "launching 2.0.0".
pub fn going(request: &PlanRequest) -> String {
    match request {
        PlanRequest::Launch { version, .. } => say::action::going_launches(version),
        PlanRequest::Scale { version: Some(version), count, .. } => {
            say::action::going_scales_version(version, count)
        }
        PlanRequest::Scale { count, .. } => say::action::going_scales(count),
        PlanRequest::RemoveVersion { version: Some(version), .. } => {
            say::action::going_removes_version(version)
        }
        PlanRequest::RemoveVersion { .. } => say::action::going_removes().to_owned(),
        PlanRequest::RemoveUnit { .. } => say::action::going_removes_unit().to_owned(),
        PlanRequest::RemoveApp { .. } => say::action::going_removes_all().to_owned(),
        PlanRequest::StartUnit { .. } => say::action::going_starts_unit().to_owned(),
        PlanRequest::StopUnit { .. } => say::action::going_stops_unit().to_owned(),
        PlanRequest::Restore { .. } => say::action::going_puts_back().to_owned(),
        PlanRequest::Deploy { version, .. } => say::action::going_deploys(version),
        PlanRequest::RestartApp { .. } => say::action::going_restarts().to_owned(),
        PlanRequest::RollBack { .. } => say::action::going_rolls_back().to_owned(),
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
            format!("{}{}", say::action::asked_for(&action.actor, &action.summary), standing(action))
        }
        _ => format!("{}{}", say::action::who_did(&action.actor, &past(action)), standing(action)),
    }
}

/// How an action stands, after its sentence: ", 3 of 8 steps", ": failed, …".
pub fn standing(action: &ActionView) -> String {
    match &action.state {
        ActionState::Asked { .. } => say::action::standing_asked().to_owned(),
        ActionState::Declined { reason, .. } => say::action::standing_declined(reason),
        ActionState::Waiting { .. } => say::action::standing_waiting().to_owned(),
        ActionState::Running => {
            let all = action.steps_total.max(1);
            say::action::standing_running(&(action.steps_done + 1).min(all), &all)
        }
        ActionState::Done => action
            .ended_ms
            .map(|ended_ms| {
                say::action::standing_done(&words::span(ended_ms.saturating_sub(action.started_ms)))
            })
            .unwrap_or_default(),
        ActionState::Paused { reason, .. } => say::action::standing_paused(reason),
        ActionState::Holding { .. } => say::action::standing_holding().to_owned(),
        ActionState::Keeping { .. } => say::action::standing_keeping().to_owned(),
        ActionState::Aborted { reason, .. } => say::action::standing_aborted(reason),
        ActionState::RolledBack { reason, .. } => say::action::standing_rolled_back(reason),
        ActionState::Undone { by } => say::action::standing_undone(by),
        ActionState::Failed { reason } => say::action::standing_failed(reason),
        ActionState::Interrupted { reason } => say::action::standing_interrupted(reason),
    }
}

/// How it ended, where that was not as meant: ", failed".
pub fn ending(state: &ActionState) -> &'static str {
    match state {
        ActionState::Failed { .. } => say::action::ending_failed(),
        ActionState::Interrupted { .. } => say::action::ending_interrupted(),
        ActionState::Undone { .. } => say::action::ending_undone(),
        ActionState::Paused { .. } => say::action::ending_paused(),
        ActionState::Aborted { .. } => say::action::ending_aborted(),
        ActionState::RolledBack { .. } => say::action::ending_rolled_back(),
        ActionState::Asked { .. } => say::action::ending_asked(),
        ActionState::Declined { .. } => say::action::ending_declined(),
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
