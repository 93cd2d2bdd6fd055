//! One deployment an app at a time, and how another takes it over.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use shared::ErrorCode;
use shared::action::{ActionState, ActionView};
use shared::plan::{PlanRequest, Step};

use super::{NEW, deploy, deployed};
use crate::harness::{CLUSTER, Client, eventually, names, written};

/// A deployment that waits for a pull.
async fn at_work(app: &crate::harness::TestApp, who: &Client) -> ActionView {
    app.fleet.slow_pull("example:2.0.0@*", Duration::from_secs(24 * 3600));
    let action = who.begin(&deploy("2.0.0")).await;
    eventually("it has begun", async || (!written(&app.fleet).is_empty()).then_some(())).await;
    action
}

#[tokio::test]
async fn an_app_that_is_being_deployed_says_by_whom() {
    let (app, ada) = deployed(json!({})).await;
    let bob = app.admin("bob").await;
    let action = at_work(&app, &ada).await;
    let plan = bob.plan(&deploy("3.0.0")).await;
    let refused = bob.click(&plan, "k1").await;
    assert_eq!((refused.status(), refused.code()), (409, ErrorCode::AppLocked));
    assert_eq!(
        refused.error().message,
        format!(
            "ada is at work on this app: \"{}\", begun less than a minute ago. Wait until it has ended, or take it \
             over: that aborts it.",
            action.summary
        )
    );
    // What is no deployment goes on as ever.
    let stop = PlanRequest::StopUnit { unit: super::OLD[0].parse().unwrap() };
    bob.begin(&stop).await;
}

#[tokio::test]
async fn of_two_clicks_at_once_one_deploys() {
    let (app, ada) = deployed(json!({})).await;
    app.fleet.slow_pull("example:*", Duration::from_secs(24 * 3600));
    let bob = app.admin("bob").await;
    let (one, other) = (ada.plan(&deploy("2.0.0")).await, bob.plan(&deploy("3.0.0")).await);
    let (one, other) = tokio::join!(ada.click(&one, "k1"), bob.click(&other, "k1"));
    let mut statuses = [one.status(), other.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [202, 409]);
}

#[tokio::test]
async fn of_fifty_clicks_at_once_one_deploys() {
    let (app, ada) = deployed(json!({})).await;
    let bob = app.admin("bob").await;
    let (hers, his) = (ada.plan(&deploy("2.0.0")).await, bob.plan(&deploy("2.0.0")).await);
    // Two people, each with many windows: every click has a key of its own, and some are sent twice.
    let keys: Vec<String> = (0..50).map(|number| format!("k{}", number / 2 * 2 + number % 3 % 2)).collect();
    let clicks = keys.iter().enumerate().map(|(number, key)| {
        let (who, plan) = if number % 2 == 0 { (&ada, &hers) } else { (&bob, &his) };
        who.click(plan, key)
    });
    let answers = futures_util::future::join_all(clicks).await;
    let mut started: Vec<String> = Vec::new();
    for answer in &answers {
        match answer.status() {
            202 => started.push(answer.json::<ActionView>().id.to_string()),
            _ => assert!(
                matches!(answer.code(), ErrorCode::AppLocked | ErrorCode::PlanChanged),
                "{}",
                answer.text()
            ),
        }
    }
    started.sort_unstable();
    started.dedup();
    let [one] = started.as_slice() else { panic!("not one deployment: {started:?}") };
    let ended = ada.ended(&one.parse().unwrap()).await;
    assert_eq!(ended.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), NEW);
    let creates = written(&app.fleet).into_iter().filter(|write| write.contains("2.0.0"));
    assert_eq!(creates.count(), NEW.len(), "each was made once: {:?}", written(&app.fleet));
}

#[tokio::test]
async fn who_takes_over_aborts_the_other_and_begins() {
    let (app, ada) = deployed(json!({})).await;
    let bob = app.admin("bob").await;
    let action = at_work(&app, &ada).await;
    let click = async |takes_over: &str, hash: serde_json::Value, key: &str| {
        let body = json!({ "request": deploy("3.0.0"), "plan_hash": hash, "takes_over": takes_over });
        let request = bob.request(Method::POST, &format!("{CLUSTER}/actions"));
        bob.send(request.header("idempotency-key", key).json(&body)).await
    };
    let plan = bob.plan(&deploy("3.0.0")).await;
    let other = click("0a", json!(plan.hash), "k1").await;
    assert_eq!(other.code(), ErrorCode::AppLocked, "only the one that was shown is aborted");
    let other = click(action.id.as_str(), json!("0".repeat(64)), "k1").await;
    assert_eq!(other.code(), ErrorCode::PlanChanged, "nothing is aborted for what can't begin");
    assert!(ada.action(&action.id).await.view.state.is_at_work());
    // The plan as it is while the other works counts what that one has only claimed.
    let counted = click(action.id.as_str(), json!(plan.hash), "k2").await;
    assert_eq!(counted.code(), ErrorCode::PlanChanged, "what comes of it was not shown yet");
    assert!(ada.action(&action.id).await.view.state.is_at_work(), "and so nothing was aborted");
    let shown = counted.error().plan.expect("the plan from where the other is left");
    let is_there = names(&app.fleet);
    for step in &shown.steps {
        if let Step::Destroy { unit } = step {
            assert!(is_there.contains(&unit.to_string()), "{unit} was only claimed");
        }
    }
    let hash = json!(shown.hash);
    let answer = click(action.id.as_str(), hash.clone(), "k3").await;
    assert_eq!(answer.status(), 202, "{}", answer.text());
    let again = click(action.id.as_str(), hash, "k3").await;
    assert_eq!(again.status(), 202, "the same key is the same action: {}", again.text());
    assert_eq!(again.json::<ActionView>().id, answer.json::<ActionView>().id);
    let aborted = ada.ended(&action.id).await;
    assert!(matches!(&aborted.view.state, ActionState::Aborted { by: Some(by), .. } if by.as_str() == "bob"));
    let begun: ActionView = answer.json();
    assert_eq!(ada.ended(&begun.id).await.view.state, ActionState::Done);
    assert!(names(&app.fleet).iter().all(|name| name.starts_with("example:3.0.0@")), "{NEW:?}");
    let record = bob.record().await;
    assert!(record.iter().any(|row| row.actor.as_str() == "bob" && row.summary.starts_with("Abort: ")));
}
