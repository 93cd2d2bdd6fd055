//! What goes over the wire comes back the same, in the form that scripts rely on.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::action::{ActionDetail, ActionState, ActionView, Progress, StartAction, StepView};
use crate::error::{ApiError, ErrorCode, FieldError};
use crate::id::{ActionId, ClusterName, PlanHash, UserName};
use crate::plan::{Confirm, Plan, PlanRequest, Step, Warning, plan};
use crate::testing::{EXCLUSIVE, Fares, World, app, name, row, version};
use crate::view::UnitRow;

fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> Value {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value);
    serde_json::from_str(&text).unwrap()
}

fn requests() -> Vec<(PlanRequest, Value)> {
    let unit = || name("a:1@1.service");
    let none = None;
    vec![
        (
            PlanRequest::Launch { app: app("a"), version: version("1"), count: 2 },
            json!({ "kind": "launch", "app": "a", "version": "1", "count": 2 }),
        ),
        (
            PlanRequest::Scale { app: app("a"), version: none, count: 2 },
            json!({ "kind": "scale", "app": "a", "count": 2 }),
        ),
        (PlanRequest::RemoveUnit { unit: unit() }, json!({ "kind": "remove_unit", "unit": "a:1@1.service" })),
        (
            PlanRequest::RemoveVersion { app: app("a"), version: Some(version("1")) },
            json!({ "kind": "remove_version", "app": "a", "version": "1" }),
        ),
        (PlanRequest::RemoveApp { app: app("a") }, json!({ "kind": "remove_app", "app": "a" })),
        (PlanRequest::StartUnit { unit: unit() }, json!({ "kind": "start_unit", "unit": "a:1@1.service" })),
        (PlanRequest::StopUnit { unit: unit() }, json!({ "kind": "stop_unit", "unit": "a:1@1.service" })),
        (
            PlanRequest::Restore { action: ActionId::parse("0a").unwrap() },
            json!({ "kind": "restore", "action": "0a" }),
        ),
    ]
}

fn a_plan() -> Plan {
    let world = World::with_machines(1).template("a", EXCLUSIVE).unit("a:1@1.service", Fares::Running);
    plan(&PlanRequest::Launch { app: app("a"), version: version("1"), count: 2 }, &world.0).unwrap()
}

#[test]
fn requests_have_their_form() {
    for (request, expected) in requests() {
        assert_eq!(round_trip(&request), expected);
    }
}

#[test]
fn requests_with_anything_odd_are_refused() {
    for odd in [
        json!({ "kind": "launch", "app": "a", "version": "1", "count": 2, "force": true }),
        json!({ "kind": "launch", "app": "a", "version": "1", "count": -1 }),
        json!({ "kind": "launch", "app": "a", "version": "1;rm", "count": 1 }),
        json!({ "kind": "launch", "app": "../a", "version": "1", "count": 1 }),
        json!({ "kind": "remove_unit", "unit": "example:1.0.0;rm@1.service" }),
        json!({ "kind": "explode" }),
        json!({ "app": "a" }),
    ] {
        assert!(serde_json::from_value::<PlanRequest>(odd.clone()).is_err(), "{odd}");
    }
}

#[test]
fn plans_and_actions_come_back_the_same() {
    let plan = a_plan();
    let value = round_trip(&plan);
    assert_eq!(value["hash"].as_str().map(str::len), Some(64));
    assert_eq!(value["steps"][0]["kind"], "create");
    assert_eq!(value["confirm"], json!({ "kind": "none" }));
    for confirm in [Confirm::None, Confirm::List, Confirm::TypeName { name: "a".to_owned(), force: true }] {
        round_trip(&confirm);
    }
    round_trip(&Warning::Unscheduled { unscheduled: 1, of: 2, text: "x".to_owned() });
    round_trip(&StartAction {
        request: plan.request.clone(),
        plan_hash: plan.hash.clone(),
        confirmation: None,
        note: "OPS-12".to_owned(),
        takes_over: None,
    });
    let view = ActionView {
        id: ActionId::parse("0a").unwrap(),
        cluster: ClusterName::parse("main").unwrap(),
        request: plan.request.clone(),
        summary: plan.summary.clone(),
        actor: UserName::parse("ada").unwrap(),
        started_ms: 1,
        state: ActionState::Waiting { until_ms: 2 },
        steps_done: 0,
        steps_total: 1,
        changed_ms: 1,
        ended_ms: None,
        restorable: false,
        note: String::new(),
        deploying: None,
        asked: None,
    };
    let step = Step::WaitGone { unit: name("a:1@1.service") };
    let action = ActionDetail {
        view,
        steps: vec![StepView {
            step,
            progress: Progress::Waiting,
            note: String::new(),
            began_ms: None,
            ended_ms: None,
        }],
        stages: Vec::new(),
        deployment: None,
        lines: Vec::new(),
        broken_off: Vec::new(),
        spec: Default::default(),
    };
    round_trip(&action);
    let error = ApiError {
        fields: vec![FieldError { field: "version".to_owned(), message: "x".to_owned() }],
        plan: Some(Box::new(plan)),
        ..ApiError::new(ErrorCode::PlanChanged, "The cluster changed.")
    };
    assert_eq!(round_trip(&error)["code"], "plan_changed");
}

#[test]
fn a_unit_fits_into_300_bytes() {
    let row: UnitRow = row("checkout-service:12.10.3-rc1@12.service", Fares::Running, &"f".repeat(32));
    round_trip(&row);
    let bytes = serde_json::to_string(&row).unwrap().len();
    assert!(bytes <= 300, "{bytes} bytes");
}

#[test]
fn a_hash_is_64_digits() {
    let hash = PlanHash::of_digest([0xab; 32]);
    assert_eq!(PlanHash::parse(hash.as_str()).unwrap(), hash);
    assert_eq!(hash.as_str(), "ab".repeat(32));
}
