//! Who changes the cluster: people and scripts that launch, remove, stop and replace, and machines that come and go.

use fleet::{DesiredState, MachineId, UnitName};
use fleet_sim::{SimHandle, UnitPut};

use super::Told;
use super::chance::Chance;
use crate::harness::options;

/// How many units are changed in a minute at most.
const CHANGES: usize = 12;
/// About so many units are removed at a time.
const REMOVED: usize = 10;
/// A machine in so many may be lost at a time.
const LOST_OF: usize = 20;

/// All that acts.
pub(super) struct Cast {
    /// The units that were there at the start: removed ones are launched again under their names.
    names: Vec<UnitName>,
    /// Those of them that are removed at present.
    removed: Vec<UnitName>,
    machines: Vec<MachineId>,
    lost: Vec<MachineId>,
}

impl Cast {
    pub(super) fn new(fleet: &SimHandle) -> Self {
        Self {
            names: fleet.units().into_iter().map(|unit| unit.name).collect(),
            machines: fleet.machines().into_iter().map(|machine| machine.id).collect(),
            removed: Vec::new(),
            lost: Vec::new(),
        }
    }

    /// What happens in one minute.
    pub(super) fn act(&mut self, fleet: &SimHandle, chance: &mut Chance, told: &mut Told) {
        for _ in 0..chance.below(CHANGES + 1) {
            self.change(fleet, chance, told);
        }
        if chance.one_in(6) && self.lost.len() * LOST_OF < self.machines.len() {
            let machine = chance.pick(&self.machines).clone();
            if fleet.lose_machine(machine.as_str()) {
                told.lost += 1;
                self.lost.push(machine);
            }
        }
        if !self.lost.is_empty() && chance.one_in(8) {
            let machine = self.lost.swap_remove(chance.below(self.lost.len()));
            told.returned += u64::from(fleet.return_machine(machine.as_str()));
        }
        match chance.below(40) {
            0 => fleet.fail_start(&format!("app-{:03}:*", chance.below(100))),
            1 => fleet
                .die_after(&format!("app-{:03}:*", chance.below(100)), std::time::Duration::from_secs(30)),
            2..4 => fleet.clear_scripts(),
            _ => {}
        }
    }

    fn change(&mut self, fleet: &SimHandle, chance: &mut Chance, told: &mut Told) {
        // The cluster keeps its size: else its memory would say nothing.
        if self.removed.len() > REMOVED && chance.one_in(2) {
            let name = self.removed.swap_remove(chance.below(self.removed.len()));
            let text = format!("[Service]\nExecStart=/bin/run {}\n", chance.below(3));
            fleet.put_unit(name.as_str(), UnitPut::new(options(&text), DesiredState::Launched)).unwrap();
            told.launched += 1;
            return;
        }
        let unit = chance.pick(&self.names).clone();
        let name = unit.as_str();
        if fleet.with_sim(|sim| sim.unit(name).is_none()) {
            return;
        }
        match chance.below(10) {
            // Deleted while it runs, and now and then created again at once.
            0..4 => {
                fleet.delete_unit(name).unwrap();
                told.removed += 1;
                if chance.one_in(4) {
                    let put =
                        UnitPut::new(options("[Service]\nExecStart=/bin/again\n"), DesiredState::Launched);
                    fleet.put_unit(name, put).unwrap();
                    told.launched += 1;
                } else {
                    self.removed.push(unit);
                }
            }
            4 => drop(fleet.put_unit(name, UnitPut::state(DesiredState::Loaded)).unwrap()),
            5 => drop(fleet.put_unit(name, UnitPut::state(DesiredState::Inactive)).unwrap()),
            6..8 => drop(fleet.put_unit(name, UnitPut::state(DesiredState::Launched)).unwrap()),
            _ => {
                let text = format!("[Service]\nExecStart=/bin/other {}\n", chance.below(1_000));
                fleet.put_unit(name, UnitPut::new(options(&text), DesiredState::Launched)).unwrap();
            }
        }
    }
}
