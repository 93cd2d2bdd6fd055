//! Who stands behind a token: it never has more than they have at that moment, and ends with what made it.

use serde_json::json;
use shared::ErrorCode;
use shared::account::{CreatedToken, TokenRow};
use shared::policy::Limits;
use shared::session::SessionView;

use super::two_apps;
use crate::harness::{CLUSTER, Client, Setup, TestApp, launch};

/// A token of that role on everything, made by somebody, and who comes with it.
async fn token(app: &TestApp, by: &Client, name: &str, role: &str) -> (String, Client) {
    let made: CreatedToken =
        by.post("/api/v1/tokens", &json!({"name": name, "role": role, "days": 1})).await.json();
    (made.token.id, app.nobody().with_token(&made.secret))
}

/// What somebody has, in words: "viewer web-*".
async fn rights(who: &Client) -> Vec<String> {
    let view: SessionView = who.get("/api/v1/session").await.json();
    view.rights.iter().map(|right| format!("{} {}", right.role.as_str(), right.apps)).collect()
}

#[tokio::test]
async fn a_token_loses_what_its_maker_loses() {
    let (app, ada) = two_apps().await;
    let bob = app.person("bob", &[("admin", "*")]).await;
    let (_, script) = token(&app, &bob, "bobs", "admin").await;
    let by_command_line = app.token().await;
    let mut stream = script.events(None).await;
    stream.next_named("hello").await;
    assert_eq!(rights(&script).await, ["admin *"]);
    assert_eq!(script.get("/api/v1/users").await.status(), 200);

    // Less: he keeps a part, and a part of the token is left.
    app.give("bob", "operator", "web-*", Limits { most_instances: Some(3), versions: None }).await;
    app.take("bob-admin-*").await;
    assert_eq!(rights(&script).await, ["admin web-*"]);
    stream.next_named("resync").await;
    assert_eq!(script.get("/api/v1/users").await.code(), ErrorCode::Forbidden);
    assert_eq!(
        script.put("/api/v1/apps/web-a", &json!({"source": "x", "base_revision": 1})).await.status(),
        403
    );
    assert_eq!(script.get(&format!("{CLUSTER}/units/checkout:1@1.service")).await.status(), 404);
    assert_eq!(script.try_plan(&launch("web-a", "1", 1)).await.status(), 200);
    assert_eq!(script.try_plan(&launch("web-a", "1", 2)).await.code(), ErrorCode::Forbidden);
    // By way of a role and of a group as well.
    app.take("bob-operator-web-*").await;
    assert_eq!(rights(&script).await, [""; 0]);
    ada.put("/api/v1/roles/seers", &json!({"verbs": ["view", "audit"]})).await;
    ada.put("/api/v1/groups/readers", &json!({"members": ["bob"]})).await;
    ada.post("/api/v1/grants", &json!({"to": {"group": "readers"}, "role": "seers"})).await;
    assert_eq!(script.get("/api/v1/audit").await.status(), 200);
    ada.put("/api/v1/roles/seers", &json!({"verbs": ["view"]})).await;
    assert_eq!(script.get("/api/v1/audit").await.code(), ErrorCode::Forbidden);
    ada.put("/api/v1/groups/readers", &json!({"members": []})).await;
    assert_eq!(rights(&script).await, [""; 0]);
    // What he is given again, it has again; never more than it was made with.
    app.give("bob", "admin", "*", Limits::NONE).await;
    assert_eq!(rights(&script).await, ["admin *"]);
    assert_eq!(rights(&by_command_line).await, ["admin *"], "nobody stands behind it");
}

#[tokio::test]
async fn whoever_gains_rights_gives_their_tokens_none() {
    let (app, _ada) = two_apps().await;
    app.give("ada", "viewer", "web-*", Limits::NONE).await;
    let bob = app.person("bob", &[("viewer", "web-*")]).await;
    app.execute("INSERT INTO roles (name, verbs) VALUES ('people', '[\"users\"]')").await;
    app.give("bob", "people", "*", Limits::NONE).await;
    let body = json!({"name": "bobs", "role": "viewer", "apps": "web-*", "days": 1});
    let made: CreatedToken = bob.post("/api/v1/tokens", &body).await.json();
    app.give("bob", "admin", "*", Limits::NONE).await;
    assert_eq!(rights(&app.nobody().with_token(&made.secret)).await, ["viewer web-*"]);
}

#[tokio::test]
async fn what_a_token_made_ends_with_it() {
    let (app, ada) = two_apps().await;
    for root in [ada.clone(), app.token().await] {
        let (first_id, first) = token(&app, &root, "first", "admin").await;
        let (_, second) = token(&app, &first, "second", "operator").await;
        let (_, third) = token(&app, &first, "third", "admin").await;
        let (_, fourth) = token(&app, &third, "fourth", "viewer").await;
        let (other_id, other) = token(&app, &root, "other", "viewer").await;
        assert_eq!(root.delete(&format!("/api/v1/tokens/{first_id}")).await.status(), 204);
        for script in [&first, &second, &third, &fourth] {
            assert_eq!(script.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
        }
        assert_eq!(other.get("/api/v1/session").await.status(), 200);
        let record = ada.record().await;
        let line =
            record.into_iter().find(|line| line.summary.starts_with("Revoke API token first")).unwrap();
        let below = ["second", "third", "fourth"].map(|name| format!("Revoke API token {name}"));
        assert_eq!(line.detail, below);
        assert_eq!(root.delete(&format!("/api/v1/tokens/{other_id}")).await.status(), 204);
    }
}

/// Whoever got hold of a token for a day has a day.
#[tokio::test]
async fn a_token_makes_none_that_outlasts_it() {
    const HOUR_MS: u64 = 60 * 60 * 1000;
    const DAY_MS: u64 = 24 * HOUR_MS;
    let app = Setup::new().clock_by_hand().start().await;
    let ada = app.admin("ada").await;
    let make = async |by: &Client, name: &str, days: u32| -> CreatedToken {
        by.post("/api/v1/tokens", &json!({"name": name, "role": "admin", "days": days})).await.json()
    };
    let first = make(&ada, "first", 1).await;
    app.clock.advance(HOUR_MS);
    let script = app.nobody().with_token(&first.secret);
    let second = make(&script, "second", 366).await;
    assert_eq!(second.token.expires_ms, first.token.expires_ms);
    let line = ada.record().await.remove(0);
    assert_eq!(line.detail, ["It ends when first does, which makes it"]);
    let third = make(&app.nobody().with_token(&second.secret), "third", 30).await;
    assert_eq!(third.token.expires_ms, first.token.expires_ms);
    // As they are listed, too.
    let tokens: Vec<TokenRow> = ada.get("/api/v1/tokens").await.json();
    assert!(tokens.iter().all(|token| token.expires_ms == first.token.expires_ms), "{tokens:?}");
    app.clock.advance(DAY_MS - HOUR_MS);
    for made in [&first, &second, &third] {
        let answer = app.nobody().with_token(&made.secret).get("/api/v1/session").await;
        assert_eq!(answer.code(), ErrorCode::NotSignedIn);
    }
    // Nobody who is no token has an end.
    let own = make(&app.admin("eve").await, "own", 366).await;
    assert_eq!(own.token.expires_ms - own.token.created_ms, 366 * DAY_MS);
}
