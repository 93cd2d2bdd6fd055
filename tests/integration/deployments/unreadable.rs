//! A unit that Fleet itself can't read: it is not listed, and every call about it is answered with an error, for ever.

use fleet_sim::{Fault, FaultRule};
use serde_json::json;
use shared::ErrorCode;
use shared::action::{ActionState, Progress};
use shared::deployment::Command;
use shared::plan::Warning;

use super::{NEW, OLD, deploy, deployed, reason};
use crate::harness::{Client, TestApp, eventually, names, remove_unit};

/// From now on Fleet can't read the first old instance.
fn poison(app: &TestApp) {
    app.fleet.faults().every(1, Fault::OmitUnits("example:1.0.0@1.service".into()));
    let path = "/fleet/v1/units/example%3A1.0.0%401.service";
    app.fleet.faults().add(FaultRule::new(Fault::Status(500)).path(path));
}

/// It was asked for in vain for long.
async fn is_known_unreadable(app: &TestApp) {
    let unit = OLD[0].parse().unwrap();
    let cluster = app.server.clusters.default_cluster();
    eventually("it was asked for in vain for a minute", async || {
        app.clock.advance(5_000);
        cluster.look();
        cluster.wake();
        cluster.snapshot().is_unreadable(&unit).then_some(())
    })
    .await;
}

async fn planned(who: &Client) -> shared::plan::Plan {
    eventually("Fleet was read a moment ago, and it is planned", async || {
        let answer = who.try_plan(&deploy("2.0.0")).await;
        (answer.status() == 200).then(|| answer.json())
    })
    .await
}

#[tokio::test]
async fn its_app_is_deployed_without_it_and_the_plan_says_so() {
    let (app, ada) = deployed(json!({})).await;
    poison(&app);
    is_known_unreadable(&app).await;
    let plan = planned(&ada).await;
    let says = |warning: &Warning| matches!(warning, Warning::Note { text } if text.contains("seems unable to read"));
    assert!(plan.warnings.iter().any(says), "{:?}", plan.warnings);
    assert!(plan.steps.iter().all(|step| step.unit().as_str() != OLD[0]), "{:?}", plan.steps);
    let begun = ada.click(&plan, "key").await.json::<shared::action::ActionView>();
    assert_eq!(ada.ended(&begun.id).await.view.state, ActionState::Done);
    let expected: Vec<&str> = [OLD[0]].into_iter().chain(NEW).collect();
    assert_eq!(names(&app.fleet), expected);
    let refused = ada.try_plan(&remove_unit(OLD[0])).await;
    assert_eq!(refused.code(), ErrorCode::Conflict, "{}", refused.text());
}

#[tokio::test]
async fn a_deployment_at_work_goes_on_without_it_once_somebody_says_so() {
    let (app, ada) = deployed(json!({})).await;
    app.fleet.slow_pull("example:2.0.0@1*", std::time::Duration::from_secs(60));
    let action = ada.begin(&deploy("2.0.0")).await;
    poison(&app);
    ada.until_paused(&action.id).await;
    is_known_unreadable(&app).await;
    let is_told = |action: &shared::action::ActionDetail| {
        matches!(&action.view.state, ActionState::Paused { reason, resumes: false, .. }
            if reason.contains("seems unable to read that unit"))
    };
    ada.until(&action.id, "it is said what is wrong", is_told).await;
    ada.say(&action.id, Command::Resume).await;
    // What it was to do with the unit can't be done: somebody leaves it out.
    let failed = |action: &shared::action::ActionDetail| {
        let step = action.steps.iter().position(|step| step.progress == Progress::Failed);
        step.filter(|_| matches!(action.view.state, ActionState::Paused { .. }))
    };
    let step = eventually("its step has failed", async || failed(&ada.action(&action.id).await)).await;
    let paused = ada.action(&action.id).await;
    assert!(reason(&paused).starts_with("example:1.0.0@1.service: "), "{}", reason(&paused));
    ada.say(&action.id, Command::LeaveOut { step: u32::try_from(step).unwrap() }).await;
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
}
