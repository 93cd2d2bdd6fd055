//! Rolling deployments, to the end or to the first that fails.

use fleet::DesiredState;
use fleet_sim::{Fault, FaultRule, UnitPut};
use serde_json::json;
use shared::action::{ActionDetail, ActionState, ActionView, Progress};
use shared::audit::{AuditPage, Outcome};
use shared::deployment::Command;
use shared::plan::PlanRequest;
use shared::{ErrorCode, Health};

use super::{NEW, OLD, deploy, deployed, gate_of, lines, reason};
use crate::harness::{CLUSTER, eventually, names, written};

#[tokio::test]
async fn a_rolling_deployment_replaces_one_after_the_other() {
    let (app, ada) = deployed(json!({ "gate": { "steady_s": 1 } })).await;
    let action = ada.begin(&deploy("2.0.0")).await;
    let deploying = action.deploying.as_deref().unwrap();
    assert_eq!((deploying.to.count, deploying.min, deploying.from[0].count), (3, 2, 3));
    assert!(deploying.deadline_ms.is_some());
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
    assert_eq!(names(&app.fleet), NEW);
    let mut expected = Vec::new();
    for (new, old) in NEW.iter().zip(OLD.iter().rev()) {
        expected.extend([
            format!("PUT {new} launched"),
            format!("PUT {old} loaded"),
            format!("DELETE {old}"),
        ]);
    }
    assert_eq!(written(&app.fleet), expected);
    for step in &done.steps {
        assert_eq!(step.progress, Progress::Done);
        assert!(step.began_ms.is_some() && step.began_ms <= step.ended_ms, "{step:?}");
    }
    let deployment = done.deployment.as_deref().unwrap();
    assert_eq!(deployment.from.len(), 3);
    assert!(deployment.from.iter().all(|frozen| frozen.health == Health::Running));
    assert_eq!(ada.record_of(&action.id).await.outcome, Outcome::Done);
    let again: ActionDetail = ada.action(&action.id).await;
    assert_eq!(again.steps, done.steps, "it is kept as it was");
}

#[tokio::test]
async fn a_note_stands_wherever_the_deployment_does() {
    let (_app, ada) = deployed(json!({})).await;
    let plan = ada.plan(&deploy("2.0.0")).await;
    let click = async |note: &str, key: &str| {
        let body = json!({ "request": plan.request, "plan_hash": plan.hash, "note": note });
        let request = ada.request(reqwest::Method::POST, &format!("{CLUSTER}/actions"));
        ada.send(request.header("idempotency-key", key).json(&body)).await
    };
    assert_eq!(click("two\nlines", "k1").await.code(), ErrorCode::BadRequest);
    let action: ActionView = click("OPS-7: the new logo", "k2").await.json();
    assert_eq!(action.note, "OPS-7: the new logo");
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.note, "OPS-7: the new logo");
    let listed: Vec<ActionView> = ada.get(&format!("{CLUSTER}/actions")).await.json();
    assert_eq!(listed[0].note, "OPS-7: the new logo");
    assert_eq!(listed[0].deploying, done.view.deploying, "and with what it led to");
}

#[tokio::test]
async fn a_version_that_fails_pauses_and_an_abort_leaves_the_old_one_serving() {
    let (app, ada) = deployed(json!({})).await;
    app.fleet.fail_start("example:2.0.0@*");
    let action = ada.begin(&deploy("2.0.0")).await;
    let paused = ada.until_paused(&action.id).await;
    assert!(reason(&paused).starts_with("example:2.0.0@1.service failed on"), "{}", reason(&paused));
    assert_eq!(paused.view.deploying.as_deref().unwrap().deadline_ms, None, "its time stands still");
    assert_eq!(written(&app.fleet), [format!("PUT {} launched", NEW[0])], "nothing was taken away");
    assert_eq!(ada.try_say(&action.id, Command::Promote).await.code(), ErrorCode::Conflict);
    ada.say(&action.id, Command::Abort).await;
    let aborted = ada.ended(&action.id).await;
    assert!(matches!(&aborted.view.state, ActionState::Aborted { by: Some(by), .. } if by.as_str() == "ada"));
    assert!(lines(&aborted).contains(&"ada aborted it."), "{:?}", lines(&aborted));
    for unit in OLD {
        app.shows(unit, Health::Running).await;
    }
    let record = ada.record().await;
    let said = record.iter().find(|row| row.summary.starts_with("Abort “")).unwrap();
    assert_eq!((said.actor.as_str(), said.outcome, said.verb.as_str()), ("ada", Outcome::Done, "deploy"));
    assert_eq!(super::outcome(&record, &action.id), Outcome::Aborted, "what a person wants is no failure");
    let rows = ada.get("/api/v1/audit?outcome=aborted").await.json::<AuditPage>().rows;
    let told: Vec<&str> = rows.iter().map(|row| row.told.as_str()).collect();
    assert!(
        matches!(told[..], [one] if one.starts_with("ada began to deploy 3 instances of example 2.0.0, and it was aborted")),
        "{told:?}"
    );
    assert_eq!(ada.try_say(&action.id, Command::Abort).await.code(), ErrorCode::Conflict);
}

#[tokio::test]
async fn a_failed_gate_is_tried_again_with_the_unit_started_anew() {
    let (app, ada) = deployed(json!({})).await;
    app.fleet.fail_start("example:2.0.0@1*");
    let action = ada.begin(&deploy("2.0.0")).await;
    let paused = ada.until_paused(&action.id).await;
    app.fleet.clear_scripts();
    let step = gate_of(&paused, NEW[0]);
    assert_eq!(ada.try_say(&action.id, Command::Retry { step: step + 1 }).await.code(), ErrorCode::Conflict);
    ada.say(&action.id, Command::Retry { step }).await;
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
    assert_eq!(done.steps[step as usize].note, format!("{} was started once more.", NEW[0]));
    assert_eq!(names(&app.fleet), NEW);
}

/// A lost start would leave the unit inactive, and the gate would take that for somebody's wish.
#[tokio::test]
async fn a_start_that_fleet_does_not_take_is_tried_again() {
    let (app, ada) = deployed(json!({})).await;
    app.fleet.fail_start("example:2.0.0@1*");
    let action = ada.begin(&deploy("2.0.0")).await;
    let paused = ada.until_paused(&action.id).await;
    app.fleet.clear_scripts();
    // It is set inactive, and the start behind that fails.
    app.fleet.faults().add(FaultRule::new(Fault::Status(503)).method("PUT").after(1).times(1));
    ada.say(&action.id, Command::Retry { step: gate_of(&paused, NEW[0]) }).await;
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
    assert!(!lines(&done).iter().any(|line| line.contains("503")), "{:?}", lines(&done));
}

#[tokio::test]
async fn a_gate_that_is_tried_again_starts_what_an_earlier_try_left_inactive() {
    let (app, ada) = deployed(json!({})).await;
    app.fleet.fail_start("example:2.0.0@1*");
    let action = ada.begin(&deploy("2.0.0")).await;
    let paused = ada.until_paused(&action.id).await;
    app.fleet.clear_scripts();
    app.fleet.put_unit(NEW[0], UnitPut::state(DesiredState::Inactive)).unwrap();
    app.shows(NEW[0], Health::Stopped).await;
    let step = gate_of(&paused, NEW[0]);
    ada.say(&action.id, Command::Retry { step }).await;
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
    assert_eq!(done.steps[step as usize].note, format!("{} was started once more.", NEW[0]));
}

#[tokio::test]
async fn an_instance_that_fails_can_be_left_out() {
    let (app, ada) = deployed(json!({ "min": 1 })).await;
    app.fleet.fail_start("example:2.0.0@2*");
    let action = ada.begin(&deploy("2.0.0")).await;
    let paused = ada.until_paused(&action.id).await;
    ada.say(&action.id, Command::LeaveOut { step: gate_of(&paused, NEW[1]) }).await;
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
    assert_eq!(names(&app.fleet), NEW, "what was left out stays for somebody to look at");
}

#[tokio::test]
async fn who_pauses_stops_what_comes_next_and_nothing_that_runs() {
    let (app, ada) = deployed(json!({})).await;
    app.fleet.slow_pull("example:2.0.0@1*", std::time::Duration::from_secs(40));
    let action = ada.begin(&deploy("2.0.0")).await;
    eventually("it has begun", async || (!written(&app.fleet).is_empty()).then_some(())).await;
    let paused = ada.say(&action.id, Command::Pause).await;
    assert!(
        matches!(&paused.state, ActionState::Paused { resumes: false, by: Some(by), .. } if by.as_str() == "ada")
    );
    let error = ada.try_say(&action.id, Command::Pause).await;
    assert_eq!(error.error().message, "It is paused already.");
    app.shows(NEW[0], Health::Running).await;
    ada.until(&action.id, "the gate is passed", |action| action.view.steps_done == 2).await;
    assert_eq!(written(&app.fleet).len(), 1, "nothing more was begun");
    ada.say(&action.id, Command::Resume).await;
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
    assert_eq!(lines(&done), ["ada paused it.", "ada resumed it."]);
}

#[tokio::test]
async fn a_restart_of_an_app_is_a_deployment_that_keeps_its_units() {
    let (app, ada) = deployed(json!({})).await;
    let request = PlanRequest::RestartApp { app: "example".parse().unwrap(), version: None };
    let plan = ada.plan(&request).await;
    assert_eq!(plan.summary, "Restart 3 instances of example");
    let action = ada.begin(&request).await;
    let refused = ada.click(&ada.plan(&deploy("2.0.0")).await, "k1").await;
    assert_eq!(refused.code(), ErrorCode::AppLocked, "{}", refused.text());
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
    let deployment = done.deployment.as_deref().unwrap();
    assert_eq!((deployment.to.as_ref().unwrap().as_str(), deployment.count, deployment.min), ("1.0.0", 3, 2));
    assert_eq!(names(&app.fleet), OLD, "nothing is made anew");
    // One after the other: whoever was stopped runs again before the next one stops.
    let writes = written(&app.fleet);
    assert_eq!(writes.len(), 2 * OLD.len(), "{writes:?}");
    let mut restarted: Vec<&str> = Vec::new();
    for pair in writes.chunks(2) {
        let unit = pair[0].strip_prefix("PUT ").and_then(|write| write.strip_suffix(" loaded")).unwrap();
        assert_eq!(pair[1], format!("PUT {unit} launched"), "{writes:?}");
        restarted.push(unit);
    }
    restarted.sort_unstable();
    assert_eq!(restarted, OLD);
    for unit in OLD {
        app.shows(unit, Health::Running).await;
    }
    let history: Vec<ActionView> = ada.get(&format!("{CLUSTER}/deployments?app=example")).await.json();
    assert_eq!(history.iter().map(|action| action.id.clone()).collect::<Vec<_>>(), [action.id]);
    let nothing = PlanRequest::RestartApp { app: "example".parse().unwrap(), version: "9".parse().ok() };
    let refused = ada.try_plan(&nothing).await;
    assert_eq!(
        refused.error().message,
        "No instance of example 9 is set to run, so there is nothing to restart."
    );
}
