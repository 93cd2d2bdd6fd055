//! `/api/v1/account`.

use serde_json::json;
use shared::ErrorCode;
use shared::account::SessionRow;

use crate::harness::{Setup, TestApp};

const PASSWORD: &str = "/api/v1/account/password";
const SESSIONS: &str = "/api/v1/account/sessions";

#[tokio::test]
async fn the_first_password_needs_no_other_the_next_one_does() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let first = ada.put(PASSWORD, &json!({"new": "my favourite kettle"})).await;
    assert_eq!(first.status(), 204);
    let ada = ada.with_cookie(&first.cookie());
    app.nobody().sign_in("ada", "my favourite kettle").await;

    for body in [
        json!({"new": "an unlikely teapot"}),
        json!({"new": "an unlikely teapot", "current": "no such password"}),
    ] {
        let answer = ada.put(PASSWORD, &body).await;
        assert_eq!(answer.code(), ErrorCode::BadRequest);
        assert_eq!(answer.error().fields[0].field, "current");
    }
    let body = json!({"new": "an unlikely teapot", "current": "my favourite kettle"});
    assert_eq!(ada.put(PASSWORD, &body).await.status(), 204);
    app.nobody().sign_in("ada", "an unlikely teapot").await;
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions() {
    let app = TestApp::start().await;
    let here = app.admin("ada").await;
    let elsewhere = app.nobody().sign_in_with_code(&app.code("ada").await).await;
    let answer = here.put(PASSWORD, &json!({"new": "a long password"})).await;
    assert_eq!(answer.status(), 204);
    assert_eq!(
        here.get("/api/v1/session").await.code(),
        ErrorCode::NotSignedIn,
        "the old secret opens nothing"
    );
    let (secret, attributes) = answer.header("set-cookie").split_once(';').unwrap();
    assert_eq!(secret.len(), "quarterdeck=".len() + 64);
    assert_eq!(attributes, " Path=/; HttpOnly; SameSite=Lax; Max-Age=604800");
    let here = here.with_cookie(&answer.cookie());
    assert_eq!(here.get("/api/v1/session").await.status(), 200);
    assert_eq!(elsewhere.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    let line = here.record().await.remove(0);
    assert_eq!((line.verb.as_str(), line.summary.as_str()), ("account", "Set their own password"));
}

#[tokio::test]
async fn a_password_is_long_enough_and_not_easy_to_guess() {
    let app = TestApp::start().await;
    let ada = app.admin("ada.lovelace").await;
    for new in [
        "elevensigns",
        &"nK7 wq".repeat(22),
        "aaaaaaaaaaaaaa",
        "Passw0rd2026!",
        "Lovelace12345",
        "quarterdeck-1",
    ] {
        let answer = ada.put(PASSWORD, &json!({ "new": new })).await;
        assert_eq!(answer.code(), ErrorCode::BadRequest, "{new}");
        assert_eq!(answer.error().fields[0].field, "new", "{new}");
    }
    let pasted = "  zwölf Zeichen, auch ü und \u{1f419} ";
    assert_eq!(ada.put(PASSWORD, &json!({ "new": pasted })).await.status(), 204);
    app.nobody().sign_in("ada.lovelace", pasted).await;
}

#[tokio::test]
async fn one_sees_and_ends_ones_own_sessions_only() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await.with_header(reqwest::header::USER_AGENT, "Browser/1");
    let elsewhere = app.nobody().with_header(reqwest::header::USER_AGENT, "Browser/2");
    let elsewhere = elsewhere.sign_in_with_code(&app.code("ada").await).await;
    let grace = app.admin("grace").await;

    let rows: Vec<SessionRow> = ada.get(SESSIONS).await.json();
    assert_eq!(rows.len(), 2);
    let other = rows.iter().find(|row| !row.current).unwrap();
    assert_eq!(other.user_agent, "Browser/2");

    let path = format!("{SESSIONS}/{}", other.id);
    assert_eq!(grace.delete(&path).await.code(), ErrorCode::NotFound);
    assert_eq!(elsewhere.get("/api/v1/session").await.status(), 200);
    assert_eq!(ada.delete(&path).await.status(), 204);
    assert_eq!(elsewhere.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    assert_eq!(ada.delete(&path).await.code(), ErrorCode::NotFound);
}

#[tokio::test]
async fn a_token_has_no_account() {
    let app = TestApp::start().await;
    let token = app.token().await;
    assert_eq!(token.get(SESSIONS).await.code(), ErrorCode::Forbidden);
    assert_eq!(token.put(PASSWORD, &json!({"new": "a long password"})).await.code(), ErrorCode::Forbidden);
    assert_eq!(token.delete("/api/v1/session").await.code(), ErrorCode::Forbidden);
}

#[tokio::test]
async fn a_stream_comes_back_by_itself_after_a_new_password() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let mut stream = ada.events(None).await;
    stream.next_named("hello").await;
    let answer = ada.put(PASSWORD, &json!({"new": "a long password"})).await;
    // It ends without being told to sign in: the browser opens it anew, with the cookie that it has now.
    while let Some(event) = stream.next().await {
        assert_ne!(event.name, "signed_out");
    }
    ada.with_cookie(&answer.cookie()).events(None).await.next_named("hello").await;
}

#[tokio::test]
async fn an_open_browser_alone_sets_no_first_password() {
    let app = Setup::new().clock_by_hand().start().await;
    let ada = app.admin("ada").await;
    app.clock.advance(10 * 60_000);
    let answer = ada.put(PASSWORD, &json!({"new": "a long password"})).await;
    assert_eq!(answer.code(), ErrorCode::StepUpNeeded);
}
