//! Starting plans, watching and undoing them.

use gloo_net::http::Method;
use shared::action::{ActionDetail, ActionView, StartAction};
use shared::approval::{ApproveAction, DeclineAction};
use shared::{ActionId, ClusterName};

use super::{Answer, clusters, decode, with_body};

/// Starts a plan that the person has seen. `key` names the click.
pub async fn start(cluster: &ClusterName, input: &StartAction, key: &str) -> Answer<ActionView> {
    decode(&with_body(Method::POST, &path(cluster), input, Some(key)).await?)
}

/// The newest actions, newest first.
pub async fn list(cluster: &ClusterName) -> Answer<Vec<ActionView>> {
    super::get(&path(cluster)).await
}

/// One action with its steps.
pub async fn get(cluster: &ClusterName, id: &ActionId) -> Answer<ActionDetail> {
    super::get(&format!("{}/{id}", path(cluster))).await
}

/// Takes an action back while it still waits.
pub async fn undo(cluster: &ClusterName, id: &ActionId) -> Answer<ActionView> {
    super::post(&format!("{}/{id}/undo", path(cluster)), &serde_json::json!({})).await
}

/// Approves what somebody asked for, with the plan that was seen.
pub async fn approve(cluster: &ClusterName, id: &ActionId, input: &ApproveAction) -> Answer<ActionView> {
    super::post(&format!("{}/{id}/approve", path(cluster)), input).await
}

/// Ends what waits for approval: declines it for a reason, or withdraws what one has asked for oneself.
pub async fn end_asked(cluster: &ClusterName, id: &ActionId, reason: Option<String>) -> Answer<ActionView> {
    let path = format!("{}/{id}", path(cluster));
    match reason {
        Some(reason) => super::post(&format!("{path}/decline"), &DeclineAction { reason }).await,
        None => super::post(&format!("{path}/withdraw"), &serde_json::json!({})).await,
    }
}

fn path(cluster: &ClusterName) -> String {
    format!("{}/actions", clusters::path(cluster))
}
