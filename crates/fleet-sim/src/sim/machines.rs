//! Machines: how they come, get lost, come back, and are relabelled.

use std::collections::{BTreeMap, BTreeSet};

use fleet::{Machine, MachineId};

use super::agenda::Event;
use super::{AGENT_TTL, ENTRY_TTL, MachineRecord, Presence, ProcessKey, REJOIN_DELAY, Sim};

/// One change of a machine's metadata at run time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataChange {
    /// The machine, which need not exist (yet).
    pub machine: String,
    /// The key.
    pub key: String,
    /// The new value; `None` hides the key, also one that the machine is configured with.
    pub value: Option<String>,
}

/// How a machine goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// Everything ends at once, and the cluster learns it from silence: the machine stays in the list for [`ENTRY_TTL`], its
    /// states for [`AGENT_TTL`].
    PowerCut,
    /// The daemon is told to end: it stops its units, and machine and states are gone at once.
    DaemonStopped,
    /// The daemon is killed: its units go on running without it, while the cluster sees what it sees of a power cut and
    /// starts others elsewhere.
    DaemonKilled,
}

impl Sim {
    /// A machine joins the cluster. One that is known already is left as it is.
    pub fn add_machine(&mut self, configured: Machine) {
        let id = configured.id.clone();
        if self.machines.contains_key(&id) {
            return;
        }
        let record = MachineRecord {
            shown: configured.clone(),
            configured,
            presence: Presence::Up,
            registered: true,
            life: 0,
            haunted: false,
            assigned: BTreeSet::new(),
            picky: BTreeMap::new(),
            images: BTreeSet::new(),
            dirty: BTreeSet::new(),
            awake: false,
        };
        self.machines.insert(id.clone(), record);
        self.relabel(&id);
        self.machine_changed(&id);
    }

    /// A machine goes. Returns whether it was there to go: one whose daemon is gone already can still lose its power.
    pub fn lose_machine_by(&mut self, id: &str, loss: Loss) -> bool {
        let Some(machine) = self.machines.get_mut(id) else { return false };
        let was_up = machine.presence == Presence::Up;
        if machine.presence == Presence::Off || (loss != Loss::PowerCut && !was_up) {
            return false;
        }
        machine.dirty.clear();
        machine.presence = if loss == Loss::DaemonKilled { Presence::Unattended } else { Presence::Off };
        let id = machine.configured.id.clone();
        if was_up {
            machine.life += 1;
            let life = machine.life;
            if loss != Loss::DaemonStopped {
                self.agenda.add(self.now + ENTRY_TTL, Event::EntryExpiry { machine: id.clone(), life });
                self.agenda.add(self.now + AGENT_TTL, Event::StateExpiry { machine: id.clone(), life });
            }
        }
        match loss {
            Loss::PowerCut => self.freeze_processes(&id),
            Loss::DaemonStopped => {
                self.forget_processes(&id);
                self.leave(&id);
            }
            Loss::DaemonKilled => {}
        }
        true
    }

    /// Cuts a machine's power: [`Loss::PowerCut`].
    pub fn lose_machine(&mut self, id: &str) -> bool {
        self.lose_machine_by(id, Loss::PowerCut)
    }

    /// A machine that went, in whatever way, comes back. It joins at once if its old entry is gone; otherwise only some time
    /// after that has expired, since a daemon does not take over an entry. Returns whether it had gone.
    pub fn return_machine(&mut self, id: &str) -> bool {
        let Some(machine) = self.machines.get_mut(id) else { return false };
        if !matches!(machine.presence, Presence::Off | Presence::Unattended) {
            return false;
        }
        machine.presence = Presence::Waiting;
        let id = machine.configured.id.clone();
        if !machine.registered {
            self.join(&id);
        }
        true
    }

    /// Applies changes of metadata, in order.
    pub fn change_metadata(&mut self, changes: Vec<MetadataChange>) {
        for MetadataChange { machine, key, value } in changes {
            // As names in a tree of keys these two lead to a place where nobody reads.
            if [&machine, &key].iter().any(|name| matches!(name.as_str(), "." | "..")) {
                continue;
            }
            self.overrides.entry(machine.clone()).or_default().insert(key, value);
            if let Some(id) = self.machines.get(machine.as_str()).map(|known| known.configured.id.clone()) {
                self.relabel(&id);
                self.machine_changed(&id);
            }
        }
    }

    pub(super) fn expire_entry(&mut self, id: &MachineId, life: u64) {
        let Some(machine) = self.machines.get(id).filter(|machine| machine.life == life) else { return };
        if machine.presence == Presence::Waiting {
            self.agenda.add(self.now + REJOIN_DELAY, Event::Join { machine: id.clone(), life });
        }
        self.leave(id);
    }

    pub(super) fn expire_states(&mut self, id: &MachineId, life: u64) {
        let Some(machine) = self.machines.get_mut(id).filter(|machine| machine.life == life) else { return };
        if std::mem::take(&mut machine.haunted) {
            self.forget_processes(id);
            return;
        }
        for key in self.processes_on(id.as_str()) {
            if let Some(process) = self.processes.get_mut(&key) {
                process.published = None;
            }
        }
        self.revisions.states += 1;
        self.revisions.units += 1;
    }

    pub(super) fn join_late(&mut self, id: &MachineId, life: u64) {
        let waits = |machine: &MachineRecord| machine.life == life && machine.presence == Presence::Waiting;
        if self.machines.get(id).is_some_and(waits) {
            self.join(id);
        }
    }

    fn join(&mut self, id: &MachineId) {
        let Some(machine) = self.machines.get_mut(id) else { return };
        machine.presence = Presence::Up;
        machine.registered = true;
        machine.life += 1;
        let mut to_look_at = machine.assigned.clone();
        if std::mem::take(&mut machine.haunted) {
            self.forget_processes(id);
        }
        // What went on running without the daemon is published again, or unloaded if it belongs elsewhere by now.
        for key in self.processes_on(id.as_str()) {
            to_look_at.insert(key.0.clone());
            self.unpublished.insert(key);
        }
        for name in &to_look_at {
            self.touch(id, name);
        }
        self.machine_changed(id);
    }

    /// The cluster does not believe in a machine any more.
    fn leave(&mut self, id: &MachineId) {
        if let Some(machine) = self.machines.get_mut(id) {
            machine.registered = false;
        }
        self.machine_changed(id);
    }

    /// Nothing goes on there any more, but the cluster goes on showing what it saw last.
    fn freeze_processes(&mut self, id: &MachineId) {
        if let Some(machine) = self.machines.get_mut(id) {
            machine.haunted = true;
        }
        for key in self.processes_on(id.as_str()) {
            if let Some(process) = self.processes.get_mut(&key) {
                process.turn += 1;
            }
        }
    }

    fn relabel(&mut self, id: &MachineId) {
        let Some(machine) = self.machines.get_mut(id) else { return };
        let mut metadata = machine.configured.metadata.clone();
        let none = BTreeMap::new();
        for (key, value) in self.overrides.get(id.as_str()).unwrap_or(&none) {
            match value {
                Some(value) => metadata.insert(key.clone(), value.clone()),
                None => metadata.remove(key),
            };
        }
        machine.shown.metadata = metadata;
    }

    fn forget_processes(&mut self, id: &MachineId) {
        for key in self.processes_on(id.as_str()) {
            self.processes.remove(&key);
        }
        self.revisions.states += 1;
        self.revisions.units += 1;
    }

    fn processes_on(&self, id: &str) -> Vec<ProcessKey> {
        self.processes.keys().filter(|(_, machine)| machine.as_str() == id).cloned().collect()
    }
}
