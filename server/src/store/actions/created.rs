//! The table `created_units`: which units were created here, so that others can be told from them.

use std::collections::BTreeSet;

use fleet::UnitName;
use shared::plan::Step;
use shared::{ActionId, ClusterName};
use sqlx::AnyConnection;

use super::super::column::Columns;
use super::{Result, Store};

impl Store {
    /// The units that actions have created on a cluster, or were about to.
    pub async fn created_units(&self, cluster: &ClusterName) -> Result<BTreeSet<UnitName>> {
        sqlx::query("SELECT unit FROM created_units WHERE cluster = $1")
            .bind(cluster.as_str())
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(|row| row.parsed("unit", UnitName::parse))
            .collect()
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
