//! Actions in bad weather: what fails says why, and nothing is done twice or half in silence.

use std::time::Duration;

use fleet::DesiredState;
use fleet_sim::{Fault, FaultRule, UnitPut};
use shared::ErrorCode;
use shared::action::{ActionState, ActionView, Progress};
use shared::audit::Outcome;
use shared::deployment::Command;
use shared::plan::PlanRequest;

use crate::harness::{
    ANYWHERE, CLUSTER, ONE_A_MACHINE, Setup, eventually, execute_in, launch, names, options, quick,
    remove_unit, running, writes, written,
};

const UNITS: [&str; 2] = ["example:1.0.0@1.service", "example:1.0.0@2.service"];

fn reason(state: &ActionState) -> &str {
    match state {
        ActionState::Failed { reason } | ActionState::Interrupted { reason } => reason,
        other => panic!("it did not fail: {other:?}"),
    }
}

#[tokio::test]
async fn a_start_that_fails_says_where_and_how() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    app.fleet.fail_start("example:*");
    let failed = app.carry_out(&ada, &launch("example", "1.0.0", 1)).await;
    let machine = app.fleet.units()[0].machine_id.clone().unwrap();
    let address = app.fleet.machines().into_iter().find(|found| found.id == machine).unwrap().primary_ip;
    assert_eq!(
        reason(&failed.view.state),
        format!(
            "example:1.0.0@1.service failed on {address} (failed). Its journal on that machine says why."
        )
    );
    assert_eq!(failed.steps[0].progress, Progress::Done);
    assert_eq!(failed.steps[1].progress, Progress::Failed);
    let line = ada.record_of(&failed.view.id).await;
    assert_eq!((line.outcome, line.note.as_str()), (Outcome::Failed, reason(&failed.view.state)));
}

#[tokio::test]
async fn an_instance_that_no_machine_takes_says_so() {
    let fleet = running(quick(), ONE_A_MACHINE, &[]);
    let taken = "[Service]\nExecStart=/bin/run\n\n[X-Fleet]\nConflicts=example:*@*.service\n";
    for number in 1..=3 {
        let put = UnitPut::new(options(taken), DesiredState::Launched);
        fleet.put_unit(&format!("example:1.0.0@{number}.service"), put).unwrap();
    }
    fleet.advance(Duration::from_secs(60));
    let app = Setup::new().over(fleet).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ONE_A_MACHINE).await;
    let failed = app.carry_out(&ada, &launch("example", "2.0.0", 1)).await;
    assert_eq!(
        reason(&failed.view.state),
        "No machine takes example:2.0.0@1.service. It stays wanted, and starts when a machine is free for it."
    );
    assert!(names(&app.fleet).contains(&"example:2.0.0@1.service".to_owned()));
}

#[tokio::test]
async fn a_unit_that_is_there_is_never_written_over() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    // Fleet's lists leave this one out, so that no plan can know of it.
    app.fleet.faults().every(1, Fault::OmitUnits("example:*".into()));
    let theirs = options("[Service]\nExecStart=/bin/theirs\n");
    app.fleet.put_unit(UNITS[0], UnitPut::new(theirs.clone(), DesiredState::Loaded)).unwrap();
    let failed = app.carry_out(&ada, &launch("example", "1.0.0", 1)).await;
    assert!(reason(&failed.view.state).contains("is there already, with other options"), "{failed:?}");
    assert!(writes(&app.fleet).is_empty());
    assert_eq!(app.fleet.units()[0].options, theirs);
    assert_eq!(app.fleet.units()[0].desired_state, Some(DesiredState::Loaded));
}

#[tokio::test]
async fn an_answer_that_is_lost_is_not_a_second_unit() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    app.fleet.faults().add(FaultRule::new(Fault::LoseAnswer).method("PUT").times(1));
    let done = app.carry_out(&ada, &launch("example", "1.0.0", 1)).await;
    assert_eq!(done.view.state, ActionState::Done);
    assert_eq!(done.steps[0].note, "example:1.0.0@1.service was there already.");
    assert_eq!(writes(&app.fleet).len(), 1, "it looked before it tried again");
}

#[tokio::test]
async fn an_action_goes_on_when_fleet_is_back() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let action = ada.begin(&remove_unit(UNITS[0])).await;
    app.fleet.faults().add(FaultRule::new(Fault::CutConnection));
    app.skip_undo();
    let lost = || app.fleet.requests().iter().filter(|request| request.status.is_none()).count();
    eventually("it was asked in vain, twice", async || (lost() >= 2).then_some(())).await;
    assert!(writes(&app.fleet).is_empty(), "what can't be looked at first is not begun");
    // Back, but not for writes.
    app.fleet.faults().clear();
    app.fleet.faults().add(FaultRule::new(Fault::CutConnection).method("PUT"));
    eventually("it was tried in vain, twice", async || (writes(&app.fleet).len() >= 2).then_some(())).await;
    app.fleet.faults().clear();
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), [UNITS[1]]);
}

#[tokio::test]
async fn an_action_gives_up_on_a_fleet_that_stays_away_and_says_why() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    app.fleet.faults().add(FaultRule::new(Fault::Status(503)).method("PUT"));
    let failed = app.carry_out(&ada, &remove_unit(UNITS[0])).await;
    assert!(
        reason(&failed.view.state)
            .starts_with("example:1.0.0@1.service: Fleet cannot work at the moment (503)"),
        "{failed:?}"
    );
    let progress: Vec<Progress> = failed.steps.iter().map(|step| step.progress).collect();
    assert_eq!(progress, [Progress::Failed, Progress::LeftOut, Progress::LeftOut, Progress::LeftOut]);
    assert!(!written(&app.fleet).iter().any(|write| write.starts_with("DELETE")));
    assert_eq!(names(&app.fleet).len(), 2);
    // They are free again for the next try.
    app.shows(UNITS[0], shared::Health::Running).await;
}

#[tokio::test]
async fn what_fleet_refuses_is_not_tried_again() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    app.fleet.faults().add(FaultRule::new(Fault::Status(409)).method("PUT"));
    let failed = app.carry_out(&ada, &remove_unit(UNITS[0])).await;
    assert!(reason(&failed.view.state).contains("Fleet refused this (409)"), "{failed:?}");
    assert_eq!(writes(&app.fleet).len(), 1);
}

#[tokio::test]
async fn one_units_failure_does_not_stop_the_others() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    app.fleet.fail_start("example:1.0.0@2.service");
    let failed = app.carry_out(&ada, &launch("example", "1.0.0", 3)).await;
    assert!(reason(&failed.view.state).starts_with("example:1.0.0@2.service failed on"), "{failed:?}");
    assert_eq!(failed.view.steps_done, 5);
    app.shows("example:1.0.0@3.service", shared::Health::Running).await;
}

#[tokio::test]
async fn nothing_is_planned_while_fleet_is_away() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let plan = ada.plan(&remove_unit(UNITS[0])).await;
    app.fleet.set_down(true);
    let refused = eventually("the plan is refused", async || {
        let answer = ada.try_plan(&plan.request).await;
        (answer.status() != 200).then_some(answer)
    })
    .await;
    assert_eq!((refused.status(), refused.code()), (503, ErrorCode::StaleData));
    assert!(refused.error().message.contains("while Fleet does not answer"), "{}", refused.text());
    assert_eq!(ada.click(&plan, "key").await.code(), ErrorCode::StaleData);
    assert!(writes(&app.fleet).is_empty());
}

#[tokio::test]
async fn a_restart_in_the_time_for_undoing_sends_nothing() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let action = ada.begin(&remove_unit(UNITS[0])).await;
    let (fleet, cookie) = (app.fleet.clone(), ada.cookie());
    let folder = app.stop().await;
    let app = Setup::new().over(fleet).folder(folder).start().await;
    let ada = app.nobody().with_cookie(&cookie);
    let closed = ada.action(&action.id).await;
    assert!(reason(&closed.view.state).contains("before anything was sent"), "{closed:?}");
    assert!(closed.steps.iter().all(|step| step.progress == Progress::LeftOut), "{closed:?}");
    let line = ada.record_of(&action.id).await;
    assert_eq!(line.outcome, Outcome::Failed);
    assert!(line.note.contains("Nothing was changed"), "{}", line.note);
    app.skip_undo();
    assert_eq!(ada.undo(&action.id).await.code(), ErrorCode::Conflict);
    // Nothing holds the unit any more: it is started again for another removal.
    let done = app.carry_out(&ada, &remove_unit(UNITS[0])).await;
    assert_eq!(done.view.state, ActionState::Done);
    assert_eq!(written(&app.fleet), [format!("PUT {} loaded", UNITS[0]), format!("DELETE {}", UNITS[0])]);
}

#[tokio::test]
async fn what_had_ended_before_the_server_was_killed_is_closed_with_its_own_end() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let done = app.carry_out(&ada, &remove_unit(UNITS[0])).await;
    let (fleet, cookie) = (app.fleet.clone(), ada.cookie());
    let folder = app.stop().await;
    // As it is stored between the end of its course and the end that is told.
    let running_still =
        "UPDATE actions SET is_open = 1, state = '{\"kind\":\"running\"}', restorable = 0, ended_ms = NULL";
    execute_in(folder.path(), running_still).await;
    execute_in(folder.path(), "UPDATE audit SET ended_ms = NULL WHERE action_id IS NOT NULL").await;
    let app = Setup::new().over(fleet).folder(folder).start().await;
    let ada = app.nobody().with_cookie(&cookie);
    let closed = ada.action(&done.view.id).await;
    assert_eq!(closed.view.state, ActionState::Done);
    assert!(closed.view.ended_ms.is_some() && closed.view.restorable, "{closed:?}");
    assert_eq!((closed.lines, closed.steps), (done.lines, done.steps), "nothing goes on");
    let line = ada.record_of(&done.view.id).await;
    assert!(line.ended_ms.is_some() && line.outcome == Outcome::Done, "{line:?}");
}

#[tokio::test]
async fn what_can_not_be_read_is_closed_and_keeps_no_server_from_starting() {
    for column in ["plan", "course", "detours", "state"] {
        let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
        let ada = app.admin("ada").await;
        let action = ada.begin(&remove_unit(UNITS[0])).await;
        let (fleet, cookie) = (app.fleet.clone(), ada.cookie());
        let folder = app.stop().await;
        execute_in(folder.path(), &format!("UPDATE actions SET {column} = 'nonsense'")).await;
        let app = Setup::new().over(fleet).folder(folder).start().await;
        let ada = app.nobody().with_cookie(&cookie);
        let list: Vec<ActionView> = ada.get(&format!("{CLUSTER}/actions")).await.json();
        assert_eq!((&list[0].id, list.len()), (&action.id, 1), "{column}");
        assert!(reason(&list[0].state).contains("can't read"), "{column}: {list:?}");
        assert!(list[0].ended_ms.is_some(), "{column}");
        assert_eq!(ada.record_of(&action.id).await.outcome, Outcome::Failed, "{column}");
        // Nothing holds the unit any more.
        let done = app.carry_out(&ada, &remove_unit(UNITS[0])).await;
        assert_eq!(done.view.state, ActionState::Done, "{column}");
    }
}

#[tokio::test]
async fn after_a_restart_in_the_middle_it_goes_on() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", "[Service]\nExecStartPre=/usr/bin/docker pull x\nExecStart=/bin/run\n").await;
    app.fleet.slow_pull("example:*", Duration::from_secs(400));
    let action = ada.begin(&launch("example", "1.0.0", 1)).await;
    eventually("it is created", async || (ada.action(&action.id).await.view.steps_done == 1).then_some(()))
        .await;
    let (fleet, cookie) = (app.fleet.clone(), ada.cookie());
    let folder = app.stop().await;
    let app = Setup::new().over(fleet).folder(folder).start().await;
    let ada = app.nobody().with_cookie(&cookie);
    let ended = ada.ended(&action.id).await;
    assert_eq!(ended.view.state, ActionState::Done, "{ended:?}");
    let lines: Vec<&str> = ended.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(lines, ["The server was started again, and goes on with this."]);
    assert_eq!(ada.record_of(&action.id).await.outcome, Outcome::Done);
    assert_eq!(written(&app.fleet), ["PUT example:1.0.0@1.service launched"], "nothing is sent twice");
}

#[tokio::test]
async fn the_call_under_way_is_finished_before_the_server_ends_and_the_next_start_sends_the_others() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    app.fleet.faults().add(FaultRule::new(Fault::Delay(Duration::from_millis(300))).method("PUT"));
    let action = ada.begin(&remove_unit(UNITS[0])).await;
    app.skip_undo();
    eventually("the first call is under way", async || {
        (ada.action(&action.id).await.steps[0].progress == Progress::Running).then_some(())
    })
    .await;
    let (fleet, cookie) = (app.fleet.clone(), ada.cookie());
    let folder = app.stop().await;
    assert_eq!(written(&fleet), [format!("PUT {} loaded", UNITS[0])]);
    let app = Setup::new().over(fleet).folder(folder).start().await;
    let ended = app.nobody().with_cookie(&cookie).ended(&action.id).await;
    assert_eq!(ended.view.state, ActionState::Done, "{ended:?}");
    assert_eq!(written(&app.fleet), [format!("PUT {} loaded", UNITS[0]), format!("DELETE {}", UNITS[0])]);
    assert!(ended.view.restorable);
}

#[tokio::test]
async fn a_call_is_stored_as_begun_before_it_is_sent() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    app.fleet.faults().add(FaultRule::new(Fault::Delay(Duration::from_secs(5))).method("PUT"));
    let action = ada.begin(&remove_unit(UNITS[0])).await;
    app.skip_undo();
    // As a process would find it that starts after this one was killed.
    let left = eventually("the call is under way", async || {
        let open = app.server.store.open_actions().await.unwrap();
        open.into_iter().map(Result::unwrap).find(|left| left.at.steps[0].progress == Progress::Running)
    })
    .await;
    assert_eq!((&left.head.id, &left.head.state), (&action.id, &ActionState::Running));
    assert!(left.at.steps[0].began_ms.is_some());
    assert!(written(&app.fleet).is_empty(), "no answer yet");
}

/// The record's end is on the disk for certain only with the next commit: the action's must come behind it.
#[tokio::test]
async fn the_record_of_what_a_restart_cut_ends_before_the_action_does() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let action = ada.begin(&remove_unit(UNITS[0])).await;
    app.break_actions().await;
    let left = server::service::action::resume(&app.server).await.unwrap();
    assert_eq!(left, [action.id.to_string()], "its own end could not be stored");
    let row = ada.record_of(&action.id).await;
    assert!(row.ended_ms.is_some() && row.note.contains("Nothing was changed"), "{row:?}");
}

#[tokio::test]
async fn what_was_begun_is_done_though_its_sender_hangs_up() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    let plan = ada.plan(&launch("example", "1.0.0", 1)).await;
    let lock = app.lock_database().await;
    let before = app.server.tasks.len();
    let click = tokio::spawn({
        let (ada, plan) = (ada.clone(), plan.clone());
        async move { ada.click(&plan, "key").await }
    });
    eventually("it is about to be recorded", async || (app.server.tasks.len() > before).then_some(())).await;
    click.abort();
    assert!(click.await.unwrap_err().is_cancelled());
    lock.release().await;
    let action = eventually("it has begun", async || {
        ada.get(&format!("{CLUSTER}/actions")).await.json::<Vec<ActionView>>().pop()
    })
    .await;
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), [UNITS[0]]);
}

#[tokio::test]
async fn what_can_not_be_stored_as_begun_is_not_sent() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let action = ada.begin(&remove_unit(UNITS[0])).await;
    app.break_actions().await;
    app.skip_undo();
    let failed = eventually("it has ended", async || {
        (ada.record_of(&action.id).await.outcome == Outcome::Failed).then_some(())
    });
    failed.await;
    assert!(ada.record_of(&action.id).await.note.contains("could not be stored"));
    assert!(writes(&app.fleet).is_empty());
}

#[tokio::test]
async fn what_can_not_be_recorded_is_not_begun() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let plan = ada.plan(&remove_unit(UNITS[0])).await;
    app.break_record().await;
    assert_eq!(ada.click(&plan, "key").await.code(), ErrorCode::Internal);
    app.skip_undo();
    app.shows(UNITS[0], shared::Health::Running).await;
    assert!(writes(&app.fleet).is_empty());
}

#[tokio::test]
async fn what_is_not_known_of_one_unit_keeps_nothing_of_another_from_being_done() {
    const LONELY: &str = "lonely.service";
    let app = Setup::new().over(running(quick(), ANYWHERE, &[UNITS[0], LONELY])).start().await;
    let ada = app.admin("ada").await;
    app.fleet.faults().every(1, Fault::OmitUnits("example:*".into()));
    app.fleet.faults().add(FaultRule::new(Fault::Status(500)).method("GET").path("/fleet/v1/units/example"));
    eventually("its lists lack the unit", async || {
        let snapshot = ada.snapshot().await;
        snapshot.units.iter().any(|row| row.read_ms.is_some()).then_some(())
    })
    .await;
    app.clock.advance(20_000);
    eventually("the unit's own plan is refused", async || {
        let answer = ada.try_plan(&remove_unit(UNITS[0])).await;
        assert_eq!(answer.code(), ErrorCode::StaleData, "{}", answer.text());
        answer.error().message.starts_with("Fleet's lists lack example:1.0.0@1.service").then_some(())
    })
    .await;
    let removal = app.carry_out(&ada, &remove_unit(LONELY)).await;
    assert_eq!(removal.view.state, ActionState::Done);
    let back = PlanRequest::Restore { action: removal.view.id };
    assert_eq!(app.carry_out(&ada, &back).await.view.state, ActionState::Done);
}

#[tokio::test]
async fn an_action_and_a_script_write_a_unit_one_after_the_other() {
    let app = Setup::new().fleet(quick()).start().await;
    let (ada, script) = (app.admin("ada").await, app.token().await);
    ada.write_app("example", ANYWHERE).await;
    app.fleet.faults().add(FaultRule::new(Fault::Delay(Duration::from_secs(2))).method("PUT").times(1));
    let action = ada.begin(&launch("example", "1.0.0", 1)).await;
    let asked = || app.fleet.requests().iter().any(|request| request.target.contains("/units/example"));
    eventually("Fleet was asked, and the action's call is on its way", async || asked().then_some(())).await;
    let theirs = options("[Service]\nExecStart=/bin/theirs\n");
    let body = serde_json::json!({ "options": theirs, "desiredState": "launched" });
    let answer = script.put(&format!("/fleet/v1/units/{}", UNITS[0]), &body).await;
    assert!(answer.status() < 300, "{}", answer.text());
    ada.ended(&action.id).await;
    assert_eq!(app.fleet.units()[0].options, theirs, "nobody writes over it unseen");
}

/// A deployment waits until they can be read; a removal has nothing to lose by waiting for somebody.
#[tokio::test]
async fn what_nobody_can_be_asked_for_is_not_removed() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let action = ada.begin(&remove_unit(UNITS[0])).await;
    app.execute("ALTER TABLE grants RENAME TO away").await;
    app.skip_undo();
    let open = app.server.actions.get(&action.id).unwrap();
    eventually("it waits for somebody", async || match open.view().state {
        ActionState::Paused { resumes: false, reason, .. } => {
            let reason = say::tell(&reason);
            assert!(reason.contains("can't be read whether ada may still do this"), "{reason}");
            Some(())
        }
        _ => None,
    })
    .await;
    assert_eq!(written(&app.fleet), [""; 0]);
    app.execute("ALTER TABLE away RENAME TO grants").await;
    ada.say(&action.id, Command::Resume).await;
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), [UNITS[1]]);
}
