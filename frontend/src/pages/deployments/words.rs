//! A deployment in words: from what to what, and how it stands. Pure.

use shared::action::{ActionState, ActionView};
use shared::course::Leg;
use shared::deployment::VersionCount;
use shared::plan::PlanRequest;
use shared::words::list;

use crate::action::log;
use crate::state::deploying;
use crate::state::words;
use crate::ui::icon::Icon;

/// What changes: "1.0.0 → 2.0.0", "2.0.0 → 1.0.0 (rollback)", "2.0.0: 3 → 5 instances", "restart of 2.0.0".
pub fn change(action: &ActionView) -> String {
    let Some(deploying) = &action.deploying else { return log::past(action) };
    let (from, to) = (&deploying.from, &deploying.to);
    if matches!(action.request, PlanRequest::RestartApp { .. }) {
        return say::deployments::restart_of(&version(to));
    }
    if matches!(action.request, PlanRequest::Scale { .. }) {
        // Other versions go on beside it.
        let before = from.iter().find(|from| from.version == to.version).map_or(0, |from| from.count);
        return match before {
            0 => say::deployments::first(count(to), &version(to), &words::grouped(count(to))),
            before => say::deployments::scaled(count(to), &version(to), &before, &words::grouped(count(to))),
        };
    }
    match from.as_slice() {
        [] => say::deployments::first(count(to), &version(to), &words::grouped(count(to))),
        [only] if only.version == to.version && only.count == to.count => {
            say::deployments::made_anew(count(to), &version(to), &words::grouped(count(to)))
        }
        [only] if only.version == to.version => {
            say::deployments::scaled(count(to), &version(to), &only.count, &words::grouped(count(to)))
        }
        several => {
            let others: Vec<String> =
                several.iter().filter(|from| from.version != to.version).map(version).collect();
            let change = format!("{} → {}", others.join(", "), version(to));
            let is_back = matches!(action.request, PlanRequest::RollBack { .. });
            if is_back { say::deployments::rollback(&change) } else { change }
        }
    }
}

/// A version, or that there is none.
pub fn version(of: &VersionCount) -> String {
    of.version.as_ref().map_or(say::deployments::no_version(), |version| version.as_str()).to_owned()
}

/// "3 of 1.0.0 and 1 of 0.9".
pub fn counts(all: &[VersionCount]) -> String {
    let each: Vec<String> =
        all.iter().map(|of| say::deployments::count_of(&of.count, &version(of))).collect();
    if each.is_empty() { say::deployments::nothing().to_owned() } else { list(&each) }
}

/// How it stands in a word or two, the value of `data-result`, and a shape.
pub fn standing(action: &ActionView) -> (&'static str, &'static str, Icon) {
    match &action.state {
        ActionState::Done if deploying::unwell(action).is_some() => {
            (say::deployments::standing_unwell(), "paused", Icon::Warning)
        }
        ActionState::Asked { .. } => (say::deployments::standing_asked(), "paused", Icon::History),
        ActionState::Declined { .. } => (say::deployments::standing_declined(), "aborted", Icon::Stop),
        ActionState::Waiting { .. } => (say::deployments::standing_waiting(), "running", Icon::History),
        ActionState::Running => (say::deployments::standing_running(), "running", Icon::Refresh),
        ActionState::Paused { .. } => (say::deployments::standing_paused(), "paused", Icon::Pause),
        ActionState::Holding { .. } => (say::deployments::standing_holding(), "paused", Icon::History),
        ActionState::Keeping { .. } => (say::deployments::standing_keeping(), "done", Icon::Check),
        ActionState::Done => (say::deployments::standing_done(), "done", Icon::Check),
        ActionState::Aborted { .. } => (say::deployments::standing_aborted(), "aborted", Icon::Stop),
        ActionState::RolledBack { .. } => (say::deployments::standing_rolled_back(), "back", Icon::Undo),
        ActionState::Undone { .. } => (say::deployments::standing_undone(), "aborted", Icon::Undo),
        ActionState::Failed { .. } => (say::deployments::standing_failed(), "failed", Icon::Error),
        ActionState::Interrupted { .. } => (say::deployments::standing_interrupted(), "failed", Icon::Error),
    }
}

/// Whether it stands so, by the word with which the address and the server ask for it.
pub fn is(state: &ActionState, word: &str) -> bool {
    word == state_word(state) || (word == "at_work" && state.is_at_work())
}

fn state_word(state: &ActionState) -> &'static str {
    match state {
        ActionState::Asked { .. } => "asked",
        ActionState::Declined { .. } => "declined",
        ActionState::Waiting { .. } => "waiting",
        ActionState::Running => "running",
        ActionState::Paused { .. } => "paused",
        ActionState::Holding { .. } => "holding",
        ActionState::Keeping { .. } => "keeping",
        ActionState::Done => "done",
        ActionState::Aborted { .. } => "aborted",
        ActionState::RolledBack { .. } => "rolled_back",
        ActionState::Undone { .. } => "undone",
        ActionState::Failed { .. } => "failed",
        ActionState::Interrupted { .. } => "interrupted",
    }
}

/// Why it stands so, if there is more to say than the word does.
pub fn reason(state: &ActionState) -> Option<&str> {
    match state {
        ActionState::Paused { reason, .. }
        | ActionState::Declined { reason, .. }
        | ActionState::Aborted { reason, .. }
        | ActionState::RolledBack { reason, .. }
        | ActionState::Failed { reason }
        | ActionState::Interrupted { reason } => Some(reason),
        ActionState::Asked { .. }
        | ActionState::Waiting { .. }
        | ActionState::Running
        | ActionState::Holding { .. }
        | ActionState::Keeping { .. }
        | ActionState::Done
        | ActionState::Undone { .. } => None,
    }
}

/// How long it took, or has taken so far.
pub fn took(action: &ActionView, now_ms: u64) -> String {
    let until_ms = match action.state {
        // What was wanted was reached when it last changed; since then it only keeps.
        ActionState::Keeping { .. } => action.changed_ms,
        _ => action.ended_ms.unwrap_or(now_ms),
    };
    words::span(until_ms.saturating_sub(action.started_ms))
}

/// Who agreed to it, where somebody else had to.
pub fn approved_by(action: &ActionView) -> Option<String> {
    let by = action.asked.as_ref()?.approved_by.as_ref()?;
    Some(say::deployments::approved_by(by))
}

/// "stage 3 of 10", while it is at work.
pub fn progress(action: &ActionView) -> Option<String> {
    let deploying = action.deploying.as_deref().filter(|_| action.state.is_at_work())?;
    let stage = deploying::stage(deploying);
    Some(if deploying.leg == Leg::Back { say::deployments::on_its_way_back(&stage) } else { stage })
}

fn count(of: &VersionCount) -> usize {
    usize::try_from(of.count).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::deploying::tests::{counted, deploying, deployment};
    use fleet::AppName;
    use shared::deployment::Deploying;

    fn of(from: Vec<VersionCount>, to: VersionCount) -> String {
        let deploying = Deploying { from, to, ..deploying() };
        change(&ActionView { deploying: Some(Box::new(deploying)), ..deployment(ActionState::Done) })
    }

    #[test]
    fn what_changes_is_said_as_people_say_it() {
        assert_eq!(of(vec![counted("1.0.0", 3)], counted("2.0.0", 3)), "1.0.0 → 2.0.0");
        assert_eq!(of(vec![counted("1.0.0", 3), counted("2.0.0", 1)], counted("2.0.0", 3)), "1.0.0 → 2.0.0");
        assert_eq!(of(vec![counted("2.0.0", 3)], counted("2.0.0", 5)), "2.0.0: 3 → 5 instances");
        assert_eq!(of(vec![counted("2.0.0", 5)], counted("2.0.0", 1)), "2.0.0: 5 → 1 instance");
        assert_eq!(of(vec![], counted("2.0.0", 1)), "2.0.0: 0 → 1 instance");
        let restart = PlanRequest::RestartApp { app: AppName::parse("example").unwrap(), version: None };
        let restart = ActionView { request: restart, ..deployment(ActionState::Done) };
        assert_eq!(change(&restart), "restart of 2.0.0");
    }

    #[test]
    fn a_rollback_says_so() {
        let (from, to) = (vec![counted("2.0.0", 3)], counted("1.0.0", 3));
        let back = PlanRequest::RollBack {
            app: AppName::parse("example").unwrap(),
            action: "0123456789abcdef0123456789abcdef".parse().unwrap(),
            to: shared::plan::BackTo::After,
            skip_gates: false,
        };
        let deploying = Deploying { from, to, ..deploying() };
        let back = ActionView {
            request: back,
            deploying: Some(Box::new(deploying)),
            ..deployment(ActionState::Done)
        };
        assert_eq!(change(&back), "2.0.0 → 1.0.0 (rollback)");
    }

    #[test]
    fn who_approved_it_is_told_once_somebody_has() {
        let asked = |by: Option<&str>| shared::approval::Asked {
            by: "ada".parse().unwrap(),
            at_ms: 500,
            waits: Vec::new(),
            nobody_else: false,
            approved_by: by.map(|by| by.parse().unwrap()),
        };
        let of = |by| {
            approved_by(&ActionView { asked: Some(Box::new(asked(by))), ..deployment(ActionState::Done) })
        };
        assert_eq!(of(Some("bob")).as_deref(), Some("approved by bob"));
        assert_eq!(of(None), None);
        assert_eq!(approved_by(&deployment(ActionState::Done)), None);
    }

    #[test]
    fn a_scaling_is_of_one_version_whatever_runs_beside_it() {
        let of = |from: Vec<VersionCount>, to| {
            let app = AppName::parse("example").unwrap();
            let request = PlanRequest::Scale { app, version: None, count: 2 };
            let deploying = Deploying { from, to, ..deploying() };
            change(&ActionView {
                request,
                deploying: Some(Box::new(deploying)),
                ..deployment(ActionState::Done)
            })
        };
        let beside = || vec![counted("1.0.0", 3), counted("2.0.0", 1)];
        assert_eq!(of(beside(), counted("2.0.0", 2)), "2.0.0: 1 → 2 instances");
        assert_eq!(of(beside(), counted("3.0.0", 1)), "3.0.0: 0 → 1 instance");
    }

    #[test]
    fn what_keeps_the_old_ones_took_until_the_new_ones_served() {
        let kept = deployment(ActionState::Keeping { until_ms: 900_000 });
        assert_eq!(took(&ActionView { ended_ms: None, ..kept }, 600_000), "48 s");
    }

    #[test]
    fn counts_are_listed() {
        assert_eq!(counts(&[counted("1", 3), counted("2", 1)]), "3 of 1 and 1 of 2");
        assert_eq!(counts(&[]), "nothing");
    }
}
