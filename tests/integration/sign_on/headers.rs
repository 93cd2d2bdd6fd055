//! Sign-in by a trusted proxy's word.

use reqwest::Method;
use serde_json::json;
use shared::session::SessionView;
use shared::{ErrorCode, GroupName};

use crate::harness::{Client, Setup, TestApp};

const SESSION: &str = "/api/v1/session";

/// A server that trusts the proxy from which the tests come, or another one.
async fn start(proxies: &str, settings: &[(&'static str, &str)]) -> TestApp {
    let setup = Setup::new()
        .env("QUARTERDECK_TRUSTED_PROXIES", proxies)
        .env("QUARTERDECK_USER_HEADER", "X-Forwarded-User");
    let app = settings.iter().fold(setup, |setup, (var, value)| setup.env(var, *value)).start().await;
    app.user("ada", "a long password").await;
    app
}

fn named(app: &TestApp, name: &str) -> Client {
    app.nobody().with_header("x-forwarded-user".parse().unwrap(), name)
}

async fn who(client: &Client) -> String {
    client.get(SESSION).await.json::<SessionView>().user.to_string()
}

#[tokio::test]
async fn whom_the_proxy_names_is_signed_in() {
    let app = start("127.0.0.1", &[]).await;
    let ada = named(&app, "ada");
    assert_eq!(who(&ada).await, "ada");
    assert_eq!(app.nobody().get(SESSION).await.code(), ErrorCode::NotSignedIn);
    let confirmed = ada.post("/api/v1/session/step-up", &json!({ "password": "a long password" })).await;
    let ada = ada.with_cookie(&confirmed.cookie());
    ada.write_app("example", crate::harness::ANYWHERE).await;
    let line = ada.record().await.into_iter().find(|row| !row.app.is_empty()).unwrap();
    assert_eq!((line.actor.as_str(), line.via.as_str()), ("ada", "trusted header"));
    // No session is made of it: the proxy says it each time.
    assert_eq!(ada.get("/api/v1/account/sessions").await.text(), "[]");
    for nobody in ["grace", "a name with blanks", "ada,grace"] {
        assert_eq!(named(&app, nobody).get(SESSION).await.code(), ErrorCode::NotSignedIn, "{nobody}");
    }
    assert!(!named(&app, "").get(SESSION).await.text().contains("ada"));
}

#[tokio::test]
async fn from_anybody_else_the_header_is_as_if_it_were_not_there() {
    for proxies in ["10.0.0.7", "127.0.0.2", "::1, 192.168.0.0/16"] {
        let app = start(proxies, &[]).await;
        let forged = named(&app, "ada")
            .with_header("x-forwarded-for".parse().unwrap(), "10.0.0.7, 127.0.0.2, ::1")
            .with_header("x-real-ip".parse().unwrap(), "10.0.0.7")
            .with_header("forwarded".parse().unwrap(), "for=10.0.0.7;proto=https")
            .with_header("x-forwarded-proto".parse().unwrap(), "https")
            .with_header("x-forwarded-uri".parse().unwrap(), "/healthz");
        for path in [SESSION, "/api/v1/tokens", "/fleet/v1/units"] {
            assert_eq!(forged.get(path).await.status(), 401, "{proxies}: {path}");
        }
    }
    // Off by default, whoever sends it.
    let app = Setup::new().env("QUARTERDECK_TRUSTED_PROXIES", "127.0.0.1").start().await;
    app.user("ada", "a long password").await;
    assert_eq!(named(&app, "ada").get(SESSION).await.code(), ErrorCode::NotSignedIn);
}

#[tokio::test]
async fn the_connection_counts_and_not_what_is_forwarded() {
    let app = start("127.0.0.1", &[]).await;
    let ada = named(&app, "ada").with_header("x-forwarded-for".parse().unwrap(), "203.0.113.9");
    assert_eq!(who(&ada).await, "ada", "the proxy speaks for a client far away");
}

#[tokio::test]
async fn a_header_that_comes_twice_is_refused() {
    let app = start("127.0.0.1", &[("QUARTERDECK_GROUPS_HEADER", "X-Forwarded-Groups")]).await;
    let twice = async |name: &str, values: [&str; 2]| {
        let request = app.nobody().request(Method::GET, SESSION).header("x-forwarded-user", "ada");
        let request = match name {
            "x-forwarded-user" => request.header(name, values[1]),
            _ => request.header(name, values[0]).header(name, values[1]),
        };
        app.nobody().send(request).await
    };
    for (name, values) in [
        ("x-forwarded-user", ["ada", "root"]),
        ("x-forwarded-user", ["ada", "ada"]),
        ("x-forwarded-groups", ["a", "b"]),
    ] {
        let answer = twice(name, values).await;
        assert_eq!(answer.code(), ErrorCode::NotSignedIn, "{name} {values:?}");
        assert!(answer.error().message.contains("twice"), "{}", answer.text());
    }
}

#[tokio::test]
async fn groups_and_accounts_are_the_proxys_to_say_where_that_is_wanted() {
    let settings =
        [("QUARTERDECK_GROUPS_HEADER", "X-Forwarded-Groups"), ("QUARTERDECK_HEADER_CREATE_USERS", "true")];
    let app = start("127.0.0.1", &settings).await;
    let group = GroupName::parse("web").unwrap();
    app.server.store.put_group(&group, shared::access::MemberSource::Local, &[], 0).await.unwrap();
    let groups = async |user: &str, groups: &str| {
        let client = named(&app, user).with_header("x-forwarded-groups".parse().unwrap(), groups);
        assert_eq!(who(&client).await, user);
        let members = app.server.store.group(&group).await.unwrap().unwrap().members;
        members.into_iter().map(|member| member.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(groups("grace", "web, other").await, ["grace"], "an account was made");
    assert_eq!(groups("ada", "other,web").await, ["ada", "grace"]);
    assert_eq!(groups("grace", "other").await, ["ada"]);
    assert_eq!(groups("ada", "").await, [""; 0]);
    // The name of a token stays the token's.
    app.token().await;
    assert_eq!(named(&app, "ci").get(SESSION).await.code(), ErrorCode::NotSignedIn);
}

#[tokio::test]
async fn what_the_proxy_changes_is_recorded_before_and_only_what_changes() {
    let settings =
        [("QUARTERDECK_GROUPS_HEADER", "X-Forwarded-Groups"), ("QUARTERDECK_HEADER_CREATE_USERS", "true")];
    let app = start("127.0.0.1", &settings).await;
    let web = GroupName::parse("web").unwrap();
    app.server.store.put_group(&web, shared::access::MemberSource::Local, &[], 0).await.unwrap();
    let admin = app.admin("root").await;
    let lines = async || {
        let rows = admin.record().await.into_iter().filter(|row| row.actor == "grace");
        rows.map(|row| (row.actor, row.via, row.summary, row.detail)).collect::<Vec<_>>()
    };
    let grace =
        |groups: &str| named(&app, "grace").with_header("x-forwarded-groups".parse().unwrap(), groups);
    for _ in 0..2 {
        assert_eq!(who(&grace("web, unknown")).await, "grace");
        assert_eq!(who(&grace("unknown, web")).await, "grace", "what is named otherwise is the same");
    }
    let line = |summary: &str, detail: &[&str]| {
        let detail = detail.iter().map(|text| (*text).to_owned()).collect();
        ("grace".to_owned(), "trusted header".to_owned(), summary.to_owned(), detail)
    };
    const SET: &str = "Set the groups of grace to those that the proxy in front names";
    let first = line("Make user grace, named by the proxy in front", &[]);
    let second = line(SET, &["Before: none", "After: web"]);
    assert_eq!(lines().await, [second.clone(), first.clone()]);
    assert_eq!(who(&grace("")).await, "grace");
    assert_eq!(lines().await, [line(SET, &["Before: web", "After: none"]), second, first]);
    app.break_record().await;
    assert_eq!(grace("web").get(SESSION).await.code(), ErrorCode::Internal);
    assert_eq!(named(&app, "joan").get(SESSION).await.code(), ErrorCode::Internal);
    assert_eq!(app.server.store.group(&web).await.unwrap().unwrap().members, []);
    assert!(app.server.store.user(&shared::UserName::parse("joan").unwrap()).await.unwrap().is_none());
}

#[tokio::test]
async fn no_other_site_acts_by_way_of_the_proxy() {
    let app = start("127.0.0.1", &[]).await;
    let ada = named(&app, "ada");
    let body = json!({ "name": "made", "role": "admin", "days": 1 });
    for (name, value) in [("origin", "https://evil.example.org"), ("sec-fetch-site", "cross-site")] {
        let request = ada.request(Method::POST, "/api/v1/tokens").header(name, value).json(&body);
        assert_eq!(ada.send(request).await.status(), 403, "{name}: {value}");
    }
    assert_eq!(ada.get("/api/v1/tokens").await.text(), "[]");
}

#[tokio::test]
async fn a_stream_lasts_no_longer_than_the_proxys_word() {
    let app = Setup::new()
        .env("QUARTERDECK_TRUSTED_PROXIES", "127.0.0.1")
        .env("QUARTERDECK_USER_HEADER", "X-Forwarded-User")
        .clock_by_hand()
        .start()
        .await;
    app.user("ada", "a long password").await;
    let mut stream = named(&app, "ada").events(None).await;
    app.clock.advance(5 * 60_000);
    while let Some(event) = stream.next().await {
        assert_ne!(event.name, "signed_out", "it is to be asked anew, and not sent away");
    }
    assert_eq!(named(&app, "ada").get(SESSION).await.status(), 200);
}

#[tokio::test]
async fn a_user_who_is_gone_is_no_longer_let_in() {
    let app = start("127.0.0.1", &[]).await;
    let ada = named(&app, "ada");
    assert_eq!(who(&ada).await, "ada");
    app.execute("DELETE FROM users WHERE name = 'ada'").await;
    assert_eq!(ada.get(SESSION).await.code(), ErrorCode::NotSignedIn);
}
