use super::{planned, refused, remove_unit, remove_version, warnings, words};
use crate::plan::{Confirm, MANY_UNITS, PlanError, PlanRequest, UNDO_S, Warning};
use crate::testing::{Fares, World, app};

fn typed(name: &str, force: bool) -> Confirm {
    Confirm::TypeName { name: name.to_owned(), force }
}

#[test]
fn one_of_several_goes_at_once_and_can_be_undone() {
    let world = World::with_machines(2).units(&["a:1@1.service", "a:1@2.service"], Fares::Running);
    let plan = planned(&remove_unit("a:1@1.service"), &world.0);
    insta::assert_snapshot!(words(&plan), @r"
    Remove a:1@1.service
    - Stop a:1@1.service
    - Wait until a:1@1.service has stopped
    - Destroy a:1@1.service
    - Verify that a:1@1.service is gone
    ");
    assert_eq!((plan.confirm, plan.undo_s), (Confirm::None, UNDO_S));
}

#[test]
fn the_last_healthy_one_needs_force() {
    let world = World::with_machines(2)
        .unit("a:1@1.service", Fares::Running)
        .unit("a:1@2.service", Fares::Failed)
        .unit("a:2@1.service", Fares::Starting);
    let plan = planned(&remove_unit("a:1@1.service"), &world.0);
    assert_eq!(plan.confirm, typed("a", true));
    assert_eq!(
        plan.warnings,
        [Warning::LastHealthy {
            text: "a:1@1.service is the last healthy instance of a: without it nothing of a runs.".to_owned()
        }]
    );
    // What does not run is no loss.
    assert_eq!(planned(&remove_unit("a:1@2.service"), &world.0).confirm, Confirm::None);
    // Nor is one healthy that is on its way out.
    let leaving = world.unit("a:3@1.service", Fares::Running).leaving("a:3@1.service");
    assert_eq!(planned(&remove_unit("a:1@1.service"), &leaving.0).confirm, typed("a", true));
}

#[test]
fn a_version_is_listed_and_matched_as_a_whole() {
    let world = World::with_machines(2).units(
        &[
            "example:1.0.0@1.service",
            "example:1.0.0@2.service",
            "example:1.0.0@3.service",
            "example:1.0.0@10.service",
            "example:1.0.0-rc1@1.service",
            "example:1.0.00@1.service",
            "example@1.service",
            "example-b:1.0.0@1.service",
        ],
        Fares::Running,
    );
    let plan = planned(&remove_version("example", "1.0.0"), &world.0);
    assert_eq!(plan.summary, "Remove 4 units of example 1.0.0");
    assert_eq!((plan.confirm, plan.undo_s), (Confirm::List, UNDO_S));
    assert!(plan.steps.iter().all(|step| step.unit().prefix() == "example:1.0.0"));
    let error = refused(&remove_version("example", "1.0"), &world.0);
    assert_eq!(error.to_string(), "example 1.0 is not there. It may have been removed meanwhile.");
}

#[test]
fn a_whole_app_and_many_units_need_the_name() {
    let names: Vec<String> = (1..=MANY_UNITS + 1).map(|n| format!("a:1@{n}.service")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let world = World::with_machines(2).units(&names, Fares::Running).unit("a:2@1.service", Fares::Running);
    let many = planned(&remove_version("a", "1"), &world.0);
    assert_eq!(many.confirm, typed("a", false));
    assert_eq!(many.summary, "Remove 11 units of a 1");
    let whole = planned(&PlanRequest::RemoveApp { app: app("a") }, &world.0);
    assert_eq!((&whole.confirm, whole.undo_s), (&typed("a", true), UNDO_S));
    assert_eq!(whole.summary, "Remove 12 units of a 1 and 2");
    assert_eq!(
        warnings(&whole),
        ["These are the last 12 healthy instances of a: without them nothing of a runs."]
    );
    // All of what is left is the whole app, by whatever button.
    let only = World::with_machines(2).unit("a:1@1.service", Fares::Stopped);
    assert_eq!(planned(&remove_version("a", "1"), &only.0).confirm, typed("a", false));
    assert_eq!(planned(&remove_version("a", "1"), &only.0).summary, "Remove 1 unit of a 1");
    assert_eq!(planned(&remove_unit("a:1@1.service"), &only.0).confirm, typed("a", false));
}

#[test]
fn other_units_need_their_own_name() {
    let world = World::with_machines(2).units(&["a.service", "b.timer", "c@x.service"], Fares::Running);
    for name in ["a.service", "b.timer", "c@x.service"] {
        let plan = planned(&remove_unit(name), &world.0);
        assert_eq!((plan.confirm, plan.undo_s), (typed(name, false), UNDO_S));
    }
}

#[test]
fn what_is_inactive_or_a_template_unit_is_not_loaded_first() {
    let world = World::with_machines(2)
        .units(&["a:1@1.service", "c@.service"], Fares::Inactive)
        .unit("d@.service", Fares::Running);
    for name in ["a:1@1.service", "c@.service", "d@.service"] {
        let plan = planned(&remove_unit(name), &world.0);
        assert_eq!(plan.steps[0].words(), format!("Keep {name} inactive"));
        assert_eq!(plan.steps.len(), 4);
    }
}

#[test]
fn what_is_leaving_is_not_removed_twice() {
    let world = World::with_machines(2)
        .units(&["a:1@1.service", "a:1@2.service", "other.service"], Fares::Running)
        .leaving("a:1@2.service")
        .leaving("other.service");
    let all = PlanRequest::RemoveApp { app: app("a") };
    for request in [remove_unit("a:1@2.service"), remove_version("a", "1"), all, remove_unit("other.service")]
    {
        let error = refused(&request, &world.0);
        assert!(matches!(error, PlanError::Busy { .. }), "{error}");
    }
}

#[test]
fn what_is_not_there_can_t_be_removed() {
    let world = World::with_machines(2).unit("ab:1@1.service", Fares::Running);
    for request in [
        remove_unit("a:1@1.service"),
        remove_unit("x.service"),
        remove_version("a", "1"),
        PlanRequest::RemoveApp { app: app("a") },
    ] {
        let error = refused(&request, &world.0);
        assert!(matches!(error, PlanError::NotThere { .. }), "{error}");
    }
}
