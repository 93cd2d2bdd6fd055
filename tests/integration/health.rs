//! `/healthz`, `/readyz`, `/metrics`.

use crate::harness::{ANYWHERE, Setup, TestApp, eventually, quick, running};

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
async fn the_clusters_are_measured() {
    let units = ["example:1.0.0@1.service", "example:1.0.0@2.service"];
    let app = Setup::new().over(running(quick(), ANYWHERE, &units)).start().await;
    let script = app.token().await;
    let _looks = script.events(None).await;
    let text = script.get("/metrics").await.text();
    for line in [
        r#"quarterdeck_units{cluster="default"} 2"#,
        r#"quarterdeck_machines{cluster="default"} 3"#,
        r#"quarterdeck_streams_open{cluster="default"} 1"#,
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in {text}");
    }
    for part in [
        r#"quarterdeck_data_age_seconds{cluster="default"} "#,
        r#"quarterdeck_fleet_readings_total{cluster="default",outcome="ok"} "#,
        r#"quarterdeck_fleet_reading_seconds_count{cluster="default"} "#,
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    app.fleet.set_down(true);
    eventually("a reading has failed", async || {
        let text = script.get("/metrics").await.text();
        text.contains(r#"readings_total{cluster="default",outcome="failed"}"#).then_some(())
    })
    .await;
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
