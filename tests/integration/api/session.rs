//! `/api/v1/session`: in by password and by link, out, and what must not work.

use serde_json::json;
use shared::ErrorCode;
use shared::account::{NewSecondFactor, RecoveryCodes};
use shared::audit::{AuditPage, Outcome};
use shared::people::CreatedUser;
use shared::session::{Engine, SessionView};

use super::second_factor::authenticator;
use crate::harness::{Setup, TestApp};

const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;

#[tokio::test]
async fn a_link_signs_in_once() {
    let app = TestApp::start().await;
    app.user("ada", "a long password").await;
    let code = app.code("ada").await;
    let ada = app.nobody().sign_in_with_code(&code).await;

    let view: SessionView = ada.get("/api/v1/session").await.json();
    assert_eq!(view.user.as_str(), "ada");
    assert!(view.has_password);
    assert_eq!(view.clusters.len(), 1);
    assert_eq!(view.clusters[0].engine, Engine::Fleet);

    let again = app.nobody().post("/api/v1/session/code", &json!({ "code": code })).await;
    assert_eq!(again.code(), ErrorCode::NotSignedIn);
    assert_eq!(again.header("set-cookie"), "");
}

#[tokio::test]
async fn of_many_tries_at_once_one_gets_in() {
    let app = TestApp::start().await;
    app.user("ada", "a long password").await;
    let code = app.code("ada").await;
    let tries = (0..8).map(|_| {
        let nobody = app.nobody();
        let body = json!({ "code": code });
        async move { nobody.post("/api/v1/session/code", &body).await.status() }
    });
    let mut statuses = futures_util::future::join_all(tries).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401, 401, 401, 401, 401, 401, 401]);
}

#[tokio::test]
async fn a_link_ends_after_15_minutes() {
    let app = Setup::new().clock_by_hand().start().await;
    app.user("ada", "a long password").await;
    let (early, late) = (app.code("ada").await, app.code("ada").await);
    app.clock.advance(15 * MINUTE_MS - 1);
    app.nobody().sign_in_with_code(&early).await;
    app.clock.advance(1);
    let answer = app.nobody().post("/api/v1/session/code", &json!({ "code": late })).await;
    assert_eq!(answer.code(), ErrorCode::NotSignedIn);
    assert!(answer.error().message.contains("quarterdeck user link"), "{}", answer.text());
}

#[tokio::test]
async fn nonsense_is_no_code() {
    let app = TestApp::start().await;
    for code in ["", "x", "%00", "' OR 1=1 --", &"0".repeat(64), &"0".repeat(5_000)] {
        let answer = app.nobody().post("/api/v1/session/code", &json!({ "code": code })).await;
        assert_eq!(answer.code(), ErrorCode::NotSignedIn, "{code}");
    }
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_look_the_same() {
    let app = TestApp::start().await;
    app.user("ada", "a long password").await;
    let ada = app.nobody().sign_in("ada", "a long password").await;
    assert_eq!(ada.get("/api/v1/session").await.json::<SessionView>().user.as_str(), "ada");

    let answer = async |name: &str, password: &str| {
        let answer = app.nobody().post("/api/v1/session", &json!({"name": name, "password": password})).await;
        assert_eq!(answer.header("set-cookie"), "");
        let error = answer.error();
        (error.code, error.message, error.fields)
    };
    let wrong_password = answer("ada", "a wrong password").await;
    assert_eq!(wrong_password.0, ErrorCode::NotSignedIn);
    assert_eq!(answer("grace", "a wrong password").await, wrong_password);
    assert_eq!(answer("no name at all\r\n", "").await, wrong_password);
    assert_eq!(answer("ada", &"x".repeat(100_000)).await, wrong_password);
}

#[tokio::test]
async fn an_account_without_a_password_has_none_to_guess() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    assert!(!ada.get("/api/v1/session").await.json::<SessionView>().has_password);
    for password in ["", "null", "a long password"] {
        let answer =
            app.nobody().post("/api/v1/session", &json!({"name": "ada", "password": password})).await;
        assert_eq!(answer.code(), ErrorCode::NotSignedIn);
    }
}

#[tokio::test]
async fn the_eleventh_wrong_try_has_to_wait() {
    let app = Setup::new().clock_by_hand().start().await;
    app.user("ada", "a long password").await;
    let wrong = json!({"name": "ada", "password": "a wrong password"});
    for _ in 0..10 {
        assert_eq!(app.nobody().post("/api/v1/session", &wrong).await.code(), ErrorCode::NotSignedIn);
    }
    let answer = app.nobody().post("/api/v1/session", &wrong).await;
    assert_eq!(answer.code(), ErrorCode::TooManyRequests);
    assert_eq!(answer.header("retry-after"), "6");
    let code = app.code("ada").await;
    let by_code = app.nobody().post("/api/v1/session/code", &json!({ "code": code })).await;
    assert_eq!(by_code.code(), ErrorCode::TooManyRequests, "codes are under the same limit");

    app.clock.advance(6_000);
    app.nobody().sign_in("ada", "a long password").await;
    app.nobody().sign_in("ada", "a long password").await;
}

#[tokio::test]
async fn a_forged_address_changes_nothing_unless_there_is_a_proxy() {
    let app = Setup::new().clock_by_hand().start().await;
    assert_eq!(too_many(&app, |number| format!("203.0.113.{number}")).await, 2);
}

/// How many of twelve wrong tries have to wait, each for another account and with another `X-Forwarded-For`.
async fn too_many(app: &TestApp, forwarded: impl Fn(u8) -> String) -> usize {
    let statuses = futures_util::future::join_all((0..12).map(|number: u8| {
        let nobody = app.nobody();
        let request = nobody
            .request(reqwest::Method::POST, "/api/v1/session")
            .header("x-forwarded-for", forwarded(number))
            .json(&json!({"name": format!("user{number}"), "password": "a wrong password"}));
        async move { nobody.send(request).await.status() }
    }))
    .await;
    statuses.into_iter().filter(|status| *status == 429).count()
}

#[tokio::test]
async fn that_a_proxy_speaks_tls_makes_nobodys_word_about_addresses_true() {
    let app = Setup::new().env("QUARTERDECK_BEHIND_TLS_PROXY", "true").clock_by_hand().start().await;
    assert_eq!(too_many(&app, |number| format!("203.0.113.{number}")).await, 2);
}

#[tokio::test]
async fn a_trusted_proxy_says_who_its_clients_are() {
    let app = Setup::new().env("QUARTERDECK_TRUSTED_PROXIES", "127.0.0.0/8").clock_by_hand().start().await;
    assert_eq!(
        too_many(&app, |number| format!("203.0.113.{number}")).await,
        0,
        "each has a limit of its own"
    );
    // What a client has written itself stands before what the proxy adds.
    let forged = |number| format!("203.0.113.{number}, 198.51.100.7");
    assert_eq!(too_many(&app, forged).await, 2);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_clears_the_browser() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let answer = ada.delete("/api/v1/session").await;
    assert_eq!(answer.status(), 204);
    assert_eq!(answer.header("set-cookie"), "quarterdeck=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    assert_eq!(answer.header("clear-site-data"), "\"cookies\", \"storage\"");
    assert_eq!(ada.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
}

#[tokio::test]
async fn signing_in_again_ends_the_old_session() {
    let app = TestApp::start().await;
    let before = app.admin("ada").await;
    let after = before.sign_in_with_code(&app.code("ada").await).await;
    assert_ne!(before.cookie(), after.cookie());
    assert_eq!(before.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    assert_eq!(after.get("/api/v1/session").await.status(), 200);
}

#[tokio::test]
async fn a_session_that_was_planted_is_not_taken_over() {
    let app = TestApp::start().await;
    let planted = format!("quarterdeck={}", "ab".repeat(32));
    app.user("ada", "a long password").await;
    let ada = app.nobody().with_cookie(&planted).sign_in("ada", "a long password").await;
    assert_ne!(ada.cookie(), planted);
    assert_eq!(app.nobody().with_cookie(&planted).get("/api/v1/session").await.status(), 401);
}

#[tokio::test]
async fn an_unused_session_ends_after_12_hours_a_used_one_after_7_days() {
    let app = Setup::new().clock_by_hand().start().await;
    let (idle, used) = (app.admin("ada").await, app.admin("grace").await);
    for _ in 0..(7 * 24 / 6) - 1 {
        app.clock.advance(6 * HOUR_MS);
        assert_eq!(used.get("/api/v1/session").await.status(), 200);
    }
    assert_eq!(idle.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    app.clock.advance(6 * HOUR_MS);
    assert_eq!(used.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
}

#[tokio::test]
async fn how_long_sessions_last_can_be_set() {
    let app = Setup::new()
        .clock_by_hand()
        .env("QUARTERDECK_SESSION_IDLE_MIN", "30")
        .env("QUARTERDECK_SESSION_MAX_H", "24")
        .start()
        .await;
    app.user("ada", "a long password").await;
    let body = json!({"name": "ada", "password": "a long password"});
    let answer = app.nobody().post("/api/v1/session", &body).await;
    assert!(answer.header("set-cookie").contains("Max-Age=86400"), "{}", answer.header("set-cookie"));
    let (idle, used) = (app.nobody().with_cookie(&answer.cookie()), app.admin("grace").await);
    app.clock.advance(30 * MINUTE_MS - 1);
    assert_eq!(used.get("/api/v1/session").await.status(), 200);
    app.clock.advance(1);
    assert_eq!(idle.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    for _ in 0..(24 * 60 / 15) - 3 {
        app.clock.advance(15 * MINUTE_MS);
        assert_eq!(used.get("/api/v1/session").await.status(), 200);
    }
    app.clock.advance(15 * MINUTE_MS);
    assert_eq!(used.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
}

#[tokio::test]
async fn the_cookie_is_for_this_site_and_not_for_scripts() {
    let app = TestApp::start().await;
    app.user("ada", "a long password").await;
    let by_password =
        app.nobody().post("/api/v1/session", &json!({"name": "ada", "password": "a long password"})).await;
    let by_code = app.nobody().post("/api/v1/session/code", &json!({ "code": app.code("ada").await })).await;
    for answer in [by_password, by_code] {
        let (secret, attributes) = answer.header("set-cookie").split_once(';').unwrap();
        assert_eq!(secret.len(), "quarterdeck=".len() + 64);
        assert_eq!(attributes, " Path=/; HttpOnly; SameSite=Lax; Max-Age=604800");
        assert!(!answer.text().contains(secret.trim_start_matches("quarterdeck=")));
    }
}

#[tokio::test]
async fn under_https_the_cookie_is_bound_to_the_host() {
    let app = Setup::new().env("QUARTERDECK_PUBLIC_URL", "https://deck.example.org").start().await;
    app.user("ada", "a long password").await;
    let answer = app.nobody().post("/api/v1/session/code", &json!({ "code": app.code("ada").await })).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-quarterdeck="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800; Secure"), "{cookie}");
    assert_eq!(answer.header("strict-transport-security"), "max-age=63072000");
    assert!(answer.header("set-cookie").find("Domain").is_none());
}

#[tokio::test]
async fn every_try_is_in_the_record() {
    let app = TestApp::start().await;
    app.user("ada", "a long password").await;
    app.nobody().post("/api/v1/session", &json!({"name": "ada", "password": "wrong"})).await;
    app.nobody().post("/api/v1/session", &json!({"name": "mallory\nadmin", "password": "wrong"})).await;
    app.nobody().post("/api/v1/session/code", &json!({"code": "wrong"})).await;
    let ada = app.nobody().sign_in("ada", "a long password").await;
    ada.delete("/api/v1/session").await;

    let page: AuditPage = app.token().await.get("/api/v1/audit?q=sign&limit=5").await.json();
    let lines: Vec<_> = page
        .rows
        .iter()
        .map(|row| (row.actor.as_str(), row.via.as_str(), row.verb.as_str(), row.outcome))
        .collect();
    assert_eq!(
        lines,
        [
            ("ada", "session", "sign-out", Outcome::Done),
            ("ada", "session", "sign-in", Outcome::Done),
            ("", "nobody", "sign-in", Outcome::Refused),
            ("malloryadmin", "nobody", "sign-in", Outcome::Refused),
            ("ada", "nobody", "sign-in", Outcome::Refused),
        ]
    );
}

#[tokio::test]
async fn the_database_holds_nothing_to_sign_in_with() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let token = app.token().await;
    let code = app.code("ada").await;
    let (cookie, bearer) = (ada.cookie(), token.bearer());
    let made = ada.post("/api/v1/users", &json!({"name": "grace", "invite_hours": 72})).await;
    let invited: CreatedUser = made.json();
    let invitation = invited.invitation.unwrap().link.split_once("#code=").unwrap().1.to_owned();
    let begun: NewSecondFactor = ada.post("/api/v1/account/totp", &json!({})).await.json();
    let seed = authenticator(&begun.secret);
    let first = json!({"code": seed.code_now(app.clock.wall_ms())});
    let recovery: RecoveryCodes = ada.put("/api/v1/account/totp", &first).await.json();
    let data = app.data_dir();
    let folder = app.stop().await;
    let mut files = Vec::new();
    for file in std::fs::read_dir(&data).unwrap() {
        files.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    assert!(contains(&files, b"ada"), "the right files were read");
    let bare = recovery.codes[0].replace('-', "");
    for secret in [
        cookie.trim_start_matches("quarterdeck=").as_bytes(),
        bearer.as_bytes(),
        code.as_bytes(),
        invitation.as_bytes(),
        begun.secret.as_bytes(),
        seed.as_bytes(),
        recovery.codes[0].as_bytes(),
        bare.as_bytes(),
    ] {
        assert!(!contains(&files, secret));
    }
    drop(folder);
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
