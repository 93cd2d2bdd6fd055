//! While a server runs: what a process left open that has died, or that can't reach the database any more, goes on here;
//! and what the start of this one could not take up.
//!
//! Which process goes on with an action is decided by one conditional UPDATE; this only asks for it. It never touches what
//! another process still has the lease of.

use shared::ActionId;

use super::resume::{self, go_on, remember_destroyed};
use super::save::{LEASE_MS, lease};
use crate::app::AppState;
use crate::error::Result;

/// How often is looked for leases that have lapsed.
const LOOK_EVERY_MS: u64 = LEASE_MS / 2;

/// Looks for lapsed leases, and for what the start has `left`, until the server ends.
pub async fn take_up_lapsed(app: AppState, mut left: Vec<String>) {
    loop {
        tokio::select! {
            () = app.clock.sleep_until(app.now_ms().saturating_add(LOOK_EVERY_MS)) => {}
            () = app.shutdown.cancelled() => return,
        }
        if !left.is_empty() {
            let is_run = |id: &str| ActionId::parse(id).is_ok_and(|id| app.actions.get(&id).is_some());
            match resume::take_up(&app, |id| left.iter().any(|of| of == id) && !is_run(id)).await {
                Ok(still) => left = still,
                Err(error) => {
                    tracing::error!(%error, "what was left open can't be read; tried again in a while")
                }
            }
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
