//! The time, so that tests can say what it is. Nothing else in the server asks the system for the time of day.
//!
//! There are two: one that never goes back, for how old data is and how long to wait, and the time of day, for the
//! record and for what expires. They differ once the system's clock was set back, until the process ends.

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

    /// Milliseconds since the Unix epoch; never less than before. For ages and waits.
    pub fn now_ms(&self) -> u64 {
        self.told(steady_ms)
    }

    /// Milliseconds since the Unix epoch, as the system says at this moment. For the record and for what expires: were
    /// the clock wrong for a while, these would be wrong for as long only.
    pub fn wall_ms(&self) -> u64 {
        self.told(system_ms)
    }

    fn told(&self, system_ms: fn() -> u64) -> u64 {
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
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, in_ms)
}

fn steady_ms() -> u64 {
    // Of the process, as the system's clock is.
    static TIMELINE: Mutex<Option<Timeline>> = Mutex::new(None);
    let (steady_ms, set_back_ms) = {
        let mut timeline = TIMELINE.lock().unwrap_or_else(PoisonError::into_inner);
        let (system_ms, now) = (system_ms(), Instant::now());
        let timeline = timeline.get_or_insert(Timeline { last_ms: system_ms, at: now, told_ms: 0 });
        (timeline.tell(system_ms, now), timeline.set_back_ms(system_ms))
    };
    if let Some(set_back_ms) = set_back_ms {
        tracing::warn!(
            set_back_ms,
            "the system's clock was set back: ages go by the old time until the clock has caught up or the server is \
             restarted; the record and what expires go by the new time"
        );
    }
    steady_ms
}

fn in_ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// A clock that was set back by more than this is worth a line in the log; by less, it is kept right by the system.
const TOLD_FROM_MS: u64 = 1_000;

/// The system's time as this process tells it: it may jump on, as after a sleep of the machine, but never goes back.
/// Were it set back by an hour, data would look fresh for an hour, and nothing read would count as read since.
struct Timeline {
    last_ms: u64,
    /// When that was.
    at: Instant,
    /// By how much the system's clock was behind when the log was told last.
    told_ms: u64,
}

impl Timeline {
    /// A clock that was set back goes on from where it was, until this process ends.
    fn tell(&mut self, system_ms: u64, now: Instant) -> u64 {
        if system_ms >= self.last_ms {
            (self.last_ms, self.at) = (system_ms, now);
        } else {
            let passed_ms = in_ms(now.saturating_duration_since(self.at));
            self.last_ms = self.last_ms.saturating_add(passed_ms);
            // What is left below a millisecond is not lost.
            self.at += Duration::from_millis(passed_ms);
        }
        self.last_ms
    }

    /// By how much the clock is behind, if the log is to be told: once, and again when it is set back further.
    fn set_back_ms(&mut self, system_ms: u64) -> Option<u64> {
        let behind_ms = self.last_ms.saturating_sub(system_ms);
        let is_news = behind_ms > self.told_ms.saturating_add(TOLD_FROM_MS);
        self.told_ms = if is_news { behind_ms } else { self.told_ms.min(behind_ms) };
        is_news.then_some(behind_ms)
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
        let mut timeline = Timeline { last_ms: 100_000, at, told_ms: 0 };
        assert_eq!(timeline.tell(101_000, later(1_000)), 101_000);
        assert_eq!(timeline.tell(41_500, later(1_500)), 101_500, "set back by a minute");
        for micros in 0..4_000 {
            timeline.tell(41_500, at + Duration::from_micros(1_500_000 + micros));
        }
        assert_eq!(timeline.tell(41_504, later(1_504)), 101_504, "however often it is asked");
        assert_eq!(timeline.tell(200_000, later(2_000)), 200_000, "on it may jump: the machine slept");
    }

    #[test]
    fn that_the_clock_was_set_back_is_told_once_each_time() {
        let mut timeline = Timeline { last_ms: 100_000, at: Instant::now(), told_ms: 0 };
        let told = [99_500, 40_000, 39_900, 10_000, 100_000, 40_000].map(|ms| timeline.set_back_ms(ms));
        assert_eq!(told, [None, Some(60_000), None, Some(90_000), None, Some(60_000)]);
    }

    #[test]
    fn the_time_of_day_follows_the_system_and_moves_with_the_clock() {
        let clock = Clock::ahead();
        clock.advance(3_600_000);
        let before_ms = system_ms();
        let behind_ms = clock.wall_ms() - 3_600_000;
        assert!((before_ms..=system_ms()).contains(&behind_ms));
    }

    #[tokio::test]
    async fn the_systems_clock_goes_on_by_itself() {
        let clock = Clock::System;
        let until_ms = clock.now_ms() + 20;
        clock.sleep_until(until_ms).await;
        assert!(clock.now_ms() >= until_ms);
    }
}
