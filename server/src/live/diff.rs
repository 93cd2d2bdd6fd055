//! The difference between two snapshots, as the stream carries it. Pure.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::event::Change;

use super::snapshot::Snapshot;

/// What the page must be told to get from one snapshot to the next; `None` if nothing that it sees changed.
pub(super) fn diff(before: &Snapshot, after: &Snapshot) -> Option<Change> {
    let units = changed(&before.units, &after.units, |a, b| Arc::ptr_eq(a, b) || a.row == b.row)
        .map(|entry| (*entry.row).clone())
        .collect::<Vec<_>>();
    let units_gone = gone(&before.units, &after.units);
    let machines = changed(&before.machines, &after.machines, |a, b| a.machine == b.machine)
        .map(super::snapshot::MachineEntry::row)
        .collect::<Vec<_>>();
    let machines_gone = gone(&before.machines, &after.machines);
    let leftovers = changed(&before.leftovers, &after.leftovers, |a, b| Arc::ptr_eq(a, b) || a.row == b.row)
        .map(|leftover| leftover.row.clone())
        .collect::<Vec<_>>();
    let leftovers_gone = gone(&before.leftovers, &after.leftovers);
    let is_same = units.is_empty()
        && units_gone.is_empty()
        && machines.is_empty()
        && machines_gone.is_empty()
        && leftovers.is_empty()
        && leftovers_gone.is_empty();
    (!is_same).then_some(Change { units, units_gone, machines, machines_gone, leftovers, leftovers_gone })
}

fn changed<'a, K: Ord, V>(
    before: &'a BTreeMap<K, V>,
    after: &'a BTreeMap<K, V>,
    same: impl Fn(&V, &V) -> bool + 'a,
) -> impl Iterator<Item = &'a V> {
    after
        .iter()
        .filter(move |(key, value)| before.get(key).is_none_or(|old| !same(old, value)))
        .map(|(_, value)| value)
}

fn gone<K: Ord + Clone, V>(before: &BTreeMap<K, V>, after: &BTreeMap<K, V>) -> Vec<K> {
    before.keys().filter(|key| !after.contains_key(*key)).cloned().collect()
}
