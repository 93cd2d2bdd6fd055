//! Capacity: which new units no machine will take, by replaying Fleet's own rules of placement.
//!
//! Fleet itself never says why a unit stays unplaced; everything that it decides by can be read, so that it can be
//! worked out before. An answer is true for the moment: units that come and go meanwhile may change it.

mod reason;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use fleet::{AppName, AppUnit, DesiredState, Requirements, UnitName, UnitOption, Version};

use crate::placement::Cluster;
use crate::plan::{PlanState, PlanUnit};

/// What no machine takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shortfall {
    /// The units left over: new ones, and those of the same versions that wait already.
    pub units: Vec<UnitName>,
    /// Out of how many: the new units, and all others of their versions that are wanted.
    pub of: u32,
    /// Why: "needs 5 machines, the cluster has 3". Empty if none is left over. Names of other units are marked in it:
    /// it is told by [`crate::why::in_full`].
    pub reason: String,
}

impl Shortfall {
    /// In words: "2 of 5 will stay unplaced: needs 5 machines, the cluster has 3". Empty if none is left over.
    /// Names are marked as in the reason.
    pub fn text(&self) -> String {
        match self.units.len() {
            0 => String::new(),
            left => say::server::plan::unscheduled_of(&left, &self.of, &self.reason),
        }
    }
}

/// An app's version: its instances usually exclude each other.
type Group = (AppName, Option<Version>);

/// Works out which of the new units stay unplaced. Units that wait for a machine already come before the new ones,
/// and those that are being removed count as gone.
pub fn unscheduled(new: &[(UnitName, Vec<UnitOption>)], state: &PlanState) -> Shortfall {
    let groups: BTreeSet<Group> = new.iter().filter_map(|(name, _)| group(name)).collect();
    let is_new: BTreeSet<&UnitName> = new.iter().map(|(name, _)| name).collect();
    let is_concerned = |name: &UnitName| group(name).is_some_and(|group| groups.contains(&group));
    let mut cluster = Cluster::new(&state.machines);
    let mut queue = Vec::new();
    let mut siblings = 0;
    for (name, unit) in state.units.iter().filter(|(name, unit)| counts(unit) && !is_new.contains(name)) {
        let requirements = Requirements::read(name, &unit.options);
        let concerned = !groups.is_empty() && is_concerned(name);
        siblings += usize::from(concerned);
        let machine = unit.row.machine.as_ref().and_then(|id| cluster.machine(id));
        match machine {
            Some(machine) if !requirements.global => cluster.put(name.as_str(), machine, &requirements),
            _ => queue.push((name, requirements, concerned)),
        }
    }
    // Global units are not placed but simply run where they fit: before anything looks for a machine.
    queue.sort_by_key(|(_, requirements, _)| !requirements.global);
    queue.extend(new.iter().map(|(name, options)| (name, Requirements::read(name, options), true)));

    let mut left = Vec::new();
    for (name, requirements, concerned) in &queue {
        if let Err(refusal) = cluster.place(name.as_str(), requirements)
            && *concerned
        {
            left.push((*name, refusal));
        }
    }
    let of = new.len() + siblings;
    Shortfall {
        units: left.iter().map(|(name, _)| (*name).clone()).collect(),
        of: u32::try_from(of).unwrap_or(u32::MAX),
        reason: reason::words(&left, of, state.machines.len()),
    }
}

fn group(name: &UnitName) -> Option<Group> {
    AppUnit::parse(name).map(|unit| (unit.app, unit.version))
}

/// Whether the unit takes part: Fleet places what is wanted loaded or launched.
fn counts(unit: &PlanUnit) -> bool {
    unit.row.desired != DesiredState::Inactive && unit.row.leaving.is_none()
}
