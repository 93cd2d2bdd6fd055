use super::{planned, refused, staged, titles, warnings};
use crate::Health;
use crate::deployment::{AppSettings, Deployment, FrozenUnit, Gate, Strategy};
use crate::id::ActionId;
use crate::plan::{BackTo, Past, PlanError, PlanRequest, PlanState};
use crate::testing::{Fares, SIMPLE, World, app, name, version};

fn back_before() -> PlanRequest {
    PlanRequest::RollBack {
        app: app("a"),
        action: ActionId::parse("0b").unwrap(),
        to: BackTo::Before,
        skip_gates: false,
    }
}

fn frozen(units: &[(&str, Health)]) -> Vec<FrozenUnit> {
    units.iter().map(|(unit, health)| FrozenUnit { unit: name(unit), health: *health }).collect()
}

fn back(skip_gates: bool) -> PlanRequest {
    PlanRequest::RollBack {
        app: app("a"),
        action: ActionId::parse("0b").unwrap(),
        to: BackTo::After,
        skip_gates,
    }
}

/// Back to two of version 1, made from `SIMPLE`.
fn past(world: World) -> PlanState {
    let world = world.template("a", SIMPLE);
    let deployment = Deployment {
        app: app("a"),
        from: Vec::new(),
        to: Some(version("1")),
        count: 2,
        min: 1,
        may_end_service: false,
        settings: AppSettings { gate: Gate { steady_s: 7, probe: None }, ..AppSettings::default() },
        template_revision: Some(1),
    };
    let past = Past { deployment, template: world.0.template.clone(), is_theirs: true, passed: true };
    let mut state = world.template("a", "[Service]\nExecStart=/bin/other {version}\n").0;
    state.past = Some(past);
    state
}

fn kept() -> PlanState {
    past(
        World::with_machines(3)
            .template("a", SIMPLE)
            .filled("a:1@1.service", Fares::Stopped)
            .units(&["a:2@1.service", "a:2@2.service"], Fares::Running),
    )
}

#[test]
fn kept_ones_start_first_and_the_new_go_when_the_old_are_healthy() {
    insta::assert_snapshot!(staged(&planned(&back(false), &kept())), @r"
    Roll a back to 2 instances of a 1
    Start 1 of a 1:
      Start a:1@1.service; Wait until a:1@1.service runs for 7 s
    Remove 1 of a 2:
      Stop a:2@2.service; Wait until a:2@2.service has stopped; Destroy a:2@2.service; Verify that a:2@2.service is gone
    Start 1 of a 1:
      Create a:1@2.service and start it; Wait until a:1@2.service runs for 7 s
    Remove 1 of a 2:
      Stop a:2@1.service; Wait until a:2@1.service has stopped; Destroy a:2@1.service; Verify that a:2@1.service is gone
    ");
}

#[test]
fn gates_that_were_passed_can_be_skipped() {
    let mut state = kept();
    let plan = planned(&back(true), &state);
    assert!(!plan.steps.iter().any(|step| matches!(step, crate::plan::Step::Gate { .. })));
    state.past.as_mut().unwrap().passed = false;
    let plan = planned(&back(true), &state);
    assert!(!plan.steps.iter().any(|step| matches!(step, crate::plan::Step::WaitRunning { .. })));
    assert_eq!(warnings(&plan), ["That deployment did not end well: a 1 may never have passed its gate."]);
}

#[test]
fn the_settings_of_that_time_hold() {
    let mut state = kept();
    state.past.as_mut().unwrap().deployment.settings.strategy = Strategy::BlueGreen;
    let plan = planned(&back(false), &state);
    assert_eq!(
        titles(&plan),
        ["Start 2 of a 1", "Stop 2 of a 2", "Keep 2 of a 2 stopped", "Remove 2 of a 2"]
    );
    assert_eq!(plan.deployment.unwrap().settings.gate.steady_s, 7);
}

#[test]
fn what_cannot_be_gone_back_to() {
    let mut state = kept();
    state.past.as_mut().unwrap().template = None;
    assert!(matches!(refused(&back(false), &state), PlanError::BadTemplate { .. }));
    state.past = None;
    assert_eq!(
        refused(&back(false), &state).to_string(),
        "That deployment of a is not there. It may have been removed meanwhile."
    );
    let there = past(
        World::with_machines(3)
            .template("a", SIMPLE)
            .filled("a:1@1.service", Fares::Running)
            .filled("a:1@2.service", Fares::Running),
    );
    assert!(matches!(refused(&back(false), &there), PlanError::NothingToDo { .. }));
}

/// A deployment from two of version 1 to version 2, which is over, whatever came of it.
fn since(from: &[(&str, Health)]) -> PlanState {
    let mut state = past(World::with_machines(3).units(&["a:2@1.service", "a:2@2.service"], Fares::Running));
    let deployment = &mut state.past.as_mut().unwrap().deployment;
    (deployment.to, deployment.from) = (Some(version("2")), frozen(from));
    state.past.as_mut().unwrap().passed = false;
    state
}

#[test]
fn an_app_is_brought_back_to_what_ran_before() {
    let state = since(&[
        ("a:1@1.service", Health::Running),
        ("a:1@2.service", Health::Failed),
        ("a:0@1.service", Health::Stopped),
    ]);
    insta::assert_snapshot!(staged(&planned(&back_before(), &state)), @r"
    Roll a back to 2 instances of a 1
    Start 1 of a 1:
      Create a:1@1.service and start it; Wait until a:1@1.service runs for 7 s
    Remove 1 of a 2:
      Stop a:2@2.service; Wait until a:2@2.service has stopped; Destroy a:2@2.service; Verify that a:2@2.service is gone
    Start 1 of a 1:
      Create a:1@2.service and start it; Wait until a:1@2.service runs for 7 s
    Remove 1 of a 2:
      Stop a:2@1.service; Wait until a:2@1.service has stopped; Destroy a:2@1.service; Verify that a:2@1.service is gone
    ");
}

#[test]
fn of_several_versions_before_it_says_to_which() {
    let state = since(&[
        ("a:1@1.service", Health::Running),
        ("a:1@2.service", Health::Running),
        ("a:0@1.service", Health::Failed),
    ]);
    let plan = planned(&back_before(), &state);
    assert_eq!(plan.summary, "Roll a back to 3 instances of a 1");
    assert_eq!(
        warnings(&plan),
        [
            "Before that deployment 1 of a 0 and 2 of a 1 were set to run. An app is brought back to one version: to \
             a 1."
        ]
    );
}

#[test]
fn what_no_template_made_is_told() {
    let mut state = since(&[("a:1@1.service", Health::Running), ("a:1@2.service", Health::Running)]);
    state.past.as_mut().unwrap().is_theirs = false;
    assert_eq!(
        warnings(&planned(&back_before(), &state)),
        [
            "What ran at that time was made by no template that is known here: new instances are made from the \
             template that a had then, revision 1."
        ]
    );
}

#[test]
fn what_never_ran_well_before_is_told() {
    let state = since(&[("a:1@1.service", Health::Failed)]);
    let plan = planned(&back_before(), &state);
    assert!(warnings(&plan).contains(&"No instance of a 1 was healthy when that deployment began."));
}

#[test]
fn before_the_first_there_is_nothing_to_go_back_to() {
    let error = refused(&back_before(), &since(&[("a:1@1.service", Health::Stopped)]));
    assert_eq!(
        error.to_string(),
        "Nothing of a was set to run before that deployment, so there is nothing to go back to. To have nothing again, \
         remove the app."
    );
}

#[test]
fn the_limits_of_today_hold_besides_those_of_that_time() {
    let mut state = kept();
    state.past.as_mut().unwrap().deployment.count = 3;
    planned(&back(false), &state);
    state.settings.max = 2;
    assert!(
        matches!(refused(&back(false), &state), PlanError::BadCount { .. }),
        "three would run, and two may"
    );
    state.settings.max = 3;
    planned(&back(false), &state);
    state.past.as_mut().unwrap().deployment.settings.max = 2;
    assert!(matches!(refused(&back(false), &state), PlanError::BadCount { .. }));
}

/// A limit of today holds, also where a plan is asked for that was made before it.
#[test]
fn going_back_is_no_way_below_the_minimum_of_today() {
    let names = ["a:2@1.service", "a:2@2.service", "a:2@3.service"];
    let mut state = past(World::with_machines(4).units(&names, Fares::Running));
    state.past.as_mut().unwrap().deployment.count = 1;
    state.settings.min = 3;
    state.settings.protected = true;
    let plan = planned(&back(false), &state);
    let deployment = plan.deployment.as_ref().unwrap();
    assert_eq!((deployment.count, deployment.min), (3, 3));
    assert_eq!(plan.summary, "Roll a back to 3 instances of a 1");
    assert_eq!(
        warnings(&plan),
        ["At that time there was 1 instance; a has at least 3 by now, so 3 are brought back."]
    );
    // Where fewer run as it is, nobody has to have more in order to go back.
    state.units.remove("a:2@2.service");
    state.units.remove("a:2@3.service");
    let plan = planned(&back(false), &state);
    assert_eq!(plan.deployment.as_ref().unwrap().count, 1);
}
