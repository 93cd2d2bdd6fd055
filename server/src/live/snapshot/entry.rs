//! How one unit's entry is made from what a reading says of it, and from the entry before.

use std::sync::Arc;

use fleet::{DesiredState, MachineId, Requirements, UnitHash, UnitState};
use shared::ActionId;
use shared::spec::app_of;
use shared::view::{StateRow, UnitRow};

use super::super::read_unit::ReadUnit;
use super::{Entry, Leftover, MISSES_BELIEVED, Previous, When};

/// How long a machine that reports the same hash as before counts as not having taken up new options. After that the
/// hash is taken for one that was new already when the change was seen: a unit must not be starting for ever.
const REPLACED_WITHIN_MS: u64 = 120_000;

/// The entry after a reading. Before, there was the unit, or what still ran of it. What did not change stays the same
/// allocation.
pub(super) fn entry(
    unit: ReadUnit,
    found: Vec<UnitState>,
    (before, leftover): (Option<&Arc<Entry>>, Option<&Arc<Leftover>>),
    leaving: Option<&ActionId>,
    when: When,
) -> Arc<Entry> {
    let When { before_ms, now_ms, passed_ms } = when;
    let states = believed_states(&unit, found, before);
    let (options, hash) = (unit.options, unit.hash);
    let (requirements, previous) = match before {
        Some(before) if before.hash == hash => (Arc::clone(&before.requirements), before.previous.clone()),
        _ => (
            Arc::new(Requirements::read(&unit.name, &options)),
            before
                .map(|before| Previous::of(before, hash, passed_ms))
                .or_else(|| leftover.map(|leftover| Previous::reported(None, &leftover.states, passed_ms))),
        ),
    };
    let is_previous =
        |state: &UnitState| previous.as_ref().is_some_and(|previous| previous.is_of(state, hash, passed_ms));
    let (app, masked) = match before {
        Some(before) if before.hash == hash && before.options == options => {
            (before.app.clone(), Arc::clone(&before.masked))
        }
        _ => (app_of(&unit.name), Arc::default()),
    };
    let own = unit.machine.as_ref();
    let mut row = UnitRow {
        desired: unit.desired,
        current: unit.current,
        states: states.shown.iter().map(|state| state_row(state, own, is_previous(state))).collect(),
        machine: unit.machine,
        global: requirements.global,
        since_ms: now_ms,
        leaving: leaving.cloned(),
        // Worked out when all units are known; that it changes is no change of the unit's state.
        why: before.and_then(|before| before.row.why.clone()),
        read_ms: states.is_old.then(|| before.and_then(|before| before.row.read_ms).or(before_ms)).flatten(),
        name: unit.name,
    };
    if let Some(before) = before {
        row.since_ms = before.row.since_ms;
        let is_same = row == *before.row;
        if is_same && states.are_those_of(before) && hash == before.hash {
            return Arc::clone(before);
        }
        // That it could not be read for a while is no change of its own.
        let as_before = UnitRow { read_ms: before.row.read_ms, ..row.clone() };
        if as_before != *before.row {
            row.since_ms = now_ms;
        }
    }
    let States { shown, held, misses, .. } = states;
    Arc::new(Entry {
        row: Arc::new(row),
        app,
        options,
        masked,
        hash,
        previous,
        requirements,
        states: shown,
        held,
        state_misses: misses,
    })
}

/// The same entry, of which nothing new could be learnt since then.
pub(super) fn as_of(before: &Arc<Entry>, read_ms: Option<u64>) -> Arc<Entry> {
    if before.row.read_ms == read_ms {
        return Arc::clone(before);
    }
    let row = UnitRow { read_ms, ..(*before.row).clone() };
    Arc::new(Entry { row: Arc::new(row), ..(**before).clone() })
}

/// What the page sees of a state.
pub(super) fn state_row(state: &UnitState, own: Option<&MachineId>, previous: bool) -> StateRow {
    StateRow {
        machine: (Some(&state.machine_id) != own).then(|| state.machine_id.clone()),
        load: state.load.clone(),
        active: state.active.clone(),
        sub: state.sub.clone(),
        previous,
    }
}

impl Previous {
    /// That of a unit whose options are other ones now.
    fn of(before: &Entry, hash: UnitHash, passed_ms: u64) -> Self {
        // Back to what it was before: what machines report may be of that, and nothing has to happen.
        let is_back = before.previous.as_ref().is_some_and(|previous| previous.hash == Some(hash));
        let states = if is_back { &[] } else { before.states.as_slice() };
        Self::reported(Some(before.hash), states, passed_ms)
    }

    fn reported(hash: Option<UnitHash>, states: &[UnitState], passed_ms: u64) -> Self {
        let reported = states.iter().filter_map(|state| state.hash).collect();
        Self { hash, reported, until_passed_ms: passed_ms.saturating_add(REPLACED_WITHIN_MS) }
    }

    /// The one rule for whether a machine still has these options, where `hash` is that of the present ones. Another
    /// hash than the present one is not enough: of options that Fleet writes differently than they were sent, its own
    /// never equals the one that is computed here.
    fn is_of(&self, state: &UnitState, hash: UnitHash, passed_ms: u64) -> bool {
        state.hash.filter(|reported| *reported != hash).is_some_and(|reported| {
            Some(reported) == self.hash
                || (passed_ms <= self.until_passed_ms && self.reported.contains(&reported))
        })
    }
}

/// The states to show of a unit.
struct States {
    shown: Vec<UnitState>,
    /// The machines whose state was not in the listing.
    held: Vec<MachineId>,
    /// As [`Entry::state_misses`].
    misses: u8,
    /// Fleet itself says that there is a state, and has not shown it for longer than one reading.
    is_old: bool,
}

impl States {
    fn are_those_of(&self, entry: &Entry) -> bool {
        self.shown == entry.states && self.held == entry.held && self.misses == entry.state_misses
    }
}

/// The states found, and those of before that a single listing lacks. Only a unit that has left its machine has left its
/// state there too. Somebody who just told it to stop is no reason: a process that runs on would pass for one that has
/// stopped.
fn believed_states(unit: &ReadUnit, found: Vec<UnitState>, before: Option<&Arc<Entry>>) -> States {
    let mut states = States { shown: found, held: Vec::new(), misses: 0, is_old: false };
    if states.shown.is_empty() {
        let is_counting = before.filter(|before| unit.machine == before.row.machine);
        states.misses = is_counting.map_or(1, |before| (before.state_misses + 1).min(MISSES_BELIEVED));
    }
    let Some(before) = before else { return states };
    let has_left = unit.machine != before.row.machine;
    for state in &before.states {
        let machine = &state.machine_id;
        if states.shown.iter().any(|shown| shown.machine_id == *machine) {
            continue;
        }
        if has_left && before.row.machine.as_ref() == Some(machine) {
            continue;
        }
        let was_held = before.held.contains(machine);
        // Fleet reckons the current state from the very state that the other list lacks.
        let is_there = unit.machine.as_ref() == Some(machine) && unit.current != DesiredState::Inactive;
        if was_held && !is_there {
            continue;
        }
        states.is_old |= was_held;
        states.shown.push(state.clone());
        states.held.push(machine.clone());
    }
    if !states.held.is_empty() {
        states.shown.sort_by(|a, b| a.machine_id.cmp(&b.machine_id));
        states.held.sort();
    }
    states
}
