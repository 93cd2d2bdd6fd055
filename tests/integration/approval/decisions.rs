//! Asked for, and approved, declined, withdrawn or left lying.

use serde_json::json;
use shared::ErrorCode;
use shared::action::{ActionState, ActionView};
use shared::audit::Outcome;
use shared::deployment::Command;
use shared::event::ActionEvent;
use shared::plan::PlanRequest;

use super::{NEW, OLD, change_settings, deploy, second_person, waiting_app, waits};
use crate::harness::{CLUSTER, Setup, eventually, names, remove_unit, remove_version, scale, written};

#[tokio::test]
async fn what_an_app_wants_approved_waits_and_then_runs() {
    let (app, ada, grace) = waiting_app(second_person()).await;
    let plan = ada.plan(&deploy("2.0.0")).await;
    assert_eq!(plan.waits.len(), 1, "it is told before the click: {:?}", plan.waits);
    let mut events = grace.events(None).await;
    let asked = ada.ask(&deploy("2.0.0")).await;
    let told: ActionEvent = events.next_named("action").await.json();
    assert_eq!((&told.action.id, waits(&told.action)), (&asked.id, true));
    // It holds nothing: somebody may ask for something else, and what is deployed is listed as waiting.
    ada.ask(&deploy("3.0.0")).await;
    let listed: Vec<ActionView> = grace.get(&format!("{CLUSTER}/deployments?state=asked")).await.json();
    assert_eq!(listed.len(), 2);
    let at_work: Vec<ActionView> = grace.get(&format!("{CLUSTER}/deployments?state=at_work")).await.json();
    assert_eq!(at_work, []);
    assert_eq!(written(&app.fleet), [""; 0]);

    let begun = grace.approve(&asked).await;
    assert_eq!((&begun.id, begun.actor.as_str()), (&asked.id, "ada"), "it is the asker's");
    let done = ada.ended(&asked.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
    assert_eq!(names(&app.fleet), NEW);
    let told = done.view.asked.unwrap();
    assert_eq!((told.by.as_str(), told.approved_by.unwrap().as_str()), ("ada", "grace"));
    let record = ada.record().await;
    let of_it: Vec<_> = record
        .iter()
        .filter(|row| row.action.as_ref() == Some(&asked.id))
        .map(|row| (row.actor.as_str(), row.told.split(", in").next().unwrap(), row.outcome))
        .collect();
    assert_eq!(
        of_it,
        [
            ("ada", "ada deployed 2 instances of example 2.0.0", Outcome::Done),
            ("grace", "grace approved ada's deployment of example 2.0.0", Outcome::Done),
            ("ada", "ada asked for approval of the deployment of example 2.0.0", Outcome::Done),
        ]
    );
    let run = record.iter().find(|row| row.summary.starts_with("Deploy")).unwrap();
    assert!(run.detail.contains(&"Approved by grace".to_owned()), "{run:?}");
    assert_eq!(run.peer, "", "the request was not ada's");
}

#[tokio::test]
async fn everything_that_changes_what_runs_waits() {
    let (app, ada, _grace) = waiting_app(json!({})).await;
    let removed = app.carry_out(&ada, &remove_unit(OLD[1])).await;
    app.fleet.clear_requests();
    change_settings(&ada, second_person()).await;
    let unit = || OLD[0].parse().unwrap();
    let example = || "example".parse().unwrap();
    for request in [
        scale("example", "1.0.0", 3),
        scale("example", "1.0.0", 0),
        remove_unit(OLD[0]),
        remove_version("example", "1.0.0"),
        PlanRequest::RemoveApp { app: example() },
        PlanRequest::RestartApp { app: example(), version: None },
        PlanRequest::StopUnit { unit: unit() },
        PlanRequest::Launch { app: example(), version: "1.0.0".parse().unwrap(), count: 1 },
        PlanRequest::Restore { action: removed.view.id.clone() },
    ] {
        ada.ask(&request).await;
    }
    // A script's one call as well.
    let path = format!("{CLUSTER}/apps/example/versions/1.0.0?confirm=example");
    let answer = ada.delete(&path).await;
    assert_eq!(answer.status(), 202, "{}", answer.text());
    assert!(waits(&answer.json()));
    app.skip_undo();
    ada.fresh_plan(&deploy("2.0.0")).await;
    assert_eq!(written(&app.fleet), [""; 0]);
}

#[tokio::test]
async fn what_is_at_work_never_waits() {
    let (app, ada, grace) = waiting_app(json!({})).await;
    app.fleet.slow_pull("example:2.0.0@*", std::time::Duration::from_secs(24 * 3600));
    let action = ada.begin(&deploy("2.0.0")).await;
    eventually("it has begun", async || (!written(&app.fleet).is_empty()).then_some(())).await;
    change_settings(&grace, second_person()).await;
    for command in [Command::Pause, Command::Resume, Command::Abort] {
        let answer = ada.post(&format!("{CLUSTER}/actions/{}/commands", action.id), &command).await;
        assert_eq!(answer.status(), 200, "{}", answer.text());
    }
    let ended = ada.ended(&action.id).await;
    assert!(matches!(ended.view.state, ActionState::Aborted { .. }), "{ended:#?}");
}

#[tokio::test]
async fn what_waits_takes_nothing_over() {
    let (app, ada, grace) = waiting_app(json!({})).await;
    app.fleet.slow_pull("example:*", std::time::Duration::from_secs(24 * 3600));
    let action = ada.begin(&deploy("2.0.0")).await;
    eventually("it has begun", async || (!written(&app.fleet).is_empty()).then_some(())).await;
    change_settings(&grace, second_person()).await;
    let path = format!("{CLUSTER}/plans?takes_over={}", action.id);
    let plan: shared::plan::Plan = grace.post(&path, &deploy("3.0.0")).await.json();
    let body = json!({
        "request": plan.request, "plan_hash": plan.hash, "takes_over": action.id,
    });
    let request = grace.request(reqwest::Method::POST, &format!("{CLUSTER}/actions"));
    let refused = grace.send(request.header("idempotency-key", "k").json(&body)).await;
    assert_eq!(refused.code(), ErrorCode::Conflict, "{}", refused.text());
    assert!(refused.error().message.contains("takes nothing over"), "{}", refused.text());
    assert!(ada.action(&action.id).await.view.state.is_at_work(), "and so nothing was aborted");
}

#[tokio::test]
async fn what_is_declined_or_withdrawn_comes_to_nothing() {
    let (app, ada, grace) = waiting_app(second_person()).await;
    let (first, second) = (ada.ask(&deploy("2.0.0")).await, ada.ask(&deploy("3.0.0")).await);
    let unsaid = grace.decline(&first, " ").await;
    assert_eq!((unsaid.status(), unsaid.error().fields[0].field.as_str()), (400, "reason"));
    let declined: ActionView = grace.decline(&first, "Not before the fair.").await.json();
    let reason = "Not before the fair.".to_owned();
    assert_eq!(declined.state, ActionState::Declined { reason, by: "grace".parse().ok() });
    let not_hers = grace.withdraw(&second).await;
    assert_eq!(not_hers.code(), ErrorCode::Forbidden, "{}", not_hers.text());
    let withdrawn: ActionView = ada.withdraw(&second).await.json();
    assert_eq!(withdrawn.state, ActionState::Undone { by: "ada".parse().unwrap() });
    for over in [&first, &second] {
        let late = grace.try_approve(over).await;
        assert_eq!(late.code(), ErrorCode::Conflict, "{}", late.text());
        assert_eq!(grace.decline(over, "no").await.code(), ErrorCode::Conflict);
        assert_eq!(ada.withdraw(over).await.code(), ErrorCode::Conflict);
    }
    let told: Vec<_> = ada.record().await.into_iter().map(|row| row.told).take(2).collect();
    assert_eq!(
        told,
        ["ada withdrew the deployment of example 3.0.0", "grace declined ada's deployment of example 2.0.0"]
    );
    assert_eq!(written(&app.fleet), [""; 0]);
}

#[tokio::test]
async fn what_nobody_approves_in_time_is_over() {
    let settings = json!({ "approval": "second_person", "approval_limit_s": 300 });
    let (app, ada, grace) = waiting_app(settings).await;
    let asked = ada.ask(&deploy("2.0.0")).await;
    let ActionState::Asked { until_ms } = asked.state else { panic!("{asked:?}") };
    assert!(until_ms > app.clock.wall_ms());
    app.clock.advance(301_000);
    let ended = ada.ended(&asked.id).await;
    let ActionState::Declined { reason, by: None } = &ended.view.state else { panic!("{ended:?}") };
    assert!(reason.starts_with("Nobody approved it in time."), "{reason}");
    assert_eq!(grace.try_approve(&asked).await.code(), ErrorCode::Conflict);
    let line = ada.record_of(&asked.id).await;
    assert!(line.told.contains("asked for approval"), "{line:?}");
    let server = ada.record().await.into_iter().find(|row| row.via == "server").unwrap();
    assert_eq!(
        server.told,
        "Quarterdeck ended ada's deployment of example 2.0.0, which nobody approved in time"
    );
    assert_eq!(written(&app.fleet), [""; 0]);
}

#[tokio::test]
async fn what_waits_waits_over_a_restart() {
    let (app, ada, grace) = waiting_app(second_person()).await;
    let (hers, his) = (ada.cookie(), grace.cookie());
    let asked = ada.ask(&deploy("2.0.0")).await;
    let fleet = app.fleet.clone();
    let folder = app.stop().await;
    let app = Setup::new().over(fleet).folder(folder).start().await;
    let (ada, grace) = (app.nobody().with_cookie(&hers), app.nobody().with_cookie(&his));
    assert!(waits(&ada.action(&asked.id).await.view));
    assert_eq!(written(&app.fleet), [""; 0]);
    grace.approve(&asked).await;
    assert_eq!(ada.ended(&asked.id).await.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), NEW);
}

#[tokio::test]
async fn one_approves_what_they_saw() {
    let (app, ada, grace) = waiting_app(second_person()).await;
    let asked = ada.ask(&deploy("2.0.0")).await;
    let seen = grace.plan(&asked.request).await;
    // Somebody else's work, on the machine's side.
    app.fleet.delete_unit(OLD[1]).unwrap();
    app.fleet.advance(std::time::Duration::from_secs(60));
    let cluster = app.server.clusters.default_cluster();
    cluster.look();
    eventually("it is seen", async || (cluster.snapshot().units.len() == 1).then_some(())).await;
    let stale = grace.approve_plan(&asked.id, &seen).await;
    assert_eq!((stale.status(), stale.code()), (409, ErrorCode::PlanChanged), "{}", stale.text());
    let now = stale.error().plan.unwrap();
    assert!(waits(&ada.action(&asked.id).await.view), "it waits on");
    assert_eq!(grace.approve_plan(&asked.id, &now).await.status(), 202);
    assert_eq!(ada.ended(&asked.id).await.view.state, ActionState::Done);
}

#[tokio::test]
async fn of_many_who_decide_at_once_one_does() {
    let (app, ada, grace) = waiting_app(second_person()).await;
    let asked = ada.ask(&deploy("2.0.0")).await;
    let plan = grace.plan(&asked.request).await;
    let (one, two, three, four) = tokio::join!(
        grace.approve_plan(&asked.id, &plan),
        grace.approve_plan(&asked.id, &plan),
        grace.decline(&asked, "no"),
        ada.withdraw(&asked),
    );
    let mut statuses = [one.status(), two.status(), three.status(), four.status()];
    statuses.sort_unstable();
    assert!(statuses[0] < 300 && statuses[1..] == [409, 409, 409], "{statuses:?}");
    ada.ended(&asked.id).await;
    assert!(written(&app.fleet).len() <= 8, "{:?}", written(&app.fleet));
}

#[tokio::test]
async fn one_click_asks_once_and_nobody_buries_the_others() {
    let (_app, ada, _grace) = waiting_app(second_person()).await;
    let plan = ada.plan(&deploy("2.0.0")).await;
    let (one, again) = (ada.click(&plan, "same").await, ada.click(&plan, "same").await);
    let (one, again): (ActionView, ActionView) = (one.json(), again.json());
    assert_eq!(one.id, again.id);
    for number in 1..20 {
        assert_eq!(ada.click(&plan, &format!("k{number}")).await.status(), 202);
    }
    let many = ada.click(&plan, "one-more").await;
    assert_eq!(many.code(), ErrorCode::Conflict);
    assert!(many.error().message.starts_with("20 requests wait"), "{}", many.text());
}
