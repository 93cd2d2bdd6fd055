//! What Fleet really has, held against what is shown.

use std::collections::BTreeMap;

use fleet::{Unit, UnitHash, UnitName, UnitState};
use server::live::{Entry, Snapshot};
use shared::view::StateRow;

use crate::harness::Deck;

fn units(deck: &Deck) -> BTreeMap<UnitName, Unit> {
    deck.fleet.units().into_iter().map(|unit| (unit.name.clone(), unit)).collect()
}

/// Whether a unit is shown as Fleet has it; its states apart.
fn is_true(entry: &Entry, unit: &Unit) -> bool {
    let row = &entry.row;
    (Some(row.desired), Some(row.current), &row.machine, entry.hash)
        == (unit.desired_state, unit.current_state, &unit.machine_id, UnitHash::of(&unit.options))
}

fn states(deck: &Deck) -> BTreeMap<UnitName, Vec<UnitState>> {
    let mut states: BTreeMap<UnitName, Vec<UnitState>> = BTreeMap::new();
    for state in deck.fleet.states() {
        states.entry(state.name.clone()).or_default().push(state);
    }
    states
}

/// Every unit that is shown as of the last reading is as Fleet has it, and so is each of its states, but for those that
/// the last listing lacked: these are as they were `before`. Nothing moved since: the clocks stand.
pub(super) fn nothing_false(deck: &Deck, before: &Snapshot) {
    let (snapshot, units, states) = (deck.cluster.snapshot(), units(deck), states(deck));
    for (name, entry) in &snapshot.units {
        if entry.row.read_ms.is_some() {
            continue;
        }
        let unit = units.get(name).unwrap_or_else(|| panic!("{name} is shown, and there is none"));
        assert!(is_true(entry, unit), "{entry:?}\n{unit:?}");
        let now = states.get(name).map_or(&[][..], Vec::as_slice);
        let held = before.units.get(name).map_or(&[][..], |before| &before.states);
        for state in &entry.states {
            let truth = if entry.held.contains(&state.machine_id) { held } else { now };
            assert!(truth.contains(state), "{entry:?}\n{truth:?}");
        }
    }
    for name in snapshot.leftovers.keys() {
        assert!(!units.contains_key(name), "{name} is there, and passes for deleted");
    }
}

/// Everything that is shown is as Fleet has it, and all that Fleet has is shown.
pub(super) fn same(deck: &Deck) {
    let (snapshot, units, mut states) = (deck.cluster.snapshot(), units(deck), states(deck));
    assert!(snapshot.units.keys().eq(units.keys()), "other units");
    for (name, entry) in &snapshot.units {
        assert!(is_true(entry, &units[name]), "{entry:?}\n{:?}", units[name]);
        let of_unit = states.remove(name).unwrap_or_default();
        assert_eq!(entry.states, of_unit, "{name}");
        let rows: Vec<StateRow> = of_unit.iter().map(|state| row(state, entry)).collect();
        assert_eq!(entry.row.states, rows, "{name}");
        assert_eq!(entry.row.read_ms, None, "{name}");
    }
    let left_over: BTreeMap<_, _> =
        snapshot.leftovers.iter().map(|(name, leftover)| (name.clone(), leftover.states.clone())).collect();
    assert_eq!(left_over, states, "what still runs of deleted units");
    assert_eq!(snapshot.machine_list(), deck.fleet.machines());
}

fn row(state: &UnitState, entry: &Entry) -> StateRow {
    let is_own = Some(&state.machine_id) == entry.row.machine.as_ref();
    StateRow {
        machine: (!is_own).then(|| state.machine_id.clone()),
        load: state.load.clone(),
        active: state.active.clone(),
        sub: state.sub.clone(),
        // A state without a hash tells nothing of which options it is. The simulated Fleet writes options as they were
        // sent, so that any other hash is one of options before these.
        previous: state.hash.is_some_and(|hash| hash != entry.hash),
    }
}
