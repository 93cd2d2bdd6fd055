//! "Confirm that it is you", of those whom somebody else vouches for.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use shared::ErrorCode;
use shared::session::{ConfirmBy, SessionView};

use super::idp::{Idp, Journey, let_in, problem, whole};
use crate::harness::{Answer, Client, Setup, TestApp};

const STEP_UP: &str = "/api/v1/session/step-up";
const PASSWORD: &str = "a long password";

async fn view(client: &Client) -> SessionView {
    client.get("/api/v1/session").await.json()
}

/// Something sensitive.
async fn make(client: &Client, name: &str) -> Answer {
    client.post("/api/v1/users", &json!({ "name": name })).await
}

fn now_s() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

struct AtProvider {
    idp: Idp,
    app: TestApp,
    _folder: tempfile::TempDir,
}

async fn at_provider() -> AtProvider {
    let (idp, folder) = (Idp::start().await, tempfile::TempDir::new().unwrap());
    let setup = idp.setup(&folder).env("QUARTERDECK_OIDC_CREATE_USERS", "true");
    let app = setup.env("QUARTERDECK_OIDC_ADMIN_GROUP", "ops").start().await;
    AtProvider { idp, app, _folder: folder }
}

impl AtProvider {
    /// What it says of ada, who is an administrator.
    fn says(&self, auth_time: Value) {
        let ada =
            json!({ "sub": "1", "preferred_username": "ada", "groups": ["ops"], "auth_time": auth_time });
        self.idp.claims(ada);
    }
}

#[tokio::test]
async fn a_sign_in_that_asked_nobody_confirms_nothing() {
    let start = at_provider().await;
    for auth_time in [Value::Null, json!(now_s() - 600), json!(0), json!(-1)] {
        start.says(auth_time);
        let ada = let_in(&start.app, &whole(&start.app, &start.idp).await);
        assert_eq!(make(&ada, "joan").await.code(), ErrorCode::StepUpNeeded);
        let view = view(&ada).await;
        assert_eq!(view.confirm_by, Some(ConfirmBy::SigningIn));
        assert_eq!(view.confirm_at.as_deref(), Some("/api/v1/session/oidc?confirm=true"));
    }
    // What is said beside the token, to whoever has its access token, is no proof of when.
    start.says(Value::Null);
    start
        .idp
        .more(json!({ "sub": "1", "auth_time": now_s(), "preferred_username": "ada", "groups": ["ops"] }));
    start.idp.claims(json!({ "sub": "1" }));
    let ada = let_in(&start.app, &whole(&start.app, &start.idp).await);
    assert_eq!(make(&ada, "joan").await.code(), ErrorCode::StepUpNeeded);
}

#[tokio::test]
async fn the_provider_is_told_to_ask_anew_and_must_have_asked() {
    let start = at_provider().await;
    start.says(Value::Null);
    let ada = let_in(&start.app, &whole(&start.app, &start.idp).await);
    let address = format!("{}&to=/units", view(&ada).await.confirm_at.unwrap());
    let begin = async || Journey::begin_at(&start.app, &address).await;
    let journey = begin().await;
    assert_eq!((journey.asked["prompt"].as_str(), journey.asked["max_age"].as_str()), ("login", "0"));
    assert!(!Journey::begin(&start.app, "/").await.asked.contains_key("prompt"));
    for not_now in [Value::Null, json!(now_s() - 600)] {
        start.says(not_now);
        assert_eq!(problem(&begin().await.end(&start.idp).await), "not_asked");
    }
    start.says(json!(now_s()));
    let ada = let_in(&start.app, &journey.end(&start.idp).await);
    assert_eq!(make(&ada, "joan").await.status(), 201);
}

#[tokio::test]
async fn who_has_something_of_their_own_here_confirms_by_that() {
    let start = at_provider().await;
    start.says(json!(now_s()));
    let ada = let_in(&start.app, &whole(&start.app, &start.idp).await);
    assert_eq!(make(&ada, "joan").await.status(), 201, "the provider has just asked");
    let set = ada.put("/api/v1/account/password", &json!({ "new": PASSWORD })).await;
    assert!(set.status() < 300, "{}", set.text());
    let ada = let_in(&start.app, &whole(&start.app, &start.idp).await);
    assert_eq!(make(&ada, "kate").await.code(), ErrorCode::StepUpNeeded);
    assert_eq!(view(&ada).await.confirm_by, Some(ConfirmBy::Password));
    let confirmed = ada.post(STEP_UP, &json!({ "password": PASSWORD })).await;
    assert_eq!(confirmed.status(), 204);
    let ada = ada.with_cookie(&confirmed.cookie());
    assert_eq!(make(&ada, "kate").await.status(), 201);
}

#[tokio::test]
async fn whom_a_proxy_names_confirms_by_what_the_account_has() {
    let app = Setup::new()
        .env("QUARTERDECK_TRUSTED_PROXIES", "127.0.0.1")
        .env("QUARTERDECK_USER_HEADER", "X-Forwarded-User")
        .clock_by_hand()
        .start()
        .await;
    app.user("ada", PASSWORD).await;
    app.user("grace", PASSWORD).await;
    let _ = app.admin("joan").await;
    let named = |name: &str| app.nobody().with_header("x-forwarded-user".parse().unwrap(), name);
    let ada = named("ada");
    assert_eq!(view(&ada).await.confirm_by, Some(ConfirmBy::Password));
    for who in [&ada, &ada.clone().with_header("sec-fetch-site".parse().unwrap(), "same-origin")] {
        assert_eq!(make(who, "new").await.code(), ErrorCode::StepUpNeeded);
    }
    assert_eq!(ada.post(STEP_UP, &json!({ "password": "wrong" })).await.code(), ErrorCode::BadRequest);
    let confirmed = ada.post(STEP_UP, &json!({ "password": PASSWORD })).await;
    assert_eq!(confirmed.status(), 204, "{}", confirmed.text());
    let cookie = confirmed.cookie();
    let with_it = ada.clone().with_cookie(&cookie);
    assert_eq!(make(&with_it, "new").await.status(), 201);
    // It counts for this user, in this browser, for a while, and opens nothing by itself.
    assert_eq!(make(&ada, "other").await.code(), ErrorCode::StepUpNeeded);
    assert_eq!(make(&named("grace").with_cookie(&cookie), "other").await.code(), ErrorCode::StepUpNeeded);
    assert_eq!(make(&app.nobody().with_cookie(&cookie), "other").await.code(), ErrorCode::NotSignedIn);
    app.clock.advance(10 * 60_000);
    assert_eq!(make(&with_it, "other").await.code(), ErrorCode::StepUpNeeded);
    // Whoever has nothing here to confirm with is the proxy's to ask.
    let joan = named("joan");
    assert_eq!(view(&joan).await.confirm_by, None);
    assert_eq!(make(&joan, "other").await.status(), 201);
}
