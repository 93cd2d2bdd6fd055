use fleet::MachineId;

use super::*;
use crate::testing::{Fares, row};

fn running() -> UnitRow {
    row("a:1@1.service", Fares::Running, "m1")
}

/// The same with its only state changed.
fn with_state(mut row: UnitRow, change: impl FnOnce(&mut StateRow)) -> UnitRow {
    change(&mut row.states[0]);
    row
}

#[test]
fn what_it_is_is_said() {
    let cases = [
        (Fares::Running, Health::Running),
        (Fares::Starting, Health::Starting),
        (Fares::Failed, Health::Failed),
        (Fares::Unplaced, Health::Unplaced),
        (Fares::Stopped, Health::Stopped),
        (Fares::Inactive, Health::Stopped),
    ];
    for (fares, health) in cases {
        assert_eq!(of(&row("a:1@1.service", fares, "m1")), health);
    }
}

#[test]
fn a_state_of_the_previous_options_makes_nothing_run_and_nothing_fail() {
    for active in ["active", "failed", "activating", "deactivating", "inactive"] {
        let replaced = with_state(running(), |state| {
            state.previous = true;
            state.active = active.into();
        });
        assert_eq!(of(&replaced), Health::Starting, "{active}");
    }
    let stopped =
        UnitRow { desired: DesiredState::Loaded, ..with_state(running(), |state| state.previous = true) };
    assert_eq!(of(&stopped), Health::Stopping, "the old one is still to be stopped");
}

#[test]
fn a_state_on_another_machine_is_not_the_units() {
    let elsewhere = with_state(running(), |state| state.machine = Some(MachineId::parse("m2").unwrap()));
    assert_eq!(of(&elsewhere), Health::Starting, "placed on m1, and m1 says nothing yet");
    assert_eq!(of(&UnitRow { machine: None, ..elsewhere.clone() }), Health::Unplaced);
    let not_wanted = UnitRow { desired: DesiredState::Inactive, machine: None, ..elsewhere };
    assert_eq!(of(&not_wanted), Health::Stopping, "it still runs there");
    let mut on_both = running();
    let lost = StateRow { machine: Some(MachineId::parse("m2").unwrap()), ..on_both.states[0].clone() };
    on_both.states.push(StateRow { active: "failed".into(), ..lost });
    assert_eq!(of(&on_both), Health::Running);
}

#[test]
fn what_fleet_has_not_taken_up_does_not_run_whatever_was_left_there() {
    for current in [DesiredState::Inactive, DesiredState::Loaded] {
        assert_eq!(of(&UnitRow { current, ..running() }), Health::Starting);
    }
    // Of a global unit Fleet never says more than inactive.
    let everywhere = with_state(running(), |state| state.machine = Some(MachineId::parse("m2").unwrap()));
    let global = UnitRow { current: DesiredState::Inactive, machine: None, global: true, ..everywhere };
    assert_eq!(of(&global), Health::Running);
}

#[test]
fn a_unit_that_could_not_be_confirmed_is_unknown() {
    assert_eq!(of(&UnitRow { read_ms: Some(1), ..running() }), Health::Unknown);
}

#[test]
fn what_failed_is_worth_a_look_at_once_and_other_things_after_a_while() {
    let after = |fares, ms: u64| {
        let row = row("a:1@1.service", fares, "m1");
        trouble(&row, of(&row), row.since_ms + ms)
    };
    assert_eq!(after(Fares::Failed, 0), Some(Trouble::Failed));
    for (fares, patience_ms, then) in
        [(Fares::Unplaced, PLACING_MS, Trouble::Unplaced), (Fares::Starting, SLOW_START_MS, Trouble::Slow)]
    {
        assert_eq!((after(fares, patience_ms), after(fares, patience_ms + 1)), (None, Some(then)));
    }
    let ended = with_state(running(), |state| state.active = "inactive".into());
    let after_ms = |ms: u64| trouble(&ended, of(&ended), ended.since_ms + ms);
    assert_eq!((after_ms(ENDED_MS), after_ms(ENDED_MS + 1)), (None, Some(Trouble::Ended)));
    for well in [Fares::Running, Fares::Stopped, Fares::Inactive] {
        assert_eq!(after(well, u64::MAX / 2), None);
    }
}

#[test]
fn words_of_a_later_systemd_are_neither_good_nor_bad() {
    let odd = |active: &str| of(&with_state(running(), |state| state.active = active.into()));
    assert_eq!(odd("maintenance"), Health::Unknown);
    assert_eq!(odd("perhaps"), Health::Unknown);
    assert_eq!(odd("refreshing"), Health::Running);
    assert_eq!(odd(""), Health::Starting);
    let sub = with_state(running(), |state| state.sub = "a word of its own".into());
    assert_eq!(of(&sub), Health::Running, "the sub states are the unit type's own affair");
}
