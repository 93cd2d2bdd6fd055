//! What can be said to a deployment as it stands, in words, and what each of it leads to. Pure.

use shared::action::{ActionDetail, ActionState, ActionView, Progress};
use shared::course::Leg;
use shared::deployment::{Command, Deploying, OnFailure, Strategy};

use crate::pages::deployments::words::counts;
use crate::state::deploying::version_of;
use crate::state::settings_words;
use crate::ui::icon::Icon;

/// What can be said to what stands so, the usual first.
pub fn offered(state: &ActionState, deploying: Option<&Deploying>) -> Vec<Command> {
    let turns_to = deploying.and_then(|deploying| deploying.turns_to);
    if let Some(leg) = turns_to {
        return if leg == Leg::Back { vec![Command::Abort] } else { Vec::new() };
    }
    let mut offered = match state {
        ActionState::Running => vec![Command::Pause, Command::Abort],
        ActionState::Paused { fewer: Some(least), .. } => {
            vec![Command::GoOnWith { least: *least }, Command::Abort]
        }
        ActionState::Paused { .. } => vec![Command::Resume, Command::Abort],
        ActionState::Holding { until_ms: None } => vec![Command::Promote, Command::Abort],
        ActionState::Holding { until_ms: Some(_) } => vec![Command::Promote, Command::Pause, Command::Abort],
        ActionState::Keeping { .. } => vec![Command::Finish],
        ActionState::Asked { .. }
        | ActionState::Declined { .. }
        | ActionState::Waiting { .. }
        | ActionState::Done
        | ActionState::Aborted { .. }
        | ActionState::RolledBack { .. }
        | ActionState::Undone { .. }
        | ActionState::Failed { .. }
        | ActionState::Interrupted { .. } => Vec::new(),
    };
    match deploying.map(|deploying| deploying.leg) {
        Some(Leg::Plan) if !offered.is_empty() => offered.push(Command::RollBack),
        Some(Leg::Abort) => offered.retain(|command| *command != Command::Abort),
        _ => {}
    }
    offered
}

/// Whether somebody has to decide, so that each choice stands with what it leads to. Who paused it has decided: the way on
/// stands where the pause stood, and nothing on the page moves.
pub fn is_asked(state: &ActionState) -> bool {
    match state {
        ActionState::Paused { by, fewer, .. } => by.is_none() || fewer.is_some(),
        state => matches!(state, ActionState::Holding { .. }),
    }
}

/// The words on a button, and its icon. With an ellipsis where it asks first.
pub fn words(command: &Command, failed: bool) -> (&'static str, Icon) {
    match command {
        Command::Pause => (say::deployment::pause(), Icon::Pause),
        Command::Resume if failed => (say::deployment::resume_failed(), Icon::Play),
        Command::Resume => (say::deployment::resume(), Icon::Play),
        Command::Promote => (say::deployment::promote(), Icon::Play),
        Command::Abort => (say::deployment::abort(), Icon::Stop),
        Command::RollBack => (say::deployment::roll_back(), Icon::Undo),
        Command::Finish => (say::deployment::finish(), Icon::Remove),
        Command::Retry { .. } => (say::deployment::retry(), Icon::Refresh),
        Command::LeaveOut { .. } => (say::deployment::leave_out(), Icon::Arrow),
        Command::GoOnWith { .. } => (say::deployment::go_on_with(), Icon::Play),
    }
}

/// Whether going on does failed steps again: those of the stage that it is in. What failed before it went another way is
/// past.
pub fn has_failed(detail: &ActionDetail) -> bool {
    let at = detail.view.deploying.as_deref().map_or(0, |deploying| deploying.stage as usize);
    let first = |stage: usize| -> usize {
        let before = detail.stages.iter().take(stage).flat_map(|stage| &stage.lanes);
        before.map(|lane| *lane as usize).sum()
    };
    let steps = match detail.stages.len() {
        0 => 0..detail.steps.len(),
        _ => first(at)..first(at + 1),
    };
    let steps = detail.steps.get(steps).unwrap_or_default();
    steps.iter().any(|step| step.progress == Progress::Failed)
}

/// Whether the way back takes the new instances away before the old ones start again.
pub fn goes_first(detail: &ActionDetail) -> bool {
    let strategy = detail.deployment.as_ref().map(|deployment| deployment.settings.strategy);
    matches!(strategy, Some(Strategy::Recreate | Strategy::Rolling { surge: 0, .. }))
}

/// What saying it leads to, in a sentence or two.
pub fn leads_to(command: &Command, view: &ActionView, detail: &ActionDetail) -> String {
    let deploying = view.deploying.as_deref();
    let before = || deploying.map(|deploying| counts(&deploying.from)).unwrap_or_default();
    let after = || version_of(view).map_or_else(|| say::deployment::it().to_owned(), ToString::to_string);
    match command {
        Command::Pause => say::deployment::pause_leads().to_owned(),
        Command::Resume => resume(&view.state, detail),
        Command::Promote => say::deployment::promote_leads(&after()),
        Command::Abort => say::deployment::abort_leads().to_owned(),
        Command::RollBack if deploying.is_some_and(|deploying| deploying.from.is_empty()) => {
            say::deployment::roll_back_leads_nowhere().to_owned()
        }
        Command::RollBack if goes_first(detail) => say::deployment::roll_back_leads_first(&before()),
        Command::RollBack => say::deployment::roll_back_leads(&before()),
        Command::Finish => say::deployment::finish_leads().to_owned(),
        Command::Retry { .. } => say::deployment::retry_leads().to_owned(),
        Command::GoOnWith { least } => say::deployment::go_on_with_leads(least),
        Command::LeaveOut { .. } => say::deployment::leave_out_leads().to_owned(),
    }
}

fn resume(state: &ActionState, detail: &ActionDetail) -> String {
    let on_failure = detail.deployment.as_ref().map(|deployment| deployment.settings.on_failure);
    match (state, on_failure) {
        (ActionState::Paused { resumes: true, .. }, _) => say::deployment::resume_looks_again().to_owned(),
        // What failed meanwhile has its effect only now.
        (
            ActionState::Paused { by: Some(_), .. },
            Some(on_failure @ (OnFailure::Abort | OnFailure::RollBack)),
        ) if has_failed(detail) => say::deployment::resume_effect(&settings_words::on_failure(on_failure)),
        _ if has_failed(detail) => say::deployment::resume_leads_failed().to_owned(),
        _ => say::deployment::resume_leads().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::stages::tests::canary;
    use super::*;
    use crate::state::deploying::tests::deploying;
    use shared::UserName;

    fn paused(by: Option<&str>, resumes: bool) -> ActionState {
        let by = by.and_then(|name| UserName::parse(name).ok());
        ActionState::Paused { reason: String::new(), by, resumes, fewer: None }
    }

    #[test]
    fn what_is_offered_follows_from_how_it_stands() {
        use Command::{Abort, Finish, Pause, Promote, Resume, RollBack};
        let goes = deploying();
        let offers = |state: ActionState| offered(&state, Some(&goes));
        assert_eq!(offers(ActionState::Running), [Pause, Abort, RollBack]);
        assert_eq!(offers(ActionState::Holding { until_ms: None }), [Promote, Abort, RollBack]);
        assert_eq!(offers(ActionState::Keeping { until_ms: 5 }), [Finish, RollBack]);
        assert_eq!(offers(ActionState::Done), []);
        let too_few = ActionState::Paused { reason: String::new(), by: None, resumes: true, fewer: Some(2) };
        assert_eq!(offers(too_few), [Command::GoOnWith { least: 2 }, Abort, RollBack]);
        assert_eq!(offered(&ActionState::Running, None), [Pause, Abort], "it is no deployment");
        let back = Deploying { leg: Leg::Back, ..deploying() };
        assert_eq!(offered(&paused(None, false), Some(&back)), [Resume, Abort]);
        let out = Deploying { leg: Leg::Abort, ..deploying() };
        assert_eq!(offered(&ActionState::Running, Some(&out)), [Pause]);
    }

    #[test]
    fn who_paused_it_is_asked_nothing() {
        assert!(!is_asked(&paused(Some("ada"), false)));
        assert!(is_asked(&paused(None, false)) && is_asked(&ActionState::Holding { until_ms: None }));
    }

    #[test]
    fn what_is_about_to_go_another_way_is_told_nothing_more_but_to_end() {
        let turns_to = |leg| Deploying { turns_to: Some(leg), ..deploying() };
        assert_eq!(offered(&ActionState::Running, Some(&turns_to(Leg::Back))), [Command::Abort]);
        assert_eq!(offered(&paused(None, true), Some(&turns_to(Leg::Abort))), []);
    }

    #[test]
    fn what_failed_before_it_went_another_way_is_not_tried_again() {
        use Progress::{Done, Failed, Waiting};
        let of = |stage| canary(paused(None, false), stage, [Done, Failed, Waiting, Waiting]);
        assert!(has_failed(&of(0)) && !has_failed(&of(2)));
        let said = leads_to(&Command::Resume, &of(2).view, &of(2));
        assert!(said.starts_with("Goes on from here"), "{said}");
    }

    #[test]
    fn to_go_on_says_what_becomes_of_what_failed() {
        use Progress::{Done, Failed, Waiting};
        let said = |state: ActionState, second| {
            let detail = canary(state, 0, [Done, second, Waiting, Waiting]);
            leads_to(&Command::Resume, &detail.view, &detail)
        };
        assert!(said(paused(None, false), Failed).starts_with("Does every failed step again"));
        assert!(said(paused(Some("ada"), false), Waiting).starts_with("Goes on from here"));
        assert!(said(paused(None, true), Waiting).starts_with("Looks again at once"));
        assert_eq!(words(&Command::Resume, true).0, "Try again and resume");
        assert_eq!(words(&Command::Resume, false).0, "Resume");
    }
}
