//! Runs one action: waits out the time for undoing, then runs all units' steps side by side, then writes the end.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use shared::action::{ActionState, Progress};
use shared::audit::Outcome;
use shared::event::{self, ActionEvent};
use tokio::time::MissedTickBehavior;

use super::lanes;
use super::open::OpenAction;
use super::step;
use crate::app::AppState;
use crate::service::audit;

/// How often progress is stored and told while steps go on.
const TELL_EVERY: Duration = Duration::from_millis(250);
/// How long the end waits for a snapshot that contains the last write.
const SETTLE: Duration = Duration::from_secs(5);

/// Starts the action's task. The server's end waits for it; it stops between two steps.
pub(super) fn spawn(app: AppState, open: Arc<OpenAction>) {
    let tasks = app.tasks.clone();
    tasks.spawn(async move {
        tell(&open);
        let stop = app.shutdown.clone();
        let end = tokio::select! {
            end = run(&app, &open) => Some(end),
            () = stop.cancelled() => None,
        };
        match end {
            Some(state) => finish(&app, &open, state).await,
            // The next start closes it with the truth; until then the store says how far it came.
            None => save(&app, &open).await,
        }
    });
}

async fn run(app: &AppState, open: &Arc<OpenAction>) -> ActionState {
    if let Some(undone) = wait_for_undo(app, open).await {
        return undone;
    }
    open.set_state(ActionState::Running);
    save(app, open).await;
    tell(open);
    let _busy = open.live().busy();
    let steps = open.detail().steps;
    let work = join_all(lanes(&steps).into_iter().map(|lane| run_lane(open, lane)));
    tokio::pin!(work);
    let mut ticker = tokio::time::interval(TELL_EVERY);
    ticker.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told = 0;
    loop {
        tokio::select! {
            _ = &mut work => break,
            _ = ticker.tick() => {
                let done = open.view().steps_done;
                if done != told {
                    told = done;
                    save(app, open).await;
                    tell(open);
                }
            }
        }
    }
    outcome(open)
}

async fn wait_for_undo(app: &AppState, open: &OpenAction) -> Option<ActionState> {
    let ActionState::Waiting { until_ms } = open.view().state else { return None };
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

/// Runs the steps of one unit, one after the other, until one fails.
async fn run_lane(open: &OpenAction, lane: Vec<usize>) {
    let steps = open.detail().steps;
    let mut failed = false;
    for index in lane {
        let Some(step) = steps.get(index) else { continue };
        if failed {
            open.set_step(index, Progress::Skipped, String::new());
            continue;
        }
        open.set_step(index, Progress::Running, String::new());
        match step::execute(open.live(), &step.step).await {
            Ok(note) => open.set_step(index, Progress::Done, note),
            Err(reason) => {
                failed = true;
                open.set_step(index, Progress::Failed, reason);
            }
        }
    }
}

fn outcome(open: &OpenAction) -> ActionState {
    let steps = open.detail().steps;
    let failures: Vec<&str> = steps
        .iter()
        .filter(|step| step.progress == Progress::Failed)
        .map(|step| step.note.as_str())
        .collect();
    match failures.as_slice() {
        [] => ActionState::Done,
        [one] => ActionState::Failed { reason: (*one).to_owned() },
        [first, rest @ ..] => {
            ActionState::Failed { reason: format!("{first} ({} more of this kind or others)", rest.len()) }
        }
    }
}

async fn finish(app: &AppState, open: &OpenAction, state: ActionState) {
    let (end, note) = match &state {
        ActionState::Undone { by } => (Outcome::Undone, format!("Undone by {by}; nothing was sent.")),
        ActionState::Failed { reason } | ActionState::Interrupted { reason } => {
            (Outcome::Failed, reason.clone())
        }
        _ => (Outcome::Done, String::new()),
    };
    let was_sent = end != Outcome::Undone;
    // The record first: whoever sees that the action has ended finds its end there.
    audit::finish(app, open.record, end, &note).await;
    open.end(state, app.now_ms());
    save(app, open).await;
    if was_sent {
        // Names stay claimed until the snapshot shows what became of them.
        let _ = open.live().settled_snapshot(SETTLE).await;
    }
    app.actions.close(open);
    tell(open);
}

async fn save(app: &AppState, open: &OpenAction) {
    let detail = open.detail();
    let (id, state, ended_ms) = (&detail.view.id, &detail.view.state, detail.view.ended_ms);
    if let Err(error) = app.store.update_action(id, state, &detail.steps, ended_ms).await {
        tracing::error!(action = %id, %error, "an action's progress could not be stored");
    }
}

fn tell(open: &OpenAction) {
    open.live().hub().publish(event::name::ACTION, &ActionEvent { action: open.view() });
}
