//! Capacity against what is known of Fleet, and against a slow and simple replay.

mod brute_force;

use fleet::{UnitName, UnitOption};

use super::unscheduled;
use crate::plan::PlanState;
use crate::testing::{EXCLUSIVE, Fares, World, machine, name, options};
use crate::why::in_full;

fn new(names: &[&str], unit_file: &str) -> Vec<(UnitName, Vec<UnitOption>)> {
    names.iter().map(|text| (name(text), options(unit_file))).collect()
}

fn text(names: &[&str], x_fleet: &str, state: &PlanState) -> String {
    let unit_file = format!("[Service]\nExecStart=/bin/run\n[X-Fleet]\n{x_fleet}\n");
    in_full(&unscheduled(&new(names, &unit_file), state).text(), |_| true)
}

const FIVE: [&str; 5] = ["a:1@1.service", "a:1@2.service", "a:1@3.service", "a:1@4.service", "a:1@5.service"];

#[test]
fn more_instances_than_machines() {
    let world = World::with_machines(3);
    let shortfall = unscheduled(&new(&FIVE, EXCLUSIVE), &world.0);
    assert_eq!(shortfall.text(), "2 of 5 will stay unplaced: needs 5 machines, the cluster has 3");
    assert_eq!(shortfall.units, [name("a:1@4.service"), name("a:1@5.service")]);
    // Without the demand all fit; so do those of different versions.
    assert_eq!(text(&FIVE, "X=y", &world.0), "");
    assert_eq!(
        text(&["a:1@1.service", "a:2@1.service"], "Conflicts=%p@*.service", &World::with_machines(1).0),
        ""
    );
}

#[test]
fn units_that_are_there_take_machines_and_wait_in_front() {
    let world = World::with_machines(3)
        .unit_on("a:1@1.service", Fares::Running, "m1", EXCLUSIVE)
        .unit_on("a:1@2.service", Fares::Failed, "m2", EXCLUSIVE)
        .unit_on("a:1@3.service", Fares::Unplaced, "m1", EXCLUSIVE)
        .unit_on("a:1@4.service", Fares::Unplaced, "m1", EXCLUSIVE)
        .unit_on("a:1@9.service", Fares::Inactive, "m1", EXCLUSIVE)
        .unit_on("a:1@8.service", Fares::Running, "m3", EXCLUSIVE)
        .leaving("a:1@8.service");
    let shortfall = unscheduled(&new(&["a:1@5.service"], EXCLUSIVE), &world.0);
    assert_eq!(shortfall.text(), "2 of 5 will stay unplaced: needs 5 machines, the cluster has 3");
    assert_eq!(shortfall.units, [name("a:1@4.service"), name("a:1@5.service")]);
    // Those of a machine that is gone are placed again.
    let lost = World::with_machines(1).unit_on("a:1@1.service", Fares::Running, "m9", EXCLUSIVE);
    let shortfall = unscheduled(&new(&["a:1@2.service"], EXCLUSIVE), &lost.0);
    assert_eq!(shortfall.units, [name("a:1@2.service")]);
}

#[test]
fn metadata_and_ids() {
    let mut state = PlanState::default();
    assert_eq!(
        text(&["a:1@1.service"], "X=y", &state),
        "1 of 1 will stay unplaced: the cluster has no machines"
    );
    state.machines = vec![
        machine("0123456789", &[("region", "eu"), ("disk", "ssd")]),
        machine("1123456789", &[("region", "eu")]),
        machine("2123456789", &[("region", "us")]),
    ];
    let one = ["a:1@1.service"];
    for (demand, expected) in [
        ("MachineMetadata=region=eu", ""),
        ("MachineMetadata=region=mars", "1 of 1 will stay unplaced: no machine has region=mars"),
        (
            "MachineMetadata=region=us\nMachineMetadata=disk=ssd",
            "1 of 1 will stay unplaced: no machine has disk=ssd and region=us",
        ),
        (
            "MachineMetadata=\"region=mars\" \"region=moon\"",
            "1 of 1 will stay unplaced: no machine has region=mars or region=moon",
        ),
        ("MachineID=01234567", ""),
        ("MachineID=0123456789", ""),
        ("MachineID=012345", "1 of 1 will stay unplaced: no machine has the ID 012345"),
        ("Global=true\nMachineMetadata=region=mars", "1 of 1 will stay unplaced: no machine has region=mars"),
        ("Global=true\nMachineMetadata=region=eu", ""),
    ] {
        assert_eq!(text(&one, demand, &state), expected, "{demand}");
    }
    assert_eq!(
        text(&FIVE, "MachineMetadata=region=eu\nConflicts=a:1@*.service", &state),
        "3 of 5 will stay unplaced: needs 5 machines with region=eu, the cluster has 2"
    );
}

#[test]
fn peers() {
    let world = World::with_machines(2)
        .unit_on("db@1.service", Fares::Running, "m2", "[Service]\nExecStart=/bin/db\n")
        .unit_on("idle@1.service", Fares::Inactive, "m1", "[Service]\nExecStart=/bin/db\n");
    let one = ["a:1@1.service"];
    assert_eq!(text(&one, "MachineOf=db@%i.service", &world.0), "");
    assert_eq!(
        text(&one, "MachineOf=idle@1.service", &world.0),
        "1 of 1 will stay unplaced: needs idle@1.service on the same machine, which is not placed"
    );
    let blocked = world.unit_on("c:1@1.service", Fares::Running, "m2", "[X-Fleet]\nConflicts=a:*\n");
    assert_eq!(
        text(&one, "MachineOf=db@1.service", &blocked.0),
        "1 of 1 will stay unplaced: conflicts with c:1@1.service on the only machine that fits"
    );
}

#[test]
fn conflicts_of_others_count_too() {
    let world = World::with_machines(2)
        .unit_on("x:1@1.service", Fares::Running, "m1", "[X-Fleet]\nConflicts=a:*@*.service\n")
        .unit_on("y.service", Fares::Running, "m1", "[X-Fleet]\nGlobal=true\nConflicts=a:2@*.service\n");
    assert_eq!(text(&["a:1@1.service"], "X=y", &world.0), "");
    assert_eq!(
        text(&["a:2@1.service"], "X=y", &world.0),
        "1 of 1 will stay unplaced: every machine that fits has a unit that it conflicts with, such as x:1@1.service"
    );
}

#[test]
fn different_reasons_are_all_told() {
    let world = World::with_machines(1);
    let mut units = new(&["a:1@1.service"], "[X-Fleet]\nMachineMetadata=x=y\n");
    units.extend(new(&["b:1@1.service"], "[X-Fleet]\nMachineOf=c.service\n"));
    units.extend(new(&["d:1@1.service"], "[Service]\nA=1\n"));
    assert_eq!(
        in_full(&unscheduled(&units, &world.0).text(), |_| true),
        "2 of 3 will stay unplaced: no machine has x=y; needs c.service on the same machine, which is not placed"
    );
}

/// A cluster of the largest size that is promised: 7 ms in a release build on one slow core.
#[test]
fn a_large_cluster_is_replayed() {
    let mut world = World::with_machines(300);
    for index in 0..5_000 {
        let (app, instance) = (index / 5, index % 5);
        let text = format!("app{app}:1.0@{instance}.service");
        world = world.unit_on(
            &text,
            Fares::Running,
            &format!("m{}", index % 300 + 1),
            "[X-Fleet]\nConflicts=%p@*.service\n",
        );
    }
    let names: Vec<String> = (10..60).map(|number| format!("app7:1.0@{number}.service")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let shortfall = unscheduled(&new(&names, "[X-Fleet]\nConflicts=%p@*.service\n"), &world.0);
    assert_eq!((shortfall.units.len(), shortfall.of), (0, 55));
}
