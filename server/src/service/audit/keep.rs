//! What is done for the record while the server runs: its last entry is noted beside the database and told in the log,
//! and what is older than it is kept for is removed.

use std::time::Duration;

use shared::audit::Outcome;

use super::{begin_as_server, check, finish, finish_by};
use crate::app::{App, AppState};
use crate::auth::session::DAY_MS;
use crate::error::{Error, Result};
use crate::store::Cut;

/// Between two notes: what is cut off the record within this time may not show.
const NOTED_EVERY: Duration = Duration::from_secs(1);
/// How often the last entry is told in the log, from where it may be sent elsewhere.
const TOLD_EVERY: Duration = Duration::from_secs(3_600);

/// At the start: says in the record itself if it is not as it was noted. The server starts all the same: what it records
/// from here on is worth as much as before.
pub async fn at_start(app: &App) -> Result<()> {
    let Some(wrong) = check::at_start(app).await? else { return Ok(()) };
    tracing::error!("the record is not as it was noted outside of it: {wrong}");
    match begin_as_server(app, say::keeping(say::server::record::compare_record), Vec::new()).await {
        Ok(line) => {
            finish(app, line, Outcome::Failed, &wrong).await;
        }
        Err(error) => tracing::error!(%error, "that could not be recorded"),
    }
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

/// Removes what is older than the record is kept for, now and once a day, until the server ends.
pub async fn prune_daily(app: AppState) {
    let Some(days) = app.config.record_days else { return };
    loop {
        if let Err(error) = prune(&app, days).await {
            tracing::error!(%error, "the oldest lines of the record could not be removed");
        }
        tokio::select! {
            () = app.clock.sleep_until(app.now_ms().saturating_add(DAY_MS)) => {}
            () = app.shutdown.cancelled() => return,
        }
    }
}

/// Each cut is recorded before it is made, with the hash from which the rest of the chain follows.
async fn prune(app: &App, days: u32) -> Result<()> {
    let before_ms = app.wall_ms().saturating_sub(u64::from(days) * DAY_MS);
    while let Some(cut) = app.store.audit_cut(before_ms).await? {
        if app.shutdown.is_cancelled() {
            return Ok(());
        }
        let Cut { first, last, head } = &cut;
        let summary = say::server::record::cut_record(days as usize, first, last);
        let detail = vec![say::server::record::goes_on_behind(&head.seq, &head.hash)];
        let line = begin_as_server(app, &summary, detail).await?;
        finish_by(app, line, app.store.cut_audit(&cut).await.map_err(Error::from)).await?;
        // What is noted must not be older than what is left.
        let noted = app.store.record_head().borrow().clone();
        if let Some(noted) = noted {
            check::note(&app.store, &noted);
        }
    }
    Ok(())
}
