//! The time, so that tests can say what it is. Nothing else in the server asks the system for the time of day.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

/// Where the time comes from.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The system's clock.
    #[default]
    System,
    /// A clock that stands until it is moved; its clones move with it.
    Manual(watch::Sender<u64>),
    /// The system's clock, ahead by so many milliseconds: it runs, and can be moved on. Its clones move with it.
    Ahead(watch::Sender<u64>),
}

impl Clock {
    /// A clock that stands at this time.
    pub fn manual(now_ms: u64) -> Self {
        Self::Manual(watch::Sender::new(now_ms))
    }

    /// The system's clock, but one that can be moved on.
    pub fn ahead() -> Self {
        Self::Ahead(watch::Sender::new(0))
    }

    /// Milliseconds since the Unix epoch.
    pub fn now_ms(&self) -> u64 {
        match self {
            Self::System => system_ms(),
            Self::Manual(now_ms) => *now_ms.borrow(),
            Self::Ahead(by_ms) => system_ms().saturating_add(*by_ms.borrow()),
        }
    }

    /// Moves the clock forward; the system's own stays as it is.
    pub fn advance(&self, by_ms: u64) {
        if let Self::Manual(moved) | Self::Ahead(moved) = self {
            moved.send_modify(|ms| *ms = ms.saturating_add(by_ms));
        }
    }

    /// Waits until it is that late by this clock.
    pub async fn sleep_until(&self, at_ms: u64) {
        let mut moved = match self {
            Self::System => None,
            Self::Manual(moved) | Self::Ahead(moved) => Some(moved.subscribe()),
        };
        loop {
            let left_ms = at_ms.saturating_sub(self.now_ms());
            if left_ms == 0 {
                return;
            }
            let sleep = async {
                if matches!(self, Self::Manual(_)) {
                    std::future::pending().await
                } else {
                    tokio::time::sleep(Duration::from_millis(left_ms)).await;
                }
            };
            let moved = async {
                match &mut moved {
                    // The sender is in `self`, so this ends by a move alone.
                    Some(moved) => drop(moved.changed().await),
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = sleep => {}
                () = moved => {}
            }
        }
    }
}

fn system_ms() -> u64 {
    // Of the process, as the system's clock is.
    static TIMELINE: Mutex<Option<Timeline>> = Mutex::new(None);
    let system_ms = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, in_ms);
    let now = Instant::now();
    let mut timeline = TIMELINE.lock().unwrap_or_else(PoisonError::into_inner);
    timeline.get_or_insert(Timeline { last_ms: system_ms, at: now }).tell(system_ms, now)
}

fn in_ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// The system's time as this process tells it: it may jump on, as after a sleep of the machine, but never goes back.
/// Were it set back by an hour, data would look fresh for an hour, and nothing read would count as read since.
struct Timeline {
    last_ms: u64,
    /// When that was.
    at: Instant,
}

impl Timeline {
    /// A clock that was set back goes on from where it was, until this process ends.
    fn tell(&mut self, system_ms: u64, now: Instant) -> u64 {
        if system_ms >= self.last_ms {
            *self = Self { last_ms: system_ms, at: now };
        } else {
            let passed_ms = in_ms(now.saturating_duration_since(self.at));
            self.last_ms = self.last_ms.saturating_add(passed_ms);
            // What is left below a millisecond is not lost.
            self.at += Duration::from_millis(passed_ms);
        }
        self.last_ms
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn a_clock_by_hand_wakes_whoever_sleeps_on_it() {
        for clock in [Clock::manual(1_000), Clock::ahead()] {
            let sleep = clock.sleep_until(clock.now_ms() + 60_000);
            tokio::pin!(sleep);
            assert!(sleep.as_mut().now_or_never().is_none());
            clock.advance(30_000);
            assert!(sleep.as_mut().now_or_never().is_none());
            clock.clone().advance(30_000);
            assert!(sleep.as_mut().now_or_never().is_some());
        }
    }

    #[test]
    fn a_clock_that_is_set_back_goes_on() {
        let at = Instant::now();
        let later = |ms| at + Duration::from_millis(ms);
        let mut timeline = Timeline { last_ms: 100_000, at };
        assert_eq!(timeline.tell(101_000, later(1_000)), 101_000);
        assert_eq!(timeline.tell(41_500, later(1_500)), 101_500, "set back by a minute");
        for micros in 0..4_000 {
            timeline.tell(41_500, at + Duration::from_micros(1_500_000 + micros));
        }
        assert_eq!(timeline.tell(41_504, later(1_504)), 101_504, "however often it is asked");
        assert_eq!(timeline.tell(200_000, later(2_000)), 200_000, "on it may jump: the machine slept");
    }

    #[tokio::test]
    async fn the_systems_clock_goes_on_by_itself() {
        let clock = Clock::System;
        let until_ms = clock.now_ms() + 20;
        clock.sleep_until(until_ms).await;
        assert!(clock.now_ms() >= until_ms);
    }
}
