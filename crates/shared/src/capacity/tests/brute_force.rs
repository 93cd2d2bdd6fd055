//! The same answers as a replay without any index, on all sorts of small clusters.

use std::collections::BTreeMap;

use fleet::{DesiredState, Requirements, UnitName, UnitOption};
use proptest::prelude::*;

use crate::capacity::unscheduled;
use crate::plan::PlanState;
use crate::testing::{Fares, World, machine, name};

/// Tries every machine against every unit on it.
fn replay(new: &[(UnitName, Vec<UnitOption>)], state: &PlanState) -> Vec<UnitName> {
    let mut machines = state.machines.clone();
    machines.sort_by(|one, other| one.id.cmp(&other.id));
    let mut on: BTreeMap<String, Vec<(UnitName, Requirements)>> =
        machines.iter().map(|machine| (machine.id.to_string(), Vec::new())).collect();
    let mut queue = Vec::new();
    for (name, unit) in &state.units {
        let requirements = Requirements::read(name, &unit.options);
        if unit.row.desired == DesiredState::Inactive || unit.row.leaving.is_some() {
            continue;
        }
        match unit.row.machine.as_ref().and_then(|id| on.get_mut(id.as_str())) {
            Some(units) if !requirements.global => units.push((name.clone(), requirements)),
            _ => queue.push((name.clone(), requirements)),
        }
    }
    queue.sort_by_key(|(_, requirements)| !requirements.global);
    queue.extend(new.iter().map(|(name, options)| (name.clone(), Requirements::read(name, options))));
    let mut left = Vec::new();
    for (name, requirements) in queue {
        let fits = |id: &str, units: &[(UnitName, Requirements)]| {
            let machine = machines.iter().find(|machine| machine.id.as_str() == id).unwrap();
            let peers = requirements.global
                || requirements
                    .machine_of
                    .iter()
                    .all(|peer| units.iter().any(|(other, _)| other.as_str() == peer));
            peers
                && requirements.fits_machine(machine)
                && !units
                    .iter()
                    .any(|(other, theirs)| requirements.conflicts_with(name.as_str(), theirs, other.as_str()))
        };
        let mut fitting: Vec<(usize, String)> = on
            .iter()
            .filter(|(id, units)| fits(id, units))
            .map(|(id, units)| (units.len(), id.clone()))
            .collect();
        fitting.sort();
        if fitting.is_empty() {
            left.push(name);
            continue;
        }
        if !requirements.global {
            fitting.truncate(1);
        }
        for (_, id) in fitting {
            on.get_mut(&id).unwrap().push((name.clone(), requirements.clone()));
        }
    }
    left
}

const DEMANDS: [&str; 11] = [
    "X=y",
    "Conflicts=%p@*.service",
    "Conflicts=a:*",
    "Conflicts=*@1.service b:[12]@?.service",
    "Conflicts=[",
    "MachineMetadata=region=eu",
    "MachineID=m2",
    "MachineOf=b:1@1.service",
    "MachineOf=g.service",
    "Global=true\nConflicts=a:2@*.service",
    "MachineMetadata=region=eu\nConflicts=%p@*.service",
];

fn unit_file() -> impl Strategy<Value = String> {
    (0..DEMANDS.len())
        .prop_map(|index| format!("[Service]\nExecStart=/bin/run\n[X-Fleet]\n{}\n", DEMANDS[index]))
}

fn unit_name() -> impl Strategy<Value = String> {
    let of_app = (prop::sample::select(vec!["a:1", "a:2", "b:1", "b"]), 1u32..4);
    prop_oneof![8 => of_app.prop_map(|(prefix, number)| format!("{prefix}@{number}.service")), 1 => Just("g.service".to_owned())]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn agrees(
        machines in 0usize..4,
        there in prop::collection::vec((unit_name(), 0..Fares::ALL.len(), 1usize..5, unit_file()), 0..8),
        new in prop::collection::btree_map(unit_name(), unit_file(), 1..5),
    ) {
        let mut world = World::default();
        for number in 1..=machines {
            let region = if number % 2 == 0 { "us" } else { "eu" };
            world.0.machines.push(machine(&format!("m{number}"), &[("region", region)]));
        }
        for (text, fares, on, unit_file) in there {
            if !new.contains_key(&text) {
                world = world.unit_on(&text, Fares::ALL[fares], &format!("m{on}"), &unit_file);
            }
        }
        let new: Vec<_> = new.iter().map(|(text, file)| (name(text), crate::testing::options(file))).collect();
        let slow = replay(&new, &world.0);
        let fast = unscheduled(&new, &world.0);
        // The fast one tells only of the new units and of others of their versions.
        let is_new = |unit: &&UnitName| new.iter().any(|(name, _)| name == *unit);
        let slow_new: Vec<_> = slow.iter().filter(is_new).collect();
        let fast_new: Vec<_> = fast.units.iter().filter(is_new).collect();
        prop_assert_eq!(slow_new, fast_new);
        prop_assert!(fast.units.iter().all(|unit| slow.contains(unit)));
        prop_assert_eq!(fast.units.is_empty(), fast.reason.is_empty());
    }
}
