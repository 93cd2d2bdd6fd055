//! "Confirm that it is you" before users, tokens and templates change.

use serde_json::json;
use shared::session::{ConfirmBy, SessionView};
use shared::{ErrorCode, UserName};

use crate::harness::{Answer, Client, Setup, TestApp};

const STEP_UP: &str = "/api/v1/session/step-up";
const TEN_MINUTES_MS: u64 = 10 * 60_000;

/// What changes who may do what, or is root.
async fn sensitive(client: &Client) -> Vec<Answer> {
    vec![
        client.post("/api/v1/users", &json!({"name": "mallory"})).await,
        client.patch("/api/v1/users/grace", &json!({"disabled": true})).await,
        client.delete("/api/v1/users/grace").await,
        client.post("/api/v1/users/grace/invitation", &json!({})).await,
        client.delete("/api/v1/users/grace/invitation").await,
        client.delete("/api/v1/users/grace/sessions").await,
        client.delete("/api/v1/users/grace/sessions/x").await,
        client.delete("/api/v1/users/grace/totp").await,
        client.post("/api/v1/tokens", &json!({"name": "mallory", "role": "admin", "days": 1})).await,
        client.delete("/api/v1/tokens/x").await,
        client.put("/api/v1/groups/web", &json!({"members": []})).await,
        client.delete("/api/v1/groups/web").await,
        client.put("/api/v1/roles/seers", &json!({"verbs": ["view"]})).await,
        client.delete("/api/v1/roles/seers").await,
        client.post("/api/v1/grants", &json!({"to": {"user": "grace"}, "role": "admin"})).await,
        client.delete("/api/v1/grants/x").await,
        client.post("/api/v1/identities", &json!({"user": "grace", "subject": "x"})).await,
        client.delete("/api/v1/identities/x").await,
        client.post("/api/v1/certificates", &json!({"user": "grace", "certificate": "ab".repeat(32)})).await,
        client.delete(&format!("/api/v1/certificates/{}", "ab".repeat(32))).await,
        client
            .put(
                "/api/v1/apps/example",
                &json!({"source": "[Service]\nExecStart=/bin/true\n", "base_revision": 0}),
            )
            .await,
        client.delete("/api/v1/apps/example").await,
    ]
}

#[tokio::test]
async fn what_is_sensitive_asks_for_it_after_ten_minutes() {
    let app = Setup::new().clock_by_hand().start().await;
    app.user("ada", "a long password").await;
    app.user("grace", "a long password").await;
    let ada = app.nobody().sign_in("ada", "a long password").await;
    app.clock.advance(TEN_MINUTES_MS - 1);
    let body = json!({"name": "early", "role": "viewer", "days": 1});
    assert_eq!(ada.post("/api/v1/tokens", &body).await.status(), 201);
    app.clock.advance(1);
    for answer in sensitive(&ada).await {
        assert_eq!((answer.status(), answer.code()), (403, ErrorCode::StepUpNeeded));
    }
    assert_eq!(ada.get("/api/v1/users").await.status(), 200, "reading is not asked about");
    let users = app.server.store.users().await.unwrap();
    assert_eq!(users.len(), 2);
    assert!(
        app.server
            .store
            .user(&UserName::parse("grace").unwrap())
            .await
            .unwrap()
            .unwrap()
            .disabled_ms
            .is_none()
    );

    let view: SessionView = ada.get("/api/v1/session").await.json();
    assert_eq!(view.confirm_by, Some(ConfirmBy::Password));
    for body in [json!({}), json!({"password": "a wrong password"}), json!({"code": "123456"})] {
        assert_eq!(ada.post(STEP_UP, &body).await.error().fields[0].field, "password", "{body}");
    }
    assert_eq!(ada.post("/api/v1/users", &json!({"name": "joan"})).await.code(), ErrorCode::StepUpNeeded);
    let confirmed = ada.post(STEP_UP, &json!({"password": "a long password"})).await;
    assert_eq!(confirmed.status(), 204);
    assert_eq!(
        ada.get("/api/v1/session").await.code(),
        ErrorCode::NotSignedIn,
        "the secret of before opens nothing"
    );
    let ada = ada.with_cookie(&confirmed.cookie());
    assert_eq!(ada.post("/api/v1/users", &json!({"name": "joan"})).await.status(), 201);
    app.clock.advance(TEN_MINUTES_MS);
    assert_eq!(ada.post("/api/v1/users", &json!({"name": "kate"})).await.code(), ErrorCode::StepUpNeeded);
}

#[tokio::test]
async fn who_may_not_is_not_asked() {
    let app = Setup::new().clock_by_hand().start().await;
    let vera = app.signed_in_as("vera", "viewer").await;
    app.clock.advance(TEN_MINUTES_MS);
    for answer in sensitive(&vera).await {
        assert_eq!(answer.code(), ErrorCode::Forbidden);
    }
    for answer in sensitive(&app.nobody()).await {
        assert_eq!(answer.code(), ErrorCode::NotSignedIn);
    }
}

#[tokio::test]
async fn who_has_nothing_to_confirm_with_signs_in_again() {
    let app = Setup::new().clock_by_hand().start().await;
    let ada = app.admin("ada").await;
    assert_eq!(ada.get("/api/v1/session").await.json::<SessionView>().confirm_by, Some(ConfirmBy::SigningIn));
    app.clock.advance(TEN_MINUTES_MS);
    let answer = ada.post(STEP_UP, &json!({"password": ""})).await;
    assert_eq!(answer.code(), ErrorCode::StepUpNeeded);
    assert!(answer.error().message.contains("sign in again"));
    let ada = ada.sign_in_with_code(&app.code("ada").await).await;
    assert_eq!(ada.post("/api/v1/users", &json!({"name": "joan"})).await.status(), 201);
}

#[tokio::test]
async fn a_script_is_not_asked_and_can_not_answer() {
    let app = Setup::new().clock_by_hand().start().await;
    let script = app.token().await;
    app.clock.advance(TEN_MINUTES_MS);
    assert_eq!(script.get("/api/v1/session").await.json::<SessionView>().confirm_by, None);
    assert_eq!(script.post("/api/v1/users", &json!({"name": "joan"})).await.status(), 201);
    assert_eq!(script.post(STEP_UP, &json!({"password": "x"})).await.code(), ErrorCode::Forbidden);
}

#[tokio::test]
async fn wrong_answers_are_limited() {
    let app = Setup::new().clock_by_hand().start().await;
    app.user("ada", "a long password").await;
    let ada = app.nobody().sign_in("ada", "a long password").await;
    for _ in 0..10 {
        assert_eq!(ada.post(STEP_UP, &json!({"password": "wrong"})).await.code(), ErrorCode::BadRequest);
    }
    assert_eq!(ada.post(STEP_UP, &json!({"password": "wrong"})).await.code(), ErrorCode::TooManyRequests);
}

#[tokio::test]
async fn it_is_of_one_session_alone() {
    let app: TestApp = Setup::new().clock_by_hand().start().await;
    app.user("ada", "a long password").await;
    let here = app.nobody().sign_in("ada", "a long password").await;
    let elsewhere = app.nobody().sign_in("ada", "a long password").await;
    app.clock.advance(TEN_MINUTES_MS);
    assert_eq!(here.post(STEP_UP, &json!({"password": "a long password"})).await.status(), 204);
    let answer = elsewhere.post("/api/v1/users", &json!({"name": "joan"})).await;
    assert_eq!(answer.code(), ErrorCode::StepUpNeeded);
}
