//! What an earlier process left open, for the next start. A row that can't be read must keep nobody from starting: it is
//! closed unread.

use fleet::AppName;
use shared::action::ActionState;
use shared::{ActionId, ClusterName};
use sqlx::any::AnyRow;

use super::super::column::{Columns, json, number};
use super::{Action, ActionHead, Result, Store, TABLE, read, read_head, select_heads};

const LATER: &str = select_heads!(
    "WHERE cluster = $1 AND app = $2 AND is_deployment = 1 AND asked_until_ms IS NULL AND audit_id > $3"
);

/// An open action that can't be read: another version wrote it, or somebody else.
#[derive(Debug)]
pub struct Unreadable {
    /// Which one, as its row has it.
    pub id: String,
    /// Its line in the record, if at least that can be read.
    pub audit_id: Option<u64>,
    /// What can't be read.
    pub error: sqlx::Error,
}

impl Store {
    /// The actions that had not ended when the server did, the oldest first; without those that wait for somebody's yes:
    /// nothing of them was begun.
    pub async fn open_actions(&self) -> Result<Vec<std::result::Result<Action, Unreadable>>> {
        let rows = sqlx::query(
            "SELECT * FROM actions WHERE is_open = 1 AND asked_until_ms IS NULL ORDER BY started_ms, id",
        )
        .fetch_all(&self.pool)
        .await?;
        let unreadable = |row: &AnyRow, error| {
            let (id, audit_id) = (row.text("id").unwrap_or_default(), row.number("audit_id").ok());
            Unreadable { id, audit_id, error }
        };
        Ok(rows.iter().map(|row| read(row).map_err(|error| unreadable(row, error))).collect())
    }

    /// Whether a deployment that takes all other versions of the app away was begun after the one with this line in the
    /// record: what waits for a yes, was not given one, or was taken back in time has begun nothing.
    pub async fn is_followed(&self, cluster: &ClusterName, app: &AppName, audit_id: u64) -> Result<bool> {
        // The record's number is that of the beginning, also of one that waited, and grows whatever the clock does.
        let later = sqlx::query(LATER)
            .bind(cluster.as_str())
            .bind(app.as_str())
            .bind(number(audit_id))
            .fetch_all(&self.pool)
            .await?;
        let later = self.readable(TABLE, &later, |row| row.text("id"), read_head);
        let has_begun = |head: &ActionHead| {
            !matches!(head.state, ActionState::Declined { .. } | ActionState::Undone { .. })
                && head.request.chooses_version()
        };
        Ok(later.iter().any(has_begun))
    }

    /// The ids of a cluster's actions that have changed since, whenever they were started: whether or not the rest can
    /// be read.
    pub async fn actions_changed_since(&self, cluster: &ClusterName, since_ms: u64) -> Result<Vec<ActionId>> {
        let rows = sqlx::query("SELECT id FROM actions WHERE cluster = $1 AND changed_ms >= $2")
            .bind(cluster.as_str())
            .bind(number(since_ms))
            .fetch_all(&self.pool)
            .await?;
        Ok(self.readable(TABLE, &rows, |row| row.text("id"), |row| row.parsed("id", ActionId::parse)))
    }

    /// Ends an open action of which nothing else is known; its app is free again. To be called while no other process runs
    /// any action.
    pub async fn close_unread(
        &self,
        id: &str,
        end: &ActionState,
        changed_ms: u64,
        ended_ms: u64,
    ) -> Result<()> {
        sqlx::query(
            "UPDATE actions SET state = $1, is_open = 0, holds_app = NULL, changed_ms = $2, ended_ms = $3 \
             WHERE id = $4 AND is_open = 1",
        )
        .bind(json(end)?)
        .bind(number(changed_ms))
        .bind(number(ended_ms))
        .bind(id)
        .execute(&self.pool)
        .await
        .map(drop)
    }
}
