//! Waiting for what a step is about, by snapshots that were read after it began.

use std::sync::Arc;
use std::time::Duration;

use fleet::UnitName;
use shared::course::Outcome;
use shared::view::Link;
use tokio::sync::watch;
use tokio::time::Instant;

use super::super::verdict::{self, Verdict};
use crate::live::{Cluster, Pressed, Snapshot};

/// How long nothing may happen before a snapshot is judged once more: some verdicts depend on how long it has been.
pub(super) const LOOK_EVERY: Duration = Duration::from_secs(5);

/// One wait.
pub(super) struct Wait<'a> {
    pub(super) cluster: &'a Arc<Cluster>,
    pub(super) unit: &'a UnitName,
    within: Duration,
    pub(super) began: Instant,
    pub(super) began_ms: u64,
    /// How far the clock had jumped on at the last look.
    leapt_ms: u64,
    watch: watch::Receiver<Arc<Snapshot>>,
    /// Somebody waits: Fleet is read more often.
    _pressed: Pressed,
}

impl<'a> Wait<'a> {
    pub(super) fn new(cluster: &'a Arc<Cluster>, unit: &'a UnitName, within: Duration) -> Self {
        Self {
            cluster,
            unit,
            within,
            began: Instant::now(),
            began_ms: cluster.now_ms(),
            leapt_ms: cluster.leapt_ms(),
            watch: cluster.watch(),
            _pressed: cluster.press(),
        }
    }

    /// From now on only what is read from now on counts.
    pub(super) fn begin_anew(&mut self) {
        self.began = Instant::now();
        self.began_ms = self.cluster.now_ms();
    }

    /// By how much the clock has jumped on since this was asked last. To be asked behind the look at a snapshot.
    pub(super) fn leapt_ms(&mut self) -> u64 {
        let leapt_ms = self.cluster.leapt_ms();
        leapt_ms.saturating_sub(std::mem::replace(&mut self.leapt_ms, leapt_ms))
    }

    /// When the unit was read, if that was after this began.
    pub(super) fn read_ms(&self, snapshot: &Snapshot) -> Option<u64> {
        snapshot.read_ms(self.unit).filter(|read_ms| *read_ms > self.began_ms)
    }

    /// Why nothing is known yet.
    pub(super) fn unread(&self, snapshot: &Snapshot) -> String {
        say::server::course::unread_since(&self.unit, &snapshot.freshness.reason)
    }

    /// Waits for the next reading, or until it is time to look again.
    pub(super) async fn next(&mut self, at_most: Duration) -> Result<(), Outcome> {
        let changed = tokio::time::timeout(at_most, self.watch.changed()).await;
        if matches!(changed, Ok(Err(_))) {
            return Err(Outcome::Stopped);
        }
        self.watch.mark_unchanged();
        Ok(())
    }

    /// What is said of a verdict that is not clear, once there is no more time.
    pub(super) fn over(&self, snapshot: &Snapshot, reason: &str) -> Option<Outcome> {
        (self.began.elapsed() >= self.within).then(|| {
            let words =
                say::server::course::given_up(&reason, &shared::words::seconds(self.within.as_secs()));
            if snapshot.freshness.link == Link::Live {
                Outcome::Failed(words)
            } else {
                Outcome::Weather(words)
            }
        })
    }
}

/// Waits until systemd no longer runs it.
pub(super) async fn until_stopped(mut wait: Wait<'_>) -> Outcome {
    loop {
        let snapshot = wait.cluster.snapshot();
        let mut verdict = match wait.read_ms(&snapshot) {
            Some(_) => verdict::stopped(&snapshot, wait.unit, wait.began.elapsed()),
            None => Verdict::NotYet(wait.unread(&snapshot)),
        };
        // A list may leave out what it never showed before: only asked by name Fleet says that a unit is gone.
        let is_listed = snapshot.units.contains_key(wait.unit);
        if matches!(verdict, Verdict::Yes) && !is_listed && !is_gone(&wait).await {
            verdict = Verdict::NotYet(say::server::course::not_said_gone(&wait.unit));
        }
        match verdict {
            Verdict::Yes => return Outcome::Done(String::new()),
            Verdict::Never(reason)
            | Verdict::NotWanted(reason)
            | Verdict::NoFile(reason)
            | Verdict::Ended(reason) => return Outcome::Failed(reason),
            Verdict::NotYet(reason) => {
                if let Some(over) = wait.over(&snapshot, &reason) {
                    return over;
                }
            }
        }
        if let Err(stopped) = wait.next(LOOK_EVERY).await {
            return stopped;
        }
    }
}

/// Waits until Fleet itself, asked by name, says that it is gone.
pub(super) async fn until_gone(mut wait: Wait<'_>) -> Outcome {
    loop {
        if is_gone(&wait).await {
            return Outcome::Done(String::new());
        }
        let snapshot = wait.cluster.snapshot();
        let reason = say::server::course::still_there(&wait.unit);
        if let Some(over) = wait.over(&snapshot, &reason) {
            return over;
        }
        if let Err(stopped) = wait.next(LOOK_EVERY).await {
            return stopped;
        }
    }
}

async fn is_gone(wait: &Wait<'_>) -> bool {
    matches!(wait.cluster.client().unit(wait.unit).await, Ok(None))
}
