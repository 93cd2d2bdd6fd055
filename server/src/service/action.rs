//! Actions: a plan that somebody started. Starts them, knows which are at work, takes them back in time.
//!
//! Nothing starts without a permit, a record in the audit, and a plan whose hash is the one that was shown.

mod claims;
mod command;
mod history;
mod lapsed;
mod open;
mod present;
mod recent;
mod recheck;
mod resume;
mod rights;
mod run;
mod save;
mod sight;
mod start;
mod step;
mod takeover;
mod verdict;
mod way;

use std::sync::Arc;

use shared::action::{ActionDetail, ActionState, ActionView, StartAction};
use shared::plan::{Confirm, Plan, PlanRequest, PlanState};
use shared::{ActionId, ClusterName, Scope, Verb};

use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::live::Cluster;
use crate::service::{plan, undivided};
use crate::store::ActionHead;

pub use claims::Claim;
pub use command::command;
pub use history::history;
pub use lapsed::take_up_lapsed;
pub use open::Actions;
use present::detail;
pub use present::view;
pub use resume::resume;
use start::{Start, removed};

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
    if input.takes_over.is_some() {
        // Asked here already: of a click that is sent again because its answer was lost, what it took over has ended,
        // and what holds the app now is its own action.
        if let Some(earlier) = app.store.action_by_key(&who.actor.name, key.as_str()).await? {
            return same_or_conflict(app, cluster.name(), earlier, &input.request);
        }
        takeover::take_over(app, cluster, who, &input).await?;
    }
    // One at a time: the second of two clicks must see what the first one claimed.
    let guard = app.actions.start_lock(cluster.name()).lock_owned().await;
    if let Some(earlier) = app.store.action_by_key(&who.actor.name, key.as_str()).await? {
        return same_or_conflict(app, cluster.name(), earlier, &input.request);
    }
    let permit = who.may(input.request.verb(), scope(cluster.name(), &input.request)).await?;
    // Who sees that a deployment is done may begin the next one at once.
    if let Some(of) = input.request.app() {
        for ending in app.actions.ending(cluster.name(), &of) {
            ending.ended().await;
        }
    }
    takeover::check_free(app, cluster.name(), &input.request).await?;
    let (plan, state) = checked_plan(app, cluster, who, &input, None).await?;
    let removed = removed(&plan, &state);
    let start = Start {
        app: app.clone(),
        cluster: Arc::clone(cluster),
        who: who.clone(),
        key: key.clone(),
        permit,
        plan,
        removed,
        note: input.note,
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
    Err(Error::Conflict("The cluster changes faster than this can be planned. Try again in a moment.".into()))
}

/// Takes an action back, if its time has not run out. Nothing was sent then, and nothing will be.
pub async fn undo(app: &App, cluster: &ClusterName, who: &SignedIn, id: &ActionId) -> Result<ActionView> {
    // How an action ended is told to whoever may look, and to nobody else.
    who.may(Verb::View, Scope::cluster(cluster)).await?;
    let open = app.actions.get(id).filter(|open| open.cluster() == cluster);
    let Some(open) = open else {
        let stored = get(app, cluster, id).await?;
        return Err(Error::Conflict(format!("It is too late to undo this: {}", words(&stored.view))));
    };
    let request = open.view().request;
    who.may(request.verb(), scope(cluster, &request)).await?;
    if open.undo(who.actor.name.clone()) {
        Ok(open.ended().await)
    } else {
        Err(Error::Conflict(format!("It is too late to undo this: {}", words(&open.view()))))
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

fn same_or_conflict(
    app: &App,
    cluster: &ClusterName,
    earlier: ActionHead,
    request: &PlanRequest,
) -> Result<ActionView> {
    if earlier.cluster != *cluster || earlier.request != *request {
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

/// The plan that was shown, if it still is the plan and all that it asks for came with it.
async fn checked_plan(
    app: &App,
    cluster: &Cluster,
    who: &SignedIn,
    input: &StartAction,
    aborted: Option<&ActionId>,
) -> Result<(Plan, PlanState)> {
    check_note(&input.note)?;
    let (plan, state) = plan::prepare(app, cluster, &input.request, aborted).await?;
    if plan.hash != input.plan_hash {
        return Err(Error::PlanChanged(Box::new(plan)));
    }
    check_confirmation(who, cluster.name(), &plan, input.confirmation.as_deref()).await?;
    Ok((plan, state))
}

/// Fit for one line wherever it is shown.
fn check_note(note: &str) -> Result<()> {
    if note.chars().count() > 200 || note.chars().any(char::is_control) {
        return Err(Error::bad_field("note", "A note is one line of at most 200 characters."));
    }
    Ok(())
}

/// The answer to whoever wants to deploy an app that is being deployed.
fn locked(app: &App, holder: &ActionHead) -> Error {
    let minutes = app.now_ms().saturating_sub(holder.started_ms) / 60_000;
    let since = match minutes {
        0 => "less than a minute ago".to_owned(),
        1 => "a minute ago".to_owned(),
        minutes => format!("{minutes} minutes ago"),
    };
    Error::AppLocked(format!(
        "{} is at work on this app: \"{}\", begun {since}. Wait until it has ended, or take it over: that aborts it.",
        holder.actor, holder.summary
    ))
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
        "{}: this needs the name \"{name}\" as confirmation (?confirm={name} in a script). Nothing was changed.",
        plan.summary
    )))
}

fn words(view: &ActionView) -> &'static str {
    match &view.state {
        ActionState::Waiting { .. } => "its time is over.",
        ActionState::Running
        | ActionState::Paused { .. }
        | ActionState::Holding { .. }
        | ActionState::Keeping { .. } => "it has begun.",
        ActionState::Done if view.restorable => "it is done. What it removed can be restored.",
        ActionState::Done => "it is done.",
        ActionState::Undone { .. } => "it was taken back already.",
        ActionState::Aborted { .. }
        | ActionState::RolledBack { .. }
        | ActionState::Failed { .. }
        | ActionState::Interrupted { .. } => "it has ended.",
    }
}
