//! Whether what a step waits for has come, read from a snapshot. Pure.

use std::time::Duration;

use fleet::{DesiredState, UnitName, UnitState};
use shared::{Health, health};

use crate::live::{Entry, Snapshot};

/// What a snapshot says about a wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It has come.
    Yes,
    /// It has not come yet, and this is how it stands.
    NotYet(String),
    /// It will not come by itself.
    Never(String),
    /// It will not come, since the unit is set not to run.
    NotWanted(String),
    /// It seems to have ended by itself: it will not come if it stays so for [`ENDED_FOR_S`].
    Ended(String),
    /// The machine was to start it before it had its file: it comes once it is started again.
    NoFile(String),
}

/// Fleet places a unit within one pass of its engine (2 s); so long without a machine means that none takes it.
const PLACED_WITHIN: Duration = Duration::from_secs(15);
/// A start that fails at once may be a unit file not yet written; Fleet's agent tries once more.
const FAILED_FOR: Duration = Duration::from_secs(3);
/// A single listing may leave a new unit out; so long means that it is not there.
const MISSING_FOR: Duration = Duration::from_secs(10);

/// What was asked for just now the next reading may not show yet, if another of Fleet's servers answers it; what several
/// readings contradict somebody has changed.
const HEARD_WITHIN: Duration = Duration::from_secs(3);
/// systemd shows inactive for a moment before it runs the start job; so long means that the process has ended.
pub(super) const ENDED_FOR_S: u32 = 15;

/// systemd says active, of the unit with these very options: a state left over from an earlier unit of the same
/// name does not count.
pub(super) fn running(snapshot: &Snapshot, unit: &UnitName, waited: Duration) -> Verdict {
    let Some(entry) = snapshot.units.get(unit) else {
        return if waited >= MISSING_FOR {
            Verdict::Never(say::server::course::removed_meanwhile(&unit))
        } else {
            Verdict::NotYet(say::server::course::not_listed_yet(&unit))
        };
    };
    let desired = entry.row.desired;
    if desired != DesiredState::Launched && waited < HEARD_WITHIN {
        return Verdict::NotYet(say::server::course::not_shown_to_run(&unit));
    }
    if desired != DesiredState::Launched {
        return Verdict::NotWanted(say::server::course::set_stopped(&unit, &desired.as_str()));
    }
    if has_stale_state(entry) {
        return Verdict::NotYet(say::server::course::earlier_state(&unit));
    }
    match health::of(&entry.row) {
        Health::Running => Verdict::Yes,
        Health::Unplaced if waited >= PLACED_WITHIN => {
            Verdict::Never(say::server::course::no_machine_takes(&unit))
        }
        Health::Failed | Health::Starting if waited >= FAILED_FOR && lacks_file(entry) => {
            Verdict::NoFile(failure(snapshot, entry, unit))
        }
        Health::Failed if waited >= FAILED_FOR => Verdict::Never(failure(snapshot, entry, unit)),
        Health::Starting if is_dead(entry) => Verdict::Ended(say::server::course::ended_by_itself(
            &unit,
            &place(snapshot, entry.states.first()),
        )),
        other => Verdict::NotYet(say::server::course::is_state(unit, &other.said())),
    }
}

/// systemd says that it no longer runs, or does not know it.
pub(super) fn stopped(snapshot: &Snapshot, unit: &UnitName, waited: Duration) -> Verdict {
    let Some(entry) = snapshot.units.get(unit) else { return Verdict::Yes };
    if entry.row.desired == DesiredState::Launched && waited < HEARD_WITHIN {
        return Verdict::NotYet(say::server::course::not_shown_to_stop(&unit));
    }
    if entry.row.desired == DesiredState::Launched {
        return Verdict::Never(say::server::course::set_running(&unit));
    }
    let active = entry.states.iter().find(|state| !matches!(state.active.as_str(), "inactive" | "failed"));
    match active {
        None if entry.awaits_state() => Verdict::NotYet(say::server::course::no_state_yet(&unit)),
        None => Verdict::Yes,
        Some(state) => Verdict::NotYet(say::server::course::is_still(&unit, &state.active, &state.sub)),
    }
}

/// Whether it is failed.
pub(super) fn has_failed(snapshot: &Snapshot, unit: &UnitName) -> bool {
    snapshot.units.get(unit).is_some_and(|entry| health::of(&entry.row) == Health::Failed)
}

/// Whether no machine has it any more, after it was set inactive.
pub(super) fn was_let_go(snapshot: &Snapshot, unit: &UnitName) -> bool {
    let is_alive = |state: &UnitState| !matches!(state.active.as_str(), "inactive" | "failed");
    snapshot
        .units
        .get(unit)
        .is_none_or(|entry| entry.row.current == DesiredState::Inactive && !entry.states.iter().any(is_alive))
}

/// Whether systemd was told to start what has no file there, or had none when it was told.
fn lacks_file(entry: &Entry) -> bool {
    entry.states.iter().any(|state| {
        matches!(state.active.as_str(), "inactive" | "failed")
            && (state.load == "not-found" || state.sub.contains("No such file"))
    })
}

fn has_stale_state(entry: &Entry) -> bool {
    !entry.states.is_empty()
        && entry.states.iter().all(|state| state.hash.is_some_and(|hash| hash != entry.hash))
}

/// Nothing of it runs.
fn is_dead(entry: &Entry) -> bool {
    let is_dead = |state: &UnitState| {
        (state.load.as_str(), state.active.as_str(), state.sub.as_str()) == ("loaded", "inactive", "dead")
    };
    !entry.states.is_empty() && entry.states.iter().all(is_dead)
}

fn failure(snapshot: &Snapshot, entry: &Entry, unit: &UnitName) -> String {
    let failed = entry.states.iter().find(|state| state.active == "failed");
    let (sub, load) = failed.map_or(("", ""), |state| (state.sub.as_str(), state.load.as_str()));
    let place = place(snapshot, failed);
    let why = if load == "loaded" || load.is_empty() {
        sub.to_owned()
    } else {
        say::server::course::with_unit_file(&sub, &load)
    };
    say::server::course::failed_there(&unit, &place, &why)
}

/// " on 10.0.0.1", if that is known.
fn place(snapshot: &Snapshot, state: Option<&UnitState>) -> String {
    let machine = state.and_then(|state| snapshot.machines.get(&state.machine_id));
    machine.map_or(String::new(), |entry| say::server::course::on_machine(&entry.machine.primary_ip))
}

#[cfg(test)]
mod tests;
