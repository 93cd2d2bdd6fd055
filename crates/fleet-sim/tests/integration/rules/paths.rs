//! Paths, methods and what the HTTP library of Go answers itself.

use crate::client::TestFleet;

#[tokio::test]
async fn unclean_paths_move_for_every_method() {
    let fleet = TestFleet::empty().await;
    let cases = [
        ("/fleet/v1/units/../../v1-alpha/./state?a=b&c", "/fleet/v1-alpha/state?a=b&c"),
        ("/fleet/v1/units//a%40b.service", "/fleet/v1/units/a@b.service"),
        ("/fleet//v1/units/(a)*!'.service", "/fleet/v1/units/%28a%29%2A%21%27.service"),
        ("/fleet//v1/units/a%20%C3%A4.service/", "/fleet/v1/units/a%20%C3%A4.service/"),
        ("/..", "/"),
    ];
    for (path, target) in cases {
        for method in ["GET", "PUT", "DELETE", "PATCH", "FOO", "HEAD"] {
            let answer = fleet.send(method, path, &[], "").await;
            assert_eq!(
                (answer.status, answer.header("Location")),
                (Some(301), Some(target)),
                "{method} {path}"
            );
        }
    }
}

#[tokio::test]
async fn the_old_prefix_is_the_same_api() {
    let fleet = TestFleet::empty().await;
    for path in ["units", "units/a.service", "machines", "discovery", "units/", "nonsense", "state"] {
        let answers =
            [fleet.get(&format!("/fleet/v1/{path}")).await, fleet.get(&format!("/v1-alpha/{path}")).await];
        assert_eq!(answers[0].body, answers[1].body, "{path}");
        assert_eq!(answers[0].status, answers[1].status, "{path}");
    }
}

#[tokio::test]
async fn requests_without_a_path_are_no_requests() {
    let fleet = TestFleet::empty().await;
    let status = async |line: &str| {
        let request = format!("{line} HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
        fleet.send_raw(request.as_bytes()).await.status
    };
    assert_eq!(status("GET *").await, Some(400));
    assert_eq!(status("OPTIONS *").await, Some(200));
    assert_eq!(status("GET fleet").await, Some(400));
    assert_eq!(status("GET /fleet/v1/units/%4").await, Some(400));
}

#[tokio::test]
async fn metrics_answer_to_every_method() {
    let fleet = TestFleet::empty().await;
    for method in ["GET", "POST", "DELETE"] {
        let answer = fleet.send(method, "/metrics", &[], "").await;
        assert_eq!(answer.status, Some(200));
        assert!(answer.header("Content-Type").is_some_and(|value| value.starts_with("text/plain")));
    }
}
