//! Answers that an attacker would like to have believed. Each of them leads to the sign-in page, and nobody is signed in.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde_json::{Value, json};

use super::idp::{Idp, Journey, Key, let_in, message, problem, whole};
use crate::harness::TestApp;

/// A token made in another way, from the provider's key and the claims as they should be.
type Forgery = fn(&Key, Value) -> String;

async fn start() -> (Idp, TestApp) {
    let idp = Idp::start().await;
    let folder = tempfile::TempDir::new().unwrap();
    let app = idp.setup(&folder).env("QUARTERDECK_OIDC_CREATE_USERS", "true").start().await;
    // The secret is read at each sign-in: the folder stays as long as the process.
    std::mem::forget(folder);
    (idp, app)
}

fn with(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

#[tokio::test]
async fn a_token_with_a_wrong_claim_is_not_believed() {
    let (idp, app) = start().await;
    let now_s = app.server.wall_ms() / 1000;
    for (name, value) in [
        ("nonce", json!("another")),
        ("nonce", Value::Null),
        ("aud", json!("another")),
        ("aud", json!(["deck", "another"])),
        ("azp", json!("another")),
        ("iss", json!("https://evil.example.org")),
        ("exp", json!(now_s - 3_600)),
        ("nbf", json!(now_s + 3_600)),
        ("iat", json!(now_s + 3_600)),
        ("sub", json!("")),
    ] {
        let shown = format!("{name} = {value}");
        idp.forge(move |key, claims| key.token(&with(claims, name, value.clone())));
        assert_eq!(problem(&whole(&app, &idp).await), "unbelieved", "{shown}");
        // Failures are limited; time heals.
        app.clock.advance(10_000);
    }
    idp.forge(|key, claims| key.token(&claims));
    let_in(&app, &whole(&app, &idp).await);
}

#[tokio::test]
async fn a_token_that_the_provider_did_not_sign_is_not_believed() {
    let (idp, app) = start().await;
    let forgeries: [(&str, Forgery); 6] = [
        ("unsigned", |_, claims| format!("{}.", message(&json!({ "alg": "none" }), &claims))),
        ("the public key as a password", |key, claims| {
            let message = message(&json!({ "alg": "HS256", "kid": key.kid }), &claims);
            let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.public()), message.as_bytes());
            format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))
        }),
        ("another key under the same name", |key, claims| Key::new(&key.kid).token(&claims)),
        ("a key that nobody knows", |_, claims| Key::new("two").token(&claims)),
        ("a key that comes along", |key, claims| {
            let own = Key::new(&key.kid);
            own.sign(&json!({ "alg": "ES256", "kid": key.kid, "jwk": own.jwk() }), &claims)
        }),
        ("the name of another kind", |key, claims| {
            key.sign(&json!({ "alg": "RS256", "kid": key.kid }), &claims)
        }),
    ];
    for (what, forge) in forgeries {
        idp.forge(forge);
        assert_eq!(problem(&whole(&app, &idp).await), "unbelieved", "{what}");
    }
    // Two keys under one name.
    let (idp, app) = start().await;
    let one = Key::new("one");
    idp.publish(vec![Key::new("one").jwk(), one.jwk()]);
    idp.forge(move |_, claims| one.token(&claims));
    assert_eq!(problem(&whole(&app, &idp).await), "unbelieved", "which key it is must be certain");
}

#[tokio::test]
async fn a_code_and_a_state_are_good_once_and_in_one_browser() {
    let (idp, app) = start().await;
    let journey = Journey::begin(&app, "/units").await;
    let code = idp.sign_in(&journey.asked);
    let state = journey.asked["state"].clone();

    let elsewhere = Journey::begin(&app, "/units").await;
    assert_eq!(problem(&elsewhere.end_with(&code, &state).await), "expired", "another browser");
    let mut nobody = Journey::begin(&app, "/units").await;
    nobody.client = app.nobody();
    assert_eq!(problem(&nobody.end_with(&code, &state).await), "expired", "no cookie");
    for wrong in ["", "nonsense", &"0".repeat(64)] {
        assert_eq!(problem(&journey.end_with(&code, wrong).await), "expired", "state {wrong}");
    }
    assert_eq!(idp.asked("/token"), 0, "no code was used for any of them");

    let_in(&app, &journey.end_with(&code, &state).await);
    assert_eq!(problem(&journey.end_with(&code, &state).await), "expired", "the second time");
    // The code again, with a sign-in of its own: the provider has given its tokens already.
    assert_eq!(problem(&elsewhere.end_with(&code, &elsewhere.asked["state"]).await), "provider");
    // Somebody else's fresh code, put into this browser: it belongs to another verifier.
    let (victim, attacker) = (Journey::begin(&app, "/units").await, Journey::begin(&app, "/units").await);
    let code = idp.sign_in(&attacker.asked);
    assert_eq!(problem(&victim.end_with(&code, &victim.asked["state"]).await), "provider");

    let late = Journey::begin(&app, "/units").await;
    app.clock.advance(10 * 60_000);
    assert_eq!(problem(&late.end(&idp).await), "expired", "ten minutes later");
}

#[tokio::test]
async fn strange_answers_are_refused_and_redirects_not_followed() {
    let huge: fn() -> Response =
        || format!("{{\"keys\":[{}]}}", "{\"kty\":\"EC\"},".repeat(100_000)).into_response();
    let away: fn() -> Response = || Redirect::temporary("/elsewhere").into_response();
    let nonsense: fn() -> Response = || "<html>".into_response();
    let down: fn() -> Response = || StatusCode::SERVICE_UNAVAILABLE.into_response();
    for path in ["/token", "/keys", "/userinfo"] {
        for answer in [huge, away, nonsense, down] {
            let (idp, app) = start().await;
            idp.instead(path, answer);
            assert_eq!(problem(&whole(&app, &idp).await), "provider", "{path}");
            assert_eq!(idp.asked("/elsewhere"), 0);
        }
    }
    for answer in [huge, away, nonsense, down] {
        let (idp, app) = start().await;
        idp.instead("/.well-known/openid-configuration", answer);
        for _ in 0..3 {
            let answer = app.nobody().get("/api/v1/session/oidc?to=/units").await;
            assert_eq!(problem(&answer), "provider");
            assert!(answer.header("location").ends_with("&to=%2Funits"), "the page is kept");
        }
        assert_eq!(idp.asked("/.well-known/openid-configuration"), 1, "it is left in peace for a moment");
    }
}

#[tokio::test]
async fn a_provider_that_says_it_is_another_is_not_used() {
    for (member, value) in [
        ("issuer", json!("https://evil.example.org")),
        ("token_endpoint", json!("http://evil.example.org/token")),
        ("jwks_uri", json!("http://evil.example.org/keys")),
        ("authorization_endpoint", json!("javascript:alert(1)")),
    ] {
        let (idp, app) = start().await;
        idp.metadata(move |metadata| metadata[member] = value.clone());
        assert_eq!(problem(&app.nobody().get("/api/v1/session/oidc").await), "provider", "{member}");
    }
}

#[tokio::test]
async fn an_answer_of_another_provider_is_refused() {
    let (idp, app) = start().await;
    idp.metadata(|metadata| metadata["authorization_response_iss_parameter_supported"] = json!(true));
    for iss in ["", "&iss=https://evil.example.org"] {
        let journey = Journey::begin(&app, "/units").await;
        let code = format!("{}{iss}", idp.sign_in(&journey.asked));
        assert_eq!(problem(&journey.end_with(&code, &journey.asked["state"]).await), "unbelieved", "{iss}");
    }
    let journey = Journey::begin(&app, "/units").await;
    let code = format!("{}&iss={}", idp.sign_in(&journey.asked), idp.url);
    let_in(&app, &journey.end_with(&code, &journey.asked["state"]).await);
}

#[tokio::test]
async fn what_the_provider_says_of_somebody_else_is_not_taken() {
    let (idp, app) = start().await;
    idp.claims(json!({ "sub": "248289761001" }));
    idp.more(json!({ "sub": "another", "preferred_username": "root" }));
    assert_eq!(problem(&whole(&app, &idp).await), "unbelieved");
}

#[tokio::test]
async fn nobody_is_sent_to_another_site_afterwards() {
    let (idp, app) = start().await;
    for to in
        ["https://evil.example.org", "//evil.example.org", "/%5Cevil.example.org", "/%09/evil.example.org"]
    {
        let answer = Journey::begin(&app, to).await.end(&idp).await;
        assert_eq!((answer.status(), answer.header("location")), (303, "/"), "{to}");
    }
}

#[tokio::test]
async fn many_answers_that_fail_have_to_wait() {
    let (_idp, app) = start().await;
    let mut problems = Vec::new();
    for _ in 0..12 {
        problems.push(problem(&app.nobody().get("/api/v1/session/oidc/callback?code=x&state=y").await));
    }
    assert!(problems.iter().any(|problem| problem == "too_many"), "{problems:?}");
}
