//! Allowances by key: so many at once, and one more every so often.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// The most keys to remember. Above it those with the fewest failures are forgotten.
const MOST_KEYS: usize = 20_000;

/// Allowances by key. Each is a point in time: until when what was taken is paid for (GCRA).
#[derive(Debug)]
pub(super) struct Keyed<K> {
    burst_ms: u64,
    every_ms: u64,
    paid_until_ms: Mutex<HashMap<K, u64>>,
}

impl<K: Hash + Eq + Clone> Keyed<K> {
    pub(super) fn new(burst: u64, every_ms: u64) -> Self {
        Self { burst_ms: burst * every_ms, every_ms, paid_until_ms: Mutex::default() }
    }

    /// Takes one, or says how long to wait for the next, in milliseconds.
    pub(super) fn take(&self, key: K, now_ms: u64) -> Result<(), u64> {
        let mut all = self.paid_until_ms.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_KEYS {
            all.retain(|_, until_ms| *until_ms > now_ms);
        }
        if all.len() >= MOST_KEYS {
            // All are in use: somebody has very many addresses. Whoever has tried least gains least by being forgotten;
            // an attack under way goes on to wait.
            let mut paid: Vec<u64> = all.values().copied().collect();
            let (_, least_ms, _) = paid.select_nth_unstable(MOST_KEYS / 8);
            let least_ms = *least_ms;
            all.retain(|_, until_ms| *until_ms > least_ms);
        }
        let until_ms = all.get(&key).copied().unwrap_or(0).max(now_ms) + self.every_ms;
        if until_ms > now_ms + self.burst_ms {
            return Err(until_ms - now_ms - self.burst_ms);
        }
        all.insert(key, until_ms);
        Ok(())
    }

    /// Gives back what was taken.
    pub(super) fn give_back<Q: Hash + Eq + ?Sized>(&self, key: &Q)
    where
        K: std::borrow::Borrow<Q>,
    {
        let mut all = self.paid_until_ms.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(until_ms) = all.get_mut(key) {
            *until_ms = until_ms.saturating_sub(self.every_ms);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_very_many_keys_frees_nobody_else() {
        let limits = Keyed::new(10, 6_000);
        for _ in 0..10 {
            limits.take(u32::MAX, 1_000_000).unwrap();
        }
        for number in 0..u32::try_from(3 * MOST_KEYS).unwrap() {
            limits.take(number, 1_000_000).unwrap();
        }
        assert_eq!(limits.take(u32::MAX, 1_000_000), Err(6_000));
        assert!(limits.paid_until_ms.lock().unwrap().len() <= MOST_KEYS);
    }
}
