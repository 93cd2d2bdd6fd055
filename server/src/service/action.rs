//! Actions: a plan that somebody started. Starts them, knows which are at work, takes them back in time.
//!
//! Nothing starts without a permit, a record in the audit, and a plan whose hash is the one that was shown.

mod claims;
mod open;
mod present;
mod recheck;
mod run;
mod step;
mod verdict;

use std::sync::Arc;

use shared::action::{ActionDetail, ActionState, ActionView, Progress, StartAction};
use shared::audit::Outcome;
use shared::plan::{Confirm, Plan, PlanRequest, PlanState, Step};
use shared::policy::Permit;
use shared::{ActionId, ClusterName, Scope, Verb};

use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::live::Cluster;
use crate::service::audit::{self, AuditId};
use crate::service::{plan, undivided};
use crate::store::{ActionHead, ActionUpdate, NewAction, Removed, Stored};

pub use claims::Claim;
pub use open::Actions;
use open::{OpenAction, not_begun};
use present::{detail, may_have_destroyed, view};

/// The client's name for one click: a second request with the same key is the same action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// 1 to 100 visible ASCII signs.
    pub fn parse(text: &str) -> Result<Self> {
        if text.is_empty() || text.len() > 100 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::bad_request(
                "The header Idempotency-Key must be 1 to 100 visible ASCII characters.",
            ));
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
    // One at a time: the second of two clicks must see what the first one claimed.
    let guard = app.actions.start_lock(cluster.name()).lock_owned().await;
    if let Some(earlier) = app.store.action_by_key(&who.actor.name, key.as_str()).await? {
        return same_or_conflict(app, earlier, &input.request);
    }
    let permit = who.may(input.request.verb(), scope(cluster.name(), &input.request)).await?;
    let (plan, state) = plan::prepare(app, cluster, &input.request).await?;
    if plan.hash != input.plan_hash {
        return Err(Error::PlanChanged(Box::new(plan)));
    }
    check_confirmation(who, cluster.name(), &plan, input.confirmation.as_deref()).await?;
    let removed = removed(&plan, &state);
    let start = Start {
        app: app.clone(),
        cluster: Arc::clone(cluster),
        who: who.clone(),
        key: key.clone(),
        permit,
        plan,
        removed,
    };
    // From the record to the run in one piece, whoever hangs up; the next click waits until then.
    undivided(app, async move {
        let _guard = guard;
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
    who.may(request.verb(), scope(cluster.name(), &request)).await?;
    // Between the two the cluster may change; then there is a newer plan, and the caller would take that one too.
    for _ in 0..3 {
        let plan_hash = plan::make(app, cluster, &request).await?.hash;
        let input = StartAction { request: request.clone(), plan_hash, confirmation: confirmation.clone() };
        match start(app, cluster, who, key, input).await {
            Err(Error::PlanChanged(_)) => {}
            other => return other,
        }
    }
    Err(Error::Conflict("The cluster changes faster than this can be planned. Try again in a moment.".into()))
}

/// Takes an action back, if its time has not run out. Nothing was sent then, and nothing will be.
pub async fn undo(app: &App, cluster: &ClusterName, who: &SignedIn, id: &ActionId) -> Result<ActionView> {
    let open = app.actions.get(id).filter(|open| open.cluster() == cluster);
    let Some(open) = open else {
        let stored = get(app, cluster, id).await?;
        return Err(Error::Conflict(format!("It is too late to undo this: {}", words(&stored.view.state))));
    };
    let request = open.view().request;
    who.may(request.verb(), scope(cluster, &request)).await?;
    if open.undo(who.actor.name.clone()) {
        Ok(open.ended().await)
    } else {
        let state = open.view().state;
        Err(Error::Conflict(format!("It is too late to undo this: {}", words(&state))))
    }
}

/// The last actions of a cluster, newest first.
pub async fn list(app: &App, cluster: &ClusterName) -> Result<Vec<ActionView>> {
    let stored = app.store.recent_actions(cluster, 50).await?;
    Ok(stored.into_iter().map(|action| present(app, action)).collect())
}

/// One action with its steps.
pub async fn get(app: &App, cluster: &ClusterName, id: &ActionId) -> Result<ActionDetail> {
    if let Some(open) = app.actions.get(id).filter(|open| open.cluster() == cluster) {
        return Ok(open.detail());
    }
    let stored = app.store.action(id).await?.filter(|action| action.head.cluster == *cluster);
    stored.map(detail).ok_or_else(|| Error::not_found(format!("The action {id}")))
}

/// At start-up: what an earlier process left open is closed, with the truth about it.
pub async fn close_interrupted(app: &App) -> Result<()> {
    for mut action in app.store.open_actions().await? {
        let restorable = may_have_destroyed(&action.plan, &action.progress);
        let reason = match action.head.state {
            ActionState::Waiting { .. } => {
                "The server was restarted before anything was sent. Nothing was changed; start it again if it \
                 is still wanted."
            }
            _ => {
                "The server was restarted in the middle. The steps show what was done; what was under way may have \
                 happened as well. Look at the units, and start it again for the rest."
            }
        };
        for (step, at) in action.plan.steps.iter().zip(&mut action.progress) {
            match at.progress {
                // A call is stored as begun before it is sent: this one was not.
                Progress::Waiting => at.progress = Progress::Skipped,
                Progress::Running => {
                    at.progress = Progress::Failed;
                    at.note = interrupted(step).into();
                }
                Progress::Done | Progress::Failed | Progress::Skipped => {}
            }
        }
        let state = ActionState::Interrupted { reason: reason.into() };
        let update = ActionUpdate {
            state: &state,
            progress: &action.progress,
            restorable,
            ended_ms: Some(app.now_ms()),
        };
        app.store.update_action(&action.head.id, update).await?;
        audit::finish(app, AuditId::from_number(action.head.audit_id), Outcome::Failed, reason).await;
    }
    Ok(())
}

/// What is known of a step that was under way when the server ended.
fn interrupted(step: &Step) -> &'static str {
    match step.call() {
        Some(_) => "The server was restarted while this was under way: it may have happened.",
        None => "The server was restarted while it waited for this.",
    }
}

fn same_or_conflict(app: &App, earlier: ActionHead, request: &PlanRequest) -> Result<ActionView> {
    if earlier.request != *request {
        return Err(Error::Conflict(
            "This Idempotency-Key was used for another action. Use a new key for each action.".into(),
        ));
    }
    Ok(present(app, earlier))
}

/// A stored action as it is now: one at work is further than what was stored of it a moment ago.
fn present(app: &App, stored: ActionHead) -> ActionView {
    app.actions.get(&stored.id).map_or_else(|| view(stored), |open| open.view())
}

fn scope(cluster: &ClusterName, request: &PlanRequest) -> Scope {
    Scope { cluster: Some(cluster.clone()), app: request.app() }
}

async fn check_confirmation(
    who: &SignedIn,
    cluster: &ClusterName,
    plan: &Plan,
    typed: Option<&str>,
) -> Result<()> {
    let Confirm::TypeName { name, force } = &plan.confirm else { return Ok(()) };
    if *force {
        who.may(Verb::Force, scope(cluster, &plan.request)).await?;
    }
    if typed == Some(name) {
        return Ok(());
    }
    Err(Error::ConfirmationNeeded(format!(
        "{}: this needs the name \"{name}\" as confirmation. Nothing was changed.",
        plan.summary
    )))
}

/// A plan that may be started.
struct Start {
    app: AppState,
    cluster: Arc<Cluster>,
    who: SignedIn,
    key: IdempotencyKey,
    permit: Permit,
    plan: Plan,
    removed: Vec<Removed>,
}

impl Start {
    /// Records, stores and runs it.
    async fn begin(self) -> Result<ActionView> {
        let Self { app, cluster, who, key, permit, plan, removed } = self;
        let id = ActionId::parse(&uuid::Uuid::now_v7().to_string()).map_err(Error::internal)?;
        let calls =
            plan.steps.iter().filter_map(Step::call).map(|call| format!("{} {}", call.method, call.path));
        let entry = who.entry(plan.summary.clone()).detail(calls).action(id.clone());
        // The record comes first: what can't be recorded is not done.
        let record = audit::begin(&app, &permit, entry).await?;
        let view = new_view(&app, &cluster, &who, id, &plan);
        let new = NewAction {
            id: &view.id,
            actor: &view.actor,
            via: who.via.as_str(),
            idempotency_key: key.as_str(),
            cluster: cluster.name(),
            audit_id: record.number(),
            plan: &plan,
            state: &view.state,
            progress: &not_begun(&plan),
            removed: &removed,
            started_ms: view.started_ms,
        };
        let stored = match app.store.insert_action(new).await {
            Ok(Stored::New) => Ok(()),
            Ok(Stored::Before(_)) => Err(Error::Conflict(
                "This Idempotency-Key was used for another action at this very moment.".into(),
            )),
            Err(error) => Err(error.into()),
        };
        if let Err(error) = stored {
            let note = "It could not be stored; nothing was sent.";
            audit::finish(&app, record, Outcome::Failed, note).await;
            return Err(error);
        }
        // Nothing may fail from here on: what is stored as begun is run.
        let open = app.actions.open(OpenAction::new(cluster, view.clone(), plan, record, removed));
        run::spawn(app, open);
        Ok(view)
    }
}

fn new_view(app: &App, cluster: &Cluster, who: &SignedIn, id: ActionId, plan: &Plan) -> ActionView {
    let now_ms = app.now_ms();
    ActionView {
        id,
        cluster: cluster.name().clone(),
        request: plan.request.clone(),
        summary: plan.summary.clone(),
        actor: who.actor.name.clone(),
        started_ms: now_ms,
        state: match plan.undo_s {
            0 => ActionState::Running,
            undo_s => ActionState::Waiting { until_ms: now_ms + u64::from(undo_s) * 1_000 },
        },
        steps_done: 0,
        steps_total: u32::try_from(plan.steps.len()).unwrap_or(u32::MAX),
        ended_ms: None,
        restorable: false,
    }
}

/// What the plan destroys, as it was planned: kept, so that it can be put back.
fn removed(plan: &Plan, state: &PlanState) -> Vec<Removed> {
    let destroyed = plan.steps.iter().filter_map(|step| match step {
        Step::Destroy { unit } => Some(unit),
        _ => None,
    });
    destroyed
        .filter_map(|name| {
            let unit = state.units.get(name)?;
            Some((name.clone(), unit.options.to_vec(), unit.row.desired))
        })
        .collect()
}

fn words(state: &ActionState) -> &'static str {
    match state {
        ActionState::Waiting { .. } => "its time is over.",
        ActionState::Running => "it has begun.",
        ActionState::Done => "it is done. What it removed can be restored.",
        ActionState::Undone { .. } => "it was taken back already.",
        ActionState::Failed { .. } | ActionState::Interrupted { .. } => "it has ended.",
    }
}
