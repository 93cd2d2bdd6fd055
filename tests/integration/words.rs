//! What Fleet says of its insides, and where it is, stays behind Quarterdeck: only the log has it.

use fleet_sim::{Fault, FaultRule};
use reqwest::Method;
use serde_json::{Value, json};
use shared::event::{self, FreshnessEvent};
use shared::view::Link;

use crate::harness::{ANYWHERE, Answer, CLUSTER, Client, Setup, TestApp, eventually, quick, running};

const UNIT: &str = "/fleet/v1/units/example:1.0.0@1.service";
const INSIDES: &str =
    "GET https://etcd-3.internal:2379/v2/keys/_coreos.com: dial tcp 10.9.8.7:2379, see /var/lib/etcd3";

fn fault(status: u16, words: &str) -> FaultRule {
    FaultRule::new(Fault::Refusal { status, message: words.to_owned() })
}

/// Asserts that a text names nothing of what is behind Quarterdeck: no host, no path, not even Fleet's own place.
#[track_caller]
fn assert_plain(what: &str, text: &str) {
    for part in ["etcd-3", "internal", "10.9.8.7", "etcd3", "_coreos", "fleet.sock"] {
        assert!(!text.contains(part), "{part} in {what}: {text}");
    }
}

async fn start() -> TestApp {
    let app = Setup::new().over(running(quick(), ANYWHERE, &["example:1.0.0@1.service"])).start().await;
    let name = "example:1.0.0@1.service".parse::<fleet::UnitName>().unwrap();
    let cluster = app.server.clusters.default_cluster();
    eventually("it is known", async || cluster.snapshot().units.contains_key(&name).then_some(())).await;
    app
}

fn options(command: &str) -> Value {
    let option = json!({"section": "Service", "name": "ExecStart", "value": command});
    json!({"desiredState": "launched", "options": [option]})
}

/// Every write that the proxy passes on.
async fn writes(script: &Client, machine: &str) -> Vec<(&'static str, Answer)> {
    let change =
        json!([{"op": "replace", "path": format!("/{machine}/metadata/zone"), "value": {"value": "a"}}]);
    let patch = script.request(Method::PATCH, "/fleet/v1/machines").json(&change);
    vec![
        ("a desired state", script.put(UNIT, &json!({"desiredState": "loaded"})).await),
        ("options", script.put(UNIT, &options("/b")).await),
        ("metadata", script.send(patch).await),
        ("a removal", script.delete(UNIT).await),
    ]
}

#[tokio::test]
async fn a_write_that_fails_tells_nothing_of_fleets_insides() {
    let app = start().await;
    let (script, ada) = (app.token().await, app.admin("ada").await);
    let machine = app.fleet.machines()[0].id.to_string();
    for path in ["", "/fleet/v1/units/"] {
        // First the writes alone fail, then also what is read of a unit before and after them.
        if !path.is_empty() {
            app.fleet.faults().add(fault(503, INSIDES).method("GET").path(path));
        }
        for method in ["PUT", "PATCH", "DELETE"] {
            app.fleet.faults().add(fault(503, INSIDES).method(method));
        }
        for (what, answer) in writes(&script, &machine).await {
            assert_eq!(answer.status(), 503, "{what}: {}", answer.text());
            assert!(answer.text().contains("(503). The server's log says more, under "), "{}", answer.text());
            assert_plain(what, &answer.text());
            assert_eq!(answer.header("server"), "");
        }
    }
    assert_plain("the record", &ada.get("/api/v1/audit").await.text());
}

#[tokio::test]
async fn a_fleet_that_can_not_be_read_tells_nobody_of_its_insides() {
    let app = start().await;
    let script = app.token().await;
    let vera = app.signed_in_as("vera", "viewer").await;
    let wes = app.person("wes", &[("viewer", "web-*")]).await;
    let mut streams = [vera.events(None).await, wes.events(None).await];
    app.fleet.faults().add(fault(503, INSIDES));
    for stream in &mut streams {
        loop {
            let event = stream.next_named(event::name::FRESHNESS).await;
            assert_plain("the stream", &event.data);
            let fresh: FreshnessEvent = event.json();
            if fresh.freshness.link == Link::Degraded {
                assert_eq!(fresh.freshness.reason, "Fleet cannot work at the moment (503).");
                break;
            }
        }
    }
    let snapshot = format!("{CLUSTER}/snapshot");
    for path in [&snapshot, "/api/v1/session", "/readyz", "/healthz"] {
        for who in [&vera, &wes] {
            assert_plain(path, &who.get(path).await.text());
        }
    }
    for path in ["/fleet/v1/units", "/fleet/v1/state", "/fleet/v1/machines", UNIT] {
        let answer = script.get(path).await;
        assert_eq!(answer.status(), 503, "{path}: {}", answer.text());
        assert_plain(path, &answer.text());
    }
}

#[tokio::test]
async fn what_fleet_refuses_about_ones_own_unit_is_told_in_its_words() {
    let app = start().await;
    let script = app.token().await;
    let words = "Conflicts cannot be used with Replaces";
    for status in [400, 404, 409, 415] {
        app.fleet.faults().add(fault(status, words).method("PUT").times(1));
        let answer = script.put(UNIT, &json!({"desiredState": "loaded"})).await;
        assert_eq!(answer.status(), status);
        let body: fleet::ErrorBody = serde_json::from_str(&answer.text()).unwrap();
        assert_eq!(body.error.message, words);
    }
    // These are not Fleet's: something that stands in front of it speaks of itself.
    for status in [401, 403, 407] {
        app.fleet.faults().add(fault(status, INSIDES).method("PUT").times(1));
        let answer = script.put(UNIT, &json!({"desiredState": "loaded"})).await;
        assert_eq!(answer.status(), 503, "{}", answer.text());
        assert_plain("a refusal of something in between", &answer.text());
    }
}
