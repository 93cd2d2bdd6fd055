//! A cluster without a machine to spare: the demo's first app, as somebody finds it.

use serde_json::json;
use shared::action::ActionState;
use shared::plan::{BackTo, PlanRequest};

use super::lines;
use crate::harness::{Setup, names, quick};
use fleet_sim::{SimConfig, SimHandle};

const APART: &str =
    "[Service]\nExecStart=/bin/run {app} {version}\n[X-Fleet]\nConflicts=checkout:*@*.service\n";

/// Five are wanted on machines of their own, and there are three: what is offered is done all the same, there and back.
#[tokio::test]
async fn the_demos_first_app_is_deployed_and_brought_back() {
    let fleet = SimHandle::new(SimConfig { speed: quick().speed, ..SimConfig::demo() });
    let app = Setup::new().over(fleet).start().await;
    let ada = app.admin("ada").await;
    let settings = json!({ "wanted": 5, "gate": { "steady_s": 0 } });
    let body = json!({ "source": APART, "base_revision": 0, "settings": settings });
    assert_eq!(ada.put("/api/v1/apps/checkout", &body).await.status(), 200);
    let running = |version: &str| {
        let of = format!("checkout:{version}@");
        names(&app.fleet).iter().filter(|name| name.starts_with(&of)).count()
    };

    let deploy = PlanRequest::Deploy {
        app: "checkout".parse().unwrap(),
        version: "2.5.0".parse().unwrap(),
        count: None,
        strategy: None,
    };
    let action = ada.begin(&deploy).await;
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{:?}", lines(&done));
    assert_eq!((running("2.4.1"), running("2.5.0")), (0, 3));

    let app_name = "checkout".parse().unwrap();
    let back =
        PlanRequest::RollBack { app: app_name, action: action.id, to: BackTo::Before, skip_gates: false };
    let action = ada.begin(&back).await;
    let done = ada.ended(&action.id).await;
    assert_eq!(done.view.state, ActionState::Done, "{:?}", lines(&done));
    assert_eq!((running("2.4.1"), running("2.5.0")), (3, 0));
}
