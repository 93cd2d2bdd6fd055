//! The second factor: `/api/v1/account/totp`, recovery codes, and signing in with both.

use serde_json::json;
use server::auth::totp::Seed;
use shared::ErrorCode;
use shared::account::{NewSecondFactor, RecoveryCodes, SecondFactor};
use shared::audit::Outcome;
use shared::people::Invitation;
use shared::session::{ConfirmBy, Invited, SessionView};

use crate::harness::{Answer, Client, Setup, TestApp};

const TOTP: &str = "/api/v1/account/totp";
const PASSWORD: &str = "a long password";
const STEP_MS: u64 = 30_000;

/// An authenticator app that was told the secret.
pub(super) fn authenticator(secret: &str) -> Seed {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut bytes, mut left, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in secret.chars() {
        left = left << 5 | u32::try_from(ALPHABET.find(letter).unwrap()).unwrap();
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(left >> bits & 0xff).unwrap());
        }
    }
    Seed::from_bytes(&bytes).unwrap()
}

/// Somebody with a second factor.
struct Owner {
    client: Client,
    seed: Seed,
    recovery: Vec<String>,
}

async fn with_second_factor(app: &TestApp, name: &str) -> Owner {
    app.user(name, PASSWORD).await;
    let client = app.nobody().sign_in(name, PASSWORD).await;
    let begun = client.post(TOTP, &json!({})).await;
    assert_eq!(begun.status(), 201, "{}", begun.text());
    let begun: NewSecondFactor = begun.json();
    let seed = authenticator(&begun.secret);
    let answer = client.put(TOTP, &json!({"code": seed.code_now(app.clock.wall_ms())})).await;
    let recovery = answer.json::<RecoveryCodes>().codes;
    // What was shown while it was turned on does not count again.
    app.clock.advance(STEP_MS);
    Owner { client: client.with_cookie(&answer.cookie()), seed, recovery }
}

async fn sign_in(app: &TestApp, name: &str, password: &str, code: Option<&str>) -> Answer {
    let mut body = json!({"name": name, "password": password});
    if let Some(code) = code {
        body["code"] = code.into();
    }
    app.nobody().post("/api/v1/session", &body).await
}

#[tokio::test]
async fn is_turned_on_by_its_first_code() {
    let app = Setup::new().clock_by_hand().start().await;
    app.user("ada", PASSWORD).await;
    let (ada, elsewhere) =
        (app.nobody().sign_in("ada", PASSWORD).await, app.nobody().sign_in("ada", PASSWORD).await);
    assert_eq!(
        ada.put(TOTP, &json!({"code": "000000"})).await.code(),
        ErrorCode::Conflict,
        "nothing was begun"
    );
    let begun: NewSecondFactor = ada.post(TOTP, &json!({})).await.json();
    assert!(begun.uri.starts_with("otpauth://totp/Quarterdeck:ada?secret="), "{}", begun.uri);
    assert!(begun.picture.starts_with("data:image/svg+xml;base64,"));
    let seed = authenticator(&begun.secret);
    let stale = seed.code_now(app.clock.wall_ms() - 2 * STEP_MS);
    for wrong in ["", "12345", "abcdef", stale.as_str()] {
        assert_eq!(ada.put(TOTP, &json!({ "code": wrong })).await.error().fields[0].field, "code", "{wrong}");
    }
    assert!(!ada.get(TOTP).await.json::<SecondFactor>().on);
    assert_eq!(sign_in(&app, "ada", PASSWORD, None).await.status(), 200, "it does not count yet");

    let answer = ada.put(TOTP, &json!({"code": seed.code_now(app.clock.wall_ms())})).await;
    assert_eq!(answer.json::<RecoveryCodes>().codes.len(), 10);
    for ended in [&ada, &elsewhere] {
        assert_eq!(ended.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    }
    let ada = ada.with_cookie(&answer.cookie());
    assert_eq!(
        ada.get(TOTP).await.json::<SecondFactor>(),
        SecondFactor { on: true, recovery_codes_left: 10 }
    );
    assert_eq!(ada.get("/api/v1/session").await.json::<SessionView>().confirm_by, Some(ConfirmBy::Code));
    let line = ada.record().await.remove(0);
    assert_eq!((line.verb.as_str(), line.summary.as_str()), ("account", "Turn on their second factor"));
}

#[tokio::test]
async fn is_asked_for_after_the_password_was_right_and_each_code_counts_once() {
    let app = Setup::new().clock_by_hand().start().await;
    let Owner { client, seed, .. } = with_second_factor(&app, "ada").await;
    let code = seed.code_now(app.clock.wall_ms());

    let wrong = sign_in(&app, "ada", "a wrong password", Some(&code)).await.error();
    assert_eq!(wrong.code, ErrorCode::NotSignedIn);
    let unknown = sign_in(&app, "grace", "a wrong password", None).await.error();
    assert_eq!((wrong.code, wrong.message), (unknown.code, unknown.message), "nothing is told before");

    let asked = sign_in(&app, "ada", PASSWORD, None).await;
    assert_eq!((asked.status(), asked.code()), (401, ErrorCode::SecondFactorNeeded));
    assert_eq!(asked.header("set-cookie"), "");
    let stale = seed.code_now(app.clock.wall_ms() - 5 * STEP_MS);
    for wrong in [stale.as_str(), "12345", "nonsense"] {
        let answer = sign_in(&app, "ada", PASSWORD, Some(wrong)).await;
        assert_eq!(answer.code(), ErrorCode::SecondFactorNeeded, "{wrong}");
    }
    let first = sign_in(&app, "ada", PASSWORD, Some(&code)).await;
    assert_eq!(first.status(), 200, "{}", first.text());
    let replayed = sign_in(&app, "ada", PASSWORD, Some(&code)).await;
    assert_eq!(replayed.code(), ErrorCode::SecondFactorNeeded);
    app.clock.advance(STEP_MS);
    assert_eq!(sign_in(&app, "ada", PASSWORD, Some(&code)).await.status(), 401, "nor a step later");
    let next = seed.code_now(app.clock.wall_ms());
    let gap = format!("{} {}", &next[..3], &next[3..]);
    assert_eq!(sign_in(&app, "ada", PASSWORD, Some(&gap)).await.status(), 200, "as apps show it");

    let refused = client.record().await.into_iter().filter(|line| line.outcome == Outcome::Refused).count();
    assert_eq!(refused, 8, "who knows the password and not the code is in the record");
}

#[tokio::test]
async fn of_many_who_send_one_code_at_once_one_gets_in() {
    let app = Setup::new().clock_by_hand().start().await;
    let Owner { seed, recovery, .. } = with_second_factor(&app, "ada").await;
    for code in [seed.code_now(app.clock.wall_ms()), recovery[0].clone()] {
        let tries = (0..4).map(|_| sign_in(&app, "ada", PASSWORD, Some(&code)));
        let answers = futures_util::future::join_all(tries).await;
        assert_eq!(answers.iter().filter(|answer| answer.status() == 200).count(), 1);
    }
}

#[tokio::test]
async fn a_recovery_code_stands_in_once() {
    let app = Setup::new().clock_by_hand().start().await;
    let Owner { client, recovery, .. } = with_second_factor(&app, "ada").await;
    let grace = with_second_factor(&app, "grace").await;
    let typed = recovery[0].to_uppercase().replace('-', " ");
    assert_eq!(sign_in(&app, "ada", PASSWORD, Some(&typed)).await.status(), 200);
    assert_eq!(sign_in(&app, "ada", PASSWORD, Some(&typed)).await.status(), 401);
    assert_eq!(sign_in(&app, "ada", PASSWORD, Some(&grace.recovery[0])).await.status(), 401, "another's");
    assert_eq!(client.get(TOTP).await.json::<SecondFactor>().recovery_codes_left, 9);

    let renewed = client.post("/api/v1/account/recovery-codes", &json!({})).await;
    assert_eq!(renewed.status(), 201);
    let renewed = renewed.json::<RecoveryCodes>().codes;
    assert_eq!(sign_in(&app, "ada", PASSWORD, Some(&recovery[1])).await.status(), 401, "the former ones");
    assert_eq!(sign_in(&app, "ada", PASSWORD, Some(&renewed[1])).await.status(), 200);
}

#[tokio::test]
async fn guessing_codes_is_slow_and_does_not_keep_the_owner_out() {
    let app = Setup::new().behind_a_proxy().clock_by_hand().start().await;
    let Owner { seed, recovery, .. } = with_second_factor(&app, "ada").await;
    let from = |host: usize| app.coming_from(&format!("10.0.{}.{}", host / 250, host % 250));
    let wrong = seed.code_now(app.clock.wall_ms() - 9 * STEP_MS);
    let mut limited = 0;
    for host in 0..30 {
        // Each from another network: only the account's own limit is left.
        app.clock.advance(2_000);
        let body = json!({"name": "ada", "password": PASSWORD, "code": wrong});
        match from(host).post("/api/v1/session", &body).await.code() {
            ErrorCode::SecondFactorNeeded => {}
            ErrorCode::TooManyRequests => limited += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(limited >= 18, "{limited}");
    let body = json!({"name": "ada", "password": PASSWORD, "code": recovery[0]});
    assert_eq!(
        from(100).post("/api/v1/session", &body).await.status(),
        200,
        "a recovery code can't be guessed"
    );
    app.clock.advance(60_000);
    let body = json!({"name": "ada", "password": PASSWORD, "code": seed.code_now(app.clock.wall_ms())});
    assert_eq!(from(101).post("/api/v1/session", &body).await.status(), 200);
}

#[tokio::test]
async fn links_and_invitations_ask_for_it_too() {
    let app = Setup::new().clock_by_hand().start().await;
    let Owner { client, seed, recovery } = with_second_factor(&app, "ada").await;
    let link = app.code("ada").await;
    let by_link = app.nobody().post("/api/v1/session/code", &json!({ "code": link })).await;
    assert_eq!(by_link.code(), ErrorCode::SecondFactorNeeded);
    let body = json!({"code": link, "second_factor": seed.code_now(app.clock.wall_ms())});
    assert_eq!(app.nobody().post("/api/v1/session/code", &body).await.status(), 200, "it was not used up");

    let invited: Invitation = client.post("/api/v1/users/ada/invitation", &json!({})).await.json();
    let code = invited.link.split_once("#code=").unwrap().1;
    let look: Invited =
        app.nobody().post("/api/v1/session/invitation/look", &json!({ "code": code })).await.json();
    assert!(look.second_factor);
    let mut body = json!({"code": code, "password": "an unlikely teapot"});
    let answer = app.nobody().post("/api/v1/session/invitation", &body).await;
    assert_eq!(answer.code(), ErrorCode::SecondFactorNeeded);
    body["second_factor"] = recovery[0].as_str().into();
    assert_eq!(app.nobody().post("/api/v1/session/invitation", &body).await.status(), 200);
}

#[tokio::test]
async fn is_turned_off_by_its_owner_or_by_who_manages_users() {
    let app = Setup::new().clock_by_hand().start().await;
    let Owner { client, .. } = with_second_factor(&app, "ada").await;
    let answer = client.delete(TOTP).await;
    assert_eq!(answer.status(), 204);
    assert_eq!(client.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    let ada = client.with_cookie(&answer.cookie());
    assert_eq!(
        ada.get(TOTP).await.json::<SecondFactor>(),
        SecondFactor { on: false, recovery_codes_left: 0 }
    );
    assert_eq!(ada.delete(TOTP).await.code(), ErrorCode::NotFound);
    assert_eq!(ada.post("/api/v1/account/recovery-codes", &json!({})).await.code(), ErrorCode::Conflict);
    assert_eq!(sign_in(&app, "ada", PASSWORD, None).await.status(), 200);

    let grace = with_second_factor(&app, "grace").await;
    assert_eq!(ada.delete("/api/v1/users/grace/totp").await.status(), 204);
    assert_eq!(grace.client.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    assert_eq!(sign_in(&app, "grace", PASSWORD, None).await.status(), 200);
}

#[tokio::test]
async fn only_a_person_has_one_and_changes_to_it_are_confirmed() {
    let app = Setup::new().clock_by_hand().start().await;
    let script = app.token().await;
    for answer in [
        script.get(TOTP).await,
        script.post(TOTP, &json!({})).await,
        script.put(TOTP, &json!({"code": "000000"})).await,
        script.delete(TOTP).await,
        script.post("/api/v1/account/recovery-codes", &json!({})).await,
    ] {
        assert_eq!(answer.code(), ErrorCode::Forbidden);
    }
    let Owner { client, .. } = with_second_factor(&app, "ada").await;
    app.clock.advance(10 * 60_000);
    for answer in [
        client.post(TOTP, &json!({})).await,
        client.put(TOTP, &json!({"code": "000000"})).await,
        client.delete(TOTP).await,
        client.post("/api/v1/account/recovery-codes", &json!({})).await,
    ] {
        assert_eq!(answer.code(), ErrorCode::StepUpNeeded);
    }
}

#[tokio::test]
async fn another_key_opens_no_second_factor_and_the_server_says_so() {
    let app = Setup::new().clock_by_hand().start().await;
    let Owner { seed, recovery, .. } = with_second_factor(&app, "ada").await;
    let key = app.data_dir().join("secret.key");
    let folder = app.stop().await;
    std::fs::write(&key, "00".repeat(32)).unwrap();
    let app = Setup::new().folder(folder).start().await;
    let code = seed.code_now(app.clock.wall_ms());
    assert_eq!(sign_in(&app, "ada", PASSWORD, Some(&code)).await.code(), ErrorCode::Internal);
    assert_eq!(
        sign_in(&app, "ada", PASSWORD, None).await.code(),
        ErrorCode::SecondFactorNeeded,
        "it fails closed"
    );
    assert_eq!(sign_in(&app, "ada", PASSWORD, Some(&recovery[0])).await.status(), 200);
}
