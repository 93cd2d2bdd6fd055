//! What a unit runs comes from templates alone: whoever clicks can't send anything of it along, and what reaches Fleet is
//! the template filled, byte by byte.

use reqwest::Method;
use serde_json::{Value, json};
use shared::ErrorCode;
use shared::action::ActionState;
use shared::plan::PlanRequest;

use crate::harness::{ANYWHERE, CLUSTER, Setup, launch, quick, writes};

/// What somebody might add who has read Fleet's documentation, or this code.
fn additions() -> [(&'static str, Value); 9] {
    let options = json!([{ "section": "Service", "name": "ExecStart", "value": "/bin/evil" }]);
    [
        ("options", options.clone()),
        ("desiredState", json!("launched")),
        ("desired_state", json!("launched")),
        ("currentState", json!("launched")),
        ("template", json!("[Service]\nExecStart=/bin/evil\n")),
        ("source", json!("[Service]\nExecStart=/bin/evil\n")),
        ("image", json!("evil/image")),
        ("steps", json!([{ "kind": "create", "unit": "evil@1.service", "options": options }])),
        ("Options", Value::Null),
    ]
}

fn with(body: &Value, pointer: &str, (name, value): &(&str, Value)) -> Value {
    let mut body = body.clone();
    body.pointer_mut(pointer).unwrap()[*name] = value.clone();
    body
}

#[tokio::test]
async fn whoever_clicks_sends_no_options_along() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    let plan = ada.plan(&launch("example", "1.0.0", 1)).await;
    let (request, hash) = (json!(plan.request), json!(plan.hash));
    let start = json!({ "request": request, "plan_hash": hash });
    for added in &additions() {
        let calls = [
            (format!("{CLUSTER}/plans"), with(&request, "", added)),
            (format!("{CLUSTER}/actions"), with(&start, "", added)),
            (format!("{CLUSTER}/actions"), with(&start, "/request", added)),
        ];
        for (path, body) in calls {
            let call = ada.request(Method::POST, &path).header("idempotency-key", "key").json(&body);
            let answer = ada.send(call).await;
            assert_eq!(answer.code(), ErrorCode::BadRequest, "{path} {body}");
            assert!(answer.error().message.contains(added.0), "it is named: {}", answer.text());
        }
    }
    // Not as a query of the calls without a body either.
    let remove = format!("{CLUSTER}/apps/example/versions/1.0.0?options=x");
    assert_eq!(ada.delete(&remove).await.code(), ErrorCode::BadRequest);
    assert!(writes(&app.fleet).is_empty());
    assert_eq!(ada.get(&format!("{CLUSTER}/actions")).await.text(), "[]");
}

#[tokio::test]
async fn nothing_is_added_to_what_is_said_to_a_deployment() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    let action = ada.begin(&launch("example", "1.0.0", 1)).await;
    ada.ended(&action.id).await;
    app.fleet.clear_requests();
    for added in &additions() {
        for kind in ["pause", "resume", "abort"] {
            let body = with(&json!({ "kind": kind }), "", added);
            let answer = ada.post(&format!("{CLUSTER}/actions/{}/commands", action.id), &body).await;
            assert_eq!(answer.code(), ErrorCode::BadRequest, "{body}");
        }
    }
    assert!(writes(&app.fleet).is_empty());
}

#[tokio::test]
async fn what_reaches_fleet_is_the_template_filled() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    // Signs that JSON, a shell and systemd each read in a way of their own, and braces that are not ours.
    let source = "[Unit]\nDescription=Größe \"{app}\" <{version}> & more\n\n[Service]\n\
        Environment=A=${version} B={x}\nExecStart=/bin/run '{app}' \\\n  --tag {image}:{version} %i {instance}\n\n\
        [X-Fleet]\nConflicts={app}:*@*.service\n";
    let body = json!({ "source": source, "image": "registry.example:5000/team/app", "base_revision": 0 });
    let written = ada.put("/api/v1/apps/example", &body).await;
    assert_eq!(written.status(), 200, "{}", written.text());
    let request = PlanRequest::Launch {
        app: "example".parse().unwrap(),
        version: "1.0.0-rc.1_x".parse().unwrap(),
        count: 2,
    };
    let done = app.carry_out(&ada, &request).await;
    assert_eq!(done.view.state, ActionState::Done);
    let expected = |instance: u32| {
        let options = [
            r#"{"name":"Description","section":"Unit","value":"Größe \"example\" <1.0.0-rc.1_x> & more"}"#,
            r#"{"name":"Environment","section":"Service","value":"A=${version} B={x}"}"#,
            &format!(
                r#"{{"name":"ExecStart","section":"Service","value":"/bin/run 'example'    --tag registry.example:5000/team/app:1.0.0-rc.1_x %i {instance}"}}"#
            ),
            r#"{"name":"Conflicts","section":"X-Fleet","value":"example:*@*.service"}"#,
        ];
        format!(r#"{{"desiredState":"launched","options":[{}]}}"#, options.join(","))
    };
    let mut sent: Vec<(String, String)> = writes(&app.fleet)
        .into_iter()
        .map(|write| (write.target, String::from_utf8(write.body.to_vec()).unwrap()))
        .collect();
    sent.sort();
    let target = |instance: u32| format!("/fleet/v1/units/example%3A1.0.0-rc.1_x%40{instance}.service");
    assert_eq!(sent, [(target(1), expected(1)), (target(2), expected(2))]);
}
