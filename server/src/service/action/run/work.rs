//! The work itself: a loop that shows the course what there is, does what it orders, and tells it what came of it.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use fleet::AppName;
use futures_util::FutureExt;
use futures_util::stream::{FuturesUnordered, StreamExt};
use shared::action::ActionState;
use shared::course::{OLDEST_MS, Orders, Outcome};
use shared::plan::Step;
use shared::view::Link;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::super::open::OpenAction;
use super::super::rights::{Denial, still_may};
use super::super::save::{LEASE_MS, Unsaved, lease, save, tell};
use super::super::sighting::{Others, sighting};
use super::super::step::{self, Manner};
use super::super::way;
use crate::app::AppState;
use crate::live::Busy;

/// How often progress is told while nothing else happens than that steps end.
const TELL_EVERY: Duration = Duration::from_millis(250);
/// How long after it could not be stored how far it is that is tried once more.
const STORE_AGAIN_AFTER: Duration = Duration::from_secs(2);
/// How often the lease is renewed while nothing is stored.
const RENEW_EVERY: Duration = Duration::from_millis(LEASE_MS / 3);

/// How old may be what is seen of a cluster by one that has rested.
const NEW_ENOUGH_MS: u64 = 3_000;
/// How long it waits for that: then it decides by what it has, and says that it is too old.
const READ_WITHIN: Duration = Duration::from_secs(5);

/// Why a run is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    /// The action has ended.
    Ended,
    /// The server ends.
    Stopped,
    /// Another process goes on with it.
    LeaseLost,
}

type Running = FuturesUnordered<Pin<Box<dyn Future<Output = (usize, Outcome)> + Send>>>;

struct Work<'a> {
    app: &'a AppState,
    open: &'a OpenAction,
    /// The app whose units a deployment must see.
    sees: Option<AppName>,
    running: Running,
    /// Breaks off the waits under way.
    stops: HashMap<usize, CancellationToken>,
    /// Breaks off everything: the server ends, or the lease is lost.
    stop: CancellationToken,
    /// Held while something follows from what Fleet says: not while a person or an hour is waited for.
    busy: Option<Busy>,
    told: u64,
    /// When that is to be told next what is no news.
    tell_at: Instant,
    /// Whether it could not be stored when that was tried last.
    is_unstored: bool,
    /// The state that was stored and told last.
    told_state: ActionState,
}

/// Works until the course is over.
pub(super) async fn work(app: &AppState, open: &OpenAction) -> Over {
    let busy = Some(open.live().busy());
    let sees = open.plan().deployment.as_ref().map(|deployment| deployment.app.clone());
    if sees.is_some() && !is_read(app, open).await {
        return Over::Stopped;
    }
    let mut work = Work {
        app,
        open,
        sees,
        running: Running::new(),
        stops: HashMap::new(),
        stop: app.shutdown.child_token(),
        busy,
        told: 0,
        tell_at: Instant::now(),
        is_unstored: false,
        told_state: open.state(),
    };
    let over = work.go_on().await;
    // What is under way is finished; what only waits ends at once.
    work.stop.cancel();
    while let Some((step, outcome)) = work.running.next().await {
        if outcome != Outcome::Stopped {
            let _deciding = open.deciding.lock().await;
            work.ended(step, outcome);
        }
    }
    over
}

/// After a start: that Fleet was not read yet says nothing of its weather.
async fn is_read(app: &AppState, open: &OpenAction) -> bool {
    let mut watch = open.live().watch();
    tokio::select! {
        read = watch.wait_for(|snapshot| snapshot.freshness.link != Link::Connecting) => read.is_ok(),
        () = app.shutdown.cancelled() => false,
    }
}

impl Work<'_> {
    async fn go_on(&mut self) -> Over {
        let mut watch = self.open.live().watch();
        let mut renew = tokio::time::interval(RENEW_EVERY);
        renew.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut is_called = false;
        loop {
            if self.app.shutdown.is_cancelled() {
                return Over::Stopped;
            }
            self.see_again(is_called).await;
            // What somebody says comes before or behind all that follows from one look.
            let deciding = self.open.deciding.lock().await;
            let orders = if self.only_knows_old_things(self.open.live().now_ms()) {
                Orders::default()
            } else {
                self.look().await
            };
            let is_stored = match self.store(&orders).await {
                Ok(is_stored) => is_stored,
                Err(over) => return over,
            };
            if let Some(turning) = orders.turn.filter(|_| is_stored) {
                let turned = way::turn(self.app, self.open, turning).await;
                if !turned && !self.still_leased().await {
                    return Over::LeaseLost;
                }
                continue;
            }
            for index in orders.begin {
                self.begin(index);
            }
            for index in &orders.stop {
                if let Some(stop) = self.stops.get(index) {
                    stop.cancel();
                }
            }
            self.rest_or_work();
            drop(deciding);
            if self.open.look(shared::course::Course::is_over) && self.running.is_empty() {
                return Over::Ended;
            }
            let wake_ms = self.open.look(shared::course::Course::wake_ms);
            let sleep = async {
                match wake_ms {
                    Some(wake_ms) => self.app.clock.sleep_until(wake_ms).await,
                    None => std::future::pending().await,
                }
            };
            is_called = false;
            let untold = self.told != self.open.version();
            tokio::select! {
                Some((step, outcome)) = self.running.next() => {
                    let _deciding = self.open.deciding.lock().await;
                    self.ended(step, outcome);
                    // Many end with the same reading.
                    while let Some(Some((step, outcome))) = self.running.next().now_or_never() {
                        self.ended(step, outcome);
                    }
                }
                changed = watch.changed(), if self.sees.is_some() => {
                    if changed.is_err() {
                        return Over::Stopped;
                    }
                }
                () = self.open.poke.notified() => is_called = true,
                () = sleep => is_called = true,
                () = tokio::time::sleep_until(self.tell_at), if untold => {}
                _ = renew.tick() => {
                    if !self.still_leased().await {
                        return Over::LeaseLost;
                    }
                }
                () = self.app.shutdown.cancelled() => return Over::Stopped,
            }
        }
    }

    /// Whoever has rested looks at what Fleet says by now before anything follows from it.
    async fn see_again(&mut self, is_called: bool) {
        if !is_called || self.busy.is_some() {
            return;
        }
        let cluster = self.open.live();
        self.busy = Some(cluster.busy());
        let since_ms = cluster.now_ms().saturating_sub(NEW_ENOUGH_MS);
        tokio::select! {
            _ = cluster.reading_after(since_ms, READ_WITHIN, |_| true) => {}
            () = self.app.shutdown.cancelled() => {}
        }
    }

    /// Whether it rests, and Fleet was not read for a while because nobody needed it: that says nothing of the weather.
    fn only_knows_old_things(&self, now_ms: u64) -> bool {
        let fresh = self.open.live().snapshot().freshness.clone();
        let is_old = fresh.as_of_ms.is_some_and(|as_of_ms| now_ms.saturating_sub(as_of_ms) > OLDEST_MS);
        self.busy.is_none() && fresh.link == Link::Live && is_old
    }

    /// Has Fleet read often only as long as something follows from it.
    fn rest_or_work(&mut self) {
        if self.running.is_empty() && self.open.look(shared::course::Course::rests) {
            self.busy = None;
        } else if self.busy.is_none() {
            self.busy = Some(self.open.live().busy());
        }
    }

    /// Shows the course what there is.
    async fn look(&mut self) -> Orders {
        let (cluster, now_ms) = (self.open.live(), self.open.live().now_ms());
        let takes = self.open.look(shared::course::Course::is_about_to_take);
        let rights = match if takes { still_may(self.app, self.open).await } else { Ok(()) } {
            Err(Denial::Unread(reason)) if self.sees.is_some() => {
                self.open.hold_off(reason, now_ms);
                Ok(())
            }
            Err(Denial::Refused(reason) | Denial::Unread(reason)) => Err(reason),
            Ok(()) => Ok(()),
        };
        // From this look until what it orders counts as begun nobody begins another action: neither would see the other.
        let starting = self.app.actions.start_lock(cluster.name()).try_lock_owned();
        let snapshot = cluster.snapshot();
        self.app.actions.release_settled(self.open, &snapshot);
        let id = self.open.view().id;
        let others = match self.sees.as_ref().filter(|_| takes) {
            None => Others::default(),
            Some(of) => Others {
                pending: self.app.actions.pending(cluster.name(), &snapshot, Some(&id)),
                written: snapshot
                    .of_app(of)
                    .map(|(name, _)| name)
                    .find(|name| cluster.is_in_doubt(name, &snapshot))
                    .cloned(),
                begins: starting.is_err(),
            },
        };
        let sighting = sighting(&snapshot, self.sees.as_ref(), &id, &others);
        let now_ms = cluster.now_ms();
        if self.only_knows_old_things(now_ms) {
            // The clock was set since that was asked.
            return Orders::default();
        }
        self.open.advance(&sighting, rights.as_ref().copied().map_err(String::as_str), now_ms)
    }

    /// Stores what must be stored before a call, and tells what has changed. False: that could not be stored.
    async fn store(&mut self, orders: &Orders) -> Result<bool, Over> {
        let version = self.open.version();
        if version == self.told {
            return Ok(true);
        }
        let state = self.open.state();
        let is_news = self.told_state != state;
        let is_due = Instant::now() >= self.tell_at;
        let must = (is_news && !self.is_unstored) || !orders.begin.is_empty() || orders.turn.is_some();
        if !must && !is_due {
            return Ok(true);
        }
        let saved = match self.leaves_kept().await {
            Ok(false) => save(self.app, self.open).await,
            Ok(true) => return Ok(true),
            Err(unsaved) => Err(unsaved),
        };
        match saved {
            Ok(()) => self.is_unstored = false,
            Err(Unsaved::LeaseLost) => return Err(Over::LeaseLost),
            Err(Unsaved::AppHeld) => {
                // It only kept old instances, and another deployment was quicker.
                if !(self.is_stored_as_keeping() && self.open.keep_on(self.open.live().now_ms())) {
                    self.open.give_up(ActionState::Done);
                }
                return Ok(true);
            }
            Err(Unsaved::Failed) => {
                // Nobody is told of what the store lacks.
                self.is_unstored = true;
                self.tell_at = Instant::now() + STORE_AGAIN_AFTER;
                for index in &orders.begin {
                    let unit = self
                        .open
                        .look(|course| course.steps().get(*index).map(|step| step.unit().to_string()));
                    let reason = say::server::course::begin_not_stored(&unit.unwrap_or_default());
                    self.open.step_ended(*index, Outcome::Weather(reason), self.open.live().now_ms());
                }
                return Ok(false);
            }
        }
        if is_news || is_due {
            self.told = version;
            self.tell_at = Instant::now() + TELL_EVERY;
            self.told_state = state;
            tell(self.open);
        }
        Ok(true)
    }

    /// Whether it has just kept, and leaves that to another deployment: as long as the store had it as keeping, one that
    /// takes all other versions away may have begun, and have ended, whatever this one was at meanwhile.
    async fn leaves_kept(&mut self) -> Result<bool, Unsaved> {
        let goes_on = self.is_stored_as_keeping() && self.open.state().is_at_work();
        let Some(of) = self.sees.as_ref().filter(|_| goes_on) else { return Ok(false) };
        let cluster = self.open.live();
        match self.app.store.is_followed(cluster.name(), of, self.open.record.number()).await {
            Ok(is_followed) => Ok(is_followed && self.open.leave_kept(cluster.now_ms())),
            Err(error) => {
                tracing::error!(action = %self.open.view().id, %error, "whether another deployment follows can't be read");
                Err(Unsaved::Failed)
            }
        }
    }

    fn is_stored_as_keeping(&self) -> bool {
        matches!(self.told_state, ActionState::Keeping { .. })
    }

    /// Begins a step, if it was not taken back since it was ordered.
    fn begin(&mut self, index: usize) {
        let is_running = self.open.look(|course| course.running().any(|running| running == index));
        let found = self.open.look(|course| {
            let (step, at) = course.steps().get(index).zip(course.at().steps.get(index))?;
            Some((step.clone(), at.again, at.begun_before))
        });
        let Some((step, again, begun_before)) = found.filter(|_| is_running) else { return };
        let limit = self
            .open
            .plan()
            .deployment
            .as_ref()
            .map(|deployment| Duration::from_secs(deployment.settings.step_limit_s.into()));
        self.rest(&step);
        let cluster = Arc::clone(self.open.live());
        let stop = self.stop.child_token();
        self.stops.insert(index, stop.clone());
        self.running.push(Box::pin(async move {
            (index, step::execute(&cluster, &step, Manner { limit, again, begun_before }, &stop).await)
        }));
    }

    fn ended(&mut self, index: usize, outcome: Outcome) {
        self.stops.remove(&index);
        if outcome == Outcome::Stopped && self.stop.is_cancelled() {
            // It is begun again by whoever goes on.
            return;
        }
        // However it ended: an answer that was lost does not say that Fleet did not hear.
        if let Some(step) = self.open.look(|course| course.steps().get(index).cloned()) {
            self.rest(&step);
        }
        self.open.step_ended(index, outcome, self.open.live().now_ms());
    }

    /// Lets the name rest that this step destroys, from now on.
    fn rest(&self, step: &Step) {
        if let Step::Destroy { unit } = step {
            let cluster = self.open.live();
            self.app.actions.recent.note(cluster.name(), unit, 0, cluster.passed_ms());
        }
    }

    async fn still_leased(&mut self) -> bool {
        let id = self.open.view().id;
        match self.app.store.renew_lease(&id, lease(self.app)).await {
            Ok(held) => held,
            // What is sent next is stored first, and that fails then.
            Err(error) => {
                tracing::error!(action = %id, %error, "an action's lease could not be renewed");
                true
            }
        }
    }
}
