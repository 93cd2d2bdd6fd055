//! Ways back: by a person, by itself, and at another start.

use serde_json::json;
use shared::action::ActionState;
use shared::audit::Outcome;
use shared::course::Leg;
use shared::deployment::Command;
use shared::plan::{BackTo, PlanRequest, Step};
use shared::{ActionId, ErrorCode, Health};

use super::{NEW, OLD, deploy, deployed, reason};
use crate::harness::{ANYWHERE, Client, Setup, eventually, names, quick, running, written};

/// The calls that the record names in a line of this action, as Fleet gets them.
async fn recorded(who: &Client, action: &ActionId, summary: &str) -> Vec<String> {
    let record = who.record().await;
    let mut lines = record.iter().filter(|row| row.action.as_ref() == Some(action));
    let line = lines.find(|row| row.summary.starts_with(summary)).unwrap_or_else(|| panic!("{record:#?}"));
    let call = |line: &String| {
        let line = line.replace("/fleet/v1/units/", "");
        let (call, became) = line.split_once(": ").unwrap();
        match became.split_once(", was ") {
            Some((state, _)) => format!("{call} {state}"),
            None => call.to_owned(),
        }
    };
    line.detail.iter().map(call).collect()
}

/// What was sent is in the record, in a line that was there before; what was recorded and not sent is named at the end.
#[tokio::test]
async fn each_call_of_a_way_back_is_recorded_before_it_is_sent() {
    let (app, ada) = deployed(json!({ "on_failure": "roll_back" })).await;
    app.fleet.fail_start("example:2.0.0@2*");
    let action = ada.begin(&deploy("2.0.0")).await;
    let back = ada.ended(&action.id).await;
    assert!(matches!(back.view.state, ActionState::RolledBack { by: None, .. }), "{back:#?}");
    let (there, way) = (
        recorded(&ada, &action.id, "Deploy ").await,
        recorded(&ada, &action.id, "Bring back what ran before “Deploy ").await,
    );
    assert!(way.contains(&format!("DELETE {}", NEW[0])), "{way:?}");
    for write in written(&app.fleet) {
        assert!(there.contains(&write) || way.contains(&write), "{write} is in no line: {there:?} {way:?}");
    }
    let line = ada.record_of(&action.id).await;
    let record = ada.record().await;
    let line = record.iter().find(|row| row.summary.starts_with("Deploy ")).unwrap_or(&line);
    let unsent: Vec<&String> = there.iter().filter(|call| !written(&app.fleet).contains(call)).collect();
    assert!(!unsent.is_empty() && line.note.contains(" calls were not sent: "), "{line:?}");
    for call in unsent {
        let (method, rest) = call.split_once(' ').unwrap();
        let name = rest.split(' ').next().unwrap();
        assert!(line.note.contains(&format!("{method} /fleet/v1/units/{name}")), "{call}: {}", line.note);
    }
}

#[tokio::test]
async fn a_way_back_that_can_not_be_recorded_is_not_taken() {
    let (app, ada) = deployed(json!({})).await;
    app.fleet.fail_start("example:2.0.0@2*");
    let action = ada.begin(&deploy("2.0.0")).await;
    ada.until_paused(&action.id).await;
    let before = written(&app.fleet);
    app.execute(
        "CREATE TRIGGER way BEFORE INSERT ON audit WHEN NEW.summary LIKE 'Bring back%' \
         BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    .await;
    ada.say(&action.id, Command::RollBack).await;
    let held = ada
        .until(&action.id, "it says why", |action| {
            matches!(&action.view.state, ActionState::Paused { reason, .. } if reason.contains("recorded"))
        })
        .await;
    assert!(!reason(&held).contains("full"), "{}", reason(&held));
    assert_eq!(written(&app.fleet), before);
    app.execute("DROP TRIGGER way").await;
    ada.say(&action.id, Command::RollBack).await;
    let back = ada.ended(&action.id).await;
    assert!(matches!(back.view.state, ActionState::RolledBack { .. }), "{back:#?}");
    assert!(written(&app.fleet).len() > before.len());
}

#[tokio::test]
async fn a_version_that_fails_rolls_back_by_itself() {
    let (app, ada) = deployed(json!({ "on_failure": "roll_back" })).await;
    // The first is good, so that an old one is gone by the time the second fails.
    app.fleet.fail_start("example:2.0.0@2*");
    let action = ada.begin(&deploy("2.0.0")).await;
    let back = ada.ended(&action.id).await;
    assert!(matches!(back.view.state, ActionState::RolledBack { by: None, .. }), "{back:#?}");
    assert!(reason(&back).starts_with("example:2.0.0@2.service failed on"), "{}", reason(&back));
    let left = names(&app.fleet);
    assert_eq!(left.len(), 3, "{left:?}");
    assert!(left.iter().all(|name| name.starts_with("example:1.0.0@")), "{left:?}");
    assert!(
        !left.contains(&OLD[2].to_owned()),
        "a number that was just destroyed is not used again: {left:?}"
    );
    for unit in left {
        app.shows(&unit, Health::Running).await;
    }
    assert_eq!(back.view.deploying.as_deref().unwrap().leg, Leg::Back);
    assert_eq!(
        super::outcome(&ada.record().await, &action.id),
        Outcome::Failed,
        "a failure had it rolled back"
    );
    assert!(back.stages.len() > 2 && back.steps.len() == back.view.steps_total as usize);
}

#[tokio::test]
async fn what_is_kept_warm_comes_back_before_the_new_ones_go() {
    let (app, ada) = deployed(json!({ "strategy": { "kind": "blue_green" }, "keep_old_s": 3600 })).await;
    let action = ada.begin(&deploy("2.0.0")).await;
    ada.until(&action.id, "it keeps", |action| matches!(action.view.state, ActionState::Keeping { .. }))
        .await;
    let before = written(&app.fleet).len();
    ada.say(&action.id, Command::RollBack).await;
    let back = ada.ended(&action.id).await;
    assert!(matches!(&back.view.state, ActionState::RolledBack { by: Some(by), .. } if by.as_str() == "ada"));
    assert_eq!(super::outcome(&ada.record().await, &action.id), Outcome::RolledBack);
    assert_eq!(names(&app.fleet), OLD);
    let after: Vec<String> = written(&app.fleet).split_off(before);
    let first_stop =
        after.iter().position(|write| write.contains("2.0.0") && write.ends_with("loaded")).unwrap();
    let last_start =
        after.iter().rposition(|write| write.contains("1.0.0") && write.ends_with("launched")).unwrap();
    assert!(last_start < first_stop, "{after:?}");
}

#[tokio::test]
async fn an_abort_starts_again_what_was_only_stopped() {
    let fleet = running(super::slow(), ANYWHERE, &OLD);
    let (app, ada) =
        super::over(fleet, json!({ "strategy": { "kind": "blue_green" }, "keep_old_s": 3600, "min": 0 }))
            .await;
    let action = ada.begin(&deploy("2.0.0")).await;
    eventually("an old one is told to stop", async || {
        written(&app.fleet).iter().any(|write| write.ends_with("loaded")).then_some(())
    })
    .await;
    ada.say(&action.id, Command::Abort).await;
    let aborted = ada.ended(&action.id).await;
    assert!(matches!(aborted.view.state, ActionState::Aborted { .. }), "{aborted:#?}");
    assert!(reason(&aborted).contains("It leaves"), "{}", reason(&aborted));
    for unit in OLD {
        app.shows(unit, Health::Running).await;
    }
    assert_eq!(names(&app.fleet).len(), OLD.len() + NEW.len());
}

fn back_before(action: &shared::ActionId) -> PlanRequest {
    PlanRequest::RollBack {
        app: "example".parse().unwrap(),
        action: action.clone(),
        to: BackTo::Before,
        skip_gates: false,
    }
}

#[tokio::test]
async fn what_ran_before_a_deployment_comes_back_with_the_template_of_its_time() {
    let (app, ada) = deployed(json!({})).await;
    let first = ada.begin(&deploy("2.0.0")).await;
    assert_eq!(ada.ended(&first.id).await.view.state, ActionState::Done);
    // Changed between what runs and what is deployed.
    let source = "[Service]\nExecStart=/bin/other {app} {version} {instance}\n";
    let body = json!({ "source": source, "base_revision": 1 });
    assert_eq!(ada.put("/api/v1/apps/example", &body).await.status(), 200);
    let action = ada.begin(&deploy("3.0.0")).await;
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    let back = ada.begin(&back_before(&action.id)).await;
    assert_eq!(back.summary, "Roll example back to 3 instances of example 2.0.0");
    assert_eq!(ada.ended(&back.id).await.view.state, ActionState::Done);
    let left = names(&app.fleet);
    assert!(left.len() == 3 && left.iter().all(|name| name.starts_with("example:2.0.0@")), "{left:?}");
    for unit in app.fleet.units() {
        assert_eq!(unit.options[0].name, "ExecStartPre", "{unit:?}");
    }
}

#[tokio::test]
async fn an_aborted_deployment_can_be_gone_back_behind() {
    let (app, ada) = deployed(json!({})).await;
    app.fleet.fail_start("example:2.0.0@2*");
    let action = ada.begin(&deploy("2.0.0")).await;
    ada.until_paused(&action.id).await;
    ada.say(&action.id, Command::Abort).await;
    ada.ended(&action.id).await;
    assert!(names(&app.fleet).iter().any(|name| name.starts_with("example:2.0.0@")));
    let back = ada.begin(&back_before(&action.id)).await;
    assert_eq!(ada.ended(&back.id).await.view.state, ActionState::Done);
    let left = names(&app.fleet);
    assert!(left.len() == 3 && left.iter().all(|name| name.starts_with("example:1.0.0@")), "{left:?}");
}

#[tokio::test]
async fn what_a_deployment_removed_is_not_put_back_beside_what_runs_now() {
    let (app, ada) = deployed(json!({})).await;
    app.fleet.fail_start("example:3.0.0@2*");
    let done = ada.begin(&deploy("2.0.0")).await;
    let done = ada.ended(&done.id).await;
    let back = ada.begin(&deploy("3.0.0")).await;
    ada.until_paused(&back.id).await;
    ada.say(&back.id, Command::RollBack).await;
    let back = ada.ended(&back.id).await;
    let before = written(&app.fleet).len();
    for ended in [done, back] {
        assert!(!ended.view.restorable, "{:?}", ended.view);
        let refused = ada.try_plan(&PlanRequest::Restore { action: ended.view.id }).await;
        assert_eq!(refused.code(), ErrorCode::Conflict);
        let words = "is not put back beside what runs now. Roll example back to what ran before it instead.";
        assert!(refused.error().message.ends_with(words), "{}", refused.text());
    }
    assert_eq!(written(&app.fleet).len(), before);
}

/// As the instances themselves: else a version of last week is announced in a way that it knows nothing of.
#[tokio::test]
async fn what_followed_comes_back_with_the_template_of_its_time() {
    const FOLLOWS: &str = "[X-Fleet]\nMachineOf=example:{version}@%i.service\n";
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    let write = async |revision: u64, announces: &str| {
        let source = format!("[Service]\nExecStart=/bin/{announces} {{version}}\n{FOLLOWS}");
        let body = json!({ "source": source, "base_revision": revision });
        assert_eq!(ada.put("/api/v1/apps/announcer", &body).await.status(), 200);
    };
    write(0, "first").await;
    super::write_settings(&ada, json!({ "wanted": 1, "min": 0, "companions": ["announcer"] })).await;
    let first = ada.begin(&deploy("1.0.0")).await;
    assert_eq!(ada.ended(&first.id).await.view.state, ActionState::Done);
    write(1, "second").await;
    let second = ada.begin(&deploy("2.0.0")).await;
    assert_eq!(ada.ended(&second.id).await.view.state, ActionState::Done);
    for (action, to) in [(&first.id, BackTo::After), (&second.id, BackTo::Before)] {
        let request = PlanRequest::RollBack {
            app: "example".parse().unwrap(),
            action: action.clone(),
            to,
            skip_gates: false,
        };
        let plan = ada.plan(&request).await;
        let made = plan.steps.iter().find_map(|step| match step {
            Step::Create { unit, options, .. } if unit.as_str().starts_with("announcer:") => Some(options),
            _ => None,
        });
        let made = made.expect("it is announced");
        assert_eq!(made[0].value, "/bin/first 1.0.0", "{made:?}");
    }
}
