//! The poller: one task a cluster, at most one reading under way, waiting as `pace` says between two.

use std::sync::Arc;
use std::time::Duration;

use fleet_client::FleetError;
use shared::view::Link;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::cluster::Cluster;
use super::pace::Pace;
use super::sweep::sweep;
use crate::clock::Clock;
use crate::telemetry::Metrics;

/// Writes come in bursts: one reading a quarter of a second after the first serves all of them.
const AFTER_WAKE: Duration = Duration::from_millis(250);

/// Polls until `stop` is cancelled.
pub async fn poll(cluster: Arc<Cluster>, clock: Clock, metrics: Metrics, stop: CancellationToken) {
    let mut failures = 0;
    loop {
        let began = Instant::now();
        let read = tokio::select! {
            read = read(&cluster, &clock) => read,
            () = stop.cancelled() => return,
        };
        metrics.reading(cluster.name(), read, began.elapsed());
        failures = if read { 0 } else { failures + 1 };
        tokio::select! {
            () = rest(&cluster, began.elapsed(), failures) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Waits between two readings, or until somebody wants one.
async fn rest(cluster: &Cluster, took: Duration, failures: u32) {
    let began = Instant::now();
    let jitter = rand::random();
    loop {
        let pace = Pace { watched: cluster.is_watched(), took, failures };
        let wait = pace.wait_with_jitter(jitter);
        tell_pace(cluster, wait);
        tokio::select! {
            () = tokio::time::sleep_until(began + wait) => return,
            () = cluster.wake.notified() => {}
        }
        if failures == 0 {
            return tokio::time::sleep(AFTER_WAKE).await;
        }
        // While Fleet fails, whoever comes must not make it be asked more often than it is for those who look all
        // the time; but nor need they wait as long as nobody would.
    }
}

/// Reads once and replaces the snapshot. Returns whether it worked.
async fn read(cluster: &Cluster, clock: &Clock) -> bool {
    let before = cluster.snapshot();
    let outcome = sweep(cluster.client(), &before, clock.now_ms()).await;
    // Marks may have been set meanwhile: the new snapshot is made from the one that is there now.
    let now_ms = clock.now_ms();
    match outcome {
        Ok(reading) => {
            cluster.world.replace(|current| current.after(reading, now_ms));
            true
        }
        Err(error) => {
            tracing::warn!(cluster = %cluster.name(), %error, "Fleet could not be read");
            cluster.world.replace(|current| current.after_failure(link(&error), error.to_string(), now_ms));
            false
        }
    }
}

fn link(error: &FleetError) -> Link {
    match error {
        FleetError::Unreachable { .. } | FleetError::TimedOut { .. } => Link::Unreachable,
        FleetError::Degraded { .. } | FleetError::Refused { .. } | FleetError::Nonsense { .. } => {
            Link::Degraded
        }
    }
}

fn tell_pace(cluster: &Cluster, wait: Duration) {
    let every_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    cluster.world.set_pace(every_ms);
    cluster.world.tell_freshness();
}
