//! Who may speak to Fleet through here: a token, as bearer or as the password of Basic, and nothing else.

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, ORIGIN};
use serde_json::json;
use shared::account::TokenRow;

use crate::harness::{Answer, Setup, quick};

use super::{UNIT, assert_untouched};

/// 401 in Fleet's own form, with the question that makes curl and fleetctl send what they have.
#[track_caller]
fn assert_asks(answer: &Answer, part: &str) {
    assert_eq!(answer.status(), 401, "{}", answer.text());
    assert!(answer.header("www-authenticate").starts_with("Basic realm="), "{}", answer.text());
    let body: fleet::ErrorBody = serde_json::from_slice(answer.bytes()).unwrap();
    assert_eq!(body.error.code, 401);
    assert!(body.error.message.contains(part), "{}", body.error.message);
}

#[tokio::test]
async fn without_a_token_nothing_is_told_or_done() {
    let app = Setup::new().fleet(quick()).start().await;
    let nobody = app.nobody();
    for path in ["/fleet/v1/units", "/fleet/v1/machines", "/fleet/v1/nonsense", "/v1-alpha/units", "/fleet"] {
        assert_asks(&nobody.get(path).await, "send an API token");
    }
    assert_asks(&nobody.put(UNIT, &json!({"desiredState": "launched"})).await, "send an API token");
    assert_asks(&nobody.delete(UNIT).await, "send an API token");
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn bad_expired_and_revoked_tokens_are_told_apart() {
    let app = Setup::new().fleet(quick()).start().await;
    let nobody = app.nobody();
    assert_asks(&nobody.clone().with_token("nonsense").get("/fleet/v1/units").await, "no API token");
    let unknown = format!("qd_{}", "x".repeat(43));
    let answer = nobody.clone().with_token(&unknown).get("/fleet/v1/units").await;
    assert_eq!(answer.status(), 401, "{}", answer.text());
    let digest = nobody.clone().with_header(AUTHORIZATION, "Digest username=\"a\"");
    assert_asks(&digest.get("/fleet/v1/units").await, "no API token");

    let script = app.token().await;
    assert_eq!(script.get("/fleet/v1/units").await.status(), 200);
    let ada = app.admin("ada").await;
    let row: TokenRow = ada.get("/api/v1/tokens").await.json::<Vec<TokenRow>>().remove(0);
    assert_eq!(ada.delete(&format!("/api/v1/tokens/{}", row.id)).await.status(), 204);
    assert_asks(&script.get("/fleet/v1/units").await, "may have been revoked");

    let late = app.token().await;
    app.clock.advance(31 * 24 * 3_600_000);
    assert_asks(&late.get("/fleet/v1/units").await, "has expired");
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn a_browsers_session_does_not_count() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    assert_eq!(ada.get("/api/v1/session").await.status(), 200);
    assert_asks(&ada.get("/fleet/v1/units").await, "send an API token");
    assert_asks(&ada.delete(UNIT).await, "send an API token");
    // Not even beside credentials that are none.
    let both = ada.with_header(AUTHORIZATION, "Bearer nonsense");
    assert_asks(&both.get("/fleet/v1/units").await, "no API token");
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn a_token_works_as_the_password_of_basic() {
    let app = Setup::new().fleet(quick()).start().await;
    let secret = app.token().await.bearer();
    for user in ["", "anybody"] {
        let request = app.nobody().request(Method::GET, "/fleet/v1/units").basic_auth(user, Some(&secret));
        let answer = app.nobody().send(request).await;
        assert_eq!((answer.status(), answer.text().as_str()), (200, "{}"));
    }
    let request = app.nobody().request(Method::GET, "/fleet/v1/units").basic_auth(&secret, Some(""));
    assert_eq!(app.nobody().send(request).await.status(), 401, "the user's name is no secret");
}

#[tokio::test]
async fn basic_credentials_that_a_browser_kept_are_of_no_use_to_another_site() {
    let app = Setup::new().fleet(quick()).start().await;
    let secret = app.token().await.bearer();
    let request = app
        .nobody()
        .request(Method::DELETE, UNIT)
        .basic_auth("a", Some(&secret))
        .header(ORIGIN, "https://evil.example")
        .header("sec-fetch-site", "cross-site");
    let answer = app.nobody().send(request).await;
    assert_eq!(answer.status(), 403, "{}", answer.text());
    let body: fleet::ErrorBody = serde_json::from_slice(answer.bytes()).unwrap();
    assert!(body.error.message.contains("another site"), "{}", body.error.message);
    assert_untouched(&app.fleet);
}
