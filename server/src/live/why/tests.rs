//! What a reason changes in a row, and what it must not.

use std::sync::Arc;

use fleet::{Machine, Unit, UnitHash, UnitState};
use shared::policy::Sight;

use super::super::read_unit::Reader;
use super::super::snapshot::{Entry, Reading, Snapshot};

const NOW: u64 = 1_000_000;

fn unit(pattern: &str, machine: Option<&str>) -> Unit {
    serde_json::from_value(serde_json::json!({
        "name": "a@1.service", "desiredState": "launched", "currentState": "inactive", "machineID": machine,
        "options": [
            {"section": "Service", "name": "ExecStart", "value": "/bin/true"},
            {"section": "X-Fleet", "name": "MachineMetadata", "value": pattern},
        ],
    }))
    .unwrap()
}

fn reading(units: &[Unit], states: &[UnitState]) -> Reading {
    let machine: Machine =
        serde_json::from_value(serde_json::json!({"id": "m1", "metadata": {"region": "eu"}})).unwrap();
    let nothing = Snapshot::empty(0);
    let mut reader = Reader::new(&nothing);
    let units = units.iter().map(|unit| reader.read(unit.clone())).collect();
    let states = states.to_vec();
    Reading { began_ms: NOW, units, states, machines: vec![machine], ..Reading::default() }
}

fn only(snapshot: &Snapshot) -> &Arc<Entry> {
    snapshot.units.values().next().unwrap()
}

fn why(snapshot: &Snapshot) -> Option<&str> {
    only(snapshot).row.why.as_deref()
}

#[test]
fn a_reason_is_in_the_row_and_stays_while_nothing_changes() {
    let first = Snapshot::empty(0).after(reading(&[unit("region=mars", None)], &[]), NOW);
    assert_eq!(why(&first), Some("no machine has region=mars"));
    let second = first.after(reading(&[unit("region=mars", None)], &[]), NOW + 60_000);
    // The number of readings that lacked a state is counted first; after that everything is the same.
    let third = second.after(reading(&[unit("region=mars", None)], &[]), NOW + 90_000);
    assert!(Arc::ptr_eq(only(&second), only(&third)));
    let whole = third.why(&only(&third).row.name, NOW, &Sight::everything()).unwrap();
    assert_eq!((whole.headline.as_str(), whole.machines.len()), ("no machine has region=mars", 1));
}

#[test]
fn time_alone_changes_a_reason_once_and_not_since_when_the_state_is_so() {
    let fits = || reading(&[unit("region=eu", None)], &[]);
    let first = Snapshot::empty(0).after(fits(), NOW);
    assert_eq!(why(&first), Some("about to be placed: Fleet's engine looks every 2 s"));
    let second = first.after(fits(), NOW + 9_000);
    assert_eq!(only(&first).row, only(&second).row, "no stream hears of it");
    let late = second.after(fits(), NOW + 10_001);
    assert_eq!(why(&late), Some("m1 would take it, but Fleet's engine has not placed it"));
    assert_eq!(only(&late).row.since_ms, NOW);
    assert_eq!(only(&late).row, only(&late.after(fits(), NOW + 20_000)).row);
}

#[test]
fn options_count_as_previous_only_if_this_server_saw_them() {
    let states = |of: &Unit| -> Vec<UnitState> {
        let state = serde_json::json!({
            "name": "a@1.service", "machineID": "m1", "hash": UnitHash::of(&of.options).to_string(),
            "systemdLoadState": "loaded", "systemdActiveState": "active", "systemdSubState": "running",
        });
        vec![serde_json::from_value(state).unwrap()]
    };
    let (old, new) = (unit("region=eu", Some("m1")), unit("nokey", Some("m1")));
    let unknown = Snapshot::empty(0).after(reading(std::slice::from_ref(&new), &states(&old)), NOW);
    assert_eq!(why(&unknown), None, "Fleet may write these options in another way than they were sent");
    let first = Snapshot::empty(0).after(reading(std::slice::from_ref(&old), &states(&old)), NOW);
    let replaced = first.after(reading(std::slice::from_ref(&new), &states(&old)), NOW + 1_000);
    assert_eq!(why(&replaced), Some("still has its previous options; Fleet is replacing it"));
    let done = replaced.after(reading(std::slice::from_ref(&new), &states(&new)), NOW + 2_000);
    assert_eq!(why(&done), None);
}

/// A unit on m1 with these options, and what its machine reports as their hash.
fn reported(unit: &Unit, hash: UnitHash) -> Reading {
    let state = serde_json::json!({
        "name": "a@1.service", "machineID": "m1", "hash": hash.to_string(),
        "systemdLoadState": "loaded", "systemdActiveState": "active", "systemdSubState": "running",
    });
    reading(std::slice::from_ref(unit), &[serde_json::from_value(state).unwrap()])
}

#[test]
fn the_row_and_the_reason_agree_on_what_is_previous() {
    let (old, new) = (unit("region=eu", Some("m1")), unit("region=us", Some("m1")));
    let [hash_old, hash_new] = [&old, &new].map(|unit| UnitHash::of(&unit.options));
    let shown = |snapshot: &Snapshot| (only(snapshot).row.states[0].previous, why(snapshot).is_some());
    let first = Snapshot::empty(0).after(reported(&old, hash_old), NOW);
    assert_eq!(shown(&first), (false, false));
    let replaced = first.after(reported(&new, hash_old), NOW + 1_000);
    assert_eq!(shown(&replaced), (true, true));
    let late = replaced.after(reported(&new, hash_old), NOW + 500_000);
    assert_eq!(shown(&late), (true, true), "it never took up the new ones");
    assert_eq!(shown(&late.after(reported(&new, hash_new), NOW + 501_000)), (false, false));
}

#[test]
fn a_hash_that_never_equals_ours_is_previous_until_it_changes_and_not_for_ever() {
    let (old, new) = (unit("region=eu", Some("m1")), unit("region=us", Some("m1")));
    let [one, other] = ["x", "y"].map(|value| UnitHash::of(&unit(value, None).options));
    let is_previous = |snapshot: &Snapshot| only(snapshot).row.states[0].previous;
    let first = Snapshot::empty(0).after(reported(&old, one), NOW);
    assert!(!is_previous(&first), "Fleet writes these options in another way than they were sent");
    let replaced = first.after(reported(&new, one), NOW + 1_000);
    assert!(is_previous(&replaced));
    assert!(!is_previous(&replaced.after(reported(&new, other), NOW + 2_000)));
    assert!(!is_previous(&replaced.after(reported(&new, one), NOW + 122_000)), "not for ever");
    let back = replaced.after(reported(&old, one), NOW + 2_000);
    assert!(!is_previous(&back), "it still runs what it has again");
}

#[test]
fn a_clock_set_forward_does_not_make_previous_options_the_present_ones() {
    const HOUR_MS: u64 = 3_600_000;
    let (old, new) = (unit("region=eu", Some("m1")), unit("region=us", Some("m1")));
    let one = UnitHash::of(&unit("x", None).options);
    let is_previous = |snapshot: &Snapshot| only(snapshot).row.states[0].previous;
    let replaced = Snapshot::empty(0).after(reported(&old, one), NOW).after(reported(&new, one), NOW + 1_000);
    let leapt = |passed_ms: u64| {
        let reading = Reading { leapt_ms: HOUR_MS, ..reported(&new, one) };
        replaced.after(reading, NOW + HOUR_MS + passed_ms)
    };
    assert!(is_previous(&leapt(2_000)), "its machine has had a second to take them up");
    assert!(!is_previous(&leapt(122_000)), "the time that has passed counts all the same");
}
