//! The beginning of an action: recorded, stored, claimed, run. To be done whole: nothing stored stays without a run.

use std::sync::Arc;

use shared::ActionId;
use shared::action::{ActionState, ActionView};
use shared::audit::Outcome;
use shared::course::Course;
use shared::plan::{Plan, PlanState, Step};
use shared::policy::Permit;

use super::open::OpenAction;
use super::save::lease;
use super::{IdempotencyKey, locked, run};
use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::live::Cluster;
use crate::service::audit;
use crate::store::{Behalf, NewAction, Removed, Stored};

/// A plan that may be started.
pub(super) struct Start {
    pub(super) app: AppState,
    pub(super) cluster: Arc<Cluster>,
    pub(super) who: SignedIn,
    pub(super) key: IdempotencyKey,
    pub(super) permit: Permit,
    pub(super) plan: Plan,
    pub(super) removed: Vec<Removed>,
    pub(super) note: String,
}

impl Start {
    /// Records, stores and runs it.
    pub(super) async fn begin(self) -> Result<ActionView> {
        let Self { app, cluster, who, key, permit, plan, removed, note } = self;
        let id = ActionId::parse(&uuid::Uuid::now_v7().to_string()).map_err(Error::internal)?;
        let calls =
            plan.steps.iter().filter_map(Step::call).map(|call| format!("{} {}", call.method, call.path));
        let entry = who.entry(plan.summary.clone()).detail(calls).action(id.clone());
        // The record comes first: what can't be recorded is not done.
        let record = audit::begin(&app, &permit, entry).await?;
        let course = Course::begin(&plan, app.now_ms());
        let mut view = new_view(&app, &cluster, &who, id, &plan);
        view.deploying = course.deploying();
        view.note = note;
        let new = NewAction {
            id: &view.id,
            actor: &view.actor,
            via: who.via.as_str(),
            idempotency_key: key.as_str(),
            cluster: cluster.name(),
            audit_id: record.number(),
            plan: &plan,
            state: &view.state,
            at: course.at(),
            note: &view.note,
            deploying: view.deploying.as_deref(),
            lease: lease(&app),
            removed: &removed,
            started_ms: view.started_ms,
        };
        let stored = match app.store.insert_action(new).await {
            Ok(Stored::New) => Ok(()),
            Ok(Stored::Before(_)) => Err(Error::Conflict(
                "This Idempotency-Key was used for another action at this very moment.".into(),
            )),
            Ok(Stored::AppHeld(holder)) => Err(locked(&app, &holder)),
            Err(error) => Err(error.into()),
        };
        if let Err(error) = stored {
            let note = format!("It was not stored, and nothing was sent. {error}");
            audit::finish(&app, record, Outcome::Failed, &note).await;
            return Err(error);
        }
        // Nothing may fail from here on: what is stored as begun is run.
        if let Some(deployment) = &plan.deployment {
            for before in app.actions.keeping(cluster.name(), &deployment.app) {
                before.hand_over(app.now_ms());
                before.poke.notify_one();
            }
        }
        let behalf = Behalf { name: who.actor.name.clone(), via: who.via.as_str().to_owned() };
        let open = OpenAction::new(cluster, view.clone(), plan, course, behalf, (record, removed));
        let open = app.actions.open(open);
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
        changed_ms: now_ms,
        ended_ms: None,
        restorable: false,
        note: String::new(),
        deploying: None,
    }
}

/// What the plan destroys, as it was planned: kept, so that it can be put back.
pub(super) fn removed(plan: &Plan, state: &PlanState) -> Vec<Removed> {
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
