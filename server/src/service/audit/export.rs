//! The record as JSON lines, the oldest first: what leaves the server for somebody else's keeping. Each line carries its
//! place in the chain.

use bytes::Bytes;
use futures_util::stream::{self, Stream};

use crate::store::{AuditFilter, Store};

/// How many lines are held in memory at once.
const BATCH: u32 = 500;

/// All lines that match, some at a time, read only as fast as they are taken. What is written meanwhile is not in it.
pub async fn export(
    store: Store,
    filter: AuditFilter,
) -> Result<impl Stream<Item = Result<Bytes, sqlx::Error>>, sqlx::Error> {
    let newest = store.audit(&AuditFilter { limit: 1, ..AuditFilter::default() }).await?;
    let before = newest.first().map_or(0, |row| row.id + 1);
    let before = filter.before.map_or(before, |asked| asked.min(before));
    let filter = AuditFilter { before: Some(before), limit: BATCH, oldest_first: true, ..filter };
    Ok(stream::try_unfold(Some((store, filter)), async |state| {
        let Some((store, mut filter)) = state else { return Ok(None) };
        let rows = store.chained_audit(&filter).await?;
        let Some(last) = rows.last() else { return Ok(None) };
        filter.after = Some(last.row.id);
        let is_last = rows.len() < BATCH as usize;
        let mut lines = Vec::new();
        for row in &rows {
            serde_json::to_writer(&mut lines, row).map_err(|error| sqlx::Error::Encode(error.into()))?;
            lines.push(b'\n');
        }
        Ok(Some((Bytes::from(lines), (!is_last).then_some((store, filter)))))
    }))
}
