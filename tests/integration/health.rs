//! `/healthz`, `/readyz`, `/metrics`.

use crate::harness::{Setup, TestApp, eventually};

#[tokio::test]
async fn ready_means_that_fleet_was_read() {
    let app = Setup::new().env("FLEET_ENDPOINT", "http://127.0.0.1:1").start_unready().await;
    let nobody = app.nobody();
    assert_eq!(nobody.get("/healthz").await.text(), "ok\n");
    let answer = nobody.get("/readyz").await;
    assert_eq!((answer.status(), answer.text().as_str()), (503, r#"{"store":true,"fleet":false}"#));

    let app = TestApp::start().await;
    let answer = app.nobody().get("/readyz").await;
    assert_eq!((answer.status(), answer.text().as_str()), (200, r#"{"store":true,"fleet":true}"#));
}

#[tokio::test]
async fn requests_are_counted_by_pattern() {
    let app = TestApp::start().await;
    let script = app.token().await;
    script.get("/api/v1/apps/some-app").await;
    let line = eventually("the request is counted", async || {
        let text = script.get("/metrics").await.text();
        text.lines().find(|line| line.contains("/apps/{app}") && line.contains("_total")).map(str::to_owned)
    })
    .await;
    assert_eq!(
        line,
        "quarterdeck_http_requests_total{method=\"GET\",path=\"/api/v1/apps/{app}\",status=\"404\"} 1"
    );
    let text = script.get("/metrics").await.text();
    assert!(!text.contains("some-app"), "paths name things, and there is no end to them");
}

#[tokio::test]
async fn what_was_stored_is_there_after_a_restart() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let folder = app.stop().await;
    let app = Setup::new().folder(folder).start().await;
    let answer = app.nobody().with_cookie(&ada.cookie()).get("/api/v1/session").await;
    assert_eq!(answer.status(), 200);
}
