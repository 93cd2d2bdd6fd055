use super::{planned, remove_unit};
use crate::testing::{Fares, World};

const UNITS: [&str; 2] = ["a:1@1.service", "a:1@2.service"];

fn two() -> World {
    World::with_machines(2).units(&UNITS, Fares::Running)
}

fn holds_in(planned_in: &World, now: &World) -> bool {
    let plan = planned(&remove_unit(UNITS[0]), &planned_in.0);
    plan.still_holds(&planned_in.0.removed_by(&plan), &now.0)
}

#[test]
fn a_plan_holds_while_nothing_changes_and_while_others_come() {
    assert!(holds_in(&two(), &two()));
    assert!(holds_in(&two(), &two().unit("a:2@1.service", Fares::Starting)));
}

#[test]
fn what_is_gone_or_another_unit_by_now_is_not_what_was_agreed_to() {
    assert!(!holds_in(&two(), &World::with_machines(2).unit(UNITS[1], Fares::Running)));
    let other = World::with_machines(2).unit(UNITS[1], Fares::Running).unit_on(
        UNITS[0],
        Fares::Running,
        "m1",
        "[Service]\nExecStart=/bin/other\n",
    );
    assert!(!holds_in(&two(), &other));
}

#[test]
fn what_has_become_the_last_healthy_one_meanwhile_is_kept_unless_that_was_agreed_to() {
    let alone = || World::with_machines(2).unit(UNITS[0], Fares::Running).unit(UNITS[1], Fares::Failed);
    assert!(!holds_in(&two(), &alone()));
    assert!(!holds_in(&two(), &two().leaving(UNITS[1])));
    assert!(holds_in(&alone(), &alone()), "force was asked for, and given");
}
