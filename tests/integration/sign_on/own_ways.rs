//! One's own ways in: seen, and taken away by oneself alone, after a confirmation, the last one only if that is said.

use serde_json::json;
use server::store::NewIdentity;
use shared::account::SessionRow;
use shared::sign_on::{CameBy, OwnWaysIn};
use shared::{ErrorCode, UserName};

use super::certificates;
use crate::harness::{Client, Setup, TestApp};

const WAYS: &str = "/api/v1/account/ways-in";
const ISSUER: &str = "http://127.0.0.1:1";

/// Nobody answers at the provider, and nobody is asked.
async fn start() -> (TestApp, Client) {
    let setup = Setup::new()
        .env("QUARTERDECK_PUBLIC_URL", "http://localhost:8080")
        .env("QUARTERDECK_OIDC_ISSUER", ISSUER)
        .env("QUARTERDECK_OIDC_CLIENT_ID", "quarterdeck");
    let app = setup.start().await;
    let ada = app.admin("ada").await;
    (app, ada)
}

async fn link(app: &TestApp, id: &str, user: &str, issuer: &str) {
    let user = UserName::parse(user).unwrap();
    let new = NewIdentity { id, issuer, subject: id, user: &user, created_by: "root", now_ms: 1 };
    assert!(app.server.store.insert_identity(new).await.unwrap());
}

async fn ways(who: &Client) -> OwnWaysIn {
    who.get(WAYS).await.json()
}

async fn linked(who: &Client) -> Vec<String> {
    ways(who).await.identities.into_iter().map(|link| link.id).collect()
}

#[tokio::test]
async fn the_last_way_in_goes_only_if_that_is_said() {
    let (app, ada) = start().await;
    app.user("grace", "a long password").await;
    for (id, user, issuer) in
        [("first", "ada", ISSUER), ("gone", "ada", "http://127.0.0.1:2"), ("hers", "grace", ISSUER)]
    {
        link(&app, id, user, issuer).await;
    }
    let own = ways(&ada).await;
    assert_eq!((own.password, own.now, own.trusted_header), (false, CameBy::Session, false));
    assert_eq!(linked(&ada).await, ["first", "gone"], "nobody else's");
    // Whatever the page says beforehand, the server says when it is done.
    assert_eq!(own.last_ways, ["first"], "the other one's provider is asked no more");

    let take = async |id: &str, query: &str| ada.delete(&format!("{WAYS}/identities/{id}{query}")).await;
    assert_eq!(take("hers", "").await.status(), 404);
    // By a provider that this server does not ask she does not get in.
    let refused = take("first", "").await;
    assert_eq!((refused.status(), refused.code()), (422, ErrorCode::ConfirmationNeeded));
    assert!(refused.text().contains("Set a password first"), "{}", refused.text());
    link(&app, "second", "ada", ISSUER).await;
    assert_eq!(ways(&ada).await.last_ways, [""; 0]);
    assert_eq!(take("first", "").await.status(), 204);
    assert_eq!(take("second", "?last_way=perhaps").await.status(), 400);
    assert_eq!(take("second", "").await.status(), 422);
    assert_eq!(linked(&ada).await, ["second", "gone"]);
    assert_eq!(take("second", "?last_way=true").await.status(), 204);
    let record: Vec<String> = ada.record().await.into_iter().map(|row| row.summary).collect();
    assert_eq!(record[0], "Unlink themselves from second at the identity provider");

    // With a password nothing is the last one.
    let grace = app.nobody().sign_in("grace", "a long password").await;
    assert_eq!(ways(&grace).await.last_ways, [""; 0]);
    assert_eq!(grace.delete(&format!("{WAYS}/identities/hers")).await.status(), 204);
}

#[tokio::test]
async fn an_open_browser_alone_takes_nothing_away() {
    let (app, ada) = start().await;
    link(&app, "first", "ada", ISSUER).await;
    app.clock.advance(10 * 60_000);
    for path in [format!("{WAYS}/identities/first"), format!("{WAYS}/certificates/{}", "ab".repeat(32))] {
        assert_eq!(ada.delete(&format!("{path}?last_way=true")).await.code(), ErrorCode::StepUpNeeded);
    }
    assert_eq!(linked(&ada).await, ["first"]);
    let script = app.token().await;
    assert_eq!(script.get(WAYS).await.code(), ErrorCode::Forbidden, "a token is nobody's account");
}

#[tokio::test]
async fn a_certificate_is_taken_away_by_whoever_comes_with_it() {
    let start = certificates::start(|setup| setup.env("QUARTERDECK_CLIENT_NAMES", "true")).await;
    start.root.post("/api/v1/users", &json!({ "name": "ada" })).await;
    let (laptop, phone) = (start.people.sign("laptop"), start.people.sign("ada"));
    let row = start.add("ada", &laptop).await;
    let ada = start.client(&laptop);
    let own = ways(&ada).await;
    assert_eq!((own.now, own.certificate_now.as_ref()), (CameBy::Certificate, Some(&row.fingerprint)));
    assert_eq!(own.certificates.len(), 1);
    // She is signed in by nothing but it.
    assert_eq!(ada.get("/api/v1/account/sessions").await.json::<Vec<SessionRow>>(), []);

    assert_eq!(own.last_ways, [row.fingerprint.as_str()]);

    // One that is in no list: its common name is hers.
    let by_name = start.client(&phone);
    let own = ways(&by_name).await;
    assert_eq!(own.last_ways, [""; 0], "either lets her in without the other");
    let own = own.certificate_now.unwrap();
    assert_eq!(ada.delete(&format!("{WAYS}/certificates/{own}")).await.status(), 404, "not hers to tell");
    assert_eq!(by_name.delete(&format!("{WAYS}/certificates/{own}")).await.status(), 204);
    assert_eq!(by_name.get(WAYS).await.code(), ErrorCode::NotSignedIn);

    let path = format!("{WAYS}/certificates/{}", row.fingerprint);
    assert_eq!(ada.delete(&path).await.status(), 422);
    assert_eq!(ada.delete(&format!("{path}?last_way=true")).await.status(), 204);
    assert_eq!(ada.get(WAYS).await.code(), ErrorCode::NotSignedIn);
}

#[tokio::test]
async fn a_certificate_is_no_way_in_where_no_authority_is_believed() {
    let (app, ada) = start().await;
    let fingerprint = "ab".repeat(32);
    let user = UserName::parse("ada").unwrap();
    app.server.store.insert_certificate(&fingerprint, &user, "root", 1).await.unwrap();
    link(&app, "first", "ada", ISSUER).await;
    assert_eq!(ways(&ada).await.last_ways, ["first"], "nobody's certificate is asked for here");
    assert_eq!(ada.delete(&format!("{WAYS}/identities/first")).await.status(), 422);
    assert_eq!(ada.delete(&format!("{WAYS}/certificates/{fingerprint}")).await.status(), 204);
}
