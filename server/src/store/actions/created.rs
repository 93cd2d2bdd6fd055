//! The table `created_units`: which units were created here, so that others can be told from them.

use std::collections::BTreeSet;

use fleet::UnitName;
use shared::plan::Step;
use shared::{ActionId, ClusterName};
use sqlx::AnyConnection;

use super::super::column::Columns;
use super::{Result, Store};

impl Store {
    /// The units that actions have created on a cluster, or were about to; without those whose names can't be read.
    pub async fn created_units(&self, cluster: &ClusterName) -> Result<BTreeSet<UnitName>> {
        let rows = sqlx::query("SELECT unit FROM created_units WHERE cluster = $1")
            .bind(cluster.as_str())
            .fetch_all(&self.pool)
            .await?;
        let units = self.readable(
            "created_units",
            &rows,
            |row| row.text("unit"),
            |row| row.parsed("unit", UnitName::parse),
        );
        Ok(units.into_iter().collect())
    }

    /// Units that were created here by actions of which nothing is kept any more, behind this one in the order of names,
    /// at most so many. Names as they are stored.
    pub async fn orphaned_units(
        &self,
        cluster: &ClusterName,
        after: &str,
        limit: u32,
    ) -> Result<Vec<String>> {
        sqlx::query(
            "SELECT unit FROM created_units WHERE cluster = $1 AND unit > $2 \
             AND NOT EXISTS (SELECT 1 FROM actions WHERE actions.id = created_units.action_id) \
             ORDER BY unit LIMIT $3",
        )
        .bind(cluster.as_str())
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(|row| row.text("unit"))
        .collect()
    }

    /// Forgets that a unit was created here, unless an action that is kept has done so meanwhile.
    pub async fn forget_created(&self, cluster: &ClusterName, unit: &str) -> Result<bool> {
        let done = sqlx::query(
            "DELETE FROM created_units WHERE cluster = $1 AND unit = $2 \
             AND NOT EXISTS (SELECT 1 FROM actions WHERE actions.id = created_units.action_id)",
        )
        .bind(cluster.as_str())
        .bind(unit)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}

/// Notes what these steps of a stored action create. Written before the calls are made: a unit whose action was killed
/// in the middle is ours as well.
pub(super) async fn note<'a>(
    connection: &mut AnyConnection,
    action: &ActionId,
    steps: impl Iterator<Item = &'a Step>,
) -> Result<()> {
    for step in steps {
        let Step::Create { unit, .. } = step else { continue };
        sqlx::query(
            "INSERT INTO created_units (cluster, unit, action_id) SELECT cluster, $1, id FROM actions WHERE id = $2 \
             ON CONFLICT (cluster, unit) DO UPDATE SET action_id = excluded.action_id",
        )
        .bind(unit.as_str())
        .bind(action.as_str())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
