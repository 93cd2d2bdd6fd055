//! Other sites' pages can't act with a browser's credentials.

use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::json;
use shared::ErrorCode;
use shared::account::TokenRow;

use crate::harness::{Answer, Client, Setup, TestApp};

const TOKENS: &str = "/api/v1/tokens";

async fn make_token(client: &Client, headers: &[(&str, &str)]) -> Answer {
    // Each with a name of its own, as names must be.
    static MADE: AtomicU64 = AtomicU64::new(0);
    let name = format!("made-{}", MADE.fetch_add(1, Ordering::Relaxed));
    let mut request = client.request(Method::POST, TOKENS);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    client.send(request.json(&json!({"name": name, "role": "admin", "days": 1}))).await
}

#[tokio::test]
async fn a_browser_must_say_that_the_page_is_ours() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let ours = app.url.as_str();
    let sibling = ours.replace("127.0.0.1", "localhost");
    for (headers, expected) in [
        (vec![], 201),
        (vec![("sec-fetch-site", "same-origin"), ("origin", ours)], 201),
        (vec![("sec-fetch-site", "none")], 201),
        (vec![("origin", ours)], 201),
        (vec![("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")], 403),
        (vec![("sec-fetch-site", "same-site"), ("origin", sibling.as_str())], 403),
        (vec![("sec-fetch-site", "cross-site")], 403),
        (vec![("sec-fetch-site", "nonsense")], 403),
        (vec![("origin", "https://evil.example")], 403),
        (vec![("origin", sibling.as_str())], 403),
        (vec![("origin", "null")], 403),
    ] {
        let answer = make_token(&ada, &headers).await;
        assert_eq!(answer.status(), expected, "{headers:?}: {}", answer.text());
        if expected == 403 {
            assert_eq!(answer.code(), ErrorCode::Forbidden);
            assert!(answer.error().message.contains("QUARTERDECK_PUBLIC_URL"), "it says what to do");
        }
    }
    assert_eq!(ada.get(TOKENS).await.json::<Vec<TokenRow>>().len(), 4);
}

#[tokio::test]
async fn a_bearer_token_is_never_sent_unasked() {
    let app = TestApp::start().await;
    let script = app.token().await;
    let foreign = [("sec-fetch-site", "cross-site"), ("origin", "chrome-extension://abc")];
    assert_eq!(make_token(&script, &foreign).await.status(), 201);

    let nobody = app.nobody();
    let basic = nobody
        .request(Method::POST, TOKENS)
        .basic_auth("", Some(script.bearer()))
        .header("sec-fetch-site", "cross-site")
        .json(&json!({"name": "made", "role": "admin", "days": 1}));
    assert_eq!(nobody.send(basic).await.status(), 403, "browsers keep Basic credentials and send them");
}

#[tokio::test]
async fn the_public_address_is_ours_too() {
    let app = Setup::new().env("QUARTERDECK_PUBLIC_URL", "https://deck.example.org").start().await;
    let ada = app.admin("ada").await;
    let by_proxy = [("sec-fetch-site", "same-site"), ("origin", "https://deck.example.org")];
    assert_eq!(make_token(&ada, &by_proxy).await.status(), 201);
    assert_eq!(make_token(&ada, &[("origin", "http://deck.example.org")]).await.status(), 403);
}

#[tokio::test]
async fn nobody_is_signed_in_by_another_site() {
    let app = TestApp::start().await;
    app.user("mallory", "a long password").await;
    let nobody = app.nobody();
    let request = nobody
        .request(Method::POST, "/api/v1/session")
        .header("sec-fetch-site", "cross-site")
        .json(&json!({"name": "mallory", "password": "a long password"}));
    let answer = nobody.send(request).await;
    assert_eq!(answer.code(), ErrorCode::Forbidden);
    assert_eq!(answer.header("set-cookie"), "");
}

#[tokio::test]
async fn forms_are_not_json() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    for content_type in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
    {
        let request = ada
            .request(Method::POST, TOKENS)
            .header(CONTENT_TYPE, content_type)
            .body(r#"{"name":"made","role":"admin","days":1}"#);
        assert_eq!(ada.send(request).await.code(), ErrorCode::UnsupportedMediaType, "{content_type}");
    }
    let bare = ada.request(Method::POST, TOKENS).body(r#"{"name":"made","role":"admin","days":1}"#);
    assert_eq!(ada.send(bare).await.code(), ErrorCode::UnsupportedMediaType);
    assert_eq!(ada.get(TOKENS).await.json::<Vec<TokenRow>>(), []);
}

#[tokio::test]
async fn no_other_site_may_read_an_answer() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await.with_header(reqwest::header::ORIGIN, "https://evil.example");
    let answer = ada.get("/api/v1/session").await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.header("access-control-allow-origin"), "");
    let preflight = ada
        .request(Method::OPTIONS, "/api/v1/tokens")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization, content-type");
    let answer = ada.send(preflight).await;
    assert_eq!(answer.header("access-control-allow-origin"), "");
    assert_eq!(answer.header("access-control-allow-headers"), "");
}
