//! Whether a unit has been active for long enough without a break, by readings alone.

/// Counts for how long readings in a row have shown a unit active.
///
/// A change that a reading saw is told as `changed_ms`, also if another reading came before this looked again. A restart
/// that began and ended between two readings is not seen at all: of a unit Fleet tells its options' hash, its machine and
/// systemd's three states, and all of these are as before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Steady {
    pub(super) since_ms: Option<u64>,
}

impl Steady {
    /// Takes in that a reading, begun at `read_ms`, showed it active, its state having changed last at `changed_ms`.
    pub fn active(&mut self, read_ms: u64, changed_ms: u64) {
        let since_ms = self.since_ms.get_or_insert(read_ms);
        *since_ms = (*since_ms).max(changed_ms.min(read_ms));
    }

    /// Takes in that it was not active.
    pub fn broken(&mut self) {
        self.since_ms = None;
    }

    /// When a reading would show that it was active for so long, if it stays so; `None` while it is not active.
    pub fn due_ms(&self, steady_s: u32) -> Option<u64> {
        self.since_ms.map(|since_ms| since_ms.saturating_add(u64::from(steady_s) * 1_000))
    }

    /// Whether the reading begun at `read_ms` shows that it was active for so long.
    pub fn is_reached(&self, read_ms: u64, steady_s: u32) -> bool {
        self.due_ms(steady_s).is_some_and(|due_ms| due_ms <= read_ms)
    }
}
