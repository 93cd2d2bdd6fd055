//! The cluster as it streams in: a snapshot, then differences; and how old all of it is.
//!
//! One signal holds the cluster. Memos pick what a view needs out of it and compare by identity (`Same`), so that a
//! change of ten units draws ten rows, however many there are.

mod driver;

use std::sync::Arc;

use fleet::{AppName, UnitName};
use leptos::prelude::*;
use shared::ClusterName;
use shared::event::Change;
use shared::view::{Freshness, Link};

use self::driver::Driver;
use super::actions::Actions;
use super::clock::{Clock, use_clock};
use super::cluster::{AppUnits, Cluster, Machine, Unit};
use super::freshness::{self, Age};
use super::same::Same;
use super::session::use_session;
use super::templates::Templates;
use crate::api::Failure;
use crate::state::memo::{Memo, memo};
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
