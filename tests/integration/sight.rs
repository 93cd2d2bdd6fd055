//! What is kept back from those who may see a part: secrets in options, and whatever tells of hidden apps.

use std::time::{Duration, Instant};

use fleet::DesiredState;
use fleet_sim::UnitPut;
use reqwest::Method;
use serde_json::{Value, json};
use shared::policy::Limits;
use shared::spec::Spec;
use shared::view::{ClusterView, UnitDetail};

use crate::harness::{CLUSTER, Client, Setup, TestApp, eventually, launch, options, quick, running};

/// Known by its place in the options alone.
const SECRET: &str = "orange-piano-42";
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

/// All that can be read, with what a plan and the lint answer.
async fn everything(client: &Client, unit: &str, actions: &[String]) -> Vec<(String, String)> {
    let mut paths: Vec<String> = ["snapshot", "actions", "deployments", "drift", "units/{unit}"]
        .iter()
        .map(|path| format!("{CLUSTER}/{}", path.replace("{unit}", unit)))
        .collect();
    paths.extend(actions.iter().map(|id| format!("{CLUSTER}/actions/{id}")));
    paths.extend(
        [
            "/api/v1/apps",
            "/api/v1/apps/web",
            "/api/v1/apps/web/history",
            "/api/v1/audit",
            "/api/v1/session",
            "/metrics",
        ]
        .map(str::to_owned),
    );
    for path in ["units", "state", "machines"] {
        paths.push(format!("/fleet/v1/{path}"));
    }
    paths.push(format!("/fleet/v1/units/{unit}"));
    paths.push(format!("/fleet/v1/state/{unit}"));
    let mut answers = Vec::new();
    for path in paths {
        let answer = client.get(&path).await;
        assert!(answer.status() < 500, "{path}: {}", answer.text());
        answers.push((path, answer.text()));
    }
    let plans = [
        json!({"kind": "launch", "app": "web", "version": "3.0.0", "count": 1}),
        json!({"kind": "deploy", "app": "web", "version": "3.0.0"}),
        json!({"kind": "remove_app", "app": "web"}),
        json!({"kind": "restart_app", "app": "web"}),
    ];
    for plan in plans {
        let answer = client.post(&format!("{CLUSTER}/plans"), &plan).await;
        answers.push((plan.to_string(), answer.text()));
        let body = json!({"request": plan, "plan_hash": "0".repeat(64)});
        let start = client.request(Method::POST, &format!("{CLUSTER}/actions")).json(&body);
        let answer = client.send(start.header("idempotency-key", "never")).await;
        assert_ne!(answer.status(), 202);
        answers.push((format!("start {plan}"), answer.text()));
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
    let written = everything(&ada, unit, &actions).await;
    for path in ["units/web:1.0.0@1.service", "/api/v1/apps/web", &actions[0]] {
        let (_, text) = written.iter().find(|(of, _)| of.ends_with(path)).unwrap();
        assert!(text.contains(SECRET), "{path}");
    }
    for (role, pattern, client, mut stream) in streams {
        for (path, text) in everything(&client, unit, &actions).await {
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
    let began = Instant::now();
    stream.next_named("resync").await;
    println!("a changed grant was told after {:?}", began.elapsed());
    assert_eq!(names().await, ["web:1@1.service"]);
    // From here on the stream is that of the new sight.
    for unit in ["db:2@1.service", "web:2@1.service"] {
        app.fleet.put_unit(unit, UnitPut::new(options(TEMPLATE), DesiredState::Launched)).unwrap();
    }
    let change = stream.next_named("change").await;
    assert!(change.data.contains("web:2@1.service") && !change.data.contains("db:"), "{}", change.data);
    // Nothing is left to see: it says so, and ends.
    give(None).await;
    let began = Instant::now();
    stream.next_named("resync").await;
    println!("a grant taken away was told after {:?}", began.elapsed());
    assert_eq!(stream.next().await, None);
    assert_eq!(bob.get(&format!("{CLUSTER}/snapshot")).await.status(), 404);
}

#[tokio::test]
async fn what_ends_a_session_ends_its_streams() {
    let app = TestApp::start().await;
    let bob = app.admin("bob").await;
    let mut stream = bob.events(None).await;
    assert_eq!(bob.delete("/api/v1/session").await.status(), 204);
    let began = Instant::now();
    stream.next_named("signed_out").await;
    println!("a sign-out was told after {:?}", began.elapsed());
    assert_eq!(stream.next().await, None);
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
