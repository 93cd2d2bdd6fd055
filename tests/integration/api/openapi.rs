//! `/api/v1/openapi.json`: no route changes unseen, and none is open by mistake.

use reqwest::Method;
use serde_json::{Value, json};
use shared::ErrorCode;

use crate::harness::TestApp;

/// What is open to everybody, each for a reason.
const OPEN: [&str; 11] = [
    // Signing in.
    "POST /api/v1/session",
    "POST /api/v1/session/code",
    "GET /api/v1/session/ways",
    "GET /api/v1/session/oidc",
    "GET /api/v1/session/oidc/callback",
    "POST /api/v1/session/invitation",
    "POST /api/v1/session/invitation/look",
    // Displays that nobody has confirmed yet, and links that nobody has opened: neither tells anything before.
    "POST /api/v1/screens/pairings",
    "GET /api/v1/screens/pairings/mine",
    "POST /api/v1/screens/links/open",
    // Tells nothing of anybody.
    "GET /api/v1/openapi.json",
];

fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if ["get", "put", "post", "delete", "patch", "head", "options"].contains(&method.as_str()) {
                found.push((method.to_uppercase(), path.clone(), operation));
            }
        }
    }
    found.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    found
}

#[tokio::test]
async fn the_description_is_as_committed() {
    let app = TestApp::start().await;
    let document: Value = app.nobody().get("/api/v1/openapi.json").await.json();
    insta::assert_snapshot!("openapi", serde_json::to_string_pretty(&document).unwrap());
    let routes: Vec<String> = operations(&document)
        .into_iter()
        .map(|(method, path, operation)| {
            format!("{method:6} {path:58} {}", operation["operationId"].as_str().unwrap_or("(no name)"))
        })
        .collect();
    insta::assert_snapshot!("routes", routes.join("\n"));
}

#[tokio::test]
async fn every_route_but_the_listed_ones_asks_who_one_is() {
    let app = TestApp::start().await;
    let document: Value = app.nobody().get("/api/v1/openapi.json").await.json();
    let mut open = Vec::new();
    for (method, path, operation) in operations(&document) {
        let filled = path
            .replace("{app}", "example")
            .replace("{version}", "1.0.0")
            .replace("{cluster}", "default")
            .replace("{unit}", "a.service")
            .replace("{machine}", "0")
            .replace("{name}", "a.service")
            .replace("{fingerprint}", "0")
            .replace("{code}", "ABCDEFGH")
            .replace("{id}", "0");
        assert!(!filled.contains('{'), "tell this test how to fill {path}");
        let nobody = app.nobody();
        let request =
            nobody.request(Method::from_bytes(method.as_bytes()).unwrap(), &filled).json(&json!({}));
        let answer = nobody.send(request).await;
        let line = format!("{method} {path}");
        let is_open = OPEN.contains(&line.as_str());
        assert_eq!(operation["security"] == json!([{}]), is_open, "{line}: the description says who may");
        if is_open {
            open.push(line);
            continue;
        }
        assert_eq!(answer.code(), ErrorCode::NotSignedIn, "{line}");
    }
    assert_eq!(open.len(), OPEN.len(), "every open route is there: {open:?}");
    assert_eq!(app.nobody().get("/metrics").await.code(), ErrorCode::NotSignedIn);
}

#[tokio::test]
async fn reading_changes_nothing() {
    let app = TestApp::start().await;
    let document: Value = app.nobody().get("/api/v1/openapi.json").await.json();
    for (method, path, operation) in operations(&document) {
        assert!(operation.get("requestBody").is_none() || method != "GET", "{path}: a GET with a body");
        assert!(
            operation["summary"].as_str().is_some_and(|text| !text.is_empty()),
            "{method} {path}: no summary"
        );
    }
}

#[tokio::test]
async fn the_description_is_one() {
    let app = TestApp::start().await;
    let document: Value = app.nobody().get("/api/v1/openapi.json").await.json();
    assert_eq!(document["info"]["title"], "Quarterdeck");
    let mut references = Vec::new();
    collect_references(&document, &mut references);
    for reference in references {
        let pointer = reference.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{reference} is not there");
    }
    for (method, path, operation) in operations(&document) {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let words = response["description"].as_str().unwrap_or_default();
            assert!(!words.is_empty(), "{method} {path}: {status} says nothing");
        }
    }
}

fn collect_references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| collect_references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, found)),
        _ => {}
    }
}
