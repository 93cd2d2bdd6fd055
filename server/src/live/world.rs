//! The one place where a cluster's snapshot is replaced: each replacement is compared, serialised and sent once.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fleet::AppName;
use serde::Serialize;
use shared::ClusterName;
use shared::event::{self, FreshnessEvent};
use shared::policy::Sight;
use shared::spec::app_of;
use shared::view::{ClusterView, Freshness};
use tokio::sync::watch;

use super::diff::diff;
use super::hub::{self, Hub};
use super::parts::Parts;
use super::sights::{self, Seen, Sights};
use super::snapshot::{MachineEntry, Snapshot};
use crate::clock::Clock;

/// A cluster's present snapshot and the hub that hears of changes.
pub(super) struct World {
    name: ClusterName,
    clock: Clock,
    /// The hub of those who see everything.
    hub: Arc<Hub>,
    /// The hubs of all others. Held from before the snapshot is replaced until they have heard of it, so that they hear
    /// of changes in the order in which these were made, and a view never lacks what its event id promises.
    sights: Mutex<Sights>,
    current: watch::Sender<Arc<Snapshot>>,
    /// Held while a reading becomes a snapshot: there is one at a time.
    reading: Mutex<()>,
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
            sights: Mutex::default(),
            current: watch::Sender::new(Arc::new(first)),
            reading: Mutex::new(()),
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

    /// The hub of those who see this.
    pub(super) fn hub_for(&self, sight: &Sight) -> Arc<Hub> {
        if sight.is_everything() {
            return Arc::clone(&self.hub);
        }
        self.sights().hub(sight, &self.hub, self.clock.now_ms())
    }

    /// How many sights have a hub of their own.
    pub(super) fn sights_kept(&self) -> usize {
        self.sights().len()
    }

    /// Tells all who see the app; without one, those who see everything.
    pub(super) fn tell<T: Serialize>(
        &self,
        name: &str,
        data: &T,
        app: Option<&AppName>,
        seen_by: impl Fn(&Sight) -> Option<T>,
    ) {
        let sights = self.sights();
        self.hub.publish(name, data);
        sights.tell(name, data, app, seen_by);
    }

    fn sights(&self) -> MutexGuard<'_, Sights> {
        // Nothing in there panics half-way.
        self.sights.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a snapshot of a reading and tells the streams what changed. Nobody who wants the present one waits while
    /// that is worked out; marks that are set meanwhile are kept.
    pub(super) fn replace(&self, make: impl FnOnce(&Snapshot) -> Snapshot) {
        let _one_at_a_time = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.snapshot();
        let next = make(&before);
        // Nothing but marks can have come in between.
        self.publish(
            |current| {
                if Arc::ptr_eq(current, &before) { next } else { next.with_marks_of(current) }
            },
        );
    }

    /// Marks units in the present snapshot, and tells the streams.
    pub(super) fn mark(&self, make: impl FnOnce(&Snapshot) -> Snapshot) {
        self.publish(|current| make(current));
    }

    fn publish(&self, make: impl FnOnce(&Arc<Snapshot>) -> Snapshot) {
        let sights = self.sights();
        let mut told = None;
        self.current.send_modify(|current| {
            let next = Arc::new(make(current));
            // Published while the snapshot is locked: a view never lacks what its event id promises.
            if let Some(change) = diff(current, &next) {
                self.hub.publish(event::name::CHANGE, &change);
                told = Some((change, Arc::clone(current), Arc::clone(&next)));
            }
            *current = next;
        });
        if let Some((change, before, after)) = told {
            sights.tell_change(|| Parts::of(&change, &before, &after));
        }
    }

    /// Says how long the poller waits at present.
    pub(super) fn set_pace(&self, every_ms: u64) {
        self.every_ms.store(every_ms, Ordering::Relaxed);
    }

    /// Tells the streams how fresh the snapshot is: all of them the same, since it names nothing of the cluster.
    pub(super) fn tell_freshness(&self) {
        let frame = hub::frame(event::name::FRESHNESS, None, &self.freshness_event());
        self.sights().pass(&frame, self.clock.now_ms());
        self.hub.pass(frame);
    }

    /// How fresh it is, as the streams say it.
    pub(super) fn freshness_event(&self) -> FreshnessEvent {
        FreshnessEvent { cluster: self.name.clone(), freshness: self.freshness() }
    }

    pub(super) fn freshness(&self) -> Freshness {
        self.freshness_of(&self.snapshot())
    }

    /// The same of what the streams were told: no change that belongs to it is still to come.
    pub(super) fn freshness_told(&self) -> Freshness {
        let _telling = self.sights();
        self.freshness()
    }

    fn freshness_of(&self, snapshot: &Snapshot) -> Freshness {
        let every_ms = self.every_ms.load(Ordering::Relaxed);
        Freshness { now_ms: self.clock.now_ms(), every_ms, ..snapshot.freshness.clone() }
    }

    /// What those with this sight see of the cluster, with the id of the last event that it contains.
    pub(super) fn view_for(&self, sight: &Sight) -> ClusterView {
        if sight.is_everything() {
            return self.view();
        }
        let (snapshot, event_id) = {
            let mut sights = self.sights();
            let hub = sights.hub(sight, &self.hub, self.clock.now_ms());
            (self.snapshot(), hub.last_id())
        };
        let mut seen = Seen::new(sight);
        ClusterView {
            cluster: self.name.clone(),
            event_id,
            freshness: self.freshness_of(&snapshot),
            machines: snapshot.machines.values().map(MachineEntry::row).collect(),
            units: snapshot
                .units
                .values()
                .filter(|entry| seen.sees(entry.app.as_ref()))
                .map(|entry| sights::row(&entry.row, snapshot.naming.get(&entry.row.name), sight))
                .collect(),
            leftovers: snapshot
                .leftovers
                .values()
                .filter(|leftover| sight.sees(app_of(&leftover.row.name).as_ref()))
                .map(|leftover| leftover.row.clone())
                .collect(),
        }
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
            machines: snapshot.machines.values().map(MachineEntry::row).collect(),
            units: snapshot.units.values().map(|entry| (*entry.row).clone()).collect(),
            leftovers: snapshot.leftovers.values().map(|leftover| leftover.row.clone()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fleet::{Unit, UnitName};
    use shared::ActionId;

    use super::*;

    #[test]
    fn a_reading_that_is_being_worked_out_holds_nobody_up_and_loses_no_mark() {
        let units: Vec<Unit> = serde_json::from_value(serde_json::json!([
            {"name": "a.service", "desiredState": "launched", "currentState": "inactive", "options": []},
            {"name": "b.service", "desiredState": "launched", "currentState": "inactive", "options": []},
        ]))
        .unwrap();
        let clock = Clock::manual(1_000);
        let world = World::new(ClusterName::parse("test").unwrap(), clock, Arc::new(Hub::new("e".into())));
        let by = ActionId::parse("0a").unwrap();
        let name = |text: &str| UnitName::parse(text).unwrap();
        let reading = || Snapshot::of_lists(units.clone(), Vec::new(), Vec::new(), 2_000);
        world.replace(|_| reading());
        world.mark(|before| before.with_leaving(&BTreeSet::from([name("b.service")]), Some(&by)));
        world.replace(|before| {
            let mut next = before.clone();
            next.freshness.as_of_ms = Some(3_000);
            // The lock is free meanwhile: one unit is marked, the mark of another is taken away.
            assert_eq!(world.snapshot().units.len(), 2);
            world.mark(|now| now.with_leaving(&BTreeSet::from([name("a.service")]), Some(&by)));
            world.mark(|now| now.with_leaving(&BTreeSet::from([name("b.service")]), None));
            next
        });
        let after = world.snapshot();
        let leaving = |unit: &str| after.units.get(&name(unit)).and_then(|entry| entry.row.leaving.clone());
        assert_eq!((leaving("a.service"), leaving("b.service")), (Some(by), None));
        assert_eq!(after.leaving.len(), 1);
        assert_eq!(after.freshness.as_of_ms, Some(3_000));
    }
}
