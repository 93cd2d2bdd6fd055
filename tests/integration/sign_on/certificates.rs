//! Client certificates: whoever shows one is a user.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use shared::ErrorCode;
use shared::action::ActionState;
use shared::audit::Outcome;
use shared::session::SessionView;
use shared::sign_on::CertificateRow;

use crate::harness::{
    ANYWHERE, Authority, Client, Identity, Setup, TestApp, eventually, names, quick, running,
};
use crate::tls::Files;

const FINGERPRINTS: &str = "/api/v1/certificates";

/// A server with an authority for people.
pub(super) struct Start {
    pub(super) app: TestApp,
    server: Authority,
    pub(super) people: Authority,
    files: Files,
    pub(super) root: Client,
}

pub(super) async fn start(change: impl FnOnce(Setup) -> Setup) -> Start {
    let (server, people) = (Authority::new("server"), Authority::new("people"));
    let files = Files::new(&server.sign("localhost"));
    std::fs::write(files.path("ca.pem"), people.pem()).unwrap();
    let setup = files.setup().env("QUARTERDECK_CLIENT_CA", files.path("ca.pem").display().to_string());
    let app = change(setup).start_unready().await;
    let nobody = app.over_tls(&server, None);
    eventually("the server is ready", async || (nobody.get("/readyz").await.status() == 200).then_some(()))
        .await;
    let root = nobody.with_token(&app.token().await.bearer());
    Start { app, server, people, files, root }
}

impl Start {
    pub(super) fn client(&self, identity: &Identity) -> Client {
        self.app.over_tls(&self.server, Some(identity))
    }

    pub(super) async fn add(&self, user: &str, identity: &Identity) -> CertificateRow {
        let body = json!({ "user": user, "certificate": identity.cert.pem() });
        self.root.post(FINGERPRINTS, &body).await.json()
    }
}

async fn who(client: &Client) -> String {
    client.get("/api/v1/session").await.json::<SessionView>().user.to_string()
}

#[tokio::test]
async fn a_certificate_is_its_user_until_it_is_revoked() {
    let start = start(|setup| setup).await;
    start.app.user("ada", "a long password").await;
    let laptop = start.people.sign("laptop");
    let ada = start.client(&laptop);
    assert_eq!(ada.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn, "it is nobody's yet");

    let row = start.add("ada", &laptop).await;
    assert_eq!((row.user.unwrap().as_str(), row.created_by.as_str()), ("ada", "ci"));
    assert_eq!(who(&ada).await, "ada");
    // What fleetctl says, with that user's rights and in their name.
    // What is root takes more than the certificate, since ada has a password.
    let template = json!({ "source": ANYWHERE, "base_revision": 0, "accepted": ["unbalanced-quote"] });
    assert_eq!(ada.put("/api/v1/apps/example", &template).await.code(), ErrorCode::StepUpNeeded);
    let confirmed = ada.post("/api/v1/session/step-up", &json!({ "password": "a long password" })).await;
    ada.clone().with_cookie(&confirmed.cookie()).write_app("example", ANYWHERE).await;
    let unit = json!({ "desiredState": "launched", "options": [
        { "section": "Service", "name": "ExecStart", "value": "/bin/run" }] });
    let answer = ada.put("/fleet/v1/units/example:1.0.0@1.service", &unit).await;
    assert_eq!(answer.status(), 201, "{}", answer.text());
    assert_eq!(names(&start.app.fleet), ["example:1.0.0@1.service"]);
    let line = start.root.record().await.into_iter().find(|row| row.verb == "raw-unit").unwrap();
    assert_eq!((line.actor.as_str(), line.via.as_str()), ("ada", "certificate"));
    // It is no session: nothing of an account is changed by it.
    assert_eq!(ada.get("/api/v1/account/sessions").await.text(), "[]");

    let stream = ada.events(None).await;
    let revoked = start.root.delete(&format!("{FINGERPRINTS}/{}", row.fingerprint)).await;
    assert_eq!(revoked.status(), 204);
    let refused = ada.get("/api/v1/session").await;
    assert!(refused.error().message.contains("revoked"), "{}", refused.text());
    // It ends by itself, within seconds.
    stream.drain().await;
    let summaries: Vec<String> = start.root.record().await.into_iter().map(|row| row.summary).collect();
    assert!(summaries[0].starts_with("Revoke the client certificate SHA-256"), "{summaries:?}");
    assert!(
        summaries.iter().any(|line| line.starts_with("Add a client certificate for ada")),
        "{summaries:?}"
    );

    start.add("ada", &laptop).await;
    assert_eq!(who(&ada).await, "ada", "found again");
}

#[tokio::test]
async fn whose_it_is_must_be_said_and_said_once() {
    let start = start(|setup| setup).await;
    for user in ["ada", "grace"] {
        start.app.user(user, "a long password").await;
    }
    let laptop = start.people.sign("ada");
    let row = start.add("ada", &laptop).await;
    let again = json!({ "user": "ada", "certificate": row.fingerprint.to_uppercase() });
    assert_eq!(start.root.post(FINGERPRINTS, &again).await.status(), 201);
    let other = json!({ "user": "grace", "certificate": row.fingerprint });
    assert_eq!(start.root.post(FINGERPRINTS, &other).await.code(), ErrorCode::Conflict);
    for (user, certificate) in
        [("nobody", row.fingerprint.as_str()), ("ada", "ab:cd"), ("ada", "-----BEGIN X-----")]
    {
        let body = json!({ "user": user, "certificate": certificate });
        assert_eq!(start.root.post(FINGERPRINTS, &body).await.code(), ErrorCode::BadRequest, "{user}");
    }
    let all: Vec<CertificateRow> = start.root.get(FINGERPRINTS).await.json();
    assert_eq!(all.len(), 1);
    // A name is no proof unless that is wanted.
    let named = start.client(&start.people.sign("ada"));
    assert_eq!(named.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    // A user who is gone is nobody.
    start.app.execute("DELETE FROM users WHERE name = 'ada'").await;
    let ada = start.client(&laptop);
    eventually("the certificate is nobody's", async || {
        (ada.get("/api/v1/session").await.status() == 401).then_some(())
    })
    .await;
}

#[tokio::test]
async fn nobody_makes_themselves_somebody_who_may_more() {
    let start = start(|setup| setup).await;
    start.app.user("ada", "a long password").await;
    start.app.user("grace", "a long password").await;
    // Grace may see to users, and nothing else.
    start.app.execute("INSERT INTO roles (name, verbs) VALUES ('porter', '[\"view\", \"users\"]')").await;
    start.app.execute("UPDATE grants SET role = 'porter' WHERE user_name = 'grace'").await;
    let grace = start.app.over_tls(&start.server, None).sign_in("grace", "a long password").await;
    assert_eq!(grace.get(FINGERPRINTS).await.status(), 200);
    let certificate = start.people.sign("laptop").cert.pem();
    let body = |user: &str| json!({ "user": user, "certificate": certificate });
    assert_eq!(grace.post(FINGERPRINTS, &body("ada")).await.code(), ErrorCode::Forbidden);
    assert_eq!(grace.post(FINGERPRINTS, &body("grace")).await.status(), 201);
}

#[tokio::test]
async fn common_names_count_where_they_are_said_to() {
    let start = start(|setup| setup.env("QUARTERDECK_CLIENT_NAMES", "true")).await;
    start.app.user("ada", "a long password").await;
    let laptop = start.people.sign("ada");
    let ada = start.client(&laptop);
    assert_eq!(who(&ada).await, "ada");
    for nobody in ["grace", "a name with blanks"] {
        let client = start.client(&start.people.sign(nobody));
        assert_eq!(client.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn, "{nobody}");
    }
    // A lost one is revoked by its fingerprint, though nobody ever added it.
    let row = start.add("ada", &laptop).await;
    assert_eq!(start.root.delete(&format!("{FINGERPRINTS}/{}", row.fingerprint)).await.status(), 204);
    assert_eq!(ada.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    assert_eq!(who(&start.client(&start.people.sign("ada"))).await, "ada", "another one of theirs");
}

#[tokio::test]
async fn another_authority_ends_what_the_first_one_vouched_for() {
    let start = start(|setup| setup.env("QUARTERDECK_CLIENT_NAMES", "true")).await;
    start.app.user("ada", "a long password").await;
    let ada = start.client(&start.people.sign("ada"));
    assert_eq!(who(&ada).await, "ada");
    let others = Authority::new("others");
    std::fs::write(start.files.path("ca.pem"), others.pem()).unwrap();
    // The same connection, which stays open.
    eventually("the authority is replaced", async || {
        start.app.clock.advance(11_000);
        ada.try_get("/api/v1/session").await.is_none_or(|answer| answer.status() == 401).then_some(())
    })
    .await;
    assert_eq!(who(&start.client(&others.sign("ada"))).await, "ada");
}

/// The user is still somebody; but what they had come in with is gone.
#[tokio::test]
async fn a_deployment_begun_by_a_certificate_that_was_revoked_takes_nothing_more_away() {
    let start = start(|setup| setup.over(running(quick(), ANYWHERE, &["example:1.0.0@1.service"]))).await;
    start.app.user("ada", "a long password").await;
    let laptop = start.people.sign("laptop");
    let row = start.add("ada", &laptop).await;
    let ada = start.client(&laptop);
    let body = json!({ "source": "[Service]\nExecStartPre=/usr/bin/docker pull example\nExecStart=/bin/run\n",
        "base_revision": 0, "settings": { "wanted": 1, "min": 1, "gate": { "steady_s": 0 } } });
    assert_eq!(start.root.put("/api/v1/apps/example", &body).await.status(), 200);
    start.app.fleet.slow_pull("example:2.0.0@1*", Duration::from_secs(60));
    let request = json!({ "kind": "deploy", "app": "example", "version": "2.0.0" });
    let action = ada.begin(&serde_json::from_value(request).unwrap()).await;
    assert_eq!(start.root.delete(&format!("{FINGERPRINTS}/{}", row.fingerprint)).await.status(), 204);
    let paused = eventually("it is paused", async || {
        let action = start.root.action(&action.id).await;
        matches!(action.view.state, ActionState::Paused { .. }).then_some(action)
    });
    let ActionState::Paused { reason, .. } = paused.await.view.state else { unreachable!() };
    assert!(reason.starts_with("The client certificate by which ada began this was revoked"), "{reason}");
    assert!(names(&start.app.fleet).contains(&"example:1.0.0@1.service".to_owned()));
}

/// Nobody ever added that certificate: its name was believed because its authority was.
#[tokio::test]
async fn a_deployment_begun_by_a_name_ends_with_the_authority_that_vouched_for_it() {
    let start = start(|setup| {
        setup.env("QUARTERDECK_CLIENT_NAMES", "true").over(running(
            quick(),
            ANYWHERE,
            &["example:1.0.0@1.service"],
        ))
    })
    .await;
    start.app.user("ada", "a long password").await;
    let ada = start.client(&start.people.sign("ada"));
    let body = json!({ "source": "[Service]\nExecStartPre=/usr/bin/docker pull example\nExecStart=/bin/run\n",
        "base_revision": 0, "settings": { "wanted": 1, "min": 1, "gate": { "steady_s": 0 } } });
    assert_eq!(start.root.put("/api/v1/apps/example", &body).await.status(), 200);
    start.app.fleet.slow_pull("example:2.0.0@1*", Duration::from_secs(24 * 3_600));
    let request = json!({ "kind": "deploy", "app": "example", "version": "2.0.0" });
    let action = ada.begin(&serde_json::from_value(request).unwrap()).await;
    let others = Authority::new("others");
    std::fs::write(start.files.path("ca.pem"), others.pem()).unwrap();
    eventually("the authority is replaced", async || {
        start.app.clock.advance(11_000);
        ada.try_get("/api/v1/session").await.is_none_or(|answer| answer.status() == 401).then_some(())
    })
    .await;
    start.app.fleet.clear_scripts();
    start.app.fleet.advance(Duration::from_secs(2 * 24 * 3_600));
    let reason = eventually("it is paused", async || match start.root.action(&action.id).await.view.state {
        ActionState::Paused { reason, .. } if reason.contains("client certificate") => Some(reason),
        _ => None,
    })
    .await;
    assert!(reason.contains("of an authority that is no longer believed"), "{reason}");
    assert!(names(&start.app.fleet).contains(&"example:1.0.0@1.service".to_owned()));
    // Whoever is somebody lets it go on.
    let path = format!("/api/v1/clusters/default/actions/{}/commands", action.id);
    assert_eq!(start.root.post(&path, &json!({ "kind": "resume" })).await.status(), 200);
    assert_eq!(start.root.ended(&action.id).await.view.state, ActionState::Done);
}

#[tokio::test]
async fn no_other_site_acts_with_a_browsers_certificate() {
    let start = start(|setup| setup.env("QUARTERDECK_CLIENT_NAMES", "true")).await;
    start.app.user("ada", "a long password").await;
    let ada = start.client(&start.people.sign("ada"));
    let body = json!({ "name": "made", "role": "admin", "days": 1 });
    for (name, value) in
        [("origin", "https://evil.example.org"), ("sec-fetch-site", "cross-site"), ("origin", "null")]
    {
        for (method, path) in [
            (Method::POST, "/api/v1/tokens"),
            (Method::PUT, "/fleet/v1/units/a@1.service"),
            (Method::DELETE, "/fleet/v1/units/a@1.service"),
        ] {
            let answer = ada.send(ada.request(method, path).header(name, value).json(&body)).await;
            assert_eq!(answer.status(), 403, "{name}: {value} {path}: {}", answer.text());
        }
    }
    assert!(start.root.record().await.iter().all(|row| row.outcome != Outcome::Done || row.actor != "ada"));
}

#[tokio::test]
async fn a_token_or_a_session_comes_before_the_certificate() {
    let start = start(|setup| setup.env("QUARTERDECK_CLIENT_NAMES", "true")).await;
    start.app.user("ada", "a long password").await;
    start.app.user("grace", "a long password").await;
    let ada = start.client(&start.people.sign("ada"));
    assert_eq!(who(&ada.clone().with_token(&start.root.bearer())).await, "ci");
    let grace = ada.sign_in("grace", "a long password").await;
    assert_eq!(who(&grace).await, "grace");
    // A bad token is refused, whatever else came along; a session that has ended is none.
    let wrong = ada.clone().with_token(&format!("qd_{}", "0".repeat(72)));
    assert_eq!(wrong.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    grace.delete("/api/v1/session").await;
    assert_eq!(who(&grace).await, "ada");
}
