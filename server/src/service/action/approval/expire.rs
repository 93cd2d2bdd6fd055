//! What nobody approved in time: ended, with words, wherever the server is at that moment. It never starts anything.

use shared::action::ActionState;
use shared::audit::Outcome;

use super::super::save::tell_view;
use super::super::view;
use super::words::what;
use crate::app::AppState;
use crate::error::Result;
use crate::service::audit;
use crate::store::ActionHead;

/// How often is looked for what has waited too long.
const LOOK_EVERY_MS: u64 = 15_000;

/// Ends what has waited too long, until the server ends.
pub async fn expire(app: AppState) {
    loop {
        if let Err(error) = expire_now(&app).await {
            tracing::error!(%error, "what nobody approved in time can't be ended");
        }
        tokio::select! {
            () = app.clock.sleep_until(app.now_ms().saturating_add(LOOK_EVERY_MS)) => {}
            () = app.shutdown.cancelled() => return,
        }
    }
}

async fn expire_now(app: &AppState) -> Result<()> {
    for head in app.store.asked_in_vain(app.wall_ms()).await? {
        end(app, head).await?;
    }
    Ok(())
}

async fn end(app: &AppState, mut head: ActionHead) -> Result<()> {
    let summary = say::server::record::end_unapproved(&head.actor, &what(&head.request));
    let end = ActionState::Declined { reason: say::server::approval::nobody_in_time().to_owned(), by: None };
    let line = audit::begin_as_server(app, &summary, vec![head.summary.clone()]).await?;
    let (changed_ms, ended_ms) = (app.now_ms(), app.wall_ms());
    let ended = app.store.end_asked(&head.id, &end, changed_ms, ended_ms).await;
    let (outcome, note) = match &ended {
        Ok(true) => (Outcome::Done, String::new()),
        Ok(false) => (Outcome::Failed, say::server::record::decided_now().to_owned()),
        Err(error) => (Outcome::Failed, error.to_string()),
    };
    audit::finish(app, line, outcome, &note).await;
    if ended? && let Some(cluster) = app.clusters.get(&head.cluster) {
        (head.state, head.changed_ms, head.ended_ms) = (end, changed_ms, Some(ended_ms));
        tell_view(cluster, &view(head));
    }
    Ok(())
}
