//! Sign-in under attack: what an attacker learns, what it costs the server, and whom it keeps out.

use serde_json::json;
use server::service::command_line::CommandLine;
use shared::audit::{AuditPage, AuditRow, Outcome};
use shared::{ErrorCode, UserName};

use crate::harness::{Client, Setup, TestApp, eventually};

fn from(app: &TestApp, address: &str) -> Client {
    app.nobody().with_header("x-forwarded-for".parse().unwrap(), address)
}

#[tokio::test]
async fn a_thousand_wrong_passwords_cost_little_and_keep_nobody_out() {
    let app = Setup::new()
        .env("QUARTERDECK_BEHIND_TLS_PROXY", "true")
        .env("QUARTERDECK_TRUSTED_PROXIES", "127.0.0.1")
        .clock_by_hand()
        .start()
        .await;
    app.user("ada", "a long password").await;
    let before = app.server.hasher.hashes();
    let attacker = from(&app, "203.0.113.9");
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

    from(&app, "198.51.100.7").sign_in("ada", "a long password").await;
    let lines = app.token().await.record().await;
    let of_attacker = |line: &&AuditRow| line.peer == "203.0.113.9" && line.outcome == Outcome::Refused;
    let looked_at = |line: &&AuditRow| of_attacker(line) && line.summary == "Sign in with a password";
    assert_eq!(lines.iter().filter(looked_at).count(), 19, "each try that was looked at, with its address");
    // Of all the others there is one line at once, and one more with their number.
    assert_eq!(lines.iter().filter(of_attacker).count(), 20);
    app.clock.advance(10 * 60_000);
    let script = app.token().await;
    let number = "Sign in 981 times too often within ten minutes";
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
    let app = Setup::new()
        .env("QUARTERDECK_BEHIND_TLS_PROXY", "true")
        .env("QUARTERDECK_TRUSTED_PROXIES", "127.0.0.1")
        .clock_by_hand()
        .start()
        .await;
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
    let others = lines.iter().find(|line| line.summary.starts_with("Sign in 9680 times")).unwrap();
    assert_eq!(others.peer, "", "{others:?}");
}

#[tokio::test]
async fn every_refusal_costs_one_hash_and_says_the_same() {
    let app = Setup::new()
        .env("QUARTERDECK_BEHIND_TLS_PROXY", "true")
        .env("QUARTERDECK_TRUSTED_PROXIES", "127.0.0.1")
        .clock_by_hand()
        .start()
        .await;
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
        let answer = from(&app, &format!("10.0.0.{host}")).post("/api/v1/session", &body).await;
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
