//! Rows of `actions` that wait for somebody's yes. Each leaves that state once, by one statement: of two who decide at the
//! same time one does.

use shared::action::ActionState;
use shared::approval::Asked;
use shared::course::At;
use shared::deployment::Deploying;
use shared::plan::{Plan, RemovedUnit};
use shared::{ActionId, ClusterName};

use super::super::column::{Columns, json, number};
use super::{ActionHead, Lease, Result, Store, TABLE, count, created, held_app, read_head, select_heads};
use crate::store::BEGIN_WRITE;

/// An action that was approved: what it will do by now, in the place of what it would have done when it was asked for.
#[derive(Debug, Clone)]
pub struct Approved<'a> {
    /// Which one.
    pub id: &'a ActionId,
    /// The line of its run in the record.
    pub audit_id: u64,
    /// What it will do.
    pub plan: &'a Plan,
    /// How far it is.
    pub state: &'a ActionState,
    /// How far each step is.
    pub at: &'a At,
    /// Who asked, and who approved.
    pub asked: &'a Asked,
    /// What lists show of a deployment.
    pub deploying: Option<&'a Deploying>,
    /// The lease of the process that will run it.
    pub lease: Lease<'a>,
    /// What it will remove, as it is now.
    pub removed: &'a [RemovedUnit],
    /// Now.
    pub started_ms: u64,
}

/// What became of an action to start.
#[derive(Debug, Clone, PartialEq)]
pub enum Begun {
    /// It starts.
    Yes,
    /// It does not wait any more: somebody was quicker.
    Decided,
    /// This deployment of the app is at work: it waits on.
    AppHeld(Box<ActionHead>),
}

impl Store {
    /// Lets an action start that waits, unless another deployment of its app is at work.
    pub async fn begin_asked(&self, action: Approved<'_>, cluster: &ClusterName) -> Result<Begun> {
        let app = action.plan.request.app().filter(|_| action.plan.request.is_deployment());
        let held = app.map(|app| held_app(cluster, &app));
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        if let Some(held) = &held {
            let holder = sqlx::query(super::BY_HELD_APP).bind(held.as_str());
            if let Some(row) = holder.fetch_optional(&mut *transaction).await? {
                return Ok(Begun::AppHeld(Box::new(read_head(&row)?)));
            }
        }
        let done = sqlx::query(
            "UPDATE actions SET audit_id = $1, summary = $2, plan = $3, state = $4, is_open = $5, course = $6, \
             steps_total = $7, removed = $8, started_ms = $9, changed_ms = $10, deploying = $11, lease_holder = $12, \
             lease_until_ms = $13, holds_app = $14, asked = $15, asked_until_ms = NULL \
             WHERE id = $16 AND asked_until_ms IS NOT NULL",
        )
        .bind(number(action.audit_id))
        .bind(action.plan.summary.as_str())
        .bind(json(action.plan)?)
        .bind(json(action.state)?)
        .bind(i64::from(action.state.is_open()))
        .bind(json(action.at)?)
        .bind(count(action.plan.steps.len()))
        .bind(json(&action.removed)?)
        .bind(number(action.started_ms))
        .bind(number(action.started_ms))
        .bind(action.deploying.map(json).transpose()?)
        .bind(action.lease.holder)
        .bind(number(action.lease.until_ms))
        .bind(held)
        .bind(json(action.asked)?)
        .bind(action.id.as_str())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(Begun::Decided);
        }
        created::note(&mut transaction, action.id, action.plan.steps.iter()).await?;
        transaction.commit().await?;
        Ok(Begun::Yes)
    }

    /// Ends an action that waits. False if it does not any more.
    pub async fn end_asked(
        &self,
        id: &ActionId,
        end: &ActionState,
        changed_ms: u64,
        ended_ms: u64,
    ) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE actions SET state = $1, is_open = 0, changed_ms = $2, ended_ms = $3, asked_until_ms = NULL \
             WHERE id = $4 AND asked_until_ms IS NOT NULL",
        )
        .bind(json(end)?)
        .bind(number(changed_ms))
        .bind(number(ended_ms))
        .bind(id.as_str())
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The actions of a cluster that wait, the newest first; without those that can't be read.
    pub async fn asked_actions(&self, cluster: &ClusterName) -> Result<Vec<ActionHead>> {
        let rows = sqlx::query(select_heads!(
            "WHERE asked_until_ms IS NOT NULL AND cluster = $1 ORDER BY started_ms DESC, id DESC"
        ))
        .bind(cluster.as_str())
        .fetch_all(&self.pool)
        .await?;
        Ok(self.readable(TABLE, &rows, |row| row.text("id"), read_head))
    }

    /// The actions whose time to wait is over.
    pub async fn asked_in_vain(&self, now_ms: u64) -> Result<Vec<ActionHead>> {
        let rows = sqlx::query(select_heads!("WHERE asked_until_ms <= $1 ORDER BY asked_until_ms, id"))
            .bind(number(now_ms))
            .fetch_all(&self.pool)
            .await?;
        Ok(self.readable(TABLE, &rows, |row| row.text("id"), read_head))
    }
}
