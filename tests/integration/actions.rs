//! Launch, scale, remove, undo.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{TestApp, eventually};

const CLUSTER: &str = "/api/v1/clusters/default";

async fn with_example() -> TestApp {
    let app = TestApp::start().await;
    let source = "[Service]\nExecStart=/bin/run {app} {version}\n\n[X-Fleet]\nConflicts=%p@*.service\n";
    let body = json!({"source": source, "base_revision": 0});
    let (status, _) = app.send(Method::PUT, "/api/v1/apps/example", body).await;
    assert!(status.is_success(), "{status}");
    app
}

async fn plan(app: &TestApp, request: &Value) -> Value {
    let (status, plan) = app.send(Method::POST, &format!("{CLUSTER}/plans"), request.clone()).await;
    assert_eq!(status, StatusCode::OK, "{plan}");
    plan
}

async fn start(app: &TestApp, request: Value, key: &str) -> (StatusCode, Value) {
    let hash = plan(app, &request).await["hash"].clone();
    let body = json!({"request": request, "plan_hash": hash});
    let request = app
        .request(Method::POST, &format!("{CLUSTER}/actions"), crate::harness::As::Token(&app.token))
        .header("idempotency-key", key);
    crate::harness::answer(request.json(&body).send().await.unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launched_instance_comes_to_run() {
    let app = with_example().await;
    let request = json!({"kind": "launch", "app": "example", "version": "1.0.0", "count": 2});
    let (status, action) = start(&app, request, "one").await;
    assert_eq!(status, StatusCode::ACCEPTED, "{action}");
    let path = format!("{CLUSTER}/actions/{}", action["id"].as_str().unwrap());
    let done = eventually("the action is done", || async {
        let (_, action) = app.get(&path).await;
        (action["state"]["kind"] == "done").then_some(action)
    })
    .await;
    assert_eq!(done["steps_done"], 4);
    let names: Vec<String> = app.sim.units().iter().map(|unit| unit.name.to_string()).collect();
    assert_eq!(names, ["example:1.0.0@1.service", "example:1.0.0@2.service"]);
}
