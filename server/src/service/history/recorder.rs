//! Makes history of snapshots: what each reading says holds until the next one, and is put into minutes.
//!
//! Between two readings that are far apart, or of which one failed, nothing was known: that time is in no bucket. How long
//! something lasted is measured by the time that has passed, and where it belongs by the time of day. Where both do not
//! go together the clock was set: the time in between is not known. Where the clock was set back, minutes come that were
//! there before: what is written later stands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fleet::{AppName, DesiredState, UnitName};
use shared::history::{Block, Point, Promised, Resolution, Subject, Tallies};
use shared::view::{Link, UnitRow};
use shared::{ClusterName, Health, health};

use crate::live::{Cluster, Entry, Snapshot};
use crate::store::{HistoryRow, Store};

/// Nothing is claimed of what lies between two readings that are further apart. Those of a Fleet that nobody looks at,
/// and that takes long, are half a minute apart.
const GAP_MS: u64 = 120_000;
/// The time of day may go by so much faster or slower than the time that passes.
const DRIFT_MS: u64 = 2_000;
/// So many minutes wait for a database that can't be written; the oldest are forgotten then.
const MOST_MINUTES: usize = 10;
/// So many subjects have a history: 5,000 units make a few hundred apps. The cluster comes first, then apps by name, then
/// machines.
const MOST_SUBJECTS: usize = 1_500;
const MINUTE_MS: u64 = 60_000;

/// When something is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// By the time that has passed in this process, in milliseconds.
    pub passed_ms: u64,
    /// By the time of day.
    pub wall_ms: u64,
}

impl Moment {
    /// Now.
    pub fn of(cluster: &Cluster) -> Self {
        Self { passed_ms: cluster.passed_ms(), wall_ms: cluster.wall_ms() }
    }
}

/// What readings say, until it is written.
pub struct Recorder {
    cluster: ClusterName,
    /// What is so, and since when it was not put into minutes.
    held: Option<Held>,
    before: Option<Arc<Snapshot>>,
    /// What deployments promised when that was read.
    promised: Promised,
    /// Units that ran, stopped by themselves, and are meant to run.
    fallen: BTreeSet<UnitName>,
    minutes: BTreeMap<u64, BTreeMap<Subject, Point>>,
    /// The hour that is being written.
    hour: Option<Hour>,
    is_crowded: bool,
}

struct Held {
    tallies: Arc<Tallies>,
    since: Moment,
    last: Moment,
}

#[derive(Default)]
struct Hour {
    from_ms: u64,
    blocks: BTreeMap<Subject, Block>,
}

impl Recorder {
    /// Knows nothing yet.
    pub fn new(cluster: ClusterName) -> Self {
        Self {
            cluster,
            held: None,
            before: None,
            promised: Promised::new(),
            fallen: BTreeSet::new(),
            minutes: BTreeMap::new(),
            hour: None,
            is_crowded: false,
        }
    }

    /// Whose history it is.
    pub fn cluster(&self) -> &ClusterName {
        &self.cluster
    }

    /// Takes note of a snapshot, if it is of a new reading, or tells that there is none; and of what deployments promise at
    /// that moment.
    pub fn see(&mut self, snapshot: &Arc<Snapshot>, promised: Promised, now: Moment) {
        if snapshot.freshness.link != Link::Live {
            self.settle();
            self.held = None;
            return;
        }
        let as_of = |snapshot: &Arc<Snapshot>| snapshot.freshness.as_of_ms;
        if self.before.as_ref().is_some_and(|before| as_of(before) == as_of(snapshot)) && self.held.is_some()
        {
            return;
        }
        let tallies = self.tally(snapshot, promised, now);
        self.before = Some(Arc::clone(snapshot));
        if self.held.as_ref().is_some_and(|held| !goes_on(held.last, now)) {
            self.settle();
            self.held = None;
        }
        if let Some(held) = &mut self.held {
            // What was so held until now.
            held.last = now;
            if *held.tallies == *tallies {
                return;
            }
            self.settle();
        }
        self.held = Some(Held { tallies, since: now, last: now });
    }

    /// What a reading says. Of one that shows the same as the one before nothing is counted again.
    fn tally(&mut self, snapshot: &Arc<Snapshot>, promised: Promised, now: Moment) -> Arc<Tallies> {
        let before = self.before.take();
        let changed = changed(before.as_deref(), snapshot);
        for (was, entry) in &changed {
            self.follow(*was, entry, now);
        }
        let same_machines =
            before.as_ref().is_some_and(|before| before.machines.keys().eq(snapshot.machines.keys()));
        let is_same = changed.is_empty()
            && same_machines
            && promised == self.promised
            && before.as_ref().is_some_and(|before| before.units.len() == snapshot.units.len());
        if let Some(held) = self.held.as_ref().filter(|_| is_same) {
            return Arc::clone(&held.tallies);
        }
        self.fallen.retain(|unit| snapshot.units.contains_key(unit));
        let units = snapshot.units.values().map(|entry| (&*entry.row, entry.app.as_ref()));
        self.promised = promised;
        Arc::new(Tallies::of(units, snapshot.machines.keys(), &self.promised))
    }

    /// Whether a unit that ran has stopped by itself, or runs again.
    fn follow(&mut self, was: Option<&Entry>, entry: &Entry, now: Moment) {
        let name = &entry.row.name;
        let is_same_unit = was.is_some_and(|was| was.hash == entry.hash);
        if entry.row.desired != DesiredState::Launched || entry.row.leaving.is_some() || !is_same_unit {
            self.fallen.remove(name);
            return;
        }
        let ran = was.is_some_and(|was| health::of(&was.row) == Health::Running);
        match health::of(&entry.row) {
            Health::Running if self.fallen.remove(name) => {
                self.restarted(&entry.row, entry.app.as_ref(), now)
            }
            Health::Failed | Health::Starting | Health::Unplaced if ran => {
                self.fallen.insert(name.clone());
            }
            _ => {}
        }
    }

    fn restarted(&mut self, row: &UnitRow, app: Option<&AppName>, now: Moment) {
        let minute = self.minutes.entry(now.wall_ms - now.wall_ms % MINUTE_MS).or_default();
        let of_app = app.map(|app| Subject::App(app.clone()));
        let of_machine = row.machine.as_ref().map(|id| Subject::Machine(id.clone()));
        for subject in std::iter::once(Subject::Cluster).chain(of_app).chain(of_machine) {
            let point = minute.entry(subject).or_default();
            *point = point.and(Point::of_restarts(1));
        }
    }

    /// Puts what was so until the last reading into its minutes.
    fn settle(&mut self) {
        let Some(held) = &mut self.held else { return };
        let lasted_ms = held.last.passed_ms.saturating_sub(held.since.passed_ms);
        let mut from_ms = held.last.wall_ms.saturating_sub(lasted_ms);
        let end_ms = held.last.wall_ms;
        held.since = held.last;
        while from_ms < end_ms {
            let minute_ms = from_ms - from_ms % MINUTE_MS;
            let until_ms = end_ms.min(minute_ms + MINUTE_MS);
            let part_ms = u32::try_from(until_ms - from_ms).unwrap_or(u32::MAX);
            let minute = self.minutes.entry(minute_ms).or_default();
            for (subject, counts) in held.tallies.each() {
                let point = minute.entry(subject).or_default();
                *point = point.and(Point::of(counts, part_ms));
            }
            from_ms = until_ms;
        }
        while self.minutes.len() > MOST_MINUTES {
            self.minutes.pop_first();
        }
    }

    /// Writes what is not written yet. Gives up to when history is known, if anything was new.
    pub async fn write(&mut self, store: &Store, now_ms: u64) -> Result<Option<u64>, sqlx::Error> {
        self.settle();
        let mut written = None;
        while let Some((&minute_ms, _)) = self.minutes.first_key_value() {
            let hour_ms = Resolution::Minutes.block_of(minute_ms);
            self.enter(store, hour_ms, now_ms).await?;
            let Some(hour) = &mut self.hour else { break };
            // Taken out only when it is written: what fails is tried again.
            let within = hour_ms..hour_ms + Resolution::Minutes.block_ms();
            let mut blocks = BTreeMap::new();
            for (minute_ms, points) in self.minutes.range(within.clone()) {
                let index = Resolution::Minutes.index_of(*minute_ms);
                for (subject, point) in points {
                    let is_known = hour.blocks.contains_key(subject) || blocks.contains_key(subject);
                    if !is_known && hour.blocks.len() + blocks.len() >= MOST_SUBJECTS {
                        tell_crowded(&mut self.is_crowded, &self.cluster);
                        continue;
                    }
                    let block = blocks
                        .entry(subject.clone())
                        .or_insert_with(|| hour.blocks.get(subject).cloned().unwrap_or_default());
                    block.set(index, joined(block.get(index), *point));
                }
            }
            let rows: Vec<HistoryRow> = blocks
                .into_iter()
                .map(|(subject, block)| HistoryRow {
                    resolution: Resolution::Minutes,
                    from_ms: hour_ms,
                    subject,
                    block,
                })
                .collect();
            store.write_history(&self.cluster, &rows, None).await?;
            hour.blocks.extend(rows.into_iter().map(|row| (row.subject, row.block)));
            self.minutes.retain(|minute_ms, _| !within.contains(minute_ms));
            written = self.held.as_ref().map(|held| held.last.wall_ms).or(Some(now_ms));
        }
        Ok(written)
    }

    /// Goes over to another hour: the one before becomes a bucket of its day, and that one of its month.
    async fn enter(&mut self, store: &Store, hour_ms: u64, now_ms: u64) -> Result<(), sqlx::Error> {
        if self.hour.as_ref().is_some_and(|hour| hour.from_ms == hour_ms) {
            return Ok(());
        }
        let left_ms = match &self.hour {
            Some(hour) => Some(hour.from_ms),
            // An earlier process may have ended in the middle of one.
            None => store.last_history(&self.cluster, Resolution::Minutes, hour_ms).await?,
        };
        if let Some(left_ms) = left_ms {
            let mut rows = self.rolled_up(store, Resolution::Minutes, left_ms, &[]).await?;
            let day_ms = Resolution::Hours.block_of(left_ms);
            rows.extend(self.rolled_up(store, Resolution::Hours, day_ms, &rows).await?);
            store.write_history(&self.cluster, &rows, Some(now_ms.max(hour_ms))).await?;
        }
        let there = store.history_at(&self.cluster, Resolution::Minutes, hour_ms).await?;
        let blocks = there.into_iter().map(|row| (row.subject, row.block)).collect();
        self.hour = Some(Hour { from_ms: hour_ms, blocks });
        self.is_crowded = false;
        Ok(())
    }

    /// The blocks of the next coarser buckets, with one bucket for each block that begins at that moment. `newer` stand in
    /// the place of what is stored.
    async fn rolled_up(
        &self,
        store: &Store,
        resolution: Resolution,
        from_ms: u64,
        newer: &[HistoryRow],
    ) -> Result<Vec<HistoryRow>, sqlx::Error> {
        let Some(coarser) = resolution.coarser() else { return Ok(Vec::new()) };
        let block_ms = coarser.block_of(from_ms);
        let index = coarser.index_of(from_ms);
        let of = |rows: Vec<HistoryRow>| -> BTreeMap<Subject, Block> {
            rows.into_iter().map(|row| (row.subject, row.block)).collect()
        };
        let mut finer = of(store.history_at(&self.cluster, resolution, from_ms).await?);
        finer.extend(of(newer.to_vec()));
        let mut there = of(store.history_at(&self.cluster, coarser, block_ms).await?);
        let mut count = there.len();
        let mut rows = Vec::new();
        for (subject, block) in finer {
            let Some(point) = block.rolled_up() else { continue };
            let known = there.remove(&subject);
            count += usize::from(known.is_none());
            if known.is_none() && count > MOST_SUBJECTS {
                continue;
            }
            let mut block = known.unwrap_or_default();
            block.set(index, point);
            rows.push(HistoryRow { resolution: coarser, from_ms: block_ms, subject, block });
        }
        Ok(rows)
    }
}

/// Whether time has gone by between both as it should, and not too much of it.
fn goes_on(last: Moment, now: Moment) -> bool {
    let passed_ms = now.passed_ms.saturating_sub(last.passed_ms);
    let by_day_ms = now.wall_ms.checked_sub(last.wall_ms);
    passed_ms <= GAP_MS && by_day_ms.is_some_and(|by_day_ms| by_day_ms.abs_diff(passed_ms) <= DRIFT_MS)
}

/// A minute of which a part was written before. What does not fit into one minute is of a clock that was set back.
fn joined(before: Option<Point>, later: Point) -> Point {
    let both = before.unwrap_or_default().and(later);
    if u64::from(both.known_ms()) <= MINUTE_MS { both } else { later }
}

/// The units that are not as they were, each with what it was.
fn changed<'s>(before: Option<&'s Snapshot>, now: &'s Snapshot) -> Vec<(Option<&'s Entry>, &'s Entry)> {
    let mut known = before.into_iter().flat_map(|before| &before.units).peekable();
    let mut changed = Vec::new();
    // Both are sorted: each is walked through once.
    for (name, entry) in &now.units {
        while known.next_if(|(before, _)| *before < name).is_some() {}
        let was = known.next_if(|(before, _)| *before == name).map(|(_, was)| was);
        if was.is_none_or(|was| !Arc::ptr_eq(was, entry)) {
            changed.push((was.map(|was| &**was), &**entry));
        }
    }
    changed
}

/// Said once an hour.
fn tell_crowded(is_crowded: &mut bool, cluster: &ClusterName) {
    if !std::mem::replace(is_crowded, true) {
        tracing::warn!(%cluster, most = MOST_SUBJECTS, "there are more apps and machines than histories are kept of");
    }
}
