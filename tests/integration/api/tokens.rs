//! `/api/v1/tokens`.

use serde_json::json;
use server::service::command_line::CommandLine;
use shared::account::{CreatedToken, TokenRow};
use shared::session::SessionView;
use shared::{ErrorCode, RoleName, UserName};

use crate::harness::{Setup, TestApp};

const TOKENS: &str = "/api/v1/tokens";
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

#[tokio::test]
async fn a_token_is_shown_once_works_and_is_revoked() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let answer = ada.post(TOKENS, &json!({"name": "ci", "role": "admin", "days": 30})).await;
    assert_eq!(answer.status(), 201);
    let CreatedToken { token, secret } = answer.json();
    assert_eq!(token.created_by, "ada");
    assert!(secret.starts_with(&token.hint));
    assert_eq!(token.expires_ms - token.created_ms, 30 * DAY_MS);

    let script = app.nobody().with_token(&secret);
    let view: SessionView = script.get("/api/v1/session").await.json();
    assert_eq!((view.user.as_str(), view.expires_ms), ("ci", None));

    let list = ada.get(TOKENS).await;
    assert!(!list.text().contains(&secret));
    assert!(!ada.get("/api/v1/audit").await.text().contains(&secret));
    let rows: Vec<TokenRow> = list.json();
    assert!(rows[0].used_ms.is_some());

    assert_eq!(ada.delete(&format!("{TOKENS}/{}", token.id)).await.status(), 204);
    assert_eq!(script.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    assert_eq!(ada.delete(&format!("{TOKENS}/{}", token.id)).await.code(), ErrorCode::NotFound);
}

#[tokio::test]
async fn a_token_lasts_thirty_days_unless_something_else_is_said() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let made: CreatedToken = ada.post(TOKENS, &json!({"name": "ci", "role": "viewer"})).await.json();
    assert_eq!(made.token.expires_ms - made.token.created_ms, 30 * DAY_MS);
}

#[tokio::test]
async fn a_name_is_one_actor() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let create =
        async |name: &str| ada.post(TOKENS, &json!({"name": name, "role": "admin", "days": 1})).await;
    let first = create("ci").await;
    assert_eq!(first.status(), 201);
    for taken in ["ci", "ada"] {
        let answer = create(taken).await;
        assert_eq!(answer.code(), ErrorCode::Conflict);
        assert!(answer.error().message.contains("is taken"), "{}", answer.text());
    }
    let name = UserName::parse("ci").unwrap();
    let refused =
        CommandLine::of(&app.server).create_user(&name, &RoleName::admin(), None).await.unwrap_err();
    assert!(refused.to_string().contains("API token named ci"), "{refused}");
    // Once it is revoked its name is free.
    let id = first.json::<CreatedToken>().token.id;
    assert_eq!(ada.delete(&format!("{TOKENS}/{id}")).await.status(), 204);
    assert_eq!(create("ci").await.status(), 201);
}

#[tokio::test]
async fn a_token_works_as_bearer_and_as_the_password_of_basic() {
    let app = TestApp::start().await;
    let secret = app.token().await.bearer();
    let nobody = app.nobody();
    for user in ["", "anybody"] {
        let request = nobody.request(reqwest::Method::GET, "/api/v1/session").basic_auth(user, Some(&secret));
        assert_eq!(nobody.send(request).await.status(), 200, "{user}");
    }
}

#[tokio::test]
async fn a_token_expires() {
    let app = Setup::new().clock_by_hand().start().await;
    let script = app.token().await;
    app.clock.advance(30 * DAY_MS - 1);
    assert_eq!(script.get("/api/v1/session").await.status(), 200);
    app.clock.advance(1);
    let answer = script.get("/api/v1/session").await;
    assert_eq!(answer.code(), ErrorCode::NotSignedIn);
    assert!(answer.error().message.contains("expired"));
}

#[tokio::test]
async fn a_stream_ends_with_its_token() {
    let app = Setup::new().clock_by_hand().start().await;
    let script = app.token().await;
    let mut stream = script.events(None).await;
    stream.next_named("hello").await;
    app.clock.advance(30 * DAY_MS);
    stream.next_named("signed_out").await;
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn bad_credentials_are_not_made_good_by_a_cookie() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let good = app.token().await.bearer();
    let wrong_sum = format!("{}{}", &good[..good.len() - 1], if good.ends_with('0') { '1' } else { '0' });
    for token in ["", "nonsense", wrong_sum.as_str()] {
        let answer = ada.clone().with_token(token).get("/api/v1/session").await;
        assert_eq!(answer.code(), ErrorCode::NotSignedIn, "{token}");
        assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"quarterdeck\"");
    }
}

#[tokio::test]
async fn wrong_wishes_are_named() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    for (body, field) in [
        (json!({"name": "ci", "role": "admin", "days": 0}), "days"),
        (json!({"name": "ci", "role": "admin", "days": 367}), "days"),
        (json!({"name": "ci", "role": "root", "days": 1}), "role"),
        (json!({"name": "c i", "role": "admin", "days": 1}), "name"),
        (json!({"name": "", "role": "admin", "days": 1}), "name"),
    ] {
        let answer = ada.post(TOKENS, &body).await;
        assert_eq!(answer.code(), ErrorCode::BadRequest, "{body}");
        assert_eq!(answer.error().fields[0].field, field, "{body}");
    }
    assert_eq!(ada.get(TOKENS).await.json::<Vec<TokenRow>>(), []);
}
