//! Removing in order, taking it back in time, putting it back later.

use std::time::Duration;

use fleet::DesiredState;
use fleet_sim::{Fault, FaultRule, SimConfig, SimHandle};
use shared::action::{ActionState, ActionView, Progress};
use shared::audit::Outcome;
use shared::deployment::Command;
use shared::plan::{Confirm, PlanRequest};
use shared::{ErrorCode, Health};

use crate::harness::{
    ANYWHERE, CLUSTER, Setup, eventually, names, options, quick, remove_unit, remove_version, running,
    written,
};

const UNITS: [&str; 3] =
    ["example:1.0.0@1.service", "example:1.0.0@2.service", "example:1.0.0-rc1@1.service"];

/// How often the poller has read the states.
fn readings(fleet: &SimHandle) -> usize {
    fleet.requests().iter().filter(|request| request.target.starts_with("/fleet/v1/state")).count()
}

#[tokio::test]
async fn units_are_destroyed_only_when_they_have_stopped() {
    // Nothing happens in this Fleet until its clock is moved: what is told to stop does not stop.
    let app = Setup::new().over(running(SimConfig::empty().manual(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let plan = ada.plan(&remove_version("example", "1.0.0")).await;
    assert_eq!(plan.confirm, Confirm::List);
    let action: ActionView = ada.click(&plan, "remove").await.json();
    app.skip_undo();
    eventually("both are told to stop", async || (written(&app.fleet).len() >= 2).then_some(())).await;
    let before = readings(&app.fleet);
    eventually("Fleet was read twice more", async || (readings(&app.fleet) >= before + 2).then_some(()))
        .await;
    let mut sent = written(&app.fleet);
    sent.sort();
    assert_eq!(sent, ["PUT example:1.0.0@1.service loaded", "PUT example:1.0.0@2.service loaded"]);

    app.fleet.advance(Duration::from_secs(60));
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done);
    let mut sent = written(&app.fleet).split_off(2);
    sent.sort();
    assert_eq!(sent, ["DELETE example:1.0.0@1.service", "DELETE example:1.0.0@2.service"]);
    // Verified: the list was read again behind the last DELETE.
    let requests = app.fleet.requests();
    let deleted = requests.iter().rposition(|request| request.method == "DELETE").unwrap();
    let listed = requests.iter().rposition(|request| request.target == "/fleet/v1/units").unwrap();
    assert!(listed > deleted);
    assert_eq!(names(&app.fleet), ["example:1.0.0-rc1@1.service"], "1.0.0 is not 1.0.0-rc1");
    assert!(done.steps.iter().all(|step| step.progress == Progress::Done), "{:?}", done.steps);
}

#[tokio::test]
async fn who_loses_the_right_once_units_have_stopped_destroys_none() {
    // What is told to stop goes on until the clock of this Fleet is moved.
    let app = Setup::new().over(running(SimConfig::empty().manual(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let bob = app.person("bob", &[("viewer", "*"), ("operator", "*")]).await;
    let action = bob.begin(&remove_version("example", "1.0.0")).await;
    app.skip_undo();
    eventually("both are told to stop", async || (written(&app.fleet).len() >= 2).then_some(())).await;
    app.take("bob-operator-*").await;
    app.fleet.advance(Duration::from_secs(60));
    let reason = eventually("it is paused", async || match bob.action(&action.id).await.view.state {
        ActionState::Paused { reason, .. } => Some(reason),
        _ => None,
    })
    .await;
    assert!(reason.starts_with("bob may not do this: it needs the right 'remove' on example."), "{reason}");
    assert_eq!(written(&app.fleet).len(), 2, "{:?}", written(&app.fleet));
    let commands = format!("{CLUSTER}/actions/{}/commands", action.id);
    assert_eq!(ada.post(&commands, &Command::Resume).await.status(), 200);
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), ["example:1.0.0-rc1@1.service"]);
}

#[tokio::test]
async fn a_list_without_its_state_does_not_pass_for_a_unit_that_has_stopped() {
    // What is told to stop goes on in this Fleet, and every second list of states lacks it.
    let app = Setup::new().over(running(SimConfig::empty().manual(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let omits = FaultRule::new(Fault::OmitUnits("example:*".into())).path("/fleet/v1/state");
    app.fleet.faults().add(omits.every(2));
    let action = ada.begin(&remove_version("example", "1.0.0")).await;
    app.skip_undo();
    eventually("both are told to stop", async || (written(&app.fleet).len() >= 2).then_some(())).await;
    let before = readings(&app.fleet);
    eventually("Fleet was read four times more", async || (readings(&app.fleet) >= before + 4).then_some(()))
        .await;
    assert!(!written(&app.fleet).iter().any(|write| write.starts_with("DELETE")));
    app.fleet.advance(Duration::from_secs(60));
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
}

#[tokio::test]
async fn the_record_is_written_before_and_ended_after() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let action = ada.begin(&remove_unit(UNITS[0])).await;
    let line = ada.record_of(&action.id).await;
    assert_eq!((line.outcome, line.ended_ms), (Outcome::Open, None));
    assert_eq!(line.summary, "Remove example:1.0.0@1.service");
    assert_eq!(
        (line.cluster.as_str(), line.app.as_str(), line.verb.as_str()),
        ("default", "example", "remove")
    );
    assert_eq!(
        line.detail,
        [
            "PUT /fleet/v1/units/example:1.0.0@1.service: loaded, was launched",
            "DELETE /fleet/v1/units/example:1.0.0@1.service: was loaded"
        ]
    );
    assert!(written(&app.fleet).is_empty());
    app.skip_undo();
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    let line = ada.record_of(&action.id).await;
    assert_eq!((line.outcome, line.note.as_str()), (Outcome::Done, ""), "all calls were made");
}

#[tokio::test]
async fn what_is_undone_in_time_never_reached_fleet() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let (ada, bob) = (app.admin("ada").await, app.admin("bob").await);
    let action = ada.begin(&remove_version("example", "1.0.0")).await;
    let ActionState::Waiting { until_ms } = action.state else { panic!("{action:?}") };
    assert!(until_ms >= action.started_ms + 10_000);
    app.shows(UNITS[0], Health::Stopping).await;
    // Meanwhile nobody else may lay hands on them.
    let busy = bob.try_plan(&remove_unit(UNITS[0])).await;
    assert_eq!(busy.code(), ErrorCode::Conflict);
    assert!(busy.error().message.contains("is being removed already"), "{}", busy.text());

    // Whoever may remove may take it back, not only who began.
    let undone: ActionView = bob.undo(&action.id).await.json();
    assert_eq!(undone.state, ActionState::Undone { by: "bob".parse().unwrap() });
    assert!(!undone.restorable);
    app.shows(UNITS[0], Health::Running).await;
    app.skip_undo();
    let line = ada.record_of(&action.id).await;
    assert_eq!(line.outcome, Outcome::Undone);
    assert!(line.note.contains("bob"), "{}", line.note);
    let again = ada.undo(&action.id).await;
    assert_eq!(again.code(), ErrorCode::Conflict);
    assert!(again.error().message.contains("undone already"), "{}", again.text());
    assert!(written(&app.fleet).is_empty());
    // It can be removed again, by a new click.
    let second = app.carry_out(&ada, &remove_version("example", "1.0.0")).await;
    assert_eq!(second.view.state, ActionState::Done);
}

#[tokio::test]
async fn too_late_is_told_in_words() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let done = app.carry_out(&ada, &remove_unit(UNITS[0])).await;
    let late = ada.undo(&done.view.id).await;
    assert_eq!(late.code(), ErrorCode::Conflict);
    assert!(late.error().message.contains("too late"), "{}", late.text());
    assert!(late.error().message.contains("can be restored"), "{}", late.text());
    assert!(!names(&app.fleet).contains(&UNITS[0].to_owned()));
}

#[tokio::test]
async fn what_was_removed_comes_back_as_it_was() {
    let fleet = running(quick(), ANYWHERE, &UNITS);
    let before: Vec<_> = fleet.units().into_iter().map(|unit| (unit.name, unit.options)).collect();
    let app = Setup::new().over(fleet).start().await;
    let ada = app.admin("ada").await;
    // The template says something else by now: what comes back is what was there.
    ada.write_app("example", "[Service]\nExecStart=/bin/other\n").await;
    let whole_app = PlanRequest::RemoveApp { app: "example".parse().unwrap() };
    let removed = app.carry_out(&ada, &whole_app).await;
    assert_eq!(removed.view.state, ActionState::Done);
    assert!(removed.view.restorable);
    assert!(names(&app.fleet).is_empty());
    let restore = PlanRequest::Restore { action: removed.view.id.clone() };
    let restored = app.carry_out(&ada, &restore).await;
    assert_eq!(restored.view.state, ActionState::Done);
    let after: Vec<_> = app.fleet.units().into_iter().map(|unit| (unit.name, unit.options)).collect();
    assert_eq!(after, before);
    assert!(app.fleet.units().iter().all(|unit| unit.desired_state == Some(DesiredState::Launched)));
    assert_eq!(after[0].1, options(ANYWHERE));
    // Not twice: nothing is put over what is there.
    eventually("they are listed", async || (ada.snapshot().await.units.len() == 3).then_some(())).await;
    let twice = ada.try_plan(&restore).await;
    assert_eq!(twice.code(), ErrorCode::Conflict);
    assert!(twice.error().message.contains("there again"), "{}", twice.text());
}

#[tokio::test]
async fn what_another_cluster_removed_is_not_put_back_here() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let removed = app.carry_out(&ada, &remove_unit(UNITS[0])).await;
    app.execute("UPDATE actions SET cluster = 'other'").await;
    let restore = PlanRequest::Restore { action: removed.view.id };
    assert_eq!(ada.try_plan(&restore).await.code(), ErrorCode::NotFound);
}

#[tokio::test]
async fn an_action_of_another_cluster_or_of_nowhere_is_not_there() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let action = ada.begin(&remove_unit(UNITS[0])).await;
    for path in [
        format!("/api/v1/clusters/other/actions/{}", action.id),
        "/api/v1/clusters/default/actions/00000000-0000-0000-0000-000000000000".to_owned(),
    ] {
        assert_eq!(ada.get(&path).await.code(), ErrorCode::NotFound, "{path}");
        assert_eq!(ada.post(&format!("{path}/undo"), &()).await.code(), ErrorCode::NotFound, "{path}");
    }
}
