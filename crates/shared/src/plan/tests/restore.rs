use fleet::{DesiredState, UnitOption};

use super::{planned, refused, words};
use crate::id::ActionId;
use crate::plan::{Confirm, PlanError, PlanRequest, PlanState, RemovedUnit, Step};
use crate::policy::Verb;
use crate::testing::{Fares, World, name, options};

fn restore() -> PlanRequest {
    PlanRequest::Restore { action: ActionId::parse("0a-1").unwrap() }
}

fn removed(names: &[(&str, DesiredState)]) -> PlanState {
    let options = options("[Service]\nExecStart=/bin/run\n");
    let removed = |(text, desired): &(&str, DesiredState)| RemovedUnit {
        name: name(text),
        options: options.clone(),
        desired: *desired,
    };
    PlanState { removed: names.iter().map(removed).collect(), ..World::with_machines(1).0 }
}

#[test]
fn puts_back_what_was_there_as_it_was() {
    let state = removed(&[
        ("a:1@1.service", DesiredState::Launched),
        ("a:1@2.service", DesiredState::Loaded),
        ("a:1@3.service", DesiredState::Inactive),
    ]);
    let plan = planned(&restore(), &state);
    insta::assert_snapshot!(words(&plan), @r"
    Put back 3 units of a 1
    - Create a:1@1.service and start it
    - Wait until a:1@1.service runs
    - Create a:1@2.service and load it, stopped
    - Create a:1@3.service and leave it inactive
    ");
    assert_eq!((plan.confirm, plan.undo_s), (Confirm::None, 0));
    assert_eq!((restore().verb(), restore().app()), (Verb::Remove, None));
}

#[test]
fn names_what_it_puts_back() {
    let summary = |names: &[&str]| {
        let names: Vec<_> = names.iter().map(|name| (*name, DesiredState::Launched)).collect();
        planned(&restore(), &removed(&names)).summary
    };
    assert_eq!(summary(&["a:1@1.service"]), "Put back a:1@1.service");
    assert_eq!(summary(&["a:1@1.service", "a:2@1.service"]), "Put back 2 units of a");
    assert_eq!(summary(&["a:1@1.service", "b:1@1.service"]), "Put back 2 units");
    assert_eq!(summary(&["x.service", "a:1@1.service"]), "Put back 2 units");
}

#[test]
fn never_over_what_is_there_now() {
    let mut state =
        removed(&[("a:1@1.service", DesiredState::Launched), ("a:1@2.service", DesiredState::Launched)]);
    let world = World::with_machines(1).unit("a:1@2.service", Fares::Running);
    state.units = world.clone().0.units;
    insta::assert_snapshot!(refused(&restore(), &state), @"a:1@2.service is there again, so nothing is put back over it.");
    state.units = world.leaving("a:1@2.service").0.units;
    assert!(matches!(refused(&restore(), &state), PlanError::Busy { .. }));
    state.removed.clear();
    assert!(matches!(refused(&restore(), &state), PlanError::NotThere { .. }));
}

#[test]
fn lines_that_fleet_kept_apart_are_joined() {
    let mut state = removed(&[("a:1@1.service", DesiredState::Launched)]);
    state.removed[0].options = vec![UnitOption::new("Service", "ExecStart", "/bin/run \\\n  --fast")];
    let plan = planned(&restore(), &state);
    let Step::Create { options, .. } = &plan.steps[0] else { panic!("{:?}", plan.steps) };
    assert_eq!(options[0].value, "/bin/run    --fast");
    // Any other line end would become an option of its own.
    state.removed[0].options = vec![UnitOption::new("Service", "ExecStart", "/bin/run\nUser=root")];
    assert!(matches!(refused(&restore(), &state), PlanError::BadTemplate { .. }));
}

#[test]
fn not_more_than_the_app_may_have_by_now() {
    let mut state =
        removed(&[("a:1@1.service", DesiredState::Launched), ("a:1@2.service", DesiredState::Loaded)]);
    state.units = World::with_machines(1).units(&["a:2@1.service", "a:2@2.service"], Fares::Running).0.units;
    state.settings.max = 3;
    planned(&restore(), &state);
    state.settings.max = 2;
    insta::assert_snapshot!(refused(&restore(), &state), @"a may have at most 2 instances, and this would make 3. Ask for fewer, or raise the maximum in its settings.");
}

#[test]
fn what_was_removed_is_stored_as_a_list_of_three() {
    let was = &removed(&[("a:1@1.service", DesiredState::Loaded)]).removed[0];
    let stored =
        r#"["a:1@1.service",[{"name":"ExecStart","section":"Service","value":"/bin/run"}],"loaded"]"#;
    assert_eq!(serde_json::to_string(was).unwrap(), stored);
    assert_eq!(serde_json::from_str::<RemovedUnit>(stored).unwrap(), *was);
}
