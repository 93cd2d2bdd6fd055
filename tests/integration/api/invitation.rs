//! Invitations: made by those who manage users, taken by whoever has the link.

use serde_json::json;
use shared::people::Invitation;
use shared::session::{Invited, SessionView};
use shared::{ErrorCode, UserName};

use crate::harness::{Client, Setup, TestApp};

const TAKE: &str = "/api/v1/session/invitation";
const LOOK: &str = "/api/v1/session/invitation/look";
const HOUR_MS: u64 = 3_600_000;

async fn invite(ada: &Client, name: &str) -> String {
    let answer = ada.post(&format!("/api/v1/users/{name}/invitation"), &json!({})).await;
    assert_eq!(answer.status(), 201, "{}", answer.text());
    code(&answer.json())
}

fn code(invitation: &Invitation) -> String {
    let (path, code) = invitation.link.split_once("/invitation#code=").unwrap();
    assert!(path.starts_with("http://"), "{}", invitation.link);
    code.to_owned()
}

#[tokio::test]
async fn leads_to_where_the_server_is_reached() {
    let public = Setup::new().env("QUARTERDECK_PUBLIC_URL", "https://deck.example.org");
    for (setup, expected) in [(Setup::new(), None), (public, Some("https://deck.example.org"))] {
        let app = setup.start().await;
        let ada = app.admin("ada").await;
        ada.post("/api/v1/users", &json!({"name": "grace", "grant": {"role": "viewer"}})).await;
        let invited: Invitation =
            serde_json::from_str(&ada.post("/api/v1/users/grace/invitation", &json!({})).await.text())
                .unwrap();
        let url = expected.unwrap_or(&app.url);
        assert!(invited.link.starts_with(&format!("{url}/invitation#code=")), "{}", invited.link);
    }
}

#[tokio::test]
async fn sets_the_first_password_once() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    ada.post("/api/v1/users", &json!({"name": "grace", "grant": {"role": "viewer"}})).await;
    let code = invite(&ada, "grace").await;
    let look = app.nobody().post(LOOK, &json!({ "code": code })).await;
    let grace = UserName::parse("grace").unwrap();
    assert_eq!(look.json::<Invited>(), Invited { name: grace, second_factor: false });

    // What is no good password uses nothing up, however often.
    for weak in ["short", "password1234", "gracegracegrace"].repeat(5) {
        let answer = app.nobody().post(TAKE, &json!({"code": code, "password": weak})).await;
        assert_eq!(answer.error().fields[0].field, "password", "{weak}");
    }
    let body = json!({"code": code, "password": "an unlikely teapot"});
    let taken = app.nobody().post(TAKE, &body).await;
    let view: SessionView = taken.json();
    assert_eq!((view.user.as_str(), view.has_password), ("grace", true));
    let browser = app.nobody().with_cookie(&taken.cookie());
    assert_eq!(browser.get("/api/v1/session").await.status(), 200);
    app.nobody().sign_in("grace", "an unlikely teapot").await;
    for (path, body) in
        [(TAKE, body), (LOOK, json!({ "code": code })), ("/api/v1/session/code", json!({ "code": code }))]
    {
        assert_eq!(app.nobody().post(path, &body).await.code(), ErrorCode::NotSignedIn, "{path}");
    }
    let lines = ada.record().await;
    assert!(
        lines.iter().any(|line| line.actor == "grace" && line.summary == "Set a password by an invitation")
    );
    assert!(lines.iter().any(|line| line.summary == "Invite grace with a link for 72 hours"));
}

#[tokio::test]
async fn of_many_who_take_it_at_once_one_does() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    ada.post("/api/v1/users", &json!({"name": "grace"})).await;
    let code = invite(&ada, "grace").await;
    let tries = (0..4).map(|_| {
        let nobody = app.nobody();
        let body = json!({"code": code, "password": "an unlikely teapot"});
        async move { nobody.post(TAKE, &body).await.status() }
    });
    let mut statuses = futures_util::future::join_all(tries).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401, 401, 401]);
}

#[tokio::test]
async fn ends_by_time_by_a_newer_one_and_by_being_taken_back() {
    let app = Setup::new().clock_by_hand().start().await;
    app.user("ada", "a long password").await;
    let ada = app.nobody().sign_in("ada", "a long password").await;
    ada.post("/api/v1/users", &json!({"name": "grace"})).await;
    let works = async |code: &str| app.nobody().post(LOOK, &json!({ "code": code })).await.status() == 200;
    let first = invite(&ada, "grace").await;
    let second = invite(&ada, "grace").await;
    assert!(!works(&first).await && works(&second).await);
    assert_eq!(ada.delete("/api/v1/users/grace/invitation").await.status(), 204);
    assert!(!works(&second).await);
    assert_eq!(ada.delete("/api/v1/users/grace/invitation").await.code(), ErrorCode::NotFound);

    let third = invite(&ada, "grace").await;
    app.clock.advance(72 * HOUR_MS - 1);
    assert!(works(&third).await);
    app.clock.advance(1);
    assert!(!works(&third).await);
}

#[tokio::test]
async fn lets_in_again_who_forgot_their_password() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    app.user("grace", "a long password").await;
    let before = app.nobody().sign_in("grace", "a long password").await;
    let code = invite(&ada, "grace").await;
    app.nobody().sign_in("grace", "a long password").await;
    let body = json!({"code": code, "password": "an unlikely teapot"});
    assert_eq!(app.nobody().post(TAKE, &body).await.status(), 200);
    assert_eq!(before.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    let old = json!({"name": "grace", "password": "a long password"});
    assert_eq!(app.nobody().post("/api/v1/session", &old).await.code(), ErrorCode::NotSignedIn);
}

#[tokio::test]
async fn wrong_wishes_are_named() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    for hours in [0, 337] {
        let answer = ada.post("/api/v1/users/ada/invitation", &json!({ "hours": hours })).await;
        assert_eq!(answer.error().fields[0].field, "hours");
    }
    for code in ["", "x", &"0".repeat(64)] {
        let body = json!({"code": code, "password": "an unlikely teapot"});
        assert_eq!(app.nobody().post(TAKE, &body).await.code(), ErrorCode::NotSignedIn);
        assert_eq!(app.nobody().post(LOOK, &json!({ "code": code })).await.code(), ErrorCode::NotSignedIn);
    }
    assert_eq!(app.nobody().post(TAKE, &json!({"code": "x"})).await.code(), ErrorCode::BadRequest);
}
