//! What fails on our own side: the disk is full, somebody else holds the database, the clock jumps. A deployment then does
//! nothing more, and above all takes nothing away.

use std::time::Duration;

use fleet::DesiredState;
use serde_json::json;
use shared::action::{ActionState, ActionView, Progress};
use shared::audit::Outcome;
use shared::deployment::Command;
use shared::event::{self, ActionEvent};
use shared::plan::Step;
use shared::{ActionId, Health};

use super::{NEW, OLD, deploy, deployed, gate_of, outcome, reason};
use crate::harness::{CLUSTER, Client, TestApp, eventually, launch, names, writes, written};

/// A deployment whose first new instance is asked for and still pulls: what comes next would stop an old one.
async fn pulling(app: &TestApp, who: &Client) -> ActionId {
    app.fleet.slow_pull("example:2.0.0@*", Duration::from_secs(24 * 3_600));
    let action = who.begin(&deploy("2.0.0")).await;
    eventually("it has begun", async || (!written(&app.fleet).is_empty()).then_some(())).await;
    action.id
}

/// The pull ends, and the server reads Fleet a few times more with all it needs to go on.
async fn pulled(app: &TestApp) {
    app.fleet.clear_scripts();
    app.fleet.advance(Duration::from_secs(2 * 24 * 3_600));
    read_again(app).await;
}

/// Fleet is read a few times more.
async fn read_again(app: &TestApp) {
    let reads = || app.fleet.request_counts().get("GET").copied().unwrap_or_default();
    let before = reads();
    let cluster = app.server.clusters.default_cluster();
    eventually("Fleet was read several times more", async || {
        cluster.look();
        (reads() > before + 12).then_some(())
    })
    .await;
}

fn took_nothing_away(app: &TestApp) {
    let taken: Vec<String> = written(&app.fleet)
        .into_iter()
        .filter(|write| write.starts_with("DELETE") || !write.ends_with("launched"))
        .collect();
    assert_eq!(taken, [""; 0]);
    let wanted = app.fleet.units();
    for unit in OLD {
        let found = wanted.iter().find(|found| found.name.as_str() == unit).expect("it is still there");
        assert_eq!(found.desired_state, Some(DesiredState::Launched), "{unit}");
    }
}

#[tokio::test]
async fn with_a_full_disk_nothing_is_taken_away() {
    let (app, ada) = deployed(json!({})).await;
    let id = pulling(&app, &ada).await;
    app.break_actions().await;
    let sent = writes(&app.fleet).len();
    pulled(&app).await;
    took_nothing_away(&app);
    assert_eq!(writes(&app.fleet).len(), sent, "what can't be stored is not sent");
    app.execute("DROP TRIGGER broken").await;
    // It may have given up or go on: it is never half of one thing and half of another.
    let end = ada.until(&id, "it is at its end or waits", |action| {
        !action.view.state.is_open() || matches!(action.view.state, ActionState::Paused { .. })
    });
    if end.await.view.state == ActionState::Done {
        assert_eq!(names(&app.fleet), NEW);
    } else {
        took_nothing_away(&app);
    }
}

#[tokio::test]
async fn while_the_database_is_held_nothing_is_taken_away() {
    let (app, ada) = deployed(json!({})).await;
    let id = pulling(&app, &ada).await;
    let held = app.lock_database().await;
    let sent = writes(&app.fleet).len();
    pulled(&app).await;
    took_nothing_away(&app);
    assert_eq!(writes(&app.fleet).len(), sent);
    held.release().await;
    let done = ada.until(&id, "it is at its end", |action| !action.view.state.is_open()).await;
    assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
    assert_eq!(names(&app.fleet), NEW);
}

#[tokio::test]
async fn a_clock_that_jumps_past_the_rights_takes_nothing_away() {
    let (app, _) = deployed(json!({})).await;
    let script = app.token().await;
    let id = pulling(&app, &script).await;
    app.clock.advance(40 * 24 * 3_600_000);
    let other = app.token().await;
    let paused = other.until_paused(&id).await;
    pulled(&app).await;
    took_nothing_away(&app);
    assert!(!reason(&paused).is_empty());
}

#[tokio::test]
async fn an_end_is_told_once_it_is_stored_and_is_stored_once_it_can_be() {
    let (app, ada) = deployed(json!({})).await;
    let in_list = async |state: &str| {
        let list: Vec<ActionView> = ada.get(&format!("{CLUSTER}/deployments?state={state}")).await.json();
        list.into_iter().map(|view| view.id).collect::<Vec<_>>()
    };
    app.can_not_end().await;
    let mut events = ada.events(None).await;
    let action = ada.begin(&deploy("2.0.0")).await;
    eventually("it was to be stored, and once more", async || (app.refused_ends().await >= 2).then_some(()))
        .await;
    assert!(ada.action(&action.id).await.view.state.is_at_work(), "nobody is told before");
    assert_eq!((in_list("done").await, in_list("at_work").await), (vec![], vec![action.id.clone()]));
    app.can_end().await;
    loop {
        let told: ActionEvent = events.next_named(event::name::ACTION).await.json();
        if !told.action.state.is_open() {
            assert_eq!((told.action.id, told.action.state), (action.id.clone(), ActionState::Done));
            break;
        }
    }
    assert_eq!(in_list("done").await, [action.id], "who is told finds it");
    let next = ada.begin(&deploy("3.0.0")).await;
    assert_eq!(ada.ended(&next.id).await.view.state, ActionState::Done, "the app is free");
}

#[tokio::test]
async fn an_end_stands_in_the_record_before_it_is_told_however_long_that_takes() {
    let (app, ada) = deployed(json!({})).await;
    let id = pulling(&app, &ada).await;
    app.can_not_end_lines().await;
    app.fleet.clear_scripts();
    app.fleet.advance(Duration::from_secs(2 * 24 * 3_600));
    eventually("it was to be recorded, and twice more", async || {
        (app.refused_ends().await >= 3).then_some(())
    })
    .await;
    assert!(ada.action(&id).await.view.state.is_at_work(), "nobody is told before");
    app.can_end().await;
    assert_eq!(ada.ended(&id).await.view.state, ActionState::Done);
    assert_eq!(outcome(&ada.record().await, &id), Outcome::Done);
}

#[tokio::test]
async fn nobody_is_told_of_what_could_not_be_stored() {
    let (app, ada) = deployed(json!({})).await;
    let id = pulling(&app, &ada).await;
    let mut events = ada.events(None).await;
    app.break_actions().await;
    pulled(&app).await;
    ada.until_paused(&id).await;
    // All that was told before this.
    ada.write_app("marker", "[Service]\nExecStart=/bin/run\n").await;
    loop {
        let event = events.next().await.unwrap();
        if event.data.contains("marker") {
            break;
        }
        if event.name == event::name::ACTION {
            let told: ActionEvent = event.json();
            assert_eq!(told.action.state, ActionState::Running, "the store has it so");
        }
    }
    app.execute("DROP TRIGGER broken").await;
    let told: ActionEvent = events.next_named(event::name::ACTION).await.json();
    assert!(matches!(told.action.state, ActionState::Paused { resumes: true, .. }), "{told:?}");
    assert_eq!(ada.ended(&id).await.view.state, ActionState::Done);
}

#[tokio::test]
async fn a_way_back_that_is_not_found_gives_no_name_away_that_is_still_to_be_created() {
    let (app, ada) = deployed(json!({})).await;
    let id = pulling(&app, &ada).await;
    app.execute("ALTER TABLE app_revisions RENAME TO away").await;
    ada.say(&id, Command::RollBack).await;
    let paused = ada.until_paused(&id).await;
    assert!(reason(&paused).starts_with("There is no way from here now: "), "{}", reason(&paused));
    app.execute("ALTER TABLE away RENAME TO app_revisions").await;
    let plan = ada.plan(&launch("example", "2.0.0", 1)).await;
    let created = plan.steps.iter().find_map(|step| match step {
        Step::Create { unit, .. } => Some(unit.as_str()),
        _ => None,
    });
    assert_eq!(created, Some("example:2.0.0@4.service"), "{NEW:?} are the deployment's");
}

#[tokio::test]
async fn nothing_has_lasted_longer_because_the_clock_jumps_on() {
    const JUMP_MS: u64 = 3_600_000;
    let settings = json!({ "gate": { "steady_s": 300 }, "deadline_s": 3_000, "on_failure": "abort" });
    let (app, ada) = deployed(settings).await;
    let action = ada.begin(&deploy("2.0.0")).await;
    app.shows(NEW[0], Health::Running).await;
    read_again(&app).await;
    app.clock.leap(JUMP_MS);
    read_again(&app).await;
    let at_gate = ada.action(&action.id).await;
    let gate = gate_of(&at_gate, NEW[0]) as usize;
    assert_eq!(at_gate.steps[gate].progress, Progress::Running, "{at_gate:#?}");
    assert!(at_gate.view.state.is_at_work(), "nor is its deadline over");
    took_nothing_away(&app);
    app.clock.advance(300_000);
    ada.until(&action.id, "it has passed", |action| action.steps[gate].progress == Progress::Done).await;
}

#[tokio::test]
async fn canaries_do_not_bake_faster_because_the_clock_jumps_on() {
    const JUMP_MS: u64 = 3_600_000;
    let strategy = json!({ "kind": "canary", "count": 1, "bake_s": 300, "batch": 1, "surge": 1 });
    let (app, ada) = deployed(json!({ "strategy": strategy })).await;
    let action = ada.begin(&deploy("2.0.0")).await;
    let until_ms = async || match ada.action(&action.id).await.view.state {
        ActionState::Holding { until_ms } => until_ms,
        _ => None,
    };
    let before_ms = eventually("it bakes", until_ms).await;
    app.clock.leap(JUMP_MS);
    eventually("it bakes for as long as before", async || {
        let now_ms = until_ms().await.expect("it still bakes");
        (now_ms >= before_ms + JUMP_MS).then_some(())
    })
    .await;
    took_nothing_away(&app);
}

#[tokio::test]
async fn rights_that_can_not_be_read_are_asked_again() {
    let (app, ada) = deployed(json!({})).await;
    app.fleet.slow_pull("example:2.0.0@1*", Duration::from_secs(60));
    let action = ada.begin(&deploy("2.0.0")).await;
    let open = app.server.actions.get(&action.id).unwrap();
    app.execute("ALTER TABLE grants RENAME TO away").await;
    eventually("it waits until they can be read", async || match open.view().state {
        ActionState::Paused { resumes: true, by: None, reason, .. }
            if say::tell(&reason).contains("can't be read") =>
        {
            Some(())
        }
        ActionState::Paused { resumes: false, reason, .. } => panic!("it waits for somebody: {reason}"),
        _ => None,
    })
    .await;
    took_nothing_away(&app);
    app.execute("ALTER TABLE away RENAME TO grants").await;
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
}

#[tokio::test]
async fn fleet_is_not_read_often_for_a_deployment_that_waits_for_a_person() {
    let strategy = json!({ "kind": "canary", "count": 1, "batch": 2, "surge": 2 });
    let (app, ada) = deployed(json!({ "strategy": strategy })).await;
    let action = ada.begin(&deploy("2.0.0")).await;
    let is_held =
        |action: &shared::action::ActionDetail| action.view.state == ActionState::Holding { until_ms: None };
    ada.until(&action.id, "it waits", is_held).await;
    let cluster = app.server.clusters.default_cluster();
    // Long since anybody has looked.
    app.clock.advance(60_000);
    eventually("nobody looks", async || (!cluster.is_watched()).then_some(())).await;
    // What was seen before is too old to go on by.
    ada.say(&action.id, Command::Promote).await;
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done);
    let weather: Vec<&str> =
        super::lines(&done).into_iter().filter(|line| line.starts_with("Paused")).collect();
    assert_eq!(weather, [""; 0], "it was seen anew");
}
