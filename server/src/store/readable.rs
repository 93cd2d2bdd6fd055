//! Rows of which some can't be read: a newer version wrote them, or somebody else did. One such row must not take the
//! others with it.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use sqlx::any::AnyRow;

use super::{Result, Store};

/// So many rows are remembered as told; one that is told again after that does no harm.
const MOST: usize = 1_000;

/// The rows that the log was told of, by table and key: a list is read again and again.
#[derive(Debug, Default)]
pub(super) struct Told(Mutex<BTreeSet<(&'static str, String)>>);

impl Store {
    /// What can be read of these rows. Each of the others is left out and told in the log, once, with its key.
    pub(super) fn readable<T>(
        &self,
        table: &'static str,
        rows: &[AnyRow],
        key: impl Fn(&AnyRow) -> Result<String>,
        read: impl Fn(&AnyRow) -> Result<T>,
    ) -> Vec<T> {
        let mut lacking = 0_usize;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            match read(row) {
                Ok(read) => all.push(read),
                Err(error) => {
                    lacking += 1;
                    let key = key(row).unwrap_or_default();
                    if self.told.is_new(table, &key) {
                        tracing::warn!(table, key, %error, "a row can't be read, and is left out of lists");
                    }
                }
            }
        }
        if lacking > 0 {
            tracing::debug!(table, lacking, of = rows.len(), "rows were left out");
        }
        all
    }
}

impl Told {
    fn is_new(&self, table: &'static str, key: &str) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if told.len() >= MOST {
            told.clear();
        }
        told.insert((table, key.to_owned()))
    }
}
