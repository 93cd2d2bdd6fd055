//! Actions: a plan that somebody started. Starts them, knows which are at work, takes them back in time.
//!
//! Nothing starts without a permit, a record in the audit, and a plan whose hash is the one that was shown.

pub mod approval;
mod asked;
mod calls;
mod claims;
mod command;
mod history;
mod lapsed;
mod open;
mod present;
mod recent;
mod recheck;
mod remember;
mod resume;
mod rights;
mod run;
mod save;
mod sighting;
mod start;
mod step;
mod takeover;
mod verdict;
mod way;

use std::collections::BTreeSet;
use std::sync::Arc;

use shared::action::{ActionDetail, ActionState, ActionView, StartAction};
use shared::plan::{Confirm, Plan, PlanRequest, PlanState};
use shared::policy::Sight;
use shared::{ActionId, Actor, ClusterName, Permit, Scope, Verb};

use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::live::Cluster;
use crate::service::{plan, undivided};
use crate::store::ActionHead;

pub use asked::shown_view;
pub use claims::Claim;
pub use command::command;
pub use history::history;
pub use lapsed::take_up_lapsed;
pub use open::Actions;
use present::detail;
pub use present::view;
pub use remember::remember;
pub use resume::resume;
use start::{Origin, Start};

/// The client's name for one click: a second request with the same key is the same action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// 1 to 100 visible ASCII signs.
    pub fn parse(text: &str) -> Result<Self> {
        if text.is_empty() || text.len() > 100 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::bad_request(say::server::actions::idempotency_key_form()));
        }
        Ok(Self(text.to_owned()))
    }

    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Starts a plan. Answers the same for the same key, however often it is asked.
pub async fn start(
    app: &AppState,
    cluster: &Arc<Cluster>,
    who: &SignedIn,
    key: &IdempotencyKey,
    input: StartAction,
) -> Result<ActionView> {
    if input.takes_over.is_some() {
        // Asked here already: of a click that is sent again because its answer was lost, what it took over has ended,
        // and what holds the app now is its own action.
        if let Some(earlier) = app.store.action_by_key(&who.actor.name, key.as_str()).await? {
            return same_or_conflict(app, cluster.name(), earlier, &input.request);
        }
        takeover::take_over(app, cluster, who, &input).await?;
    }
    let counted = asked::count_turn(app, cluster, who, &input.request).await?;
    // One at a time: the second of two clicks must see what the first one claimed.
    let guard = app.actions.start_lock(cluster.name()).lock_owned().await;
    if let Some(earlier) = app.store.action_by_key(&who.actor.name, key.as_str()).await? {
        return same_or_conflict(app, cluster.name(), earlier, &input.request);
    }
    let permit = asked::may_begin(app, cluster.name(), who, &input.request).await?;
    takeover::check_free(app, cluster.name(), &input.request, say::server::actions::wait_or_take_over())
        .await?;
    let (plan, state, permit) = checked_plan(app, cluster, who, permit, &input, None).await?;
    let (removed, calls) = (state.removed_by(&plan), calls::planned(&plan.steps, &state.units));
    let (state, cluster, key, note) = (app.clone(), Arc::clone(cluster), key.clone(), input.note);
    if !plan.waits.is_empty() {
        let who = who.clone();
        let ask = approval::Ask { app: state, cluster, who, key, permit, plan, removed, note };
        return undivided(app, async move {
            let _guard = guard;
            ask.store().await
        })
        .await;
    }
    let by = who.behalf();
    let origin = Origin::Click { key, via: who.via };
    let start = Start { app: state, cluster, by, permit, plan, calls, removed, note, origin };
    // From the record to the run in one piece, whoever hangs up; the next click waits until then.
    undivided(app, async move {
        let _held = (guard, counted);
        start.begin().await
    })
    .await
}

/// Plans and starts in one call, for scripts that name exactly what they mean in the path.
pub async fn start_now(
    app: &AppState,
    cluster: &Arc<Cluster>,
    who: &SignedIn,
    key: &IdempotencyKey,
    request: PlanRequest,
    confirmation: Option<String>,
) -> Result<ActionView> {
    asked::may_begin(app, cluster.name(), who, &request).await?;
    // Between the two the cluster may change; then there is a newer plan, and the caller would take that one too.
    for _ in 0..3 {
        let plan_hash = plan::make(app, cluster, &request).await?.hash;
        let input = StartAction {
            request: request.clone(),
            plan_hash,
            confirmation: confirmation.clone(),
            note: String::new(),
            takes_over: None,
        };
        match start(app, cluster, who, key, input).await {
            Err(Error::PlanChanged(_)) => {}
            other => return other,
        }
    }
    Err(Error::Conflict(say::server::actions::changes_too_fast().into()))
}

/// Takes an action back, if its time has not run out. Nothing was sent then, and nothing will be.
pub async fn undo(app: &App, cluster: &ClusterName, who: &SignedIn, id: &ActionId) -> Result<ActionView> {
    // How an action ended is told to whoever sees it, and to nobody else.
    let open = app.actions.get(id).filter(|open| open.cluster() == cluster);
    let Some(open) = open else {
        let stored = read(app, cluster, who, id).await?;
        return Err(Error::Conflict(say::server::actions::too_late_to_undo(&words(&stored.view))));
    };
    asked::check_seen(who, &open.view())?;
    let request = open.view().request;
    asked::may_begin(app, cluster, who, &request).await?;
    if open.undo(who.actor.name.clone()) {
        Ok(open.ended().await)
    } else {
        Err(Error::Conflict(say::server::actions::too_late_to_undo(&words(&open.view()))))
    }
}

/// The last actions of a cluster that the actor sees, newest first, with all that wait for somebody's yes.
pub async fn list(app: &App, actor: &Actor, cluster: &ClusterName) -> Result<Vec<ActionView>> {
    const TOLD: u32 = 50;
    /// How many are looked at for whoever does not see all.
    const LOOKED_AT: u32 = 1_000;
    let is_all = Sight::of(actor, cluster).is_everything();
    let stored = app.store.recent_actions(cluster, if is_all { TOLD } else { LOOKED_AT }).await?;
    let waiting = app.store.asked_actions(cluster).await?;
    let is_told: BTreeSet<ActionId> = stored.iter().map(|head| head.id.clone()).collect();
    let waiting = waiting.into_iter().filter(|head| !is_told.contains(&head.id)).map(view);
    let views = stored.into_iter().map(|action| present(app, action));
    let told = views.filter(|view| asked::sees(actor, view)).take(TOLD as usize);
    let told = told.chain(waiting.filter(|view| asked::sees(actor, view)));
    Ok(told.map(|view| asked::shown_view(view, actor)).collect())
}

/// One action with its steps, as far as whoever asks may see it.
pub async fn read(app: &App, cluster: &ClusterName, who: &SignedIn, id: &ActionId) -> Result<ActionDetail> {
    let detail = get(app, cluster, id).await?;
    asked::check_seen(who, &detail.view)?;
    Ok(asked::shown_action(detail, who))
}

/// The plan of a request that one may begin, in the place of a deployment at work if it takes one over. Changes nothing.
pub async fn plan(
    app: &App,
    cluster: &Arc<Cluster>,
    who: &SignedIn,
    request: &PlanRequest,
    takes_over: Option<&ActionId>,
) -> Result<Plan> {
    let permit = asked::may_begin(app, cluster.name(), who, request).await?;
    cluster.look();
    let plan = match takes_over {
        Some(id) => takeover::plan(app, cluster, request, id).await?,
        None => plan::make(app, cluster, request).await?,
    };
    asked::within(who, permit, &plan).await?;
    let plan = approval::note(app, cluster.name(), who, plan).await?;
    Ok(asked::shown(plan, who, cluster.name()))
}

/// One action with its steps.
async fn get(app: &App, cluster: &ClusterName, id: &ActionId) -> Result<ActionDetail> {
    if let Some(open) = app.actions.get(id).filter(|open| open.cluster() == cluster) {
        return Ok(open.detail());
    }
    let stored = app.store.action(id).await?.filter(|action| action.head.cluster == *cluster);
    stored.map(detail).ok_or_else(|| Error::not_found(say::server::actions::action(&id)))
}

fn same_or_conflict(
    app: &App,
    cluster: &ClusterName,
    earlier: ActionHead,
    request: &PlanRequest,
) -> Result<ActionView> {
    if earlier.cluster != *cluster || earlier.request != *request {
        return Err(Error::Conflict(say::server::actions::key_used().into()));
    }
    Ok(present(app, earlier))
}

/// A stored action as it is now: one at work is further than what was stored of it a moment ago.
fn present(app: &App, stored: ActionHead) -> ActionView {
    app.actions.get(&stored.id).map_or_else(|| view(stored), |open| open.view())
}

/// The plan that was shown, if it still is the plan and all that it asks for came with it.
async fn checked_plan(
    app: &App,
    cluster: &Cluster,
    who: &SignedIn,
    permit: Permit,
    input: &StartAction,
    aborted: Option<&ActionId>,
) -> Result<(Plan, PlanState, Permit)> {
    check_note(&input.note)?;
    let (plan, state) = plan::prepare(app, cluster, &input.request, aborted).await?;
    let permit = asked::within(who, permit, &plan).await?;
    if plan.hash != input.plan_hash {
        return Err(Error::PlanChanged(Box::new(asked::shown(plan, who, cluster.name()))));
    }
    check_confirmation(who, permit.scope(), &plan, input.confirmation.as_deref()).await?;
    Ok((plan, state, permit))
}

/// Fit for one line wherever it is shown.
fn check_note(note: &str) -> Result<()> {
    if note.chars().count() > 200 || note.chars().any(char::is_control) {
        return Err(Error::bad_field("note", say::server::actions::note_too_long()));
    }
    Ok(())
}

/// The answer to whoever wants to deploy an app that is being deployed, with what they can do.
fn locked(app: &App, holder: &ActionHead, advice: &str) -> Error {
    let minutes = app.wall_ms().saturating_sub(holder.started_ms) / 60_000;
    let since = match minutes {
        0 => say::server::actions::just_now().to_owned(),
        1 => say::server::actions::a_minute_ago().to_owned(),
        minutes => say::server::actions::minutes_ago(&minutes),
    };
    Error::AppLocked(say::server::actions::app_locked(&holder.actor, &holder.summary, &since, &advice))
}

async fn check_confirmation(who: &SignedIn, scope: &Scope, plan: &Plan, typed: Option<&str>) -> Result<()> {
    let Confirm::TypeName { name, force } = &plan.confirm else { return Ok(()) };
    if *force {
        who.may(Verb::Force, scope.clone()).await?;
    }
    if typed == Some(name) {
        return Ok(());
    }
    Err(Error::ConfirmationNeeded(say::server::actions::type_the_name(&plan.summary, &name)))
}

fn words(view: &ActionView) -> &'static str {
    match &view.state {
        ActionState::Asked { .. } => say::server::actions::is_asked(),
        ActionState::Declined { .. } => say::server::actions::is_declined(),
        ActionState::Waiting { .. } => say::server::actions::is_waiting(),
        ActionState::Running
        | ActionState::Paused { .. }
        | ActionState::Holding { .. }
        | ActionState::Keeping { .. } => say::server::actions::is_running(),
        ActionState::Done if view.restorable => say::server::actions::is_done_restorable(),
        ActionState::Done => say::server::actions::is_done(),
        ActionState::Undone { .. } => say::server::actions::is_undone(),
        ActionState::Aborted { .. }
        | ActionState::RolledBack { .. }
        | ActionState::Failed { .. }
        | ActionState::Interrupted { .. } => say::server::actions::has_ended(),
    }
}
