//! The snapshot: everything known of a cluster at one moment. Immutable; readers hold it behind an `Arc`.
//!
//! Owns the making of a new snapshot from a reading of Fleet and the snapshot before. Pure: no clock, no I/O.

mod entry;
mod leftover;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use fleet::{AppName, Machine, MachineId, Requirements, Unit, UnitHash, UnitName, UnitOption, UnitState};
use shared::apps::units_of;
use shared::spec::Spec;
use shared::view::{Freshness, Link, MachineRow, UnitRow};
use shared::{ActionId, mask};

use self::entry::entry;
pub use self::leftover::Leftover;
use super::read_unit::{ReadUnit, Reader};
use crate::proxy::FleetPages;

/// A cluster at one moment.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The units, by name.
    pub units: BTreeMap<UnitName, Arc<Entry>>,
    /// The machines, by id.
    pub machines: BTreeMap<MachineId, MachineEntry>,
    /// What still runs of units that Fleet no longer has, by their names.
    pub leftovers: BTreeMap<UnitName, Arc<Leftover>>,
    /// The units that the lists lack and that were asked for by name in vain.
    pub asked_in_vain: Arc<BTreeMap<UnitName, InVain>>,
    /// The units that actions are about to remove, those among them that Fleet does not list yet.
    pub leaving: Arc<BTreeMap<UnitName, ActionId>>,
    /// The same in Fleet's own pages, made when somebody asks for them.
    pub pages: Arc<FleetPages>,
    /// The reasons that name other units, as they were worked out: for those who may not know of all units.
    pub naming: Arc<BTreeMap<UnitName, Arc<str>>>,
    /// When the reason of a unit reads differently though nothing changed.
    pub why_until_ms: Option<u64>,
    /// How fresh it is; `now_ms` and `every_ms` are filled in by whoever sends it.
    pub freshness: Freshness,
}

/// One unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What the page sees.
    pub row: Arc<UnitRow>,
    /// The app that it belongs to.
    pub app: Option<AppName>,
    /// Its options, as Fleet returned them.
    pub options: Arc<[UnitOption]>,
    /// The same with what looks like a secret masked, made when somebody asks for them.
    pub masked: Arc<Masked>,
    /// Their hash.
    pub hash: UnitHash,
    /// What it had before these options, as far as this server saw.
    pub previous: Option<Previous>,
    /// What the options ask of a machine.
    pub requirements: Arc<Requirements>,
    /// Its states, as Fleet returned them.
    pub states: Vec<UnitState>,
    /// The machines whose state the last listing lacked: shown once more, as it was.
    pub held: Vec<MachineId>,
    /// In how many readings in a row there was no state at all though the unit was there; counted up to the number
    /// that is believed.
    pub state_misses: u8,
}

/// Options with what looks like a secret masked.
#[derive(Debug, Default)]
pub struct Masked(OnceLock<Box<[UnitOption]>>);

impl PartialEq for Masked {
    /// They follow from the options.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The options that a unit had before its present ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previous {
    /// Their hash, as it is computed here. Nothing: only what still ran of a unit that was gone is known.
    pub hash: Option<UnitHash>,
    /// The hashes that machines reported when the options were replaced. Of options that Fleet writes in another way
    /// than they were sent, they never equal those that are computed here.
    pub reported: Vec<UnitHash>,
    /// Until when that is believed of what they reported, by the time that has passed ([`When::passed_ms`]).
    until_passed_ms: u64,
}

/// One machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineEntry {
    /// As Fleet returned it.
    pub machine: Machine,
    /// In how many listings in a row it was missing.
    pub misses: u8,
}

/// Questions for a unit by name that had no answer, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InVain {
    /// How many.
    times: u32,
    /// When the reading began that asked last.
    last_ms: u64,
    /// When it was first known that there was none, and when last, by the time that has passed.
    passed_ms: (u64, u64),
}

/// So many questions without an answer, over so long, while Fleet lists its other units: then Fleet can't read this one,
/// and answers nothing about it any more, nor changes it.
const UNREADABLE_AFTER: u32 = 5;
const UNREADABLE_AFTER_MS: u64 = 60_000;

/// One complete reading of Fleet.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// When it began.
    pub began_ms: u64,
    /// The units, those confirmed by name among them.
    pub units: Vec<ReadUnit>,
    /// Units that the listing lacked and that could not be confirmed either way: kept as they were.
    pub unconfirmed: Vec<UnitName>,
    /// Those of them that were asked for by name, and Fleet did not say.
    pub in_vain: Vec<UnitName>,
    /// Units that Fleet denied when asked by name.
    pub absent: BTreeSet<UnitName>,
    /// The states.
    pub states: Vec<UnitState>,
    /// The machines.
    pub machines: Vec<Machine>,
    /// How many entries of the lists could not be understood.
    pub skipped: u32,
    /// By how much the clock had jumped on in this process when it was complete: no time has passed for that.
    pub leapt_ms: u64,
}

/// When a reading was complete, and the one before it began.
#[derive(Debug, Clone, Copy)]
struct When {
    before_ms: Option<u64>,
    now_ms: u64,
    /// The time as far as it has passed, for what has to last.
    passed_ms: u64,
}

impl When {
    fn of(reading: &Reading, before_ms: Option<u64>, now_ms: u64) -> Self {
        Self { before_ms, now_ms, passed_ms: now_ms.saturating_sub(reading.leapt_ms) }
    }
}

/// A list that lacks something once is not believed: pages are read one after another, and Fleet is known to leave
/// rows out now and then.
const MISSES_BELIEVED: u8 = 2;

impl Snapshot {
    /// Before the first reading.
    pub fn empty(now_ms: u64) -> Self {
        let freshness = Freshness {
            link: Link::Connecting,
            as_of_ms: None,
            now_ms,
            since_ms: now_ms,
            every_ms: 0,
            reason: String::new(),
        };
        Self {
            units: BTreeMap::new(),
            machines: BTreeMap::new(),
            leftovers: BTreeMap::new(),
            asked_in_vain: Arc::default(),
            leaving: Arc::default(),
            pages: Arc::default(),
            naming: Arc::default(),
            why_until_ms: None,
            freshness,
        }
    }

    /// The units of an app.
    pub fn of_app<'a>(&'a self, app: &'a AppName) -> impl Iterator<Item = (&'a UnitName, &'a Arc<Entry>)> {
        units_of(&self.units, app).map(|(name, _, entry)| (name, entry))
    }

    /// When the reading began that shows the unit as it is here, or shows that it is not there.
    pub fn read_ms(&self, unit: &UnitName) -> Option<u64> {
        let own = self.units.get(unit).and_then(|entry| entry.row.read_ms);
        own.or(self.freshness.as_of_ms)
    }

    /// When Fleet was last asked for the unit, whatever came of it; `None` for one that no reading showed yet.
    pub fn asked_ms(&self, unit: &UnitName) -> Option<u64> {
        let shown = self.units.contains_key(unit).then(|| self.read_ms(unit)).flatten();
        shown.max(self.asked_in_vain.get(unit).map(|asked| asked.last_ms))
    }

    /// Whether Fleet itself seems unable to read the unit: it lists others without it, and has answered no question for it
    /// by name for long.
    pub fn is_unreadable(&self, unit: &UnitName) -> bool {
        self.asked_in_vain.get(unit).is_some_and(|asked| {
            let (first_ms, last_ms) = asked.passed_ms;
            asked.times >= UNREADABLE_AFTER && last_ms.saturating_sub(first_ms) >= UNREADABLE_AFTER_MS
        })
    }

    /// The units that Fleet seems unable to read.
    pub fn unreadable(&self) -> impl Iterator<Item = &UnitName> {
        self.asked_in_vain.keys().filter(|unit| self.is_unreadable(unit))
    }

    /// All states, those of deleted units among them, in Fleet's order.
    pub fn states(&self) -> Vec<&UnitState> {
        let of_units = self.units.values().flat_map(|entry| &entry.states);
        let left_over = self.leftovers.values().flat_map(|leftover| &leftover.states);
        let mut all: Vec<_> = of_units.chain(left_over).collect();
        all.sort_by_key(|state| (&state.name, &state.machine_id));
        all
    }

    /// The same with units marked as about to be removed by an action, or without these marks.
    pub fn with_leaving(&self, units: &BTreeSet<UnitName>, by: Option<&ActionId>) -> Self {
        let mut leaving = (*self.leaving).clone();
        for name in units {
            match by {
                Some(by) => drop(leaving.insert(name.clone(), by.clone())),
                None => drop(leaving.remove(name)),
            }
        }
        self.clone().marked(Arc::new(leaving))
    }

    /// The same with the marks of another snapshot instead of its own.
    pub fn with_marks_of(self, other: &Self) -> Self {
        self.marked(Arc::clone(&other.leaving))
    }

    fn marked(mut self, leaving: Arc<BTreeMap<UnitName, ActionId>>) -> Self {
        let before = std::mem::replace(&mut self.leaving, Arc::clone(&leaving));
        self.why_until_ms = Some(0);
        for name in before.keys().chain(leaving.keys()) {
            let by = leaving.get(name);
            if let Some(entry) = self.units.get_mut(name).filter(|entry| entry.row.leaving.as_ref() != by) {
                // What is about to be removed needs no reason; what stays after all gets it with the next reading.
                let row = UnitRow { leaving: by.cloned(), why: None, ..(*entry.row).clone() };
                *entry = Arc::new(Entry { row: Arc::new(row), ..(**entry).clone() });
            }
        }
        self
    }

    /// What is known after one reading that found these lists, where nothing was known before: for whoever tries the
    /// answers without a Fleet behind them.
    pub fn of_lists(units: Vec<Unit>, states: Vec<UnitState>, machines: Vec<Machine>, now_ms: u64) -> Self {
        let nothing = Self::empty(now_ms);
        let mut reader = Reader::new(&nothing);
        let units = units.into_iter().map(|unit| reader.read(unit)).collect();
        nothing.after(Reading { began_ms: now_ms, units, states, machines, ..Reading::default() }, now_ms)
    }

    /// The snapshot after a complete reading.
    pub fn after(&self, reading: Reading, now_ms: u64) -> Self {
        let when = When::of(&reading, self.freshness.as_of_ms, now_ms);
        let asked_in_vain = self.asked_in_vain_after(&reading, when);
        let mut states: HashMap<UnitName, Vec<UnitState>> = HashMap::new();
        for state in reading.states {
            states.entry(state.name.clone()).or_default().push(state);
        }
        let mut units = BTreeMap::new();
        for unit in reading.units {
            let found = states.remove(&unit.name).unwrap_or_default();
            let before = self.units.get(&unit.name);
            let leftover = self.leftovers.get(&unit.name);
            let leaving = self.leaving.get(&unit.name);
            units.insert(unit.name.clone(), entry(unit, found, (before, leftover), leaving, when));
        }
        for name in reading.unconfirmed {
            states.remove(&name);
            if let Some(before) = self.units.get(&name) {
                // The row is as old as it was: it must not pass for one of this reading.
                let read_ms = self.read_ms(&name);
                units.entry(name).or_insert_with(|| entry::as_of(before, read_ms));
            }
        }
        let leftovers = self.leftovers_after(states, &units, &reading.absent, now_ms);
        let machines = self.machines_after(reading.machines);
        // A quiet cluster is serialised once, not once a second.
        let same = machines == self.machines
            && same_all(&units, &self.units)
            && same_all(&leftovers, &self.leftovers);
        let mut after = Self {
            units,
            machines,
            leftovers,
            asked_in_vain,
            leaving: Arc::clone(&self.leaving),
            pages: if same { Arc::clone(&self.pages) } else { Arc::default() },
            naming: Arc::clone(&self.naming),
            why_until_ms: self.why_until_ms,
            freshness: self.freshness_with(Link::Live, String::new(), Some(reading.began_ms), now_ms),
        };
        if !same || after.why_until_ms.is_some_and(|until_ms| until_ms < now_ms) {
            super::why::explain(&mut after, now_ms);
        }
        after
    }

    /// The snapshot after a reading that failed: all is kept, and its age goes on.
    pub fn after_failure(&self, link: Link, reason: String, now_ms: u64) -> Self {
        let as_of_ms = self.freshness.as_of_ms;
        Self { freshness: self.freshness_with(link, reason, as_of_ms, now_ms), ..self.clone() }
    }

    /// The machines as Fleet writes them.
    pub fn machine_list(&self) -> Vec<Machine> {
        self.machines.values().map(|entry| entry.machine.clone()).collect()
    }

    /// Only names that are still in doubt: the others were asked for with this reading.
    fn asked_in_vain_after(&self, reading: &Reading, when: When) -> Arc<BTreeMap<UnitName, InVain>> {
        if reading.unconfirmed.is_empty() {
            return Arc::default();
        }
        let known = |name: &UnitName| Some((name.clone(), *self.asked_in_vain.get(name)?));
        let mut after: BTreeMap<_, _> = reading.unconfirmed.iter().filter_map(known).collect();
        for name in &reading.in_vain {
            let asked = after.entry(name.clone()).or_insert(InVain {
                times: 0,
                last_ms: 0,
                passed_ms: (when.passed_ms, when.passed_ms),
            });
            asked.times = asked.times.saturating_add(1);
            asked.last_ms = reading.began_ms;
            asked.passed_ms.1 = when.passed_ms;
        }
        Arc::new(after)
    }

    fn machines_after(&self, machines: Vec<Machine>) -> BTreeMap<MachineId, MachineEntry> {
        let mut after: BTreeMap<_, _> = machines
            .into_iter()
            .map(|machine| (machine.id.clone(), MachineEntry { machine, misses: 0 }))
            .collect();
        for (id, before) in &self.machines {
            let misses = before.misses + 1;
            if misses < MISSES_BELIEVED {
                after
                    .entry(id.clone())
                    .or_insert_with(|| MachineEntry { machine: before.machine.clone(), misses });
            }
        }
        after
    }

    fn freshness_with(&self, link: Link, reason: String, as_of_ms: Option<u64>, now_ms: u64) -> Freshness {
        let since_ms = if self.freshness.link == link { self.freshness.since_ms } else { now_ms };
        Freshness { link, as_of_ms, now_ms, since_ms, every_ms: self.freshness.every_ms, reason }
    }
}

impl Entry {
    /// The options as somebody is shown them.
    pub fn options_shown(&self, spec: Spec) -> &[UnitOption] {
        match spec {
            Spec::Hidden => &[],
            Spec::Masked => self.masked.0.get_or_init(|| mask::options(&self.options).into()),
            Spec::Whole => &self.options,
        }
    }

    /// Whether a machine may have a state of it that no reading has shown yet.
    pub fn awaits_state(&self) -> bool {
        let is_placed = self.row.machine.is_some() || self.row.global;
        is_placed && self.states.is_empty() && self.state_misses < MISSES_BELIEVED
    }
}

impl MachineEntry {
    /// What the page sees.
    pub fn row(&self) -> MachineRow {
        MachineRow {
            id: self.machine.id.clone(),
            ip: self.machine.primary_ip.clone(),
            metadata: self.machine.metadata.clone(),
        }
    }
}

fn same_all<T>(a: &BTreeMap<UnitName, Arc<T>>, b: &BTreeMap<UnitName, Arc<T>>) -> bool {
    a.len() == b.len() && a.values().zip(b.values()).all(|(a, b)| Arc::ptr_eq(a, b))
}

#[cfg(test)]
mod tests;
