//! Somebody else lays hands on the same units while an action is at work on them.

use std::time::Duration;

use fleet::DesiredState;
use fleet_sim::UnitPut;
use shared::action::ActionState;

use crate::harness::{
    ANYWHERE, Setup, eventually, launch, names, quick, remove_version, running, scale, written,
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
async fn a_launch_that_is_removed_while_it_pulls_ends_and_frees_its_numbers() {
    let app = Setup::new().fleet(quick()).start().await;
    let (ada, bob) = (app.admin("ada").await, app.admin("bob").await);
    ada.write_app("example", PULLS).await;
    app.fleet.slow_pull("example:*", Duration::from_secs(24 * 3600));
    let launched = ada.begin(&launch("example", "1.0.0", 1)).await;
    eventually("Fleet has it", async || (bob.snapshot().await.units.len() == 1).then_some(())).await;
    let removed = app.carry_out(&bob, &remove_version("example", "1.0.0")).await;
    assert_eq!(removed.view.state, ActionState::Done);
    let ended = ada.ended(&launched.id).await;
    assert_eq!(
        reason(&ended.view.state),
        "Somebody has set example:1.0.0@1.service to be stopped meanwhile (desired state loaded)."
    );
    app.fleet.clear_scripts();
    let again = app.carry_out(&ada, &launch("example", "1.0.0", 1)).await;
    assert_eq!(again.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), [UNITS[0]]);
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
    let ended = ada.ended(&action.id).await;
    assert_eq!(
        reason(&ended.view.state),
        "Somebody has set example:1.0.0@2.service to run again meanwhile (desired state launched)."
    );
    assert_eq!(written(&app.fleet), [format!("PUT {} loaded", UNITS[1])]);
    assert_eq!(names(&app.fleet), UNITS);
}

#[tokio::test]
async fn what_somebody_else_removed_first_counts_as_removed() {
    let units = [UNITS[0], UNITS[1], "example:2.0.0@1.service"];
    let app = Setup::new().over(running(quick(), ANYWHERE, &units)).start().await;
    let ada = app.admin("ada").await;
    let action = ada.begin(&remove_version("example", "1.0.0")).await;
    // In the time for undoing, past Quarterdeck.
    app.fleet.delete_unit(UNITS[0]).unwrap();
    app.skip_undo();
    let ended = ada.ended(&action.id).await;
    assert_eq!(ended.view.state, ActionState::Done, "{ended:?}");
    assert!(
        ended.steps.iter().any(|step| step.note == "example:1.0.0@1.service was gone already."),
        "{ended:?}"
    );
    assert_eq!(names(&app.fleet), [units[2]]);
}
