//! A running cluster: the state machine with a clock, a log of requests, and faults.
//!
//! Owns the lock. Whoever looks at the cluster first brings it up to the present, so it makes no difference how often the driver
//! ticks; and nobody holds the lock while waiting for anything.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::http::request::Parts;
use bytes::Bytes;
use fleet::{Machine, Unit, UnitState};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::config::SimConfig;
use crate::faults::{FaultScript, Outage};
use crate::http::reply::Reply;
use crate::http::{self, PageCache};
use crate::request_log::{Request, RequestLog};
use crate::sim::{DeleteError, Loss, PutError, PutOutcome, Sim, UnitPut};

/// How often the driver ticks at most and at least.
const SHORTEST_TICK: Duration = Duration::from_millis(10);
const LONGEST_TICK: Duration = Duration::from_secs(1);

/// A simulated cluster, shared. Clones are the same cluster.
#[derive(Debug, Clone)]
pub struct SimHandle(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    world: Mutex<World>,
    clock: Clock,
    faults: FaultScript,
    log: Mutex<RequestLog>,
    page_limit: u16,
}

/// What is under the lock.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) sim: Sim,
    pub(crate) caches: Caches,
}

/// Pages that were served and may be served again.
#[derive(Debug, Default)]
pub(crate) struct Caches {
    pub(crate) units: PageCache,
    pub(crate) states: PageCache,
    pub(crate) machines: PageCache,
}

impl SimHandle {
    /// A cluster as configured.
    pub fn new(config: SimConfig) -> Self {
        let sim = Sim::new(&config);
        let clock = Clock::new(config.clock, config.speed, sim.now());
        Self(Arc::new(Inner {
            world: Mutex::new(World { sim, caches: Caches::default() }),
            clock,
            faults: FaultScript::default(),
            log: Mutex::new(RequestLog::default()),
            page_limit: config.page_limit.max(1),
        }))
    }

    /// Its API, to be served or to be called as a tower service.
    pub fn router(&self) -> Router {
        http::router(self.clone())
    }

    /// Keeps the cluster going while nobody asks for anything, until cancelled. Of no use with a manual clock.
    pub fn spawn_driver(&self, cancel: CancellationToken) -> JoinHandle<()> {
        let handle = self.clone();
        tokio::spawn(async move { cancel.run_until_cancelled(handle.drive()).await.unwrap_or(()) })
    }

    /// Moves the clock forward, and lets everything happen that is due until then.
    pub fn advance(&self, by: Duration) {
        self.0.clock.advance(by);
        self.with_world(|_| ());
    }

    /// The simulated time.
    pub fn now(&self) -> Duration {
        self.0.clock.now()
    }

    /// The faults of its API.
    pub fn faults(&self) -> &FaultScript {
        &self.0.faults
    }

    /// Cuts every connection without an answer, or stops doing so.
    pub fn set_down(&self, down: bool) {
        self.0.faults.set_outage(down.then_some(Outage::Cut));
    }

    /// Answers everything with 503, as Fleet does when it lost its etcd, or stops doing so.
    pub fn set_unavailable(&self, unavailable: bool) {
        self.0.faults.set_outage(unavailable.then_some(Outage::Unavailable));
    }

    /// The latest requests, up to 10,000, in the order of their answers.
    pub fn requests(&self) -> Vec<Request> {
        self.log().latest()
    }

    /// The same, and forgets them; their number stays. Whoever takes them often enough sees each one.
    pub fn take_requests(&self) -> Vec<Request> {
        self.log().take()
    }

    /// How many requests there were in all.
    pub fn request_count(&self) -> u64 {
        self.log().by_method().values().sum()
    }

    /// How many requests there were in all, by method.
    pub fn request_counts(&self) -> BTreeMap<String, u64> {
        self.log().by_method()
    }

    /// Forgets the requests and their number.
    pub fn clear_requests(&self) {
        self.log().clear();
    }

    /// Cuts a machine's power. Returns whether it ran.
    pub fn lose_machine(&self, id: &str) -> bool {
        self.with_sim(|sim| sim.lose_machine(id))
    }

    /// A machine goes, in one of the ways in which machines do. Returns whether it was there.
    pub fn lose_machine_by(&self, id: &str, loss: Loss) -> bool {
        self.with_sim(|sim| sim.lose_machine_by(id, loss))
    }

    /// From now on a machine goes and comes back, with so much time between. Returns whether it is known.
    pub fn flap_machine(&self, id: &str, every: Duration, by: Loss) -> bool {
        self.with_sim(|sim| sim.flap_machine(id, every, by))
    }

    /// A machine that went comes back. Returns whether it had gone.
    pub fn return_machine(&self, id: &str) -> bool {
        self.with_sim(|sim| sim.return_machine(id))
    }

    /// From now on these units (a glob) fail whenever they are started; what follows is up to their `Restart=`.
    pub fn fail_start(&self, units: &str) {
        self.with_sim(|sim| sim.fail_start(units));
    }

    /// From now on these units (a glob) take that long to pull their image.
    pub fn slow_pull(&self, units: &str, takes: Duration) {
        self.with_sim(|sim| sim.slow_pull(units, takes));
    }

    /// These units (a glob) die that long after they began to run, or from now if they run already.
    pub fn die_after(&self, units: &str, after: Duration) {
        self.with_sim(|sim| sim.die_after(units, after));
    }

    /// Takes back what was scripted for units, and lets machines that flap return.
    pub fn clear_scripts(&self) {
        self.with_sim(Sim::clear_scripts);
    }

    /// Creates or changes a unit behind the API's back.
    pub fn put_unit(&self, name: &str, put: UnitPut) -> Result<PutOutcome, PutError> {
        self.with_sim(|sim| sim.put_unit(name, put))
    }

    /// Deletes a unit behind the API's back.
    pub fn delete_unit(&self, name: &str) -> Result<(), DeleteError> {
        self.with_sim(|sim| sim.delete_unit(name))
    }

    /// All units, as they are now.
    pub fn units(&self) -> Vec<Unit> {
        self.with_sim(|sim| sim.units().map(|unit| unit.to_entity()).collect())
    }

    /// All published states, as they are now.
    pub fn states(&self) -> Vec<UnitState> {
        self.with_sim(|sim| sim.states().collect())
    }

    /// The machines in the list, as they are now.
    pub fn machines(&self) -> Vec<Machine> {
        self.with_sim(|sim| sim.machines().cloned().collect())
    }

    /// Looks at the state machine, or changes it, in the present.
    pub fn with_sim<T>(&self, look: impl FnOnce(&mut Sim) -> T) -> T {
        self.with_world(|world| look(&mut world.sim))
    }

    pub(crate) fn with_world<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        // A panic under the lock would be a bug of the simulation; the next caller may as well see it again.
        let mut world = self.0.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.sim.advance_to(self.0.clock.now());
        look(&mut world)
    }

    pub(crate) fn page_limit(&self) -> u16 {
        self.0.page_limit
    }

    pub(crate) fn record(&self, head: &Parts, body: Bytes, reply: &Reply) {
        let target = head.uri.path_and_query().map(|target| target.as_str().to_owned()).unwrap_or_default();
        let method = head.method.as_str().to_owned();
        let (status, carried_out) = (reply.seen_status(), reply.status.as_u16());
        self.log().add(Request { at: self.now(), method, target, body, status, carried_out });
    }

    fn log(&self) -> MutexGuard<'_, RequestLog> {
        self.0.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn drive(&self) {
        loop {
            let due = self.with_sim(|sim| sim.next_due());
            let Some(wait) = due.map_or(Some(LONGEST_TICK), |due| self.0.clock.real_time_until(due)) else {
                return std::future::pending().await;
            };
            tokio::time::sleep(wait.clamp(SHORTEST_TICK, LONGEST_TICK)).await;
        }
    }
}
