//! How far a grant goes: most instances, allowed versions.

use std::time::Duration;

use fleet_sim::{Fault, FaultRule};
use serde_json::json;
use shared::account::CreatedToken;
use shared::deployment::Command;
use shared::plan::{Confirm, PlanRequest};
use shared::policy::{Limits, Pattern};
use shared::{ErrorCode, Health};

use super::two_apps;
use crate::harness::{
    ANYWHERE, Answer, CLUSTER, Client, TestApp, eventually, launch, options, remove_version, scale, writes,
    written,
};

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
    assert_eq!(line.summary, "Make API token ci (deployer on web-*, at most 3 instances, 1 day)");
}

/// A script whose token has this role on the web apps, within limits.
async fn limited(app: &TestApp, ada: &Client, role: &str) -> Client {
    let new = json!({"name": role, "role": role, "apps": "web-*", "limits": limits(), "days": 1});
    let CreatedToken { secret, .. } = ada.post("/api/v1/tokens", &new).await.json();
    app.nobody().with_token(&secret)
}

#[track_caller]
fn refused_as_fleet(answer: &Answer) -> String {
    assert_eq!(answer.status(), 403, "{}", answer.text());
    serde_json::from_slice::<fleet::ErrorBody>(answer.bytes()).unwrap().error.message
}

fn unit(name: &str) -> String {
    format!("/fleet/v1/units/{name}.service")
}

#[tokio::test]
async fn a_single_unit_written_by_a_script_is_within_them_too() {
    let (app, ada) = two_apps().await;
    let root = app.token().await;
    let launched = json!({"desiredState": "launched"});
    let stopped = json!({"options": options(ANYWHERE), "desiredState": "inactive"});
    for name in ["web-a:1@3", "web-a:1@4", "web-a:2@1"] {
        assert_eq!(root.put(&unit(name), &stopped).await.status(), 201);
    }
    let script = limited(&app, &ada, "deployer").await;
    let newer = script.put(&unit("web-a:2@1"), &launched).await;
    assert!(
        refused_as_fleet(&newer).contains("is for versions like 1*, and this starts 2"),
        "{}",
        newer.text()
    );
    // Two run: a third is within, a fourth is not. What runs already may be said again.
    assert_eq!(script.put(&unit("web-a:1@3"), &launched).await.status(), 204);
    let fourth = script.put(&unit("web-a:1@4"), &launched).await;
    let words = refused_as_fleet(&fourth);
    assert!(words.contains("at most 3 instances, and this leads to 4"), "{words}");
    assert_eq!(script.put(&unit("web-a:1@3"), &launched).await.status(), 204);
    assert_eq!(script.put(&unit("web-a:1@3"), &json!({"desiredState": "loaded"})).await.status(), 204);
    assert_eq!(script.put(&unit("web-a:1@4"), &launched).await.status(), 204);
    // Whoever may write options has limits like everybody.
    let role = json!({"verbs": ["view", "raw-unit"]});
    assert_eq!(ada.put("/api/v1/roles/writer", &role).await.status(), 200);
    let writer = limited(&app, &ada, "writer").await;
    let make = json!({"options": options(ANYWHERE), "desiredState": "launched"});
    let before = writes(&app.fleet).len();
    assert!(refused_as_fleet(&writer.put(&unit("web-a:1@9"), &make).await).contains("this leads to 4"));
    assert!(refused_as_fleet(&writer.put(&unit("web-b:2@1"), &make).await).contains("this starts 2"));
    assert_eq!(writes(&app.fleet).len(), before);
    assert_eq!(writer.put(&unit("web-b:1@1"), &make).await.status(), 201);
}

#[tokio::test]
async fn of_many_scripts_writes_at_once_no_more_than_allowed_are_sent() {
    let (app, ada) = two_apps().await;
    let root = app.token().await;
    let names: Vec<String> = (3..=8).map(|number| unit(&format!("web-a:1@{number}"))).collect();
    let stopped = json!({"options": options(ANYWHERE), "desiredState": "inactive"});
    for name in &names {
        assert_eq!(root.put(name, &stopped).await.status(), 201);
    }
    let script = limited(&app, &ada, "deployer").await;
    let launched = json!({"desiredState": "launched"});
    let answers = futures_util::future::join_all(names.iter().map(|name| script.put(name, &launched))).await;
    let mut statuses: Vec<u16> = answers.iter().map(Answer::status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 403, 403, 403, 403, 403]);
}

/// Nobody has answered yet for the instance that the write starts.
#[tokio::test]
async fn an_action_counts_the_write_that_is_under_way() {
    let (app, ada) = two_apps().await;
    let third = unit("web-a:1@3");
    let stopped = json!({"options": options(ANYWHERE), "desiredState": "inactive"});
    assert_eq!(app.token().await.put(&third, &stopped).await.status(), 201);
    let script = limited(&app, &ada, "deployer").await;
    let plan = script.plan(&launch("web-a", "1", 1)).await;
    let before = writes(&app.fleet).len();
    app.fleet.faults().add(FaultRule::new(Fault::Delay(Duration::from_millis(500))).method("PUT"));
    let launched = json!({"desiredState": "launched"});
    let (written, clicked) = tokio::join!(script.put(&third, &launched), async {
        eventually("Fleet has heard", async || (writes(&app.fleet).len() > before).then_some(())).await;
        script.click(&plan, "third").await
    });
    assert_eq!(written.status(), 204, "{}", written.text());
    assert!([403, 409].contains(&clicked.status()), "{}: {}", clicked.status(), clicked.text());
}

#[tokio::test]
async fn what_takes_force_in_a_plan_takes_it_of_a_script_too() {
    let (app, ada) = two_apps().await;
    let role = json!({"verbs": ["view", "restart", "remove"]});
    assert_eq!(ada.put("/api/v1/roles/keeper", &role).await.status(), 200);
    let keeper = app.script("keeper", "keeper", "*").await;
    let loaded = json!({"desiredState": "loaded"});
    assert_eq!(keeper.put(&unit("web-a:1@1"), &loaded).await.status(), 204);
    // And of whoever clicks on that plan, though they have typed its name.
    let stop = PlanRequest::StopUnit { unit: "web-a:1@2.service".parse().unwrap() };
    app.shows("web-a:1@1.service", Health::Stopped).await;
    let plan = keeper.plan(&stop).await;
    assert_eq!(plan.confirm, Confirm::TypeName { name: "web-a".into(), force: true });
    let click = keeper.click_with(&plan, "last", Some("web-a".into())).await;
    assert!(click.code() == ErrorCode::Forbidden && click.text().contains("'force'"), "{}", click.text());
    let last = unit("web-a:1@2");
    for answer in [keeper.put(&last, &loaded).await, keeper.delete(&last).await] {
        let words = refused_as_fleet(&answer);
        assert!(words.contains("needs the right 'force' on web-a"), "{words}");
        assert!(words.contains("web-a:1@2.service is the last healthy instance of web-a"), "{words}");
    }
    let with_force = app.script("operator", "operator", "*").await;
    assert_eq!(with_force.delete(&last).await.status(), 204);
    // What does not run may go.
    assert_eq!(keeper.delete(&unit("web-a:1@1")).await.status(), 204);
}
