//! Who goes where, and who goes nowhere.

use std::collections::BTreeSet;

use fleet::DesiredState::{Inactive, Launched, Loaded};

use super::{Cluster, SLOT_1, SLOT_3};

#[test]
fn the_least_loaded_machine_is_taken() {
    let mut cluster = Cluster::new();
    for number in 1..=6 {
        cluster.launch(&format!("a@{number}.service"), &[]);
    }
    cluster.wait(2.0);
    let machines: Vec<_> =
        (1..=6).filter_map(|number| cluster.machine_of(&format!("a@{number}.service"))).collect();
    assert_eq!(machines.len(), 6);
    assert_eq!(machines[..3].iter().collect::<BTreeSet<_>>().len(), 3);
    assert_eq!(machines[..3], machines[3..]);
}

#[test]
fn conflicts_leave_the_surplus_unscheduled_until_there_is_room() {
    let mut cluster = Cluster::new();
    for number in 1..=5 {
        cluster.launch(&format!("a@{number}.service"), &[("Conflicts", "%p@*.service")]);
    }
    cluster.wait(8.0);
    let unscheduled = |cluster: &Cluster| -> Vec<String> {
        cluster.0.units().filter(|unit| unit.machine.is_none()).map(|unit| unit.name.to_string()).collect()
    };
    assert_eq!(unscheduled(&cluster), ["a@4.service", "a@5.service"]);
    assert_eq!(cluster.current("a@4.service"), Inactive);
    cluster.0.delete_unit("a@2.service").unwrap();
    cluster.wait(2.0);
    assert_eq!(unscheduled(&cluster), ["a@5.service"]);
}

#[test]
fn conflicts_count_both_ways() {
    let mut cluster = Cluster::new();
    for number in 1..=3 {
        cluster.launch(&format!("plain@{number}.service"), &[]);
    }
    cluster.wait(2.0);
    cluster.launch("loner.service", &[("Conflicts", "plain@*")]);
    cluster.wait(4.0);
    assert_eq!(cluster.machine_of("loner.service"), None);

    // And a plain one that comes later stays away from a loner.
    cluster.0.delete_unit("plain@1.service").unwrap();
    cluster.wait(2.0);
    let loner = cluster.machine_of("loner.service");
    assert!(loner.is_some());
    cluster.launch("plain@4.service", &[]);
    cluster.wait(2.0);
    assert_ne!(cluster.machine_of("plain@4.service"), loner);
}

#[test]
fn a_conflict_that_appears_later_moves_the_unit() {
    let mut cluster = Cluster::new();
    for name in ["a.service", "b.service", "c.service", "d.service"] {
        cluster.launch(name, &[]);
    }
    cluster.wait(2.0);
    assert_eq!(cluster.machine_of("a.service"), cluster.machine_of("d.service"));
    cluster.launch("d.service", &[("Conflicts", "a.service")]);
    cluster.wait(2.0);
    assert!(cluster.machine_of("d.service").is_some());
    assert_ne!(cluster.machine_of("a.service"), cluster.machine_of("d.service"));
}

#[test]
fn requirements_choose_the_machine() {
    let mut cluster = Cluster::new();
    cluster.launch("id.service", &[("MachineID", SLOT_1)]);
    cluster.launch("short.service", &[("MachineID", &SLOT_1[..8])]);
    cluster.launch("label.service", &[("MachineMetadata", "region=us")]);
    cluster.launch("peer.service", &[("MachineOf", "label.service")]);
    cluster.launch("nowhere.service", &[("MachineMetadata", "region=mars")]);
    cluster.launch("widow.service", &[("MachineOf", "nobody.service")]);
    cluster.wait(4.0);
    assert_eq!(cluster.machine_of("id.service").as_deref(), Some(SLOT_1));
    assert_eq!(cluster.machine_of("short.service").as_deref(), Some(SLOT_1));
    assert_eq!(cluster.machine_of("label.service").as_deref(), Some(SLOT_3));
    assert_eq!(cluster.machine_of("peer.service").as_deref(), Some(SLOT_3));
    assert_eq!(cluster.machine_of("nowhere.service"), None);
    assert_eq!(cluster.machine_of("widow.service"), None);
}

#[test]
fn a_companion_follows_its_unit() {
    let mut cluster = Cluster::new();
    cluster.launch("companion.service", &[("MachineOf", "main.service")]);
    cluster.wait(4.0);
    assert_eq!(cluster.machine_of("companion.service"), None);
    cluster.launch("main.service", &[("MachineID", SLOT_1)]);
    cluster.wait(2.0);
    assert_eq!(cluster.machine_of("companion.service").as_deref(), Some(SLOT_1));
    cluster.launch("main.service", &[("MachineID", SLOT_3)]);
    cluster.wait(4.0);
    assert_eq!(cluster.machine_of("companion.service").as_deref(), Some(SLOT_3));
    cluster.target("main.service", Inactive);
    cluster.wait(4.0);
    assert_eq!(cluster.machine_of("companion.service"), None);
}

#[test]
fn a_global_unit_runs_wherever_it_fits() {
    let mut cluster = Cluster::new();
    cluster.launch("everywhere.service", &[("Global", "true")]);
    cluster.launch("eu.service", &[("Global", "true"), ("MachineMetadata", "region=eu")]);
    cluster.wait(6.0);
    assert_eq!(cluster.states("everywhere.service"), ["active running"; 3]);
    assert_eq!(cluster.states("eu.service"), ["active running"; 2]);
    assert_eq!(cluster.machine_of("everywhere.service"), None);
    cluster.target("everywhere.service", Loaded);
    cluster.wait(4.0);
    assert_eq!(cluster.states("everywhere.service"), ["inactive dead"; 3]);

    cluster.launch("shy.service", &[("Conflicts", "eu.service")]);
    cluster.wait(2.0);
    assert_eq!(cluster.machine_of("shy.service").as_deref(), Some(SLOT_3));
}

#[test]
fn a_global_unit_waits_for_no_other() {
    let mut cluster = Cluster::new();
    // Fleet refuses to create such a unit, but takes the options for one that is there.
    cluster.launch("a.service", &[("Global", "true")]);
    cluster.launch("a.service", &[("Global", "true"), ("MachineOf", "missing.service")]);
    cluster.wait(8.0);
    assert_eq!(cluster.states("a.service"), ["active running"; 3]);
}

#[test]
fn a_unit_moves_away_from_one_that_replaces_it() {
    let mut cluster = Cluster::new();
    cluster.launch("old.service", &[("MachineMetadata", "disk=ssd")]);
    cluster.wait(2.0);
    let before = cluster.machine_of("old.service").unwrap();
    cluster.launch(
        "new.service",
        &[("Replaces", "old.service"), ("MachineMetadata", &slot_of(&cluster, &before))],
    );
    cluster.wait(6.0);
    assert_eq!(cluster.machine_of("new.service").as_ref(), Some(&before));
    let after = cluster.machine_of("old.service");
    assert!(after.is_some());
    assert_ne!(after, Some(before));
}

#[test]
fn a_global_unit_can_become_an_ordinary_one_and_back() {
    let mut cluster = Cluster::new();
    cluster.launch("a.service", &[("Global", "true")]);
    cluster.wait(6.0);
    cluster.launch("a.service", &[]);
    cluster.wait(8.0);
    assert_eq!(cluster.states("a.service"), ["active running"]);
    cluster.launch("a.service", &[("Global", "true")]);
    cluster.wait(8.0);
    assert_eq!(cluster.states("a.service"), ["active running"; 3]);
    cluster.put("a.service", &[("Service", "ExecStart", "/opt/bin/x")], Launched);
    cluster.0.delete_unit("a.service").unwrap();
    cluster.wait(6.0);
    assert_eq!(cluster.0.states().count(), 0);
}

fn slot_of(cluster: &Cluster, id: &str) -> String {
    let machine = cluster.0.machines().find(|machine| machine.id.as_str() == id).unwrap();
    format!("slot={}", machine.metadata["slot"])
}
