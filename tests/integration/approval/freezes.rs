//! Freezes, now and each week, on a clock that is moved on.

use serde_json::{Value, json};
use shared::action::ActionState;
use shared::deployment::Day;
use shared::{ErrorCode, approval::Wait};

use super::{change_settings, deploy, waiting_app, waits};
use crate::harness::{Client, names, written};

const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;

fn once(from_ms: u64, until_ms: u64, reason: &str) -> Value {
    json!({ "reason": reason, "window": { "kind": "once", "from_ms": from_ms, "until_ms": until_ms } })
}

/// Each week on the day of this time, for an hour from its minute on.
fn weekly(from_ms: u64) -> Value {
    let minutes = from_ms / MINUTE_MS;
    let day = Day::ALL[usize::try_from((minutes / 1_440 + 3) % 7).unwrap()];
    let from_min = minutes % 1_440;
    let window = json!({ "kind": "weekly", "days": [day], "from_min": from_min, "until_min": (from_min + 60) % 1_440 });
    json!({ "reason": "each week", "window": window })
}

#[tokio::test]
async fn what_is_asked_for_in_a_freeze_waits_and_goes_later_by_a_click_alone() {
    let (app, ada, grace) = waiting_app(json!({})).await;
    let now_ms = app.clock.wall_ms();
    let until_ms = now_ms + HOUR_MS;
    change_settings(&ada, json!({ "freezes": [once(now_ms, until_ms, "release weekend")] })).await;
    let plan = ada.plan(&deploy("2.0.0")).await;
    let reason = "release weekend".to_owned();
    assert_eq!(plan.waits, [Wait { app: "example".parse().unwrap(), until_ms: Some(until_ms), reason }]);
    let (first, second) = (ada.ask(&deploy("2.0.0")).await, ada.ask(&deploy("3.0.0")).await);
    assert_eq!(ada.try_approve(&first).await.code(), ErrorCode::Forbidden);
    grace.approve(&first).await;
    assert_eq!(ada.ended(&first.id).await.view.state, ActionState::Done, "somebody else may, in a freeze");

    app.clock.advance(HOUR_MS + MINUTE_MS);
    let plan = ada.fresh_plan(&deploy("3.0.0")).await;
    assert_eq!(plan.waits, [], "it is over");
    assert!(waits(&ada.action(&second.id).await.view), "and nothing starts by itself");
    assert_eq!(names(&app.fleet), super::NEW);
    ada.approve(&second).await;
    assert_eq!(ada.ended(&second.id).await.view.state, ActionState::Done, "whoever asked may start it now");
    let asked = ada.action(&second.id).await.view.asked.unwrap();
    assert_eq!(asked.approved_by.unwrap().as_str(), "ada");
}

#[tokio::test]
async fn a_freeze_comes_each_week_and_goes() {
    let (app, ada, _grace) = waiting_app(json!({})).await;
    let from_ms = app.clock.wall_ms() + HOUR_MS;
    change_settings(&ada, json!({ "freezes": [weekly(from_ms)] })).await;
    let before = ada.plan(&deploy("2.0.0")).await;
    assert_eq!(before.waits, []);
    app.clock.advance(HOUR_MS + MINUTE_MS);
    let within = ada.fresh_plan(&deploy("2.0.0")).await;
    let until_ms = (from_ms + HOUR_MS) / MINUTE_MS * MINUTE_MS;
    assert_eq!(within.waits[0].until_ms, Some(until_ms));
    // Who was shown that it starts at once does not ask by that click.
    let stale = ada.click(&before, "k1").await;
    assert_eq!(stale.code(), ErrorCode::PlanChanged, "{}", stale.text());
    assert_eq!(stale.error().plan.unwrap().waits, within.waits);
    app.clock.advance(HOUR_MS);
    let after = ada.fresh_plan(&deploy("2.0.0")).await;
    assert_eq!(after.waits, []);
    let stale = ada.click(&within, "k2").await;
    assert_eq!(stale.code(), ErrorCode::PlanChanged, "nor the other way round");
    app.clock.advance(7 * 24 * HOUR_MS - HOUR_MS);
    assert_eq!(written(&app.fleet), [""; 0]);
}

#[tokio::test]
async fn what_is_at_work_when_a_freeze_begins_goes_on() {
    let (app, ada, _grace) = waiting_app(json!({})).await;
    app.fleet.slow_pull("example:2.0.0@*", std::time::Duration::from_secs(24 * 3600));
    let action = ada.begin(&deploy("2.0.0")).await;
    let now_ms = app.clock.wall_ms();
    change_settings(&ada, json!({ "freezes": [once(now_ms, now_ms + HOUR_MS, "fair")] })).await;
    assert_eq!(ada.plan(&super::deploy("3.0.0")).await.waits.len(), 1);
    app.fleet.clear_scripts();
    app.fleet.advance(std::time::Duration::from_secs(2 * 24 * 3600));
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), super::NEW);
}

#[tokio::test]
async fn who_sees_an_app_is_told_that_it_is_frozen_as_long_as_it_is() {
    let (app, ada, _grace) = waiting_app(json!({})).await;
    let eve = app.person("eve", &[("viewer", "other")]).await;
    let vera = app.person("vera", &[("viewer", "example")]).await;
    let told = async |who: &Client| who.get("/api/v1/waits").await.json::<Vec<Wait>>();
    let from_ms = app.clock.wall_ms() + HOUR_MS;
    let until_ms = from_ms + HOUR_MS;
    change_settings(&ada, json!({ "freezes": [once(from_ms, until_ms, "fair")] })).await;
    assert_eq!(told(&vera).await, [], "it is still to come");
    app.clock.advance(HOUR_MS + MINUTE_MS);
    let frozen =
        Wait { app: "example".parse().unwrap(), until_ms: Some(until_ms), reason: "fair".to_owned() };
    assert_eq!(told(&vera).await, [frozen]);
    assert_eq!(told(&eve).await, [], "of an app that she does not see she is told nothing");
    app.clock.advance(HOUR_MS);
    assert_eq!(told(&vera).await, [], "it is over");
}
