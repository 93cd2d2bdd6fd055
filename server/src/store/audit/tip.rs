//! Where the record ends at this moment: kept in memory, so that a new entry is one statement and no transaction.
//!
//! That statement says what it follows, and does nothing if another process (the command line) was quicker; then the
//! tip is read again. It is held for the length of a statement, which is what the database would make writers do anyway.

use sqlx::AnyPool;
use tokio::sync::{Mutex, watch};

use super::chain::Head;
use crate::store::Result;
use crate::store::column::Columns;

/// How often another process may be quicker before that is an error. It writes a line or two, and ends.
pub(super) const TRIES: usize = 100;

/// Shared by all clones of a store.
#[derive(Debug)]
pub(in crate::store) struct Record {
    /// None: not read yet, or not known since a statement failed.
    pub(super) tip: Mutex<Option<Tip>>,
    /// The last entry that is on the disk, whatever happens to the machine.
    pub(super) durable: watch::Sender<Option<Head>>,
    /// One goes through the whole record at a time.
    pub(super) verifying: Mutex<()>,
    /// Whether lines from before there was a chain were chained when this process opened the database.
    pub(super) is_adopted: bool,
}

impl Record {
    pub(in crate::store) fn new(is_adopted: bool) -> Self {
        Self {
            tip: Mutex::new(None),
            durable: watch::Sender::new(None),
            verifying: Mutex::new(()),
            is_adopted,
        }
    }
}

/// The end of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tip {
    /// The last line.
    pub(super) line: u64,
    /// The last entry that is an end.
    pub(super) end_seq: u64,
    /// The last entry of all.
    pub(super) head: Head,
}

/// Reads it. Whatever is written meanwhile shows in what the next statement does: nothing.
pub(super) async fn read(pool: &AnyPool) -> Result<Tip> {
    let anchor = sqlx::query("SELECT seq, hash, line FROM audit_anchor").fetch_optional(pool).await?;
    let (mut head, mut line) = match anchor {
        Some(row) => (Head { seq: row.number("seq")?, hash: row.text("hash")? }, row.number("line")?),
        None => (Head::start(), 0),
    };
    let last = sqlx::query("SELECT id, begin_seq, begin_hash FROM audit ORDER BY id DESC LIMIT 1");
    if let Some(row) = last.fetch_optional(pool).await? {
        line = row.number("id")?;
        head = Head { seq: row.number("begin_seq")?, hash: row.text("begin_hash")? };
    }
    let end = sqlx::query(
        "SELECT end_seq, end_hash FROM audit WHERE end_seq IS NOT NULL ORDER BY end_seq DESC LIMIT 1",
    );
    let mut end_seq = 0;
    if let Some(row) = end.fetch_optional(pool).await? {
        end_seq = row.number("end_seq")?;
        if end_seq > head.seq {
            head = Head { seq: end_seq, hash: row.text("end_hash")? };
        }
    }
    Ok(Tip { line, end_seq, head })
}
