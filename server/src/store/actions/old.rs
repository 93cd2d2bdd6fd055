//! Old rows of `actions`: which of them may go. They go a few at a time, so that nobody who writes waits for long.

use shared::ClusterName;

use super::super::column::{Columns, number};
use super::{Result, Store};

/// What is kept of a cluster's actions. An action stays as long as any of these keeps it; one that is open always does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Those that were started since, in milliseconds since the Unix epoch.
    pub since_ms: u64,
    /// The last so many.
    pub latest: u32,
    /// The last so many deployments of each app, however old: what one may want to go back to.
    pub of_each_app: u32,
}

impl Store {
    /// The clusters of which there are actions or units created by them, also such as are not configured any more.
    pub async fn clusters_with_history(&self) -> Result<Vec<ClusterName>> {
        let rows = sqlx::query("SELECT cluster FROM actions UNION SELECT cluster FROM created_units")
            .fetch_all(&self.pool)
            .await?;
        let key = |row: &sqlx::any::AnyRow| row.text("cluster");
        Ok(self.readable("clusters", &rows, key, |row| row.parsed("cluster", ClusterName::parse)))
    }

    /// Deletes the oldest actions of a cluster that nothing keeps, at most so many. How many it were: fewer than `most`
    /// when there are no more.
    pub async fn delete_old_actions(&self, cluster: &ClusterName, keep: Keep, most: u32) -> Result<u64> {
        let first_kept = sqlx::query(
            "SELECT started_ms FROM actions WHERE cluster = $1 ORDER BY started_ms DESC LIMIT 1 OFFSET $2",
        )
        .bind(cluster.as_str())
        .bind(i64::from(keep.latest.saturating_sub(1)))
        .fetch_optional(&self.pool)
        .await?;
        // There are no more than are kept.
        let Some(row) = first_kept else { return Ok(0) };
        let before_ms = row.number("started_ms")?.min(keep.since_ms);
        let done = sqlx::query(
            "DELETE FROM actions WHERE id IN (SELECT id FROM actions AS old \
             WHERE is_open = 0 AND cluster = $1 AND started_ms < $2 \
             AND (is_deployment = 0 OR (SELECT COUNT(*) FROM (SELECT 1 FROM actions AS newer \
             WHERE newer.cluster = old.cluster AND newer.app = old.app AND newer.is_deployment = 1 \
             AND newer.started_ms > old.started_ms LIMIT $3) AS some) >= $4) \
             ORDER BY started_ms LIMIT $5)",
        )
        .bind(cluster.as_str())
        .bind(number(before_ms))
        .bind(i64::from(keep.of_each_app))
        .bind(i64::from(keep.of_each_app))
        .bind(i64::from(most))
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }
}
