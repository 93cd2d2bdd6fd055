//! The table `actions`: what was started, how far it came, and what it removed (so that it can be put back).
//!
//! The plan is written once; what changes while an action goes on stands in columns of its own and stays small.

use fleet::{DesiredState, UnitName, UnitOption};
use serde::{Deserialize, Serialize};
use shared::action::{ActionState, Progress};
use shared::plan::{Plan, PlanRequest};
use shared::{ActionId, ClusterName, UserName};
use sqlx::any::AnyRow;

use super::column::{Columns, json, number};
use super::{BEGIN_WRITE, Result, Store};

/// A unit that an action removed: its name, its options, and the desired state of that time.
pub type Removed = (UnitName, Vec<UnitOption>, DesiredState);

/// How far one step of the plan is; kept in the order of the plan's steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepProgress {
    /// How far.
    pub progress: Progress,
    /// Fleet's answer or the reason of a failure.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// An action without what is large: all that a list needs.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionHead {
    /// Which one.
    pub id: ActionId,
    /// Who started it.
    pub actor: UserName,
    /// On which cluster.
    pub cluster: ClusterName,
    /// Its line in the record.
    pub audit_id: u64,
    /// What was asked for.
    pub request: PlanRequest,
    /// The same in words.
    pub summary: String,
    /// How far it is.
    pub state: ActionState,
    /// How many of its steps are done.
    pub steps_done: u32,
    /// How many it has.
    pub steps_total: u32,
    /// Whether it may have destroyed something that can be put back.
    pub restorable: bool,
    /// When it was started.
    pub started_ms: u64,
    /// When it ended.
    pub ended_ms: Option<u64>,
}

/// An action as it is stored, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// What a list shows of it.
    pub head: ActionHead,
    /// What it does.
    pub plan: Plan,
    /// How far each step is.
    pub progress: Vec<StepProgress>,
    /// What it removes, as it was.
    pub removed: Vec<Removed>,
}

/// An action to store.
#[derive(Debug, Clone)]
pub struct NewAction<'a> {
    /// Which one.
    pub id: &'a ActionId,
    /// Who starts it.
    pub actor: &'a UserName,
    /// How they came in.
    pub via: &'a str,
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
    pub progress: &'a [StepProgress],
    /// What it will remove, as it is now: stored before anything is removed, so that it can always be put back.
    pub removed: &'a [Removed],
    /// Now.
    pub started_ms: u64,
}

/// How far an action is by now.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionUpdate<'a> {
    /// How far.
    pub state: &'a ActionState,
    /// How far each step is.
    pub progress: &'a [StepProgress],
    /// Whether it may have destroyed something that can be put back.
    pub restorable: bool,
    /// When it ended, if it has.
    pub ended_ms: Option<u64>,
}

/// What became of an action to store.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "it lives for one match")]
pub enum Stored {
    /// It is new.
    New,
    /// The same actor started this one with the same key before.
    Before(ActionHead),
}

/// Selects the columns of an `ActionHead`.
macro_rules! select_heads {
    ($rest:literal) => {
        concat!(
            "SELECT id, actor, cluster, audit_id, request, summary, state, steps_done, steps_total, restorable, ",
            "started_ms, ended_ms FROM actions ",
            $rest
        )
    };
}

const BY_KEY: &str = select_heads!("WHERE actor = $1 AND idempotency_key = $2");

impl Store {
    /// Stores an action, unless its actor has used its key before: then that action comes back.
    pub async fn insert_action(&self, action: NewAction<'_>) -> Result<Stored> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        let done = sqlx::query(
            "INSERT INTO actions (id, actor, via, idempotency_key, cluster, audit_id, request, summary, plan, state, \
             is_open, progress, steps_done, steps_total, removed, restorable, started_ms) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, 0, $15) \
             ON CONFLICT (actor, idempotency_key) DO NOTHING",
        )
        .bind(action.id.as_str())
        .bind(action.actor.as_str())
        .bind(action.via)
        .bind(action.idempotency_key)
        .bind(action.cluster.as_str())
        .bind(number(action.audit_id))
        .bind(json(&action.plan.request)?)
        .bind(action.plan.summary.as_str())
        .bind(json(action.plan)?)
        .bind(json(action.state)?)
        .bind(i64::from(action.state.is_open()))
        .bind(json(&action.progress)?)
        .bind(count(action.plan.steps.len()))
        .bind(json(&action.removed)?)
        .bind(number(action.started_ms))
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 1 {
            transaction.commit().await?;
            return Ok(Stored::New);
        }
        let row = sqlx::query(BY_KEY)
            .bind(action.actor.as_str())
            .bind(action.idempotency_key)
            .fetch_one(&mut *transaction)
            .await?;
        Ok(Stored::Before(read_head(&row)?))
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

    /// Writes how far an action is. False if there is no such action.
    pub async fn update_action(&self, id: &ActionId, update: ActionUpdate<'_>) -> Result<bool> {
        let done = update.progress.iter().filter(|step| step.progress == Progress::Done).count();
        let done = sqlx::query(
            "UPDATE actions SET state = $1, is_open = $2, progress = $3, steps_done = $4, restorable = $5, \
             ended_ms = $6 WHERE id = $7",
        )
        .bind(json(update.state)?)
        .bind(i64::from(update.state.is_open()))
        .bind(json(&update.progress)?)
        .bind(count(done))
        .bind(i64::from(update.restorable))
        .bind(update.ended_ms.map(number))
        .bind(id.as_str())
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
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

    /// A cluster's latest actions, the newest first.
    pub async fn recent_actions(&self, cluster: &ClusterName, limit: u32) -> Result<Vec<ActionHead>> {
        sqlx::query(select_heads!("WHERE cluster = $1 ORDER BY started_ms DESC, id DESC LIMIT $2"))
            .bind(cluster.as_str())
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(read_head)
            .collect()
    }

    /// The actions that had not ended when the server did, the oldest first.
    pub async fn open_actions(&self) -> Result<Vec<Action>> {
        sqlx::query("SELECT * FROM actions WHERE is_open = 1 ORDER BY started_ms, id")
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(read)
            .collect()
    }
}

fn count(steps: usize) -> i64 {
    i64::try_from(steps).unwrap_or(i64::MAX)
}

fn read(row: &AnyRow) -> Result<Action> {
    Ok(Action {
        head: read_head(row)?,
        plan: row.json("plan")?,
        progress: row.json("progress")?,
        removed: row.json("removed")?,
    })
}

fn read_head(row: &AnyRow) -> Result<ActionHead> {
    let count = |name| -> Result<u32> { Ok(u32::try_from(row.number(name)?).unwrap_or(u32::MAX)) };
    Ok(ActionHead {
        id: row.parsed("id", ActionId::parse)?,
        actor: row.parsed("actor", UserName::parse)?,
        cluster: row.parsed("cluster", ClusterName::parse)?,
        audit_id: row.number("audit_id")?,
        request: row.json("request")?,
        summary: row.text("summary")?,
        state: row.json("state")?,
        steps_done: count("steps_done")?,
        steps_total: count("steps_total")?,
        restorable: row.number("restorable")? == 1,
        started_ms: row.number("started_ms")?,
        ended_ms: row.maybe_number("ended_ms")?,
    })
}
