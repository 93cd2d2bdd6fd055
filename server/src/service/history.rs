//! The past of each cluster: how many units were wanted and ran, in bounded space.
//!
//! Fed by the snapshots that the poller makes: it asks Fleet for nothing, and changes nothing but its own table. Who asks
//! for history reads the table; nothing here is about one person but what of it they are shown (`reading`).

mod reading;
mod recorder;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use shared::ClusterName;
use shared::history::Span;

use crate::app::AppState;
use crate::live::Cluster;
use crate::supervise::supervise;

pub use reading::{of_apps, of_subject};
pub use recorder::{Moment, Recorder};

/// A start has other things to do; then whoever looks should soon see something.
const FIRST_AFTER_MS: u64 = 15_000;
const EVERY_MS: u64 = 60_000;
/// What was written so long ago is no longer what is known up to now.
const WRITTEN_LATELY_MS: u64 = 2 * EVERY_MS;

/// What is remembered beside the table.
#[derive(Debug, Default)]
pub struct Histories {
    /// Up to when each cluster's is written, by the time of day.
    written_ms: Mutex<BTreeMap<ClusterName, u64>>,
    /// The strips of all apps, as they were read last: all who look within a minute are told the same.
    strips: Mutex<BTreeMap<(ClusterName, Span), Arc<Remembered>>>,
}

/// What is there while it is read as well: each by itself, so that nobody waits for what others ask.
type Remembered = tokio::sync::Mutex<Option<Arc<reading::Strips>>>;

impl Histories {
    fn note_written(&self, cluster: &ClusterName, until_ms: u64) {
        let mut written = self.written_ms.lock().unwrap_or_else(PoisonError::into_inner);
        written.insert(cluster.clone(), until_ms);
    }

    fn strips_of(&self, cluster: &ClusterName, span: Span) -> Arc<Remembered> {
        let mut strips = self.strips.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(strips.entry((cluster.clone(), span)).or_default())
    }

    fn written_ms(&self, cluster: &ClusterName) -> Option<u64> {
        self.written_ms.lock().unwrap_or_else(PoisonError::into_inner).get(cluster).copied()
    }

    /// Up to when history can be told: what was written a moment ago is all there is to know, and what has not been
    /// written since is not unknown time.
    fn until_ms(&self, cluster: &ClusterName, now_ms: u64) -> u64 {
        let lately = |written_ms: &u64| *written_ms <= now_ms && now_ms - *written_ms <= WRITTEN_LATELY_MS;
        self.written_ms(cluster).filter(lately).unwrap_or(now_ms)
    }
}

/// Starts writing the history of each cluster, until the server ends.
pub fn start(app: &AppState) {
    for cluster in app.clusters.iter() {
        let cluster = Arc::clone(cluster);
        supervise(app, "keeping history", move |app| keep(app, Arc::clone(&cluster)));
    }
}

async fn keep(app: AppState, cluster: Arc<Cluster>) {
    let mut recorder = Recorder::new(cluster.name().clone());
    let mut watch = cluster.watch();
    let mut next_ms = app.now_ms().saturating_add(FIRST_AFTER_MS);
    loop {
        tokio::select! {
            changed = watch.changed() => {
                let snapshot = Arc::clone(&watch.borrow_and_update());
                recorder.see(&snapshot, app.actions.promised(cluster.name()), Moment::of(&cluster));
                if changed.is_ok() {
                    continue;
                }
            }
            () = app.clock.sleep_until(next_ms) => {}
            () = app.shutdown.cancelled() => return write(&app, &mut recorder).await,
        }
        write(&app, &mut recorder).await;
        next_ms = app.now_ms().saturating_add(EVERY_MS);
    }
}

async fn write(app: &AppState, recorder: &mut Recorder) {
    match recorder.write(&app.store, app.wall_ms()).await {
        Ok(Some(until_ms)) => app.histories.note_written(recorder.cluster(), until_ms),
        Ok(None) => {}
        Err(error) => {
            tracing::error!(%error, "the history could not be written; tried again in a minute");
        }
    }
}
