//! Whatever is read, nothing is changed by it: neither at Fleet nor in the database.

use reqwest::Method;
use serde_json::Value;
use shared::screen::Pairing;

use crate::harness::{ANYWHERE, CLUSTER, Setup, TestApp, launch, quick, writes};

/// What a request changes by being made: when its credentials were last used.
const USES: [(&str, &str); 3] =
    [("sessions", "seen_ms"), ("tokens", "used_ms"), ("client_certificates", "used_ms")];

/// All that is stored, a row a line.
pub(crate) async fn stored(app: &TestApp) -> Vec<String> {
    let tables =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let mut all = Vec::new();
    // The past goes on by itself, whoever looks.
    for table in app.rows(tables).await.into_iter().filter(|table| table != "history") {
        let columns = app.rows(&format!("SELECT name FROM pragma_table_info('{table}')")).await;
        let told: Vec<String> = columns
            .iter()
            .filter(|column| !USES.contains(&(table.as_str(), column.as_str())))
            .map(|column| format!("'{column}=' || quote(\"{column}\")"))
            .collect();
        let rows = format!("SELECT {} FROM \"{table}\" ORDER BY 1", told.join(" || ' ' || "));
        all.extend(app.rows(&rows).await.into_iter().map(|row| format!("{table}: {row}")));
    }
    all
}

/// What a wall display reads, and nobody else.
const OF_SCREENS: [&str; 3] =
    ["/api/v1/screens/pairings/mine", "/api/v1/screens/self", "/api/v1/screens/self/events"];

#[tokio::test]
async fn no_get_and_no_head_changes_anything() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    let action = app.carry_out(&ada, &launch("example", "1.0.0", 1)).await.view.id;
    let document: Value = ada.get("/api/v1/openapi.json").await.json();
    let mut paths: Vec<String> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, item)| item.get("get").is_some())
        .map(|(path, _)| path.clone())
        .collect();
    assert!(paths.len() > 10, "{paths:?}");
    paths.extend(
        ["/", "/units", "/healthz", "/readyz", "/metrics", "/fleet/v1/units", "/fleet/v1/state"]
            .map(str::to_owned),
    );
    // What stands outside of the description, and what only writes know.
    paths.extend(["/plans", "/apps/example/versions/1.0.0"].map(|path| format!("{CLUSTER}{path}")));
    paths.push(format!("{CLUSTER}/actions/{action}/undo"));
    paths.push(format!("{CLUSTER}/actions/{action}/commands"));

    let machine = ada.snapshot().await.machines.remove(0).id;
    let waiting: Pairing = app.nobody().post("/api/v1/screens/pairings", &()).await.json();
    app.fleet.clear_requests();
    // Nobody's session counts on Fleet's paths.
    let script = app.token().await;
    let before = stored(&app).await;
    for path in &paths {
        // The way to a provider keeps what the browser was sent there with, and needs one; see its own tests.
        // What only a display's cookie reads is none for a person; see the screens' tests.
        if path.contains("/oidc") || OF_SCREENS.contains(&path.as_str()) {
            continue;
        }
        let filled = path
            .replace("{app}", "example")
            .replace("{version}", "1.0.0")
            .replace("{cluster}", "default")
            .replace("{unit}", "example:1.0.0@1.service")
            .replace("{machine}", machine.as_str())
            .replace("{code}", &waiting.code)
            .replace("{id}", action.as_str())
            .replace("{name}", "ada")
            .replace("{user}", "ada");
        for method in [Method::GET, Method::HEAD] {
            // Only the head: a stream's body has no end.
            let (who, filled) = match path.as_str() {
                path if path.starts_with("/fleet/") => (&script, filled.clone()),
                "/api/v1/events" => (&ada, format!("{filled}?cluster=default")),
                _ => (&ada, filled.clone()),
            };
            // As a browser asks for pages.
            let request = who.request(method.clone(), &filled).header("accept", "text/html, */*");
            let answer = request.send().await.unwrap();
            // Fleet knows no HEAD.
            let is_unknown =
                path.starts_with(CLUSTER) || (path.starts_with("/fleet/") && method == Method::HEAD);
            let expected = if is_unknown { 405 } else { 200 };
            assert_eq!(answer.status(), expected, "{method} {path}");
        }
    }
    assert!(before.iter().any(|row| row.starts_with("actions: ")), "{before:?}");
    assert_eq!(before, stored(&app).await);
    assert!(writes(&app.fleet).is_empty());
}
