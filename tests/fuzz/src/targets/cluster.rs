//! A small cluster as the server knows it, with more units and states than fit on two pages.

use std::sync::LazyLock;

use fleet::{Machine, MachineId, Unit, UnitName, UnitState};
use server::live::Snapshot;

/// Units on exactly two pages, so that the last page is empty; states on more than one; three machines.
pub(super) static CLUSTER: LazyLock<Snapshot> = LazyLock::new(|| {
    let machines: Vec<Machine> = ["m1", "m2", "m3"].into_iter().filter_map(machine).collect();
    let units: Vec<Unit> = (0..200).filter_map(unit).collect();
    let states = units
        .iter()
        .zip(machines.iter().cycle())
        .take(150)
        .map(|(unit, machine)| state(unit, machine))
        .collect();
    Snapshot::of_lists(units, states, machines, 1)
});

fn machine(id: &str) -> Option<Machine> {
    Some(Machine { id: MachineId::parse(id).ok()?, metadata: Default::default(), primary_ip: String::new() })
}

fn unit(number: u32) -> Option<Unit> {
    let name = UnitName::parse(&format!("example:1.0.0@{number}.service")).ok()?;
    Some(Unit { name, options: Vec::new(), desired_state: None, current_state: None, machine_id: None })
}

fn state(unit: &Unit, machine: &Machine) -> UnitState {
    UnitState {
        name: unit.name.clone(),
        machine_id: machine.id.clone(),
        hash: None,
        load: "loaded".to_owned(),
        active: "active".to_owned(),
        sub: "running".to_owned(),
    }
}
