//! Whatever goes wrong, wherever: one error body, and nothing of the inside.

use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use shared::ErrorCode;

use crate::harness::TestApp;

#[tokio::test]
async fn unknown_paths_and_methods() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    for (method, path, code) in [
        (Method::GET, "/api", ErrorCode::NotFound),
        (Method::GET, "/api/v1", ErrorCode::NotFound),
        (Method::GET, "/api/v1/nonsense", ErrorCode::NotFound),
        (Method::GET, "/api/v2/session", ErrorCode::NotFound),
        (Method::POST, "/nonsense", ErrorCode::NotFound),
        (Method::GET, "/nonsense", ErrorCode::NotFound),
        (Method::POST, "/", ErrorCode::MethodNotAllowed),
        (Method::PATCH, "/api/v1/session", ErrorCode::MethodNotAllowed),
        (Method::PUT, "/api/v1/tokens", ErrorCode::MethodNotAllowed),
        (Method::POST, "/healthz", ErrorCode::MethodNotAllowed),
        (Method::TRACE, "/api/v1/session", ErrorCode::MethodNotAllowed),
    ] {
        let answer = ada.send(ada.request(method.clone(), path)).await;
        assert_eq!(answer.code(), code, "{method} {path}");
    }
    let answer = ada.send(ada.request(Method::PATCH, "/api/v1/session")).await;
    assert_eq!(answer.header("allow"), "GET,HEAD,POST,DELETE");
}

#[tokio::test]
async fn a_wrong_api_path_is_an_error_for_a_browser_too() {
    let app = TestApp::start().await;
    let browser = app.nobody().with_header(ACCEPT, "text/html,application/xhtml+xml");
    assert_eq!(browser.get("/api/v1/nonsense").await.code(), ErrorCode::NotFound);
    assert_eq!(browser.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
}

#[tokio::test]
async fn bad_bodies() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let send = async |body: Vec<u8>| {
        let request = ada.request(Method::POST, "/api/v1/tokens").header(CONTENT_TYPE, "application/json");
        ada.send(request.body(body)).await
    };
    for body in [
        "",
        "{",
        "[]",
        "null",
        "\u{feff}{}",
        r#"{"name":"ci"}"#,
        r#"{"name":"ci","role":"admin","days":1}{}"#,
        r#"{"name":"ci","role":"admin","days":1,"days":2}"#,
        r#"{"name":"ci","role":"admin","days":-1}"#,
        r#"{"name":"ci","role":"admin","days":1e99}"#,
        r#"{"name":"ci","role":"admin","days":1,"admin":true}"#,
        r#"{"name":["ci"],"role":"admin","days":1}"#,
    ] {
        let answer = send(body.into()).await;
        assert_eq!(answer.code(), ErrorCode::BadRequest, "{body}");
    }
    assert_eq!(send(vec![b'"', 0xff, b'"']).await.code(), ErrorCode::BadRequest);
    assert_eq!(send("[".repeat(100_000).into()).await.code(), ErrorCode::BadRequest);
}

#[tokio::test]
async fn large_bodies_are_refused_before_they_are_read() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let request = ada.request(Method::PUT, "/api/v1/apps/example").header(CONTENT_TYPE, "application/json");
    let answer = ada.send(request.body(vec![b' '; 600 * 1024])).await;
    assert_eq!(answer.code(), ErrorCode::TooLarge);
    assert!(answer.error().message.contains("524288 bytes"), "{}", answer.text());
}

#[tokio::test]
async fn every_request_has_an_id_of_our_own() {
    let app = TestApp::start().await;
    let nobody = app.nobody().with_header("x-request-id".parse().unwrap(), "forged");
    let (first, second) = (nobody.get("/healthz").await, nobody.get("/healthz").await);
    assert_eq!(first.header("x-request-id").len(), 32);
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
}

#[tokio::test]
async fn strange_requests_are_refused_and_the_server_lives() {
    let app = TestApp::start().await;
    let long = format!("GET /{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "a".repeat(9_000));
    let many = format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", "X-Y: z\r\n".repeat(200));
    for request in [
        "GET /api/v1/apps/%2e%2e HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /api/v1/../v1/apps HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET //api/v1/apps HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /api/v1/apps;x=y HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /\u{0} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "nonsense\r\n\r\n",
        long.as_str(),
        many.as_str(),
    ] {
        let (status, answer) = app.raw(request).await;
        assert!((400..500).contains(&status), "{request:.80}: {answer}");
    }
    assert_eq!(app.nobody().get("/healthz").await.status(), 200);
}
