//! Actions: a plan that somebody started. Starts them, knows which are at work, takes them back in time.
//!
//! Nothing starts without a permit, a record in the audit, and a plan whose hash is the one that was shown.

mod claims;
mod open;
mod run;
mod step;
mod verdict;

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::action::{ActionDetail, ActionState, ActionView, Progress, StartAction, StepView};
use shared::audit::Outcome;
use shared::plan::{Confirm, Plan, PlanRequest, Step};
use shared::policy::Permit;
use shared::{ActionId, ClusterName, Scope, Verb};

use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::live::Cluster;
use crate::service::audit::{self, AuditId};
use crate::service::plan;
use crate::store::{Action, NewAction, Removed, Stored};

pub use open::Actions;
use open::OpenAction;

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
    let lock = app.actions.start_lock(cluster.name());
    let _guard = lock.lock().await;
    if let Some(earlier) = app.store.action_by_key(&who.actor.name, key.as_str()).await? {
        return same_or_conflict(app, &earlier, &input.request);
    }
    let permit = who.may(input.request.verb(), scope(cluster.name(), &input.request)).await?;
    let plan = plan::make(app, cluster, &input.request).await?;
    if plan.hash != input.plan_hash {
        return Err(Error::PlanChanged(Box::new(plan)));
    }
    check_confirmation(who, cluster.name(), &plan, input.confirmation.as_deref()).await?;
    begin(app, cluster, who, &permit, key, plan).await
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
    Ok(stored.iter().map(|action| present(app, action)).collect())
}

/// One action with its steps.
pub async fn get(app: &App, cluster: &ClusterName, id: &ActionId) -> Result<ActionDetail> {
    if let Some(open) = app.actions.get(id).filter(|open| open.cluster() == cluster) {
        return Ok(open.detail());
    }
    let stored = app.store.action(id).await?.filter(|action| action.cluster == *cluster);
    let stored = stored.ok_or_else(|| Error::not_found(format!("The action {id}")))?;
    Ok(ActionDetail { view: view(&stored), steps: stored.steps })
}

/// At start-up: what an earlier process left open is closed, with the truth about it.
pub async fn close_interrupted(app: &App) -> Result<()> {
    for mut action in app.store.open_actions().await? {
        let reason = match action.state {
            ActionState::Waiting { .. } => {
                "The server was restarted before anything was sent. Nothing was changed; start it again if it \
                 is still wanted."
            }
            _ => {
                "The server was restarted in the middle. The steps show what was done; look at the units, and \
                 start it again for the rest."
            }
        };
        for step in &mut action.steps {
            step.progress = match step.progress {
                Progress::Waiting => Progress::Skipped,
                Progress::Running => Progress::Failed,
                other => other,
            };
        }
        let state = ActionState::Interrupted { reason: reason.into() };
        app.store.update_action(&action.id, &state, &action.steps, Some(app.now_ms())).await?;
        audit::finish(app, AuditId::from_number(action.audit_id), Outcome::Failed, reason).await;
    }
    Ok(())
}

fn same_or_conflict(app: &App, earlier: &Action, request: &PlanRequest) -> Result<ActionView> {
    if earlier.request != *request {
        return Err(Error::Conflict(
            "This Idempotency-Key was used for another action. Use a new key for each action.".into(),
        ));
    }
    Ok(present(app, earlier))
}

/// A stored action as it is now: one at work is further than what was stored of it a moment ago.
fn present(app: &App, stored: &Action) -> ActionView {
    app.actions.get(&stored.id).map_or_else(|| view(stored), |open| open.view())
}

fn view(stored: &Action) -> ActionView {
    let done = stored.steps.iter().filter(|step| step.progress == Progress::Done).count();
    let was_sent = !matches!(stored.state, ActionState::Undone { .. }) && !stored.state.is_open();
    ActionView {
        id: stored.id.clone(),
        cluster: stored.cluster.clone(),
        request: stored.request.clone(),
        summary: stored.plan.summary.clone(),
        actor: stored.actor.clone(),
        started_ms: stored.started_ms,
        state: stored.state.clone(),
        steps_done: u32::try_from(done).unwrap_or(u32::MAX),
        steps_total: u32::try_from(stored.steps.len()).unwrap_or(u32::MAX),
        ended_ms: stored.ended_ms,
        restorable: was_sent && !stored.removed.is_empty(),
    }
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

async fn begin(
    app: &AppState,
    cluster: &Arc<Cluster>,
    who: &SignedIn,
    permit: &Permit,
    key: &IdempotencyKey,
    plan: Plan,
) -> Result<ActionView> {
    let id = ActionId::parse(&uuid::Uuid::now_v7().to_string()).map_err(Error::internal)?;
    let calls = plan.steps.iter().filter_map(Step::call).map(|call| format!("{} {}", call.method, call.path));
    let entry = who.entry(plan.summary.clone()).detail(calls).action(id.clone());
    // The record comes first: what can't be recorded is not done.
    let record = audit::begin(app, permit, entry).await?;
    let stored = store(app, cluster, who, key, record, &id, plan).await;
    let stored = match stored {
        Ok(stored) => stored,
        Err(error) => {
            audit::finish(app, record, Outcome::Failed, "It could not be stored; nothing was sent.").await;
            return Err(error);
        }
    };
    let detail = ActionDetail { view: view(&stored), steps: stored.steps };
    let open = app.actions.open(OpenAction::new(Arc::clone(cluster), detail, record, stored.removed));
    let view = open.view();
    run::spawn(app.clone(), open);
    Ok(view)
}

async fn store(
    app: &App,
    cluster: &Cluster,
    who: &SignedIn,
    key: &IdempotencyKey,
    record: AuditId,
    id: &ActionId,
    plan: Plan,
) -> Result<Action> {
    let now_ms = app.now_ms();
    let state = match plan.undo_s {
        0 => ActionState::Running,
        undo_s => ActionState::Waiting { until_ms: now_ms + u64::from(undo_s) * 1_000 },
    };
    let steps: Vec<StepView> = plan
        .steps
        .iter()
        .map(|step| StepView { step: step.clone(), progress: Progress::Waiting, note: String::new() })
        .collect();
    let new = NewAction {
        id,
        actor: &who.actor.name,
        via: who.via.as_str(),
        idempotency_key: key.as_str(),
        cluster: cluster.name(),
        audit_id: record.number(),
        request: &plan.request,
        plan: &plan,
        state: &state,
        steps: &steps,
        started_ms: now_ms,
    };
    if let Stored::Before(_) = app.store.insert_action(new).await? {
        return Err(Error::Conflict(
            "This Idempotency-Key was used for another action at this very moment.".into(),
        ));
    }
    let removed = removed(cluster, &plan);
    if !removed.is_empty() {
        app.store.set_removed(id, &removed).await?;
    }
    app.store.action(id).await?.ok_or_else(|| Error::internal("an action just stored is not there"))
}

/// What the plan destroys, as it is now: kept, so that it can be put back.
fn removed(cluster: &Cluster, plan: &Plan) -> Vec<Removed> {
    let snapshot = cluster.snapshot();
    let destroyed = plan.steps.iter().filter_map(|step| match step {
        Step::Destroy { unit } => Some(unit),
        _ => None,
    });
    destroyed
        .filter_map(|unit| {
            let entry = snapshot.units.get(unit)?;
            Some((unit.clone(), entry.options.to_vec(), entry.row.desired))
        })
        .collect()
}

fn words(state: &ActionState) -> &'static str {
    match state {
        ActionState::Waiting { .. } => "it is still waiting.",
        ActionState::Running => "it has begun.",
        ActionState::Done => "it is done. What it removed can be restored.",
        ActionState::Undone { .. } => "it was taken back already.",
        ActionState::Failed { .. } | ActionState::Interrupted { .. } => "it has ended.",
    }
}

/// The steps of each unit, in order: units run side by side, the steps of one follow each other.
fn lanes(steps: &[StepView]) -> Vec<Vec<usize>> {
    let mut lanes: BTreeMap<&fleet::UnitName, Vec<usize>> = BTreeMap::new();
    for (index, step) in steps.iter().enumerate() {
        lanes.entry(step.step.unit()).or_default().push(index);
    }
    lanes.into_values().collect()
}
