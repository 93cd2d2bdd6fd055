//! The scheduler: which unit belongs on which machine.
//!
//! Owns the targets of units and the sets of units assigned to machines. It never touches a process: an agent sees what changed
//! for its machine and acts on it later.
//!
//! Fleet's leader looks at all units in every pass. Here each pass looks at the units whose situation changed, which gives the
//! same placements: a unit keeps its machine until something that it depends on changes, and a unit that fits nowhere is tried
//! again once anything was freed, placed, added or relabelled.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use fleet::{MachineId, Requirements, UnitName, glob};

use super::agenda::Event;
use super::{AGENT_DELAY, MachineRecord, Sim, UnitRecord};

/// What the next pass has to look at, and the indices it needs.
#[derive(Debug, Default)]
pub(super) struct Placement {
    /// Wanted, not global, on no machine.
    pub(super) waiting: BTreeSet<UnitName>,
    /// Those of them that were not tried yet.
    fresh: BTreeSet<UnitName>,
    /// Placed units that may no longer fit where they are.
    recheck: BTreeSet<UnitName>,
    /// Something changed that may make room for any of those who wait.
    pub(super) retry_all: bool,
    /// Something changed that may matter to global units.
    pub(super) globals_stale: bool,
    globals: BTreeSet<UnitName>,
    /// Units by the unit whose machine they want to share.
    followers: BTreeMap<String, BTreeSet<UnitName>>,
    /// Listed machines by the number of units on them: the order in which they are tried.
    by_load: BTreeSet<(usize, MachineId)>,
}

impl Sim {
    pub(super) fn engine_pass(&mut self) {
        self.unschedule_misfits();
        self.settle_globals();
        self.place_waiting();
    }

    /// To be called after every change of a unit's options or desired state.
    pub(super) fn unit_changed(&mut self, name: &UnitName) {
        self.revisions.units += 1;
        let Some(unit) = self.units.get(name) else { return };
        let (global, target) = (unit.requirements.global, unit.target.clone());
        let wants = Arc::clone(&unit.requirements);
        if global {
            self.placement.globals_stale = true;
        }
        let holders: Vec<MachineId> = match target {
            Some(target) => vec![target],
            None if global => self.holders(name),
            None => Vec::new(),
        };
        for id in &holders {
            if let Some(machine) = self.machines.get_mut(id) {
                machine.note_wishes(name, &wants);
            }
            self.touch(id, name);
        }
        if !holders.is_empty() {
            self.placement.recheck.insert(name.clone());
            self.recheck_followers(name);
            // New options may conflict less than the old ones.
            self.placement.retry_all = true;
        }
        self.refresh_waiting(name);
    }

    /// To be called for a unit that left the registry.
    pub(super) fn forget_placement(&mut self, name: &UnitName, unit: &UnitRecord) {
        self.leave_all_machines(name, unit);
        self.forget_links(name, &unit.requirements);
        self.placement.waiting.remove(name);
        self.placement.fresh.remove(name);
        self.placement.recheck.remove(name);
    }

    /// Takes a unit from every machine that holds it, whatever it wants.
    pub(super) fn leave_all_machines(&mut self, name: &UnitName, unit: &UnitRecord) {
        let holders = match &unit.target {
            Some(target) => vec![target.clone()],
            None if unit.requirements.global => self.holders(name),
            None => Vec::new(),
        };
        for id in holders {
            self.unassign(&id, name);
        }
    }

    /// Indexes what a unit refers to.
    pub(super) fn remember_links(&mut self, name: &UnitName, requirements: &Requirements) {
        for peer in &requirements.machine_of {
            self.placement.followers.entry(peer.clone()).or_default().insert(name.clone());
        }
        if requirements.global {
            self.placement.globals.insert(name.clone());
        }
    }

    /// Takes back what [`Self::remember_links`] did.
    pub(super) fn forget_links(&mut self, name: &UnitName, requirements: &Requirements) {
        for peer in &requirements.machine_of {
            if let Some(followers) = self.placement.followers.get_mut(peer) {
                followers.remove(name);
                if followers.is_empty() {
                    self.placement.followers.remove(peer);
                }
            }
        }
        if requirements.global {
            self.placement.globals.remove(name);
        }
    }

    /// To be called when a machine came, went or was relabelled.
    pub(super) fn machine_changed(&mut self, id: &MachineId) {
        self.revisions.machines += 1;
        self.revisions.units += 1;
        self.placement.retry_all = true;
        self.placement.globals_stale = true;
        let Some(machine) = self.machines.get(id) else { return };
        self.placement.recheck.extend(machine.assigned.iter().cloned());
        let entry = (machine.assigned.len(), id.clone());
        if machine.registered {
            self.placement.by_load.insert(entry);
        } else {
            self.placement.by_load.remove(&entry);
        }
    }

    fn unschedule_misfits(&mut self) {
        while let Some(name) = self.placement.recheck.pop_first() {
            let Some(unit) = self.units.get(&name) else { continue };
            let Some(target) = unit.target.clone() else { continue };
            if unit.is_wanted() && self.fits(&name, unit, &target) {
                continue;
            }
            if let Some(unit) = self.units.get_mut(&name) {
                unit.target = None;
            }
            self.revisions.units += 1;
            self.unassign(&target, &name);
            self.refresh_waiting(&name);
        }
    }

    /// Every agent decides for itself whether a global unit runs on its machine; this asks them all.
    fn settle_globals(&mut self) {
        if !std::mem::take(&mut self.placement.globals_stale) {
            return;
        }
        let globals: Vec<UnitName> = self.placement.globals.iter().cloned().collect();
        let ids: Vec<MachineId> = self.machines.keys().cloned().collect();
        for name in &globals {
            for id in &ids {
                let Some(unit) = self.units.get(name) else { continue };
                let belongs = unit.is_wanted() && self.fits(name, unit, id);
                let is_there = self.machines.get(id).is_some_and(|machine| machine.assigned.contains(name));
                match (belongs, is_there) {
                    (true, false) => {
                        self.assign(id, name);
                        self.placement.retry_all = true;
                    }
                    (false, true) => self.unassign(id, name),
                    _ => {}
                }
            }
        }
        // Leaving a machine asks for another look at the globals, which has just been taken.
        self.placement.globals_stale = false;
    }

    fn place_waiting(&mut self) {
        let fresh = std::mem::take(&mut self.placement.fresh);
        let all = std::mem::take(&mut self.placement.retry_all);
        let mut queue = if all { self.placement.waiting.clone() } else { fresh };
        while let Some(name) = queue.pop_first() {
            if !self.placement.waiting.contains(&name) {
                continue;
            }
            let Some(target) = self.choose(&name) else { continue };
            self.place(&name, target);
            if let Some(followers) = self.placement.followers.get(name.as_str()) {
                queue.extend(followers.intersection(&self.placement.waiting).cloned());
            }
        }
    }

    /// The least loaded machine that fits.
    fn choose(&self, name: &UnitName) -> Option<MachineId> {
        let unit = self.units.get(name)?;
        self.placement.by_load.iter().map(|(_, id)| id).find(|id| self.fits(name, unit, id)).cloned()
    }

    fn place(&mut self, name: &UnitName, target: MachineId) {
        let Some(unit) = self.units.get_mut(name) else { return };
        unit.target = Some(target.clone());
        let replaces = unit.requirements.replaces.clone();
        self.placement.waiting.remove(name);
        self.revisions.units += 1;
        self.assign(&target, name);
        if !replaces.is_empty()
            && let Some(machine) = self.machines.get(&target)
        {
            let replaced = replaces.iter().flat_map(|pattern| matching(&machine.assigned, pattern));
            self.placement.recheck.extend(replaced.filter(|other| *other != name).cloned());
        }
    }

    /// Whether a unit may be on a machine, next to what is there.
    fn fits(&self, name: &UnitName, unit: &UnitRecord, id: &MachineId) -> bool {
        let Some(machine) = self.machines.get(id) else { return false };
        let wants = &unit.requirements;
        machine.registered
            && wants.fits_machine(&machine.shown)
            // Agents look at nothing but metadata and conflicts of a global unit.
            && (wants.global || wants.machine_of.iter().all(|peer| machine.assigned.contains(peer.as_str())))
            && !is_blocked(name, wants, machine)
    }

    fn assign(&mut self, id: &MachineId, name: &UnitName) {
        let wants = self.units.get(name).map(|unit| Arc::clone(&unit.requirements));
        self.change_assigned(id, |machine| {
            machine.assigned.insert(name.clone());
            if let Some(wants) = wants {
                machine.note_wishes(name, &wants);
            }
        });
        self.touch(id, name);
    }

    fn unassign(&mut self, id: &MachineId, name: &UnitName) {
        self.change_assigned(id, |machine| {
            machine.assigned.remove(name);
            machine.picky.remove(name);
        });
        self.touch(id, name);
        self.placement.retry_all = true;
        self.placement.globals_stale = true;
        self.recheck_followers(name);
    }

    fn change_assigned(&mut self, id: &MachineId, change: impl FnOnce(&mut MachineRecord)) {
        let Some(machine) = self.machines.get_mut(id) else { return };
        let before = machine.assigned.len();
        change(machine);
        if machine.registered {
            self.placement.by_load.remove(&(before, id.clone()));
            self.placement.by_load.insert((machine.assigned.len(), id.clone()));
        }
    }

    /// Tells the agent of a machine that something changed for a unit.
    pub(super) fn touch(&mut self, id: &MachineId, name: &UnitName) {
        let Some(machine) = self.machines.get_mut(id) else { return };
        if !machine.is_managed() {
            return;
        }
        machine.dirty.insert(name.clone());
        if !machine.awake {
            machine.awake = true;
            self.agenda.add(self.now + AGENT_DELAY, Event::AgentPass(id.clone()));
        }
    }

    fn recheck_followers(&mut self, name: &UnitName) {
        if let Some(followers) = self.placement.followers.get(name.as_str()) {
            self.placement.recheck.extend(followers.iter().cloned());
        }
    }

    fn refresh_waiting(&mut self, name: &UnitName) {
        let waits = self
            .units
            .get(name)
            .is_some_and(|unit| unit.is_wanted() && !unit.requirements.global && unit.target.is_none());
        set(&mut self.placement.waiting, name, waits);
        set(&mut self.placement.fresh, name, waits);
    }

    fn holders(&self, name: &UnitName) -> Vec<MachineId> {
        self.machines
            .iter()
            .filter(|(_, machine)| machine.assigned.contains(name))
            .map(|(id, _)| id.clone())
            .collect()
    }
}

impl MachineRecord {
    /// Remembers a unit that may object to a newcomer, and forgets one that does not any more.
    fn note_wishes(&mut self, name: &UnitName, wants: &Arc<Requirements>) {
        if wants.conflicts.is_empty() && wants.replaces.is_empty() {
            self.picky.remove(name);
        } else {
            self.picky.insert(name.clone(), Arc::clone(wants));
        }
    }
}

/// Whether somebody on a machine objects to a unit, or it to somebody there.
fn is_blocked(name: &UnitName, wants: &Requirements, machine: &MachineRecord) -> bool {
    let objects = |pattern: &String| matching(&machine.assigned, pattern).any(|other| other != name);
    wants.conflicts.iter().any(objects)
        || machine.picky.iter().filter(|(other, _)| *other != name).any(|(other, theirs)| {
            theirs.conflicts.iter().any(|pattern| glob::matches(pattern, name.as_str()))
                || (replaces(theirs, name) && !replaces(wants, other))
        })
}

/// The names that match a pattern. Only those are looked at that begin as it does.
fn matching<'a>(names: &'a BTreeSet<UnitName>, pattern: &'a str) -> impl Iterator<Item = &'a UnitName> {
    let prefix = glob::literal_prefix(pattern);
    names
        .range::<str, _>((Bound::Included(prefix), Bound::Unbounded))
        .take_while(move |name| name.as_str().starts_with(prefix))
        .filter(move |name| glob::matches(pattern, name.as_str()))
}

fn replaces(requirements: &Requirements, other: &UnitName) -> bool {
    requirements.replaces.iter().any(|pattern| glob::matches(pattern, other.as_str()))
}

fn set(names: &mut BTreeSet<UnitName>, name: &UnitName, is_in: bool) {
    if is_in {
        names.insert(name.clone());
    } else {
        names.remove(name);
    }
}
