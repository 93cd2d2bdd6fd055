//! Apps whose units follow those of another one: whoever deploys that one needs the right to each, and whoever sees that one
//! alone learns of none.

use std::time::Duration;

use fleet::DesiredState;
use fleet_sim::UnitPut;
use reqwest::Method;
use serde_json::{Value, json};
use shared::action::{ActionState, ActionView, Progress};
use shared::approval::ApproveAction;
use shared::deployment::Command;
use shared::plan::PlanRequest;
use shared::policy::Limits;
use shared::{ErrorCode, Health};

use crate::harness::{
    ANYWHERE, CLUSTER, Client, Setup, TestApp, eventually, names, options, quick, remove_unit, running,
    scale, written,
};

const FOLLOWER: &str =
    "[Service]\nExecStart=/bin/run\n[X-Fleet]\nMachineOf=web:{version}@{instance}.service\n";

/// Two instances of `web` run, whose units those of `spy` follow from the next deployment on.
async fn followed(settings: Value) -> (TestApp, Client) {
    let fleet = running(quick(), ANYWHERE, &["web:1@1.service", "web:1@2.service"]);
    let app = Setup::new().over(fleet).start().await;
    let ada = app.admin("ada").await;
    let spy = json!({"source": FOLLOWER, "base_revision": 0, "settings": settings});
    assert_eq!(ada.put("/api/v1/apps/spy", &spy).await.status(), 200);
    let settings = json!({"companions": ["spy"], "wanted": 2, "gate": {"steady_s": 0}});
    let web = json!({"source": ANYWHERE, "base_revision": 0, "settings": settings});
    let answer = ada.put("/api/v1/apps/web", &web).await;
    assert_eq!(answer.status(), 200, "{}", answer.text());
    (app, ada)
}

fn deploy(version: &str) -> PlanRequest {
    let (app, version) = ("web".parse().unwrap(), version.parse().unwrap());
    PlanRequest::Deploy { app, version, count: None, strategy: None }
}

#[tokio::test]
async fn who_may_not_deploy_a_companion_does_not_take_it_along() {
    let (app, ada) = followed(json!({})).await;
    let bob = app.person("bob", &[("deployer", "web")]).await;
    let grace = app.person("grace", &[("deployer", "web"), ("viewer", "spy")]).await;
    let plan = ada.plan(&deploy("2")).await;
    for request in [deploy("2"), scale("web", "1", 3)] {
        let refused = bob.try_plan(&request).await;
        assert_eq!(refused.code(), ErrorCode::Forbidden, "{}", refused.text());
        assert!(!refused.text().contains("spy") && refused.text().contains("follow"), "{}", refused.text());
        let named = grace.try_plan(&request).await;
        assert!(named.code() == ErrorCode::Forbidden && named.text().contains("on spy"), "{}", named.text());
    }
    for forged in [bob.click(&plan, "b").await, grace.click(&plan, "g").await] {
        assert_eq!(forged.code(), ErrorCode::Forbidden, "{}", forged.text());
    }
    assert_eq!(written(&app.fleet), Vec::<String>::new());
    let record = ada.get("/api/v1/audit?app=spy&outcome=refused").await.text();
    assert!(record.contains("bob") && record.contains("grace"), "{record}");

    // To the extent of that right too.
    let limits = Limits { most_instances: Some(1), versions: None };
    let limited = app.give("bob", "deployer", "spy", limits).await;
    let refused = bob.try_plan(&deploy("2")).await;
    assert!(refused.text().contains("at most 1 instance"), "{}", refused.text());
    app.take(&limited).await;
    app.give("bob", "deployer", "spy", Limits::NONE).await;
    assert_eq!(bob.plan(&deploy("2")).await.hash, plan.hash);
}

#[tokio::test]
async fn who_loses_the_right_to_a_companion_in_the_middle_takes_nothing_more_away() {
    let (app, ada) = followed(json!({})).await;
    let bob = app.person("bob", &[("deployer", "web"), ("viewer", "spy")]).await;
    let eve = app.person("eve", &[("deployer", "web")]).await;
    let grant = app.give("bob", "deployer", "spy", Limits::NONE).await;
    app.fleet.slow_pull("web:2@1*", Duration::from_secs(60));
    let action = bob.begin(&deploy("2")).await;
    eventually("it has begun", async || (!written(&app.fleet).is_empty()).then_some(())).await;
    app.take(&grant).await;
    let reason = eventually("it is paused", async || match bob.action(&action.id).await.view.state {
        ActionState::Paused { reason, .. } => Some(reason),
        _ => None,
    })
    .await;
    assert!(reason.contains("follow those of web") && !reason.contains("spy"), "{reason}");
    assert_eq!(names(&app.fleet).iter().filter(|name| name.starts_with("web:1@")).count(), 2);
    let path = format!("{CLUSTER}/actions/{}/commands", action.id);
    for command in [Command::Resume, Command::RollBack] {
        assert_eq!(eve.post(&path, &command).await.code(), ErrorCode::Forbidden, "{command:?}");
    }
    assert_eq!(ada.post(&path, &Command::Resume).await.status(), 200);
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
}

#[tokio::test]
async fn of_a_companion_that_one_does_not_see_nothing_is_told() {
    let (app, ada) = followed(json!({"approval": "second_person"})).await;
    let grace = app.admin("grace").await;
    let bob = app.person("bob", &[("viewer", "web")]).await;
    let eve = app.person("eve", &[("deployer", "web")]).await;
    let mut stream = bob.events(None).await;
    let action = ada.begin(&deploy("2")).await;
    assert_eq!(action.asked.as_ref().map(|asked| asked.waits.len()), Some(1), "{action:?}");
    let of_action = format!("{CLUSTER}/actions/{}", action.id);
    let body = ApproveAction { plan_hash: ada.plan(&deploy("2")).await.hash, confirmation: None };
    let refused = eve.post(&format!("{of_action}/approve"), &body).await;
    assert!(refused.code() == ErrorCode::Forbidden && !refused.text().contains("spy"), "{}", refused.text());
    assert_eq!(grace.post(&format!("{of_action}/approve"), &body).await.status(), 202);
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done);
    let units = names(&app.fleet);
    assert_eq!(units, ["spy:2@1.service", "spy:2@2.service", "web:2@1.service", "web:2@2.service"]);
    loop {
        let event = stream.next_named("action").await;
        assert!(!event.data.contains("spy"), "{}", event.data);
        let view: ActionView = serde_json::from_value(event.json::<Value>()["action"].clone()).unwrap();
        if view.state == ActionState::Done {
            break;
        }
    }
    for path in [
        "/api/v1/apps/web".to_owned(),
        of_action,
        format!("{CLUSTER}/actions"),
        format!("{CLUSTER}/deployments"),
    ] {
        assert!(ada.get(&path).await.text().contains("spy"), "{path}");
        let answer = bob.send(bob.request(Method::GET, &path)).await;
        assert_eq!(answer.status(), 200, "{path}: {}", answer.text());
        assert!(!answer.text().contains("spy"), "{path}: {}", answer.text());
    }
    let seen = bob.action(&action.id).await;
    let in_lanes: u32 = seen.stages.iter().flat_map(|stage| &stage.lanes).sum();
    assert!(seen.steps.len() < done.steps.len() && in_lanes as usize == seen.steps.len(), "{seen:?}");
}

/// Why there is no plan names the units that are in its way.
#[tokio::test]
async fn why_nothing_can_be_planned_names_no_companion_to_those_who_may_not_take_it_along() {
    let (app, ada) = followed(json!({})).await;
    let bob = app.person("bob", &[("operator", "web")]).await;
    let follower = options("[Service]\nExecStart=/bin/run\n[X-Fleet]\nMachineOf=web:1@1.service\n");
    app.fleet.put_unit("spy:1@1.service", UnitPut::new(follower, DesiredState::Launched)).unwrap();
    app.shows("spy:1@1.service", Health::Running).await;
    ada.begin(&remove_unit("spy:1@1.service")).await;
    let restart = PlanRequest::RestartApp { app: "web".parse().unwrap(), version: None };
    let told = ada.try_plan(&restart).await;
    assert!(told.code() == ErrorCode::Conflict && told.text().contains("spy:1@1"), "{}", told.text());
    let refused = bob.try_plan(&restart).await;
    assert_eq!(refused.code(), ErrorCode::Forbidden, "{}", refused.text());
    assert!(!refused.text().contains("spy"), "{}", refused.text());
}

/// Somebody may have the right to an app that they do not see: the steps that they are shown are not all there are.
#[tokio::test]
async fn who_does_not_see_all_steps_names_none() {
    let (app, ada) = followed(json!({})).await;
    let verbs = json!({"verbs": ["launch", "scale", "deploy", "rollback", "remove", "restart", "force"]});
    assert_eq!(ada.put("/api/v1/roles/hands", &verbs).await.status(), 200);
    let bob = app.person("bob", &[("admin", "web"), ("hands", "spy")]).await;
    app.fleet.fail_start("web:2@*");
    let action = ada.begin(&deploy("2")).await;
    let failed = eventually("a step has failed", async || {
        let steps = ada.action(&action.id).await.steps;
        steps.iter().position(|step| step.progress == Progress::Failed)
    })
    .await;
    let path = format!("{CLUSTER}/actions/{}/commands", action.id);
    let step = u32::try_from(failed).unwrap();
    for command in [Command::Retry { step }, Command::LeaveOut { step }] {
        let refused = bob.post(&path, &command).await;
        assert_eq!(refused.code(), ErrorCode::Conflict, "{command:?}: {}", refused.text());
        assert!(refused.text().contains("do not see all of its steps"), "{}", refused.text());
    }
    assert_eq!(ada.post(&path, &Command::LeaveOut { step }).await.status(), 200);
    assert_eq!(bob.post(&path, &Command::Abort).await.status(), 200, "this names none");
}
