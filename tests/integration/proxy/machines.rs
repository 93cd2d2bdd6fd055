//! PATCH of machines' metadata: only of machines that are there, strictly read, written anew, recorded.

use fleet_sim::{Fault, FaultRule};
use reqwest::Method;
use serde_json::{Value, json};
use shared::audit::{AuditRow, Outcome};

use crate::harness::{Answer, Client, Setup, TestApp, quick, writes};

use super::{assert_untouched, send};

const MACHINES: &str = "/fleet/v1/machines";

async fn patch(script: &Client, body: &Value) -> Answer {
    script.send(script.request(Method::PATCH, MACHINES).json(body)).await
}

#[track_caller]
fn message(answer: &Answer) -> String {
    let body: fleet::ErrorBody = serde_json::from_slice(answer.bytes()).unwrap();
    assert_eq!(body.error.code, answer.status());
    body.error.message
}

/// The whole ID of a machine.
fn machine(app: &TestApp, index: usize) -> String {
    app.fleet.machines()[index].id.to_string()
}

/// A piece of a machine's metadata, as the proxy lists it.
async fn listed(script: &Client, id: &str, key: &str) -> Option<String> {
    let page: fleet::MachinePage = script.get(MACHINES).await.json();
    let machine = page.machines.into_iter().find(|machine| machine.id.as_str() == id).unwrap();
    machine.metadata.get(key).cloned()
}

/// The record's newest line about machines.
async fn newest(who: &Client) -> AuditRow {
    who.record().await.into_iter().find(|row| row.verb == "machines").unwrap()
}

#[tokio::test]
async fn both_forms_are_taken_and_the_real_one_is_sent() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    let (one, two) = (machine(&app, 0), machine(&app, 1));
    let answer = patch(
        &script,
        &json!([
            {"op": "add", "path": format!("/{one}/metadata/region"), "value": "eu"},
            {"op": "replace", "path": format!("/{two}/metadata/region"), "value": {"value": "us"}},
        ]),
    )
    .await;
    assert_eq!((answer.status(), answer.text().as_str()), (204, ""));
    // Whoever writes reads what they wrote.
    assert_eq!(listed(&script, &one, "region").await.as_deref(), Some("eu"));
    assert_eq!(listed(&script, &two, "region").await.as_deref(), Some("us"));
    let sent = writes(&app.fleet);
    assert_eq!((sent.len(), sent[0].target.as_str()), (1, MACHINES));
    let expected = format!(
        "[{{\"op\":\"add\",\"path\":\"/{one}/metadata/region\",\"value\":{{\"value\":\"eu\"}}}},\
         {{\"op\":\"add\",\"path\":\"/{two}/metadata/region\",\"value\":{{\"value\":\"us\"}}}}]"
    );
    assert_eq!(std::str::from_utf8(&sent[0].body).unwrap(), expected);
    let answer = patch(&script, &json!([{"op": "remove", "path": format!("/{one}/metadata/region")}])).await;
    assert_eq!(answer.status(), 204, "{}", answer.text());
    assert_eq!(listed(&script, &one, "region").await, None);
}

#[tokio::test]
async fn it_is_recorded_with_what_was_there_before() {
    let app = Setup::new().fleet(quick()).start().await;
    let (script, ada) = (app.token().await, app.admin("ada").await);
    let one = machine(&app, 0);
    let path = format!("/{one}/metadata/region-x");
    for (operation, line) in [
        (json!({"op": "add", "path": path, "value": "eu"}), "absent → \"eu\""),
        (json!({"op": "replace", "path": path, "value": "us"}), "\"eu\" → \"us\""),
        (json!({"op": "remove", "path": path}), "\"us\" → removed"),
    ] {
        assert_eq!(patch(&script, &json!([operation])).await.status(), 204);
        let row = newest(&ada).await;
        assert_eq!(row.summary, format!("Change the metadata of machine {one}"));
        assert_eq!(row.detail, [format!("{one} region-x: {line}")]);
        assert_eq!((row.outcome, row.actor.as_str(), row.via.as_str()), (Outcome::Done, "ci", "token"));
    }
    app.break_record().await;
    let before = writes(&app.fleet).len();
    let answer = patch(&script, &json!([{"op": "add", "path": path, "value": "x"}])).await;
    assert_eq!(answer.status(), 500, "{}", answer.text());
    assert_eq!(writes(&app.fleet).len(), before, "what can't be recorded is not sent");
}

#[tokio::test]
async fn what_must_not_reach_fleet_is_refused_in_words() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    let one = machine(&app, 0);
    let short = &one[..8];
    let upper = one.to_uppercase();
    let good = format!(r#"{{"op":"add","path":"/{one}/metadata/k","value":"v"}}"#);
    let cases = [
        (format!("[{good},{{\"op\":\"move\",\"path\":\"/{one}/metadata/k\"}}]"), "operation 2: invalid op"),
        (good.clone(), "unable to decode body"),
        ("null".into(), "unable to decode body"),
        (format!("[{good}]x"), "trailing characters"),
        (r#"[{"op":"add","path":"/../metadata/k","value":"v"}]"#.into(), "no machine \"..\""),
        (r#"[{"op":"add","path":"/nobody/metadata/k","value":"v"}]"#.into(), "no machine \"nobody\""),
        (format!(r#"[{good},{{"op":"remove","path":"/{short}/metadata/k"}}]"#), "write the whole ID"),
        (format!(r#"[{{"op":"remove","path":"/{upper}/metadata/k"}}]"#), "has no machine"),
        (format!(r#"[{{"op":"add","path":"/{one}/metadata/..","value":"v"}}]"#), "'.' and '..' are no keys"),
        (format!(r#"[{{"op":"add","path":"/{one}/metadata/a/b","value":"v"}}]"#), "path invalid"),
        (format!(r#"[{{"op":"add","path":"/{one}/metadata/k","value":""}}]"#), "require a value"),
        (format!(r#"[{{"op":"add","path":"/{one}/metadata/k","value":"a\nb"}}]"#), "control sign"),
    ];
    for (body, part) in cases {
        let answer =
            send(&app, &script, "PATCH", MACHINES, &["Content-Type: application/json"], body.as_bytes())
                .await;
        assert_eq!(answer.status, Some(400), "{body}: {answer:?}");
        let message = super::message(&answer);
        assert!(message.contains(part), "{body}: {message}");
    }
    let answer = send(&app, &script, "PATCH", MACHINES, &["Content-Type: text/plain"], b"[]").await;
    assert_eq!(answer.status, Some(415), "{answer:?}");
    assert_eq!(patch(&script, &json!([])).await.status(), 204, "nothing to do, as to Fleet");
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn nobody_without_a_token_changes_machines() {
    let app = Setup::new().fleet(quick()).start().await;
    let body = json!([{"op": "add", "path": format!("/{}/metadata/k", machine(&app, 0)), "value": "v"}]);
    assert_eq!(patch(&app.nobody(), &body).await.status(), 401);
    assert_eq!(
        patch(&app.admin("ada").await, &body).await.status(),
        401,
        "a browser's cookie does not count"
    );
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn a_lost_answer_is_looked_at_and_a_cut_one_told() {
    let app = Setup::new().fleet(quick()).start().await;
    let (script, ada) = (app.token().await, app.admin("ada").await);
    let one = machine(&app, 0);
    let body = |value: &str| json!([{"op": "add", "path": format!("/{one}/metadata/k"), "value": value}]);
    app.fleet.faults().add(FaultRule::new(Fault::LoseAnswer).method("PATCH").times(1));
    assert_eq!(patch(&script, &body("a")).await.status(), 204);
    app.fleet.faults().add(FaultRule::new(Fault::CutConnection).method("PATCH").times(1));
    let answer = patch(&script, &body("b")).await;
    assert_eq!(answer.status(), 503);
    let words = message(&answer);
    assert!(words.contains("is not known") && words.contains("0 of 1 changes were made"), "{words}");
    assert_eq!(newest(&ada).await.outcome, Outcome::Open);
    app.fleet.faults().add(FaultRule::new(Fault::Status(409)).method("PATCH").times(1));
    assert_eq!(patch(&script, &body("b")).await.status(), 409, "what Fleet refuses goes through");
    assert_eq!(listed(&script, &one, "k").await.as_deref(), Some("a"));
    assert_eq!(writes(&app.fleet).len(), 3, "each was sent once");
}
