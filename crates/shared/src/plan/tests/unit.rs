use super::{planned, refused, warnings, words};
use crate::plan::{Call, Confirm, PlanError, PlanRequest};
use crate::policy::Verb;
use crate::testing::{EXCLUSIVE, Fares, World, app, name};

fn start(unit: &str) -> PlanRequest {
    PlanRequest::StartUnit { unit: name(unit) }
}

fn stop(unit: &str) -> PlanRequest {
    PlanRequest::StopUnit { unit: name(unit) }
}

#[test]
fn starts_what_is_stopped() {
    let world = World::with_machines(1).unit("a:1@1.service", Fares::Stopped);
    let plan = planned(&start("a:1@1.service"), &world.0);
    insta::assert_snapshot!(words(&plan), @r"
    Start a:1@1.service
    - Start a:1@1.service
    - Wait until a:1@1.service runs
    ");
    assert_eq!((plan.confirm, plan.undo_s), (Confirm::None, 0));
    assert_eq!((start("a:1@1.service").verb(), start("x.service").app()), (Verb::Restart, None));
    assert_eq!(stop("a:1@1.service").app(), Some(app("a")));
}

#[test]
fn says_when_no_machine_will_take_it() {
    let world = World::with_machines(1).unit_on("a:1@1.service", Fares::Running, "m1", EXCLUSIVE).unit_on(
        "a:1@2.service",
        Fares::Inactive,
        "m1",
        EXCLUSIVE,
    );
    assert_eq!(
        warnings(&planned(&start("a:1@2.service"), &world.0)),
        ["1 of 2 will stay unplaced: needs 2 machines, the cluster has 1"]
    );
}

#[test]
fn stops_to_loaded() {
    let world = World::with_machines(1).units(&["a:1@1.service", "a:2@1.service"], Fares::Running);
    let plan = planned(&stop("a:1@1.service"), &world.0);
    insta::assert_snapshot!(words(&plan), @r"
    Stop a:1@1.service
    - Stop a:1@1.service
    - Wait until a:1@1.service has stopped
    ");
    assert_eq!((&plan.confirm, plan.undo_s), (&Confirm::None, 0));
    assert_eq!(
        plan.steps[0].call(),
        Some(Call {
            method: "PUT",
            path: "/fleet/v1/units/a:1@1.service".to_owned(),
            body: Some(r#"{"desiredState":"loaded"}"#.to_owned()),
        })
    );
}

#[test]
fn to_stop_the_last_healthy_one_needs_force() {
    let world =
        World::with_machines(1).unit("a:1@1.service", Fares::Running).unit("a:1@2.service", Fares::Failed);
    let plan = planned(&stop("a:1@1.service"), &world.0);
    assert_eq!(plan.confirm, Confirm::TypeName { name: "a".to_owned(), force: true });
    assert_eq!(
        warnings(&plan),
        ["a:1@1.service is the last healthy instance of a: without it nothing of a runs."]
    );
    assert_eq!(planned(&stop("a:1@2.service"), &world.0).confirm, Confirm::None);
}

#[test]
fn global_units_are_allowed_with_a_note() {
    let world = World::with_machines(1)
        .unit("x.service", Fares::Running)
        .change("x.service", |row| row.global = true);
    assert_eq!(
        warnings(&planned(&stop("x.service"), &world.0)),
        ["x.service is a global unit: this concerns every machine that runs it."]
    );
}

#[test]
fn refuses_what_is_so_already() {
    let world = World::with_machines(1)
        .unit("a:1@1.service", Fares::Running)
        .unit("a:1@2.service", Fares::Failed)
        .unit("a:1@3.service", Fares::Stopped)
        .unit("b@.service", Fares::Inactive);
    let error = refused(&start("a:1@1.service"), &world.0);
    assert_eq!(error.to_string(), "a:1@1.service is already set to run.");
    assert!(refused(&start("a:1@2.service"), &world.0).to_string().contains("it failed. Stop it first"));
    for request in [stop("a:1@3.service"), start("b@.service")] {
        let error = refused(&request, &world.0);
        assert!(matches!(error, PlanError::NothingToDo { .. }), "{error}");
    }
    assert!(matches!(refused(&stop("c.service"), &world.0), PlanError::NotThere { .. }));
    let leaving = world.leaving("a:1@3.service");
    assert!(matches!(refused(&start("a:1@3.service"), &leaving.0), PlanError::Busy { .. }));
}

#[test]
fn starts_not_more_than_the_app_may_have() {
    let world = World::with_machines(1)
        .unit("a:1@1.service", Fares::Stopped)
        .units(&["a:2@1.service", "a:2@2.service"], Fares::Running);
    let request = start("a:1@1.service");
    planned(&request, &world.clone().settings(|settings| settings.max = 3).0);
    let refused = refused(&request, &world.settings(|settings| settings.max = 2).0);
    assert!(matches!(&refused, PlanError::BadCount { .. }), "{refused}");
}
