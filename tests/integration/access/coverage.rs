//! Every endpoint of the API has its cases: anonymous, with too little, allowed, and with another app. An endpoint that is
//! not in the table fails the test, and where a case can't exist the table says why.

mod open;
mod recorded;
mod router;
mod table;

use reqwest::Method;
use serde_json::{Value, json};
use server::store::NewIdentity;
use shared::UserName;
use shared::account::CreatedToken;
use shared::plan::PlanRequest;
use shared::policy::Limits;
use shared::screen::Pairing;

use table::{Case, Row, table};

use super::{two_apps, two_apps_by};
use crate::harness::{Client, Setup, TestApp, remove_unit};

/// An endpoint's id, method and path, and whether it is open to everybody.
type Operation = (String, Method, String, bool);

/// Everybody who takes part, and what there is.
struct Scene {
    app: TestApp,
    ada: Client,
    vera: Client,
    eve: Client,
    bob: Client,
    action_id: String,
    /// What there is to end, as it is named in a path.
    session_id: String,
    token_id: String,
    grant_id: String,
    identity_id: &'static str,
    screen: Client,
    screen_id: String,
    /// Of a display that nobody has confirmed yet.
    code: String,
    machine_id: String,
}

impl Scene {
    async fn set() -> Self {
        // Nobody answers there, and nobody is asked: the provider is needed for a link to it alone.
        let setup = Setup::new()
            .env("QUARTERDECK_PUBLIC_URL", "http://localhost:8080")
            .env("QUARTERDECK_OIDC_ISSUER", "http://127.0.0.1:1")
            .env("QUARTERDECK_OIDC_CLIENT_ID", "quarterdeck");
        let (app, ada) = two_apps_by(setup).await;
        let done = app.carry_out(&ada, &remove_unit("checkout:1@1.service")).await;
        let back = PlanRequest::Restore { action: done.view.id.clone() };
        app.carry_out(&ada, &back).await;
        let vera = app.person("vera", &[("viewer", "*")]).await;
        let name = UserName::parse("vera").unwrap();
        let identity = NewIdentity {
            id: "link",
            issuer: "http://127.0.0.1:1",
            subject: "2",
            user: &name,
            created_by: "ada",
            now_ms: 1,
        };
        app.server.store.insert_identity(identity).await.unwrap();
        let body = json!({"name": "spare", "role": "viewer", "days": 1});
        let token: CreatedToken = ada.post("/api/v1/tokens", &body).await.json();
        let (screen, row) = app.screen(&ada, "Kitchen", &["*"]).await;
        let waiting: Pairing = app.nobody().post("/api/v1/screens/pairings", &()).await.json();
        Self {
            screen,
            screen_id: row.id,
            code: waiting.code,
            eve: app.person("eve", &[]).await,
            bob: app.person("bob", &[("operator", "web-*")]).await,
            action_id: done.view.id.to_string(),
            session_id: app.server.store.sessions_of(&name).await.unwrap().remove(0).id,
            token_id: token.token.id,
            grant_id: app.give("vera", "viewer", "spare", Limits::NONE).await,
            identity_id: "link",
            machine_id: ada.snapshot().await.machines.remove(0).id.to_string(),
            vera,
            app,
            ada,
        }
    }

    fn path(&self, path: &str) -> String {
        let name = match path {
            path if path.contains("groups") => "web",
            path if path.contains("users") => "vera",
            _ => "seers",
        };
        let id = match path {
            path if path.contains("actions") => self.action_id.as_str(),
            path if path.contains("users") => self.session_id.as_str(),
            path if path.contains("tokens") => self.token_id.as_str(),
            path if path.contains("grants") => self.grant_id.as_str(),
            path if path.contains("identities") => self.identity_id,
            path if path.contains("screens") => self.screen_id.as_str(),
            _ => "0",
        };
        let filled = path
            .replace("{cluster}", "default")
            .replace("{app}", "checkout")
            .replace("{version}", "1")
            .replace("{code}", &self.code)
            .replace("{unit}", "checkout:1@1.service")
            .replace("{machine}", &self.machine_id)
            .replace("{fingerprint}", &"cd".repeat(32))
            .replace("{name}", name)
            .replace("{id}", id);
        assert!(!filled.contains('{'), "tell this test how to fill {path}");
        if path.ends_with("/events") { format!("{filled}?cluster=default") } else { filled }
    }

    /// The status, and the body; of a stream how it begins.
    async fn ask(&self, who: &Client, method: &Method, path: &str, body: &Value) -> (u16, String) {
        let mut request = who.request(method.clone(), &self.path(path)).header("idempotency-key", "cover");
        if !body.is_null() {
            request = request.json(body);
        }
        let mut response = request.send().await.unwrap();
        let status = response.status().as_u16();
        if status != 200 || !path.ends_with("/events") {
            return (status, response.text().await.unwrap());
        }
        let mut text = String::new();
        while !text.contains("event: freshness") {
            let chunk = response.chunk().await.unwrap().expect("the stream goes on");
            text += std::str::from_utf8(&chunk).unwrap();
        }
        (status, text)
    }

    /// The endpoints of the description.
    async fn operations(&self) -> Vec<Operation> {
        let document: Value = self.app.nobody().get("/api/v1/openapi.json").await.json();
        let mut operations = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let Ok(method) = Method::from_bytes(method.to_uppercase().as_bytes()) else { continue };
                if let Some(id) = operation["operationId"].as_str() {
                    let is_open = operation["security"] == json!([{}]);
                    operations.push((id.to_owned(), method, path.clone(), is_open));
                }
            }
        }
        operations
    }

    async fn check(&self, case: &Case, (method, path, row): (&Method, &str, &Row)) {
        let (who, status) = match case {
            Case::Viewer(status) => (&self.vera, *status),
            Case::Nobody(status) => (&self.eve, *status),
            Case::OfAnotherApp(status) => (&self.bob, *status),
            Case::None(reason) => return assert!(!reason.is_empty(), "{}: no reason", row.id),
        };
        let (got, text) = self.ask(who, method, path, &row.body).await;
        assert_eq!(got, status, "{}: {text}", row.id);
        let is_told = status == 200 && !matches!(case, Case::Viewer(_)) && text.contains("checkout");
        assert!(!is_told, "{} tells of an app that is not seen: {text}", row.id);
    }
}

fn found<'a>(operations: &'a [Operation], row: &Row) -> &'a Operation {
    let found = operations.iter().find(|(id, ..)| id == row.id);
    found.unwrap_or_else(|| panic!("{} is no endpoint any more: take it from the table", row.id))
}

#[tokio::test]
async fn what_is_sensitive_is_confirmed_and_nothing_else() {
    const TEN_MINUTES_MS: u64 = 10 * 60_000;
    let scene = Scene::set().await;
    let operations = scene.operations().await;
    scene.app.clock.advance(TEN_MINUTES_MS);
    // Confirming itself is told apart: ada came in by a link, and has nothing to confirm with.
    for row in table().into_iter().filter(|row| row.id != "step_up") {
        let (_, method, path, _) = found(&operations, &row);
        let (status, text) = scene.ask(&scene.ada, method, path, &row.body).await;
        let asks = status == 403 && text.contains("step_up_needed");
        assert_eq!(asks, row.confirmed, "{}: {status} {text}", row.id);
    }
}

#[tokio::test]
async fn every_endpoint_has_its_cases() {
    let scene = Scene::set().await;
    let operations = scene.operations().await;
    let rows = table();
    for (id, ..) in &operations {
        assert!(rows.iter().any(|row| row.id == id), "{id} has no cases: add it to the table in this file");
    }
    let of = |row: &Row| found(&operations, row);
    let nobody = scene.app.nobody();
    for row in &rows {
        let (_, method, path, is_open) = of(row);
        let (status, text) = scene.ask(&nobody, method, path, &row.body).await;
        assert_eq!(status == 401, !is_open, "{} without credentials: {status} {text}", row.id);
        scene.check(&row.under, (method, path, row)).await;
        scene.check(&row.wrong_app, (method, path, row)).await;
    }
    for row in &rows {
        let (_, method, path, _) = of(row);
        let (status, text) = scene.ask(&scene.ada, method, path, &row.body).await;
        assert_eq!(status, row.allowed, "{}: {text}", row.id);
    }
}

/// Not one of them asks the policy: they do not get as far. What is open to everybody is open to it as to nobody.
#[tokio::test]
async fn a_screen_gets_nothing_but_its_view() {
    const ITS_VIEW: [&str; 2] = ["get_screen_self", "stream_screen"];
    const OPEN_WRITES: [&str; 6] = [
        "ask_pairing",
        "create_session",
        "create_session_with_code",
        "look_at_invitation",
        "open_link",
        "take_invitation",
    ];
    let scene = Scene::set().await;
    let mut open_writes = Vec::new();
    for (id, method, path, is_open) in &scene.operations().await {
        if ITS_VIEW.contains(&id.as_str()) {
            assert_eq!(method, Method::GET, "{id}");
            continue;
        }
        if *is_open {
            open_writes.extend((method != Method::GET).then_some(id.clone()));
            continue;
        }
        let row = table().into_iter().find(|row| row.id == id).unwrap();
        let (status, text) = scene.ask(&scene.screen, method, path, &row.body).await;
        assert!(status == 403 && text.contains("only_a_screen"), "{id}: {status} {text}");
    }
    open_writes.sort();
    assert_eq!(open_writes, OPEN_WRITES);
    let before = crate::harness::written(&scene.app.fleet);
    let unit = "/fleet/v1/units/checkout:1@1.service";
    for (method, path) in [
        (Method::GET, "/metrics"),
        (Method::GET, "/fleet/v1/units"),
        (Method::GET, "/fleet/v1/machines"),
        (Method::GET, unit),
        (Method::PUT, unit),
        (Method::DELETE, unit),
    ] {
        let request = scene.screen.request(method.clone(), path).json(&json!({"desiredState": "inactive"}));
        // On Fleet's own paths no cookie counts, whosever it is.
        let expected = if path == "/metrics" { 403 } else { 401 };
        assert_eq!(scene.screen.send(request).await.status(), expected, "{method} {path}");
    }
    assert_eq!(crate::harness::written(&scene.app.fleet), before);
}

#[tokio::test]
async fn what_stands_outside_of_the_description_asks_as_well() {
    let (app, _ada) = two_apps().await;
    let scripts = [
        (app.script("nobodys", "viewer", "none"), [403, 200, 404, 403, 404, 403]),
        (app.script("viewers", "viewer", "*"), [403, 200, 200, 403, 403, 403]),
        (app.script("bobs", "operator", "web-*"), [403, 200, 404, 403, 404, 403]),
    ];
    let unit = "/fleet/v1/units/checkout:1@1.service";
    let options = json!([{"section": "Service", "name": "ExecStart", "value": "/bin/sh"}]);
    let calls = [
        (Method::GET, "/metrics", Value::Null),
        (Method::GET, "/fleet/v1/units", Value::Null),
        (Method::GET, unit, Value::Null),
        (Method::PUT, unit, json!({"desiredState": "launched", "options": options})),
        (Method::DELETE, unit, Value::Null),
        (Method::PATCH, "/fleet/v1/machines", json!([{"op": "add", "path": "/m1/metadata/a", "value": "b"}])),
    ];
    for (script, expected) in scripts {
        let script = script.await;
        for ((method, path, body), expected) in calls.iter().zip(expected) {
            let mut request = script.request(method.clone(), path);
            if !body.is_null() {
                request = request.json(body);
            }
            let answer = script.send(request).await;
            assert_eq!(answer.status(), expected, "{method} {path}: {}", answer.text());
        }
    }
    let nobody = app.nobody();
    for (method, path, body) in calls {
        let answer = nobody.send(nobody.request(method.clone(), path).json(&body)).await;
        assert_eq!(answer.status(), 401, "{method} {path}");
    }
    assert_eq!(crate::harness::written(&app.fleet), Vec::<String>::new());
}
