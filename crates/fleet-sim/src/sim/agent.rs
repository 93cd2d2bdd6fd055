//! The agents: each brings the processes of its machine to where the registry wants them, and publishes their states.
//!
//! Level-triggered: [`Sim::reconcile`] compares what is wanted with what is there and takes the next step only. It is called
//! again when that step is done, so it never has to remember what it was about to do.

use std::sync::Arc;

use fleet::{DesiredState, MachineId, UnitName};

use super::process::{Process, Published};
use super::{ProcessKey, Sim, UnitRecord};

/// The longest name of a unit that systemd takes.
const SYSTEMD_NAME_MAX_BYTES: usize = 255;

impl Sim {
    pub(super) fn agent_pass(&mut self, id: &MachineId) {
        let Some(machine) = self.machines.get_mut(id) else { return };
        machine.awake = false;
        let dirty = std::mem::take(&mut machine.dirty);
        // All are loaded before any is started: a timer needs its service to be there.
        for name in &dirty {
            self.load_missing(&(name.clone(), id.clone()));
        }
        for name in &dirty {
            self.reconcile(name, id);
        }
    }

    /// The next step for one unit on one machine.
    pub(super) fn reconcile(&mut self, name: &UnitName, id: &MachineId) {
        if !self.machines.get(id).is_some_and(|machine| machine.is_managed()) {
            return;
        }
        let key = (name.clone(), id.clone());
        let wanted = self.wanted(name, id).map(|unit| (unit.desired, unit.hash));
        let present = self.processes.get(&key).map(|process| (process.hash, process.launched));

        match (wanted, present) {
            (None, None) => {}
            (Some(_), None) => {
                self.load_missing(&key);
                self.reconcile(name, id);
            }
            (None, Some(_)) => {
                // Fleet's agent has no idea of these types: it starts them and can never unload them again.
                if name.unit_type().agent_can_unload() && self.stop(&key) {
                    self.unload(&key);
                }
            }
            (Some((_, hash)), Some((loaded, _))) if hash != loaded => {
                if self.stop(&key) {
                    self.unload(&key);
                    self.reconcile(name, id);
                }
            }
            (Some((DesiredState::Launched, _)), Some((_, false))) => {
                if self.stop(&key) {
                    self.start(&key);
                }
            }
            (Some((DesiredState::Loaded, _)), Some((_, true))) => {
                self.stop(&key);
            }
            (Some(_), Some(_)) => {}
        }
    }

    /// Publishes what changed. A state that came and went since the last time is never seen.
    pub(super) fn publish_pass(&mut self) {
        for key in std::mem::take(&mut self.unpublished) {
            if !self.machines.get(&key.1).is_some_and(|machine| machine.is_managed()) {
                continue;
            }
            let Some(process) = self.processes.get_mut(&key) else { continue };
            let current = Published { hash: process.hash, words: process.words() };
            if process.published.as_ref() != Some(&current) {
                process.published = Some(current);
                self.revisions.states += 1;
                self.revisions.units += 1;
            }
        }
    }

    /// What the registry wants of a unit on a machine. systemd refuses to start a template and to load a name of 256 bytes, which
    /// is one more than it takes, so an agent never gets as far as a state with one of these.
    fn wanted(&self, name: &UnitName, id: &MachineId) -> Option<&UnitRecord> {
        let machine = self.machines.get(id)?;
        let unit = self.units.get(name)?;
        let systemd_takes_it = !name.is_template() && name.as_str().len() <= SYSTEMD_NAME_MAX_BYTES;
        (machine.assigned.contains(name) && unit.is_wanted() && systemd_takes_it).then_some(unit)
    }

    /// Loads a unit that is wanted on a machine and not there.
    fn load_missing(&mut self, key: &ProcessKey) {
        if self.processes.contains_key(key) {
            return;
        }
        let Some(process) =
            self.wanted(&key.0, &key.1).map(|unit| Process::new(unit.hash, Arc::clone(&unit.plan)))
        else {
            return;
        };
        self.processes.insert(key.clone(), process);
        self.unpublished.insert(key.clone());
    }

    fn unload(&mut self, key: &ProcessKey) {
        self.unpublished.remove(key);
        if self.processes.remove(key).is_some() {
            self.revisions.states += 1;
            self.revisions.units += 1;
        }
    }
}
