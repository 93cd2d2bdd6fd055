//! What is taken back is gone at once, for whoever is in the middle of something too.

use std::time::Duration;

use serde_json::json;
use shared::ErrorCode;
use shared::action::ActionState;
use shared::plan::PlanRequest;
use shared::policy::Limits;

use super::two_apps;
use crate::harness::{eventually, launch, names, written};

#[tokio::test]
async fn a_grant_counts_from_the_next_request_on() {
    let (app, _ada) = two_apps().await;
    let bob = app.person("bob", &[("viewer", "web-*")]).await;
    let request = launch("web-a", "1", 1);
    assert_eq!(bob.try_plan(&request).await.code(), ErrorCode::Forbidden);
    let grant = app.give("bob", "deployer", "web-*", Limits::NONE).await;
    assert_eq!(bob.try_plan(&request).await.status(), 200);
    app.take(&grant).await;
    assert_eq!(bob.try_plan(&request).await.code(), ErrorCode::Forbidden);
}

#[tokio::test]
async fn what_a_group_gave_ends_with_it_from_the_next_request_on() {
    let (app, ada) = two_apps().await;
    let bob = app.person("bob", &[]).await;
    assert_eq!(ada.put("/api/v1/groups/web", &json!({"members": ["bob"]})).await.status(), 200);
    let given = json!({"to": {"group": "web"}, "role": "deployer", "apps": "web-*"});
    assert_eq!(ada.post("/api/v1/grants", &given).await.status(), 201);
    let request = launch("web-a", "1", 1);
    // His session's rights are remembered from this on.
    assert_eq!(bob.try_plan(&request).await.status(), 200);
    assert_eq!(ada.delete("/api/v1/groups/web").await.status(), 204);
    assert_eq!(bob.try_plan(&request).await.code(), ErrorCode::NotFound);
}

#[tokio::test]
async fn whoever_loses_the_right_in_the_middle_takes_nothing_more_away() {
    let (app, ada) = two_apps().await;
    let bob = app.person("bob", &[("viewer", "web-*")]).await;
    let grant = app.give("bob", "deployer", "web-*", Limits::NONE).await;
    app.fleet.slow_pull("web-a:2@1*", Duration::from_secs(60));
    let deploy = PlanRequest::Deploy {
        app: "web-a".parse().unwrap(),
        version: "2".parse().unwrap(),
        count: None,
        strategy: None,
    };
    let action = bob.begin(&deploy).await;
    eventually("it has begun", async || (!written(&app.fleet).is_empty()).then_some(())).await;
    app.take(&grant).await;
    let reason = eventually("it is paused", async || match bob.action(&action.id).await.view.state {
        ActionState::Paused { reason, .. } => Some(reason),
        _ => None,
    })
    .await;
    assert_eq!(
        reason,
        "bob may not do this: it needs the right 'deploy' on web-a. Ask an administrator for it. Somebody else who may \
         can let this go on."
    );
    assert!(names(&app.fleet).iter().filter(|name| name.starts_with("web-a:1@")).count() == 2);
    let resumed = ada
        .post(
            &format!("{}/actions/{}/commands", crate::harness::CLUSTER, action.id),
            &shared::deployment::Command::Resume,
        )
        .await;
    assert_eq!(resumed.status(), 200, "{}", resumed.text());
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
}
