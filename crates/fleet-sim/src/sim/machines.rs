//! Machines: how they come, get lost, come back, and are relabelled.

use std::collections::{BTreeMap, BTreeSet};

use fleet::{Machine, MachineId};

use super::agenda::Event;
use super::{AGENT_TTL, MachineRecord, ProcessKey, Sim};

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
            powered: true,
            registered: true,
            life: 0,
            assigned: BTreeSet::new(),
            picky: BTreeSet::new(),
            images: BTreeSet::new(),
            dirty: BTreeSet::new(),
            awake: false,
        };
        self.machines.insert(id.clone(), record);
        self.relabel(&id);
        self.machine_changed(&id);
    }

    /// Cuts a machine's power. The cluster believes in it for another [`AGENT_TTL`]. Returns whether it ran.
    pub fn lose_machine(&mut self, id: &str) -> bool {
        let Some(machine) = self.machines.get_mut(id).filter(|machine| machine.powered) else { return false };
        machine.powered = false;
        machine.life += 1;
        machine.dirty.clear();
        let expiry = Event::Expiry { machine: machine.configured.id.clone(), life: machine.life };
        self.agenda.add(self.now + AGENT_TTL, expiry);
        for key in self.processes_on(id) {
            if let Some(process) = self.processes.get_mut(&key) {
                // Nothing goes on there any more, but the cluster goes on showing what it saw last.
                process.turn += 1;
            }
        }
        true
    }

    /// Gives a lost machine its power back: it joins at once, with nothing running. Returns whether it was lost.
    pub fn return_machine(&mut self, id: &str) -> bool {
        let Some(machine) = self.machines.get_mut(id).filter(|machine| !machine.powered) else {
            return false;
        };
        machine.powered = true;
        machine.registered = true;
        machine.life += 1;
        let (id, assigned) = (machine.configured.id.clone(), machine.assigned.clone());
        self.forget_processes(&id);
        for name in &assigned {
            self.touch(&id, name);
        }
        self.machine_changed(&id);
        true
    }

    /// Applies changes of metadata, in order.
    pub fn change_metadata(&mut self, changes: Vec<MetadataChange>) {
        for MetadataChange { machine, key, value } in changes {
            self.overrides.entry(machine.clone()).or_default().insert(key, value);
            if let Some(id) = self.machines.get(machine.as_str()).map(|known| known.configured.id.clone()) {
                self.relabel(&id);
                self.machine_changed(&id);
            }
        }
    }

    pub(super) fn expire_machine(&mut self, id: &MachineId, life: u64) {
        let Some(machine) = self.machines.get_mut(id) else { return };
        if machine.life != life || machine.powered {
            return;
        }
        machine.registered = false;
        self.forget_processes(id);
        self.machine_changed(id);
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
