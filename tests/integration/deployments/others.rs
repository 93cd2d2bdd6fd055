//! What others do meanwhile to the units of a deployment: it does not count on what they have just stopped.

use std::time::Duration;

use fleet_sim::{Fault, FaultRule};
use serde_json::json;
use shared::Health;
use shared::action::{ActionDetail, ActionState, Progress};
use shared::deployment::Command;
use shared::plan::{PlanRequest, Step};

use super::{NEW, OLD, deploy, gate_of, over};
use crate::harness::{ANYWHERE, Client, TestApp, quick, running, written};

/// A deployment whose new instance has passed its gate, and that is about to stop the only old one when somebody lets it
/// go on. Fleet takes so long to be read that nobody sees what is done now.
async fn about_to_stop_the_old_one(stop: impl AsyncFnOnce(&TestApp, &Client)) {
    let fleet = running(quick(), ANYWHERE, &OLD[..1]);
    let (app, ada) = over(fleet, json!({ "wanted": 1, "min": 1, "gate": { "steady_s": 1 } })).await;
    app.fleet.slow_pull("example:2.0.0@*", Duration::from_secs(24 * 3_600));
    let action = ada.begin(&deploy("2.0.0")).await;
    ada.until(&action.id, "it waits for its gate", |action| {
        action.steps[gate_of(action, NEW[0]) as usize].progress == Progress::Running
    })
    .await;
    ada.say(&action.id, Command::Pause).await;
    app.fleet.clear_scripts();
    app.fleet.advance(Duration::from_secs(2 * 24 * 3_600));
    app.shows(NEW[0], Health::Running).await;
    ada.until(&action.id, "it has passed", |action| action.view.steps_done == 2).await;
    let delay = Fault::Delay(Duration::from_secs(2));
    app.fleet.faults().add(FaultRule::new(delay).method("GET").path("/fleet/v1/machines"));
    stop(&app, &ada).await;
    ada.say(&action.id, Command::Resume).await;
    let words = format!("Without {} 0 healthy instances would serve, and at least 1 must. ", OLD[0]);
    let is_held = |action: &ActionDetail| matches!(&action.view.state, ActionState::Paused { reason, .. } if reason.starts_with(&words));
    ada.until(&action.id, "it is held", is_held).await;
    let stopped = written(&app.fleet).into_iter().filter(|write| write.contains(OLD[0]));
    assert_eq!(stopped.count(), 0, "{:?}", written(&app.fleet));
}

#[tokio::test]
async fn what_a_script_has_just_stopped_does_not_serve() {
    about_to_stop_the_old_one(async |app, _| {
        let script = app.token().await;
        let answer =
            script.put(&format!("/fleet/v1/units/{}", NEW[0]), &json!({ "desiredState": "inactive" })).await;
        assert_eq!(answer.status(), 204, "{}", answer.text());
    })
    .await;
}

#[tokio::test]
async fn what_another_action_has_just_stopped_does_not_serve() {
    about_to_stop_the_old_one(async |_, ada| {
        ada.begin(&PlanRequest::StopUnit { unit: NEW[0].parse().unwrap() }).await;
    })
    .await;
}

/// A call is stored as begun, sent, and tried again: what somebody else begins meanwhile may reach Fleet first. Both were
/// right when they were decided, and leave fewer together; then nothing more goes.
#[tokio::test]
async fn what_another_action_stops_while_a_call_is_under_way_holds_what_comes_behind_it() {
    let fleet = running(quick(), ANYWHERE, &OLD[..2]);
    let (app, ada) = over(fleet, json!({ "wanted": 2, "min": 2 })).await;
    let old = FaultRule::new(Fault::Status(503)).method("PUT").path("/fleet/v1/units/example%3A1.0.0");
    app.fleet.faults().add(old);
    let action = ada.begin(&deploy("2.0.0")).await;
    let is_under_way = |action: &ActionDetail| {
        let mut stops = action.steps.iter().filter(|at| matches!(at.step, Step::SetDesired { .. }));
        stops.any(|at| at.progress == Progress::Running)
    };
    ada.until(&action.id, "it is about to stop an old one", is_under_way).await;
    let stopped = ada.begin(&PlanRequest::StopUnit { unit: NEW[0].parse().unwrap() }).await;
    assert_eq!(ada.ended(&stopped.id).await.view.state, ActionState::Done);
    app.fleet.faults().clear();
    let words = " 1 healthy instances would serve, and at least 2 must. ";
    let is_held = |action: &ActionDetail| matches!(&action.view.state, ActionState::Paused { reason, .. } if reason.contains(words));
    ada.until(&action.id, "it is held", is_held).await;
    let runs = |unit: &fleet::Unit| unit.desired_state == Some(fleet::DesiredState::Launched);
    let left: Vec<String> =
        app.fleet.units().into_iter().filter(runs).map(|unit| unit.name.to_string()).collect();
    assert!(left.len() == 2 && left[0].starts_with("example:1.0.0@") && left[1] == NEW[1], "{left:?}");
}
