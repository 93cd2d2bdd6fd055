//! Canaries, blue and green, and many deployments side by side.

use serde_json::json;
use shared::action::{ActionState, ActionView};
use shared::deployment::Command;
use shared::plan::PlanRequest;
use shared::{ErrorCode, Health};

use super::{NEW, OLD, deploy, deployed, lines};
use crate::harness::{ANYWHERE, Setup, TestApp, eventually, names, quick, running, written};

#[tokio::test]
async fn canaries_wait_until_somebody_lets_the_rest_follow() {
    let (app, ada) =
        deployed(json!({ "strategy": { "kind": "canary", "count": 1, "batch": 2, "surge": 2 } })).await;
    let action = ada.begin(&deploy("2.0.0")).await;
    let held = ada
        .until(&action.id, "it waits", |action| action.view.state == ActionState::Holding { until_ms: None })
        .await;
    assert_eq!(held.view.deploying.as_deref().unwrap().deadline_ms, None, "a person's time does not count");
    assert_eq!(names(&app.fleet).len(), 4);
    ada.say(&action.id, Command::Promote).await;
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), NEW);
}

#[tokio::test]
async fn canaries_that_bake_go_on_by_themselves_unless_one_dies() {
    let strategy = json!({ "kind": "canary", "count": 1, "bake_s": 2, "batch": 1, "surge": 1 });
    let (app, ada) = deployed(json!({ "strategy": strategy })).await;
    let action = ada.begin(&deploy("2.0.0")).await;
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), NEW);
    app.fleet.die_after("example:3.0.0@*", std::time::Duration::from_secs(40));
    let action = ada.begin(&deploy("3.0.0")).await;
    let paused = ada.until_paused(&action.id).await;
    assert_eq!(
        super::reason(&paused),
        "example:3.0.0@1.service does not run any more, though it had passed its gate."
    );
}

#[tokio::test]
async fn blue_and_green_keeps_the_old_ones_stopped_until_they_may_go() {
    let (app, ada) = deployed(json!({ "strategy": { "kind": "blue_green" }, "keep_old_s": 3600 })).await;
    let action = ada.begin(&deploy("2.0.0")).await;
    let keeping = ada
        .until(&action.id, "it keeps", |action| matches!(action.view.state, ActionState::Keeping { .. }))
        .await;
    assert!(!keeping.view.state.is_at_work());
    assert_eq!(names(&app.fleet).len(), 6);
    app.shows(OLD[0], Health::Stopped).await;
    assert_eq!(ada.try_say(&action.id, Command::Pause).await.code(), ErrorCode::Conflict);
    ada.say(&action.id, Command::Finish).await;
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), NEW);
}

#[tokio::test]
async fn the_old_ones_go_at_once_when_somebody_says_so_who_may_and_not_before_they_are_kept() {
    let (app, ada) = deployed(json!({ "strategy": { "kind": "blue_green" }, "keep_old_s": 3600 })).await;
    app.fleet.slow_pull("example:2.0.0@*", std::time::Duration::from_secs(24 * 3600));
    let action = ada.begin(&deploy("2.0.0")).await;
    let early = ada.try_say(&action.id, Command::Finish).await;
    assert_eq!(early.error().message, "It keeps no old instances.");
    app.fleet.clear_scripts();
    app.fleet.advance(std::time::Duration::from_secs(2 * 24 * 3600));
    ada.until(&action.id, "it keeps", |action| matches!(action.view.state, ActionState::Keeping { .. }))
        .await;
    let viewer = app.token_as("viewer".parse().unwrap()).await;
    assert_eq!(viewer.try_say(&action.id, Command::Finish).await.status(), 403);
    assert_eq!(names(&app.fleet).len(), OLD.len() + NEW.len());
    let before = written(&app.fleet).len();
    ada.say(&action.id, Command::Finish).await;
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
    assert!(super::lines(&done).contains(&"ada had the old instances removed."), "{:?}", done.lines);
    let mut removed = written(&app.fleet).split_off(before);
    removed.sort();
    assert_eq!(removed, OLD.map(|unit| format!("DELETE {unit}")));
    let record = ada.record().await;
    assert!(record.iter().any(|row| row.summary.starts_with("Remove what “")), "{record:?}");
    assert_eq!(ada.try_say(&action.id, Command::Finish).await.code(), ErrorCode::Conflict);
}

#[tokio::test]
async fn what_is_kept_is_left_to_the_next_deployment() {
    let (app, ada) = deployed(json!({ "strategy": { "kind": "blue_green" }, "keep_old_s": 3600 })).await;
    let first = ada.begin(&deploy("2.0.0")).await;
    ada.until(&first.id, "it keeps", |action| matches!(action.view.state, ActionState::Keeping { .. })).await;
    let second = ada.begin(&deploy("3.0.0")).await;
    assert_eq!(ada.ended(&first.id).await.view.state, ActionState::Done);
    ada.until(&second.id, "it keeps", |action| matches!(action.view.state, ActionState::Keeping { .. }))
        .await;
    ada.say(&second.id, Command::Finish).await;
    assert_eq!(ada.ended(&second.id).await.view.state, ActionState::Done);
    assert!(
        names(&app.fleet).iter().all(|name| name.starts_with("example:3.0.0@")),
        "{:?}",
        names(&app.fleet)
    );
}

/// Its time is over, and that it goes on can't be stored: for the store, and so for who begins the next one, it keeps.
#[tokio::test]
async fn what_is_kept_is_left_to_the_next_deployment_also_where_going_on_could_not_be_stored() {
    let (app, ada) = deployed(json!({ "strategy": { "kind": "blue_green" }, "keep_old_s": 1 })).await;
    let first = ada.begin(&deploy("2.0.0")).await;
    app.execute(&format!(
        "CREATE TRIGGER broken BEFORE UPDATE ON actions WHEN OLD.id = '{}' AND OLD.state_kind = 'keeping' \
         BEGIN SELECT RAISE(ABORT, 'no space left'); END",
        first.id
    ))
    .await;
    let keeps = |state: &ActionState| matches!(state, ActionState::Keeping { .. });
    eventually("it keeps no longer", async || {
        let stored = app.rows(&format!("SELECT state_kind FROM actions WHERE id = '{}'", first.id)).await;
        let state = app.server.actions.get(&first.id)?.view().state;
        (stored == ["keeping"] && !keeps(&state)).then_some(())
    })
    .await;
    let second = ada.begin(&deploy("3.0.0")).await;
    app.execute("DROP TRIGGER broken").await;
    assert_eq!(ada.ended(&second.id).await.view.state, ActionState::Done);
    let ended = ada.ended(&first.id).await;
    assert_eq!(ended.view.state, ActionState::Done, "{ended:#?}");
    assert_eq!(lines(&ended).last(), Some(&"Another deployment has begun: what was kept is left to it."));
}

/// A deployment that scales leaves other versions as they are: what is kept of them is not its matter.
#[tokio::test]
async fn what_is_kept_goes_in_its_time_though_the_app_was_scaled_meanwhile() {
    let (app, ada) = deployed(json!({ "strategy": { "kind": "blue_green" }, "keep_old_s": 3600 })).await;
    let first = ada.begin(&deploy("2.0.0")).await;
    let keeps =
        |action: &shared::action::ActionDetail| matches!(action.view.state, ActionState::Keeping { .. });
    ada.until(&first.id, "it keeps", keeps).await;
    let version = Some("2.0.0".parse().unwrap());
    let scale = PlanRequest::Scale { app: "example".parse().unwrap(), version, count: 4 };
    let scaled = ada.begin(&scale).await;
    assert_eq!(ada.ended(&scaled.id).await.view.state, ActionState::Done);
    assert!(keeps(&ada.action(&first.id).await), "{:?}", ada.action(&first.id).await.view);
    ada.say(&first.id, Command::Finish).await;
    assert_eq!(ada.ended(&first.id).await.view.state, ActionState::Done);
    let names = names(&app.fleet);
    assert!(names.len() == 4 && names.iter().all(|name| name.starts_with("example:2.0.0@")), "{names:?}");
}

#[tokio::test]
async fn different_apps_are_deployed_side_by_side() {
    let apps = ["alpha", "beta", "gamma", "delta"];
    let units: Vec<String> = apps.iter().map(|name| format!("{name}:1@1.service")).collect();
    let units: Vec<&str> = units.iter().map(String::as_str).collect();
    let app: TestApp = Setup::new().over(running(quick(), ANYWHERE, &units)).start().await;
    let ada = app.admin("ada").await;
    let mut begun: Vec<ActionView> = Vec::new();
    for name in apps {
        ada.write_app(name, ANYWHERE).await;
        let (app, version) = (name.parse().unwrap(), "2".parse().unwrap());
        let request = PlanRequest::Deploy { app, version, count: Some(2), strategy: None };
        begun.push(ada.begin(&request).await);
    }
    for action in begun {
        assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    }
    let expected: Vec<String> = ["alpha", "beta", "delta", "gamma"]
        .iter()
        .flat_map(|name| [1, 2].map(|n| format!("{name}:2@{n}.service")))
        .collect();
    assert_eq!(names(&app.fleet), expected);
}
