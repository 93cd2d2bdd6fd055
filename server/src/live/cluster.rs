//! One cluster: the only connection to its Fleet, its snapshot and its hub.
//!
//! How new what is told must be, and how long it is waited for that:
//!
//! | who asks | how new | how long | and then |
//! | --- | --- | --- | --- |
//! | `snapshot`, the page | as it is, with its date | not at all | |
//! | `reading_after` (actions, before they begin and on a way back) | read after a moment, of a Fleet that can be read | as long as asked for | nothing |
//! | `snapshot_after` | read after a moment | as long as asked for | nothing; at once if Fleet can't be read |
//! | `settled_snapshot` | read after the last write; at most 3 s old (`FRESH_ENOUGH_MS`) if that comes within 2 s (`FRESH_WAIT`) | as long as asked for | nothing |
//! | `settled` in `routes::clusters` (lists for scripts, actions) | the same | 10 s (`Waits::settles`) | an error |
//! | a single unit for scripts | the same | 2 s (`Waits::one_settles`) | Fleet is asked by name, 7 s (`look_up`) |
//! | `fresh` in `routes::proxy` | the same, of a Fleet that can be read, at most 60 s old (`OLDEST_MS`) | 10 s | a 503 |
//! | `look_up` in `service::unit` | Fleet itself, by name | 2 s for the turn, 5 s for the answer | an error |
//! | `look` in `service::machines` | read after the write | 5 s (`Waits::look`) | it is said that nothing is known |

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use fleet::{AppName, UnitName};
use fleet_client::FleetClient;
use serde::Serialize;
use shared::event::FreshnessEvent;
use shared::policy::Sight;
use shared::session::{ClusterInfo, Engine, Reached};
use shared::view::{ClusterView, Freshness, Link};
use shared::{ActionId, ClusterName};
use tokio::sync::{Notify, watch};

use super::first::Remembered;
use super::hub::Hub;
use super::snapshot::Snapshot;
use super::turns::{Turn, Turns};
use super::world::World;
use super::written::{Writing, Written};
use crate::clock::Clock;
use crate::waits::Waits;

/// What a cluster is made from.
pub struct ClusterSpec {
    /// Its name.
    pub name: ClusterName,
    /// Where it is, in words that hold no secret, and how it is reached.
    pub reached: Reached,
    /// What answers there.
    pub engine: Engine,
    /// The connection.
    pub client: FleetClient,
    /// How long calls to it may take.
    pub waits: Waits,
}

/// A cluster.
pub struct Cluster {
    spec: ClusterSpec,
    clock: Clock,
    pub(super) world: World,
    turns: Turns,
    written: Written,
    pub(super) remembered: Remembered,
    /// Wakes the poller before its time.
    pub(super) wake: Notify,
    busy: AtomicUsize,
    pressed: AtomicUsize,
    read_ms: AtomicU64,
    wrote_ms: AtomicU64,
    /// How many entries of Fleet's lists the last reading could not understand.
    pub(super) skipped: AtomicU32,
}

/// Keeps the poller quick while it is held: an action is at work.
pub struct Busy(Arc<Cluster>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.busy.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Has Fleet read more often while it is held: a step waits for what comes within seconds.
pub struct Pressed(Arc<Cluster>);

impl Drop for Pressed {
    fn drop(&mut self) {
        self.0.pressed.fetch_sub(1, Ordering::Relaxed);
    }
}

/// How long after a script's read the cluster counts as looked at.
const READ_COUNTS_MS: u64 = 15_000;
/// How old a snapshot may be to be served to a script at once.
const FRESH_ENOUGH_MS: u64 = 3_000;
/// How long a script waits for a newer one than that. Reading a large cluster takes longer.
const FRESH_WAIT: Duration = Duration::from_secs(2);

impl Cluster {
    /// A cluster not read yet. `epoch` tells this process's event ids from an earlier one's.
    pub fn new(spec: ClusterSpec, clock: Clock, epoch: String) -> Self {
        let hub = Arc::new(Hub::new(epoch));
        let world = World::new(spec.name.clone(), clock.clone(), hub);
        Self {
            spec,
            clock,
            world,
            turns: Turns::default(),
            written: Written::default(),
            remembered: Remembered::default(),
            wake: Notify::new(),
            busy: AtomicUsize::new(0),
            pressed: AtomicUsize::new(0),
            read_ms: AtomicU64::new(0),
            wrote_ms: AtomicU64::new(0),
            skipped: AtomicU32::new(0),
        }
    }

    /// Its name.
    pub fn name(&self) -> &ClusterName {
        &self.spec.name
    }

    /// What the page is told of it; where it is only if that may be `known`.
    pub fn info(&self, known: bool) -> ClusterInfo {
        ClusterInfo {
            name: self.spec.name.clone(),
            engine: self.spec.engine,
            reached: known.then(|| self.spec.reached.clone()),
        }
    }

    /// How long calls to it may take.
    pub fn waits(&self) -> &Waits {
        &self.spec.waits
    }

    /// The connection, for single units. Lists come from the snapshot alone.
    pub fn client(&self) -> &FleetClient {
        &self.spec.client
    }

    /// The news of those who see everything.
    pub fn hub(&self) -> &Arc<Hub> {
        self.world.hub()
    }

    /// The news of those with this sight.
    pub fn hub_for(&self, sight: &Sight) -> Arc<Hub> {
        self.world.hub_for(sight)
    }

    /// How many sights have a hub of their own.
    pub fn sights(&self) -> usize {
        self.world.sights_kept()
    }

    /// How many streams are open, whatever they show.
    pub fn streams(&self) -> usize {
        self.world.hub().all_streams()
    }

    /// Tells all who see the app of something, without an app those who see everything; in other words (`seen_by`), if there
    /// are such for those who do not see all of it.
    pub fn tell<T: Serialize>(
        &self,
        name: &str,
        data: &T,
        app: Option<&AppName>,
        seen_by: impl Fn(&Sight) -> Option<T>,
    ) {
        self.world.tell(name, data, app, seen_by);
    }

    /// What is known now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.world.snapshot()
    }

    /// What will be known.
    pub fn watch(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.world.watch()
    }

    /// How fresh it is.
    pub fn freshness(&self) -> Freshness {
        self.world.freshness()
    }

    /// How fresh that is which the streams were told: no change that belongs to it is still to come.
    pub fn freshness_told(&self) -> Freshness {
        self.world.freshness_told()
    }

    /// How fresh it is, as the streams say it.
    pub fn freshness_event(&self) -> FreshnessEvent {
        self.world.freshness_event()
    }

    /// All of it, for the page.
    pub fn view(&self) -> ClusterView {
        self.world.view()
    }

    /// What of it those with this sight see.
    pub fn view_for(&self, sight: &Sight) -> ClusterView {
        self.world.view_for(sight)
    }

    /// Marks units as about to be removed by an action, or takes the mark away.
    pub fn mark_leaving(&self, units: &BTreeSet<UnitName>, by: Option<&ActionId>) {
        self.world.mark(|before| before.with_leaving(units, by));
    }

    /// The time, by the clock that snapshots are dated with.
    pub fn now_ms(&self) -> u64 {
        self.clock.now_ms()
    }

    /// The time of day, by the same clock.
    pub fn wall_ms(&self) -> u64 {
        self.clock.wall_ms()
    }

    /// By how much that has jumped on in this process: see [`Clock::leapt_ms`].
    pub fn leapt_ms(&self) -> u64 {
        self.clock.leapt_ms()
    }

    /// The time as far as it has passed: see [`Clock::passed_ms`].
    pub fn passed_ms(&self) -> u64 {
        self.clock.passed_ms()
    }

    /// Has Fleet read again soon.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Waits until nobody else writes this unit: who writes by what they have read holds it from before they read.
    pub async fn turn(&self, unit: &UnitName) -> Turn {
        self.turns.of(unit).await
    }

    /// Waits until nobody else's writes to the app are counted: who may have so many of it at most holds it from before
    /// they are counted until what is written counts itself.
    pub async fn count_turn(&self, app: &AppName) -> Turn {
        self.turns.of_app(app).await
    }

    /// Says that somebody writes this unit outside of any action, until the guard is dropped.
    pub fn writing(&self, unit: &UnitName) -> Writing<'_> {
        let snapshot = self.snapshot();
        self.written.begin(unit, &self.clock, |unit| snapshot.read_ms(unit))
    }

    /// Whether this unit was written outside of any action since the snapshot was read.
    pub fn is_in_doubt(&self, unit: &UnitName, snapshot: &Snapshot) -> bool {
        self.written.is_in_doubt(unit, snapshot.read_ms(unit))
    }

    /// Says that something was written, so that the snapshot is behind.
    pub fn wrote(&self) {
        self.wrote_ms.fetch_max(self.clock.now_ms(), Ordering::Relaxed);
        self.wake.notify_one();
    }

    /// Says that an action is at work, until the guard is dropped.
    pub fn busy(self: &Arc<Self>) -> Busy {
        self.busy.fetch_add(1, Ordering::Relaxed);
        self.wake.notify_one();
        Busy(Arc::clone(self))
    }

    /// Says that a step waits for what a reading will show, until the guard is dropped.
    pub fn press(self: &Arc<Self>) -> Pressed {
        self.pressed.fetch_add(1, Ordering::Relaxed);
        self.wake.notify_one();
        Pressed(Arc::clone(self))
    }

    /// Whether a step waits.
    pub fn is_pressed(&self) -> bool {
        self.pressed.load(Ordering::Relaxed) > 0
    }

    /// Whether somebody looks or waits: an open stream, a script's read a moment ago, an action at work.
    pub fn is_watched(&self) -> bool {
        let read_ms = self.read_ms.load(Ordering::Relaxed);
        self.streams() > 0
            || self.busy.load(Ordering::Relaxed) > 0
            || self.clock.now_ms() < read_ms.saturating_add(READ_COUNTS_MS)
    }

    /// Says that somebody looks. Wakes the poller if nobody did: further ones change nothing for Fleet.
    pub fn look(&self) {
        let was_watched = self.is_watched();
        self.read_ms.store(self.clock.now_ms(), Ordering::Relaxed);
        if !was_watched {
            self.wake.notify_one();
        }
    }

    /// A snapshot that contains everything written through here so far, as a script expects that reads what it wrote;
    /// one that is no older than a moment, unless a reading of this Fleet takes longer than that. If Fleet can't be read
    /// the present one is given, whose freshness says so; `None` if there was no such snapshot within `limit`.
    pub async fn settled_snapshot(&self, limit: Duration) -> Option<Arc<Snapshot>> {
        self.look();
        let wrote_ms = self.wrote_ms.load(Ordering::Relaxed);
        let newest_ms = wrote_ms.max(self.clock.now_ms().saturating_sub(FRESH_ENOUGH_MS));
        let fresh = self.snapshot_after(newest_ms, limit.min(FRESH_WAIT)).await;
        match fresh {
            Some(snapshot) => Some(snapshot),
            None => self.snapshot_after(wrote_ms, limit.saturating_sub(FRESH_WAIT)).await,
        }
    }

    /// A snapshot whose reading began after that moment, of a Fleet that can be read, and which `shows` what is looked
    /// for; `None` if there was none within `limit`. Whoever is in a hurry wakes the poller, or presses it.
    pub async fn reading_after(
        &self,
        after_ms: u64,
        limit: Duration,
        shows: impl Fn(&Snapshot) -> bool,
    ) -> Option<Arc<Snapshot>> {
        let is_read = |now: &Snapshot| now.freshness.link == Link::Live && began_after(now, after_ms);
        self.first(limit, |now| is_read(now) && shows(now)).await
    }

    /// A snapshot whose reading began after that moment, or one that says that Fleet can't be read.
    async fn snapshot_after(&self, after_ms: u64, limit: Duration) -> Option<Arc<Snapshot>> {
        let fails = |now: &Snapshot| !matches!(now.freshness.link, Link::Live | Link::Connecting);
        self.first(limit, |now| fails(now) || began_after(now, after_ms)).await
    }

    /// The present snapshot or the next one of which this is so; `None` if there was none within `limit`.
    async fn first(&self, limit: Duration, is_so: impl Fn(&Snapshot) -> bool) -> Option<Arc<Snapshot>> {
        // Nearly every list of a script ends here: it needs no timer.
        let now = self.snapshot();
        if is_so(&now) {
            return Some(now);
        }
        let mut watch = self.watch();
        let found = tokio::time::timeout(limit, watch.wait_for(|now| is_so(now))).await.ok()?.ok()?;
        Some(Arc::clone(&found))
    }
}

fn began_after(snapshot: &Snapshot, after_ms: u64) -> bool {
    snapshot.freshness.as_of_ms.is_some_and(|as_of_ms| as_of_ms > after_ms)
}

#[cfg(test)]
mod tests {
    use fleet_client::ClientConfig;

    use super::super::snapshot::Reading;
    use super::*;

    fn cluster(clock: &Clock) -> Cluster {
        let endpoint = "http://127.0.0.1:1";
        let spec = ClusterSpec {
            name: ClusterName::parse("default").unwrap(),
            reached: Reached { endpoint: endpoint.into(), in_the_clear: false },
            engine: Engine::Fleet,
            client: FleetClient::new(ClientConfig::new(endpoint.parse().unwrap())).unwrap(),
            waits: Waits::default(),
        };
        Cluster::new(spec, clock.clone(), "e".into())
    }

    async fn settled(cluster: &Cluster) -> Option<Arc<Snapshot>> {
        cluster.settled_snapshot(Duration::ZERO).await
    }

    #[tokio::test]
    async fn what_was_written_is_contained_or_there_is_no_snapshot() {
        let clock = Clock::manual(100_000);
        let cluster = cluster(&clock);
        let read = || {
            let began_ms = clock.now_ms();
            let reading = Reading { began_ms, ..Reading::default() };
            cluster.world.replace(|before| before.after(reading, began_ms));
        };
        assert!(settled(&cluster).await.is_none(), "nothing was read yet");
        read();
        assert!(settled(&cluster).await.is_some());
        cluster.wrote();
        assert!(settled(&cluster).await.is_none(), "read before it was written");
        clock.advance(1);
        read();
        assert!(settled(&cluster).await.is_some());
        clock.advance(FRESH_ENOUGH_MS);
        assert!(settled(&cluster).await.is_some(), "old, and nothing newer came: its date says so");
        cluster
            .world
            .replace(|before| before.after_failure(Link::Unreachable, String::new(), clock.now_ms()));
        let known = settled(&cluster).await.map(|snapshot| snapshot.freshness.link);
        assert_eq!(known, Some(Link::Unreachable), "who waits on would wait in vain");
    }
}
