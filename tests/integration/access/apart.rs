//! Whoever has one app does nothing to another, and does not learn that there is one.

use reqwest::Method;
use serde_json::{Value, json};
use shared::action::{ActionView, StartAction};
use shared::apps::AppView;
use shared::drift::AppDrift;
use shared::plan::{PlanRequest, Step};

use super::two_apps;
use crate::harness::{
    Answer, CLUSTER, Client, eventually, launch, names, remove_unit, remove_version, scale, written,
};

/// What somebody sends who means an app: a method, a path and a body.
fn calls(app: &str) -> Vec<(Method, String, Value)> {
    let plan = |request: PlanRequest| {
        (Method::POST, format!("{CLUSTER}/plans"), serde_json::to_value(request).unwrap())
    };
    let unit = format!("{app}:1@1.service");
    vec![
        plan(launch(app, "2", 1)),
        plan(scale(app, "1", 3)),
        plan(scale(app, "1", 0)),
        plan(remove_version(app, "1")),
        plan(remove_unit(&unit)),
        plan(PlanRequest::StopUnit { unit: unit.parse().unwrap() }),
        plan(PlanRequest::Deploy {
            app: app.parse().unwrap(),
            version: "2".parse().unwrap(),
            count: None,
            strategy: None,
        }),
        plan(PlanRequest::RestartApp { app: app.parse().unwrap(), version: None }),
        (Method::DELETE, format!("{CLUSTER}/apps/{app}/versions/1"), Value::Null),
        (Method::GET, format!("{CLUSTER}/units/{unit}"), Value::Null),
        (Method::GET, format!("/api/v1/apps/{app}"), Value::Null),
        (Method::PUT, format!("/api/v1/apps/{app}"), json!({"source": "[Service]\n", "base_revision": 1})),
        (Method::DELETE, format!("/api/v1/apps/{app}"), Value::Null),
        (Method::GET, format!("{CLUSTER}/deployments?app={app}"), Value::Null),
    ]
}

async fn send(who: &Client, (method, path, body): (Method, String, Value)) -> Answer {
    let mut request = who.request(method, &path);
    if !body.is_null() {
        request = request.json(&body);
    }
    who.send(request).await
}

/// What was said, without the name and what differs with every request.
fn said(answer: &Answer, app: &str) -> (u16, String) {
    let mut body: Value = serde_json::from_slice(answer.bytes()).unwrap();
    if let Some(body) = body.as_object_mut() {
        body.remove("request_id");
    }
    (answer.status(), body.to_string().replace(app, "APP"))
}

#[tokio::test]
async fn another_app_answers_like_one_that_is_not_there() {
    let (app, _ada) = two_apps().await;
    let bob = app.person("bob", &[("operator", "web-*")]).await;
    for (hidden, missing) in calls("checkout").into_iter().zip(calls("nowhere")) {
        let what = format!("{} {} {}", hidden.0, hidden.1, hidden.2);
        let (hidden, missing) = (send(&bob, hidden).await, send(&bob, missing).await);
        assert_eq!(said(&hidden, "checkout"), said(&missing, "nowhere"), "{what}");
        assert!(hidden.status() == 404 || hidden.text() == "[]", "{what}: {}", hidden.text());
    }
    assert_eq!(written(&app.fleet), Vec::<String>::new());
}

#[tokio::test]
async fn forged_clicks_come_to_nothing() {
    let (app, ada) = two_apps().await;
    let bob = app.person("bob", &[("operator", "web-*")]).await;
    // With the hash that an administrator was shown.
    for request in [launch("checkout", "2", 1), remove_version("checkout", "1"), remove_unit("other.service")]
    {
        let plan = ada.plan(&request).await;
        let answer = bob.click(&plan, &format!("forged {}", plan.summary).replace(' ', "-")).await;
        assert_eq!(answer.status(), 404, "{}", answer.text());
    }
    // On an administrator's action.
    let action = ada.begin(&remove_version("checkout", "1")).await;
    let of_action = format!("{CLUSTER}/actions/{}", action.id);
    let unknown = format!("{CLUSTER}/actions/0");
    for (path, body) in [("", Value::Null), ("/undo", json!({})), ("/commands", json!({"kind": "abort"}))] {
        let method = if body.is_null() { Method::GET } else { Method::POST };
        let hidden = send(&bob, (method.clone(), format!("{of_action}{path}"), body.clone())).await;
        let missing = send(&bob, (method, format!("{unknown}{path}"), body)).await;
        assert_eq!(said(&hidden, action.id.as_str()), said(&missing, "0"), "{path}");
        assert_eq!(hidden.status(), 404);
    }
    assert_eq!(ada.undo(&action.id).await.status(), 200);
    // What an action removed is put back by those who may, and found by nobody else.
    let done = app.carry_out(&ada, &remove_version("checkout", "1")).await;
    let sent = written(&app.fleet).len();
    let restore = PlanRequest::Restore { action: done.view.id.clone() };
    let hidden = bob.try_plan(&restore).await;
    let missing = bob.try_plan(&PlanRequest::Restore { action: "0".parse().unwrap() }).await;
    assert_eq!(said(&hidden, done.view.id.as_str()), said(&missing, "0"));
    let body = StartAction {
        plan_hash: ada.plan(&restore).await.hash,
        request: restore,
        confirmation: None,
        note: String::new(),
        takes_over: None,
    };
    let forged = bob.request(Method::POST, &format!("{CLUSTER}/actions")).header("idempotency-key", "r");
    assert_eq!(bob.send(forged.json(&body)).await.status(), 404);
    assert_eq!(written(&app.fleet).len(), sent);
}

#[tokio::test]
async fn the_proxy_keeps_to_the_app_as_well() {
    let (app, _ada) = two_apps().await;
    let bob = app.script("bobs", "operator", "web-*").await;
    let units = "/fleet/v1/units";
    for name in ["checkout:1@1.service", "nowhere:1@1.service", "other.service", "none.service"] {
        let path = format!("{units}/{name}");
        let stop = json!({"desiredState": "loaded"});
        for answer in [
            bob.get(&path).await,
            bob.get(&format!("/fleet/v1/state/{name}")).await,
            bob.put(&path, &stop).await,
            bob.delete(&path).await,
        ] {
            // `GET /state/NAME` is no path of Fleet's.
            assert!([404, 405].contains(&answer.status()), "{name}: {}", answer.text());
        }
        assert_eq!(bob.get(&path).await.text(), r#"{"error":{"code":404,"message":"unit does not exist"}}"#);
        let new = json!({"desiredState": "launched", "options": [{"section": "Service", "name": "ExecStart", "value": "/bin/sh"}]});
        assert_eq!(bob.put(&path, &new).await.status(), 403, "{name}");
    }
    assert_eq!(written(&app.fleet), Vec::<String>::new());
    assert_eq!(bob.get(&format!("{units}/web-a:1@1.service")).await.status(), 200);
    assert_eq!(
        bob.put(&format!("{units}/web-a:1@1.service"), &json!({"desiredState": "loaded"})).await.status(),
        204
    );
    assert_eq!(bob.delete(&format!("{units}/web-a:1@2.service")).await.status(), 204);
    assert_eq!(names(&app.fleet), ["checkout:1@1.service", "other.service", "web-a:1@1.service"]);
}

#[tokio::test]
async fn lists_leave_out_what_one_does_not_see() {
    let (app, ada) = two_apps().await;
    let bob = app.person("bob", &[("operator", "web-*")]).await;
    let eve = app.person("eve", &[]).await;
    for name in ["web-a", "checkout"] {
        app.carry_out(&ada, &scale(name, "1", 3)).await;
    }
    app.carry_out(&ada, &remove_unit("other.service")).await;
    let apps = async |who: &Client| {
        let rows: Vec<AppView> = who.get("/api/v1/apps").await.json();
        rows.iter().map(|row| row.app.to_string()).collect::<Vec<_>>()
    };
    let actions = async |who: &Client, list: &str| {
        let rows: Vec<ActionView> = who.get(&format!("{CLUSTER}/{list}")).await.json();
        rows.iter().map(|row| row.summary.clone()).collect::<Vec<_>>()
    };
    assert_eq!(apps(&ada).await, ["checkout", "web-a"]);
    assert_eq!(apps(&bob).await, ["web-a"]);
    assert_eq!(apps(&eve).await, Vec::<String>::new());
    assert_eq!(actions(&ada, "actions").await.len(), 3);
    assert_eq!(actions(&bob, "actions").await, ["Scale web-a 1 from 2 to 3 instances"]);
    assert_eq!(actions(&ada, "deployments").await.len(), 2);
    for query in ["", "?actor=ada", "?app=web-a", "?limit=1"] {
        let found = actions(&bob, &format!("deployments{query}")).await;
        assert_eq!(found, ["Scale web-a 1 from 2 to 3 instances"], "{query}");
    }
    assert_eq!(actions(&bob, "deployments?app=checkout").await, Vec::<String>::new());
    let drift: Vec<AppDrift> = bob.get(&format!("{CLUSTER}/drift")).await.json();
    assert!(drift.iter().all(|row| row.app.as_str() == "web-a"), "{drift:?}");
    // A cluster of which one sees nothing is no cluster.
    for list in ["actions", "deployments", "drift"] {
        let hidden = eve.get(&format!("{CLUSTER}/{list}")).await;
        let missing = eve.get(&format!("/api/v1/clusters/nowhere/{list}")).await;
        assert_eq!(said(&hidden, "default"), said(&missing, "nowhere"), "{list}");
        assert_eq!(hidden.status(), 404);
    }
    let session: Value = eve.get("/api/v1/session").await.json();
    assert_eq!((&session["clusters"], &session["rights"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn streams_tell_of_no_action_that_one_does_not_see() {
    let (app, ada) = two_apps().await;
    let bob = app.person("bob", &[("operator", "web-*")]).await;
    let mut events = bob.events(None).await;
    // Before his own, so that it is there first.
    for request in [scale("checkout", "1", 3), remove_unit("other.service"), scale("web-a", "1", 3)] {
        app.carry_out(&ada, &request).await;
    }
    loop {
        let event = events.next_named("action").await;
        assert!(event.data.contains("Scale web-a 1 from 2 to 3 instances"), "{}", event.data);
        if event.json::<Value>()["action"]["state"]["kind"] == "done" {
            break;
        }
    }
}

#[tokio::test]
async fn options_are_for_those_who_may_look_into_units() {
    let (app, _ada) = two_apps().await;
    let bob = app.person("bob", &[("deployer", "web-*")]).await;
    let grace = app.person("grace", &[("operator", "web-*")]).await;
    let options = |step: &Step| match step {
        Step::Create { options, .. } => Some(options.len()),
        _ => None,
    };
    let request = launch("web-a", "2", 1);
    let (hidden, shown) = (bob.plan(&request).await, grace.plan(&request).await);
    assert_eq!(hidden.hash, shown.hash);
    assert_eq!(hidden.steps.iter().find_map(options), Some(0));
    assert_eq!(shown.steps.iter().find_map(options), Some(1));
    // The click does what was planned all the same.
    let action = bob.begin(&request).await;
    let step = async |who: &Client| who.ended(&action.id).await.steps.iter().find_map(|at| options(&at.step));
    assert_eq!(step(&bob).await, Some(0));
    assert_eq!(step(&grace).await, Some(1));
    eventually("it is made whole", async || {
        app.fleet
            .units()
            .iter()
            .any(|unit| unit.name.as_str() == "web-a:2@1.service" && unit.options.len() == 1)
            .then_some(())
    })
    .await;
}
