//! Sign-in under attack: what an attacker learns, what it costs the server, and whom it keeps out.

use serde_json::json;
use server::service::command_line::CommandLine;
use shared::audit::{AuditPage, AuditRow, Outcome};
use shared::{ErrorCode, UserName};

use crate::harness::{Setup, TestApp, eventually};

#[tokio::test]
async fn a_thousand_wrong_passwords_cost_little_and_keep_nobody_out() {
    let app = Setup::new().behind_a_proxy().clock_by_hand().start().await;
    app.user("ada", "a long password").await;
    let before = app.server.hasher.hashes();
    let attacker = app.coming_from("203.0.113.9");
    let (mut tried, mut limited) = (0, 0);
    for _ in 0..10 {
        let tries = (0..100).map(|number| {
            let attacker = attacker.clone();
            let body = json!({"name": "ada", "password": format!("wrong password {number}")});
            async move { attacker.post("/api/v1/session", &body).await }
        });
        for answer in futures_util::future::join_all(tries).await {
            match answer.code() {
                ErrorCode::NotSignedIn => tried += 1,
                ErrorCode::TooManyRequests => {
                    assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
                    limited += 1;
                }
                other => panic!("{other:?}"),
            }
        }
        app.clock.advance(6_000);
    }
    // Ten at once, and one more every six seconds.
    assert_eq!((tried, limited), (19, 981));
    assert_eq!(app.server.hasher.hashes() - before, 19, "what is refused for the limit costs no hash");

    app.coming_from("198.51.100.7").sign_in("ada", "a long password").await;
    let lines = app.token().await.record().await;
    let of_attacker = |line: &&AuditRow| line.peer == "203.0.113.9" && line.outcome == Outcome::Refused;
    let looked_at = |line: &&AuditRow| of_attacker(line) && line.summary == "Sign in with a password";
    assert_eq!(lines.iter().filter(looked_at).count(), 19, "each try that was looked at, with its address");
    // Of all the others there is one line at once, and one more with their number.
    assert_eq!(lines.iter().filter(of_attacker).count(), 20);
    app.clock.advance(10 * 60_000);
    let script = app.token().await;
    let number = "Sign in too often, 981 times within ten minutes";
    eventually("the number is in the record", async || {
        let lines = script.record().await;
        let told =
            lines.iter().any(|line| of_attacker(&line) && line.summary == number && line.actor == "ada");
        told.then_some(())
    })
    .await;
    assert_eq!(script.record().await.iter().filter(of_attacker).count(), 21);
}

#[tokio::test]
async fn who_tries_too_often_from_everywhere_fills_no_disk() {
    let app = Setup::new().behind_a_proxy().clock_by_hand().start().await;
    let limits = &app.server.tries;
    for host in 0..1_000_u32 {
        let network = std::net::IpAddr::from((0x0a00_0000 + host).to_be_bytes());
        for _ in 0..20 {
            let _ = limits.begin(network, None);
        }
    }
    let script = app.token().await;
    let too_often = async || {
        let lines = script.get("/api/v1/audit?limit=500&q=too%20often").await.json::<AuditPage>().rows;
        lines.len()
    };
    eventually("32 networks, and all the others", async || (too_often().await == 33).then_some(())).await;
    app.clock.advance(10 * 60_000);
    eventually("their numbers", async || (too_often().await == 66).then_some(())).await;
    let lines = script.get("/api/v1/audit?q=too%20often").await.json::<AuditPage>().rows;
    let others = lines.iter().find(|line| line.summary.starts_with("Sign in too often, 9680 times")).unwrap();
    assert_eq!(others.peer, "", "{others:?}");
}

#[tokio::test]
async fn every_refusal_costs_one_hash_and_says_the_same() {
    let app = Setup::new().behind_a_proxy().clock_by_hand().start().await;
    app.user("ada", "a long password").await;
    app.user("disabled", "a long password").await;
    let disabled = UserName::parse("disabled").unwrap();
    CommandLine::of(&app.server).set_disabled(&disabled, true).await.unwrap();
    app.admin("passwordless").await;
    app.user("factor", "a long password").await;
    app.execute("UPDATE users SET totp = 'sealed' WHERE name = 'factor'").await;
    let mut answers = Vec::new();
    for (host, (name, password)) in [
        ("ada", "a wrong password"),
        ("nobody", "a wrong password"),
        ("no name at all\r\n", "a wrong password"),
        ("passwordless", "a wrong password"),
        ("passwordless", ""),
        ("disabled", "a wrong password"),
        ("disabled", "a long password"),
        ("factor", "a wrong password"),
        ("ada", &"x".repeat(100_000)),
    ]
    .into_iter()
    .enumerate()
    {
        let before = app.server.hasher.hashes();
        let body = json!({"name": name, "password": password});
        let answer = app.coming_from(&format!("10.0.0.{host}")).post("/api/v1/session", &body).await;
        assert_eq!(app.server.hasher.hashes() - before, 1, "{name}");
        assert_eq!(answer.header("set-cookie"), "");
        let error = answer.error();
        answers.push((answer.status(), error.code, error.message, error.fields));
    }
    assert_eq!(answers[0].1, ErrorCode::NotSignedIn);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[tokio::test]
async fn a_hash_of_former_parameters_is_made_anew_at_the_next_sign_in() {
    let app = TestApp::start().await;
    app.user("ada", "a long password").await;
    let ada = UserName::parse("ada").unwrap();
    // The same password with 8 MiB and one pass.
    let old =
        "$argon2id$v=19$m=8192,t=1,p=1$6jyws2J9LswyWO6mOJ6j8A$ZmQl1q6AxyJmKs3A8E/7DjlMVmQFGuBifpN1wNjjD2U";
    app.execute(&format!("UPDATE users SET password_hash = '{old}' WHERE name = 'ada'")).await;
    let stored = async || app.server.store.user(&ada).await.unwrap().unwrap().password_hash.unwrap();
    let wrong = json!({"name": "ada", "password": "a wrong password"});
    app.nobody().post("/api/v1/session", &wrong).await;
    assert_eq!(stored().await, old, "by the right password alone");
    app.nobody().sign_in("ada", "a long password").await;
    let renewed = stored().await;
    assert!(renewed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{renewed}");
    app.nobody().sign_in("ada", "a long password").await;
    assert_eq!(stored().await, renewed, "once");
}

/// What strangers try under a name is no reason to wait for whoever it is: in a browser in which they signed in before, in a
/// session that they have, or by a link.
#[tokio::test]
async fn an_attack_from_many_networks_keeps_nobody_out() {
    let app = Setup::new().behind_a_proxy().clock_by_hand().start().await;
    let right = json!({"name": "ada", "password": "a long password"});
    app.user("ada", "a long password").await;
    app.user("grace", "a long password").await;
    let home = app.coming_from("198.51.100.7");
    let signed_in = home.post("/api/v1/session", &right).await;
    let (session, familiar) =
        signed_in.cookies().split_once("; ").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let of_grace =
        home.post("/api/v1/session", &json!({"name": "grace", "password": "a long password"})).await;
    let of_grace = of_grace.cookies().split_once("; ").unwrap().1.to_owned();

    for host in 1..=4 {
        let attacker = app.coming_from(&format!("203.0.113.{host}"));
        for number in 0..10 {
            let body = json!({"name": "ada", "password": format!("wrong password {number}")});
            attacker.post("/api/v1/session", &body).await;
        }
    }
    let elsewhere = app.coming_from("192.0.2.1");
    assert_eq!(elsewhere.post("/api/v1/session", &right).await.code(), ErrorCode::TooManyRequests);
    let with = |cookie: &str| elsewhere.clone().with_cookie(cookie);
    let answer = with(&of_grace).post("/api/v1/session", &right).await;
    assert_eq!(answer.code(), ErrorCode::TooManyRequests, "another user's browser is a stranger's");
    assert_eq!(
        with("__Host-quarterdeck-familiar=forged").post("/api/v1/session", &right).await.status(),
        429
    );
    let again = with(&familiar).post("/api/v1/session", &right).await;
    assert_eq!(again.status(), 200, "{}", again.text());

    let ada = elsewhere.clone().with_cookie(&session);
    let confirmed = ada.post("/api/v1/session/step-up", &json!({"password": "a long password"})).await;
    assert_eq!(confirmed.status(), 204, "{}", confirmed.text());
    let ada = ada.with_cookie(&confirmed.cookie());
    let body = json!({"current": "a long password", "new": "another unlikely teapot"});
    assert_eq!(ada.put("/api/v1/account/password", &body).await.status(), 204);
    elsewhere.sign_in_with_code(&app.code("ada").await).await;

    // A browser that is known tries no more than any other network.
    let wrong = json!({"name": "ada", "password": "a wrong password"});
    let stolen = with(&familiar);
    let mut tried = 0;
    while stolen.post("/api/v1/session", &wrong).await.code() == ErrorCode::NotSignedIn {
        tried += 1;
    }
    assert_eq!(tried, 10);
}

#[tokio::test]
async fn right_passwords_are_limited_and_leave_few_sessions() {
    let app = Setup::new().clock_by_hand().start().await;
    app.user("ada", "a long password").await;
    let ada = UserName::parse("ada").unwrap();
    let right = json!({"name": "ada", "password": "a long password"});
    let nobody = app.nobody();
    let mut signed_in = 0;
    while nobody.post("/api/v1/session", &right).await.status() == 200 {
        signed_in += 1;
    }
    assert_eq!(signed_in, 60);
    assert_eq!(app.server.store.sessions_of(&ada).await.unwrap().len(), 50);
    // Another one a minute.
    app.clock.advance(60_000);
    let last = nobody.sign_in("ada", "a long password").await;
    assert_eq!(last.get("/api/v1/session").await.status(), 200);
    assert_eq!(nobody.post("/api/v1/session", &right).await.code(), ErrorCode::TooManyRequests);
    assert_eq!(app.server.store.sessions_of(&ada).await.unwrap().len(), 50);
}

/// Each kind of credentials that nobody comes in by: seen in the record at once, and their number ten minutes later.
#[tokio::test]
async fn bad_credentials_are_in_the_record_and_fill_no_disk() {
    let app = Setup::new().behind_a_proxy().clock_by_hand().start().await;
    let ada = app.admin("ada").await;
    let body = json!({"name": "spare", "role": "viewer", "days": 1});
    let made: shared::account::CreatedToken = ada.post("/api/v1/tokens", &body).await.json();
    assert_eq!(ada.delete(&format!("/api/v1/tokens/{}", made.token.id)).await.status(), 204);
    let revoked = app.coming_from("203.0.113.1").with_token(&made.secret);
    let forged = app.coming_from("203.0.113.2").with_token("qd_nonsense");
    let guesser = app.coming_from("203.0.113.3");
    for _ in 0..5 {
        assert_eq!(revoked.get("/fleet/v1/units").await.status(), 401);
        assert_eq!(forged.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
        let look = json!({"code": "0".repeat(64)});
        let looked = guesser.post("/api/v1/session/invitation/look", &look).await;
        assert_eq!(looked.code(), ErrorCode::NotSignedIn);
    }
    let lines = async || -> Vec<(String, String, String)> {
        let page: AuditPage =
            ada.get("/api/v1/audit?limit=500&q=wrong%20or%20expired%20credentials").await.json();
        page.rows.into_iter().map(|row| (row.peer, row.summary, row.note)).collect()
    };
    eventually("each is seen at once", async || (lines().await.len() == 3).then_some(())).await;
    let first = lines().await;
    let of = |peer: &str| first.iter().find(|(from, ..)| from == peer).unwrap().2.clone();
    assert!(of("203.0.113.1").starts_with(&format!("Tried with API token {}…,", made.token.hint)));
    assert!(of("203.0.113.2").starts_with("Tried with something that is no API token,"));
    assert!(of("203.0.113.3").starts_with("Tried with an invitation,"));
    assert!(first.iter().all(|(.., note)| !note.contains(&made.secret)));
    let german = ada.in_german().record().await;
    let notes: Vec<&str> = german
        .iter()
        .map(shared::audit::AuditRow::note_said)
        .filter(|note| note.starts_with("Versucht mit "))
        .collect();
    assert_eq!(notes.len(), 3, "{german:?}");
    assert!(notes.iter().any(|note| note.contains("API-Token")), "{notes:?}");
    assert!(notes.iter().all(|note| !note.contains("API token")), "{notes:?}");
    app.clock.advance(10 * 60_000);
    let number = "Get in with wrong or expired credentials, 5 times within ten minutes";
    eventually("their numbers", async || {
        (lines().await.iter().filter(|(_, summary, _)| summary == number).count() == 3).then_some(())
    })
    .await;
}
