//! What is done for the record while the server runs: its last entry is noted beside the database and told in the log.

use std::time::Duration;

use shared::audit::Outcome;

use super::{begin_as_server, check, finish};
use crate::app::{App, AppState};
use crate::error::Result;

/// Between two notes: what is cut off the record within this time may not show.
const NOTED_EVERY: Duration = Duration::from_secs(1);
/// How often the last entry is told in the log, from where it may be sent elsewhere.
const TOLD_EVERY: Duration = Duration::from_secs(3_600);

/// At the start: says in the record itself if it is not as it was noted. The server starts all the same: what it records
/// from here on is worth as much as before.
pub async fn at_start(app: &App) -> Result<()> {
    let Some(wrong) = check::at_start(app).await? else { return Ok(()) };
    tracing::error!("the record is not as it was noted outside of it: {wrong}");
    let line = begin_as_server(app, "Compare the record with what was noted of it", Vec::new()).await?;
    finish(app, line, Outcome::Failed, &wrong).await;
    Ok(())
}

/// Notes the last entry whenever there is a new one, until the server ends.
pub async fn keep_noted(app: AppState) {
    let mut heads = app.store.record_head();
    let mut told = tokio::time::interval(TOLD_EVERY);
    loop {
        tokio::select! {
            changed = heads.changed() => {
                if changed.is_err() {
                    return;
                }
                let (store, head) = (app.store.clone(), heads.borrow_and_update().clone());
                if let Some(head) = head {
                    // Only a panic fails it, and a task must not end by that.
                    let _ = tokio::task::spawn_blocking(move || check::note(&store, &head)).await;
                }
                tokio::select! {
                    () = tokio::time::sleep(NOTED_EVERY) => {}
                    () = app.shutdown.cancelled() => return,
                }
            }
            _ = told.tick() => {
                let head = heads.borrow().clone();
                if let Some(head) = head {
                    tracing::info!(entry = head.seq, hash = %head.hash, "the record's last entry");
                }
            }
            () = app.shutdown.cancelled() => return,
        }
    }
}

/// At the end, when everything is on the disk.
pub async fn note_last(app: &App) {
    if let Some(tip) = app.store.record_tip().await {
        tracing::info!(entry = tip.seq, hash = %tip.hash, "the record's last entry");
        check::note(&app.store, &tip);
    }
}
