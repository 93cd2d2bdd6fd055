//! `[X-Fleet]` as the scheduler reads it: old spellings, lists, specifiers, and what it ignores.

use fleet::DesiredState::{Inactive, Launched, Loaded};

use super::{Cluster, SLOT_1, SLOT_2, SLOT_3};
use crate::sim::Loss;

#[test]
fn machines_of_the_same_load_are_taken_by_their_ids() {
    let mut cluster = Cluster::new();
    let mut order = Vec::new();
    for number in 1..=4 {
        let name = format!("a@{number}.service");
        cluster.launch(&name, &[]);
        cluster.wait(2.0);
        order.extend(cluster.machine_of(&name));
    }
    assert_eq!(order, [SLOT_2, SLOT_3, SLOT_1, SLOT_2]);
}

#[test]
fn global_units_that_fit_are_load() {
    let mut cluster = Cluster::new();
    for number in 1..=2 {
        let wish = &[("Global", "true"), ("MachineMetadata", "slot=2")];
        cluster.launch(&format!("g{number}.service"), wish);
    }
    cluster.launch("g3.service", &[("Global", "true"), ("MachineMetadata", "slot=3")]);
    cluster.wait(2.0);
    let mut order = Vec::new();
    for number in 1..=3 {
        cluster.launch(&format!("a@{number}.service"), &[]);
        cluster.wait(2.0);
        order.extend(cluster.machine_of(&format!("a@{number}.service")));
    }
    assert_eq!(order, [SLOT_1, SLOT_3, SLOT_1]);
}

#[test]
fn inactive_units_are_no_load_and_nothing_is_balanced_anew() {
    let mut cluster = Cluster::new();
    for number in 1..=3 {
        cluster.launch(&format!("pinned@{number}.service"), &[("MachineID", SLOT_2)]);
    }
    cluster.wait(2.0);
    for number in 1..=3 {
        cluster.target(&format!("pinned@{number}.service"), Inactive);
    }
    cluster.wait(2.0);
    cluster.launch("a.service", &[]);
    cluster.wait(2.0);
    assert_eq!(cluster.machine_of("a.service").as_deref(), Some(SLOT_2));

    // A machine that is empty because it joined later stays so until something is placed.
    cluster.0.lose_machine_by(SLOT_1, Loss::DaemonStopped);
    cluster.launch("b@1.service", &[]);
    cluster.launch("b@2.service", &[]);
    cluster.wait(2.0);
    cluster.0.return_machine(SLOT_1);
    cluster.wait(20.0);
    assert_eq!(cluster.0.assigned(SLOT_1).count(), 0);
}

#[test]
fn old_spellings_mean_the_same() {
    let mut cluster = Cluster::new();
    cluster.launch("id.service", &[("X-ConditionMachineID", SLOT_1)]);
    cluster.launch("boot.service", &[("X-ConditionMachineBootID", &SLOT_3[..8])]);
    cluster.launch("label.service", &[("X-ConditionMachineMetadata", "disk=hdd")]);
    cluster.launch("peer.service", &[("X-ConditionMachineOf", "boot.service")]);
    cluster.launch("shy.service", &[("X-Conflicts", "id.service label.service")]);
    cluster.wait(4.0);
    assert_eq!(cluster.machine_of("id.service").as_deref(), Some(SLOT_1));
    assert_eq!(cluster.machine_of("boot.service").as_deref(), Some(SLOT_3));
    assert_eq!(cluster.machine_of("label.service").as_deref(), Some(SLOT_2));
    assert_eq!(cluster.machine_of("peer.service").as_deref(), Some(SLOT_3));
    assert_eq!(cluster.machine_of("shy.service").as_deref(), Some(SLOT_3));
}

#[test]
fn what_is_malformed_or_unknown_asks_for_nothing() {
    let mut cluster = Cluster::new();
    let wishes = [
        ("MachineMetadata", "region=mars disk=tape"),
        ("MachineMetadata", "mars"),
        ("MachineMetadata", "=mars"),
        ("MachineMetadata", "region="),
        ("MachineMetadata", "region=mars=x"),
        ("machinemetadata", "region=mars"),
        ("Machine", "nobody"),
        ("Conflicts", "["),
        ("Conflicts", "  "),
        ("Global", "enabled"),
    ];
    for (number, wish) in wishes.iter().enumerate() {
        cluster.launch(&format!("a{number}.service"), &[*wish]);
    }
    cluster.wait(2.0);
    for (number, wish) in wishes.iter().enumerate() {
        assert!(cluster.machine_of(&format!("a{number}.service")).is_some(), "{wish:?}");
    }
    // One bad pair does not spoil the good ones.
    cluster.launch("b.service", &[("MachineMetadata", r#""nonsense" "region=us""#)]);
    cluster.wait(2.0);
    assert_eq!(cluster.machine_of("b.service").as_deref(), Some(SLOT_3));
}

#[test]
fn the_same_key_twice_is_either_and_two_keys_are_both() {
    let mut cluster = Cluster::new();
    cluster.launch("either.service", &[("MachineMetadata", "slot=3"), ("MachineMetadata", "slot=9")]);
    cluster.launch("list.service", &[("MachineMetadata", r#""region=eu" "disk=ssd""#)]);
    cluster.launch("none.service", &[("MachineMetadata", r#""region=us" "disk=hdd""#)]);
    cluster.launch("first.service", &[("MachineID", SLOT_3), ("MachineID", SLOT_1)]);
    cluster.launch("prefix.service", &[("MachineID", &SLOT_1[..7])]);
    cluster.wait(2.0);
    assert_eq!(cluster.machine_of("either.service").as_deref(), Some(SLOT_3));
    assert_eq!(cluster.machine_of("list.service").as_deref(), Some(SLOT_1));
    assert_eq!(cluster.machine_of("none.service"), None);
    assert_eq!(cluster.machine_of("first.service").as_deref(), Some(SLOT_3));
    assert_eq!(cluster.machine_of("prefix.service"), None);
}

#[test]
fn specifiers_stand_for_parts_of_the_name() {
    let mut cluster = Cluster::new();
    cluster.launch("web@2.service", &[("MachineMetadata", "slot=%i")]);
    cluster.launch("web-log@2.service", &[("MachineOf", "web@%i.service")]);
    cluster.wait(2.0);
    cluster.launch("web-shy@2.service", &[("Conflicts", r#""web@%i.service" "%p-x.%n""#)]);
    cluster.launch("literal.service", &[("MachineMetadata", "slot=%H")]);
    cluster.wait(4.0);
    assert_eq!(cluster.machine_of("web@2.service").as_deref(), Some(SLOT_2));
    assert_eq!(cluster.machine_of("web-log@2.service").as_deref(), Some(SLOT_2));
    assert_ne!(cluster.machine_of("web-shy@2.service").as_deref(), Some(SLOT_2));
    assert_eq!(cluster.machine_of("literal.service"), None);
}

#[test]
fn every_companion_of_many_has_to_be_there() {
    let mut cluster = Cluster::new();
    cluster.launch("a.service", &[("MachineID", SLOT_1)]);
    cluster.launch("b.service", &[("MachineID", SLOT_3)]);
    cluster.launch("both.service", &[("MachineOf", "a.service"), ("MachineOf", "b.service")]);
    cluster.wait(4.0);
    assert_eq!(cluster.machine_of("both.service"), None);
    cluster.launch("b.service", &[("MachineID", SLOT_1)]);
    cluster.wait(6.0);
    assert_eq!(cluster.machine_of("both.service").as_deref(), Some(SLOT_1));
}

#[test]
fn conflicts_with_global_units_count_both_ways() {
    let mut cluster = Cluster::new();
    cluster.launch("plain.service", &[("MachineID", SLOT_1)]);
    cluster.wait(4.0);
    // Every agent decides for itself whether the global unit runs there.
    cluster.launch("global.service", &[("Global", "true"), ("Conflicts", "plain.service")]);
    cluster.wait(6.0);
    assert_eq!(cluster.states("global.service").len(), 2);
    // And where it runs, its conflicts keep others away.
    cluster.target("plain.service", Inactive);
    cluster.wait(6.0);
    assert_eq!(cluster.states("global.service").len(), 3);
    cluster.target("plain.service", Launched);
    cluster.wait(6.0);
    assert_eq!(cluster.machine_of("plain.service"), None);
}

#[test]
fn of_a_global_unit_only_labels_and_conflicts_are_looked_at() {
    let mut cluster = Cluster::new();
    cluster.launch("g.service", &[("Global", "true")]);
    // Refused for a new unit, and never looked at for one that is there.
    let wishes =
        [("Global", "true"), ("MachineID", SLOT_1), ("MachineOf", "nobody.service"), ("Replaces", "*")];
    cluster.launch("g.service", &wishes);
    cluster.launch("plain.service", &[]);
    cluster.wait(8.0);
    assert_eq!(cluster.states("g.service").len(), 3);
    assert_eq!(cluster.state("plain.service"), "active running");
}

#[test]
fn units_that_replace_each_other_share_a_machine() {
    let mut cluster = Cluster::new();
    cluster.launch("a.service", &[("Replaces", "b.service"), ("MachineMetadata", "slot=1")]);
    cluster.launch("b.service", &[("Replaces", "a.service"), ("MachineMetadata", "slot=1")]);
    cluster.wait(10.0);
    assert_eq!(cluster.machine_of("a.service").as_deref(), Some(SLOT_1));
    assert_eq!(cluster.machine_of("b.service").as_deref(), Some(SLOT_1));
}

#[test]
fn a_unit_can_be_loaded_without_being_started() {
    let mut cluster = Cluster::new();
    cluster.put("a.service", &[("Service", "ExecStart", "/opt/bin/a")], Loaded);
    cluster.wait(6.0);
    assert_eq!(
        (cluster.current("a.service"), cluster.state("a.service")),
        (Loaded, "inactive dead".to_owned())
    );
    let machine = cluster.machine_of("a.service");
    for (state, words) in
        [(Launched, "active running"), (Loaded, "inactive dead"), (Launched, "active running")]
    {
        cluster.target("a.service", state);
        cluster.wait(5.0);
        assert_eq!((cluster.current("a.service"), cluster.state("a.service")), (state, words.to_owned()));
        assert_eq!(cluster.machine_of("a.service"), machine);
    }
    cluster.target("a.service", Inactive);
    cluster.wait(5.0);
    assert_eq!((cluster.current("a.service"), cluster.state("a.service")), (Inactive, String::new()));
    assert_eq!(cluster.machine_of("a.service"), None);
}

#[test]
fn types_that_no_agent_knows_stay_until_their_machine_is_gone() {
    let mut cluster = Cluster::new();
    for name in ["x.slice", "x.target"] {
        cluster.put(name, &[("X-Fleet", "MachineID", SLOT_1)], Launched);
    }
    cluster.wait(6.0);
    cluster.0.delete_unit("x.slice").unwrap();
    cluster.target("x.target", Inactive);
    cluster.wait(60.0);
    assert_eq!(
        (cluster.state("x.slice"), cluster.state("x.target")),
        ("active active".into(), "active active".into())
    );
    cluster.0.lose_machine(SLOT_1);
    cluster.wait(31.0);
    assert_eq!(cluster.0.states().count(), 0);
}

#[test]
fn each_step_takes_its_time() {
    let mut cluster = Cluster::new();
    cluster.launch("a.service", &[]);
    let mut placed = None;
    let mut shown = None;
    for step in 1..=24 {
        cluster.wait(0.25);
        let at = f64::from(step) * 0.25;
        placed = placed.or(cluster.machine_of("a.service").map(|_| at));
        shown = shown.or((cluster.current("a.service") == Launched).then_some(at));
    }
    // The leader looks every two seconds, agents some time after that, and states are published once a second.
    assert!(placed.is_some_and(|at| at <= 2.0), "{placed:?}");
    assert!(shown.is_some_and(|at| (2.0..=6.0).contains(&at)), "{shown:?}");
}
