//! Those who manage users: they do not outdo each other, reach no further than they may themselves, and keep nothing of
//! it when they may no longer.

use serde_json::{Value, json};
use shared::account::{CreatedToken, ListedToken};
use shared::policy::{Actor, Limits};
use shared::session::SessionView;
use shared::{ErrorCode, UserName};

use crate::harness::{Answer, Client, TestApp, eventually};

const TAKE: &str = "/api/v1/session/invitation";
const PASSWORD: &str = "an unlikely teapot";

/// A server with an administrator, and with bob, who manages users but may do little else.
async fn with_helper() -> (TestApp, Client, Client) {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    assert_eq!(ada.put("/api/v1/roles/helper", &json!({"verbs": ["view", "users"]})).await.status(), 200);
    let bob = app.person("bob", &[("helper", "*")]).await;
    (app, ada, bob)
}

/// The code of a new invitation.
async fn invite(by: &Client, name: &str) -> String {
    let made: Value = by.post(&format!("/api/v1/users/{name}/invitation"), &json!({})).await.json();
    made["link"].as_str().unwrap().split_once("#code=").unwrap().1.to_owned()
}

async fn take(app: &TestApp, code: &str) -> Answer {
    app.nobody().post(TAKE, &json!({"code": code, "password": PASSWORD})).await
}

async fn token(by: &Client, name: &str, role: &str) -> CreatedToken {
    by.post("/api/v1/tokens", &json!({"name": name, "role": role, "days": 1})).await.json()
}

#[tokio::test]
async fn of_two_administrators_who_remove_each_other_one_stays() {
    for removes in [false, true] {
        let app = TestApp::start().await;
        let (ada, bob) = (app.admin("ada").await, app.admin("bob").await);
        let other = async |who: &Client, name: &str| {
            let path = format!("/api/v1/users/{name}");
            if removes { who.delete(&path).await } else { who.patch(&path, &json!({"disabled": true})).await }
        };
        // Both have asked, and have been let, before one of them is done.
        let turn = app.server.access.lock().await;
        let both_ask = async {
            eventually("both lines are in the record", async || {
                let lines = "SELECT summary FROM audit WHERE verb = 'users' AND via = 'session'";
                (app.rows(lines).await.len() == 2).then_some(())
            })
            .await;
            drop(turn);
        };
        let (first, second, ()) = tokio::join!(other(&ada, "bob"), other(&bob, "ada"), both_ask);
        let mut statuses = [first.status(), second.status()];
        statuses.sort_unstable();
        assert_eq!(statuses, [if removes { 204 } else { 200 }, 409], "{} {}", first.text(), second.text());
        let here = app.server.store.users().await.unwrap();
        assert_eq!(here.iter().filter(|user| user.disabled_ms.is_none()).count(), 1);
    }
}

#[tokio::test]
async fn an_invitation_is_no_better_than_whoever_made_it() {
    let (app, ada, bob) = with_helper().await;
    let grace = app.admin("grace").await;
    app.person("vera", &[("viewer", "*")]).await;
    app.person("eve", &[]).await;
    // The invited may more by now than whoever invited them.
    let code = invite(&bob, "vera").await;
    let more = app.give("vera", "admin", "*", Limits::NONE).await;
    assert_eq!(take(&app, &code).await.code(), ErrorCode::NotSignedIn);
    assert_eq!(app.nobody().post(&format!("{TAKE}/look"), &json!({"code": code})).await.status(), 401);
    app.take(&more).await;
    assert_eq!(take(&app, &code).await.status(), 200);
    // Whoever invited them manages users no more, or comes in no more.
    let codes = [invite(&grace, "ada").await, invite(&bob, "eve").await];
    app.take("bob-helper-*").await;
    app.give("bob", "viewer", "*", Limits::NONE).await;
    assert_eq!(ada.patch("/api/v1/users/grace", &json!({"disabled": true})).await.status(), 200);
    for code in &codes {
        assert_eq!(take(&app, code).await.code(), ErrorCode::NotSignedIn);
    }
    // Nor does it come back with them.
    assert_eq!(ada.patch("/api/v1/users/grace", &json!({"disabled": false})).await.status(), 200);
    assert_eq!(take(&app, &codes[0]).await.code(), ErrorCode::NotSignedIn);
    // The same of a token's.
    let made = token(&ada, "people", "admin").await;
    let code = invite(&app.nobody().with_token(&made.secret), "eve").await;
    assert_eq!(ada.delete(&format!("/api/v1/tokens/{}", made.token.id)).await.status(), 204);
    assert_eq!(take(&app, &code).await.code(), ErrorCode::NotSignedIn);
}

#[tokio::test]
async fn a_new_password_ends_whatever_else_would_let_somebody_in() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    app.user("grace", "a long password").await;
    let grace = app.nobody().sign_in("grace", "a long password").await;
    let (code, link) = (invite(&ada, "grace").await, app.code("grace").await);
    let body = json!({"current": "a long password", "new": PASSWORD});
    assert_eq!(grace.put("/api/v1/account/password", &body).await.status(), 204);
    assert_eq!(take(&app, &code).await.code(), ErrorCode::NotSignedIn);
    let by_link = app.nobody().post("/api/v1/session/code", &json!({"code": link})).await;
    assert_eq!(by_link.code(), ErrorCode::NotSignedIn);
}

#[tokio::test]
async fn nobody_takes_away_what_is_of_somebody_who_may_more() {
    let (app, ada, bob) = with_helper().await;
    app.person("vera", &[("viewer", "*")]).await;
    let (of_ada, of_bob) = (token(&ada, "adas", "viewer").await, token(&bob, "bobs", "viewer").await);
    let by_command_line = app.token().await;
    let rows: Vec<Value> = ada.get("/api/v1/tokens").await.json();
    let ci = rows.iter().find(|row| row["name"] == "ci").unwrap()["id"].as_str().unwrap();
    for (user, sign) in [("ada", "aa"), ("vera", "bb")] {
        let body = json!({"user": user, "certificate": sign.repeat(32)});
        assert_eq!(ada.post("/api/v1/certificates", &body).await.status(), 201);
        let name = UserName::parse(user).unwrap();
        let link = server::store::NewIdentity {
            id: sign,
            issuer: "https://sso.example.org",
            subject: user,
            user: &name,
            created_by: "ada",
            now_ms: 1,
        };
        assert!(app.server.store.insert_identity(link).await.unwrap());
    }
    // Of each token he is told what it takes: the page asks by that what the server asks.
    let bobs_rights: SessionView = bob.get("/api/v1/session").await.json();
    let actor = Actor { name: bobs_rights.user, rights: bobs_rights.rights };
    let listed: Vec<ListedToken> = bob.get("/api/v1/tokens").await.json();
    let mut may: Vec<_> =
        listed.iter().map(|row| (row.token.name.as_str(), row.may_revoke(&actor).is_ok())).collect();
    may.sort_unstable();
    assert_eq!(may, [("adas", false), ("bobs", true), ("ci", false)]);
    for path in [
        format!("/api/v1/tokens/{}", of_ada.token.id),
        format!("/api/v1/tokens/{ci}"),
        format!("/api/v1/certificates/{}", "aa".repeat(32)),
        // Nobody's here, and so perhaps an administrator's by its common name.
        format!("/api/v1/certificates/{}", "cc".repeat(32)),
        "/api/v1/identities/aa".to_owned(),
    ] {
        let answer = bob.delete(&path).await;
        assert_eq!(answer.code(), ErrorCode::Forbidden, "{path}: {}", answer.text());
    }
    assert_eq!(by_command_line.get("/api/v1/session").await.status(), 200);
    for path in [
        format!("/api/v1/tokens/{}", of_bob.token.id),
        format!("/api/v1/certificates/{}", "bb".repeat(32)),
        "/api/v1/identities/bb".to_owned(),
    ] {
        assert_eq!(bob.delete(&path).await.status(), 204, "{path}");
    }
    assert_eq!(ada.delete(&format!("/api/v1/certificates/{}", "cc".repeat(32))).await.status(), 204);
}
