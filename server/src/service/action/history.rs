//! The history of deployments, as far as whoever asks may see it.

use shared::policy::{Actor, Sight};
use shared::{ClusterName, action::ActionView};

use super::present;
use crate::app::App;
use crate::error::Result;
use crate::store::DeploymentFilter;

/// A cluster's deployments, the newest first; only those of apps that the actor may view, and that can be read.
pub async fn history(
    app: &App,
    actor: &Actor,
    cluster: &ClusterName,
    mut filter: DeploymentFilter,
) -> Result<Vec<ActionView>> {
    let sight = Sight::of(actor, cluster);
    if filter.app.as_ref().is_some_and(|of| !sight.sees(Some(of))) {
        return Ok(Vec::new());
    }
    let wanted = usize::try_from(filter.limit).unwrap_or(usize::MAX);
    let mut rows = Vec::new();
    loop {
        let page = app.store.deployments(cluster, &filter).await?;
        let is_last = page.next.is_none();
        if let Some((before_ms, before_id)) = page.next {
            (filter.before_ms, filter.before_id) = (Some(before_ms), before_id);
        }
        let mut page: Vec<ActionView> = page.heads.into_iter().map(|head| present(app, head)).collect();
        page.retain(|view| view.request.app().is_some_and(|name| sight.sees(Some(&name))));
        rows.append(&mut page);
        // What was left out does not make a page short: its length says whether there is more.
        if is_last || rows.len() >= wanted {
            rows.truncate(wanted);
            return Ok(rows.into_iter().map(|view| view.as_seen(|of| sight.sees(of))).collect());
        }
    }
}
