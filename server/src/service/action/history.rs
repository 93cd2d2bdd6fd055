//! The history of deployments, as far as whoever asks may see it.

use shared::policy::{Actor, Scope, Verb, may};
use shared::{ClusterName, action::ActionView};

use super::present;
use crate::app::App;
use crate::error::Result;
use crate::store::DeploymentFilter;

/// A cluster's deployments, the newest first; only those of apps that the actor may view.
pub async fn history(
    app: &App,
    actor: &Actor,
    cluster: &ClusterName,
    mut filter: DeploymentFilter,
) -> Result<Vec<ActionView>> {
    let wanted = usize::try_from(filter.limit).unwrap_or(usize::MAX);
    let mut rows = Vec::new();
    loop {
        let page = app.store.deployments(cluster, &filter).await?;
        let is_last = page.len() < wanted;
        if let Some(last) = page.last() {
            filter.before_ms = Some(last.started_ms);
            filter.before_id = Some(last.id.clone());
        }
        let mut page: Vec<ActionView> = page.into_iter().map(|head| present(app, head)).collect();
        page.retain(|view| match view.request.app() {
            Some(name) => may(actor, Verb::View, Scope::app(cluster, &name)).is_ok(),
            None => false,
        });
        rows.append(&mut page);
        // What was left out does not make a page short: its length says whether there is more.
        if is_last || rows.len() >= wanted {
            rows.truncate(wanted);
            return Ok(rows);
        }
    }
}
