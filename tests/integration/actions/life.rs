//! Launch, scale, start, stop: the ways that go well.

use std::collections::BTreeSet;
use std::time::Duration;

use fleet::DesiredState;
use fleet_sim::{Fault, FaultRule};
use shared::action::ActionState;
use shared::audit::Outcome;
use shared::plan::{PlanRequest, Warning};
use shared::{ErrorCode, Health};

use crate::harness::{
    ANYWHERE, CLUSTER, ONE_A_MACHINE, Setup, eventually, launch, names, quick, running, scale, writes,
    written,
};

/// Pulls an image first, which a test can make as slow as it likes.
const PULLS: &str =
    "[Service]\nExecStartPre=/usr/bin/docker pull {app}:{version}\nExecStart=/bin/run {app} {instance}\n";

#[tokio::test]
async fn launched_instances_come_to_run() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ONE_A_MACHINE).await;
    let done = app.carry_out(&ada, &launch("example", "1.0.0", 2)).await;
    assert_eq!(done.view.state, ActionState::Done);
    assert_eq!((done.view.steps_done, done.view.steps_total), (4, 4));
    assert_eq!(done.view.summary, "Launch 2 instances of example 1.0.0");
    assert_eq!(names(&app.fleet), ["example:1.0.0@1.service", "example:1.0.0@2.service"]);
    for unit in app.fleet.units() {
        assert!(unit.options.iter().any(|option| option.value == "/bin/run example 1.0.0"), "{unit:?}");
    }
    app.shows("example:1.0.0@2.service", Health::Running).await;
    let line = ada.record_of(&done.view.id).await;
    assert_eq!((line.actor.as_str(), line.verb.as_str(), line.outcome), ("ada", "launch", Outcome::Done));
    assert_eq!(
        line.detail,
        [1, 2].map(|number| format!(
            "PUT /fleet/v1/units/example:1.0.0@{number}.service: launched, was not there"
        ))
    );
    assert!(line.ended_ms.is_some_and(|ended_ms| ended_ms >= line.at_ms));
}

#[tokio::test]
async fn actions_are_listed_newest_first() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    let first = app.carry_out(&ada, &launch("example", "1.0.0", 1)).await;
    let second = app.carry_out(&ada, &launch("example", "2.0.0", 1)).await;
    let list: Vec<shared::action::ActionView> = ada.get(&format!("{CLUSTER}/actions")).await.json();
    assert_eq!(list, [second.view, first.view]);
}

#[tokio::test]
async fn scaling_up_fills_the_free_numbers() {
    let units = ["example:1.0.0@1.service", "example:1.0.0@3.service", "example:1.0.0-rc1@2.service"];
    let app = Setup::new().over(running(quick(), ANYWHERE, &units)).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    let done = app.carry_out(&ada, &scale("example", "1.0.0", 4)).await;
    assert_eq!(done.view.state, ActionState::Done);
    let sent: BTreeSet<String> = written(&app.fleet).into_iter().collect();
    assert_eq!(
        Vec::from_iter(sent),
        ["PUT example:1.0.0@2.service launched", "PUT example:1.0.0@4.service launched"]
    );
}

#[tokio::test]
async fn scaling_down_takes_the_unhealthy_first_then_the_highest() {
    let units = [1, 2, 3, 4].map(|number| format!("example:1.0.0@{number}.service"));
    let fleet = running(quick(), ANYWHERE, &units.each_ref().map(String::as_str));
    fleet.die_after("example:1.0.0@2.service", Duration::ZERO);
    fleet.advance(Duration::from_secs(30));
    let app = Setup::new().over(fleet).start().await;
    let ada = app.admin("ada").await;
    let done = app.carry_out(&ada, &scale("example", "1.0.0", 2)).await;
    assert_eq!(done.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), ["example:1.0.0@1.service", "example:1.0.0@3.service"]);
}

#[tokio::test]
async fn a_unit_is_stopped_and_started_by_its_desired_state_alone() {
    let units = ["example:1.0.0@1.service", "example:1.0.0@2.service"];
    let app = Setup::new().over(running(quick(), ANYWHERE, &units)).start().await;
    let ada = app.admin("ada").await;
    let unit: fleet::UnitName = units[0].parse().unwrap();
    let stopped = app.carry_out(&ada, &PlanRequest::StopUnit { unit: unit.clone() }).await;
    assert_eq!(stopped.view.state, ActionState::Done);
    app.shows(units[0], Health::Stopped).await;
    assert_eq!(app.fleet.units()[0].desired_state, Some(DesiredState::Loaded));
    assert!(app.fleet.units()[0].machine_id.is_some(), "it stays on its machine");
    let started = app.carry_out(&ada, &PlanRequest::StartUnit { unit }).await;
    assert_eq!(started.view.state, ActionState::Done);
    app.shows(units[0], Health::Running).await;
    let sent: Vec<_> = writes(&app.fleet).into_iter().map(|request| request.body).collect();
    assert_eq!(sent, [r#"{"desiredState":"loaded"}"#, r#"{"desiredState":"launched"}"#]);
}

#[tokio::test]
async fn a_process_that_ends_by_itself_is_not_waited_for() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", "[Service]\nExecStart=/bin/true\n").await;
    let action = ada.begin(&launch("example", "1.0.0", 1)).await;
    eventually("it is dead", async || {
        let units = ada.snapshot().await.units;
        units.first()?.states.first().filter(|state| state.sub == "dead").map(drop)
    })
    .await;
    app.clock.advance(15_000);
    let ended = ada.ended(&action.id).await;
    let ActionState::Failed { reason } = &ended.view.state else { panic!("{ended:?}") };
    assert!(reason.starts_with("example:1.0.0@1.service has ended by itself on "), "{reason}");
    assert!(reason.ends_with("; its journal on that machine says why."), "{reason}");
}

#[tokio::test]
async fn what_does_not_wait_can_not_be_undone() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", PULLS).await;
    app.fleet.slow_pull("example:*", Duration::from_secs(24 * 3600));
    let action = ada.begin(&launch("example", "1.0.0", 1)).await;
    let answer = ada.undo(&action.id).await;
    assert_eq!((answer.status(), answer.code()), (409, ErrorCode::Conflict));
    assert!(answer.error().message.contains("too late"), "{}", answer.text());
    assert!(ada.action(&action.id).await.view.state.is_open(), "it goes on");
}

#[tokio::test]
async fn ten_launches_are_all_sent_before_the_first_one_runs() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", PULLS).await;
    app.fleet.slow_pull("example:*", Duration::from_secs(24 * 3600));
    let action = ada.begin(&launch("example", "1.0.0", 10)).await;
    eventually("all ten are being pulled", async || {
        let states = app.fleet.states();
        (states.len() == 10 && states.iter().all(|state| state.active == "activating")).then_some(())
    })
    .await;
    assert_eq!(writes(&app.fleet).len(), 10);
    app.fleet.advance(Duration::from_secs(24 * 3600));
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done);
    assert_eq!(done.view.steps_done, 20);
    assert_eq!(writes(&app.fleet).len(), 10);
}

#[tokio::test]
async fn at_most_four_writes_are_under_way() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    let takes = Duration::from_millis(100);
    app.fleet.faults().add(FaultRule::new(Fault::Delay(takes)).method("PUT"));
    let done = app.carry_out(&ada, &launch("example", "1.0.0", 12)).await;
    assert_eq!(done.view.state, ActionState::Done);
    let answered: Vec<Duration> = writes(&app.fleet).iter().map(|request| request.at).collect();
    assert_eq!(answered.len(), 12);
    // Each was under way for at least that long before its answer: of five in a row, the last began after the first ended.
    let takes = takes * 40;
    assert!(answered.windows(5).all(|five| five[4] - five[0] >= takes), "{answered:?}");
    // And they were not sent one by one: that would have taken four times as long.
    assert!(answered[11] - answered[0] < takes * 8, "{answered:?}");
}

#[tokio::test]
async fn the_plan_says_what_no_machine_will_take() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ONE_A_MACHINE).await;
    let plan = ada.plan(&launch("example", "1.0.0", 5)).await;
    let Some(Warning::Unscheduled { unscheduled, of, text }) = plan.warnings.first() else {
        panic!("no warning: {plan:?}");
    };
    assert_eq!((*unscheduled, *of), (2, 5));
    assert_eq!(text, "2 of 5 will stay unplaced: needs 5 machines, the cluster has 3");
}
