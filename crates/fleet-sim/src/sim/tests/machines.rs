//! Machines that are lost, come back, and change their labels.

use std::time::Duration;

use fleet::DesiredState::Launched;

use super::{Cluster, SLOT_1};
use crate::config::SimConfig;
use crate::sim::{Loss, MetadataChange, Sim};

#[test]
fn a_lost_machine_is_believed_in_for_a_while() {
    let mut cluster = Cluster::new();
    cluster.launch("a.service", &[]);
    cluster.wait(6.0);
    let lost = cluster.machine_of("a.service").unwrap();
    assert!(cluster.0.lose_machine(&lost));
    assert!(!cluster.0.lose_machine(&lost));
    cluster.wait(26.0);
    assert_eq!(cluster.0.machines().count(), 3);
    assert_eq!(cluster.machine_of("a.service").as_ref(), Some(&lost));
    assert_eq!(cluster.current("a.service"), Launched);
    assert_eq!(cluster.state("a.service"), "active running");

    // The leader misses the machine before its last states are forgotten: for a moment both show.
    cluster.wait(3.5);
    assert_eq!(cluster.0.machines().count(), 2);
    assert_ne!(cluster.machine_of("a.service").as_ref(), Some(&lost));
    assert_eq!(cluster.states("a.service").len(), 2);

    cluster.wait(4.0);
    assert_eq!(cluster.states("a.service"), ["active running"]);
    assert_eq!(cluster.current("a.service"), Launched);

    assert!(cluster.0.return_machine(&lost));
    cluster.wait(5.0);
    assert_eq!(cluster.0.machines().count(), 3);
    assert_ne!(cluster.machine_of("a.service"), Some(lost));
}

#[test]
fn a_machine_that_returns_too_early_joins_when_its_old_entry_has_expired() {
    let mut cluster = Cluster::new();
    cluster.launch("pinned.service", &[("MachineID", SLOT_1)]);
    cluster.launch("a.service", &[]);
    cluster.wait(6.0);
    cluster.0.lose_machine(SLOT_1);
    cluster.wait(10.0);
    assert!(cluster.0.return_machine(SLOT_1));
    assert!(!cluster.0.return_machine(SLOT_1));
    // Until then the cluster shows what it saw last.
    cluster.wait(16.0);
    assert_eq!(cluster.0.machines().count(), 3);
    assert_eq!(cluster.state("pinned.service"), "active running");
    cluster.wait(2.0);
    assert_eq!(cluster.0.machines().count(), 2);
    cluster.wait(2.0);
    assert_eq!(cluster.0.machines().count(), 3);
    cluster.wait(6.0);
    assert_eq!(cluster.machine_of("pinned.service").as_deref(), Some(SLOT_1));
    assert_eq!(cluster.states("pinned.service"), ["active running"]);
}

#[test]
fn a_daemon_that_is_told_to_end_takes_its_units_along() {
    let mut cluster = Cluster::new();
    cluster.launch("pinned.service", &[("MachineID", SLOT_1)]);
    cluster.launch("everywhere.service", &[("Global", "true")]);
    cluster.wait(6.0);
    assert!(cluster.0.lose_machine_by(SLOT_1, Loss::DaemonStopped));
    assert_eq!(cluster.0.machines().count(), 2);
    assert_eq!(cluster.state("pinned.service"), "");
    assert_eq!(cluster.states("everywhere.service").len(), 2);
    cluster.wait(2.0);
    assert_eq!(cluster.machine_of("pinned.service"), None);
    assert!(cluster.0.return_machine(SLOT_1));
    assert_eq!(cluster.0.machines().count(), 3);
    cluster.wait(5.0);
    assert_eq!(cluster.state("pinned.service"), "active running");
    assert_eq!(cluster.states("everywhere.service").len(), 3);
}

#[test]
fn a_daemon_that_is_killed_leaves_its_units_running() {
    let mut cluster = Cluster::new();
    cluster.launch("a.service", &[]);
    cluster.wait(6.0);
    let lost = cluster.machine_of("a.service").unwrap();
    assert!(cluster.0.lose_machine_by(&lost, Loss::DaemonKilled));
    assert!(!cluster.0.lose_machine_by(&lost, Loss::DaemonStopped));
    cluster.wait(40.0);
    assert_ne!(cluster.machine_of("a.service").as_ref(), Some(&lost));
    assert_eq!(cluster.states("a.service"), ["active running"]);

    // Back again, it finds its old process, and that it belongs elsewhere by now.
    assert!(cluster.0.return_machine(&lost));
    cluster.wait(1.0);
    assert_eq!(cluster.states("a.service").len(), 2);
    cluster.wait(3.0);
    assert_eq!(cluster.states("a.service"), ["active running"]);
    assert_ne!(cluster.machine_of("a.service"), Some(lost));
}

#[test]
fn an_unattended_machine_can_still_lose_its_power() {
    let mut cluster = Cluster::new();
    cluster.launch("a.service", &[("MachineID", SLOT_1)]);
    cluster.wait(6.0);
    cluster.0.lose_machine_by(SLOT_1, Loss::DaemonKilled);
    cluster.wait(5.0);
    assert!(cluster.0.lose_machine(SLOT_1));
    cluster.wait(40.0);
    assert!(cluster.0.return_machine(SLOT_1));
    assert_eq!(cluster.state("a.service"), "");
    cluster.wait(6.0);
    assert_eq!(cluster.state("a.service"), "active running");
}

#[test]
fn a_machine_can_flap_until_told_otherwise() {
    let mut cluster = Cluster::new();
    assert!(!cluster.0.flap_machine("nobody", Duration::from_secs(10), Loss::DaemonStopped));
    assert!(cluster.0.flap_machine(SLOT_1, Duration::from_secs(10), Loss::DaemonStopped));
    let mut seen = Vec::new();
    for _ in 0..6 {
        cluster.wait(5.0);
        seen.push(cluster.0.machines().count());
        cluster.wait(5.0);
    }
    assert_eq!(seen, [2, 3, 2, 3, 2, 3]);
    cluster.wait(1.0);
    assert_eq!(cluster.0.machines().count(), 2);
    cluster.0.clear_scripts();
    for _ in 0..30 {
        assert_eq!(cluster.0.machines().count(), 3);
        cluster.wait(1.0);
    }
    // A new script does not share its turns with the old one.
    cluster.0.flap_machine(SLOT_1, Duration::from_secs(40), Loss::PowerCut);
    cluster.wait(26.0);
    assert_eq!(cluster.0.machines().count(), 3);
    cluster.wait(2.0);
    assert_eq!(cluster.0.machines().count(), 2);
    cluster.wait(13.0);
    assert_eq!(cluster.0.machines().count(), 3);
}

#[test]
fn labels_that_climb_in_the_tree_of_keys_change_nothing() {
    let mut cluster = Cluster::new();
    let change = |machine: &str, key: &str| MetadataChange {
        machine: machine.to_owned(),
        key: key.to_owned(),
        value: Some("x".to_owned()),
    };
    let before: Vec<_> = cluster.0.machines().cloned().collect();
    cluster.0.change_metadata(vec![change(SLOT_1, ".."), change(SLOT_1, "."), change("..", "a")]);
    assert_eq!(cluster.0.machines().cloned().collect::<Vec<_>>(), before);
}

#[test]
fn labels_set_at_run_time_outlive_the_machine() {
    let mut cluster = Cluster::new();
    let change = |machine: &str, key: &str, value: Option<&str>| MetadataChange {
        machine: machine.to_owned(),
        key: key.to_owned(),
        value: value.map(str::to_owned),
    };
    let newcomer = "0123456789abcdef0123456789abcdef";
    cluster.0.change_metadata(vec![
        change(SLOT_1, "region", Some("mars")),
        change(SLOT_1, "disk", None),
        change(newcomer, "region", Some("moon")),
    ]);
    cluster.0.lose_machine_by(SLOT_1, Loss::DaemonStopped);
    cluster.wait(60.0);
    cluster.0.return_machine(SLOT_1);
    cluster.0.add_machine(fleet::Machine {
        id: fleet::MachineId::parse(newcomer).unwrap(),
        primary_ip: String::new(),
        metadata: [("region".to_owned(), "eu".to_owned())].into(),
    });
    let of =
        |id: &str| cluster.0.machines().find(|machine| machine.id.as_str() == id).unwrap().metadata.clone();
    assert_eq!((of(SLOT_1).get("region").map(String::as_str), of(SLOT_1).get("disk")), (Some("mars"), None));
    assert_eq!(of(newcomer)["region"], "moon");
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
    // An hour has 5,400 passes, which find nothing to do.
    let hour = sim.now() + Duration::from_secs(3600);
    sim.advance_to(hour);
    assert_eq!(sim.revisions(), before);
}
