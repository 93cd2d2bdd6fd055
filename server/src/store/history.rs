//! The table `history`: how many units ran, in blocks of buckets. What the texts say is `shared::history`'s.

use futures_util::TryStreamExt;
use shared::ClusterName;
use shared::history::{Block, Resolution, Subject};
use sqlx::any::AnyRow;

use super::column::{Columns, broken, number};
use super::{BEGIN_WRITE, Result, Store};

const TABLE: &str = "history";

/// A block of one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// How fine.
    pub resolution: Resolution,
    /// When it begins.
    pub from_ms: u64,
    /// Whose.
    pub subject: Subject,
    /// What it says.
    pub block: Block,
}

impl Store {
    /// Writes blocks, in the place of those that were there, and forgets those that began before what each resolution
    /// keeps, or after now: all of it or nothing.
    pub async fn write_history(
        &self,
        cluster: &ClusterName,
        rows: &[HistoryRow],
        forget_at_ms: Option<u64>,
    ) -> Result<()> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        for row in rows {
            sqlx::query(
                "INSERT INTO history (cluster, resolution, from_ms, subject, points) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (cluster, resolution, from_ms, subject) DO UPDATE SET points = excluded.points",
            )
            .bind(cluster.as_str())
            .bind(number(row.resolution.number()))
            .bind(number(row.from_ms))
            .bind(row.subject.to_string())
            .bind(row.block.to_text())
            .execute(&mut *transaction)
            .await?;
        }
        for resolution in Resolution::ALL.into_iter().filter(|_| forget_at_ms.is_some()) {
            let now_ms = forget_at_ms.unwrap_or_default();
            sqlx::query(
                "DELETE FROM history WHERE cluster = $1 AND resolution = $2 AND (from_ms < $3 OR from_ms > $4)",
            )
            .bind(cluster.as_str())
            .bind(number(resolution.number()))
            .bind(number(now_ms.saturating_sub(resolution.keep_ms())))
            .bind(number(now_ms))
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await
    }

    /// The blocks of all subjects that begin at that moment.
    pub async fn history_at(
        &self,
        cluster: &ClusterName,
        resolution: Resolution,
        from_ms: u64,
    ) -> Result<Vec<HistoryRow>> {
        let rows = sqlx::query(
            "SELECT from_ms, subject, points FROM history \
             WHERE cluster = $1 AND resolution = $2 AND from_ms = $3",
        )
        .bind(cluster.as_str())
        .bind(number(resolution.number()))
        .bind(number(from_ms))
        .fetch_all(&self.pool)
        .await?;
        Ok(self.readable(TABLE, &rows, |row| row.text("subject"), |row| read(row, resolution)))
    }

    /// The blocks of one subject that begin at that moment or later, the oldest first. `from_ms` is the beginning of a
    /// block.
    pub async fn history_of(
        &self,
        cluster: &ClusterName,
        resolution: Resolution,
        from_ms: u64,
        now_ms: u64,
        subject: &Subject,
    ) -> Result<Vec<HistoryRow>> {
        let blocks: Vec<u64> = beginnings(resolution, from_ms, now_ms).collect();
        let places: Vec<String> = (0..blocks.len()).map(|at| format!("${}", at + 4)).collect();
        // By the whole key each: by a part of it, the rows of all subjects would be looked through.
        let statement = format!(
            "SELECT from_ms, subject, points FROM history \
             WHERE cluster = $1 AND resolution = $2 AND subject = $3 AND from_ms IN ({}) ORDER BY from_ms",
            places.join(", ")
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(cluster.as_str())
            .bind(number(resolution.number()))
            .bind(subject.to_string());
        for block_ms in blocks {
            query = query.bind(number(block_ms));
        }
        let rows = query.fetch_all(&self.pool).await?;
        Ok(self.readable(TABLE, &rows, |row| row.text("subject"), |row| read(row, resolution)))
    }

    /// Tells of each block of the cluster and its apps that begins at that moment or later, the oldest first: one after
    /// the other, since there may be many.
    pub async fn each_history(
        &self,
        cluster: &ClusterName,
        resolution: Resolution,
        from_ms: u64,
        mut tell: impl FnMut(HistoryRow),
    ) -> Result<()> {
        let mut rows = sqlx::query(
            "SELECT from_ms, subject, points FROM history \
             WHERE cluster = $1 AND resolution = $2 AND from_ms >= $3 AND subject < 'd' ORDER BY from_ms",
        )
        .bind(cluster.as_str())
        .bind(number(resolution.number()))
        .bind(number(from_ms))
        .fetch(&self.pool);
        while let Some(row) = rows.try_next().await? {
            let row = std::slice::from_ref(&row);
            let read = self.readable(TABLE, row, |row| row.text("subject"), |row| read(row, resolution));
            read.into_iter().for_each(&mut tell);
        }
        Ok(())
    }

    /// When the newest block begins, of those that begin before that moment.
    pub async fn last_history(
        &self,
        cluster: &ClusterName,
        resolution: Resolution,
        before_ms: u64,
    ) -> Result<Option<u64>> {
        let row = sqlx::query(
            "SELECT MAX(from_ms) AS last_ms FROM history WHERE cluster = $1 AND resolution = $2 AND from_ms < $3",
        )
        .bind(cluster.as_str())
        .bind(number(resolution.number()))
        .bind(number(before_ms))
        .fetch_one(&self.pool)
        .await?;
        row.maybe_number("last_ms")
    }
}

fn read(row: &AnyRow, resolution: Resolution) -> Result<HistoryRow> {
    Ok(HistoryRow {
        resolution,
        from_ms: row.number("from_ms")?,
        subject: row.parsed("subject", Subject::parse)?,
        block: Block::parse(&row.text("points")?, resolution.steps())
            .map_err(|error| broken("points", error))?,
    })
}

/// When the blocks begin that have anything between both moments; the first of them is the beginning of one.
fn beginnings(resolution: Resolution, from_ms: u64, now_ms: u64) -> impl Iterator<Item = u64> {
    let next = move |at_ms: &u64| at_ms.checked_add(resolution.block_ms());
    std::iter::successors(Some(from_ms), next).take_while(move |at_ms| *at_ms <= now_ms)
}
