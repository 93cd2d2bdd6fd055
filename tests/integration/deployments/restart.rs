//! The server is ended in the middle, and another one goes on.

use std::time::Duration;

use fleet::DesiredState;
use fleet_sim::{Fault, FaultRule, UnitPut};
use serde_json::json;
use shared::Health;
use shared::action::{ActionDetail, ActionState, Progress};
use shared::deployment::Command;
use shared::plan::{Plan, Step};

use super::{NEW, OLD, deploy, lines, over, reason, slow};
use crate::harness::{
    ANYWHERE, Client, Setup, TestApp, eventually, execute_in, names, quick, remove_unit, running, written,
};

#[tokio::test]
async fn another_server_goes_on_where_this_one_was() {
    let (mut app, ada) = over(running(slow(), ANYWHERE, &OLD), json!({})).await;
    let cookie = ada.cookie();
    let action = ada.begin(&deploy("2.0.0")).await;
    // Ended and started again after each write but the last ones.
    for count in [1, 2, 4, 6] {
        eventually("it has written", async || (written(&app.fleet).len() >= count).then_some(())).await;
        let fleet = app.fleet.clone();
        let folder = app.stop().await;
        app = Setup::new().over(fleet).folder(folder).start().await;
    }
    let ada = app.nobody().with_cookie(&cookie);
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
    assert_eq!(names(&app.fleet), NEW);
    assert_eq!(written(&app.fleet).len(), 9, "nothing was sent twice: {:?}", written(&app.fleet));
    let restarts =
        lines(&done).into_iter().filter(|line| line.starts_with("The server was started again")).count();
    assert_eq!(restarts, 4);
}

/// A Fleet whose lists lack units from the first reading on, over and over: nothing was seen that they could be held against.
#[tokio::test]
async fn a_start_asks_by_name_for_what_earlier_deployments_left() {
    let (app, ada) = over(running(quick(), ANYWHERE, &OLD), json!({})).await;
    let cookie = ada.cookie();
    let action = ada.begin(&deploy("2.0.0")).await;
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    let fleet = app.fleet.clone();
    let folder = app.stop().await;
    fleet.faults().every(1, Fault::OmitUnits("example:2.0.0@*".into()));
    let app = Setup::new().over(fleet).folder(folder).start().await;
    let ada = app.nobody().with_cookie(&cookie);
    let plan: Plan = ada.plan(&deploy("3.0.0")).await;
    let from: Vec<&str> =
        plan.deployment.iter().flat_map(|own| &own.from).map(|own| own.unit.as_str()).collect();
    assert_eq!(from, NEW, "{plan:#?}");
}

#[tokio::test]
async fn what_could_not_be_taken_up_at_the_start_is_once_the_disk_has_room() {
    // Of another app: this one's is changed by its deployment alone.
    let other = "other:1@1.service";
    let units: Vec<&str> = OLD.into_iter().chain([other]).collect();
    let (app, ada) = over(running(quick(), ANYWHERE, &units), json!({})).await;
    let cookie = ada.cookie();
    app.fleet.slow_pull("example:*", Duration::from_secs(24 * 3600));
    let deployed = ada.begin(&deploy("2.0.0")).await;
    // Closed at the start: nothing of it was sent.
    let waiting = ada.begin(&remove_unit(other)).await;
    let fleet = app.fleet.clone();
    let folder = app.stop().await;
    for table in ["actions", "audit"] {
        let broken = format!(
            "CREATE TRIGGER broken_{table} BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'no space left'); END"
        );
        execute_in(folder.path(), &broken).await;
    }
    let app = Setup::new().over(fleet).folder(folder).start().await;
    let ada = app.nobody().with_cookie(&cookie);
    app.fleet.clear_scripts();
    app.fleet.advance(Duration::from_secs(2 * 24 * 3600));
    for id in [&deployed.id, &waiting.id] {
        assert!(ada.action(id).await.view.state.is_open(), "as it was left");
    }
    for table in ["actions", "audit"] {
        app.execute(&format!("DROP TRIGGER broken_{table}")).await;
    }
    eventually("it is taken up", async || {
        app.clock.advance(15_000);
        app.server.actions.get(&deployed.id).map(drop)
    })
    .await;
    assert_eq!(ada.ended(&deployed.id).await.view.state, ActionState::Done);
    assert!(matches!(ada.ended(&waiting.id).await.view.state, ActionState::Interrupted { .. }));
    assert!(ada.record_of(&waiting.id).await.ended_ms.is_some());
}

#[tokio::test]
async fn what_was_paused_is_paused_after_a_restart() {
    let (app, ada) = over(running(quick(), ANYWHERE, &OLD), json!({})).await;
    let cookie = ada.cookie();
    app.fleet.slow_pull("example:*", Duration::from_secs(24 * 3600));
    let action = ada.begin(&deploy("2.0.0")).await;
    ada.say(&action.id, Command::Pause).await;
    let fleet = app.fleet.clone();
    let folder = app.stop().await;
    let app = Setup::new().over(fleet).folder(folder).start().await;
    let ada = app.nobody().with_cookie(&cookie);
    let found = ada.action(&action.id).await;
    assert!(matches!(found.view.state, ActionState::Paused { resumes: false, .. }), "{:?}", found.view.state);
    app.fleet.clear_scripts();
    app.fleet.advance(Duration::from_secs(2 * 24 * 3600));
    ada.say(&action.id, Command::Resume).await;
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
}

#[tokio::test]
async fn an_abort_that_fleet_keeps_waiting_is_finished_by_the_next_server() {
    let settings = json!({ "strategy": { "kind": "blue_green" }, "keep_old_s": 3600, "min": 0 });
    let (app, ada) = over(running(slow(), ANYWHERE, &OLD), settings).await;
    let cookie = ada.cookie();
    let action = ada.begin(&deploy("2.0.0")).await;
    eventually("an old one is told to stop", async || {
        written(&app.fleet).iter().any(|write| write.ends_with("loaded")).then_some(())
    })
    .await;
    app.fleet.set_down(true);
    ada.say(&action.id, Command::Abort).await;
    let fleet = app.fleet.clone();
    let folder = app.stop().await;
    fleet.set_down(false);
    let app = Setup::new().over(fleet).folder(folder).start().await;
    let ada = app.nobody().with_cookie(&cookie);
    let aborted = ada.ended(&action.id).await;
    assert!(matches!(aborted.view.state, ActionState::Aborted { .. }), "{aborted:#?}");
    for unit in OLD {
        app.shows(unit, Health::Running).await;
    }
}

/// As a gate leaves it that is cut off between setting its unit inactive and starting it once more.
#[tokio::test]
async fn a_second_start_that_was_cut_off_is_done_by_the_next_server_and_nobodys_stop_is_taken_back() {
    for (left, comes) in [(DesiredState::Inactive, true), (DesiredState::Loaded, false)] {
        let (app, ada) = over(running(quick(), ANYWHERE, &OLD), json!({})).await;
        let cookie = ada.cookie();
        app.fleet.slow_pull("example:*", Duration::from_secs(24 * 3600));
        let action = ada.begin(&deploy("2.0.0")).await;
        ada.until(&action.id, "it waits", |action| action.steps[1].progress == Progress::Running).await;
        let fleet = app.fleet.clone();
        let folder = app.stop().await;
        fleet.clear_scripts();
        fleet.put_unit(NEW[0], UnitPut::state(left)).unwrap();
        fleet.advance(Duration::from_secs(60));
        let app = Setup::new().over(fleet).folder(folder).start().await;
        let ada = app.nobody().with_cookie(&cookie);
        if comes {
            let done = ada.ended(&action.id).await;
            assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
            assert_eq!(done.steps[1].note, format!("{} was started once more.", NEW[0]));
        } else {
            let paused = ada.until_paused(&action.id).await;
            assert!(reason(&paused).starts_with("Somebody has set"), "{}", reason(&paused));
        }
    }
}

#[tokio::test]
async fn what_a_process_left_that_died_goes_on_here_once_its_lease_has_lapsed() {
    let (app, ada) = over(running(quick(), ANYWHERE, &OLD), json!({})).await;
    app.fleet.slow_pull("example:*", Duration::from_secs(24 * 3600));
    let action = ada.begin(&deploy("2.0.0")).await;
    ada.until(&action.id, "it waits", |action| action.steps[1].progress == Progress::Running).await;
    // As if another process had taken it while this one could not be heard.
    let until_ms = app.server.wall_ms() + 30_000;
    app.execute(&format!("UPDATE actions SET lease_holder = 'other', lease_until_ms = {until_ms}")).await;
    assert_eq!(ada.try_say(&action.id, Command::Pause).await.code(), shared::ErrorCode::Conflict);
    app.clock.advance(20_000);
    eventually("its run here has ended", async || app.server.actions.get(&action.id).is_none().then_some(()))
        .await;
    let refused = ada.try_say(&action.id, Command::Pause).await;
    assert_eq!(refused.error().message, "Another server runs this action now: say it there.");
    app.fleet.clear_scripts();
    app.fleet.advance(Duration::from_secs(2 * 24 * 3600));
    assert_eq!(written(&app.fleet).len(), 1, "the other has the lease, and nothing is sent by this one");
    eventually("it goes on here", async || {
        app.clock.advance(16_000);
        app.server.actions.get(&action.id).map(drop)
    })
    .await;
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{done:#?}");
    assert_eq!(names(&app.fleet), NEW);
    assert_eq!(written(&app.fleet).len(), 9, "nothing was sent twice: {:?}", written(&app.fleet));
}

/// What a plan that is made now creates.
async fn creates(app: &TestApp, who: &Client, version: &str) -> Vec<String> {
    let planned: Plan = eventually("Fleet was read a moment ago", async || {
        app.server.clusters.default_cluster().look();
        let answer = who.try_plan(&deploy(version)).await;
        (answer.status() == 200).then(|| answer.json())
    })
    .await;
    let created = planned.steps.into_iter().filter_map(|step| match step {
        Step::Create { unit, .. } => Some(unit.to_string()),
        _ => None,
    });
    created.collect()
}

#[tokio::test]
async fn a_name_rests_for_a_minute_after_its_end_whatever_was_done_and_whoever_was_started_since() {
    let (mut app, ada) = over(running(quick(), ANYWHERE, &OLD), json!({})).await;
    let cookie = ada.cookie();
    let action = ada.begin(&deploy("2.0.0")).await;
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    // More clicks than anybody would look back over.
    for _ in 0..25 {
        let taken_back = ada.begin(&remove_unit(NEW[0])).await;
        assert_eq!(ada.undo(&taken_back.id).await.status(), 200);
    }
    for _ in 0..2 {
        let fleet = app.fleet.clone();
        let folder = app.stop().await;
        app = Setup::new().over(fleet).folder(folder).start().await;
        let ada = app.nobody().with_cookie(&cookie);
        let created = creates(&app, &ada, "1.0.0").await;
        assert_eq!(created.len(), OLD.len());
        assert!(OLD.iter().all(|old| !created.contains(&(*old).to_owned())), "{created:?} are used again");
    }
    app.clock.advance(60_000);
    let ada = app.nobody().with_cookie(&cookie);
    assert_eq!(creates(&app, &ada, "1.0.0").await, OLD, "the lowest numbers are free again");
}

#[tokio::test]
async fn a_name_rests_also_if_nobody_heard_that_it_was_destroyed() {
    let (mut app, ada) = over(running(quick(), ANYWHERE, &OLD), json!({})).await;
    let cookie = ada.cookie();
    app.fleet.faults().add(FaultRule::new(Fault::LoseAnswer).method("DELETE"));
    let action = ada.begin(&deploy("2.0.0")).await;
    eventually("one was destroyed", async || {
        OLD.iter().any(|old| !names(&app.fleet).contains(&(*old).to_owned())).then_some(())
    })
    .await;
    ada.say(&action.id, Command::Abort).await;
    let aborted = ada.ended(&action.id).await;
    assert!(matches!(aborted.view.state, ActionState::Aborted { .. }), "{aborted:#?}");
    app.fleet.faults().clear();
    for _ in 0..2 {
        let there = names(&app.fleet);
        let ada = app.nobody().with_cookie(&cookie);
        let created = creates(&app, &ada, "1.0.0").await;
        assert!(!created.is_empty(), "there are {there:?}");
        assert!(OLD.iter().all(|old| !created.contains(&(*old).to_owned())), "{created:?} are used again");
        let fleet = app.fleet.clone();
        let folder = app.stop().await;
        app = Setup::new().over(fleet).folder(folder).start().await;
    }
}

/// As a process leaves it that dies once the next deployment is stored, and before it is stored that the one before ended.
#[tokio::test]
async fn what_was_left_to_the_next_deployment_stays_so_after_a_restart() {
    let settings = json!({ "strategy": { "kind": "blue_green" }, "keep_old_s": 3600, "min": 0 });
    let (app, ada) = over(running(quick(), ANYWHERE, &OLD), settings).await;
    let cookie = ada.cookie();
    let first = ada.begin(&deploy("2.0.0")).await;
    let keeps = |action: &ActionDetail| matches!(action.view.state, ActionState::Keeping { .. });
    ada.until(&first.id, "it keeps the old ones", keeps).await;
    app.execute("CREATE TABLE before AS SELECT * FROM actions").await;
    for read_from_others in ["state_kind", "request_kind"] {
        app.execute(&format!("ALTER TABLE before DROP COLUMN {read_from_others}")).await;
    }
    let second = ada.begin(&deploy("3.0.0")).await;
    ada.until(&second.id, "it keeps the old ones", keeps).await;
    let fleet = app.fleet.clone();
    let folder = app.stop().await;
    let first_id = &first.id;
    execute_in(folder.path(), &format!("DELETE FROM actions WHERE id = '{first_id}'")).await;
    execute_in(folder.path(), "INSERT INTO actions SELECT * FROM before").await;
    execute_in(folder.path(), "DROP TABLE before").await;
    let app = Setup::new().over(fleet).folder(folder).start().await;
    let ada = app.nobody().with_cookie(&cookie);
    let ended = ada.ended(&first.id).await;
    assert_eq!(ended.view.state, ActionState::Done, "{ended:#?}");
    let last = "Another deployment has begun: what was kept is left to it.";
    assert_eq!(lines(&ended).last(), Some(&last));
    assert!(keeps(&ada.action(&second.id).await), "the second one keeps on");
}
