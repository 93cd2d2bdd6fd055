//! What waits for somebody else: asked for, and then approved, declined, withdrawn or forgotten in time.
//!
//! What waits holds nothing and runs nowhere: it is a row in the store. It starts by nobody's doing but a person's, with the
//! plan that this person saw, by the rights of whoever asked; each decision is one conditional statement of the store.

mod expire;
mod others;
mod words;

use std::sync::Arc;

use shared::action::{ActionState, ActionView, StartAction};
use shared::approval::{ApproveAction, Asked, DeclineAction};
use shared::audit::Outcome;
use shared::course::Course;
use shared::plan::{Confirm, Plan, RemovedUnit};
use shared::policy::{Actor, Permit, Refusal};
use shared::{ActionId, ClusterName, Scope, Verb, may};

use super::save::tell_view;
use super::start::{Origin, Start, Waited, new_id, new_view};
use super::{IdempotencyKey, asked, calls, checked_plan, present, takeover};
use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::live::Cluster;
use crate::service::{access, approval, audit, plan};
use crate::store::{Action, Lease, NewAction, Stored};

pub use expire::expire;
pub(super) use others::note;
use words::what;

/// The most of one app that may wait at once: whoever asks can't bury what others asked for.
const MOST_WAITING: usize = 20;

/// What somebody asks for who may not start it alone.
pub(super) struct Ask {
    pub(super) app: AppState,
    pub(super) cluster: Arc<Cluster>,
    pub(super) who: SignedIn,
    pub(super) key: IdempotencyKey,
    pub(super) permit: Permit,
    pub(super) plan: Plan,
    pub(super) removed: Vec<RemovedUnit>,
    pub(super) note: String,
}

impl Ask {
    /// Records and stores it. To be called under the cluster's start lock, and to be done whole.
    pub(super) async fn store(self) -> Result<ActionView> {
        let Self { app, cluster, who, key, permit, plan, removed, note } = self;
        let waiting = app.store.asked_actions(cluster.name()).await?;
        let of_app = waiting.iter().filter(|head| head.request.app() == plan.request.app()).count();
        if of_app >= MOST_WAITING {
            return Err(Error::Conflict(say::server::approval::too_many_asked(&of_app)));
        }
        let id = new_id()?;
        let until_ms = app.wall_ms().saturating_add(approval::limit_ms(&app, &plan.waits).await?);
        let by = access::person(&app, &who).await?.unwrap_or_else(|| who.actor.name.clone());
        let asked = Asked {
            nobody_else: !others::may_approve(&app, cluster.name(), &by, &plan).await?,
            by,
            at_ms: app.now_ms(),
            waits: plan.waits.clone(),
            approved_by: None,
        };
        let course = Course::begin(&plan, app.now_ms());
        let mut view = new_view(&app, &cluster, &who.actor.name, id, &plan);
        view.state = ActionState::Asked { until_ms };
        view.note = note;
        view.deploying = course.deploying().map(|mut deploying| {
            // Its time begins when it does.
            deploying.deadline_ms = None;
            deploying
        });
        let reasons = plan.waits.iter().map(shared::approval::Wait::words);
        let entry = who
            .entry(say::server::record::ask_approval(&what(&plan.request)))
            .detail([plan.summary.clone()])
            .detail(reasons)
            .action(view.id.clone());
        let record = audit::begin(&app, &permit, entry).await?;
        let new = NewAction {
            id: &view.id,
            by: &who.behalf(),
            idempotency_key: key.as_str(),
            cluster: cluster.name(),
            audit_id: record.number(),
            plan: &plan,
            state: &view.state,
            at: course.at(),
            note: &view.note,
            deploying: view.deploying.as_deref(),
            asked: Some((&asked, until_ms)),
            lease: Lease { holder: "", until_ms: 0 },
            removed: &removed,
            started_ms: view.started_ms,
        };
        let stored = match app.store.insert_action(new).await {
            Ok(Stored::New) => Ok(()),
            Ok(Stored::Before(_) | Stored::AppHeld(_)) => {
                Err(Error::Conflict(say::server::approval::key_used_now().into()))
            }
            Err(error) => Err(error.into()),
        };
        audit::finish_by(&app, record, stored).await?;
        view.asked = Some(Box::new(asked));
        tell_view(&cluster, &view);
        Ok(view)
    }
}

/// Starts what waits, as the action of whoever asked for it. Somebody else does that, who may do the same; when no reason
/// to wait is left, whoever asked may as well.
pub async fn approve(
    app: &AppState,
    cluster: &Arc<Cluster>,
    who: &SignedIn,
    id: &ActionId,
    input: ApproveAction,
) -> Result<ActionView> {
    let (first, _) = waiting(app, cluster.name(), who, id).await?;
    asked::may_begin(app, cluster.name(), who, &first.head.request).await?;
    // Either of the two may have limits.
    let counted = match asked::scope(app, cluster.name(), &first.head.request).await?.app {
        Some(of) => {
            let turn = cluster.count_turn(&of).await;
            plan::settled(cluster).await?;
            Some(turn)
        }
        None => None,
    };
    let guard = app.actions.start_lock(cluster.name()).lock_owned().await;
    // Somebody may have decided while this waited for its turn.
    let (waiting, mut asked) = waiting(app, cluster.name(), who, id).await?;
    let request = &waiting.head.request;
    let permit = asked::may_begin(app, cluster.name(), who, request).await?;
    takeover::check_free(app, cluster.name(), request, say::server::approval::wait_or_abort()).await?;
    let seen = StartAction {
        request: request.clone(),
        plan_hash: input.plan_hash,
        confirmation: input.confirmation,
        note: String::new(),
        takes_over: None,
    };
    let (plan, state, permit) = checked_plan(app, cluster, who, permit, &seen, None).await?;
    let asker = waiting.head.actor.clone();
    let entry = who
        .entry(say::server::record::approve(&asker, &what(request)))
        .detail([plan.summary.clone()])
        .action(id.clone());
    if !plan.waits.is_empty()
        && let Err(words) = somebody_else(app, who, &asked).await?
    {
        let line = audit::begin(app, &permit, entry).await?;
        audit::finish(app, line, Outcome::Refused, words).await;
        return Err(Error::NotThisPerson(words.to_owned()));
    }
    let askers = still_may(app, cluster.name(), &waiting, &plan).await?;
    asked.approved_by = Some(who.actor.name.clone());
    let start = Start {
        app: app.clone(),
        cluster: Arc::clone(cluster),
        by: waiting.behalf,
        permit: askers,
        removed: state.removed_by(&plan),
        calls: calls::planned(&plan.steps, &state.units),
        plan,
        note: waiting.head.note,
        origin: Origin::Waited(Waited { id: id.clone(), asked: Box::new(asked) }),
    };
    audit::recorded(app, &permit, entry, async move {
        let _held = (guard, counted);
        start.begin().await
    })
    .await
}

/// Ends what waits: nothing comes of it. Whoever may do the same may decline it.
pub async fn decline(
    app: &AppState,
    cluster: &Arc<Cluster>,
    who: &SignedIn,
    id: &ActionId,
    input: DeclineAction,
) -> Result<ActionView> {
    let reason = input.reason.trim();
    if reason.is_empty() || reason.chars().count() > 200 || reason.chars().any(char::is_control) {
        return Err(Error::bad_field("reason", say::server::approval::say_why()));
    }
    let (waiting, _) = waiting(app, cluster.name(), who, id).await?;
    let request = &waiting.head.request;
    let permit = asked::may_begin(app, cluster.name(), who, request).await?;
    let entry = who
        .entry(say::server::record::decline(&waiting.head.actor, &what(request)))
        .detail([say::server::record::reason(&reason)]);
    let end = ActionState::Declined { reason: reason.to_owned(), by: Some(who.actor.name.clone()) };
    end_waiting(app, cluster, &permit, entry, waiting, end).await
}

/// Takes back what one has asked for. It takes no right but to see it.
pub async fn withdraw(
    app: &AppState,
    cluster: &Arc<Cluster>,
    who: &SignedIn,
    id: &ActionId,
) -> Result<ActionView> {
    let (waiting, asked) = waiting(app, cluster.name(), who, id).await?;
    let name = &who.actor.name;
    if waiting.head.actor != *name && access::person(app, who).await?.as_ref() != Some(&asked.by) {
        return Err(Error::NotThisPerson(say::server::approval::only_asker_withdraws(&asked.by)));
    }
    let request = &waiting.head.request;
    let scope = asked::scope(app, cluster.name(), request).await?;
    let permit = who.may(Verb::View, scope).await?;
    let entry = who.entry(say::server::record::withdraw(&what(request))).verb(request.verb().as_str());
    let end = ActionState::Undone { by: name.clone() };
    end_waiting(app, cluster, &permit, entry, waiting, end).await
}

async fn end_waiting(
    app: &AppState,
    cluster: &Arc<Cluster>,
    permit: &Permit,
    entry: audit::Entry,
    waiting: Action,
    end: ActionState,
) -> Result<ActionView> {
    let (state, cluster, id) = (app.clone(), Arc::clone(cluster), waiting.head.id.clone());
    let entry = entry.detail([waiting.head.summary.clone()]).action(id.clone());
    audit::recorded(app, permit, entry, async move {
        if !state.store.end_asked(&id, &end, state.now_ms(), state.wall_ms()).await? {
            return Err(Error::Conflict(say::server::approval::decided_just_now().into()));
        }
        let ended = state
            .store
            .action(&id)
            .await?
            .ok_or_else(|| Error::not_found(say::server::approval::action(&id)))?;
        let view = present(&state, ended.head);
        tell_view(&cluster, &view);
        Ok(view)
    })
    .await
}

/// What waits under this id, if they see it.
async fn waiting(app: &App, cluster: &ClusterName, who: &SignedIn, id: &ActionId) -> Result<(Action, Asked)> {
    let stored = app.store.action(id).await?.filter(|action| action.head.cluster == *cluster);
    let stored = stored.ok_or_else(|| Error::not_found(say::server::approval::action(&id)))?;
    let view = present(app, stored.head.clone());
    asked::check_seen(who, &view)?;
    match (&view.state, view.asked) {
        (ActionState::Asked { until_ms }, Some(asked)) if *until_ms > app.wall_ms() => Ok((stored, *asked)),
        (ActionState::Asked { .. }, _) => Err(Error::Conflict(say::server::approval::too_late().into())),
        _ => {
            let words = super::words(&super::view(stored.head));
            Err(Error::Conflict(say::server::approval::does_not_wait(&words)))
        }
    }
}

/// Whether they are somebody else than who asked; why not, in words. By whatever credentials: a person is one.
async fn somebody_else(
    app: &App,
    who: &SignedIn,
    asked: &Asked,
) -> Result<std::result::Result<(), &'static str>> {
    Ok(match access::person(app, who).await? {
        Some(person) if person == asked.by => Err(say::server::approval::own_request()),
        Some(_) => Ok(()),
        None => Err(say::server::approval::nobody_behind()),
    })
}

/// That whoever asked for it may do it now, and to that extent.
async fn still_may(app: &App, cluster: &ClusterName, waiting: &Action, plan: &Plan) -> Result<Permit> {
    let name = &waiting.behalf.name;
    let Some(rights) = access::rights_now(app, &waiting.behalf).await? else {
        return Err(Error::Conflict(say::server::approval::asker_gone(&name)));
    };
    let actor = Actor { name: name.clone(), rights };
    let scope = asked::scope(app, cluster, &plan.request).await?;
    let allowed = may_do(&actor, scope, plan);
    allowed.map_err(|refusal| Error::Conflict(say::server::approval::asker_may_not(&name, &refusal)))
}

/// Whether somebody may do all of it.
fn may_do(actor: &Actor, scope: Scope, plan: &Plan) -> std::result::Result<Permit, Refusal> {
    let allowed = asked::may_all(actor, plan.request.verb(), scope.clone(), plan)?;
    if matches!(plan.confirm, Confirm::TypeName { force: true, .. }) {
        may(actor, Verb::Force, scope)?;
    }
    Ok(allowed)
}
