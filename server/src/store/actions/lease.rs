//! Leases: which process runs an action. Two never run the same one.

use shared::ActionId;

use super::Lease;
use crate::store::column::{Columns, number};
use crate::store::{Result, Store};

impl Store {
    /// Takes the lease of an open action: if nobody has it, if its time is over, or if it is held already.
    /// A start that knows, by the data folder's lock, that no other process uses this database gives a `now_ms` at which
    /// every lease is over.
    pub async fn take_lease(&self, id: &ActionId, lease: Lease<'_>, now_ms: u64) -> Result<bool> {
        let taken = sqlx::query(
            "UPDATE actions SET lease_holder = $1, lease_until_ms = $2 WHERE id = $3 AND is_open = 1 \
             AND (lease_holder = '' OR lease_holder = $4 OR lease_until_ms <= $5)",
        )
        .bind(lease.holder)
        .bind(number(lease.until_ms))
        .bind(id.as_str())
        .bind(lease.holder)
        .bind(number(now_ms))
        .execute(&self.pool)
        .await?;
        Ok(taken.rows_affected() == 1)
    }

    /// Open actions that another process than `holder` has the lease of, and whose time is over.
    pub async fn lapsed_actions(&self, holder: &str, now_ms: u64) -> Result<Vec<ActionId>> {
        sqlx::query(
            "SELECT id FROM actions WHERE is_open = 1 AND asked_until_ms IS NULL AND lease_holder <> $1 \
             AND lease_until_ms <= $2 \
             ORDER BY started_ms, id",
        )
        .bind(holder)
        .bind(number(now_ms))
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(|row| row.parsed("id", ActionId::parse))
        .collect()
    }

    /// Holds a lease on. False if another process has taken it.
    pub async fn renew_lease(&self, id: &ActionId, lease: Lease<'_>) -> Result<bool> {
        let renewed =
            sqlx::query("UPDATE actions SET lease_until_ms = $1 WHERE id = $2 AND lease_holder = $3")
                .bind(number(lease.until_ms))
                .bind(id.as_str())
                .bind(lease.holder)
                .execute(&self.pool)
                .await?;
        Ok(renewed.rows_affected() == 1)
    }
}
