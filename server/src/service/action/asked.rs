//! What the policy is asked about actions: on what they are, who sees them, and what of them is shown.

use fleet::AppName;
use shared::action::{ActionDetail, ActionView};
use shared::plan::{Plan, PlanRequest, may_follow};
use shared::policy::{Actor, Extent, Permit, Refusal, Scope, Verb, may};
use shared::{ClusterName, policy, spec};

use crate::app::App;
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::live::{Cluster, Turn};
use crate::service::{apps, plan};

/// Asks whether they may begin this, on the app and on each whose units follow it. How far it may go is asked when its plan
/// is known.
pub(super) async fn may_begin(
    app: &App,
    cluster: &ClusterName,
    who: &SignedIn,
    request: &PlanRequest,
) -> Result<Permit> {
    let scope = scope(app, cluster, request).await?;
    let permit = match request {
        PlanRequest::RemoveUnit { unit }
        | PlanRequest::StartUnit { unit }
        | PlanRequest::StopUnit { unit } => who.may_on_unit(request.verb(), cluster, unit).await,
        PlanRequest::Restore { action } => {
            who.may_or(request.verb(), scope, |_, _| Error::not_found(say::server::approval::action(&action)))
                .await
        }
        _ => who.may(request.verb(), scope).await,
    }?;
    // Before the plan: why there is none may name them.
    for companion in companions(app, cluster, request).await? {
        if let Err(refusal) =
            may_follow(&who.actor, request.verb(), permit.scope(), &companion, &Extent::default())
        {
            return Err(refused_beside(who, refusal, permit.scope()).await);
        }
    }
    Ok(permit)
}

/// The apps whose units a deployment may take along: those of the settings by which it goes.
async fn companions(app: &App, cluster: &ClusterName, request: &PlanRequest) -> Result<Vec<AppName>> {
    let Some(of) = request.app().filter(|_| request.is_deployment()) else { return Ok(Vec::new()) };
    if let PlanRequest::RollBack { action, .. } = request {
        let earlier = app.store.action(action).await?.filter(|earlier| earlier.head.cluster == *cluster);
        let deployment = earlier.and_then(|earlier| earlier.plan.deployment);
        let deployment = deployment.filter(|deployment| deployment.app == of);
        return Ok(deployment.map(|deployment| deployment.settings.companions).unwrap_or_default());
    }
    Ok(apps::for_plans(app, &of).await?.settings.companions)
}

/// Asks whether what a plan leads to is within the limits of the rights that allow it, on its app and on each whose units
/// it changes along.
pub(super) async fn within(who: &SignedIn, permit: Permit, plan: &Plan) -> Result<Permit> {
    let permit = who.within(permit, &plan.extent).await?;
    beside(who, plan.request.verb(), permit.scope(), plan).await?;
    Ok(permit)
}

/// Asks for the verb on each app besides its own whose units a plan changes.
pub(super) async fn beside(who: &SignedIn, verb: Verb, own: &Scope, plan: &Plan) -> Result<()> {
    match plan.may_beside(&who.actor, verb, own) {
        Ok(()) => Ok(()),
        Err(refusal) => Err(refused_beside(who, refusal, own).await),
    }
}

async fn refused_beside(who: &SignedIn, refusal: Refusal, own: &Scope) -> Error {
    match &own.app {
        Some(app) => who.refused_beside(refusal, app).await,
        // What is of no app has no companions.
        None => Error::Forbidden(refusal),
    }
}

/// Whether somebody may do all that a plan leads to. What follows another app is not named: others read it.
pub(super) fn may_all(
    actor: &Actor,
    verb: Verb,
    scope: Scope,
    plan: &Plan,
) -> std::result::Result<Permit, Refusal> {
    let permit = may(actor, verb, scope)?.check(&plan.extent)?;
    may_along(actor, verb, permit.scope(), plan)?;
    Ok(permit)
}

/// The same of what goes along alone.
pub(super) fn may_along(
    actor: &Actor,
    verb: Verb,
    own: &Scope,
    plan: &Plan,
) -> std::result::Result<(), Refusal> {
    plan.may_beside(actor, verb, own).map_err(|refusal| match &own.app {
        Some(app) => refusal.of_companion_of(app),
        None => refusal,
    })
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
            earlier
                .ok_or_else(|| Error::not_found(say::server::approval::action(&action)))?
                .head
                .request
                .app()
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
    Err(Error::not_found(say::server::approval::action(&view.id)))
}

/// A plan as somebody is shown it: with as much of the options as they may read, and without what they do not see.
pub(super) fn shown(plan: Plan, who: &SignedIn, cluster: &ClusterName) -> Plan {
    let sees = |of: Option<&AppName>| who.sees(cluster, of);
    plan.shown(|of| spec::of_units(&who.actor, cluster, of), sees).as_seen(sees)
}

/// The same of an action.
pub(super) fn shown_action(detail: ActionDetail, who: &SignedIn) -> ActionDetail {
    let cluster = detail.view.cluster.clone();
    let shown = detail.shown(|of| spec::of_units(&who.actor, &cluster, of));
    shown.as_seen(|of| who.sees(&cluster, of))
}

/// An action in a list, as somebody is shown it.
pub fn shown_view(view: ActionView, actor: &Actor) -> ActionView {
    let cluster = view.cluster.clone();
    view.as_seen(|of| policy::sees(actor, &cluster, of))
}
