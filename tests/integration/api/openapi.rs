//! `/api/v1/openapi.json`: no route changes unseen, and none is open by mistake.

use reqwest::Method;
use serde_json::{Value, json};
use shared::ErrorCode;

use crate::harness::TestApp;

/// What is open to everybody, each for a reason.
const OPEN: [&str; 3] = [
    // Signing in.
    "POST /api/v1/session",
    "POST /api/v1/session/code",
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
    for (method, path, _) in operations(&document) {
        let filled = path
            .replace("{app}", "example")
            .replace("{version}", "1.0.0")
            .replace("{cluster}", "default")
            .replace("{unit}", "a.service")
            .replace("{name}", "a.service")
            .replace("{id}", "0");
        assert!(!filled.contains('{'), "tell this test how to fill {path}");
        let nobody = app.nobody();
        let request =
            nobody.request(Method::from_bytes(method.as_bytes()).unwrap(), &filled).json(&json!({}));
        let answer = nobody.send(request).await;
        let line = format!("{method} {path}");
        if OPEN.contains(&line.as_str()) {
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
