//! The click: what it carries, and what comes of many, of late and of wrong ones.

use std::collections::BTreeSet;

use fleet::DesiredState;
use fleet_sim::UnitPut;
use futures_util::future::join_all;
use reqwest::Method;
use shared::ErrorCode;
use shared::action::{ActionState, ActionView, StartAction};
use shared::plan::{Confirm, PlanRequest, Step};

use crate::harness::{
    ANYWHERE, CLUSTER, Setup, launch, names, options, quick, remove_unit, remove_version, running, writes,
    written,
};

#[tokio::test]
async fn twenty_clicks_are_one_action() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    let plan = ada.plan(&launch("example", "1.0.0", 2)).await;
    let answers = join_all((0..20).map(|_| ada.click(&plan, "one-click"))).await;
    let ids: BTreeSet<_> = answers.iter().map(|answer| answer.json::<ActionView>().id.to_string()).collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
    let first: ActionView = answers[0].json();
    assert_eq!(ada.ended(&first.id).await.view.state, ActionState::Done);
    // Also long after it has ended.
    assert_eq!(ada.click(&plan, "one-click").await.json::<ActionView>().id, first.id);
    assert_eq!(writes(&app.fleet).len(), 2);
}

#[tokio::test]
async fn a_key_stands_for_one_action_of_one_person() {
    let app = Setup::new().fleet(quick()).start().await;
    let (ada, bob) = (app.admin("ada").await, app.admin("bob").await);
    ada.write_app("example", ANYWHERE).await;
    let first = ada.plan(&launch("example", "1.0.0", 1)).await;
    let first: ActionView = ada.click(&first, "key").await.json();
    ada.ended(&first.id).await;
    let other = ada.plan(&launch("example", "2.0.0", 1)).await;
    let answer = ada.click(&other, "key").await;
    assert_eq!(answer.code(), ErrorCode::Conflict);
    assert!(answer.error().message.contains("Use a new key"), "{}", answer.text());
    // Another person's keys are their own.
    let theirs: ActionView = bob.click(&other, "key").await.json();
    assert_ne!(theirs.id, first.id);
}

#[tokio::test]
async fn a_key_stands_for_one_action_of_one_cluster() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    let plan = ada.plan(&launch("example", "1.0.0", 1)).await;
    let first: ActionView = ada.click(&plan, "key").await.json();
    ada.ended(&first.id).await;
    app.execute("UPDATE actions SET cluster = 'other'").await;
    let answer = ada.click(&plan, "key").await;
    assert_eq!((answer.status(), answer.code()), (409, ErrorCode::Conflict));
    assert!(answer.error().message.contains("Use a new key"), "{}", answer.text());
}

#[tokio::test]
async fn a_click_without_a_key_is_refused() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    let plan = ada.plan(&launch("example", "1.0.0", 1)).await;
    let body = StartAction {
        request: plan.request.clone(),
        plan_hash: plan.hash.clone(),
        confirmation: None,
        note: String::new(),
        takes_over: None,
    };
    let path = format!("{CLUSTER}/actions");
    let answer = ada.post(&path, &body).await;
    assert_eq!(answer.code(), ErrorCode::BadRequest);
    assert!(answer.error().message.contains("Idempotency-Key"), "{}", answer.text());
    for key in ["", "with blank", &"x".repeat(101)] {
        let request = ada.request(Method::POST, &path).header("idempotency-key", key).json(&body);
        assert_eq!(ada.send(request).await.code(), ErrorCode::BadRequest, "{key:?}");
    }
    assert!(writes(&app.fleet).is_empty());
}

#[tokio::test]
async fn two_people_at_once_never_get_the_same_number() {
    let app = Setup::new().fleet(quick()).start().await;
    let (ada, bob) = (app.admin("ada").await, app.admin("bob").await);
    ada.write_app("example", ANYWHERE).await;
    let request = launch("example", "1.0.0", 1);
    let (hers, his) = (ada.plan(&request).await, bob.plan(&request).await);
    let (hers, his) = tokio::join!(ada.click(&hers, "hers"), bob.click(&his, "his"));
    let mut started = Vec::new();
    for (who, answer) in [(&ada, hers), (&bob, his)] {
        if answer.status() == 202 {
            started.push((who, answer.json::<ActionView>()));
            continue;
        }
        // The second one is shown what became of the plan, and may start that.
        let error = answer.error();
        assert_eq!(error.code, ErrorCode::PlanChanged);
        let plan = error.plan.expect("the new plan comes along");
        let Some(Step::Create { unit, .. }) = plan.steps.first() else { panic!("{plan:?}") };
        assert_eq!(unit.as_str(), "example:1.0.0@2.service");
        started.push((who, who.click(&plan, "again").await.json()));
    }
    for (who, action) in started {
        assert_eq!(who.ended(&action.id).await.view.state, ActionState::Done);
    }
    assert_eq!(names(&app.fleet), ["example:1.0.0@1.service", "example:1.0.0@2.service"]);
    assert_eq!(writes(&app.fleet).len(), 2);
}

#[tokio::test]
async fn a_plan_that_is_no_longer_so_is_not_carried_out() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    let request = launch("example", "1.0.0", 1);
    let seen = ada.plan(&request).await;
    // Somebody is quicker, past Quarterdeck.
    let put = UnitPut::new(options(ANYWHERE), DesiredState::Launched);
    app.fleet.put_unit("example:1.0.0@1.service", put).unwrap();
    app.shows("example:1.0.0@1.service", shared::Health::Running).await;
    let error = ada.click(&seen, "late").await.error();
    assert_eq!(error.code, ErrorCode::PlanChanged);
    let new = error.plan.expect("the new plan comes along");
    assert_ne!(new.hash, seen.hash);
    assert_eq!(new.steps[0].unit().as_str(), "example:1.0.0@2.service");
    assert!(writes(&app.fleet).is_empty());
    // The key was not used up by the refusal.
    assert_eq!(ada.click(&new, "late").await.status(), 202);
}

#[tokio::test]
async fn a_hash_of_ones_own_is_refused() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    let mut plan = ada.plan(&launch("example", "1.0.0", 1)).await;
    // The plan of one request does not start another.
    plan.request = launch("example", "1.0.0", 2);
    assert_eq!(ada.click(&plan, "forged").await.code(), ErrorCode::PlanChanged);
    assert!(writes(&app.fleet).is_empty());
}

#[tokio::test]
async fn what_takes_everything_wants_the_name_typed() {
    let units = ["example:1.0.0@1.service", "example:1.0.0@2.service"];
    let app = Setup::new().over(running(quick(), ANYWHERE, &units)).start().await;
    let ada = app.admin("ada").await;
    let whole_app = PlanRequest::RemoveApp { app: "example".parse().unwrap() };
    for request in [whole_app, remove_version("example", "1.0.0")] {
        let plan = ada.plan(&request).await;
        assert_eq!(plan.confirm, Confirm::TypeName { name: "example".into(), force: true });
        for typed in [None, Some("exampl"), Some("example ")] {
            let answer = ada.click_with(&plan, "careless", typed.map(str::to_owned)).await;
            assert_eq!((answer.status(), answer.code()), (422, ErrorCode::ConfirmationNeeded));
            assert!(answer.error().message.contains("needs the name \"example\""), "{}", answer.text());
        }
    }
    app.skip_undo();
    assert!(ada.get(&format!("{CLUSTER}/actions")).await.json::<Vec<ActionView>>().is_empty());
    assert!(writes(&app.fleet).is_empty());
}

#[tokio::test]
async fn one_of_several_goes_without_a_question() {
    let units = ["example:1.0.0@1.service", "example:1.0.0@2.service"];
    let app = Setup::new().over(running(quick(), ANYWHERE, &units)).start().await;
    let ada = app.admin("ada").await;
    let plan = ada.plan(&remove_unit(units[0])).await;
    assert_eq!((&plan.confirm, plan.undo_s), (&Confirm::None, 10));
    let action: ActionView = ada.click(&plan, "one").await.json();
    app.skip_undo();
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    assert_eq!(written(&app.fleet), [format!("PUT {} loaded", units[0]), format!("DELETE {}", units[0])]);
    // The other one is the last one now.
    app.shows(units[1], shared::Health::Running).await;
    let plan = ada.plan(&remove_unit(units[1])).await;
    assert_eq!(plan.confirm, Confirm::TypeName { name: "example".into(), force: true });
}

#[tokio::test]
async fn nobody_starts_anything_without_credentials() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    let plan = ada.plan(&launch("example", "1.0.0", 1)).await;
    let nobody = app.nobody();
    assert_eq!(nobody.try_plan(&plan.request).await.code(), ErrorCode::NotSignedIn);
    assert_eq!(nobody.click(&plan, "key").await.code(), ErrorCode::NotSignedIn);
    let path = format!("{CLUSTER}/apps/example/versions/1.0.0");
    assert_eq!(nobody.delete(&path).await.code(), ErrorCode::NotSignedIn);
    assert!(writes(&app.fleet).is_empty());
}
