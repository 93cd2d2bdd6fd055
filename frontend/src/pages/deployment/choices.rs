//! What can be said to a deployment as it stands, in words, and what each of it leads to. Pure.

use shared::action::{ActionDetail, ActionState, ActionView, Progress};
use shared::deployment::{Command, OnFailure};

use crate::pages::deployments::words::{counts, version};
use crate::state::settings_words;
use crate::ui::icon::Icon;

/// What can be said to what stands so, the usual first.
pub fn offered(state: &ActionState, back: bool) -> Vec<Command> {
    let mut offered = match state {
        ActionState::Running => vec![Command::Pause, Command::Abort],
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
    if !offered.is_empty() && !back {
        offered.push(Command::RollBack);
    }
    offered
}

/// Whether somebody has to decide, so that each choice stands with what it leads to.
pub fn is_asked(state: &ActionState) -> bool {
    matches!(state, ActionState::Paused { .. } | ActionState::Holding { .. })
}

/// The words on a button, and its icon. With an ellipsis where it asks first.
pub fn words(command: &Command, failed: bool) -> (&'static str, Icon) {
    match command {
        Command::Pause => ("Pause", Icon::Pause),
        Command::Resume if failed => ("Try again and go on", Icon::Play),
        Command::Resume => ("Go on", Icon::Play),
        Command::Promote => ("Let the rest follow", Icon::Play),
        Command::Abort => ("Abort…", Icon::Stop),
        Command::RollBack => ("Roll back…", Icon::Undo),
        Command::Finish => ("Remove the old ones now…", Icon::Remove),
        Command::Retry { .. } => ("Try this step again", Icon::Refresh),
        Command::Skip { .. } => ("Skip this instance", Icon::Arrow),
    }
}

/// Whether going on does failed steps again.
pub fn has_failed(detail: &ActionDetail) -> bool {
    detail.steps.iter().any(|step| step.progress == Progress::Failed)
}

/// What saying it leads to, in a sentence or two.
pub fn leads_to(command: &Command, view: &ActionView, detail: &ActionDetail) -> String {
    let deploying = view.deploying.as_deref();
    let before = || deploying.map(|deploying| counts(&deploying.from)).unwrap_or_default();
    let after = || deploying.map_or_else(|| "It".to_owned(), |deploying| version(&deploying.to));
    match command {
        Command::Pause => {
            "Begins no further step; what is under way ends first. What serves goes on serving.".to_owned()
        }
        Command::Resume => resume(&view.state, detail),
        Command::Promote => format!("{} is good: the rest of it starts, and the old instances go.", after()),
        Command::Abort => {
            "Ends it here. What serves goes on serving, the old and the new; nothing is removed.".to_owned()
        }
        Command::RollBack if deploying.is_some_and(|deploying| deploying.from.is_empty()) => {
            "Removes the new instances: nothing of it ran before.".to_owned()
        }
        Command::RollBack => {
            format!("Brings back {}, and removes the new instances once that serves.", before())
        }
        Command::Finish => {
            "The old instances, which are kept stopped, are removed before their time.".to_owned()
        }
        Command::Retry { .. } => {
            "Does this one step again. Once no step is failed any more, the deployment goes on.".to_owned()
        }
        Command::Skip { .. } => {
            "Leaves this instance as it is, does none of its steps, and goes on with the others.".to_owned()
        }
    }
}

fn resume(state: &ActionState, detail: &ActionDetail) -> String {
    let on_failure = detail.deployment.as_ref().map(|deployment| deployment.settings.on_failure);
    match (state, on_failure) {
        (ActionState::Paused { resumes: true, .. }, _) => {
            "Looks again at once, and takes instances that are missing by now for gone. Still never fewer serve than must.".to_owned()
        }
        // What failed meanwhile has its effect only now.
        (
            ActionState::Paused { by: Some(_), .. },
            Some(on_failure @ (OnFailure::Abort | OnFailure::RollBack)),
        ) if has_failed(detail) => {
            format!("A step has failed meanwhile, so {}.", settings_words::on_failure(on_failure))
        }
        _ if has_failed(detail) => "Does every failed step again, then the steps that are left.".to_owned(),
        _ => "Goes on from here with the steps that are left.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::stages::tests::canary;
    use super::*;
    use shared::UserName;

    fn paused(by: Option<&str>, resumes: bool) -> ActionState {
        let by = by.and_then(|name| UserName::parse(name).ok());
        ActionState::Paused { reason: String::new(), by, resumes }
    }

    #[test]
    fn what_is_offered_follows_from_how_it_stands() {
        use Command::{Abort, Finish, Pause, Promote, Resume, RollBack};
        assert_eq!(offered(&ActionState::Running, false), [Pause, Abort, RollBack]);
        assert_eq!(offered(&paused(None, false), true), [Resume, Abort]);
        assert_eq!(offered(&ActionState::Holding { until_ms: None }, false), [Promote, Abort, RollBack]);
        assert_eq!(offered(&ActionState::Keeping { until_ms: 5 }, false), [Finish, RollBack]);
        assert_eq!(offered(&ActionState::Done, false), []);
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
        assert_eq!(words(&Command::Resume, true).0, "Try again and go on");
        assert_eq!(words(&Command::Resume, false).0, "Go on");
    }
}
