//! `/api/v1/clusters/{cluster}/drift`: what is not as it was deployed is named.

use fleet::DesiredState;
use fleet_sim::UnitPut;
use shared::ErrorCode;
use shared::action::ActionState;
use shared::drift::AppDrift;
use shared::plan::PlanRequest;

use crate::harness::{ANYWHERE, CLUSTER, Client, Setup, eventually, launch, options, quick};

async fn drift(who: &Client) -> Vec<AppDrift> {
    who.get(&format!("{CLUSTER}/drift")).await.json()
}

fn deploy(version: &str) -> PlanRequest {
    let (app, version) = ("example".parse().unwrap(), version.parse().unwrap());
    PlanRequest::Deploy { app, version, count: Some(1), strategy: None }
}

#[tokio::test]
async fn what_is_not_as_deployed_is_named() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    let ended = app.carry_out(&ada, &deploy("1.0.0")).await;
    assert_eq!(ended.view.state, ActionState::Done, "{ended:?}");
    assert_eq!(drift(&ada).await, [], "all is as it was deployed");

    // Somebody else's unit, one of another version, and one with other options.
    let put = |name: &str, text: &str| {
        app.fleet.put_unit(name, UnitPut::new(options(text), DesiredState::Launched)).unwrap();
    };
    put("stranger:1.0.0@1.service", "[Service]\nExecStart=/bin/run\n");
    put("example:1.0.0@1.service", "[Service]\nExecStart=/bin/other\n");
    app.carry_out(&ada, &launch("example", "0.9.0", 1)).await;
    let all = |found: &Vec<AppDrift>| {
        found.len() == 2 && !found[0].drift.differing.is_empty() && !found[0].drift.left_over.is_empty()
    };
    let found = eventually("all of it is found", async || Some(drift(&ada).await).filter(all)).await;
    let [example, stranger] = found.as_slice() else { unreachable!("there are two") };
    assert_eq!(example.drift.differing[0].unit.as_str(), "example:1.0.0@1.service");
    assert_eq!(example.drift.differing[0].options, ["Service/ExecStart"]);
    assert_eq!(example.drift.left_over[0].units[0].as_str(), "example:0.9.0@1.service");
    assert!(example.drift.foreign.is_empty(), "{example:?}");
    assert_eq!(stranger.drift.foreign[0].as_str(), "stranger:1.0.0@1.service");
    assert!(!example.drift.words.is_empty() && !stranger.drift.words.is_empty());
}

#[tokio::test]
async fn drift_is_for_those_who_are_signed_in() {
    let app = Setup::new().start().await;
    let ada = app.admin("ada").await;
    assert_eq!(app.nobody().get(&format!("{CLUSTER}/drift")).await.code(), ErrorCode::NotSignedIn);
    assert_eq!(ada.get("/api/v1/clusters/elsewhere/drift").await.code(), ErrorCode::NotFound);
    assert_eq!(ada.get("/api/v1/clusters/a%20b/drift").await.code(), ErrorCode::BadRequest);
    assert_eq!(drift(&ada).await, []);
}

#[tokio::test]
async fn an_app_whose_settings_want_more_than_there_are_is_named_unless_somebody_chose_so() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    assert_eq!(drift(&ada).await, [], "it was never started");
    assert_eq!(app.carry_out(&ada, &deploy("1.0.0")).await.view.state, ActionState::Done);

    // Behind Quarterdeck's back.
    app.fleet.delete_unit("example:1.0.0@1.service").unwrap();
    let short = |found: &Vec<AppDrift>| found.iter().any(|found| found.drift.short.is_some());
    let found = eventually("it is missed", async || Some(drift(&ada).await).filter(short)).await;
    assert_eq!(found[0].drift.words, ["No instance is there, though its settings want 1."]);

    assert_eq!(app.carry_out(&ada, &deploy("1.0.0")).await.view.state, ActionState::Done);
    let none = |found: &Vec<AppDrift>| found.is_empty();
    eventually("all is there", async || Some(drift(&ada).await).filter(none)).await;
    let remove = PlanRequest::RemoveApp { app: "example".parse().unwrap() };
    assert_eq!(app.carry_out(&ada, &remove).await.view.state, ActionState::Done);
    assert_eq!(drift(&ada).await, [], "somebody removed it");
}
