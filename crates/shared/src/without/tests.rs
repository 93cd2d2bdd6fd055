//! What would become of a machine's units, case by case. Against the scheduler of the simulated Fleet it is held in the
//! integration tests.

use fleet::{Machine, Requirements};

use super::{AppWithout, Without, without};
use crate::testing::{EXCLUSIVE, Fares, World, app, machine, name};
use crate::why::Subject;

const PLAIN: &str = "[Service]\nExecStart=/bin/run\n";
const GLOBAL: &str = "[Service]\nExecStart=/bin/run\n[X-Fleet]\nGlobal=true\n";

fn gone(world: &World, id: &str, sees: impl Fn(&str) -> bool) -> Without {
    let state = &world.0;
    let demands: Vec<Requirements> =
        state.units.iter().map(|(name, unit)| Requirements::read(name, &unit.options)).collect();
    let units = state.units.values().zip(&demands).map(|(unit, requirements)| Subject {
        row: &unit.row,
        options: &unit.options,
        requirements,
        is_outdated: false,
    });
    let machines: Vec<&Machine> = state.machines.iter().collect();
    without(&machine(id, &[]).id, machines, units, 1_000_000, |app| app.is_none_or(|app| sees(app.as_str())))
}

fn moves(answer: &Without) -> Vec<(&str, &str)> {
    answer.moves.iter().map(|it| (it.unit.as_str(), it.to.as_str())).collect()
}

fn stuck(answer: &Without) -> Vec<(&str, &str)> {
    answer.stuck.iter().map(|it| (it.unit.as_str(), it.why.as_str())).collect()
}

#[test]
fn units_go_to_the_least_loaded_machine_that_takes_them() {
    let world = World::with_machines(3)
        .unit_on("a:1@1.service", Fares::Running, "m1", PLAIN)
        .unit_on("a:1@2.service", Fares::Failed, "m1", PLAIN)
        .unit_on("b:1@1.service", Fares::Running, "m1", EXCLUSIVE)
        .unit_on("b:1@2.service", Fares::Running, "m2", EXCLUSIVE)
        .unit_on("c:1@1.service", Fares::Inactive, "m1", PLAIN);
    let answer = gone(&world, "m1", |_| true);
    assert_eq!(
        moves(&answer),
        [("a:1@1.service", "m3"), ("a:1@2.service", "m2"), ("b:1@1.service", "m3")],
        "what nobody wants stays out of it"
    );
    assert_eq!(stuck(&answer), []);
    let none_elsewhere = AppWithout { app: app("a"), here: 2, stuck: 0, elsewhere: 0 };
    let one_elsewhere = AppWithout { app: app("b"), here: 1, stuck: 0, elsewhere: 1 };
    assert_eq!(answer.apps, [none_elsewhere, one_elsewhere]);
}

#[test]
fn what_no_other_machine_takes_is_named_with_its_reason() {
    let world = World::with_machines(2)
        .unit_on("a:1@1.service", Fares::Running, "m1", EXCLUSIVE)
        .unit_on("a:1@2.service", Fares::Running, "m2", EXCLUSIVE)
        .unit_on("b:1@1.service", Fares::Running, "m2", "[X-Fleet]\nMachineID=m2\n");
    let answer = gone(&world, "m2", |_| true);
    assert_eq!(moves(&answer), []);
    assert_eq!(
        stuck(&answer),
        [
            ("a:1@2.service", "the only machine already holds a:1@*.service"),
            ("b:1@1.service", "no machine has the ID m2")
        ]
    );
    let apps: Vec<_> =
        answer.apps.iter().map(|it| (it.app.as_str(), it.here, it.stuck, it.elsewhere)).collect();
    assert_eq!(apps, [("a", 1, 1, 1), ("b", 1, 1, 0)]);
}

#[test]
fn whoever_must_be_with_another_goes_where_that_one_goes() {
    let world = World::with_machines(3)
        .unit_on("a:1@1.service", Fares::Running, "m1", "[X-Fleet]\nMachineOf=z:1@1.service\n")
        .unit_on("z:1@1.service", Fares::Running, "m1", "[X-Fleet]\nConflicts=x:*\n")
        .unit_on("x:1@1.service", Fares::Running, "m2", PLAIN);
    let answer = gone(&world, "m1", |_| true);
    assert_eq!(moves(&answer), [("a:1@1.service", "m3"), ("z:1@1.service", "m3")]);
}

#[test]
fn global_units_only_lose_a_copy() {
    let world = World::with_machines(2).unit_on("g:1.service", Fares::Running, "m1", GLOBAL).change(
        "g:1.service",
        |row| {
            row.global = true;
            let on = row.machine.take();
            row.states.iter_mut().for_each(|state| state.machine.clone_from(&on));
        },
    );
    let answer = gone(&world, "m1", |_| true);
    assert_eq!(answer, Without { copies: vec![name("g:1.service")], ..Without::default() });
    assert_eq!(gone(&world, "m2", |_| true), Without::default());
}

#[test]
fn units_of_others_take_part_and_are_not_named() {
    let world = World::with_machines(2)
        .unit_on("mine:1@1.service", Fares::Running, "m1", "[X-Fleet]\nConflicts=secret:*\n")
        .unit_on("secret:1@1.service", Fares::Running, "m2", PLAIN)
        .unit_on("secret:1@2.service", Fares::Running, "m1", PLAIN);
    let answer = gone(&world, "m1", |app| app == "mine");
    assert_eq!(moves(&answer), []);
    assert_eq!(answer.stuck.len(), 1);
    assert!(!format!("{answer:?}").contains("secret"), "{answer:?}");
    assert!(format!("{:?}", gone(&world, "m1", |_| true)).contains("secret"));
}
