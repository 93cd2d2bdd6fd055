//! One deployment an app: who holds it, and how another plans to take it over, and does.

use std::sync::Arc;
use std::time::Duration;

use shared::action::{ActionState, StartAction};
use shared::deployment::Command;
use shared::plan::{Plan, PlanRequest};
use shared::{ActionId, ClusterName};

use super::{asked, command, locked};
use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::live::Cluster;
use crate::service::plan;

/// How long the one that is taken over may take to end: well within the time that the server gives a request, so that
/// whoever waits is told why.
const ENDS_WITHIN: Duration = Duration::from_secs(20);

/// Refuses a deployment of an app that is being deployed. That it is refused for certain is the store's matter: this
/// says so before a plan is made.
pub(super) async fn check_free(
    app: &App,
    cluster: &ClusterName,
    request: &PlanRequest,
    advice: &str,
) -> Result<()> {
    let Some(name) = request.app().filter(|_| request.is_deployment()) else { return Ok(()) };
    match app.store.deployment_at_work(cluster, &name).await? {
        Some(holder) => Err(locked(app, &holder, advice)),
        None => Ok(()),
    }
}

/// The plan of what takes this deployment over: as if that one were aborted at this moment. Once it has ended it is the
/// plan as ever. Changes nothing.
pub(super) async fn plan(app: &App, cluster: &Cluster, request: &PlanRequest, id: &ActionId) -> Result<Plan> {
    let aborted = holds(app, cluster.name(), request, id).await?.then_some(id);
    plan::prepare(app, cluster, request, aborted).await.map(|(plan, _)| plan)
}

/// Whether this deployment holds the app of the request; `false` if nobody does any more. Another holder is refused: who
/// agreed to take over the one did not agree to take over the other.
async fn holds(app: &App, cluster: &ClusterName, request: &PlanRequest, id: &ActionId) -> Result<bool> {
    let name = request
        .app()
        .filter(|_| request.is_deployment())
        .ok_or_else(|| Error::bad_field("takes_over", say::server::actions::only_deployments_take_over()))?;
    match app.store.deployment_at_work(cluster, &name).await? {
        None => Ok(false),
        Some(holder) if holder.id == *id => Ok(true),
        Some(holder) => Err(locked(app, &holder, say::server::actions::wait_or_take_over())),
    }
}

/// Aborts the deployment that this one takes over, and waits for its end. Nothing is done unless it is the one that holds
/// the app, and this one could begin if it did not.
pub(super) async fn take_over(
    app: &AppState,
    cluster: &Arc<Cluster>,
    who: &SignedIn,
    input: &StartAction,
) -> Result<()> {
    let Some(id) = &input.takes_over else { return Ok(()) };
    let request = &input.request;
    // Who holds an app is told to those alone who may deploy it.
    let permit = asked::may_begin(app, cluster.name(), who, request).await?;
    if !holds(app, cluster.name(), request, id).await? {
        return Ok(());
    }
    // What was shown must be the plan from where the other one would be left: nothing is aborted for another.
    let (plan, ..) = super::checked_plan(app, cluster, who, permit, input, Some(id)).await?;
    if !plan.waits.is_empty() {
        return Err(Error::Conflict(say::server::actions::waiting_takes_nothing().into()));
    }
    let Some(open) = app.actions.get(id) else {
        // It may just have ended.
        if !holds(app, cluster.name(), request, id).await? {
            return Ok(());
        }
        return Err(Error::Conflict(say::server::actions::run_elsewhere().into()));
    };
    if let ActionState::Waiting { .. } = open.state() {
        super::undo(app, cluster.name(), who, id).await?;
    } else if let Err(error) = command(app, cluster.name(), who, id, Command::Abort).await {
        // It may be on its way to its end already.
        let ends = open.look(shared::course::Course::is_over) || matches!(open.state(), ActionState::Running);
        if !ends || !matches!(error, Error::Conflict(_)) {
            return Err(error);
        }
    }
    match tokio::time::timeout(ENDS_WITHIN, open.ended()).await {
        Ok(_) => Ok(()),
        Err(_) => Err(Error::Conflict(say::server::actions::being_aborted().into())),
    }
}
