//! What the policy is asked about actions: on what they are, who sees them, and whose options are shown.

use shared::action::ActionView;
use shared::plan::{Plan, PlanRequest};
use shared::policy::Sight;
use shared::{Actor, ClusterName, Permit, Scope, policy, spec};

use crate::app::App;
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::live::{Cluster, Turn};
use crate::service::plan;

/// Asks whether they may begin this. How far it may go is asked when its plan is known.
pub(super) async fn may_begin(
    app: &App,
    cluster: &ClusterName,
    who: &SignedIn,
    request: &PlanRequest,
) -> Result<Permit> {
    let scope = scope(app, cluster, request).await?;
    match request {
        PlanRequest::RemoveUnit { unit }
        | PlanRequest::StartUnit { unit }
        | PlanRequest::StopUnit { unit } => who.may_on_unit(request.verb(), cluster, unit).await,
        PlanRequest::Restore { action } => {
            who.may_or(request.verb(), scope, |_, _| Error::not_found(format!("The action {action}"))).await
        }
        _ => who.may(request.verb(), scope).await,
    }
}

/// Whoever has limits has a turn, until what they begin counts itself: what they write unit by unit at the same time is
/// counted before or after it, and what they have written is in the snapshot.
pub(super) async fn count_turn(
    app: &App,
    cluster: &Cluster,
    who: &SignedIn,
    request: &PlanRequest,
) -> Result<Option<Turn>> {
    let scope = scope(app, cluster.name(), request).await?;
    let Some(of) = scope.app.clone() else { return Ok(None) };
    if !policy::may(&who.actor, request.verb(), scope).is_ok_and(|permit| permit.is_limited()) {
        return Ok(None);
    }
    let turn = cluster.count_turn(&of).await;
    plan::settled(cluster).await?;
    Ok(Some(turn))
}

/// On what a request is. What an action removed belongs to the app that the action was about.
pub(super) async fn scope(app: &App, cluster: &ClusterName, request: &PlanRequest) -> Result<Scope> {
    let of = match request {
        PlanRequest::Restore { action } => {
            let earlier = app.store.action(action).await?.filter(|earlier| earlier.head.cluster == *cluster);
            earlier.ok_or_else(|| Error::not_found(format!("The action {action}")))?.head.request.app()
        }
        request => request.app(),
    };
    Ok(Scope { cluster: Some(cluster.clone()), app: of })
}

/// Whether somebody sees an action. What was put back is not said by name: whoever did it sees it all the same.
pub(super) fn sees(actor: &Actor, view: &ActionView) -> bool {
    let is_own_restore = matches!(view.request, PlanRequest::Restore { .. }) && view.actor == actor.name;
    is_own_restore || policy::sees(actor, &view.cluster, view.request.app().as_ref())
}

/// What is not seen is not there.
pub(super) fn check_seen(who: &SignedIn, view: &ActionView) -> Result<()> {
    if sees(&who.actor, view) {
        return Ok(());
    }
    Err(Error::not_found(format!("The action {}", view.id)))
}

/// A plan as somebody is shown it: with as much of the options as they may read, and no name of what they don't see.
pub(super) fn shown(plan: Plan, who: &SignedIn, cluster: &ClusterName) -> Plan {
    let sight = Sight::of(&who.actor, cluster);
    plan.shown(|of| spec::of_units(&who.actor, cluster, of), |of| sight.sees(of))
}
