//! Machines that go and come back, again and again, by script.

use std::time::Duration;

use fleet::MachineId;

use super::agenda::Event;
use super::machines::Loss;
use super::{Presence, Sim};

/// A script of this kind.
#[derive(Debug)]
pub(super) struct Flapping {
    every: Duration,
    by: Loss,
    turn: u64,
    /// Kept when it is over, so that no later script has the same turn.
    is_over: bool,
}

/// Faster than this a machine cannot flap: the simulation would do nothing else.
const SHORTEST: Duration = Duration::from_millis(100);

impl Sim {
    /// From now on a machine goes, and comes back, and goes again, with so much time between. Returns whether it is known.
    pub fn flap_machine(&mut self, id: &str, every: Duration, by: Loss) -> bool {
        let Some(machine) = self.machines.get(id) else { return false };
        let id = machine.configured.id.clone();
        // The turn of a script before this one on the same machine is over.
        let turn = self.flapping.get(&id).map_or(0, |before| before.turn + 1);
        self.flapping.insert(id.clone(), Flapping { every: every.max(SHORTEST), by, turn, is_over: false });
        self.flap(&id, turn);
        true
    }

    /// Lets all machines that flap come back for good.
    pub(super) fn end_flapping(&mut self) {
        let mut ended = Vec::new();
        for (id, script) in self.flapping.iter_mut().filter(|(_, script)| !script.is_over) {
            script.is_over = true;
            ended.push(id.clone());
        }
        for id in ended {
            self.return_machine(id.as_str());
        }
    }

    pub(super) fn flap(&mut self, id: &MachineId, turn: u64) {
        let is_in_force = |script: &&Flapping| script.turn == turn && !script.is_over;
        let Some(script) = self.flapping.get(id).filter(is_in_force) else { return };
        let (every, by) = (script.every, script.by);
        let is_away = self
            .machines
            .get(id)
            .is_some_and(|machine| matches!(machine.presence, Presence::Off | Presence::Unattended));
        if is_away {
            self.return_machine(id.as_str());
        } else {
            self.lose_machine_by(id.as_str(), by);
        }
        self.agenda.add(self.now + every, Event::Flap { machine: id.clone(), turn });
    }
}
