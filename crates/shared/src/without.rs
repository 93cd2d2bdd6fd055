//! What would become of its units if a machine went away: worked out from Fleet's own rules of placement.
//!
//! Owns the answer and its replay of Fleet's choice: every unit that looks for a machine, by name, goes to the least
//! loaded one that takes it. An answer is true for the moment. Not followed are units that are moved in turn, because one
//! that comes has them in its `Replaces`.

use std::collections::BTreeMap;

use fleet::{AppName, DesiredState, Machine, MachineId, UnitName};
use serde::{Deserialize, Serialize};

use crate::health::{self, Health};
use crate::spec::app_of;
use crate::view::UnitRow;
use crate::why::{Scene, Subject, as_seen};

/// What would become of a machine's units without it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Without {
    /// Those that Fleet would start elsewhere, by name.
    pub moves: Vec<Move>,
    /// Those that no other machine takes, by name.
    pub stuck: Vec<Stuck>,
    /// Global ones: they run on the other machines as before, by name.
    pub copies: Vec<UnitName>,
    /// The apps of all of these but the global ones, by name.
    pub apps: Vec<AppWithout>,
}

/// A unit that would run elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Move {
    /// The unit.
    pub unit: UnitName,
    /// Where Fleet would put it.
    pub to: MachineId,
}

/// A unit that would run nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stuck {
    /// The unit.
    pub unit: UnitName,
    /// Why no other machine takes it: in one sentence without a full stop.
    pub why: String,
}

/// What an app would lose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppWithout {
    /// The app.
    pub app: AppName,
    /// How many of its units are on the machine.
    pub here: u32,
    /// How many of them no other machine takes.
    pub stuck: u32,
    /// How many of its units run on other machines: what serves until the others have been started there.
    pub elsewhere: u32,
}

/// Works it out for somebody who sees these apps: units of others take part, and are not named.
pub fn without<'a>(
    gone: &MachineId,
    machines: impl IntoIterator<Item = &'a Machine>,
    units: impl IntoIterator<Item = Subject<'a>>,
    now_ms: u64,
    sees: impl Fn(Option<&AppName>) -> bool,
) -> Without {
    let units: Vec<Subject<'a>> = units.into_iter().collect();
    let lost = lost(gone, &units);
    let mut after: Vec<Subject<'_>> = units.clone();
    for unit in &mut after {
        if let Some(row) = lost.get(&unit.row.name) {
            unit.row = row;
        }
    }
    let left: Vec<&Machine> = machines.into_iter().filter(|machine| machine.id != *gone).collect();
    let mut scene = Scene::new(left, after, now_ms);
    let placed = scene.place_waiting();
    let headlines = scene.headlines();
    let why = |unit: &UnitName| match (headlines.naming.get(unit), headlines.units.get(unit)) {
        (Some(naming), _) => as_seen(naming, &sees),
        (None, Some(headline)) => headline.to_string(),
        (None, None) => String::new(),
    };

    let mut answer = Without::default();
    let mut apps: BTreeMap<AppName, AppWithout> = BTreeMap::new();
    for unit in &units {
        let (name, app) = (&unit.row.name, app_of(&unit.row.name));
        if !sees(app.as_ref()) {
            continue;
        }
        let is_lost = lost.contains_key(name);
        let to = placed.get(name).filter(|_| is_lost);
        match to {
            Some(to) => answer.moves.push(Move { unit: name.clone(), to: to.clone() }),
            None if is_lost => answer.stuck.push(Stuck { unit: name.clone(), why: why(name) }),
            None if is_copy(unit, gone) => answer.copies.push(name.clone()),
            None => {}
        }
        if let Some(app) = app.filter(|_| !unit.row.global) {
            let none = AppWithout { app: app.clone(), here: 0, stuck: 0, elsewhere: 0 };
            let counts = apps.entry(app).or_insert(none);
            counts.here += u32::from(is_lost);
            counts.stuck += u32::from(is_lost && to.is_none());
            counts.elsewhere += u32::from(!is_lost && health::of(unit.row) == Health::Running);
        }
    }
    answer.apps = apps.into_values().filter(|app| app.here > 0).collect();
    answer
}

/// The rows of the units that would have to go, as they would be: on no machine.
fn lost(gone: &MachineId, units: &[Subject<'_>]) -> BTreeMap<UnitName, UnitRow> {
    let would_go =
        |row: &&UnitRow| row.machine.as_ref() == Some(gone) && row.desired != DesiredState::Inactive;
    let rows = units.iter().map(|unit| unit.row).filter(would_go);
    // What is about to be removed still takes part: until then Fleet starts it elsewhere like any other.
    rows.map(|row| UnitRow { machine: None, states: Vec::new(), leaving: None, ..row.clone() })
        .map(|row| (row.name.clone(), row))
        .collect()
}

/// Whether it is a global unit that runs there too.
fn is_copy(unit: &Subject<'_>, gone: &MachineId) -> bool {
    unit.row.global && unit.row.states.iter().any(|state| state.machine.as_ref() == Some(gone))
}

#[cfg(test)]
mod tests;
