//! Units that somebody writes outside of actions: what was read of them before is in doubt until they are read again.
//!
//! Knows nothing of Fleet, nor of who it is.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use fleet::UnitName;

use crate::clock::Clock;

/// The units, each with how many write it now, and when it was written last.
#[derive(Debug, Default)]
pub(super) struct Written(Mutex<HashMap<UnitName, Write>>);

#[derive(Debug, Clone, Copy, Default)]
struct Write {
    under_way: u32,
    last_ms: u64,
}

/// A write under way. It counts as made when this is dropped.
pub struct Writing<'a> {
    written: &'a Written,
    clock: &'a Clock,
    unit: UnitName,
}

impl Written {
    /// Somebody is about to write a unit. Forgets those that were read since, as `read_ms` tells.
    pub(super) fn begin<'a>(
        &'a self,
        unit: &UnitName,
        clock: &'a Clock,
        read_ms: impl Fn(&UnitName) -> Option<u64>,
    ) -> Writing<'a> {
        let mut units = self.lock();
        units.retain(|unit, write| write.is_open(read_ms(unit)));
        units.entry(unit.clone()).or_default().under_way += 1;
        Writing { written: self, clock, unit: unit.clone() }
    }

    /// Whether the unit may be another than a reading showed that began then.
    pub(super) fn is_in_doubt(&self, unit: &UnitName, read_ms: Option<u64>) -> bool {
        self.lock().get(unit).is_some_and(|write| write.is_open(read_ms))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<UnitName, Write>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write {
    fn is_open(self, read_ms: Option<u64>) -> bool {
        self.under_way > 0 || read_ms.is_none_or(|read_ms| read_ms <= self.last_ms)
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        let now_ms = self.clock.now_ms();
        if let Some(write) = self.written.lock().get_mut(&self.unit) {
            write.under_way = write.under_way.saturating_sub(1);
            write.last_ms = write.last_ms.max(now_ms);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_in_doubt_until_it_is_read_after_it_was_written() {
        let written = Written::default();
        let [one, other] = ["a.service", "b.service"].map(|name| UnitName::parse(name).unwrap());
        let clock = Clock::manual(1_000);
        let unread = |_: &UnitName| Some(500);
        let first = written.begin(&one, &clock, unread);
        let second = written.begin(&one, &clock, unread);
        drop(first);
        assert!(written.is_in_doubt(&one, Some(1_500)), "another write is under way");
        clock.advance(1_000);
        drop(second);
        assert!(written.is_in_doubt(&one, Some(2_000)));
        assert!(!written.is_in_doubt(&one, Some(2_001)));
        assert!(!written.is_in_doubt(&other, Some(0)), "nobody writes that one");
        drop(written.begin(&other, &clock, |_| Some(2_001)));
        assert_eq!(written.lock().len(), 1, "what was read since is forgotten");
    }
}
