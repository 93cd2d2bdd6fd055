//! What an earlier process left in the middle: closed at start-up, with no more said of it than is known.

use shared::action::{ActionState, Progress};
use shared::audit::Outcome;
use shared::plan::Step;

use super::present::may_have_destroyed;
use crate::app::App;
use crate::error::Result;
use crate::service::audit::{self, AuditId};
use crate::store::ActionUpdate;

/// At start-up: what an earlier process left open is closed, with the truth about it.
pub async fn close_interrupted(app: &App) -> Result<()> {
    for mut action in app.store.open_actions().await? {
        let restorable = may_have_destroyed(&action.plan, &action.progress);
        let reason = match action.head.state {
            ActionState::Waiting { .. } => {
                "The server was restarted before anything was sent. Nothing was changed; start it again if it \
                 is still wanted."
            }
            _ => {
                "The server was restarted in the middle. The steps show what was done; what was under way may have \
                 happened as well. Look at the units, and start it again for the rest."
            }
        };
        for (step, at) in action.plan.steps.iter().zip(&mut action.progress) {
            match at.progress {
                // A call is stored as begun before it is sent: this one was not.
                Progress::Waiting => at.progress = Progress::Skipped,
                Progress::Running => {
                    at.progress = Progress::Failed;
                    at.note = interrupted(step).into();
                }
                Progress::Done | Progress::Failed | Progress::Skipped => {}
            }
        }
        let state = ActionState::Interrupted { reason: reason.into() };
        let update = ActionUpdate {
            state: &state,
            progress: &action.progress,
            restorable,
            ended_ms: Some(app.wall_ms()),
        };
        // The record first, as at every end: the action's own end puts the record's on the disk with it.
        audit::finish(app, AuditId::from_number(action.head.audit_id), Outcome::Failed, reason).await;
        app.store.update_action(&action.head.id, update).await?;
    }
    Ok(())
}

/// What is known of a step that was under way when the server ended.
fn interrupted(step: &Step) -> &'static str {
    match step.call() {
        Some(_) => "The server was restarted while this was under way: it may have happened.",
        None => "The server was restarted while it waited for this.",
    }
}
