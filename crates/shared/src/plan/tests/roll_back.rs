use super::{planned, refused, staged, titles, warnings};
use crate::deployment::{AppSettings, Deployment, Gate, Strategy};
use crate::id::ActionId;
use crate::plan::{Past, PlanError, PlanRequest, PlanState};
use crate::testing::{Fares, SIMPLE, World, app, version};

fn back(skip_gates: bool) -> PlanRequest {
    PlanRequest::RollBack { app: app("a"), action: ActionId::parse("0b").unwrap(), skip_gates }
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
        settings: AppSettings { gate: Gate { steady_s: 7, probe: None }, ..AppSettings::default() },
        template_revision: Some(1),
    };
    let past = Past { deployment, template: world.0.template.clone(), passed: true };
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
