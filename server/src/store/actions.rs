//! The table `actions`: what was started, how far it came, and what it removed (so that it can be put back).

use fleet::{DesiredState, UnitName, UnitOption};
use shared::action::{ActionState, StepView};
use shared::plan::{Plan, PlanRequest};
use shared::{ActionId, ClusterName, UserName};
use sqlx::any::AnyRow;

use super::column::{Columns, json, number};
use super::{BEGIN_WRITE, Result, Store};

/// A unit that an action removed: its name, its options, and the desired state of that time.
pub type Removed = (UnitName, Vec<UnitOption>, DesiredState);

/// An action as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// Which one.
    pub id: ActionId,
    /// Who started it.
    pub actor: UserName,
    /// How they came in.
    pub via: String,
    /// The header of that name: the same key of the same actor is the same action.
    pub idempotency_key: String,
    /// On which cluster.
    pub cluster: ClusterName,
    /// Its line in the record.
    pub audit_id: u64,
    /// What was asked for.
    pub request: PlanRequest,
    /// What it does.
    pub plan: Plan,
    /// How far it is.
    pub state: ActionState,
    /// Its steps, each with how far it is.
    pub steps: Vec<StepView>,
    /// What it removed until now.
    pub removed: Vec<Removed>,
    /// When it was started.
    pub started_ms: u64,
    /// When it ended.
    pub ended_ms: Option<u64>,
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
    /// The header of that name.
    pub idempotency_key: &'a str,
    /// On which cluster.
    pub cluster: &'a ClusterName,
    /// Its line in the record.
    pub audit_id: u64,
    /// What is asked for.
    pub request: &'a PlanRequest,
    /// What it will do.
    pub plan: &'a Plan,
    /// How far it is.
    pub state: &'a ActionState,
    /// Its steps.
    pub steps: &'a [StepView],
    /// Now.
    pub started_ms: u64,
}

/// What became of an action to store.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "it lives for one match")]
pub enum Stored {
    /// It is new.
    New,
    /// The same actor started this one with the same key before.
    Before(Action),
}

impl Store {
    /// Stores an action, unless its actor has used its key before: then that action comes back.
    pub async fn insert_action(&self, action: NewAction<'_>) -> Result<Stored> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        let done = sqlx::query(
            "INSERT INTO actions (id, actor, via, idempotency_key, cluster, audit_id, request, plan, state, is_open, \
             steps, removed, started_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '[]', $12) \
             ON CONFLICT (actor, idempotency_key) DO NOTHING",
        )
        .bind(action.id.as_str())
        .bind(action.actor.as_str())
        .bind(action.via)
        .bind(action.idempotency_key)
        .bind(action.cluster.as_str())
        .bind(number(action.audit_id))
        .bind(json(action.request)?)
        .bind(json(action.plan)?)
        .bind(json(action.state)?)
        .bind(i64::from(action.state.is_open()))
        .bind(json(&action.steps)?)
        .bind(number(action.started_ms))
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 1 {
            transaction.commit().await?;
            return Ok(Stored::New);
        }
        let row = sqlx::query("SELECT * FROM actions WHERE actor = $1 AND idempotency_key = $2")
            .bind(action.actor.as_str())
            .bind(action.idempotency_key)
            .fetch_one(&mut *transaction)
            .await?;
        Ok(Stored::Before(read(&row)?))
    }

    /// The action of that actor with that key, if there is one: asked before a plan is made for it again.
    pub async fn action_by_key(&self, actor: &UserName, idempotency_key: &str) -> Result<Option<Action>> {
        sqlx::query("SELECT * FROM actions WHERE actor = $1 AND idempotency_key = $2")
            .bind(actor.as_str())
            .bind(idempotency_key)
            .fetch_optional(&self.pool)
            .await?
            .as_ref()
            .map(read)
            .transpose()
    }

    /// Writes how far an action is. False if there is no such action.
    pub async fn update_action(
        &self,
        id: &ActionId,
        state: &ActionState,
        steps: &[StepView],
        ended_ms: Option<u64>,
    ) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE actions SET state = $1, is_open = $2, steps = $3, ended_ms = $4 WHERE id = $5",
        )
        .bind(json(state)?)
        .bind(i64::from(state.is_open()))
        .bind(json(&steps)?)
        .bind(ended_ms.map(number))
        .bind(id.as_str())
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Writes what an action removed: before it removes it, so that it can always be put back.
    pub async fn set_removed(&self, id: &ActionId, removed: &[Removed]) -> Result<bool> {
        let done = sqlx::query("UPDATE actions SET removed = $1 WHERE id = $2")
            .bind(json(&removed)?)
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
    pub async fn recent_actions(&self, cluster: &ClusterName, limit: u32) -> Result<Vec<Action>> {
        sqlx::query("SELECT * FROM actions WHERE cluster = $1 ORDER BY started_ms DESC, id DESC LIMIT $2")
            .bind(cluster.as_str())
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(read)
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

fn read(row: &AnyRow) -> Result<Action> {
    Ok(Action {
        id: row.parsed("id", ActionId::parse)?,
        actor: row.parsed("actor", UserName::parse)?,
        via: row.text("via")?,
        idempotency_key: row.text("idempotency_key")?,
        cluster: row.parsed("cluster", ClusterName::parse)?,
        audit_id: row.number("audit_id")?,
        request: row.json("request")?,
        plan: row.json("plan")?,
        state: row.json("state")?,
        steps: row.json("steps")?,
        removed: row.json("removed")?,
        started_ms: row.number("started_ms")?,
        ended_ms: row.maybe_number("ended_ms")?,
    })
}
