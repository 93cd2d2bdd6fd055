use super::{planned, refused, scale, warnings, words};
use crate::plan::{Confirm, MAX_COUNT, PlanError, PlanRequest, UNDO_S};
use crate::policy::Verb;
use crate::testing::{EXCLUSIVE, Fares, SIMPLE, World, app};

#[test]
fn up_starts_what_is_stopped_before_it_creates() {
    let world = World::with_machines(9)
        .template("example", EXCLUSIVE)
        .units(&["example:2.0.0@1.service", "example:2.0.0@3.service"], Fares::Running)
        .unit("example:2.0.0@4.service", Fares::Stopped);
    insta::assert_snapshot!(words(&planned(&scale("example", "2.0.0", 5), &world.0)), @r"
    Scale example 2.0.0 from 3 to 5 instances
    - Start example:2.0.0@4.service
    - Wait until example:2.0.0@4.service runs for 5 s
    - Create example:2.0.0@2.service and start it
    - Wait until example:2.0.0@2.service runs for 5 s
    - Create example:2.0.0@5.service and start it
    - Wait until example:2.0.0@5.service runs for 5 s
    ");
}

#[test]
fn up_over_the_machines_says_so() {
    let world = World::with_machines(3)
        .template("example", EXCLUSIVE)
        .unit_on("example:2.0.0@1.service", Fares::Running, "m1", EXCLUSIVE)
        .unit_on("example:2.0.0@2.service", Fares::Running, "m2", EXCLUSIVE);
    let plan = planned(&scale("example", "2.0.0", 4), &world.0);
    assert_eq!(warnings(&plan), ["1 of 4 will stay unplaced: needs 4 machines, the cluster has 3"]);
}

#[test]
fn down_takes_the_unhealthy_first_and_then_the_highest() {
    let world = World::with_machines(3)
        .units(&["a:1@1.service", "a:1@2.service", "a:1@5.service", "a:1@6.service"], Fares::Running)
        .unit("a:1@3.service", Fares::Failed)
        .unit("a:1@4.service", Fares::Unplaced)
        .unit("a:1@7.service", Fares::Starting);
    let plan = planned(&scale("a", "1", 2), &world.0);
    let destroyed: Vec<_> = plan.steps.iter().map(|step| step.unit().as_str()).step_by(4).collect();
    assert_eq!(
        destroyed,
        ["a:1@3.service", "a:1@4.service", "a:1@7.service", "a:1@6.service", "a:1@5.service"]
    );
    assert_eq!(plan.summary, "Scale a 1 from 7 to 2 instances");
    assert_eq!((plan.confirm, plan.undo_s), (Confirm::None, UNDO_S));
}

#[test]
fn down_does_not_count_what_is_leaving() {
    let world = World::with_machines(3)
        .units(&["a:1@1.service", "a:1@2.service", "a:1@3.service"], Fares::Running)
        .leaving("a:1@3.service");
    insta::assert_snapshot!(words(&planned(&scale("a", "1", 1), &world.0)), @r"
    Scale a 1 from 2 to 1 instance
    - Stop a:1@2.service
    - Wait until a:1@2.service has stopped
    - Destroy a:1@2.service
    - Verify that a:1@2.service is gone
    ! 1 more unit is being removed and not counted.
    ");
}

#[test]
fn to_none_is_confirmed_like_a_removal_of_the_version() {
    let world =
        World::with_machines(3).units(&["a:1@1.service", "a:1@2.service", "a:2@1.service"], Fares::Running);
    let request = scale("a", "1", 0);
    let plan = planned(&request, &world.0);
    assert_eq!((plan.confirm, plan.undo_s), (Confirm::List, UNDO_S));
    assert_eq!(plan.summary, "Scale a 1 from 2 to 0 instances");
    assert_eq!((request.verb(), scale("a", "1", 1).verb()), (Verb::Remove, Verb::Scale));
    let all = World::with_machines(3).unit("a:1@1.service", Fares::Running);
    assert_eq!(planned(&request, &all.0).confirm, Confirm::TypeName { name: "a".to_owned(), force: true });
}

#[test]
fn to_the_present_number_starts_what_is_stopped_or_has_nothing_to_do() {
    let world =
        World::with_machines(3).unit("a:1@1.service", Fares::Running).unit("a:1@2.service", Fares::Inactive);
    let plan = planned(&scale("a", "1", 2), &world.0);
    assert_eq!(plan.summary, "Start 1 stopped instance of a 1");
    let error = refused(&scale("a", "1", 1), &World::with_machines(1).unit("a:1@1.service", Fares::Failed).0);
    assert_eq!(error.to_string(), "a 1 has 1 instance already, set to run.");
    let error = refused(&scale("a", "1", 0), &World::with_machines(1).0);
    assert!(matches!(error, PlanError::NothingToDo { .. }), "{error}");
}

#[test]
fn without_a_template_it_copies_options_that_all_share() {
    let file = "[Service]\nExecStart=/bin/run %i\n";
    let world = World::with_machines(3).unit_on("a:1@1.service", Fares::Running, "m1", file).unit_on(
        "a:1@2.service",
        Fares::Running,
        "m1",
        file,
    );
    insta::assert_snapshot!(words(&planned(&scale("a", "1", 3), &world.0)), @r"
    Scale a 1 from 2 to 3 instances
    - Create a:1@3.service and start it
    - Wait until a:1@3.service runs for 5 s
    ! a has no template: the options of a:1@2.service are used as they are.
    ");
    let different = world.unit_on("a:1@2.service", Fares::Running, "m1", "[Service]\nExecStart=/bin/other\n");
    let error = refused(&scale("a", "1", 3), &different.0);
    assert!(matches!(error, PlanError::BadTemplate { .. }), "{error}");
    let nothing = refused(&scale("b", "1", 3), &different.0);
    assert_eq!(nothing, PlanError::NoTemplate { app: app("b") });
}

#[test]
fn units_without_a_version_are_a_version_of_their_own() {
    let world = World::with_machines(3)
        .template("a", SIMPLE)
        .units(&["a@1.service", "a:1@2.service"], Fares::Running);
    let request = PlanRequest::Scale { app: app("a"), version: None, count: 2 };
    insta::assert_snapshot!(words(&planned(&request, &world.0)), @r"
    Scale a (no version) from 1 to 2 instances
    - Create a@2.service and start it
    - Wait until a@2.service runs for 5 s
    ");
    let error = refused(&request, &world.template("a", EXCLUSIVE).0);
    assert!(error.to_string().contains("{version}"), "{error}");
}

#[test]
fn refuses_too_many() {
    let error = refused(&scale("a", "1", MAX_COUNT + 1), &World::with_machines(1).template("a", SIMPLE).0);
    assert!(matches!(error, PlanError::BadCount { .. }), "{error}");
}
