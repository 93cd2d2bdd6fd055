//! Snapshots and changes: what is drawn again, and what is not.

use fleet::{AppName, DesiredState, MachineId, UnitName};
use shared::ClusterName;
use shared::event::Change;
use shared::view::{ClusterView, Freshness, LeftoverRow, Link, MachineRow, StateRow, UnitRow};

use super::Cluster;

pub(crate) fn row(name: &str, active: &str, sub: &str) -> UnitRow {
    UnitRow {
        name: UnitName::parse(name).unwrap(),
        desired: DesiredState::Launched,
        current: DesiredState::Launched,
        machine: Some(machine_id()),
        global: false,
        states: vec![StateRow {
            machine: None,
            load: "loaded".into(),
            active: active.into(),
            sub: sub.into(),
            previous: false,
        }],
        since_ms: 0,
        leaving: None,
        why: None,
        read_ms: None,
    }
}

fn machine_id() -> MachineId {
    "0123456789abcdef".parse().unwrap()
}

fn cluster_name() -> ClusterName {
    ClusterName::parse("default").unwrap()
}

pub(crate) fn view(units: Vec<UnitRow>) -> ClusterView {
    ClusterView {
        cluster: cluster_name(),
        event_id: "1".into(),
        freshness: Freshness {
            link: Link::Live,
            as_of_ms: Some(0),
            now_ms: 0,
            since_ms: 0,
            every_ms: 2_000,
            reason: String::new(),
        },
        machines: vec![MachineRow { id: machine_id(), ip: "10.0.1.5".into(), metadata: Default::default() }],
        units,
        leftovers: Vec::new(),
    }
}

fn change(units: Vec<UnitRow>, gone: &[&str]) -> Change {
    Change {
        units,
        units_gone: gone.iter().map(|name| UnitName::parse(name).unwrap()).collect(),
        machines: Vec::new(),
        machines_gone: Vec::new(),
        leftovers: Vec::new(),
        leftovers_gone: Vec::new(),
    }
}

fn app(name: &str) -> AppName {
    AppName::parse(name).unwrap()
}

fn sample() -> Cluster {
    Cluster::from_view(
        view(vec![
            row("example:1.0.0@1.service", "active", "running"),
            row("example:2.0.0@2.service", "active", "running"),
            row("example:2.0.0@10.service", "activating", "start"),
            row("mailer:1@1.service", "active", "running"),
            row("haproxy.service", "active", "running"),
        ]),
        &Cluster::default(),
    )
}

#[test]
fn units_are_sorted_into_apps_versions_and_instances() {
    let cluster = sample();
    let example = &cluster.apps()[&app("example")];
    let versions: Vec<&str> = example.versions.iter().map(|v| v.version.as_ref().unwrap().as_str()).collect();
    assert_eq!(versions, ["2.0.0", "1.0.0"]);
    let instances: Vec<u32> = example.versions[0].units.iter().map(|(i, _)| i.get()).collect();
    assert_eq!(instances, [2, 10]);
    assert_eq!(example.running_of_wanted(), (2, 3));
    assert_eq!(cluster.others().len(), 1);
    assert_eq!(cluster.others()[0].short_name(), "haproxy");
}

#[test]
fn a_change_touches_only_its_own_app() {
    let mut cluster = sample();
    let mailer = cluster.apps()[&app("mailer")].clone();
    let example = cluster.apps()[&app("example")].clone();
    let kept = example.versions[1].units[0].1.clone();
    assert!(cluster.apply(change(vec![row("example:2.0.0@10.service", "active", "running")], &[])));
    assert!(cluster.apps()[&app("mailer")] == mailer);
    let now = cluster.apps()[&app("example")].clone();
    assert!(now != example);
    assert!(now.versions[1].units[0].1 == kept, "an untouched row keeps its identity");
    assert_eq!(now.running_of_wanted(), (3, 3));
}

#[test]
fn the_same_row_again_is_no_change() {
    let mut cluster = sample();
    assert!(!cluster.apply(change(vec![row("mailer:1@1.service", "active", "running")], &[])));
    assert!(!cluster.apply(change(Vec::new(), &["nobody.service"])));
}

#[test]
fn an_app_goes_with_its_last_unit() {
    let mut cluster = sample();
    assert!(cluster.apply(change(Vec::new(), &["mailer:1@1.service", "haproxy.service"])));
    assert!(!cluster.apps().contains_key(&app("mailer")));
    assert!(cluster.others().is_empty());
    assert_eq!(cluster.units().len(), 3);
}

#[test]
fn a_resync_keeps_what_is_the_same() {
    let before = sample();
    let after = Cluster::from_view(
        view(vec![
            row("example:1.0.0@1.service", "failed", "failed"),
            row("mailer:1@1.service", "active", "running"),
            row("haproxy.service", "active", "running"),
        ]),
        &before,
    );
    assert!(after.apps()[&app("mailer")] == before.apps()[&app("mailer")]);
    assert!(after.apps()[&app("example")] != before.apps()[&app("example")]);
    assert!(*after.others() == *before.others());
}

#[test]
fn places_are_said_in_words() {
    let cluster = sample();
    let unit = cluster.unit(&UnitName::parse("mailer:1@1.service").unwrap()).unwrap();
    assert_eq!(cluster.place(unit).as_deref(), Some("10.0.1.5"));
}

#[test]
fn what_is_deleted_and_still_runs_is_said() {
    let mut cluster = sample();
    assert_eq!(cluster.deleted_still_running(), None);
    let states = row("x:1@1.service", "active", "running").states;
    let states = states.into_iter().map(|state| StateRow { machine: Some(machine_id()), ..state }).collect();
    let left = LeftoverRow { name: "x:1@1.service".parse().unwrap(), states, since_ms: 0 };
    assert!(cluster.apply(Change { leftovers: vec![left], ..change(Vec::new(), &[]) }));
    assert_eq!(cluster.deleted_still_running().as_deref(), Some("x:1@1.service on 10.0.1.5 (active)"));
    let stopped = row("y:1@1.service", "inactive", "dead").states;
    for states in [stopped, Vec::new()] {
        let left = LeftoverRow { name: "y:1@1.service".parse().unwrap(), states, since_ms: 0 };
        cluster.apply(Change { leftovers: vec![left], ..change(Vec::new(), &[]) });
        let said = cluster.deleted_still_running();
        assert_eq!(said.as_deref(), Some("x:1@1.service on 10.0.1.5 (active)"), "the other has stopped");
    }
    let gone = vec!["x:1@1.service".parse().unwrap()];
    assert!(cluster.apply(Change { leftovers_gone: gone, ..change(Vec::new(), &[]) }));
    assert_eq!(cluster.deleted_still_running(), None);
}
