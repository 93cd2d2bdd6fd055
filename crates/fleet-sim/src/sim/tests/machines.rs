//! Machines that are lost, come back, and change their labels.

use std::time::{Duration, Instant};

use fleet::DesiredState::{Inactive, Launched};

use super::{Cluster, SLOT_1};
use crate::config::SimConfig;
use crate::sim::{MetadataChange, Sim};

#[test]
fn a_lost_machine_is_believed_in_for_a_while() {
    let mut cluster = Cluster::new();
    cluster.launch("a.service", &[]);
    cluster.wait(6.0);
    let lost = cluster.machine_of("a.service").unwrap();
    assert!(cluster.0.lose_machine(&lost));
    assert!(!cluster.0.lose_machine(&lost));
    cluster.wait(29.0);
    assert_eq!(cluster.0.machines().count(), 3);
    assert_eq!(cluster.current("a.service"), Launched);
    assert_eq!(cluster.state("a.service"), "active running");

    cluster.wait(1.5);
    assert_eq!(cluster.0.machines().count(), 2);
    assert_eq!(cluster.state("a.service"), "");
    assert_eq!(cluster.current("a.service"), Inactive);

    cluster.wait(5.0);
    assert_ne!(cluster.machine_of("a.service"), Some(lost.clone()));
    assert_eq!(cluster.state("a.service"), "active running");

    assert!(cluster.0.return_machine(&lost));
    cluster.wait(5.0);
    assert_eq!(cluster.0.machines().count(), 3);
    assert_ne!(cluster.machine_of("a.service"), Some(lost));
}

#[test]
fn a_machine_that_returns_in_time_starts_its_units_again() {
    let mut cluster = Cluster::new();
    cluster.launch("a.service", &[("MachineID", SLOT_1)]);
    cluster.wait(6.0);
    cluster.0.lose_machine(SLOT_1);
    cluster.wait(10.0);
    assert!(cluster.0.return_machine(SLOT_1));
    assert_eq!(cluster.state("a.service"), "");
    cluster.wait(60.0);
    assert_eq!(cluster.0.machines().count(), 3);
    assert_eq!(cluster.state("a.service"), "active running");
}

#[test]
fn surplus_waits_for_the_machine_to_return() {
    let mut cluster = Cluster::new();
    for number in 1..=3 {
        cluster.launch(&format!("a@{number}.service"), &[("Conflicts", "a@*")]);
    }
    cluster.wait(6.0);
    cluster.0.lose_machine(SLOT_1);
    cluster.wait(40.0);
    assert_eq!(cluster.0.units().filter(|unit| unit.machine.is_none()).count(), 1);
    cluster.0.return_machine(SLOT_1);
    cluster.wait(5.0);
    assert_eq!(cluster.0.units().filter(|unit| unit.current == Launched).count(), 3);
}

#[test]
fn labels_reschedule() {
    let mut cluster = Cluster::new();
    cluster.launch("us.service", &[("MachineMetadata", "region=us")]);
    cluster.wait(6.0);
    let us = cluster.machine_of("us.service").unwrap();
    let relabel = |machine: &str, value: Option<&str>| MetadataChange {
        machine: machine.to_owned(),
        key: "region".to_owned(),
        value: value.map(str::to_owned),
    };
    cluster.0.change_metadata(vec![relabel(&us, None), relabel("nobody", Some("us"))]);
    cluster.wait(4.0);
    assert_eq!(cluster.machine_of("us.service"), None);
    cluster.0.change_metadata(vec![relabel(SLOT_1, Some("us"))]);
    cluster.wait(4.0);
    assert_eq!(cluster.machine_of("us.service").as_deref(), Some(SLOT_1));
}

#[test]
fn the_demonstration_needs_attention_in_one_place() {
    let sim = Sim::new(&SimConfig::demo());
    let waiting: Vec<_> = sim
        .units()
        .filter(|unit| unit.machine.is_none() && !unit.global)
        .map(|unit| unit.name.to_string())
        .collect();
    assert_eq!(waiting, ["checkout:2.4.1@4.service", "checkout:2.4.1@5.service"]);
    let unwell: Vec<_> =
        sim.states().filter(|state| state.active != "active").map(|state| state.name.to_string()).collect();
    assert_eq!(unwell, ["logrotate.service"]);
}

#[test]
fn a_large_cluster_settles_and_an_idle_one_is_cheap() {
    let mut sim = Sim::new(&SimConfig::load(300, 10_000));
    assert_eq!(sim.unit_count(), 10_000);
    assert!(sim.units().all(|unit| unit.current == Launched));
    let before = sim.revisions();
    let started = Instant::now();
    let hour = sim.now() + Duration::from_secs(3600);
    sim.advance_to(hour);
    // An hour has 5,400 passes; generous, for busy machines and builds without optimisation.
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    assert_eq!(sim.revisions(), before);
}
