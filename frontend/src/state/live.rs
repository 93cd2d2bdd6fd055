//! The cluster as it streams in: a snapshot, then differences; and how old all of it is.
//!
//! One signal holds the cluster. Memos pick what a view needs out of it and compare by identity (`Same`), so that a
//! change of ten units draws ten rows, however many there are.

use std::sync::Arc;

use fleet::{AppName, UnitName};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ClusterName;
use shared::event::Change;
use shared::view::{Freshness, Link};

use super::actions::Actions;
use super::clock::{Clock, browser_ms, use_clock};
use super::cluster::{AppUnits, Cluster, Machine, Unit};
use super::freshness::{self, Age};
use super::same::Same;
use super::session::{Session, use_session};
use super::stream::{Connection, Message, back_off_ms};
use super::templates::Templates;
use crate::api::{self, Failure};
use crate::state::memo::{Memo, effect, memo};
use crate::ui::time::clock_time;

/// The stream is opened anew when nothing was heard for so long: a sleeping laptop or a silent proxy breaks
/// connections without a word.
const SILENCE_MS: u64 = 30_000;

/// The live cluster. Copy it freely; methods that say "tracked" subscribe the caller.
#[derive(Clone, Copy)]
pub struct Live {
    name: StoredValue<ClusterName>,
    cluster: RwSignal<Cluster>,
    freshness: RwSignal<Option<Freshness>>,
    failure: RwSignal<Option<Failure>>,
    ready: RwSignal<bool>,
    /// When the connection to the server broke, in the server's time; absent while it is whole.
    cut_ms: RwSignal<Option<u64>>,
    age: Memo<Age>,
    clock: Clock,
}

impl Live {
    /// Starts reading the cluster and hands it to everything below. `build` is the server's, as the session told it.
    pub fn provide(name: ClusterName, build: String, actions: Actions, templates: Templates) -> Self {
        let clock = use_clock();
        let freshness = RwSignal::new(None);
        let cut_ms = RwSignal::new(None);
        let live = Self {
            name: StoredValue::new(name),
            cluster: RwSignal::new(Cluster::default()),
            freshness,
            failure: RwSignal::new(None),
            ready: RwSignal::new(false),
            cut_ms,
            age: memo(move || {
                freshness.with(|read| freshness::age(read.as_ref(), clock.now_ms(), cut_ms.get()))
            }),
            clock,
        };
        provide_context(live);
        Driver::start(live, build, actions, templates, use_session());
        live
    }

    /// The cluster's name.
    pub fn name(&self) -> ClusterName {
        self.name.get_value()
    }

    /// Whether a snapshot was read; tracked.
    pub fn ready(&self) -> bool {
        self.ready.get()
    }

    /// Why there is no snapshot, while there is none; tracked.
    pub fn failure(&self) -> Option<Failure> {
        if self.ready.get() { None } else { self.failure.get() }
    }

    /// How old the data is; tracked.
    pub fn age(&self) -> Age {
        self.age.get()
    }

    /// Whether states must not be shown as they are; tracked.
    pub fn stale(&self) -> bool {
        self.age.get() != Age::Live
    }

    /// Why nothing can be changed now; absent while changes are possible.
    pub fn blocked(&self) -> Memo<Option<String>> {
        let live = *self;
        let away = live.away();
        memo(move || {
            let link: Option<Link> = live.freshness.with(|read| read.as_ref().map(|read| read.link));
            away.get().or_else(|| freshness::blocked(live.age.get(), link))
        })
    }

    /// Why nothing can be said to the server now, whatever Fleet does; absent while it is in reach.
    pub fn away(&self) -> Memo<Option<String>> {
        let live = *self;
        memo(move || live.of_server(freshness::away))
    }

    /// Until when it is known how things went: ticking while the server is in reach, and standing still from when it
    /// was heard last; tracked.
    pub fn known_ms(&self) -> u64 {
        self.of_server(freshness::known_ms)
    }

    fn of_server<T>(&self, judge: fn(Option<&Freshness>, u64, Option<u64>) -> T) -> T {
        self.freshness.with(|read| judge(read.as_ref(), self.clock.now_ms(), self.cut_ms.get()))
    }

    /// What the server last said of the data's age; tracked.
    pub fn freshness(&self) -> Option<Freshness> {
        self.freshness.get()
    }

    /// The words on the freshness chip; tracked, ticking.
    pub fn chip(&self) -> String {
        let now_ms = self.clock.now_ms();
        let cut_ms = self.cut_ms.get();
        self.freshness.with(|read| freshness::chip(read.as_ref(), now_ms, &since(read.as_ref()), cut_ms))
    }

    /// What stands below the top bar while the data is not fresh; tracked.
    pub fn sentence(&self) -> Option<String> {
        let now_ms = self.clock.now_ms();
        let cut_ms = self.cut_ms.get();
        self.freshness.with(|read| freshness::sentence(read.as_ref(), now_ms, &since(read.as_ref()), cut_ms))
    }

    /// Looks at the whole cluster; tracked. For lists: wrap it in a `Memo`.
    pub fn with<T>(&self, look: impl FnOnce(&Cluster) -> T) -> T {
        self.cluster.with(look)
    }

    /// Looks at the whole cluster without subscribing, for handlers.
    pub fn with_untracked<T>(&self, look: impl FnOnce(&Cluster) -> T) -> T {
        self.cluster.with_untracked(look)
    }

    /// One unit; notifies only when that unit changes.
    pub fn unit(&self, name: UnitName) -> Memo<Option<Same<Unit>>> {
        let cluster = self.cluster;
        memo(move || cluster.with(|cluster| cluster.unit(&name).cloned()))
    }

    /// One app's units; notifies only when one of them changes.
    pub fn app(&self, name: AppName) -> Memo<Option<Same<AppUnits>>> {
        let cluster = self.cluster;
        memo(move || cluster.with(|cluster| cluster.apps().get(&name).cloned()))
    }

    /// All units, by name; notifies when any of them changes.
    pub fn units(&self) -> Memo<Arc<Vec<Same<Unit>>>> {
        let cluster = self.cluster;
        memo(move || cluster.with(|cluster| Arc::new(cluster.units().cloned().collect())))
    }

    /// All machines, by id; notifies when a machine comes, goes or changes.
    pub fn machines(&self) -> Memo<Arc<Vec<Same<Machine>>>> {
        let cluster = self.cluster;
        memo(move || cluster.with(|cluster| Arc::new(cluster.machines().cloned().collect())))
    }

    /// Where a unit is, in words; tracked.
    pub fn place(&self, unit: &Unit) -> Option<String> {
        self.cluster.with(|cluster| cluster.place(unit))
    }

    fn take_freshness(&self, read: Freshness) {
        self.clock.set_server_ms(read.now_ms);
        self.freshness.set(Some(read));
    }

    fn take_change(&self, change: Change) {
        // Only a difference wakes the memos.
        self.cluster.maybe_update(|cluster| cluster.apply(change));
    }
}

/// The live cluster.
pub fn use_live() -> Live {
    expect_context()
}

fn since(read: Option<&Freshness>) -> String {
    read.map(|read| clock_time(read.since_ms)).unwrap_or_default()
}

/// Keeps the stream going: opens it behind the snapshot, opens it again when it breaks, reads everything again when
/// something was missed.
#[derive(Clone, Copy)]
struct Driver {
    live: Live,
    actions: Actions,
    templates: Templates,
    session: Session,
    link: StoredValue<StreamState, LocalStorage>,
}

struct StreamState {
    connection: Option<Connection>,
    last_event_id: String,
    build: String,
    heard_ms: u64,
    attempt: u32,
    /// Grows with each connection; what an older one still says is not listened to.
    generation: u32,
    /// The page is to be loaded again, as soon as nothing is open that would be lost.
    outdated: bool,
    ended: bool,
}

impl Driver {
    fn start(live: Live, build: String, actions: Actions, templates: Templates, session: Session) {
        let link = StoredValue::new_local(StreamState {
            connection: None,
            last_event_id: String::new(),
            build,
            heard_ms: browser_ms(),
            attempt: 0,
            generation: 0,
            outdated: false,
            ended: false,
        });
        let driver = Self { live, actions, templates, session, link };
        driver.read_everything();
        effect(move || {
            live.clock.now_ms();
            driver.watch();
        });
        on_cleanup(move || {
            driver.link.try_update_value(|link| {
                link.ended = true;
                link.connection = None;
            });
        });
    }

    /// Reads the snapshot, then opens the stream behind it.
    fn read_everything(self) {
        let Some(generation) = self.next_generation() else { return };
        spawn_local(async move {
            let view = api::clusters::snapshot(&self.live.name()).await;
            if !self.is_current(generation) {
                return;
            }
            match view {
                Ok(view) => {
                    self.live.take_freshness(view.freshness.clone());
                    let event_id = view.event_id.clone();
                    self.live.cluster.update(|cluster| *cluster = Cluster::from_view(view, cluster));
                    self.live.failure.set(None);
                    // Once: reading everything again must not draw the pages, and what has the focus in them, anew.
                    self.live.ready.maybe_update(|ready| !std::mem::replace(ready, true));
                    self.link.try_update_value(|link| link.last_event_id = event_id);
                    self.open();
                }
                Err(failure) => {
                    self.live.failure.set(Some(failure));
                    self.later(Self::read_everything);
                }
            }
        });
    }

    /// Reads everything again, with what does not stand in the snapshot.
    fn resync(self) {
        self.actions.read();
        self.templates.read();
        self.read_everything();
    }

    fn open(self) {
        let Some(generation) = self.next_generation() else { return };
        let last_event_id = self.link.try_with_value(|link| link.last_event_id.clone()).unwrap_or_default();
        let url = api::clusters::events_url(&self.live.name(), &last_event_id);
        let connection = Connection::open(
            &url,
            move |message, id| {
                if self.is_current(generation) {
                    self.hear(message, id);
                }
            },
            move || {
                if self.is_current(generation) {
                    self.cut();
                }
            },
            move || {
                if self.is_current(generation) {
                    self.broken();
                }
            },
        );
        self.link.try_update_value(|link| {
            link.connection = connection;
            link.heard_ms = browser_ms();
        });
    }

    fn hear(self, message: Message, id: String) {
        self.link.try_update_value(|link| {
            link.heard_ms = browser_ms();
            link.attempt = 0;
            if !id.is_empty() {
                link.last_event_id = id;
            }
        });
        self.live.cut_ms.maybe_update(|cut_ms| cut_ms.take().is_some());
        match message {
            Message::Hello(hello) => {
                self.live.clock.set_server_ms(hello.now_ms);
                self.link.try_update_value(|link| link.outdated = link.build != hello.build);
            }
            Message::Change(change) => self.live.take_change(change),
            Message::Freshness(event) => self.live.take_freshness(event.freshness),
            Message::Action(event) => self.actions.put(event.action),
            Message::App(_) => self.templates.read(),
            Message::Resync => self.resync(),
            Message::SignedOut => {
                self.session.end(Some("You have been signed out. Sign in again to go on.".to_owned()));
            }
        }
    }

    /// The connection broke. A server that ends says so by it at once; the data is old only later.
    fn cut(self) {
        let now_ms = self.live.clock.exact_ms();
        self.live.cut_ms.maybe_update(|cut_ms| {
            let whole = cut_ms.is_none();
            cut_ms.get_or_insert(now_ms);
            whole
        });
    }

    /// The browser has given up: the server said no, or something in between did. Perhaps the session has ended.
    fn broken(self) {
        self.later(|driver| {
            spawn_local(async move {
                match api::session::get().await {
                    Err(failure) if failure.code() == Some(shared::ErrorCode::NotSignedIn) => {
                        driver.session.end(Some("Your session has ended. Sign in again to go on.".to_owned()))
                    }
                    Ok(_) => driver.open(),
                    Err(_) => driver.broken(),
                }
            });
        });
    }

    fn later(self, then: fn(Self)) {
        let Some(generation) = self.next_generation() else { return };
        let attempt = self
            .link
            .try_update_value(|link| {
                link.attempt = link.attempt.saturating_add(1);
                link.attempt - 1
            })
            .unwrap_or_default();
        let wait = std::time::Duration::from_millis(back_off_ms(attempt, js_sys::Math::random()).into());
        set_timeout(
            move || {
                if self.is_current(generation) {
                    then(self);
                }
            },
            wait,
        );
    }

    /// Once a second: is the stream still alive, and is the page still the server's?
    fn watch(self) {
        let silent_ms = self.live.freshness.with_untracked(|read| {
            SILENCE_MS.max(read.as_ref().map_or(0, |read| read.every_ms.saturating_mul(3)))
        });
        let Some((silent, outdated)) = self.link.try_with_value(|link| {
            let silent = browser_ms().saturating_sub(link.heard_ms) > silent_ms;
            (silent && link.connection.is_some(), link.outdated)
        }) else {
            return;
        };
        if outdated && !dialog_is_open() {
            let _ = window().location().reload();
        } else if silent {
            self.open();
        }
    }

    /// Lets go of the connection and of everything that still waits for it. Absent when the page is gone.
    fn next_generation(self) -> Option<u32> {
        self.link
            .try_update_value(|link| {
                // Dropped here, in a task of its own or a timer: never inside the connection's own handler, but for
                // `resync`, which the browser allows.
                link.connection = None;
                link.generation += 1;
                (!link.ended).then_some(link.generation)
            })
            .flatten()
    }

    fn is_current(self, generation: u32) -> bool {
        self.link.try_with_value(|link| !link.ended && link.generation == generation).unwrap_or(false)
    }
}

fn dialog_is_open() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}
