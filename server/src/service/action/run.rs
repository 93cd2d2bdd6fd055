//! Runs one action: waits out the time for undoing, then does what its course orders, and writes the end.
//!
//! It decides nothing: what comes next is the course's matter. What it owns is that nothing is sent before it is stored,
//! that a run without its lease sends nothing, and that the server's end waits for the calls under way.

mod work;

use std::sync::Arc;
use std::time::Duration;

use say::Scope;
use shared::action::ActionState;
use shared::audit::Outcome;

use super::calls;
use super::open::{Moment, OpenAction};
use super::recheck::recheck;
use super::resume;
use super::save::{Unsaved, save, save_end, tell};
use crate::app::AppState;
use crate::service::audit;
use crate::supervise::panics;
use work::{Over, work};

/// How long the end waits for a snapshot that contains the last write.
const SETTLE: Duration = Duration::from_secs(5);
/// How long after the first failure an end is stored again; twice as long after each further one.
const AGAIN_AFTER: Duration = Duration::from_millis(250);
/// The longest pause between two tries.
const AGAIN_AT_LATEST: Duration = Duration::from_secs(5);

/// Starts the action's task. The server's end waits for it: it finishes the calls under way, and stops then. Where it
/// panics it is begun again from what is stored, as after a restart.
pub(super) fn spawn(app: AppState, open: Arc<OpenAction>) {
    let tasks = app.tasks.clone();
    // What it says is stored, and read by people of several languages.
    tasks.spawn(Scope::KEEPING.during(async move {
        if panics("running an action", to_its_end(&app, &open)).await {
            resume::again(&app, &open).await;
        }
    }));
}

async fn to_its_end(app: &AppState, open: &OpenAction) {
    tell(open);
    match run(app, open).await {
        Over::Ended => finish(app, open).await,
        // The next start goes on; until then the store says how far it came.
        Over::Stopped => drop(save(app, open).await),
        // Another process tells of it from here on.
        Over::LeaseLost => app.actions.close(open),
    }
}

/// An end as the record has it: with its reason, and what of its calls did not become so (`calls::ended`).
pub(super) fn in_record(end: &ActionState, not_so: &str) -> (Outcome, String) {
    let (outcome, mut note) = match end {
        ActionState::Undone { by } => (Outcome::Undone, say::server::course::undone_by(&by)),
        // A person has got what they wanted; what the settings do about a failure is told as that failure.
        ActionState::Aborted { reason, by: Some(_) } => (Outcome::Aborted, reason.clone()),
        ActionState::RolledBack { reason, by: Some(_) } => (Outcome::RolledBack, reason.clone()),
        ActionState::Failed { reason }
        | ActionState::Interrupted { reason }
        | ActionState::Aborted { reason, .. }
        | ActionState::RolledBack { reason, .. } => (Outcome::Failed, reason.clone()),
        _ => (Outcome::Done, String::new()),
    };
    if outcome != Outcome::Undone && !not_so.is_empty() {
        note = [&note, not_so].join(" ").trim_start().to_owned();
    }
    (outcome, note)
}

async fn run(app: &AppState, open: &OpenAction) -> Over {
    if let ActionState::Waiting { until_ms } = open.state() {
        let begins = async {
            if let Some(undone) = wait_for_undo(app, open, until_ms).await {
                return Err(undone);
            }
            let _busy = open.live().busy();
            recheck(app, open).await.map_err(|reason| ActionState::Failed { reason })
        };
        let begins = tokio::select! {
            begins = begins => begins,
            () = app.shutdown.cancelled() => return Over::Stopped,
        };
        if let Err(end) = begins {
            open.give_up(end);
            return Over::Ended;
        }
        open.set_out();
        match save(app, open).await {
            Ok(()) => tell(open),
            Err(Unsaved::LeaseLost) => return Over::LeaseLost,
            Err(Unsaved::Failed | Unsaved::AppHeld) => {
                let reason = say::server::course::begin_unstored().into();
                open.give_up(ActionState::Failed { reason });
                return Over::Ended;
            }
        }
    }
    work(app, open).await
}

async fn wait_for_undo(app: &AppState, open: &OpenAction, until_ms: u64) -> Option<ActionState> {
    let mut undone = open.take_undone()?;
    tokio::select! {
        () = app.clock.sleep_until(until_ms) => {}
        by = &mut undone => return by.ok().map(|by| ActionState::Undone { by }),
    }
    if open.close_undo() {
        return None;
    }
    // Somebody was quicker than the clock: their word counts.
    undone.await.ok().map(|by| ActionState::Undone { by })
}

async fn finish(app: &AppState, open: &OpenAction) {
    let not_so = open.look(|course| calls::ended(course.steps(), &course.at().steps));
    let in_record = in_record(&open.end(), &not_so);
    // The record first: whoever sees that the action has ended finds its end there.
    let is_recorded = audit::finish(app, open.record, in_record.0, &in_record.1).await;
    if in_record.0 != Outcome::Undone {
        // Names stay claimed until the snapshot shows what became of them; and so does what is planned next.
        tokio::select! {
            _ = open.live().settled_snapshot(SETTLE) => {}
            () = app.shutdown.cancelled() => {}
        }
    }
    app.actions.let_go(open);
    let end = open.at_its_end();
    let is_stored = is_end_stored(app, open, &end, (!is_recorded).then_some(in_record)).await;
    if is_stored {
        open.tell_end(end);
    }
    app.actions.close(open);
    if is_stored {
        tell(open);
    }
}

/// Stores the end, first in the record if it is not there yet, however long that takes: as long as the store has it as
/// open it holds its app, and whoever is told of an end must find it there. False: the next start finds it as it was
/// before, or another process goes on with it.
async fn is_end_stored(
    app: &AppState,
    open: &OpenAction,
    end: &Moment,
    mut unrecorded: Option<(Outcome, String)>,
) -> bool {
    let mut pause = AGAIN_AFTER;
    loop {
        if let Some((outcome, note)) = &unrecorded
            && audit::finish(app, open.record, *outcome, note).await
        {
            unrecorded = None;
        }
        if unrecorded.is_none() {
            match save_end(app, open, end).await {
                Ok(()) => return true,
                Err(Unsaved::LeaseLost) => return false,
                Err(Unsaved::Failed | Unsaved::AppHeld) => {}
            }
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = app.shutdown.cancelled() => return false,
        }
        pause = (pause * 2).min(AGAIN_AT_LATEST);
    }
}
