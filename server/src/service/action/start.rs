//! The beginning of an action: recorded, stored, claimed, run. To be done whole: nothing stored stays without a run.

use std::sync::Arc;

use shared::action::{ActionState, ActionView};
use shared::approval::Asked;
use shared::audit::Outcome;
use shared::course::Course;
use shared::plan::{Plan, RemovedUnit};
use shared::policy::Permit;
use shared::{ActionId, UserName};

use super::open::OpenAction;
use super::save::lease;
use super::{IdempotencyKey, locked, run};
use crate::app::{App, AppState};
use crate::auth::Via;
use crate::error::{Error, Result};
use crate::live::Cluster;
use crate::service::audit::{self, Entry};
use crate::store::{Approved, Begun, Behalf, NewAction, Stored};

/// A plan that may be started.
pub(super) struct Start {
    pub(super) app: AppState,
    pub(super) cluster: Arc<Cluster>,
    /// By whose rights it goes on.
    pub(super) by: Behalf,
    /// Theirs.
    pub(super) permit: Permit,
    pub(super) plan: Plan,
    /// Its calls, as the record has them.
    pub(super) calls: Vec<String>,
    pub(super) removed: Vec<RemovedUnit>,
    pub(super) note: String,
    pub(super) origin: Origin,
}

/// Where an action comes from.
pub(super) enum Origin {
    /// Somebody has clicked.
    Click { key: IdempotencyKey, via: Via },
    /// It waited for somebody else, who has approved it.
    Waited(Waited),
}

/// An action that waited.
pub(super) struct Waited {
    pub(super) id: ActionId,
    pub(super) asked: Box<Asked>,
}

impl Start {
    /// Records, stores and runs it.
    pub(super) async fn begin(self) -> Result<ActionView> {
        let Self { app, cluster, by, permit, plan, calls, removed, note, origin } = self;
        let id = match &origin {
            Origin::Click { .. } => new_id()?,
            Origin::Waited(waited) => waited.id.clone(),
        };
        let entry = entry(&origin, &by, &plan).detail(calls).action(id.clone());
        // The record comes first: what can't be recorded is not done.
        let record = audit::begin(&app, &permit, entry).await?;
        let course = Course::begin(&plan, app.now_ms());
        let mut view = new_view(&app, &cluster, &by.name, id, &plan);
        view.deploying = course.deploying();
        view.note = note;
        let stored = match origin {
            Origin::Click { key, .. } => {
                let new = NewAction {
                    id: &view.id,
                    by: &by,
                    idempotency_key: key.as_str(),
                    cluster: cluster.name(),
                    audit_id: record.number(),
                    plan: &plan,
                    state: &view.state,
                    at: course.at(),
                    note: &view.note,
                    deploying: view.deploying.as_deref(),
                    asked: None,
                    lease: lease(&app),
                    removed: &removed,
                    started_ms: view.started_ms,
                };
                store_new(&app, new).await
            }
            Origin::Waited(Waited { asked, .. }) => {
                view.asked = Some(asked.clone());
                let approved = Approved {
                    id: &view.id,
                    audit_id: record.number(),
                    plan: &plan,
                    state: &view.state,
                    at: course.at(),
                    asked: &asked,
                    deploying: view.deploying.as_deref(),
                    lease: lease(&app),
                    removed: &removed,
                    started_ms: view.started_ms,
                };
                store_approved(&app, approved, &cluster).await
            }
        };
        if let Err(error) = stored {
            let note = say::server::record::not_stored(&error);
            audit::finish(&app, record, Outcome::Failed, &note).await;
            return Err(error);
        }
        // Nothing may fail from here on: what is stored as begun is run.
        if let Some(deployment) = plan.deployment.as_ref().filter(|_| plan.request.chooses_version()) {
            for before in app.actions.keeping(cluster.name(), &deployment.app) {
                before.hand_over(app.now_ms());
                before.poke.notify_one();
            }
        }
        let open = OpenAction::new(cluster, view.clone(), plan, course, by, (record, removed));
        let open = app.actions.open(open);
        run::spawn(app, open);
        Ok(view)
    }
}

/// What the record says of its run. That of one that waited is a line of whoever asked, but of no request of theirs.
fn entry(origin: &Origin, by: &Behalf, plan: &Plan) -> Entry {
    match origin {
        Origin::Click { via, .. } => Entry::new(*via, plan.summary.clone()),
        Origin::Waited(Waited { asked, .. }) => {
            let via = Via::parse(&by.via).unwrap_or(Via::Nobody);
            let approved = asked.approved_by.iter().map(|name| say::server::record::approved_by(name));
            Entry::new(via, plan.summary.clone()).detail(approved).from_nowhere()
        }
    }
}

async fn store_new(app: &App, new: NewAction<'_>) -> Result<()> {
    match app.store.insert_action(new).await? {
        Stored::New => Ok(()),
        Stored::Before(_) => Err(Error::Conflict(say::server::course::key_used_now().into())),
        Stored::AppHeld(holder) => Err(locked(app, &holder, say::server::actions::wait_or_take_over())),
    }
}

async fn store_approved(app: &App, approved: Approved<'_>, cluster: &Cluster) -> Result<()> {
    match app.store.begin_asked(approved, cluster.name()).await? {
        Begun::Yes => Ok(()),
        Begun::Decided => Err(Error::Conflict(say::server::course::decided_just_now().into())),
        Begun::AppHeld(holder) => Err(locked(app, &holder, say::server::approval::wait_or_abort())),
    }
}

/// A name for a new action; it begins with the time.
pub(super) fn new_id() -> Result<ActionId> {
    ActionId::parse(&uuid::Uuid::now_v7().to_string()).map_err(Error::internal)
}

/// An action that begins now.
pub(super) fn new_view(app: &App, cluster: &Cluster, by: &UserName, id: ActionId, plan: &Plan) -> ActionView {
    let now_ms = app.now_ms();
    ActionView {
        id,
        cluster: cluster.name().clone(),
        request: plan.request.clone(),
        summary: plan.summary.clone(),
        actor: by.clone(),
        started_ms: app.wall_ms(),
        state: match plan.undo_s {
            0 => ActionState::Running,
            undo_s => ActionState::Waiting { until_ms: now_ms + u64::from(undo_s) * 1_000 },
        },
        steps_done: 0,
        steps_total: u32::try_from(plan.steps.len()).unwrap_or(u32::MAX),
        changed_ms: now_ms,
        ended_ms: None,
        restorable: false,
        note: String::new(),
        deploying: None,
        asked: None,
    }
}
