//! The poller: one task a cluster, at most one reading under way, waiting as `pace` says between two.

use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use fleet_client::FleetError;
use shared::mask;
use shared::view::Link;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::cluster::Cluster;
use super::first::first;
use super::pace::Pace;
use super::sweep::sweep;
use crate::telemetry::Metrics;

/// How often the streams hear of a reading that takes longer.
const STILL_READING: Duration = Duration::from_secs(5);

/// Polls until `stop` is cancelled.
pub async fn poll(cluster: Arc<Cluster>, metrics: Metrics, stop: CancellationToken) {
    let mut failures = 0;
    loop {
        let began = Instant::now();
        let read = tokio::select! {
            read = read_and_tell(&cluster) => read,
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
        let pace = Pace { watched: cluster.is_watched(), pressed: cluster.is_pressed(), took, failures };
        let wait = pace.wait_with_jitter(jitter);
        // As if no step waited for a reading: who does not see what is at work would see by it that something is.
        tell_pace(cluster, Pace { pressed: false, ..pace }.wait_with_jitter(jitter).max(wait));
        tokio::select! {
            () = tokio::time::sleep_until(began + wait) => return,
            () = cluster.wake.notified() => {}
        }
        if failures == 0 {
            return tokio::time::sleep(pace.after_wake()).await;
        }
        // While Fleet fails, whoever comes must not make it be asked more often than it is for those who look all
        // the time; but nor need they wait as long as nobody would.
    }
}

/// Reads once. While that takes long the streams hear that this server lives, and go on seeing the data grow old.
async fn read_and_tell(cluster: &Cluster) -> bool {
    let mut reading = pin!(read_once(cluster));
    loop {
        tokio::select! {
            read = &mut reading => return read,
            () = tokio::time::sleep(STILL_READING) => cluster.world.tell_freshness(),
        }
    }
}

/// Reads Fleet once, the first time until it is sure, by the cluster's clock, and replaces the snapshot. Returns whether it worked.
///
/// For the poller, and for whoever drives a cluster that has none: there is never more than one reading under way.
pub async fn read_once(cluster: &Cluster) -> bool {
    let before = cluster.snapshot();
    let outcome = if before.freshness.as_of_ms.is_none() {
        first(cluster, &before).await.map(|(known, reading)| (Some(known), reading))
    } else {
        sweep(cluster.client(), &before, &BTreeSet::new(), cluster.now_ms())
            .await
            .map(|reading| (None, reading))
    };
    // Marks may have been set meanwhile: the new snapshot is made from the one that is there now.
    let now_ms = cluster.now_ms();
    match outcome {
        Ok((known, mut reading)) => {
            // Asked after the time: a jump in between does not count as time.
            reading.leapt_ms = cluster.leapt_ms();
            tell_skipped(cluster, reading.skipped);
            cluster.world.replace(|current| {
                let known = known.map_or_else(|| current.clone(), |known| known.with_marks_of(current));
                say::keeping(|| known.after(reading, now_ms))
            });
            true
        }
        Err(error) => {
            // All of it for the log alone: it names what is behind the cluster, and may quote a unit.
            let words = error.to_string();
            tracing::warn!(cluster = %cluster.name(), error = %mask::text(&words), "Fleet could not be read");
            let reason = say::keeping(|| error.in_plain_words());
            cluster.world.replace(|current| current.after_failure(link(&error), reason, now_ms));
            false
        }
    }
}

/// Said once, not with every reading.
fn tell_skipped(cluster: &Cluster, skipped: u32) {
    if cluster.skipped.swap(skipped, Ordering::Relaxed) != skipped {
        let cluster = cluster.name();
        tracing::warn!(%cluster, skipped, "entries of Fleet's lists make no sense: these are not shown");
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
