//! How far a grant goes: most instances, allowed versions.

use serde_json::json;
use shared::ErrorCode;
use shared::account::CreatedToken;
use shared::deployment::Command;
use shared::plan::PlanRequest;
use shared::policy::{Limits, Pattern};

use super::two_apps;
use crate::harness::{Answer, CLUSTER, launch, remove_version, scale, written};

fn limits() -> Limits {
    Limits { most_instances: Some(3), versions: Some(Pattern::parse("1*").unwrap()) }
}

fn beyond(answer: &Answer) -> String {
    assert_eq!(answer.code(), ErrorCode::Forbidden, "{}", answer.text());
    answer.error().message
}

#[tokio::test]
async fn what_a_plan_leads_to_is_within_the_grant() {
    let (app, ada) = two_apps().await;
    let bob = app.person("bob", &[]).await;
    app.give("bob", "operator", "web-*", limits()).await;
    // Two run: one more is within, two more are not, whatever it is called.
    assert_eq!(bob.try_plan(&launch("web-a", "1", 1)).await.status(), 200);
    for request in [launch("web-a", "1", 2), scale("web-a", "1", 4), launch("web-a", "1.5", 2)] {
        let plan = ada.plan(&request).await;
        for answer in [bob.try_plan(&request).await, bob.click(&plan, "beyond").await] {
            assert!(
                beyond(&answer).contains("is for at most 3 instances, and this leads to 4"),
                "{}",
                answer.text()
            );
        }
    }
    let deploy = PlanRequest::Deploy {
        app: "web-a".parse().unwrap(),
        version: "2".parse().unwrap(),
        count: Some(2),
        strategy: None,
    };
    let plan = ada.plan(&deploy).await;
    for answer in [bob.try_plan(&deploy).await, bob.click(&plan, "beyond").await] {
        assert!(beyond(&answer).contains("is for versions like 1*, and this starts 2"), "{}", answer.text());
    }
    assert_eq!(written(&app.fleet), Vec::<String>::new());
    // What takes away is beyond no limit.
    app.carry_out(&ada, &scale("web-a", "1", 6)).await;
    assert_eq!(bob.try_plan(&scale("web-a", "1", 5)).await.status(), 200);
    assert_eq!(bob.try_plan(&remove_version("web-a", "1")).await.status(), 200);
}

#[tokio::test]
async fn whoever_lets_something_go_on_must_be_allowed_all_of_it() {
    let (app, ada) = two_apps().await;
    let bob = app.person("bob", &[]).await;
    app.give("bob", "operator", "web-*", limits()).await;
    let slow = app.fleet.clone();
    slow.slow_pull("web-a:1@*", std::time::Duration::from_secs(600));
    let action = ada.begin(&scale("web-a", "1", 5)).await;
    let commands = format!("{CLUSTER}/actions/{}/commands", action.id);
    assert_eq!(bob.post(&commands, &Command::Pause).await.status(), 200);
    let refused = bob.post(&commands, &Command::Resume).await;
    assert!(beyond(&refused).contains("at most 3 instances, and this leads to 5"), "{}", refused.text());
    assert_eq!(ada.post(&commands, &Command::Resume).await.status(), 200);
    assert_eq!(bob.post(&commands, &Command::Abort).await.status(), 200);
}

#[tokio::test]
async fn a_token_has_no_more_than_it_was_given() {
    let (app, ada) = two_apps().await;
    let new = json!({"name": "ci", "role": "deployer", "apps": "web-*", "limits": {"most_instances": 3}, "days": 1});
    let CreatedToken { token, secret } = ada.post("/api/v1/tokens", &new).await.json();
    assert_eq!(
        (token.apps.as_str(), token.cluster.as_str(), token.limits.most_instances),
        ("web-*", "*", Some(3))
    );
    let ci = app.nobody().with_token(&secret);
    assert_eq!(ci.try_plan(&launch("web-a", "1", 1)).await.status(), 200);
    assert!(beyond(&ci.try_plan(&launch("web-a", "1", 2)).await).contains("at most 3 instances"));
    assert_eq!(ci.try_plan(&launch("checkout", "1", 1)).await.code(), ErrorCode::NotFound);
    assert!(beyond(&ci.try_plan(&remove_version("web-a", "1")).await).contains("'remove' on web-a"));
    assert_eq!(ci.post("/api/v1/tokens", &new).await.code(), ErrorCode::Forbidden);
    let line = ada.record().await.into_iter().find(|row| row.summary.starts_with("Make API token")).unwrap();
    assert_eq!(line.summary, "Make API token ci (deployer on web-*, at most 3 instances, 1 days)");
}
