use fleet::{Machine, Unit, UnitState};

use super::super::diff::diff;
use super::super::sights::tests::sight;
use super::*;

/// A cluster with units of three apps and one of none, placed, unplaced, left over.
fn snapshot(version: u32) -> Snapshot {
    let unit = |name: String, machine: Option<&str>, conflicts: &str| -> Unit {
        serde_json::from_value(serde_json::json!({
            "name": name, "desiredState": "launched", "currentState": "launched", "machineID": machine,
            "options": [{"section": "X-Fleet", "name": "Conflicts", "value": conflicts}],
        }))
        .unwrap()
    };
    let state = |name: String| -> UnitState {
        serde_json::from_value(serde_json::json!({
            "name": name, "machineID": "m1", "systemdLoadState": "loaded", "systemdActiveState": "active",
            "systemdSubState": "running", "hash": "0".repeat(40),
        }))
        .unwrap()
    };
    let units = vec![
        unit(format!("web:{version}@1.service"), Some("m1"), "x"),
        unit(format!("web:{version}@2.service"), None, "secret*"),
        unit(format!("db:{version}@1.service"), Some("m1"), "x"),
        unit(format!("secret:{version}@1.service"), Some("m1"), "x"),
        unit(format!("other-{version}.service"), Some("m1"), "x"),
    ];
    let machine: Machine =
        serde_json::from_value(serde_json::json!({"id": "m1", "primaryIP": format!("10.0.0.{version}")}))
            .unwrap();
    Snapshot::of_lists(units, vec![state(format!("web:{version}@1.service"))], vec![machine], 1_000)
}

fn seen(change: &Change, before: &Snapshot, after: &Snapshot, apps: &[&str]) -> Option<Change> {
    let json = Parts::of(change, before, after).seen_by(&sight(apps))?;
    Some(serde_json::from_str(&json).unwrap())
}

#[test]
fn put_together_again_it_is_the_change_without_what_is_hidden() {
    let (before, after) = (snapshot(1), snapshot(2));
    let whole = diff(&before, &after).unwrap();
    assert_eq!(whole.units.len() + whole.units_gone.len(), 10);
    let web = seen(&whole, &before, &after, &["web"]).unwrap();
    let is_web = |name: &UnitName| name.as_str().starts_with("web:");
    let names = |rows: &[UnitRow]| rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>();
    let expected = names(&whole.units).into_iter().filter(is_web).collect::<Vec<_>>();
    let mut shown = names(&web.units);
    shown.sort();
    assert_eq!(shown, expected);
    assert_eq!(
        web.units_gone,
        whole.units_gone.iter().filter(|name| is_web(name)).cloned().collect::<Vec<_>>()
    );
    assert_eq!((web.machines, web.machines_gone), (whole.machines.clone(), whole.machines_gone.clone()));
    // Everything, by a list of all apps that there are.
    let most = seen(&whole, &before, &after, &["web", "db", "secret"]).unwrap();
    assert_eq!((most.units.len(), most.units_gone.len()), (4, 4), "only what is of no app is missing");
}

#[test]
fn a_change_of_hidden_apps_alone_is_none() {
    let after = snapshot(1);
    let change = Change {
        machines: Vec::new(),
        machines_gone: Vec::new(),
        ..diff(&Snapshot::empty(0), &after).unwrap()
    };
    assert_eq!(seen(&change, &Snapshot::empty(0), &after, &["nobody-*"]), None);
    assert!(seen(&change, &Snapshot::empty(0), &after, &["db"]).is_some());
}

#[test]
fn reasons_name_hidden_units_to_nobody() {
    let after = snapshot(1);
    let change = diff(&Snapshot::empty(0), &after).unwrap();
    let why = |apps: &[&str]| {
        let seen = seen(&change, &Snapshot::empty(0), &after, apps).unwrap();
        let row = seen.units.iter().find(|row| row.name.as_str() == "web:1@2.service").unwrap();
        row.why.as_deref().unwrap().to_owned()
    };
    assert_eq!(why(&["web", "secret"]), "the only machine already holds secret*");
    assert_eq!(why(&["web"]), "the only machine already holds a unit of another app");
}

/// The reason names another hidden unit than before: that is nothing to those who are told of neither.
#[test]
fn another_hidden_name_in_a_reason_is_no_change() {
    let clusters = ["secret:1@1.service", "secret:2@1.service"].map(|hidden| {
        let unit = |name: &str, machine: Option<&str>, conflicts: &str| -> Unit {
            serde_json::from_value(serde_json::json!({
                "name": name, "desiredState": "launched", "currentState": "launched", "machineID": machine,
                "options": [{"section": "X-Fleet", "name": "Conflicts", "value": conflicts}],
            }))
            .unwrap()
        };
        let machine: Machine = serde_json::from_value(serde_json::json!({"id": "m1"})).unwrap();
        let units = vec![unit("web:1@1.service", None, "x"), unit(hidden, Some("m1"), "web*")];
        Snapshot::of_lists(units, Vec::new(), vec![machine], 1_000)
    });
    let [before, after] = clusters;
    let change = diff(&before, &after).unwrap();
    let whole = seen(&change, &before, &after, &["web", "secret"]).unwrap();
    assert_eq!(whole.units.len(), 2, "{whole:?}");
    assert_eq!(seen(&change, &before, &after, &["web"]), None);
}
