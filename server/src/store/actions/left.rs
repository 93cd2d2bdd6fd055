//! What an earlier process left open, for the next start. A row that can't be read must keep nobody from starting: it is
//! closed unread.

use shared::action::ActionState;
use shared::{ActionId, ClusterName};

use super::super::column::{Columns, json, number};
use super::{Action, Result, Store, read};

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
    /// The actions that had not ended when the server did, the oldest first.
    pub async fn open_actions(&self) -> Result<Vec<std::result::Result<Action, Unreadable>>> {
        let rows = sqlx::query("SELECT * FROM actions WHERE is_open = 1 ORDER BY started_ms, id")
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| match read(row) {
                Ok(action) => Ok(Ok(action)),
                Err(error) => {
                    let (id, audit_id) = (row.text("id")?, row.number("audit_id").ok());
                    Ok(Err(Unreadable { id, audit_id, error }))
                }
            })
            .collect()
    }

    /// The ids of a cluster's latest actions, the newest first: whether or not the rest can be read.
    pub async fn recent_action_ids(&self, cluster: &ClusterName, limit: u32) -> Result<Vec<ActionId>> {
        sqlx::query("SELECT id FROM actions WHERE cluster = $1 ORDER BY started_ms DESC, id DESC LIMIT $2")
            .bind(cluster.as_str())
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(|row| row.parsed("id", ActionId::parse))
            .collect()
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
