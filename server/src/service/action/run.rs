//! Runs one action: waits out the time for undoing, looks once more, runs all units' steps side by side, and writes
//! the end.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use fleet::UnitName;
use futures_util::future::join_all;
use shared::action::{ActionState, Progress};
use shared::audit::Outcome;
use shared::event::{self, ActionEvent};
use shared::plan::Step;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::open::OpenAction;
use super::present::may_have_destroyed;
use super::recheck::recheck;
use super::step::{self, StepEnd};
use crate::app::AppState;
use crate::service::audit;
use crate::store::ActionUpdate;

/// How often progress is stored and told while steps go on.
const TELL_EVERY: Duration = Duration::from_millis(250);
/// How long the end waits for a snapshot that contains the last write.
const SETTLE: Duration = Duration::from_secs(5);

/// Starts the action's task. The server's end waits for it: it finishes the call under way, and stops then.
pub(super) fn spawn(app: AppState, open: Arc<OpenAction>) {
    let tasks = app.tasks.clone();
    tasks.spawn(async move {
        tell(&open);
        match run(&app, &open).await {
            Some(state) => finish(&app, &open, state).await,
            // The next start closes it with the truth; until then the store says how far it came.
            None => save_or_log(&app, &open).await,
        }
    });
}

/// How it ended; nothing if the server ends first.
async fn run(app: &AppState, open: &OpenAction) -> Option<ActionState> {
    if let ActionState::Waiting { until_ms } = open.view().state {
        let begins = async {
            if let Some(undone) = wait_for_undo(app, open, until_ms).await {
                return Err(undone);
            }
            let _busy = open.live().busy();
            recheck(app, open).await.map_err(|reason| ActionState::Failed { reason })
        };
        let begins = tokio::select! {
            begins = begins => begins,
            () = app.shutdown.cancelled() => return None,
        };
        if let Err(end) = begins {
            return Some(end);
        }
        open.set_state(ActionState::Running);
        if let Err(reason) = save(app, open).await {
            return Some(ActionState::Failed { reason });
        }
        tell(open);
    }
    let _busy = open.live().busy();
    let lanes = lanes(&open.plan().steps);
    let over = CancellationToken::new();
    let work = async {
        let ends = join_all(lanes.into_values().map(|lane| run_lane(app, open, lane))).await;
        over.cancel();
        ends
    };
    // Side by side, and neither cut short: a save may wait for one that a step has begun.
    let (ends, ()) = tokio::join!(work, tell_along(app, open, &over));
    ends.iter().all(|end| *end == LaneEnd::Over).then(|| outcome(open))
}

/// Stores and tells progress until the work is over.
async fn tell_along(app: &AppState, open: &OpenAction, over: &CancellationToken) {
    let mut ticker = tokio::time::interval(TELL_EVERY);
    ticker.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told = 0;
    loop {
        tokio::select! {
            _ = ticker.tick() => {}
            () = over.cancelled() => return,
        }
        let changed = open.version();
        if changed != told {
            told = changed;
            save_or_log(app, open).await;
            tell(open);
        }
    }
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

/// The steps of each unit, in order: units run side by side, the steps of one follow each other.
fn lanes(steps: &[Step]) -> BTreeMap<&UnitName, Vec<(usize, &Step)>> {
    let mut lanes: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (index, step) in steps.iter().enumerate() {
        lanes.entry(step.unit()).or_default().push((index, step));
    }
    lanes
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LaneEnd {
    /// All was done that could be done.
    Over,
    /// The server ends.
    Stopped,
}

/// Runs the steps of one unit, one after the other, until one fails.
async fn run_lane(app: &AppState, open: &OpenAction, lane: Vec<(usize, &Step)>) -> LaneEnd {
    let mut failed = false;
    for (index, step) in lane {
        if failed {
            open.set_step(index, Progress::Skipped, String::new());
            continue;
        }
        if app.shutdown.is_cancelled() {
            return LaneEnd::Stopped;
        }
        match run_step(app, open, index, step).await {
            StepEnd::Done(note) => open.set_step(index, Progress::Done, note),
            StepEnd::Failed(reason) => {
                failed = true;
                open.set_step(index, Progress::Failed, reason);
            }
            StepEnd::Stopped => return LaneEnd::Stopped,
        }
    }
    LaneEnd::Over
}

async fn run_step(app: &AppState, open: &OpenAction, index: usize, step: &Step) -> StepEnd {
    open.set_step(index, Progress::Running, String::new());
    // Stored as begun before it is sent, so that after a crash nothing that was sent passes for left out.
    if step.call().is_some()
        && let Err(reason) = save(app, open).await
    {
        return StepEnd::Failed(format!("{}: {reason}", step.unit()));
    }
    step::execute(open.live(), step, &app.shutdown).await
}

fn outcome(open: &OpenAction) -> ActionState {
    let steps = open.course().steps;
    let failures: Vec<&str> = steps
        .iter()
        .filter(|step| step.progress == Progress::Failed)
        .map(|step| step.note.as_str())
        .collect();
    match failures.as_slice() {
        [] => ActionState::Done,
        [one] => ActionState::Failed { reason: (*one).to_owned() },
        [first, rest @ ..] => ActionState::Failed {
            reason: format!("{first} So it went with {} more: see the steps.", rest.len()),
        },
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
    save_or_log(app, open).await;
    if was_sent {
        // Names stay claimed until the snapshot shows what became of them.
        tokio::select! {
            _ = open.live().settled_snapshot(SETTLE) => {}
            () = app.shutdown.cancelled() => {}
        }
    }
    app.actions.close(open);
    tell(open);
}

/// Stores how far it is, as of now at least: of many steps that ask at once, one writes for all.
async fn save(app: &AppState, open: &OpenAction) -> Result<(), String> {
    let wanted = open.version();
    let mut stored = open.stored.lock().await;
    if *stored >= wanted {
        return Ok(());
    }
    let course = open.course();
    let update = ActionUpdate {
        state: &course.view.state,
        progress: &course.steps,
        restorable: may_have_destroyed(open.plan(), &course.steps),
        ended_ms: course.view.ended_ms,
    };
    let id = &course.view.id;
    match app.store.update_action(id, update).await {
        Ok(true) => {
            *stored = course.version;
            Ok(())
        }
        Ok(false) => {
            tracing::error!(action = %id, "an action is no longer in the database");
            Err("It is no longer in the database, so this was not sent.".into())
        }
        Err(error) => {
            tracing::error!(action = %id, %error, "an action's progress could not be stored");
            Err("That this begins could not be stored, so it was not sent.".into())
        }
    }
}

/// The same where nothing depends on it; the failure is in the log.
async fn save_or_log(app: &AppState, open: &OpenAction) {
    let _ = save(app, open).await;
}

fn tell(open: &OpenAction) {
    open.live().hub().publish(event::name::ACTION, &ActionEvent { action: open.view() });
}
