//! The table `actions`: what was started, how far it came, and what it removed (so that it can be put back).
//!
//! The plan is written once; what changes while an action goes on stands in columns of its own and stays small. Who runs
//! an action has its lease, and who deploys an app holds it: both are decided here, in one statement each.

mod asked;
mod created;
mod history;
mod lease;
mod left;
mod old;
mod row;

pub use asked::{Approved, Begun};
pub use history::{DeploymentFilter, DeploymentPage, LeftWith, Standing};
pub use left::Unreadable;
pub use old::Keep;
pub use row::{Action, ActionHead, Behalf, Vouched};

use row::{read, read_head, select_heads};

use shared::action::ActionState;
use shared::approval::Asked;
use shared::course::{At, Detour};
use shared::deployment::Deploying;
use shared::plan::{Plan, RemovedUnit};
use shared::{ActionId, ClusterName, UserName};

use super::column::{Columns, json, number};
use super::{BEGIN_WRITE, Result, Store};

/// An action to store.
#[derive(Debug, Clone)]
pub struct NewAction<'a> {
    /// Which one.
    pub id: &'a ActionId,
    /// Who starts it: by their rights it goes on.
    pub by: &'a Behalf,
    /// The header of that name: the same key of the same actor is the same action.
    pub idempotency_key: &'a str,
    /// On which cluster.
    pub cluster: &'a ClusterName,
    /// Its line in the record.
    pub audit_id: u64,
    /// What it will do.
    pub plan: &'a Plan,
    /// How far it is.
    pub state: &'a ActionState,
    /// How far each step is.
    pub at: &'a At,
    /// Why, or which ticket.
    pub note: &'a str,
    /// What lists show of a deployment.
    pub deploying: Option<&'a Deploying>,
    /// Who asks, for one that waits for somebody else first: with until when.
    pub asked: Option<(&'a Asked, u64)>,
    /// The lease of the process that will run it; nobody's for one that waits for somebody else.
    pub lease: Lease<'a>,
    /// What it will remove, as it is now: stored before anything is removed, so that it can always be put back.
    pub removed: &'a [RemovedUnit],
    /// Now.
    pub started_ms: u64,
}

/// How far an action is by now.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionUpdate<'a> {
    /// The lease of the process that runs it.
    pub lease: Lease<'a>,
    /// How far.
    pub state: &'a ActionState,
    /// How far each step is.
    pub at: &'a At,
    /// How many steps it has by now.
    pub steps_total: usize,
    /// What was added to the plan, if that has changed.
    pub detours: Option<&'a [Detour]>,
    /// What lists show of a deployment.
    pub deploying: Option<&'a Deploying>,
    /// By whose rights it goes on.
    pub behalf: &'a Behalf,
    /// The app that it holds while it is at work, as [`held_app`] writes it.
    pub holds_app: Option<&'a str>,
    /// Whether it may have destroyed something that can be put back.
    pub restorable: bool,
    /// When it changed last.
    pub changed_ms: u64,
    /// When it ended, if it has.
    pub ended_ms: Option<u64>,
}

/// A process's claim to be the only one that runs an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease<'a> {
    /// The process.
    pub holder: &'a str,
    /// Until when it may without saying so again, by the time of day.
    pub until_ms: u64,
}

/// What became of an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Updated {
    /// It is written.
    Written,
    /// Another process has the lease, or the action is no longer there.
    LeaseLost,
    /// Another deployment of the app is at work.
    AppHeld,
}

/// The mark of an app's deployment at work.
pub fn held_app(cluster: &ClusterName, app: &fleet::AppName) -> String {
    format!("{} {}", cluster.as_str(), app.as_str())
}

/// What became of an action to store.
#[derive(Debug, Clone, PartialEq)]
pub enum Stored {
    /// It is new.
    New,
    /// The same actor started this one with the same key before.
    Before(ActionHead),
    /// This deployment of the app is at work: nothing was stored.
    AppHeld(ActionHead),
}

/// The table's name.
const TABLE: &str = "actions";

const BY_KEY: &str = select_heads!("WHERE actor = $1 AND idempotency_key = $2");
const BY_HELD_APP: &str = select_heads!("WHERE holds_app = $1");

impl Store {
    /// Stores an action, unless its actor has used its key before, or, if it is a deployment, another one of its app is
    /// at work: then that one comes back. That nobody else comes in between is the transaction's matter; that there
    /// is one at most is also the unique index's.
    pub async fn insert_action(&self, action: NewAction<'_>) -> Result<Stored> {
        let app = action.plan.request.app();
        let is_deployment = action.plan.request.is_deployment();
        // What waits for somebody else holds nothing, and has created nothing.
        let begins = action.asked.is_none();
        let held = app.as_ref().filter(|_| is_deployment && begins).map(|app| held_app(action.cluster, app));
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        let before = sqlx::query(BY_KEY)
            .bind(action.by.name.as_str())
            .bind(action.idempotency_key)
            .fetch_optional(&mut *transaction)
            .await?;
        if let Some(row) = before {
            return Ok(Stored::Before(read_head(&row)?));
        }
        if let Some(held) = &held
            && let Some(row) =
                sqlx::query(BY_HELD_APP).bind(held.as_str()).fetch_optional(&mut *transaction).await?
        {
            return Ok(Stored::AppHeld(read_head(&row)?));
        }
        sqlx::query(
            "INSERT INTO actions (id, actor, via, idempotency_key, cluster, audit_id, request, summary, plan, state, \
             is_open, progress, course, steps_done, steps_total, removed, restorable, started_ms, changed_ms, app, \
             is_deployment, note, deploying, behalf, behalf_via, behalf_credential, lease_holder, lease_until_ms, holds_app, asked, asked_until_ms, \
             behalf_vouched) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '[]', $12, 0, $13, $14, 0, $15, $16, $17, $18, $19, \
             $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)",
        )
        .bind(action.id.as_str())
        .bind(action.by.name.as_str())
        .bind(action.by.via.as_str())
        .bind(action.idempotency_key)
        .bind(action.cluster.as_str())
        .bind(number(action.audit_id))
        .bind(json(&action.plan.request)?)
        .bind(action.plan.summary.as_str())
        .bind(json(action.plan)?)
        .bind(json(action.state)?)
        .bind(i64::from(action.state.is_open()))
        .bind(json(action.at)?)
        .bind(count(action.plan.steps.len()))
        .bind(json(&action.removed)?)
        .bind(number(action.started_ms))
        .bind(number(action.started_ms))
        .bind(app.as_ref().map_or("", |app| app.as_str()))
        .bind(i64::from(is_deployment))
        .bind(action.note)
        .bind(action.deploying.map(json).transpose()?)
        .bind(action.by.name.as_str())
        .bind(action.by.via.as_str())
        .bind(action.by.credential.as_deref())
        .bind(action.lease.holder)
        .bind(number(action.lease.until_ms))
        .bind(held)
        .bind(action.asked.map(|(asked, _)| json(asked)).transpose()?)
        .bind(action.asked.map(|(_, until_ms)| number(until_ms)))
        .bind(action.by.vouched.as_ref().map(json).transpose()?)
        .execute(&mut *transaction)
        .await?;
        if begins {
            created::note(&mut transaction, action.id, action.plan.steps.iter()).await?;
        }
        transaction.commit().await?;
        Ok(Stored::New)
    }

    /// The action of that actor with that key, if there is one: asked before a plan is made for it again.
    pub async fn action_by_key(&self, actor: &UserName, key: &str) -> Result<Option<ActionHead>> {
        sqlx::query(BY_KEY)
            .bind(actor.as_str())
            .bind(key)
            .fetch_optional(&self.pool)
            .await?
            .as_ref()
            .map(read_head)
            .transpose()
    }

    /// Writes how far an action is, if the lease is held, and holds it on. It says nothing of the lease's time: who
    /// holds it although that has passed was not replaced.
    pub async fn update_action(&self, id: &ActionId, update: ActionUpdate<'_>) -> Result<Updated> {
        if let Some(detours) = update.detours {
            let mut connection = self.pool.acquire().await?;
            created::note(&mut connection, id, detours.iter().flat_map(|detour| &detour.steps)).await?;
        }
        let done = sqlx::query(
            "UPDATE actions SET state = $1, is_open = $2, course = $3, steps_done = $4, steps_total = $5, \
             detours = COALESCE($6, detours), deploying = $7, behalf = $8, behalf_via = $9, behalf_credential = $10, \
             holds_app = $11, restorable = $12, changed_ms = $13, ended_ms = $14, lease_until_ms = $15, \
             behalf_vouched = $18 WHERE id = $16 AND lease_holder = $17",
        )
        .bind(json(update.state)?)
        .bind(i64::from(update.state.is_open()))
        .bind(json(update.at)?)
        .bind(i64::from(update.at.done()))
        .bind(count(update.steps_total))
        .bind(update.detours.map(|detours| json(&detours)).transpose()?)
        .bind(update.deploying.map(json).transpose()?)
        .bind(update.behalf.name.as_str())
        .bind(update.behalf.via.as_str())
        .bind(update.behalf.credential.as_deref())
        .bind(update.holds_app)
        .bind(i64::from(update.restorable))
        .bind(number(update.changed_ms))
        .bind(update.ended_ms.map(number))
        .bind(number(update.lease.until_ms))
        .bind(id.as_str())
        .bind(update.lease.holder)
        .bind(update.behalf.vouched.as_ref().map(json).transpose()?)
        .execute(&self.pool)
        .await;
        match done {
            Ok(done) if done.rows_affected() == 1 => Ok(Updated::Written),
            Ok(_) => Ok(Updated::LeaseLost),
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Ok(Updated::AppHeld),
            Err(error) => Err(error),
        }
    }

    /// The deployment of an app that is at work.
    pub async fn deployment_at_work(
        &self,
        cluster: &ClusterName,
        app: &fleet::AppName,
    ) -> Result<Option<ActionHead>> {
        sqlx::query(BY_HELD_APP)
            .bind(held_app(cluster, app))
            .fetch_optional(&self.pool)
            .await?
            .as_ref()
            .map(read_head)
            .transpose()
    }

    /// The action of that id.
    pub async fn action(&self, id: &ActionId) -> Result<Option<Action>> {
        sqlx::query("SELECT * FROM actions WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await?
            .as_ref()
            .map(read)
            .transpose()
    }

    /// A cluster's latest actions, the newest first; without those that can't be read.
    pub async fn recent_actions(&self, cluster: &ClusterName, limit: u32) -> Result<Vec<ActionHead>> {
        let rows =
            sqlx::query(select_heads!("WHERE cluster = $1 ORDER BY started_ms DESC, id DESC LIMIT $2"))
                .bind(cluster.as_str())
                .bind(i64::from(limit))
                .fetch_all(&self.pool)
                .await?;
        Ok(self.readable(TABLE, &rows, |row| row.text("id"), read_head))
    }

    /// The same, whole: with their plans, and how far they are.
    pub async fn recent_whole(&self, cluster: &ClusterName, limit: u32) -> Result<Vec<Action>> {
        let rows = sqlx::query(
            "SELECT * FROM actions WHERE cluster = $1 ORDER BY started_ms DESC, id DESC LIMIT $2",
        )
        .bind(cluster.as_str())
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        Ok(self.readable(TABLE, &rows, |row| row.text("id"), read))
    }
}

fn count(steps: usize) -> i64 {
    i64::try_from(steps).unwrap_or(i64::MAX)
}
