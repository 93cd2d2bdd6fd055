//! Somebody else lays hands on the same units while an action is at work on them.

use std::time::Duration;

use fleet::DesiredState;
use fleet_sim::{Fault, FaultRule, UnitPut};
use shared::action::{ActionDetail, ActionState, ActionView};
use shared::plan::{Confirm, PlanRequest};
use shared::{ErrorCode, Health};

use crate::harness::{
    ANYWHERE, Setup, eventually, launch, names, options, quick, remove_unit, remove_version, running, scale,
    written,
};

const PULLS: &str = "[Service]\nExecStartPre=/usr/bin/docker pull {app}\nExecStart=/bin/run\n";
const UNITS: [&str; 2] = ["example:1.0.0@1.service", "example:1.0.0@2.service"];

fn reason(state: &ActionState) -> &str {
    match state {
        ActionState::Failed { reason } => reason,
        other => panic!("it did not fail: {other:?}"),
    }
}

#[tokio::test]
async fn a_launch_that_is_removed_while_it_pulls_ends_and_its_number_rests() {
    let app = Setup::new().fleet(quick()).start().await;
    let (ada, bob) = (app.admin("ada").await, app.admin("bob").await);
    ada.write_app("example", PULLS).await;
    app.fleet.slow_pull("example:*", Duration::from_secs(24 * 3600));
    let launched = ada.begin(&launch("example", "1.0.0", 1)).await;
    eventually("Fleet has it", async || (bob.snapshot().await.units.len() == 1).then_some(())).await;
    let removed = app.carry_out(&bob, &remove_version("example", "1.0.0")).await;
    assert_eq!(removed.view.state, ActionState::Done);
    let ended = ada.ended(&launched.id).await;
    // The removal stops the unit and destroys it: which of both is there when it is told is a matter of moments.
    let ways = [
        "Somebody has set example:1.0.0@1.service to be stopped meanwhile (desired state loaded).",
        "Fleet does not list example:1.0.0@1.service: somebody has removed it meanwhile.",
    ];
    assert!(ways.contains(&reason(&ended.view.state)), "{:?}", ended.view.state);
    app.fleet.clear_scripts();
    let again = app.carry_out(&ada, &launch("example", "1.0.0", 1)).await;
    assert_eq!(again.view.state, ActionState::Done);
    // A name that was destroyed a moment ago fails if it is used again at once.
    assert_eq!(names(&app.fleet), [UNITS[1]]);
}

#[tokio::test]
async fn a_launch_whose_unit_vanishes_does_not_wait_for_it_for_ever() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", PULLS).await;
    app.fleet.slow_pull("example:*", Duration::from_secs(24 * 3600));
    let launched = ada.begin(&launch("example", "1.0.0", 1)).await;
    eventually("Fleet has it", async || (ada.snapshot().await.units.len() == 1).then_some(())).await;
    app.fleet.delete_unit(UNITS[0]).unwrap();
    let ended = ada.ended(&launched.id).await;
    assert_eq!(
        reason(&ended.view.state),
        "Fleet does not list example:1.0.0@1.service: somebody has removed it meanwhile."
    );
}

#[tokio::test]
async fn what_is_started_again_is_not_destroyed() {
    // Nothing stops in this Fleet until its clock is moved.
    let still = fleet_sim::SimConfig::empty().manual();
    let app = Setup::new().over(running(still, ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let action = ada.begin(&scale("example", "1.0.0", 1)).await;
    app.skip_undo();
    eventually("it is told to stop", async || (!written(&app.fleet).is_empty()).then_some(())).await;
    app.fleet.put_unit(UNITS[1], UnitPut::state(DesiredState::Launched)).unwrap();
    let is_paused = |action: &ActionDetail| matches!(action.view.state, ActionState::Paused { .. });
    let paused =
        eventually("it is paused", async || Some(ada.action(&action.id).await).filter(is_paused)).await;
    let ActionState::Paused { reason, .. } = &paused.view.state else { panic!("{paused:?}") };
    assert!(reason.contains("Somebody has set example:1.0.0@2.service to run again meanwhile"), "{reason}");
    assert_eq!(written(&app.fleet), [format!("PUT {} loaded", UNITS[1])]);
    assert_eq!(names(&app.fleet), UNITS);
}

#[tokio::test]
async fn what_somebody_else_removed_first_counts_as_removed() {
    let units = [UNITS[0], UNITS[1], "example:2.0.0@1.service"];
    let app = Setup::new().over(running(quick(), ANYWHERE, &units)).start().await;
    let ada = app.admin("ada").await;
    app.fleet.faults().add(FaultRule::new(Fault::Status(503)).method("PUT"));
    let action = ada.begin(&remove_version("example", "1.0.0")).await;
    app.skip_undo();
    eventually("it has begun", async || (!written(&app.fleet).is_empty()).then_some(())).await;
    app.fleet.delete_unit(UNITS[0]).unwrap();
    app.fleet.faults().clear();
    let ended = ada.ended(&action.id).await;
    assert_eq!(ended.view.state, ActionState::Done, "{ended:?}");
    assert!(
        ended.steps.iter().any(|step| step.note == "example:1.0.0@1.service was gone already."),
        "{ended:?}"
    );
    assert_eq!(names(&app.fleet), [units[2]]);
}

#[tokio::test]
async fn a_removal_is_not_begun_once_its_units_are_no_longer_those_that_were_shown() {
    for change in [None, Some("[Service]\nExecStart=/bin/other\n")] {
        let units = [UNITS[0], UNITS[1], "example:2.0.0@1.service"];
        let app = Setup::new().over(running(quick(), ANYWHERE, &units)).start().await;
        let ada = app.admin("ada").await;
        let action = ada.begin(&remove_version("example", "1.0.0")).await;
        // In the time for undoing, past Quarterdeck.
        app.fleet.delete_unit(UNITS[0]).unwrap();
        if let Some(text) = change {
            app.fleet.put_unit(UNITS[0], UnitPut::new(options(text), DesiredState::Launched)).unwrap();
        }
        app.skip_undo();
        let ended = ada.ended(&action.id).await;
        assert!(
            reason(&ended.view.state).starts_with("The cluster changed while this waited; nothing was sent."),
            "{ended:?}"
        );
        assert!(!ended.view.restorable, "nothing was removed");
        assert!(written(&app.fleet).is_empty());
    }
}

#[tokio::test]
async fn a_removal_is_not_begun_once_it_would_take_the_last_healthy_instance() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let plan = ada.plan(&remove_unit(UNITS[0])).await;
    assert_eq!(plan.confirm, Confirm::None);
    let action: ActionView = ada.click(&plan, "remove").await.json();
    app.fleet.die_after(UNITS[1], Duration::ZERO);
    app.shows(UNITS[1], Health::Failed).await;
    app.skip_undo();
    let ended = ada.ended(&action.id).await;
    assert!(reason(&ended.view.state).starts_with("The cluster changed while this waited"), "{ended:?}");
    assert!(written(&app.fleet).is_empty());
    // Who sees that it is the last one may still insist.
    app.shows(UNITS[0], Health::Running).await;
    let insisted = app.carry_out(&ada, &remove_unit(UNITS[0])).await;
    assert_eq!(insisted.view.state, ActionState::Done, "{insisted:?}");
}

#[tokio::test]
async fn two_who_stop_two_instances_at_once_do_not_stop_the_last_one_unasked() {
    // What is told to stop does not stop in this Fleet, and its lists do not say that it was told.
    let app =
        Setup::new().over(running(fleet_sim::SimConfig::empty().manual(), ANYWHERE, &UNITS)).start().await;
    let (ada, bob) = (app.admin("ada").await, app.admin("bob").await);
    let stop = |unit: &str| PlanRequest::StopUnit { unit: unit.parse().unwrap() };
    let his = bob.plan(&stop(UNITS[1])).await;
    assert_eq!(his.confirm, Confirm::None);
    app.fleet.faults().add(FaultRule::new(Fault::Status(503)).method("PUT"));
    ada.begin(&stop(UNITS[0])).await;
    let error = bob.click(&his, "his").await.error();
    assert_eq!(error.code, ErrorCode::PlanChanged);
    let force = Confirm::TypeName { name: "example".into(), force: true };
    assert_eq!(error.plan.expect("the new plan comes along").confirm, force);
    assert_eq!(
        bob.try_plan(&stop(UNITS[0])).await.code(),
        ErrorCode::Conflict,
        "it is being stopped already"
    );
}

#[tokio::test]
async fn what_is_removed_before_it_is_even_listed_can_be_put_back() {
    let other = "example:2.0.0@1.service";
    let app = Setup::new().over(running(quick(), ANYWHERE, &[other])).start().await;
    let (ada, bob) = (app.admin("ada").await, app.admin("bob").await);
    ada.write_app("example", ANYWHERE).await;
    app.fleet
        .faults()
        .add(FaultRule::new(Fault::OmitUnits("example:1.0.0@*".into())).path("/fleet/v1/units"));
    ada.begin(&launch("example", "1.0.0", 1)).await;
    eventually("it is created", async || (written(&app.fleet).len() == 1).then_some(())).await;
    // Fleet has it a moment before its answer is here.
    let is_known = async || (bob.try_plan(&remove_unit(UNITS[0])).await.status() == 200).then_some(());
    eventually("it is known", is_known).await;
    let removal = bob.begin(&remove_unit(UNITS[0])).await;
    app.fleet.faults().clear();
    app.shows(UNITS[0], Health::Stopping).await;
    app.skip_undo();
    let removed = bob.ended(&removal.id).await;
    assert_eq!((&removed.view.state, removed.view.restorable), (&ActionState::Done, true), "{removed:?}");
    assert_eq!(names(&app.fleet), [other]);
    let restored = app.carry_out(&bob, &PlanRequest::Restore { action: removal.id }).await;
    assert_eq!(restored.view.state, ActionState::Done, "{restored:?}");
    assert_eq!(names(&app.fleet), [UNITS[0], other]);
}
