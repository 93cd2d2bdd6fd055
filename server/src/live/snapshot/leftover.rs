//! What still runs of units that Fleet no longer has: "deleted, still running".
//!
//! A machine stops a deleted unit only at its agent's next pass, and some never: whoever deleted it must see that.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use fleet::{UnitName, UnitState};
use shared::view::LeftoverRow;

use super::{Entry, Snapshot, entry};

/// The states of a unit that Fleet no longer has.
#[derive(Debug, Clone, PartialEq)]
pub struct Leftover {
    /// What the page sees.
    pub row: LeftoverRow,
    /// As Fleet returned them.
    pub states: Vec<UnitState>,
    /// Whether the last listing lacked them: shown once more, as they were.
    is_held: bool,
}

impl Snapshot {
    /// The leftovers after a reading. `states` are those that belong to no unit; `absent` are units that Fleet denied by
    /// name. A state whose unit is neither known nor denied is of a unit that was created between the two lists.
    pub(super) fn leftovers_after(
        &self,
        states: HashMap<UnitName, Vec<UnitState>>,
        units: &BTreeMap<UnitName, Arc<Entry>>,
        absent: &BTreeSet<UnitName>,
        now_ms: u64,
    ) -> BTreeMap<UnitName, Arc<Leftover>> {
        let mut after = BTreeMap::new();
        for (name, states) in states {
            if absent.contains(&name) || self.leftovers.contains_key(&name) {
                let leftover = leftover(&name, states, false, self.leftovers.get(&name), now_ms);
                after.insert(name, leftover);
            }
        }
        // What one listing lacks is kept until the next one, as it is with units that are there.
        let of_units = self.units.iter().map(|(name, entry)| (name, &entry.states));
        let of_leftovers = self.leftovers.iter().filter(|(_, leftover)| !leftover.is_held);
        let held = of_units.chain(of_leftovers.map(|(name, leftover)| (name, &leftover.states)));
        for (name, states) in held {
            if !states.is_empty() && !units.contains_key(name) && !after.contains_key(name) {
                let held = leftover(name, states.clone(), true, self.leftovers.get(name), now_ms);
                after.insert(name.clone(), held);
            }
        }
        after
    }
}

fn leftover(
    name: &UnitName,
    states: Vec<UnitState>,
    is_held: bool,
    before: Option<&Arc<Leftover>>,
    now_ms: u64,
) -> Arc<Leftover> {
    // What left both lists at once has most likely stopped: nobody is told that it runs.
    let is_told = !is_held || before.is_some();
    let told = if is_told { states.as_slice() } else { &[] };
    let shown = told.iter().map(|state| entry::state_row(state, None, false)).collect();
    let since_ms = before.map_or(now_ms, |before| before.row.since_ms);
    let after =
        Leftover { row: LeftoverRow { name: name.clone(), states: shown, since_ms }, states, is_held };
    match before {
        Some(before) if **before == after => Arc::clone(before),
        _ => Arc::new(after),
    }
}
