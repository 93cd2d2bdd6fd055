//! The reasons of units that do not run, for the rows of a snapshot and for one unit in full; and what would become
//! of a machine's units without it.
//!
//! Owns only what is handed to `shared::why` and `shared::without`, which know the rules. Pure.

use std::sync::Arc;

use fleet::{Machine, MachineId, UnitName};
use shared::policy::Sight;
use shared::view::UnitRow;
use shared::why::{Scene, Subject, Why};
use shared::without::{Without, without};

use super::snapshot::{Entry, Snapshot};

/// Gives each row its reason, or takes it away. Rows that keep theirs stay the same.
pub(super) fn explain(snapshot: &mut Snapshot, now_ms: u64) {
    let (changes, naming, until_ms) = {
        let headlines = scene(snapshot, now_ms).headlines();
        let changes: Vec<_> = snapshot
            .units
            .values()
            // What this reading could not confirm stays as it was, its reason too.
            .filter(|entry| entry.row.read_ms.is_none())
            .filter_map(|entry| {
                let why = headlines.units.get(&entry.row.name);
                (why != entry.row.why.as_ref()).then(|| (entry.row.name.clone(), why.cloned()))
            })
            .collect();
        (changes, headlines.naming, headlines.until_ms)
    };
    for (name, why) in changes {
        if let Some(entry) = snapshot.units.get_mut(&name) {
            let row = Arc::new(UnitRow { why, ..(*entry.row).clone() });
            *entry = Arc::new(Entry { row, ..(**entry).clone() });
        }
    }
    let mut naming = naming;
    for (name, text) in snapshot.naming.iter() {
        // With a reason stays who it names.
        if snapshot.units.get(name).is_some_and(|entry| entry.row.read_ms.is_some()) {
            naming.insert(name.clone(), Arc::clone(text));
        }
    }
    if naming != *snapshot.naming {
        snapshot.naming = Arc::new(naming);
    }
    snapshot.why_until_ms = until_ms;
}

impl Snapshot {
    /// Why a unit does not run, with what keeps it from each machine; nothing if it runs as it should.
    /// Other units are named only to somebody who sees them.
    pub fn why(&self, name: &UnitName, now_ms: u64, sight: &Sight) -> Option<Why> {
        self.units.get(name)?.row.why.as_ref()?;
        scene(self, now_ms).why_for(name, |app| sight.sees(app))
    }

    /// What would become of a machine's units without it; nothing if there is no such machine.
    pub fn without(&self, machine: &MachineId, now_ms: u64, sight: &Sight) -> Option<Without> {
        self.machines.get(machine)?;
        Some(without(machine, machines(self), subjects(self), now_ms, |app| sight.sees(app)))
    }
}

fn scene(snapshot: &Snapshot, now_ms: u64) -> Scene<'_> {
    Scene::new(machines(snapshot), subjects(snapshot), now_ms)
}

fn machines(snapshot: &Snapshot) -> impl Iterator<Item = &Machine> {
    snapshot.machines.values().map(|entry| &entry.machine)
}

fn subjects(snapshot: &Snapshot) -> impl Iterator<Item = Subject<'_>> {
    snapshot.units.values().map(|entry| Subject {
        row: &entry.row,
        options: &entry.options,
        requirements: &entry.requirements,
        is_outdated: entry.row.states.iter().any(|state| state.previous),
    })
}

#[cfg(test)]
mod tests;
