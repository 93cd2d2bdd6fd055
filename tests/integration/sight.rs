//! What is kept back from those who may see a part: secrets in options, and whatever tells of hidden apps.

use std::time::Duration;

use fleet::DesiredState;
use fleet_sim::UnitPut;
use reqwest::Method;
use serde_json::{Value, json};
use shared::policy::Limits;
use shared::spec::Spec;
use shared::view::{ClusterView, UnitDetail};

use crate::harness::{Answer, CLUSTER, Client, Setup, TestApp, eventually, launch, options, quick, running};

/// Known by its place in the options alone.
const SECRET: &str = "orange-piano-42";
/// Other rights, or none, have reached every open stream after so much at the latest, by the server's clock.
const AT_MOST_MS: u64 = 5_000;
const TEMPLATE: &str = "[Service]\nEnvironment=\"DB=orange-piano-42 x\" PORT=8080\n\
    ExecStart=/usr/bin/docker run -e KEY=orange-piano-42 --password orange-piano-42 app {app} {version}\n\
    ExecStop=/usr/bin/curl http://ada:orange-piano-42@host/{app}\n";

async fn start(units: &[&str]) -> TestApp {
    let app = Setup::new().over(running(quick(), TEMPLATE, units)).start().await;
    let cluster = app.server.clusters.default_cluster();
    cluster.look();
    eventually("all units are known", async || (cluster.snapshot().units.len() == units.len()).then_some(()))
        .await;
    app
}

/// All that can be read, with what plans and the lint answer.
async fn everything(app: &TestApp, client: &Client, unit: &str, actions: &[String]) -> Vec<(String, Answer)> {
    let machine = app.fleet.machines()[0].id.to_string();
    let mut paths = Vec::new();
    for id in actions {
        let fill = [
            ("{cluster}", "default"),
            ("{app}", "web"),
            ("{unit}", unit),
            ("{machine}", machine.as_str()),
            ("{id}", id.as_str()),
            ("{name}", "ada"),
        ];
        paths.extend(app.reads(&fill).await);
    }
    for path in ["units", "state", "machines"] {
        paths.push(format!("/fleet/v1/{path}"));
    }
    paths.push(format!("/fleet/v1/units/{unit}"));
    paths.push(format!("/fleet/v1/state/{unit}"));
    paths.sort();
    paths.dedup();
    let mut answers = client.read_all(&paths).await;
    // Of the app's own template it is told nothing that whoever asks has not sent.
    let lint = json!({"source": "[Service]\nExecStart=/bin/run\n", "app": "web", "cluster": "default"});
    answers.push(("lint".to_owned(), client.post("/api/v1/lint", &lint).await));
    let plans = [
        json!({"kind": "launch", "app": "web", "version": "3.0.0", "count": 1}),
        json!({"kind": "deploy", "app": "web", "version": "3.0.0"}),
        json!({"kind": "remove_app", "app": "web"}),
        json!({"kind": "restart_app", "app": "web"}),
    ];
    for plan in plans {
        let answer = client.post(&format!("{CLUSTER}/plans"), &plan).await;
        answers.push((plan.to_string(), answer));
        let body = json!({"request": plan, "plan_hash": "0".repeat(64)});
        let start = client.request(Method::POST, &format!("{CLUSTER}/actions")).json(&body);
        let answer = client.send(start.header("idempotency-key", "never")).await;
        assert_ne!(answer.status(), 202);
        answers.push((format!("start {plan}"), answer));
    }
    answers
}

#[tokio::test]
async fn a_planted_secret_is_read_by_those_alone_who_write_options() {
    let app = start(&["web:1.0.0@1.service", "db:1.0.0@1.service"]).await;
    let ada = app.admin("ada").await;
    for name in ["web", "db"] {
        ada.write_app(name, TEMPLATE).await;
    }
    let mut streams = Vec::new();
    for (name, role) in [("viewing", "viewer"), ("deploying", "deployer"), ("operating", "operator")] {
        for (apps, pattern) in [("all", "*"), ("web", "web*")] {
            let client = app.script(&format!("{name}-{apps}"), role, pattern).await;
            let stream = client.events(None).await;
            streams.push((role, pattern, client, stream));
        }
    }
    let mut actions = Vec::new();
    for name in ["web", "db"] {
        actions.push(app.carry_out(&ada, &launch(name, "2.0.0", 1)).await.view.id.to_string());
    }
    let unit = "web:1.0.0@1.service";
    // Those who write options read them: else this would show nothing.
    // Fleet's own paths are for scripts.
    let mut written = everything(&app, &ada, unit, &actions).await;
    written.retain(|(path, _)| !path.starts_with("/fleet/"));
    for (path, answer) in written.iter().filter(|(path, _)| path.starts_with('/')) {
        assert_eq!(answer.status(), 200, "{path}: {}", answer.text());
    }
    let told = ["units/web:1.0.0@1.service", "/api/v1/apps/web", actions[0].as_str()];
    let is_told = |of: &str| {
        // A plan is told as such, and again to whoever starts it by another hash.
        told.iter().any(|path| of.ends_with(path)) || of.contains("\"launch\"") || of.contains("\"deploy\"")
    };
    let told: Vec<_> = written.iter().filter(|(of, _)| is_told(of)).collect();
    assert_eq!(told.len(), 7, "{told:?}");
    for (of, answer) in told {
        assert!(answer.text().contains(SECRET), "{of}: {}", answer.text());
    }
    for (role, pattern, client, mut stream) in streams {
        for (path, answer) in everything(&app, &client, unit, &actions).await {
            let text = answer.text();
            assert!(!text.contains(SECRET), "{role} on {pattern}: {path}: {text}");
            if pattern == "web*" {
                // The caller's own words come back: no path here names it.
                assert!(!text.contains("db:") && !text.contains("\"db\""), "{role}: {path}: {text}");
            }
        }
        let detail: UnitDetail = client.get(&format!("{CLUSTER}/units/{unit}")).await.json();
        let spec = if role == "operator" { Spec::Masked } else { Spec::Hidden };
        assert_eq!(detail.spec, spec);
        assert_eq!(detail.options.is_empty(), spec == Spec::Hidden);
        assert_eq!(detail.unit_file.contains("PORT=8080"), spec == Spec::Masked, "{}", detail.unit_file);
        let seen = stream.next_named("change").await;
        assert!(seen.data.contains("web:2.0.0@1.service") || pattern == "*", "{}", seen.data);
        for event in [seen, stream.next_named("action").await] {
            assert!(!event.data.contains(SECRET), "{}", event.data);
            // Not the two letters: ids have them too.
            let names_db = ["db:", "\"db\"", " db "].iter().any(|name| event.data.contains(name));
            assert!(pattern == "*" || !names_db, "{}", event.data);
        }
    }
    assert!(
        !format!("{:?}", ada.record().await).contains(SECRET),
        "the record names options, never what they say"
    );
}

#[tokio::test]
async fn lists_for_scripts_leave_out_what_is_hidden_and_their_pages_fit() {
    let names: Vec<String> = (1..=130)
        .flat_map(|number| [format!("db:1@{number}.service"), format!("web:1@{number}.service")])
        .collect();
    let app = start(&names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let web = app.script("web", "operator", "web").await;
    for list in ["units", "state"] {
        let mut seen = Vec::new();
        let mut query = String::new();
        loop {
            let page: Value = web.get(&format!("/fleet/v1/{list}{query}")).await.json();
            let member = if list == "units" { "units" } else { "states" };
            let rows = page[member].as_array().cloned().unwrap_or_default();
            assert!(rows.len() <= 100);
            seen.extend(rows);
            match page["nextPageToken"].as_str() {
                Some(next) => query = format!("?nextPageToken={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), 130, "{list}");
        assert!(seen.iter().all(|row| row["name"].as_str().unwrap().starts_with("web:")));
        // By the hash of what is masked the secret could be tried out.
        let hash = |row: &Value| row["hash"].as_str().is_none_or(|hash| hash == "0".repeat(40));
        assert!(seen.iter().all(hash), "{list}");
    }
    let by_name: Value = web.get("/fleet/v1/state?unitName=db:1@1.service").await.json();
    assert_eq!(by_name, json!({}));
    assert!(matches!(web.get("/fleet/v1/units/db:1@1.service").await.status(), 403 | 404));
    let viewer = app.script("viewer", "viewer", "*").await;
    let page: Value = viewer.get("/fleet/v1/units").await.json();
    assert_eq!(page["units"].as_array().unwrap().len(), 100);
    assert!(page["units"][0].get("options").is_none(), "Fleet leaves out an empty list as well");
    let one: Value = viewer.get("/fleet/v1/units/web:1@1.service").await.json();
    assert!(one.get("options").is_none(), "{one}");
}

#[tokio::test]
async fn a_changed_grant_reaches_an_open_stream() {
    let app = start(&["web:1@1.service", "db:1@1.service"]).await;
    let bob = app.admin("bob").await;
    let give = async |apps: Option<&str>| {
        let store = &app.server.store;
        for grant in store.grants().await.unwrap() {
            store.delete_grant(&grant.id).await.unwrap();
        }
        let Some(apps) = apps else { return };
        app.give("bob", "viewer", apps, Limits::NONE).await;
    };
    let names = async || {
        let view: ClusterView = bob.get(&format!("{CLUSTER}/snapshot")).await.json();
        view.units.iter().map(|row| row.name.to_string()).collect::<Vec<_>>()
    };
    let mut stream = bob.events(None).await;
    assert_eq!(names().await, ["db:1@1.service", "web:1@1.service"]);
    give(Some("web")).await;
    stream.next_named("resync").await;
    assert_eq!(names().await, ["web:1@1.service"]);
    // From here on the stream is that of the new sight.
    for unit in ["db:2@1.service", "web:2@1.service"] {
        app.fleet.put_unit(unit, UnitPut::new(options(TEMPLATE), DesiredState::Launched)).unwrap();
    }
    let change = stream.next_named("change").await;
    assert!(change.data.contains("web:2@1.service") && !change.data.contains("db:"), "{}", change.data);
    // Nothing is left to see: it says so, and ends.
    give(None).await;
    stream.next_named("resync").await;
    assert_eq!(stream.next().await, None);
    assert_eq!(bob.get(&format!("{CLUSTER}/snapshot")).await.status(), 404);
}

#[tokio::test]
async fn a_changed_role_or_group_reaches_an_open_stream_within_five_seconds() {
    let app = Setup::new().clock_by_hand().start().await;
    let ada = app.admin("ada").await;
    let bob = app.person("bob", &[]).await;
    let put = async |path: &str, body: Value| {
        let answer = ada.put(&format!("/api/v1/{path}"), &body).await;
        assert_eq!(answer.status(), 200, "{path}: {}", answer.text());
    };
    let listening = async || {
        put("roles/seers", json!({"verbs": ["view"]})).await;
        put("groups/readers", json!({"members": ["bob"]})).await;
        let mut stream = bob.events(None).await;
        stream.next_named("hello").await;
        stream
    };
    put("roles/seers", json!({"verbs": ["view"]})).await;
    put("groups/readers", json!({"members": ["bob"]})).await;
    let given = ada.post("/api/v1/grants", &json!({"to": {"group": "readers"}, "role": "seers"})).await;
    assert_eq!(given.status(), 201, "{}", given.text());
    for (path, body) in
        [("roles/seers", json!({"verbs": ["audit"]})), ("groups/readers", json!({"members": []}))]
    {
        let mut stream = listening().await;
        put(path, body).await;
        app.clock.advance(AT_MOST_MS);
        stream.next_named("resync").await;
        assert_eq!(stream.next().await, None, "{path}: nothing is left to see");
        assert_eq!(bob.get(&format!("{CLUSTER}/snapshot")).await.status(), 404);
    }
}

/// As the command line does it. This process believes for a second what it has looked up.
#[tokio::test]
async fn rights_that_another_process_takes_reach_an_open_stream() {
    let app = TestApp::start().await;
    let bob = app.person("bob", &[("viewer", "*")]).await;
    let mut stream = bob.events(None).await;
    stream.next_named("hello").await;
    app.execute("DELETE FROM grants").await;
    stream.next_named("resync").await;
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn other_rights_reach_an_open_stream_within_five_seconds() {
    let app = Setup::new().clock_by_hand().start().await;
    let bob = app.person("bob", &[("viewer", "*")]).await;
    let mut stream = bob.events(None).await;
    stream.next_named("hello").await;
    app.give("bob", "viewer", "web", Limits::NONE).await;
    app.take("bob-viewer-*").await;
    app.clock.advance(AT_MOST_MS);
    stream.next_named("resync").await;
    app.take("bob-viewer-web").await;
    app.clock.advance(AT_MOST_MS);
    stream.next_named("resync").await;
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn what_ends_credentials_ends_their_streams_within_five_seconds() {
    let app = Setup::new().clock_by_hand().start().await;
    let (ada, bob, eve) = (app.admin("ada").await, app.admin("bob").await, app.admin("eve").await);
    let body = json!({"name": "adas", "role": "viewer", "days": 1});
    let made: shared::account::CreatedToken = ada.post("/api/v1/tokens", &body).await.json();
    let script = app.nobody().with_token(&made.secret);
    let mut streams = Vec::new();
    for client in [&bob, &eve, &script] {
        let mut stream = client.events(None).await;
        stream.next_named("hello").await;
        streams.push(stream);
    }
    assert_eq!(bob.delete("/api/v1/session").await.status(), 204);
    assert_eq!(ada.patch("/api/v1/users/eve", &json!({"disabled": true})).await.status(), 200);
    assert_eq!(ada.delete(&format!("/api/v1/tokens/{}", made.token.id)).await.status(), 204);
    app.clock.advance(AT_MOST_MS);
    for mut stream in streams {
        stream.next_named("signed_out").await;
        assert_eq!(stream.next().await, None);
    }
}

#[tokio::test]
async fn hostile_names_and_values_stay_text() {
    let long = "x".repeat(10_000);
    let hostile = [
        "<img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "\u{202e}gnp.exe\u{202c}",
        "</script><script>alert(1)</script>",
        long.as_str(),
    ];
    let mut text = "[Service]\nExecStart=/bin/run\n".to_owned();
    for value in &hostile[..4] {
        text += &format!("Environment={value}\n[Unit]\nDescription={value}\n");
    }
    let app = Setup::new().over(running(quick(), &text, &["web:1@1.service"])).start().await;
    for (number, value) in hostile.iter().enumerate() {
        let machine = app.fleet.machines()[0].id.to_string();
        let change = fleet_sim::MetadataChange {
            machine,
            key: format!("k{number}"),
            value: Some((*value).to_owned()),
        };
        app.fleet.with_sim(|sim| sim.change_metadata(vec![change]));
    }
    let ada = app.admin("ada").await;
    eventually("the metadata is known", async || {
        let view: ClusterView = ada.get(&format!("{CLUSTER}/snapshot")).await.json();
        let all = view.machines.iter().flat_map(|machine| machine.metadata.values().cloned());
        let known: Vec<String> = all.collect();
        hostile.iter().all(|value| known.iter().any(|known| known == value)).then_some(())
    })
    .await;
    for path in ["snapshot", "units/web:1@1.service"] {
        let answer = ada.get(&format!("{CLUSTER}/{path}")).await;
        // As JSON, of which no browser makes a page.
        assert_eq!(answer.header("content-type"), "application/json", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{path}");
    }
    let name = "/api/v1/clusters/default/units/%3Cimg%20src%3Dx%3E";
    let refused = ada.get(name).await;
    assert!(refused.status() >= 400 && refused.header("content-type") == "application/json");
    tokio::time::timeout(Duration::from_secs(60), async {
        let mut stream = ada.events(None).await;
        assert!(!stream.next().await.unwrap().data.contains('\n'), "one line an event, whatever it says");
    })
    .await
    .unwrap();
}
