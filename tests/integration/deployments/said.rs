//! What people say to a deployment: stored before it is so, and what leaving an instance out leads to.

use std::time::Duration;

use fleet_sim::{Fault, FaultRule};
use serde_json::json;
use shared::ErrorCode;
use shared::action::{ActionState, Progress};
use shared::audit::Outcome;
use shared::deployment::Command;
use shared::plan::PlanRequest;

use super::{NEW, OLD, deploy, deployed, gate_of, reason};
use crate::harness::{eventually, names, written};

#[tokio::test]
async fn what_cannot_be_stored_is_refused_and_not_done() {
    let (app, ada) = deployed(json!({})).await;
    app.fleet.slow_pull("example:2.0.0@1*", Duration::from_secs(24 * 3600));
    let action = ada.begin(&deploy("2.0.0")).await;
    ada.until(&action.id, "it waits for the pull", |action| {
        action.steps[1].progress == Progress::Running && action.view.steps_done == 1
    })
    .await;
    app.break_actions().await;
    for command in [Command::Pause, Command::Abort, Command::RollBack] {
        let refused = ada.try_say(&action.id, command).await;
        assert_eq!((refused.status(), refused.code()), (500, ErrorCode::Internal), "{}", refused.text());
    }
    app.execute("DROP TRIGGER broken").await;
    let found = ada.action(&action.id).await;
    assert_eq!(found.view.state, ActionState::Running, "{found:#?}");
    assert!(found.lines.is_empty(), "{:?}", found.lines);
    let said = ada.record().await.into_iter().find(|row| row.summary.starts_with("Abort “")).unwrap();
    assert_eq!(said.outcome, Outcome::Failed);
    app.fleet.clear_scripts();
    app.fleet.advance(Duration::from_secs(2 * 24 * 3600));
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), NEW);
}

#[tokio::test]
async fn with_an_instance_left_out_it_goes_on_with_as_many_as_was_said() {
    let (app, ada) = deployed(json!({ "min": 3 })).await;
    app.fleet.fail_start("example:2.0.0@2*");
    let action = ada.begin(&deploy("2.0.0")).await;
    let paused = ada.until_paused(&action.id).await;
    let means = "If it is left out, this goes on with 2 instances instead of 3, and at least 2 stay healthy instead \
                 of 3.";
    assert!(reason(&paused).ends_with(means), "{}", reason(&paused));
    let step = gate_of(&paused, NEW[1]);
    ada.say(&action.id, Command::LeaveOut { step }).await;
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
    assert_eq!(done.steps[step as usize].progress, Progress::LeftOut);
    assert!(!done.steps[step as usize].note.is_empty(), "why it failed is kept");
    assert_eq!(names(&app.fleet), NEW, "what was left out stays for somebody to look at");
}

#[tokio::test]
async fn the_last_healthy_one_stays_even_if_its_only_successor_is_left_out() {
    let (app, ada) = deployed(json!({ "min": 1 })).await;
    app.fleet.fail_start("example:2.0.0@*");
    let request = PlanRequest::Deploy {
        app: "example".parse().unwrap(),
        version: "2.0.0".parse().unwrap(),
        count: Some(1),
        strategy: None,
    };
    let action = ada.begin(&request).await;
    let paused = ada.until_paused(&action.id).await;
    let step = gate_of(&paused, NEW[0]);
    assert!(
        reason(&paused).contains("no instance is left to take the place of others"),
        "{}",
        reason(&paused)
    );
    ada.say(&action.id, Command::LeaveOut { step }).await;
    let paused = ada
        .until(&action.id, "it waits for more to serve", |action| {
            matches!(&action.view.state, ActionState::Paused { reason, .. } if reason.starts_with("Without "))
        })
        .await;
    assert!(reason(&paused).contains("0 healthy instances would serve, and at least 1 must."), "{paused:?}");
    assert!(names(&app.fleet).iter().any(|name| name.starts_with("example:1.0.0@")));
}

/// A name that is given back can be chosen by the next plan; one that is kept after all counts as a unit that is there.
#[tokio::test]
async fn names_are_given_back_once_they_are_listed_or_will_not_be_used() {
    let (app, ada) =
        deployed(json!({ "strategy": { "kind": "canary", "count": 2, "batch": 1, "surge": 1 } })).await;
    app.fleet
        .faults()
        .add(FaultRule::new(Fault::Status(400)).method("PUT").path("/fleet/v1/units/example%3A2.0.0%402"));
    let action = ada.begin(&deploy("2.0.0")).await;
    let claimed = || {
        let cluster = app.server.clusters.default_cluster();
        let mut names: Vec<String> = app
            .server
            .actions
            .claimed(cluster.name())
            .into_iter()
            .map(|(name, _)| name.to_string())
            .collect();
        names.sort();
        names
    };
    let paused = ada.until_paused(&action.id).await;
    let is_create = |at: &shared::action::StepView| at.progress == Progress::Failed;
    let step = u32::try_from(paused.steps.iter().position(is_create).unwrap()).unwrap();
    assert!(claimed().contains(&NEW[1].to_owned()));
    ada.say(&action.id, Command::LeaveOut { step }).await;
    ada.until(&action.id, "it holds", |action| matches!(action.view.state, ActionState::Holding { .. }))
        .await;
    // The call that was refused may have been heard: its name stays claimed. The one that is there is free of it.
    eventually("the other is given back", async || (claimed() == NEW[1..]).then_some(())).await;
    app.fleet.faults().clear();
    ada.say(&action.id, Command::Abort).await;
    ada.ended(&action.id).await;
    assert!(claimed().is_empty(), "{:?}", claimed());
    assert!(written(&app.fleet).iter().all(|write| !OLD.iter().any(|old| write.contains(old))));
}
