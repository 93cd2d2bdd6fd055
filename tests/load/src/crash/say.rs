//! What people say to deployments at work: what makes sense, and now and then what does not.

use shared::action::{ActionDetail, ActionState, Progress};
use shared::course::Leg;
use shared::deployment::Command;

use super::chance::Chance;

/// What somebody says to a deployment, if anything.
pub(super) fn something(chance: &mut Chance, action: &ActionDetail) -> Option<Command> {
    if chance.below(300) == 0 {
        return Some(anything(chance, action));
    }
    // What failed before it went another way is past.
    let failed = action.steps.iter().rposition(|step| step.progress == Progress::Failed);
    let failed = failed.and_then(|step| u32::try_from(step).ok());
    match &action.view.state {
        ActionState::Running => match chance.below(1_500) {
            0..=3 => Some(Command::Pause),
            4..=6 => Some(Command::RollBack),
            7..=8 => Some(Command::Abort),
            _ => None,
        },
        ActionState::Paused { fewer: Some(least), .. } if chance.below(40) == 0 => {
            Some(Command::GoOnWith { least: *least })
        }
        ActionState::Paused { resumes: true, .. } => match chance.below(200) {
            0 => Some(Command::Resume),
            1 => Some(Command::RollBack),
            2 => Some(Command::Abort),
            _ => None,
        },
        ActionState::Paused { resumes: false, .. } => match (chance.below(60), failed) {
            (0..=3, None) | (18, _) => Some(Command::Resume),
            (0..=9, Some(step)) => Some(Command::Retry { step }),
            (10..=15, Some(step)) => Some(Command::LeaveOut { step }),
            (16, _) => Some(Command::RollBack),
            (17, _) => Some(Command::Abort),
            _ => None,
        },
        ActionState::Holding { .. } => match chance.below(20) {
            0..=3 => Some(Command::Promote),
            4 => Some(Command::Abort),
            5 => Some(Command::RollBack),
            _ => None,
        },
        ActionState::Keeping { .. } => match chance.below(60) {
            0..=2 => Some(Command::Finish),
            3 => Some(Command::RollBack),
            _ => None,
        },
        _ => None,
    }
}

/// Whether it makes sense or not: then it is to be refused, and nothing done.
fn anything(chance: &mut Chance, action: &ActionDetail) -> Command {
    // One behind the last is no step at all.
    let step = u32::try_from(chance.below(action.steps.len() as u64 + 1)).unwrap_or_default();
    match chance.below(9) {
        0 => Command::Pause,
        1 => Command::Resume,
        2 => Command::Promote,
        3 => Command::Abort,
        4 => Command::RollBack,
        5 => Command::Retry { step },
        6 => Command::LeaveOut { step },
        // As many never served.
        7 => Command::GoOnWith { least: 99 },
        _ => Command::Finish,
    }
}

/// What brings one that stands still to an end, when nobody wants anything more of it: back first, and where that has
/// failed, out.
pub(super) fn last_word(chance: &mut Chance, action: &ActionDetail) -> Option<Command> {
    let is_on_its_way = action.lines.iter().any(|line| line.text.contains("rolled"));
    let is_aborted = action.view.deploying.as_ref().is_some_and(|deploying| deploying.leg == Leg::Abort);
    match &action.view.state {
        // Somebody has paused it on its way to its end.
        ActionState::Paused { resumes: false, .. } if is_aborted => Some(Command::Resume),
        ActionState::Paused { .. } | ActionState::Holding { .. } if is_on_its_way || chance.percent(40) => {
            Some(Command::Abort)
        }
        ActionState::Paused { .. } | ActionState::Holding { .. } => Some(Command::RollBack),
        _ => None,
    }
}
