//! While Fleet has weather a deployment takes nothing away, and it goes on when all is well.

use std::time::Duration;

use fleet_sim::{Fault, FaultRule};
use serde_json::json;
use shared::action::{ActionDetail, ActionState};
use shared::deployment::Command;
use shared::{ErrorCode, Health, health};

use super::{NEW, OLD, deploy, deployed, lines, reason};
use crate::harness::{Client, TestApp, eventually, names, written};

/// A deployment whose first new instance still pulls.
async fn pulling() -> (TestApp, Client, ActionDetail) {
    let (app, ada) = deployed(json!({})).await;
    app.fleet.slow_pull("example:2.0.0@1*", Duration::from_secs(60));
    let action = ada.begin(&deploy("2.0.0")).await;
    eventually("it has begun", async || (!written(&app.fleet).is_empty()).then_some(())).await;
    let action = ada.action(&action.id).await;
    (app, ada, action)
}

fn took_nothing_away(app: &TestApp) {
    assert_eq!(written(&app.fleet), [format!("PUT {} launched", NEW[0])]);
}

/// What it would take for ill may serve: it would promise that fewer stay healthy than are.
#[tokio::test]
async fn nothing_is_deployed_while_it_is_not_known_how_an_instance_fares() {
    let (app, ada) = deployed(json!({})).await;
    let faults = app.fleet.faults();
    faults.add(FaultRule::new(Fault::Status(500)).method("GET").path("/fleet/v1/units/"));
    faults.add(FaultRule::new(Fault::HalfList).path("/fleet/v1/units"));
    let cluster = app.server.clusters.default_cluster();
    let is_unknown = |unit: &&str| {
        let snapshot = cluster.snapshot();
        snapshot.units.get(*unit).is_some_and(|entry| health::of(&entry.row) == Health::Unknown)
    };
    eventually("a list lacks one", async || {
        cluster.look();
        OLD.iter().any(is_unknown).then_some(())
    })
    .await;
    let refused = ada.try_plan(&deploy("2.0.0")).await;
    assert_eq!(refused.code(), ErrorCode::StaleData, "{}", refused.text());
    assert!(refused.error().message.contains("has not said yet whether it is gone"), "{}", refused.text());
    faults.clear();
    eventually("it is known again", async || {
        cluster.look();
        (ada.try_plan(&deploy("2.0.0")).await.status() == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_fleet_that_answers_503_pauses_it_until_it_has_answered_well_for_a_while() {
    let (app, ada, action) = pulling().await;
    app.fleet.set_unavailable(true);
    let paused = ada.until_paused(&action.view.id).await;
    assert!(matches!(paused.view.state, ActionState::Paused { resumes: true, by: None, .. }));
    assert!(reason(&paused).contains("503"), "{}", reason(&paused));
    // The pull is over long before Fleet is back.
    app.fleet.advance(Duration::from_secs(120));
    took_nothing_away(&app);
    app.fleet.set_unavailable(false);
    let done = ada.ended(&action.view.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
    assert!(lines(&done).contains(&"Fleet answers as it should: it goes on."), "{:?}", lines(&done));
    assert_eq!(names(&app.fleet), NEW);
}

#[tokio::test]
async fn a_call_that_fleet_does_not_take_is_done_again_once_it_does() {
    let (app, ada, action) = pulling().await;
    app.fleet.faults().add(FaultRule::new(Fault::Status(503)).method("PUT"));
    app.fleet.advance(Duration::from_secs(120));
    let paused = ada.until_paused(&action.view.id).await;
    assert!(reason(&paused).contains("503"), "{}", reason(&paused));
    assert_eq!(names(&app.fleet).len(), OLD.len() + 1);
    app.fleet.faults().clear();
    assert_eq!(ada.ended(&action.view.id).await.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), NEW);
}

#[tokio::test]
async fn a_machine_that_vanishes_pauses_it_until_somebody_goes_on_without() {
    let (app, ada, action) = pulling().await;
    let used: Vec<_> = app.fleet.units().into_iter().filter_map(|unit| unit.machine_id).collect();
    let machine = app.fleet.machines().into_iter().find(|machine| used.contains(&machine.id)).unwrap();
    app.fleet.lose_machine(machine.id.as_str());
    let paused = ada.until_paused(&action.view.id).await;
    let words = format!("The machine {} has vanished. It waits for that", machine.id);
    assert!(reason(&paused).starts_with(&words), "{}", reason(&paused));
    assert!(matches!(paused.view.state, ActionState::Paused { resumes: false, by: None, .. }));
    took_nothing_away(&app);
    // Fleet starts the lost ones elsewhere; the machine does not come back.
    for unit in OLD {
        app.shows(unit, shared::Health::Running).await;
    }
    took_nothing_away(&app);
    ada.say(&action.view.id, Command::Resume).await;
    let done = ada.ended(&action.view.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
}

#[tokio::test]
async fn lists_that_shrink_take_nothing_away() {
    let (app, ada, action) = pulling().await;
    // Fleet's lists lack the old ones, and asked by name it does not say either.
    app.fleet.faults().every(1, Fault::OmitUnits("example:1.0.0@*".into()));
    app.fleet.faults().add(FaultRule::new(Fault::Status(500)).method("GET").path("/fleet/v1/units/example"));
    let paused = ada.until_paused(&action.view.id).await;
    assert!(reason(&paused).starts_with("Fleet no longer shows example:1.0.0@"), "{}", reason(&paused));
    app.fleet.advance(Duration::from_secs(120));
    took_nothing_away(&app);
    app.fleet.faults().clear();
    assert_eq!(ada.ended(&action.view.id).await.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), NEW);
}

#[tokio::test]
async fn no_reason_has_fleets_words_of_its_insides() {
    let insides = "dial tcp etcd-3.internal:2379: connection refused";
    let fault = || FaultRule::new(Fault::Refusal { status: 503, message: insides.into() });
    let (app, ada, action) = pulling().await;
    let assert_plain = async |action: &ActionDetail| {
        let path = format!("{}/actions/{}", crate::harness::CLUSTER, action.view.id);
        let told = ada.get(&path).await.text();
        assert!(!told.contains("etcd-3") && !reason(action).contains("internal"), "{told}");
    };
    // A call fails, then all do.
    app.fleet.faults().add(fault().method("PUT"));
    app.fleet.advance(Duration::from_secs(120));
    let paused = ada.until_paused(&action.view.id).await;
    assert!(reason(&paused).contains("The server's log says more, under "), "{}", reason(&paused));
    assert_plain(&paused).await;
    app.fleet.faults().clear();
    assert_eq!(ada.ended(&action.view.id).await.view.state, ActionState::Done);

    let (app, ada, action) = pulling().await;
    app.fleet.faults().add(fault());
    let paused = ada.until_paused(&action.view.id).await;
    assert!(reason(&paused).contains("Fleet cannot work at the moment (503)."), "{}", reason(&paused));
    assert_plain(&paused).await;
}
