//! How long the poller waits between two readings. Pure: a newcomer can read the whole rule here.

use std::time::Duration;

/// What the wait depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// Whether a stream is open, a script read a list lately, or an action is at work.
    pub watched: bool,
    /// Whether a step of an action waits for what a reading will show.
    pub pressed: bool,
    /// How long the last reading took.
    pub took: Duration,
    /// How many readings in a row failed.
    pub failures: u32,
}

/// Fleet itself publishes states once a second; for who looks, finer is useless.
const WATCHED: Duration = Duration::from_secs(1);
/// A deployment waits again and again: half a second each time adds up. Fleet is read for half of the time at most.
const PRESSED: Duration = Duration::from_millis(150);
/// Writes come in bursts: one reading a quarter of a second after the first serves all of them.
const AFTER_WAKE: Duration = Duration::from_millis(250);
const UNWATCHED: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_secs(10);
const LONGEST_UNWATCHED: Duration = Duration::from_secs(30);

impl Pace {
    /// The wait, without jitter.
    pub(super) fn wait(self) -> Duration {
        if self.pressed && self.failures == 0 {
            return self.took.clamp(PRESSED, WATCHED.max(self.took));
        }
        let base = if self.watched || self.pressed { WATCHED } else { UNWATCHED };
        let longest = if self.watched || self.pressed { LONGEST } else { LONGEST_UNWATCHED };
        // A Fleet that takes long to answer is asked for at most a third of the time.
        let gentle = base.max(self.took.saturating_mul(2).min(LONGEST_UNWATCHED));
        let backed_off = gentle.saturating_mul(1 << self.failures.min(5));
        backed_off.min(longest.max(gentle))
    }

    /// The wait once somebody wants a reading. Whoever writes all the time has Fleet read for half of the time at most.
    pub(super) fn after_wake(self) -> Duration {
        let least = if self.pressed { PRESSED } else { AFTER_WAKE };
        self.took.clamp(least, self.wait().max(least))
    }

    /// The wait with jitter: up to a fifth longer, so that many servers do not ask in step. `part` is in 0..1.
    pub(super) fn wait_with_jitter(self, part: f64) -> Duration {
        let wait = self.wait();
        if self.pressed && self.failures == 0 {
            return wait;
        }
        wait + wait.mul_f64(part.clamp(0.0, 1.0) / 5.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Duration = Duration::from_millis(20);

    #[test]
    fn a_watched_cluster_is_read_every_second() {
        assert_eq!(
            Pace { watched: true, pressed: false, took: QUICK, failures: 0 }.wait(),
            Duration::from_secs(1)
        );
    }

    #[test]
    fn nobody_looking_means_a_tenth_of_the_load() {
        assert_eq!(
            Pace { watched: false, pressed: false, took: QUICK, failures: 0 }.wait(),
            Duration::from_secs(10)
        );
    }

    #[test]
    fn a_slow_fleet_is_given_twice_its_time() {
        let pace = Pace { watched: true, pressed: false, took: Duration::from_secs(5), failures: 0 };
        assert_eq!(pace.wait(), Duration::from_secs(10));
    }

    #[test]
    fn a_fleet_that_hung_is_tried_again_within_half_a_minute() {
        for watched in [true, false] {
            let pace = Pace { watched, pressed: false, took: Duration::from_secs(60), failures: 3 };
            assert_eq!(pace.wait(), Duration::from_secs(30));
        }
    }

    #[test]
    fn failures_back_off_to_a_limit() {
        let waits: Vec<u64> = (0..8)
            .map(|failures| Pace { watched: true, pressed: false, took: QUICK, failures }.wait().as_secs())
            .collect();
        assert_eq!(waits, [1, 2, 4, 8, 10, 10, 10, 10]);
    }

    #[test]
    fn whoever_writes_waits_for_a_quarter_of_a_second_or_as_long_as_fleet_takes() {
        let after = |took| Pace { watched: true, pressed: false, took, failures: 0 }.after_wake();
        assert_eq!(after(QUICK), Duration::from_millis(250));
        assert_eq!(after(Duration::from_secs(3)), Duration::from_secs(3));
        assert_eq!(after(Duration::from_secs(600)), Duration::from_secs(30), "no longer than without a wish");
    }

    #[test]
    fn while_a_step_waits_fleet_is_read_for_up_to_half_of_the_time() {
        let wait = |took, failures| Pace { watched: false, pressed: true, took, failures }.wait();
        assert_eq!(wait(QUICK, 0), Duration::from_millis(150));
        assert_eq!(wait(Duration::from_millis(400), 0), Duration::from_millis(400));
        assert_eq!(wait(Duration::from_secs(5), 0), Duration::from_secs(5));
        assert_eq!(wait(QUICK, 3), Duration::from_secs(8), "not while Fleet fails");
    }

    #[test]
    fn jitter_only_ever_adds() {
        let pace = Pace { watched: true, pressed: false, took: QUICK, failures: 2 };
        assert_eq!(pace.wait_with_jitter(0.0), Duration::from_secs(4));
        assert_eq!(pace.wait_with_jitter(1.0), Duration::from_millis(4800));
    }
}
