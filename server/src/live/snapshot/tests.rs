use fleet::{DesiredState, Unit};
use shared::{Health, health};

use super::super::read_unit::Reader;
use super::*;

const NOW: u64 = 1_000;

fn unit(name: &str, machine: Option<&str>) -> Unit {
    let options = serde_json::json!([{"section": "Service", "name": "ExecStart", "value": "/bin/true"}]);
    serde_json::from_value(serde_json::json!({
        "name": name, "options": options, "desiredState": "launched", "currentState": "launched",
        "machineID": machine,
    }))
    .unwrap()
}

/// As Fleet shows a unit whose machine says nothing of it.
fn without_state(name: &str, machine: Option<&str>) -> Unit {
    Unit { current_state: Some(DesiredState::Inactive), ..unit(name, machine) }
}

fn state(name: &str, machine: &str, active: &str) -> UnitState {
    serde_json::from_value(serde_json::json!({
        "name": name, "machineID": machine, "systemdLoadState": "loaded",
        "systemdActiveState": active, "systemdSubState": "running",
    }))
    .unwrap()
}

fn machine(id: &str) -> Machine {
    serde_json::from_value(serde_json::json!({"id": id, "primaryIP": "10.0.0.1"})).unwrap()
}

fn reading(units: &[Unit], states: &[UnitState]) -> Reading {
    let nothing = Snapshot::empty(0);
    let mut reader = Reader::new(&nothing);
    Reading {
        began_ms: NOW,
        units: units.iter().map(|unit| reader.read(unit.clone())).collect(),
        states: states.to_vec(),
        machines: vec![machine("m1")],
        ..Reading::default()
    }
}

fn only(snapshot: &Snapshot) -> &Arc<Entry> {
    assert_eq!(snapshot.units.len(), 1);
    snapshot.units.values().next().unwrap()
}

#[test]
fn a_reading_makes_rows() {
    let snapshot = Snapshot::empty(0)
        .after(reading(&[unit("a@1.service", Some("m1"))], &[state("a@1.service", "m1", "active")]), NOW);
    let row = &only(&snapshot).row;
    assert_eq!(row.since_ms, NOW);
    assert_eq!(row.states.len(), 1);
    assert_eq!(row.states[0].machine, None, "its own machine is not said twice");
    assert_eq!(snapshot.freshness.link, Link::Live);
    assert_eq!(snapshot.freshness.as_of_ms, Some(NOW));
}

#[test]
fn an_unchanged_unit_is_the_same_allocation() {
    let same = || reading(&[unit("a@1.service", Some("m1"))], &[state("a@1.service", "m1", "active")]);
    let first = Snapshot::empty(0).after(same(), NOW);
    let second = first.after(same(), NOW + 5);
    assert!(Arc::ptr_eq(only(&first), only(&second)));
}

#[test]
fn a_changed_state_starts_a_new_since() {
    let units = [unit("a@1.service", Some("m1"))];
    let first = Snapshot::empty(0).after(reading(&units, &[state("a@1.service", "m1", "activating")]), NOW);
    let second = first.after(reading(&units, &[state("a@1.service", "m1", "active")]), NOW + 5);
    assert_eq!(only(&second).row.since_ms, NOW + 5);
}

#[test]
fn a_state_that_is_missing_once_is_not_believed_twice_it_is() {
    let units = [unit("a@1.service", Some("m1"))];
    let first = Snapshot::empty(0).after(reading(&units, &[state("a@1.service", "m1", "active")]), NOW);
    let units = [without_state("a@1.service", Some("m1"))];
    let second = first.after(reading(&units, &[]), NOW + 1);
    assert_eq!(only(&second).row.states.len(), 1);
    let third = second.after(reading(&units, &[]), NOW + 2);
    assert_eq!(only(&third).row.states.len(), 0);
}

#[test]
fn a_state_that_comes_back_is_counted_anew() {
    let units = [unit("a@1.service", Some("m1"))];
    let with = reading(&units, &[state("a@1.service", "m1", "active")]);
    let without = reading(&units, &[]);
    let mut snapshot = Snapshot::empty(0).after(with.clone(), NOW);
    for _ in 0..3 {
        snapshot = snapshot.after(without.clone(), NOW).after(with.clone(), NOW);
    }
    assert_eq!(only(&snapshot.after(without, NOW)).row.states.len(), 1);
}

#[test]
fn a_machine_that_is_missing_once_stays_twice_it_goes() {
    let first = Snapshot::empty(0).after(reading(&[], &[]), NOW);
    let none = Reading { began_ms: NOW, ..Reading::default() };
    let second = first.after(none.clone(), NOW);
    assert_eq!(second.machines.len(), 1);
    assert_eq!(second.after(none, NOW).machines.len(), 0);
}

#[test]
fn an_unconfirmed_unit_stays_as_it_was_and_as_old_as_it_was() {
    let name: UnitName = "a@1.service".parse().unwrap();
    let first = Snapshot::empty(0).after(reading(&[unit("a@1.service", None)], &[]), NOW);
    let unsure = |began_ms| Reading { began_ms, unconfirmed: vec![name.clone()], ..Reading::default() };
    let mut snapshot = first.clone();
    for began_ms in [NOW + 10, NOW + 20] {
        snapshot = snapshot.after(unsure(began_ms), began_ms + 1);
        let row = &only(&snapshot).row;
        assert_eq!(**row, UnitRow { read_ms: Some(NOW), ..(*only(&first).row).clone() });
        assert_eq!(health::of(row), Health::Unknown, "it may be otherwise by now");
        assert_eq!((snapshot.freshness.as_of_ms, snapshot.read_ms(&name)), (Some(began_ms), Some(NOW)));
    }
    let sure = Reading { began_ms: NOW + 30, ..reading(&[unit("a@1.service", None)], &[]) };
    let snapshot = snapshot.after(sure, NOW + 31);
    assert_eq!(snapshot.read_ms(&name), Some(NOW + 30));
    assert_eq!(only(&snapshot).row, only(&first).row, "and its state is no newer for it");
}

#[test]
fn a_unit_told_to_stop_still_has_its_state_while_one_reading_lacks_it() {
    let running = unit("a@1.service", Some("m1"));
    let stopping =
        Unit { desired_state: Some(DesiredState::Loaded), ..without_state("a@1.service", Some("m1")) };
    let first = Snapshot::empty(0).after(reading(&[running], &[state("a@1.service", "m1", "active")]), NOW);
    let second = first.after(reading(std::slice::from_ref(&stopping), &[]), NOW + 1);
    assert_eq!(only(&second).states.len(), 1);
    let third = second.after(reading(std::slice::from_ref(&stopping), &[]), NOW + 2);
    assert_eq!((only(&third).states.len(), only(&third).awaits_state()), (0, false));
    // Counted no further, so that what stays without a state stays the same.
    let fourth = third.after(reading(&[stopping], &[]), NOW + 3);
    assert!(Arc::ptr_eq(only(&third), only(&fourth)));
}

#[test]
fn a_new_unit_without_a_state_may_have_one_until_two_readings_lack_it() {
    let placed = || reading(&[unit("a@1.service", Some("m1"))], &[]);
    let first = Snapshot::empty(0).after(placed(), NOW);
    assert!(only(&first).awaits_state());
    assert!(!only(&first.after(placed(), NOW + 1)).awaits_state());
    let unplaced = Snapshot::empty(0).after(reading(&[unit("a@1.service", None)], &[]), NOW);
    assert!(!only(&unplaced).awaits_state(), "where there is no machine there is no state");
}

#[test]
fn a_unit_that_leaves_its_machine_leaves_its_state_there() {
    let states = [state("a@1.service", "m1", "active")];
    let first = Snapshot::empty(0).after(reading(&[unit("a@1.service", Some("m1"))], &states), NOW);
    let second = first.after(reading(&[unit("a@1.service", None)], &[]), NOW + 1);
    assert_eq!(only(&second).states.len(), 0);
}

#[test]
fn a_unit_that_is_listed_only_after_its_removal_was_begun_is_marked_too() {
    let by = ActionId::parse("0a").unwrap();
    let names = BTreeSet::from(["a@1.service".parse().unwrap()]);
    let listed = || reading(&[unit("a@1.service", None)], &[]);
    let marked = Snapshot::empty(0).with_leaving(&names, Some(&by)).after(listed(), NOW);
    assert_eq!(only(&marked).row.leaving, Some(by));
    let unmarked = marked.with_leaving(&names, None);
    assert_eq!(only(&unmarked).row.leaving, None);
    assert_eq!(only(&unmarked.after(listed(), NOW + 1)).row.leaving, None);
}

#[test]
fn a_failed_reading_keeps_everything_but_says_so() {
    let first = Snapshot::empty(0).after(reading(&[unit("a@1.service", None)], &[]), NOW);
    let failed = first.after_failure(Link::Unreachable, "refused".into(), NOW + 9);
    assert_eq!(failed.units.len(), 1);
    assert_eq!(failed.freshness.as_of_ms, Some(NOW), "the age goes on from the last good reading");
    assert_eq!(failed.freshness.since_ms, NOW + 9);
    let again = failed.after_failure(Link::Unreachable, "refused".into(), NOW + 20);
    assert_eq!(again.freshness.since_ms, NOW + 9, "since when is the first failure");
}

#[test]
fn a_global_unit_is_known_by_its_options() {
    let mut global = unit("agent.service", None);
    global.options = serde_json::from_value(serde_json::json!([
        {"section": "Service", "name": "ExecStart", "value": "/bin/true"},
        {"section": "X-Fleet", "name": "Global", "value": "true"}
    ]))
    .unwrap();
    let states = [state("agent.service", "m1", "active"), state("agent.service", "m2", "active")];
    let snapshot = Snapshot::empty(0).after(reading(&[global], &states), NOW);
    let row = &only(&snapshot).row;
    assert!(row.global);
    assert!(row.states.iter().all(|state| state.machine.is_some()));
}

#[test]
fn a_state_that_fleet_itself_reckons_with_is_not_given_up_but_grows_old() {
    let units = [unit("a@1.service", Some("m1"))];
    let at = |began_ms, states: &[UnitState]| Reading { began_ms, ..reading(&units, states) };
    let states = [state("a@1.service", "m1", "active")];
    let first = Snapshot::empty(0).after(at(NOW, &states), NOW);
    let second = first.after(at(NOW + 10, &[]), NOW + 10);
    assert_eq!(health::of(&only(&second).row), Health::Running, "one listing may leave it out");
    let mut later = second;
    for began_ms in [NOW + 20, NOW + 30, NOW + 40] {
        later = later.after(at(began_ms, &[]), began_ms);
        assert_eq!(only(&later).row.states.len(), 1);
        assert_eq!((only(&later).row.read_ms, later.freshness.as_of_ms), (Some(NOW + 10), Some(began_ms)));
    }
    let well = later.after(at(NOW + 50, &states), NOW + 50);
    assert_eq!(only(&well).row, only(&first).row);
}

#[test]
fn one_of_many_states_that_is_missing_once_is_kept_too() {
    let mut global = unit("agent.service", None);
    global.current_state = None;
    let all = ["m1", "m2", "m3"].map(|machine| state("agent.service", machine, "active"));
    let first = Snapshot::empty(0).after(reading(std::slice::from_ref(&global), &all), NOW);
    let second = first.after(reading(std::slice::from_ref(&global), &all[..2]), NOW + 1);
    assert_eq!(only(&second).row, only(&first).row);
    let third = second.after(reading(&[global], &all[..2]), NOW + 2);
    assert_eq!(only(&third).row.states.len(), 2);
}

#[test]
fn a_state_of_other_options_is_told_as_such() {
    let running = unit("a@1.service", Some("m1"));
    let of = |unit: &Unit| UnitState {
        hash: Some(UnitHash::of(&unit.options)),
        ..state("a@1.service", "m1", "active")
    };
    let first = Snapshot::empty(0).after(reading(std::slice::from_ref(&running), &[of(&running)]), NOW);
    assert_eq!(health::of(&only(&first).row), Health::Running);
    let mut replaced = running.clone();
    replaced.options[0].value = "/bin/false".into();
    let second = first.after(reading(std::slice::from_ref(&replaced), &[of(&running)]), NOW + 1);
    assert!(only(&second).row.states[0].previous);
    assert_eq!(health::of(&only(&second).row), Health::Starting);
    let third = second.after(reading(std::slice::from_ref(&replaced), &[of(&replaced)]), NOW + 2);
    assert_eq!(health::of(&only(&third).row), Health::Running);
}

fn denied(states: &[UnitState]) -> Reading {
    let absent = BTreeSet::from(["a@1.service".parse().unwrap()]);
    Reading { absent, ..reading(&[], states) }
}

#[test]
fn what_is_deleted_and_still_runs_is_told_until_two_readings_lack_it() {
    let states = [state("a@1.service", "m1", "active")];
    let first = Snapshot::empty(0).after(reading(&[unit("a@1.service", Some("m1"))], &states), NOW);
    let second = first.after(denied(&states), NOW + 1);
    assert_eq!((second.units.len(), second.leftovers.len()), (0, 1));
    let row = &second.leftovers.values().next().unwrap().row;
    assert_eq!((row.since_ms, row.states[0].machine.as_ref().map(|id| id.as_str())), (NOW + 1, Some("m1")));
    assert_eq!(second.states(), [&states[0]], "scripts are told, too, as by Fleet");
    // It is known already: nobody asks for it by name again.
    let third = second.after(reading(&[], &states), NOW + 2);
    assert!(Arc::ptr_eq(&second.leftovers[&states[0].name], &third.leftovers[&states[0].name]));
    let fourth = third.after(reading(&[], &[]), NOW + 3);
    assert_eq!(fourth.leftovers.len(), 1, "one listing may leave it out");
    assert_eq!(fourth.after(reading(&[], &[]), NOW + 4).leftovers.len(), 0);
    let again = third.after(reading(&[unit("a@1.service", Some("m1"))], &states), NOW + 3);
    assert_eq!((again.units.len(), again.leftovers.len()), (1, 0), "created again");
}

#[test]
fn a_state_of_a_unit_that_is_only_just_listed_elsewhere_is_no_leftover() {
    let states = [state("a@1.service", "m1", "active")];
    let unknown = Snapshot::empty(0).after(reading(&[], &states), NOW);
    assert_eq!(unknown.leftovers.len(), 0, "nobody has said that there is no such unit");
    assert_eq!(unknown.after(denied(&states), NOW + 1).leftovers.len(), 1);
}

#[test]
fn a_unit_that_was_stopped_before_it_was_deleted_leaves_nothing() {
    let first = Snapshot::empty(0).after(reading(&[without_state("a@1.service", None)], &[]), NOW);
    let second = first.after(denied(&[]), NOW + 1);
    assert_eq!((second.units.len(), second.leftovers.len()), (0, 0));
}

#[test]
fn a_unit_whose_state_left_with_it_is_not_told_as_still_running() {
    let states = [state("a@1.service", "m1", "active")];
    let first = Snapshot::empty(0).after(reading(&[unit("a@1.service", Some("m1"))], &states), NOW);
    let second = first.after(denied(&[]), NOW + 1);
    assert_eq!(second.states(), [&states[0]], "one listing may leave it out");
    assert!(second.leftovers[&states[0].name].row.states.is_empty());
    let third = second.after(reading(&[], &states), NOW + 2);
    assert_eq!(third.leftovers[&states[0].name].row.states.len(), 1, "it runs after all");
    assert_eq!(second.after(reading(&[], &[]), NOW + 2).leftovers.len(), 0);
}
