//! At the start: what an earlier process left in the middle goes on. Only what still could be undone is closed: nothing
//! of it was sent.

use std::sync::Arc;

use shared::action::{ActionState, Progress};
use shared::audit::Outcome;
use shared::course::{At, Course, Detour};
use shared::plan::{Plan, Step};

use super::calls;
use super::open::OpenAction;
use super::present;
use super::recent::FORGOTTEN_AFTER_MS;
use super::run;
use super::save::{lease, tell_view};
use crate::app::AppState;
use crate::error::{Error, Result};
use crate::live::Cluster;
use crate::service::audit::{self, AuditId};
use crate::store::{Action, ActionUpdate, Unreadable};
use crate::supervise::AGAIN_AFTER;

/// How a course is made of what is stored.
type Restore = fn(&Plan, &[Detour], At, u64) -> Course;

/// Goes on with what an earlier process left open. To be called while the data folder's lock is held: so no other process
/// runs any of it, whatever the leases say. Tells what could not be taken up, which keeps nothing else from going on: the
/// disk may be full.
pub async fn resume(app: &AppState) -> Result<Vec<String>> {
    for cluster in app.clusters.iter() {
        remember_destroyed(app, cluster).await;
    }
    take_up(app, |_| true).await
}

/// Goes on with those of the open actions that are meant, by their ids. Tells which it could not.
pub(super) async fn take_up(app: &AppState, is_meant: impl Fn(&str) -> bool) -> Result<Vec<String>> {
    let mut left = Vec::new();
    for found in app.store.open_actions().await? {
        let id = match &found {
            Ok(action) => action.head.id.to_string(),
            Err(unreadable) => unreadable.id.clone(),
        };
        if !is_meant(&id) {
            continue;
        }
        let taken_up = match found {
            // Whatever the lease says: its holder is gone.
            Ok(action) => go_on(app, action, u64::MAX).await,
            Err(unreadable) => close_unread(app, unreadable).await,
        };
        if let Err(error) = taken_up {
            tracing::error!(action = %id, %error, "an action can't be taken up; tried again in a while");
            left.push(id);
        }
    }
    Ok(left)
}

/// Goes on, from what is stored, with an action whose run has panicked: what was in memory may be half of something.
pub(super) async fn again(app: &AppState, open: &Arc<OpenAction>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(AGAIN_AFTER) => {}
            // The next start goes on.
            () = app.shutdown.cancelled() => return,
        }
        match go_on_after_fault(app, open).await {
            Ok(()) => return,
            Err(error) => {
                tracing::error!(action = %open.view().id, %error, "an action can't be taken up after a fault; tried again");
            }
        }
    }
}

async fn go_on_after_fault(app: &AppState, open: &Arc<OpenAction>) -> Result<()> {
    let (id, now_ms) = (open.view().id, app.wall_ms());
    if let Some(action) = app.store.action(&id).await?.filter(|action| action.head.state.is_open()) {
        let waits = matches!(action.head.state, ActionState::Waiting { .. });
        if let Some(end) = action.at.end.clone() {
            close(app, action, end, now_ms).await?;
        } else if waits {
            let reason = "A fault of the server's own ended this before anything was sent. Nothing was changed; start \
                          it again if it is still wanted.";
            close(app, action, ActionState::Interrupted { reason: reason.into() }, now_ms).await?;
        } else if app.store.take_lease(&id, lease(app), now_ms).await? {
            return run_on(app, open.live(), action, Course::restore_after_fault).await;
        }
    }
    // It has ended, or another process has it.
    let stored = app.store.action(&id).await?;
    app.actions.close(open);
    if let Some(action) = stored {
        tell_view(open.live(), &present::view(action.head));
    }
    Ok(())
}

/// Goes on with an action, or closes it if that can't be. `now_ms`: when a lease must have lapsed to be taken.
pub(super) async fn go_on(app: &AppState, action: Action, now_ms: u64) -> Result<()> {
    match (&action.head.state, app.clusters.get(&action.head.cluster)) {
        // Its end was stored, and only what comes behind it was cut off: nothing of it is to be done.
        _ if let Some(end) = action.at.end.clone() => close(app, action, end, now_ms).await,
        // Nobody runs it before somebody approves it.
        (ActionState::Asked { .. }, _) => Ok(()),
        (ActionState::Waiting { .. }, _) => {
            let reason = "The server was restarted before anything was sent. Nothing was changed; start it again if it \
                          is still wanted.";
            close(app, action, ActionState::Interrupted { reason: reason.into() }, now_ms).await
        }
        (_, None) => {
            let reason = "The server was started again without this cluster, so this can't go on. The steps show what \
                          was done; what was under way may have happened as well.";
            close(app, action, ActionState::Interrupted { reason: reason.into() }, now_ms).await
        }
        (_, Some(cluster)) => {
            if app.store.take_lease(&action.head.id, lease(app), now_ms).await? {
                run_on(app, cluster, action, Course::restore).await?;
            }
            Ok(())
        }
    }
}

async fn run_on(app: &AppState, cluster: &Arc<Cluster>, action: Action, restore: Restore) -> Result<()> {
    // What it kept is the next one's since that was stored: that this one has ended may not have been stored any more.
    let Action { head, plan, at, detours, behalf, removed } = action;
    let is_followed = match &plan.deployment {
        Some(deployment) => app.store.is_followed(&head.cluster, &deployment.app, head.audit_id).await?,
        None => false,
    };
    let course = restore(&plan, &detours, at, app.now_ms());
    let record = AuditId::from_number(head.audit_id);
    let mut view = present::view(head);
    view.state = course.state();
    view.deploying = course.deploying();
    let open = OpenAction::new(Arc::clone(cluster), view, plan, course, behalf, (record, removed));
    let open = app.actions.open(open);
    if is_followed {
        open.hand_over(app.now_ms());
    }
    run::spawn(app.clone(), open);
    Ok(())
}

/// Closes it with this end, and no more said of its steps than is known.
async fn close(app: &AppState, mut action: Action, state: ActionState, now_ms: u64) -> Result<()> {
    let steps: Vec<Step> = action.steps().cloned().collect();
    let restorable = present::is_restorable(&action.plan, &action.removed, &action.at.steps);
    for (step, at) in steps.iter().zip(&mut action.at.steps) {
        match at.progress {
            // A call is stored as begun before it is sent: this one was not.
            Progress::Waiting => at.progress = Progress::LeftOut,
            Progress::Running => {
                at.progress = Progress::Failed;
                at.note = interrupted(step).into();
            }
            Progress::Done | Progress::Failed | Progress::LeftOut | Progress::BrokenOff => {}
        }
    }
    action.at.end = Some(state.clone());
    let update = ActionUpdate {
        lease: lease(app),
        state: &state,
        at: &action.at,
        steps_total: steps.len(),
        detours: None,
        deploying: action.head.deploying.as_deref(),
        behalf: &action.behalf,
        holds_app: None,
        restorable,
        changed_ms: app.now_ms(),
        ended_ms: Some(app.wall_ms()),
    };
    // The record first, as at every end: the action's own end puts the record's on the disk with it.
    let (outcome, note) = run::in_record(&state, &calls::ended(&steps, &action.at.steps));
    let is_recorded = audit::finish(app, AuditId::from_number(action.head.audit_id), outcome, &note).await;
    if !is_recorded {
        return Err(unrecorded());
    }
    if app.store.take_lease(&action.head.id, lease(app), now_ms).await? {
        app.store.update_action(&action.head.id, update).await?;
    }
    Ok(())
}

/// Closes what can't be read. It must not keep the server from starting, nor hold its app for ever.
async fn close_unread(app: &AppState, unreadable: Unreadable) -> Result<()> {
    let Unreadable { id, audit_id, error } = unreadable;
    tracing::error!(action = %id, %error, "an action left open can't be read, and is closed");
    let reason = "The server was started again and can't read how far this had come, so it can't go on. What it had \
                  begun may have happened: look at the units.";
    if let Some(audit_id) = audit_id
        && !audit::finish(app, AuditId::from_number(audit_id), Outcome::Failed, reason).await
    {
        return Err(unrecorded());
    }
    let end = ActionState::Interrupted { reason: reason.into() };
    app.store.close_unread(&id, &end, app.now_ms(), app.wall_ms()).await?;
    Ok(())
}

/// It stays open until it can be closed with its line.
fn unrecorded() -> Error {
    Error::internal("the end of an action that was left open could not be recorded")
}

/// What is known of a step that was under way when the server ended.
fn interrupted(step: &Step) -> &'static str {
    match step.call() {
        Some(_) => say::server::course::restarted_under_way(),
        None => say::server::course::restarted_waiting(),
    }
}

/// Names that actions have destroyed a moment ago, or may have, must not be used again yet, whichever process ran these.
/// What can't be read is left out: the lists of what still runs keep most of these names as well.
pub(super) async fn remember_destroyed(app: &AppState, cluster: &Arc<Cluster>) {
    let now_ms = app.now_ms();
    let since_ms = now_ms.saturating_sub(FORGOTTEN_AFTER_MS);
    let ids = match app.store.actions_changed_since(cluster.name(), since_ms).await {
        Ok(ids) => ids,
        Err(error) => {
            tracing::error!(%error, "which units were destroyed a moment ago can't be read");
            return;
        }
    };
    for id in ids {
        let action = match app.store.action(&id).await {
            Ok(Some(action)) => action,
            Ok(None) => continue,
            Err(error) => {
                tracing::error!(action = %id, %error, "what an action destroyed can't be read");
                continue;
            }
        };
        for (step, at) in action.steps().zip(&action.at.steps) {
            // Whatever became of a call that was begun, Fleet may have heard it: until just now, if its end is not known.
            if let (Step::Destroy { unit }, Some(_)) = (step, at.began_ms) {
                let ago_ms = now_ms.saturating_sub(at.ended_ms.unwrap_or(now_ms));
                app.actions.recent.note(cluster.name(), unit, ago_ms, cluster.passed_ms());
            }
        }
    }
}
