//! The one place where a cluster's snapshot is replaced: each replacement is compared, serialised and sent once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use shared::ClusterName;
use shared::event::{self, FreshnessEvent};
use shared::view::{ClusterView, Freshness};
use tokio::sync::watch;

use super::diff::diff;
use super::hub::Hub;
use super::snapshot::Snapshot;
use crate::clock::Clock;

/// A cluster's present snapshot and the hub that hears of changes.
pub(super) struct World {
    name: ClusterName,
    clock: Clock,
    hub: Arc<Hub>,
    current: watch::Sender<Arc<Snapshot>>,
    /// How long the poller waits at present; no change that a stream must hear of by itself.
    every_ms: AtomicU64,
}

impl World {
    pub(super) fn new(name: ClusterName, clock: Clock, hub: Arc<Hub>) -> Self {
        let first = Snapshot::empty(clock.now_ms());
        Self {
            name,
            clock,
            hub,
            current: watch::Sender::new(Arc::new(first)),
            every_ms: AtomicU64::new(1_000),
        }
    }

    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.borrow())
    }

    pub(super) fn watch(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.current.subscribe()
    }

    pub(super) fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// Replaces the snapshot and tells the streams what changed.
    pub(super) fn replace(&self, make: impl FnOnce(&Snapshot) -> Snapshot) {
        self.current.send_modify(|current| {
            let next = make(current);
            // Published while the snapshot is locked: a view never lacks what its event id promises.
            if let Some(change) = diff(&self.name, current, &next) {
                self.hub.publish(event::name::CHANGE, &change);
            }
            *current = Arc::new(next);
        });
    }

    /// Says how long the poller waits at present.
    pub(super) fn set_pace(&self, every_ms: u64) {
        self.every_ms.store(every_ms, Ordering::Relaxed);
    }

    /// Tells the streams how fresh the snapshot is.
    pub(super) fn tell_freshness(&self) {
        let event = FreshnessEvent { cluster: self.name.clone(), freshness: self.freshness() };
        self.hub.publish_passing(event::name::FRESHNESS, &event);
    }

    pub(super) fn freshness(&self) -> Freshness {
        self.freshness_of(&self.snapshot())
    }

    fn freshness_of(&self, snapshot: &Snapshot) -> Freshness {
        let every_ms = self.every_ms.load(Ordering::Relaxed);
        Freshness { now_ms: self.clock.now_ms(), every_ms, ..snapshot.freshness.clone() }
    }

    /// The whole cluster, with the id of the last event that it contains.
    pub(super) fn view(&self) -> ClusterView {
        let (snapshot, event_id) = {
            let current = self.current.borrow();
            (Arc::clone(&current), self.hub.last_id())
        };
        ClusterView {
            cluster: self.name.clone(),
            event_id,
            freshness: self.freshness_of(&snapshot),
            machines: snapshot.machines.values().map(super::snapshot::MachineEntry::row).collect(),
            units: snapshot.units.values().map(|entry| (*entry.row).clone()).collect(),
            leftovers: snapshot.leftovers.values().map(|leftover| leftover.row.clone()).collect(),
        }
    }
}
