//! Starts the whole server on a free port over a simulated Fleet, and speaks to it as people and scripts do.
//!
//! Nothing here sleeps for a fixed time: `eventually` asks again until what it waits for is so, or a deadline ends.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use fleet_sim::{SimConfig, SimHandle};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;
use server::config::{Config, Database, FleetConfig, LogFormat, Target};
use server::serve::{Running, start};
use server::service::command_line::CommandLine;
use shared::account::NewToken;
use tokio_util::sync::{CancellationToken, DropGuard};

/// How long anything may take before a test gives up on it.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running server with its Fleet.
pub(crate) struct TestApp {
    /// The server.
    pub(crate) server: Running,
    /// The Fleet behind it.
    pub(crate) sim: SimHandle,
    /// A token with every right.
    pub(crate) token: String,
    client: reqwest::Client,
    _fleet: DropGuard,
    _dir: Arc<tempfile::TempDir>,
}

/// Who asks.
#[derive(Clone, Copy)]
pub(crate) enum As<'a> {
    /// Somebody without credentials.
    Nobody,
    /// A script.
    Token(&'a str),
    /// A browser, by its session's cookie.
    Cookie(&'a str),
}

impl TestApp {
    /// Over an empty cluster of three machines in which everything happens forty times as fast.
    pub(crate) async fn start() -> Self {
        Self::over(SimConfig { speed: 40.0, ..SimConfig::empty() }).await
    }

    /// Over this cluster.
    pub(crate) async fn over(sim: SimConfig) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let sim = SimHandle::new(sim);
        let fleet = CancellationToken::new();
        let socket = dir.path().join("fleet.sock");
        let bound = fleet_sim::bind_unix(&socket).await.unwrap();
        tokio::spawn(bound.serve(sim.clone(), fleet.clone()));
        let server = start(config(dir.path(), &format!("unix://{}", socket.display()))).await.unwrap();
        let new = NewToken { name: "test".parse().unwrap(), role: shared::Role::Admin, days: 1 };
        let token = CommandLine::of(&server.app).create_token(new).await.unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let app = Self {
            token: token.secret,
            server,
            sim,
            client,
            _fleet: fleet.drop_guard(),
            _dir: Arc::new(dir),
        };
        eventually("Fleet was read", || async {
            app.server.app.clusters.default_cluster().snapshot().freshness.as_of_ms
        })
        .await;
        app
    }

    /// A request, not yet sent.
    pub(crate) fn request(&self, method: Method, path: &str, who: As<'_>) -> RequestBuilder {
        let request = self.client.request(method, format!("http://{}{path}", self.server.address));
        match who {
            As::Nobody => request,
            As::Token(token) => request.bearer_auth(token),
            As::Cookie(cookie) => request.header("cookie", cookie).header("sec-fetch-site", "same-origin"),
        }
    }

    /// GET as a script with every right.
    pub(crate) async fn get(&self, path: &str) -> (StatusCode, Value) {
        answer(self.request(Method::GET, path, As::Token(&self.token)).send().await.unwrap()).await
    }

    /// A request with a JSON body, as a script with every right.
    pub(crate) async fn send(&self, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
        answer(self.request(method, path, As::Token(&self.token)).json(&body).send().await.unwrap()).await
    }
}

/// Status and JSON body; `null` for an empty one.
pub(crate) async fn answer(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    let text = response.text().await.unwrap();
    let body = if text.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&text).unwrap_or(Value::String(text))
    };
    (status, body)
}

/// Asks until there is an answer.
pub(crate) async fn eventually<T, F>(what: &str, mut ask: impl FnMut() -> F) -> T
where
    F: Future<Output = Option<T>>,
{
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = ask().await {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A server of its own, in its own folder, over this Fleet.
pub(crate) fn config(dir: &Path, endpoint: &str) -> Config {
    Config {
        fleet: FleetConfig {
            target: Target::Endpoint(endpoint.parse().unwrap()),
            ca_file: None,
            identity: None,
        },
        listen: "127.0.0.1:0".parse().unwrap(),
        data_dir: dir.to_owned(),
        database: Database::Sqlite(dir.join("quarterdeck.db")),
        public_url: None,
        tls: None,
        behind_tls_proxy: false,
        log: "warn".to_owned(),
        log_format: LogFormat::Text,
    }
}
