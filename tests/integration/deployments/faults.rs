//! What fails on our own side: the disk is full, somebody else holds the database, the clock jumps. A deployment then does
//! nothing more, and above all takes nothing away.

use std::time::Duration;

use fleet::DesiredState;
use serde_json::json;
use shared::ActionId;
use shared::action::{ActionState, ActionView};
use shared::event::{self, ActionEvent};

use super::{NEW, OLD, deploy, deployed, reason};
use crate::harness::{CLUSTER, Client, TestApp, eventually, names, writes, written};

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
