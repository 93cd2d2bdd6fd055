//! One deployment an app at a time, and how another takes it over.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use shared::ErrorCode;
use shared::action::{ActionState, ActionView};
use shared::deployment::Command;
use shared::plan::{Plan, PlanRequest, Step};

use super::{NEW, OLD, deploy, deployed};
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
            "ada is changing this app: \"{}\", begun less than a minute ago. Wait until it has ended, or take it \
             over: that aborts it.",
            action.summary
        )
    );
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
    let asked = bob.post(&format!("{CLUSTER}/plans?takes_over={}", action.id), &deploy("3.0.0")).await;
    let planned: Plan = asked.json();
    assert_eq!(planned.hash, shown.hash, "it can be asked for, and is the one that is started");
    let is_there = names(&app.fleet);
    for step in &planned.steps {
        if let Step::Destroy { unit } = step {
            assert!(is_there.contains(&unit.to_string()), "{unit} was only claimed");
        }
    }
    let hash = json!(planned.hash);
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
    assert!(record.iter().any(|row| row.actor.as_str() == "bob" && row.summary.starts_with("Abort “")));
}

#[tokio::test]
async fn a_take_over_is_planned_for_those_alone_who_may_and_of_what_holds_the_app() {
    let (app, ada) = deployed(json!({})).await;
    let action = at_work(&app, &ada).await;
    let plan = async |who: &Client, id: &str, request: &PlanRequest| {
        who.post(&format!("{CLUSTER}/plans?takes_over={id}"), request).await
    };
    let other = plan(&ada, "0a", &deploy("3.0.0")).await;
    assert_eq!((other.status(), other.code()), (409, ErrorCode::AppLocked), "{}", other.text());
    let no_id = plan(&ada, "A%20B", &deploy("3.0.0")).await;
    assert_eq!((no_id.status(), no_id.code()), (400, ErrorCode::BadRequest), "{}", no_id.text());
    let none = plan(&ada, action.id.as_str(), &crate::harness::launch("example", "3.0.0", 1)).await;
    assert_eq!(none.status(), 400, "{}", none.text());
    assert_eq!(none.error().message, "Only a deployment can take over another one of the same app.");
    let viewer = app.token_as("viewer".parse().unwrap()).await;
    assert_eq!(plan(&viewer, action.id.as_str(), &deploy("3.0.0")).await.status(), 403);
    assert_eq!(plan(&app.nobody(), action.id.as_str(), &deploy("3.0.0")).await.status(), 401);
    assert!(ada.action(&action.id).await.view.state.is_at_work(), "a plan aborts nothing");
    // Once it has ended, there is nobody to take over, and the plan is the one as ever.
    ada.say(&action.id, Command::Abort).await;
    ada.ended(&action.id).await;
    let after: Plan = plan(&ada, action.id.as_str(), &deploy("3.0.0")).await.json();
    assert_eq!(after.hash, ada.plan(&deploy("3.0.0")).await.hash);
}

/// What is taken over leaves its limit behind: its end stays as it was, and the other has its own.
#[tokio::test]
async fn who_takes_over_while_a_limit_runs_has_a_whole_one() {
    const LIMIT_S: u64 = 600;
    let (app, ada) = deployed(json!({ "deadline_s": LIMIT_S })).await;
    let first = at_work(&app, &ada).await;
    let first_limit = first.deploying.as_deref().unwrap().deadline_ms.unwrap();
    app.fleet.slow_pull("example:3.0.0@*", Duration::from_secs(24 * 3600));
    app.clock.advance((LIMIT_S - 60) * 1_000);
    let bob = app.admin("bob").await;
    let over = format!("{CLUSTER}/plans?takes_over={}", first.id);
    let begun: ActionView = eventually("Fleet was read again, and it is taken over", async || {
        let planned = bob.post(&over, &deploy("3.0.0")).await;
        if planned.status() != 200 {
            assert_eq!(planned.code(), ErrorCode::StaleData, "{}", planned.text());
            return None;
        }
        let plan: Plan = planned.json();
        let body = json!({ "request": plan.request, "plan_hash": plan.hash, "takes_over": first.id });
        let request = bob.request(Method::POST, &format!("{CLUSTER}/actions"));
        let answer = bob.send(request.header("idempotency-key", "k1").json(&body)).await;
        (answer.status() == 202).then(|| answer.json())
    })
    .await;
    let second_limit = begun.deploying.as_deref().unwrap().deadline_ms.unwrap();
    assert!(second_limit > first_limit + 60_000, "{second_limit} of {first_limit}");
    app.clock.advance(120_000);
    assert!(app.clock.now_ms() > first_limit);
    bob.until(&begun.id, "it waits for its pull", |action| action.view.steps_done > 0).await;
    let left = ada.action(&first.id).await;
    assert!(
        matches!(&left.view.state, ActionState::Aborted { by: Some(by), .. } if by.as_str() == "bob"),
        "{left:#?}"
    );
    assert!(bob.action(&begun.id).await.view.state.is_at_work());
    assert!(
        OLD.iter().all(|old| names(&app.fleet).contains(&(*old).to_owned())),
        "all that serves goes on serving"
    );
}
