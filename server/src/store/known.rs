//! Credentials that were looked up a moment ago, so that a script that asks a thousand times a second does not make as
//! many statements.
//!
//! Whatever this process changes is seen at once: every change forgets everything. What another process changes (the
//! command line) is seen after [`TTL`] at the latest.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long something is taken for true without looking.
pub(super) const TTL: Duration = Duration::from_secs(1);
/// The most to remember; a second of that many different credentials is no normal use.
const MOST: usize = 1_000;

/// What was looked up, by the hash of the secret. Secrets that are not known are not remembered.
#[derive(Debug)]
pub(super) struct Known<T> {
    inner: Mutex<Inner<T>>,
}

#[derive(Debug)]
struct Inner<T> {
    found: HashMap<String, (T, Instant)>,
    /// Grows with every change: what was read before one must not be remembered after it.
    changes: u64,
}

/// The state of the table at the time when a look-up began.
#[derive(Debug, Clone, Copy)]
pub(super) struct Since(u64);

impl<T: Clone> Known<T> {
    pub(super) fn new() -> Self {
        Self { inner: Mutex::new(Inner { found: HashMap::new(), changes: 0 }) }
    }

    /// What is known; or, for [`Known::remember`], since when it is looked for.
    pub(super) fn get(&self, secret_hash: &str) -> Result<T, Since> {
        let inner = self.lock();
        match inner.found.get(secret_hash) {
            Some((found, at)) if at.elapsed() < TTL => Ok(found.clone()),
            _ => Err(Since(inner.changes)),
        }
    }

    /// Remembers what was found, unless something has changed since.
    pub(super) fn remember(&self, secret_hash: &str, found: &T, since: Since) {
        let mut inner = self.lock();
        if inner.changes != since.0 {
            return;
        }
        if inner.found.len() >= MOST {
            inner.found.clear();
        }
        inner.found.insert(secret_hash.to_owned(), (found.clone(), Instant::now()));
    }

    /// Something changed. Called after it is written.
    pub(super) fn forget(&self) {
        let mut inner = self.lock();
        inner.changes += 1;
        inner.found.clear();
    }

    /// Lets what is known be as old as if so much time had passed.
    #[cfg(test)]
    pub(super) fn let_pass(&self, time: Duration) {
        for (_, at) in self.lock().found.values_mut() {
            *at = at.checked_sub(time).unwrap_or(*at);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner<T>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembers_until_something_changes() {
        let known = Known::new();
        let since = known.get("hash").unwrap_err();
        known.remember("hash", &1, since);
        assert_eq!(known.get("hash").unwrap(), 1);
        known.forget();
        assert!(known.get("hash").is_err());
    }

    #[test]
    fn what_was_read_before_a_change_is_not_remembered_after_it() {
        let known = Known::new();
        let since = known.get("hash").unwrap_err();
        known.forget();
        known.remember("hash", &1, since);
        assert!(known.get("hash").is_err());
    }
}
