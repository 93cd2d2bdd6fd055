//! Removing the oldest lines of the record, so that what is left can still be checked.
//!
//! The chain is cut where nothing was under way: before the cut everything has begun and ended, behind it nothing has.
//! The last entry that goes is kept as the anchor, from which the rest follows.

use super::chain::Head;
use crate::store::column::{Columns, number};
use crate::store::{BEGIN_WRITE, Result, Store};

/// The most lines that are looked through, and removed, at once: writers wait for that.
const MOST: i64 = 10_000;

/// Where the record can be cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The first line that goes.
    pub first: u64,
    /// The last line that goes.
    pub last: u64,
    /// The last entry that goes.
    pub head: Head,
}

impl Store {
    /// Where the record can be cut so that only lines from before that moment go, some thousand at most; none if none do.
    /// The last line of all stays.
    pub async fn audit_cut(&self, before_ms: u64) -> Result<Option<Cut>> {
        // The first line that is young enough stays with all behind it, whatever the clock said when they were written.
        let rows = sqlx::query(
            "SELECT id, begin_seq, begin_hash, end_seq, end_hash, ended_ms FROM audit WHERE id <= \
             COALESCE((SELECT MIN(id) FROM audit WHERE at_ms >= $1), (SELECT MAX(id) FROM audit)) ORDER BY id LIMIT $2",
        )
        .bind(number(before_ms))
        .bind(MOST)
        .fetch_all(&self.pool)
        .await?;
        let (mut cut, mut first, mut latest) = (None, 0, None::<(u64, Head)>);
        for row in rows {
            let id = row.number("id")?;
            let begin = Head { seq: row.number("begin_seq")?, hash: row.text("begin_hash")? };
            match &latest {
                None => first = id,
                // All entries so far are of the lines so far, and none of those lacks its end.
                Some((last, head)) if head.seq + 1 == begin.seq => {
                    cut = Some(Cut { first, last: *last, head: head.clone() });
                }
                Some(_) => {}
            }
            let end = match (row.maybe_number("end_seq")?, row.maybe_number("ended_ms")?) {
                (Some(seq), _) => Head { seq, hash: row.text("end_hash")? },
                (None, Some(_)) => begin,
                // Its end is still to come: no cut behind it.
                (None, None) => break,
            };
            latest = match latest {
                Some((_, head)) if head.seq > end.seq => Some((id, head)),
                _ => Some((id, end)),
            };
        }
        Ok(cut)
    }

    /// Cuts it there. The caller has recorded that.
    pub async fn cut_audit(&self, cut: &Cut) -> Result<()> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        sqlx::query("DELETE FROM audit WHERE id <= $1")
            .bind(number(cut.last))
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM audit_anchor").execute(&mut *transaction).await?;
        sqlx::query("INSERT INTO audit_anchor (seq, hash, line) VALUES ($1, $2, $3)")
            .bind(number(cut.head.seq))
            .bind(cut.head.hash.as_str())
            .bind(number(cut.last))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }
}
