//! The snapshot: everything known of a cluster at one moment. Immutable; readers hold it behind an `Arc`.
//!
//! Owns the making of a new snapshot from a reading of Fleet and the snapshot before. Pure: no clock, no I/O.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use fleet::{Machine, MachineId, Requirements, UnitHash, UnitName, UnitOption, UnitState};
use shared::ActionId;
use shared::view::{Freshness, Link, MachineRow, StateRow, UnitRow};

use super::read_unit::ReadUnit;
use crate::proxy::FleetPages;

/// A cluster at one moment.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The units, by name.
    pub units: BTreeMap<UnitName, Arc<Entry>>,
    /// The machines, by id.
    pub machines: BTreeMap<MachineId, MachineEntry>,
    /// The units that actions are about to remove, those among them that Fleet does not list yet.
    pub leaving: Arc<BTreeMap<UnitName, ActionId>>,
    /// The same in Fleet's own pages, made when somebody asks for them.
    pub pages: Arc<FleetPages>,
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
    /// Its options, as Fleet returned them.
    pub options: Arc<[UnitOption]>,
    /// Their hash.
    pub hash: UnitHash,
    /// The hash of the options that it had before these, as far as this server saw.
    pub previous: Option<UnitHash>,
    /// What the options ask of a machine.
    pub requirements: Arc<Requirements>,
    /// Its states, as Fleet returned them.
    pub states: Vec<UnitState>,
    /// In how many readings in a row its states were missing though the unit was there; counted up to the number
    /// that is believed.
    pub state_misses: u8,
    /// When it was read last, if that was before the snapshot's own reading: that one could not confirm it.
    pub read_ms: Option<u64>,
}

/// One machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineEntry {
    /// As Fleet returned it.
    pub machine: Machine,
    /// In how many listings in a row it was missing.
    pub misses: u8,
}

/// One complete reading of Fleet.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// When it began.
    pub began_ms: u64,
    /// The units, those confirmed by name among them.
    pub units: Vec<ReadUnit>,
    /// Units that the listing lacked and that could not be confirmed either way: kept as they were.
    pub unconfirmed: Vec<UnitName>,
    /// The states.
    pub states: Vec<UnitState>,
    /// The machines.
    pub machines: Vec<Machine>,
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
            leaving: Arc::default(),
            pages: Arc::default(),
            why_until_ms: None,
            freshness,
        }
    }

    /// When the reading began that shows the unit as it is here, or shows that it is not there.
    pub fn read_ms(&self, unit: &UnitName) -> Option<u64> {
        let own = self.units.get(unit).and_then(|entry| entry.read_ms);
        own.or(self.freshness.as_of_ms)
    }

    /// The same with units marked as about to be removed by an action, or without these marks.
    pub fn with_leaving(&self, units: &BTreeSet<UnitName>, by: Option<&ActionId>) -> Self {
        let mut after = self.clone();
        after.why_until_ms = Some(0);
        let leaving = Arc::make_mut(&mut after.leaving);
        for name in units {
            match by {
                Some(by) => drop(leaving.insert(name.clone(), by.clone())),
                None => drop(leaving.remove(name)),
            }
            if let Some(entry) = after.units.get_mut(name) {
                // What is about to be removed needs no reason; what stays after all gets it with the next reading.
                let row = UnitRow { leaving: by.cloned(), why: None, ..(*entry.row).clone() };
                *entry = Arc::new(Entry { row: Arc::new(row), ..(**entry).clone() });
            }
        }
        after
    }

    /// The snapshot after a complete reading.
    pub fn after(&self, reading: Reading, now_ms: u64) -> Self {
        let mut states: HashMap<UnitName, Vec<UnitState>> = HashMap::new();
        for state in reading.states {
            states.entry(state.name.clone()).or_default().push(state);
        }
        let mut units = BTreeMap::new();
        for unit in reading.units {
            let found = states.remove(&unit.name).unwrap_or_default();
            let before = self.units.get(&unit.name);
            let leaving = self.leaving.get(&unit.name);
            units.insert(unit.name.clone(), entry(unit, found, before, leaving, now_ms));
        }
        for name in reading.unconfirmed {
            if let Some(before) = self.units.get(&name) {
                // The row is as old as it was: it must not pass for one of this reading.
                let read_ms = self.read_ms(&name);
                units.entry(name).or_insert_with(|| Arc::new(Entry { read_ms, ..(**before).clone() }));
            }
        }
        let machines = self.machines_after(reading.machines);
        // A quiet cluster is serialised once, not once a second.
        let same = machines == self.machines && same_entries(&units, &self.units);
        let mut after = Self {
            units,
            machines,
            leaving: Arc::clone(&self.leaving),
            pages: if same { Arc::clone(&self.pages) } else { Arc::default() },
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

fn same_entries(a: &BTreeMap<UnitName, Arc<Entry>>, b: &BTreeMap<UnitName, Arc<Entry>>) -> bool {
    a.len() == b.len() && a.values().zip(b.values()).all(|(a, b)| Arc::ptr_eq(a, b))
}

fn entry(
    unit: ReadUnit,
    found: Vec<UnitState>,
    before: Option<&Arc<Entry>>,
    leaving: Option<&ActionId>,
    now_ms: u64,
) -> Arc<Entry> {
    let (states, state_misses) = believed_states(&unit, found, before);
    let (options, hash) = (unit.options, unit.hash);
    let (requirements, previous) = match before {
        Some(before) if before.hash == hash => (Arc::clone(&before.requirements), before.previous),
        _ => (Arc::new(Requirements::read(&unit.name, &options)), before.map(|before| before.hash)),
    };
    let mut row = UnitRow {
        desired: unit.desired,
        current: unit.current,
        states: states.iter().map(|state| state_row(state, unit.machine.as_ref())).collect(),
        machine: unit.machine,
        global: requirements.global,
        since_ms: now_ms,
        leaving: leaving.cloned(),
        // Worked out when all units are known; that it changes is no change of the unit's state.
        why: before.and_then(|before| before.row.why.clone()),
        name: unit.name,
    };
    if let Some(before) = before {
        row.since_ms = before.row.since_ms;
        if row == *before.row && states == before.states && hash == before.hash {
            if state_misses == before.state_misses && before.read_ms.is_none() {
                return Arc::clone(before);
            }
        } else if row != *before.row {
            row.since_ms = now_ms;
        }
    }
    Arc::new(Entry {
        row: Arc::new(row),
        options,
        hash,
        previous,
        requirements,
        states,
        state_misses,
        read_ms: None,
    })
}

/// The states to show: those found; or those of before, while a single reading lacks them. Only a unit that has left
/// its machine has left its states there too. Somebody who just told it to stop is no reason: a process that runs on
/// would pass for one that has stopped.
fn believed_states(
    unit: &ReadUnit,
    found: Vec<UnitState>,
    before: Option<&Arc<Entry>>,
) -> (Vec<UnitState>, u8) {
    if !found.is_empty() {
        return (found, 0);
    }
    let Some(before) = before.filter(|before| unit.machine == before.row.machine) else {
        return (found, 1);
    };
    let misses = (before.state_misses + 1).min(MISSES_BELIEVED);
    if misses < MISSES_BELIEVED { (before.states.clone(), misses) } else { (found, misses) }
}

fn state_row(state: &UnitState, own: Option<&MachineId>) -> StateRow {
    StateRow {
        machine: (Some(&state.machine_id) != own).then(|| state.machine_id.clone()),
        load: state.load.clone(),
        active: state.active.clone(),
        sub: state.sub.clone(),
    }
}

#[cfg(test)]
mod tests;
