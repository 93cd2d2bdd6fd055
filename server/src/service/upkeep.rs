//! Once a day: forgets what nobody needs any more, so that the database does not grow for ever.
//!
//! It forgets a few rows at a time, and lets others write in between. It must never touch the record, what is open, what
//! an app may be taken back to, or that a unit which is still on its cluster was created here.

use std::time::Duration;

use fleet::UnitName;
use shared::ClusterName;
use shared::view::Link;

use super::session;
use crate::app::{App, AppState};
use crate::auth::screen::UNSEEN_MS;
use crate::auth::session::DAY_MS;
use crate::error::Result;
use crate::live::Cluster;
use crate::store::Keep;

/// A start has other things to do.
const FIRST_AFTER_MS: u64 = 10 * 60_000;
const EVERY_MS: u64 = DAY_MS;
/// The last deployments of each app stay, however old: one goes back to them.
const OF_EACH_APP: u32 = 20;
/// So many rows go in one statement.
const BATCH: u32 = 50;
/// Between two statements others get their turn.
const PAUSE: Duration = Duration::from_millis(20);

/// What was forgotten.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Forgotten {
    /// Sessions and one-time links that had expired.
    pub sign_ins: u64,
    /// Actions.
    pub actions: u64,
    /// Screens that ended, or that nobody has seen for long.
    pub screens: u64,
    /// Names of units that were created here.
    pub names: u64,
}

/// Goes on until the server ends.
pub async fn keep_up(app: AppState) {
    let mut next_ms = app.now_ms().saturating_add(FIRST_AFTER_MS);
    loop {
        tokio::select! {
            () = app.clock.sleep_until(next_ms) => {}
            () = app.shutdown.cancelled() => return,
        }
        // At the end a batch under way is finished, and no other is begun.
        let forgotten = tokio::select! {
            forgotten = forget(&app) => forgotten,
            () = app.shutdown.cancelled() => return,
        };
        match forgotten {
            Ok(none) if none == Forgotten::default() => {}
            Ok(Forgotten { sign_ins, actions, screens, names }) => {
                tracing::info!(sign_ins, actions, screens, names, "forgot what was old");
            }
            Err(error) => tracing::error!(%error, "what is old could not be forgotten; tried again in a day"),
        }
        next_ms = app.now_ms().saturating_add(EVERY_MS);
    }
}

/// Forgets what is old by now.
pub async fn forget(app: &App) -> Result<Forgotten> {
    let now_ms = app.wall_ms();
    let mut forgotten =
        Forgotten { sign_ins: session::forget_old(app, now_ms).await?, ..Forgotten::default() };
    let unseen_since_ms = now_ms.saturating_sub(UNSEEN_MS);
    forgotten.screens = app.store.delete_old_screens(now_ms, unseen_since_ms).await?;
    let history = app.config.history;
    let keep = Keep {
        since_ms: now_ms.saturating_sub(u64::from(history.days) * DAY_MS),
        latest: history.actions,
        of_each_app: OF_EACH_APP,
    };
    for cluster in app.store.clusters_with_history().await? {
        loop {
            let gone = app.store.delete_old_actions(&cluster, keep, BATCH).await?;
            forgotten.actions += gone;
            if gone < u64::from(BATCH) {
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
        forgotten.names += forget_names(app, &cluster).await?;
    }
    Ok(forgotten)
}

/// Forgets the names of units that were created by actions of which nothing is kept, and that are no longer there. What
/// can't be seen now counts as there.
async fn forget_names(app: &App, name: &ClusterName) -> Result<u64> {
    let Some(cluster) = app.clusters.get(name) else { return Ok(0) };
    if cluster.snapshot().freshness.link != Link::Live {
        return Ok(0);
    }
    let (mut forgotten, mut after) = (0, String::new());
    loop {
        let names = app.store.orphaned_units(name, &after, BATCH).await?;
        let Some(last) = names.last() else { return Ok(forgotten) };
        after.clone_from(last);
        for unit in &names {
            if !is_there(app, cluster, unit) && app.store.forget_created(name, unit).await? {
                forgotten += 1;
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Whether something of this name is on the cluster, or is about to be.
fn is_there(app: &App, cluster: &Cluster, name: &str) -> bool {
    let Ok(unit) = UnitName::parse(name) else { return false };
    let snapshot = cluster.snapshot();
    snapshot.units.contains_key(&unit)
        || snapshot.leftovers.contains_key(&unit)
        || app.actions.claimed(cluster.name()).iter().any(|(claimed, _)| *claimed == unit)
}
