//! The server's API as people and scripts use it, of a server that may be gone at any moment.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use fleet::{DesiredState, UnitName};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::action::{ActionDetail, ActionView, StartAction};
use shared::deployment::{AppSettings, Command};
use shared::plan::{Confirm, Plan, PlanRequest};
use shared::{ActionId, ErrorCode};
use tokio::time::{Duration, timeout};

use crate::http::Connection;

const CLUSTER: &str = "/api/v1/clusters/default";
/// Longer than the server lets anybody wait: who takes a deployment over does until that one has ended.
const ANSWERS_WITHIN: Duration = Duration::from_secs(40);

/// A caller with a token.
pub(crate) struct Api {
    address: SocketAddr,
    headers: String,
}

/// What came of a call.
#[derive(Debug)]
pub(crate) enum Said<T> {
    /// It worked.
    Yes(T),
    /// It said no, and why.
    No(ErrorCode, String),
}

impl Api {
    pub(crate) fn new(address: SocketAddr, token: &str) -> Self {
        let headers = format!(
            "authorization: Bearer {token}\r\ncontent-type: application/json\r\nconnection: close\r\n"
        );
        Self { address, headers }
    }

    /// Writes an app's template and settings, over whatever is there.
    pub(crate) async fn write_app(&self, app: &str, source: &str, settings: &AppSettings) -> Result<()> {
        let body = json!({ "source": source, "base_revision": 0, "settings": settings });
        let path = format!("/api/v1/apps/{app}");
        match self.call::<Value>("PUT", &path, "", &body).await? {
            Said::Yes(_) => Ok(()),
            // It was killed after it was written and before it was said.
            Said::No(ErrorCode::Conflict, _) => Ok(()),
            Said::No(code, message) => anyhow::bail!("{app}: {code:?} {message}"),
        }
    }

    /// Writes an app that is not there yet.
    pub(crate) async fn write_new_app(&self, app: &str, body: &Value) -> Result<Said<Value>> {
        self.call("PUT", &format!("/api/v1/apps/{app}"), "", body).await
    }

    pub(crate) async fn plan(&self, request: &PlanRequest) -> Result<Said<Plan>> {
        self.call("POST", &format!("{CLUSTER}/plans"), "", request).await
    }

    /// Starts a plan; the same key any number of times is one action.
    pub(crate) async fn start(
        &self,
        plan: &Plan,
        key: &str,
        takes_over: Option<ActionId>,
    ) -> Result<Said<ActionView>> {
        let confirmation = match &plan.confirm {
            Confirm::TypeName { name, .. } => Some(name.clone()),
            Confirm::None | Confirm::List => None,
        };
        let body = StartAction {
            request: plan.request.clone(),
            plan_hash: plan.hash.clone(),
            confirmation,
            note: format!("crash test, {key}"),
            takes_over,
        };
        self.call("POST", &format!("{CLUSTER}/actions"), &format!("idempotency-key: {key}\r\n"), &body).await
    }

    pub(crate) async fn command(&self, id: &ActionId, command: &Command) -> Result<Said<Value>> {
        self.call("POST", &format!("{CLUSTER}/actions/{id}/commands"), "", command).await
    }

    pub(crate) async fn action(&self, id: &ActionId) -> Result<ActionDetail> {
        match self.call("GET", &format!("{CLUSTER}/actions/{id}"), "", &Value::Null).await? {
            Said::Yes(action) => Ok(action),
            Said::No(code, message) => anyhow::bail!("action {id}: {code:?} {message}"),
        }
    }

    /// Sets a unit's desired state past all plans, as `fleetctl` does. The answer's status.
    pub(crate) async fn write_raw(&self, unit: &UnitName, desired: DesiredState) -> Result<u16> {
        let body = json!({ "desiredState": desired.as_str() }).to_string();
        let path = format!("/fleet/v1/units/{unit}");
        let exchange = async {
            let mut connection = Connection::open(self.address).await?;
            connection.call("PUT", &path, &self.headers, body.as_bytes()).await
        };
        let answer =
            timeout(ANSWERS_WITHIN, exchange).await.with_context(|| format!("PUT {path}: no answer"))??;
        Ok(answer.status)
    }

    /// Whether it has read its Fleet.
    pub(crate) async fn is_ready(&self) -> bool {
        let ready = async {
            let mut connection = Connection::open(self.address).await?;
            connection.call("GET", "/readyz", "connection: close\r\n", b"").await
        };
        matches!(timeout(ANSWERS_WITHIN, ready).await, Ok(Ok(answer)) if answer.status == 200)
    }

    async fn call<T: DeserializeOwned>(
        &self,
        method: &str,
        path: &str,
        headers: &str,
        body: &impl serde::Serialize,
    ) -> Result<Said<T>> {
        let body = if method == "GET" { Vec::new() } else { serde_json::to_vec(body)? };
        let exchange = async {
            let mut connection = Connection::open(self.address).await?;
            connection.call(method, path, &format!("{}{headers}", self.headers), &body).await
        };
        let answer = timeout(ANSWERS_WITHIN, exchange)
            .await
            .with_context(|| format!("{method} {path}: no answer"))??;
        if answer.status < 300 {
            let said = serde_json::from_slice(&answer.body);
            return said.map(Said::Yes).with_context(|| format!("{method} {path}: answered otherwise"));
        }
        let error: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        ensure!(error["code"].is_string(), "{method} {path}: {} without a code", answer.status);
        let code = serde_json::from_value(error["code"].clone()).unwrap_or(ErrorCode::Internal);
        Ok(Said::No(code, error["message"].as_str().unwrap_or_default().to_owned()))
    }
}
