//! A clock that jumps on: set forward, or behind after the machine slept. What has to last has not lasted longer for
//! that: a gate, a time to bake, the time for which old instances are kept, a deadline.

use super::Course;
use super::steady::Steady;
use super::weather::Weather;
use crate::deployment::StageKind;

impl Course {
    /// Nothing is waited for longer than is meant: where the clock was set back while nothing ran, the time that was
    /// stored may lie far ahead.
    pub(super) fn wait_no_longer(&mut self, now_ms: u64) {
        let stage = self.route.stages().get(self.at.stage).map(|stage| stage.kind);
        let meant_s = match stage {
            Some(StageKind::Hold { bake_s: Some(seconds) } | StageKind::Keep { keep_s: seconds }) => seconds,
            _ => return,
        };
        let at_latest_ms = now_ms.saturating_add(u64::from(meant_s) * 1_000);
        if let Some(until_ms) = self.at.wait.as_mut().and_then(|wait| wait.until_ms.as_mut()) {
            *until_ms = at_latest_ms.min(*until_ms);
        }
    }

    /// Takes in that the time it is told has jumped on by so much since it was told last.
    pub fn leap(&mut self, by_ms: u64) {
        self.counted_ms = self.counted_ms.saturating_add(by_ms);
        self.at.weather.leap(by_ms);
        if let Some(until_ms) = self.at.wait.as_mut().and_then(|wait| wait.until_ms.as_mut()) {
            *until_ms = until_ms.saturating_add(by_ms);
            self.version += 1;
        }
    }
}

impl Weather {
    fn leap(&mut self, by_ms: u64) {
        self.clear_since_ms = self.clear_since_ms.map(|since_ms| since_ms.saturating_add(by_ms));
    }
}

impl Steady {
    /// Takes in that the time of the readings has jumped on by so much.
    pub fn leap(&mut self, by_ms: u64) {
        self.since_ms = self.since_ms.map(|since_ms| since_ms.saturating_add(by_ms));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_does_not_make_anything_steady() {
        let mut steady = Steady::default();
        steady.active(100_000, 0);
        steady.leap(3_600_000);
        steady.active(3_705_000, 0);
        assert!(!steady.is_reached(3_705_000, 10));
        steady.active(3_710_000, 0);
        assert!(steady.is_reached(3_710_000, 10));
    }
}
