//! While a server runs: what a process left open that has died, or that can't reach the database any more, goes on here.
//!
//! Which process goes on with an action is decided by one conditional UPDATE; this only asks for it. It never touches what
//! another process still has the lease of.

use super::resume::{go_on, remember_destroyed};
use super::save::{LEASE_MS, lease};
use crate::app::AppState;
use crate::error::Result;

/// How often is looked for leases that have lapsed.
const LOOK_EVERY_MS: u64 = LEASE_MS / 2;

/// Looks for lapsed leases until the server ends.
pub async fn take_up_lapsed(app: AppState) {
    loop {
        tokio::select! {
            () = app.clock.sleep_until(app.now_ms().saturating_add(LOOK_EVERY_MS)) => {}
            () = app.shutdown.cancelled() => return,
        }
        if let Err(error) = take_up(&app).await {
            tracing::error!(%error, "what other processes left open can't be taken up");
        }
    }
}

async fn take_up(app: &AppState) -> Result<()> {
    for id in app.store.lapsed_actions(&app.holder, app.wall_ms()).await? {
        // One that is still run here has just lost its lease, and ends its run first.
        if app.actions.get(&id).is_some() || !app.store.take_lease(&id, lease(app), app.wall_ms()).await? {
            continue;
        }
        // Read only now: its holder may have come further before its time was over.
        let Some(action) = app.store.action(&id).await? else { continue };
        // Of a cluster that is not served here: whoever does may have it once this lease has lapsed.
        let Some(cluster) = app.clusters.get(&action.head.cluster) else { continue };
        tracing::warn!(action = %id, "the process that ran an action is gone: it goes on here");
        remember_destroyed(app, cluster).await;
        go_on(app, action, app.wall_ms()).await?;
    }
    Ok(())
}
