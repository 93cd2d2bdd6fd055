//! The time, so that tests can say what it is. Nothing else in the server asks the system for the time of day.
//!
//! There are three: one that never goes back, for how old data is; the time of day, for the record and for what expires;
//! and the time that has passed, for what has to last. The first two differ once the system's clock was set back, until
//! the process ends. The last stands behind the first by all that the system's clock has jumped on: data is as old as
//! the clock says, but nothing has run for an hour because the clock was set forward by one.

use std::sync::atomic::{AtomicI64, Ordering};
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
    Manual(watch::Sender<Moved>),
    /// The system's clock, ahead by this: it runs, and can be moved on. Its clones move with it.
    Ahead(watch::Sender<Moved>),
}

/// How far a clock was moved, in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    /// By how much in all.
    by_ms: u64,
    /// By how much of it without time having passed.
    leapt_ms: u64,
}

impl Clock {
    /// A clock that stands at this time.
    pub fn manual(now_ms: u64) -> Self {
        Self::Manual(watch::Sender::new(Moved { by_ms: now_ms, leapt_ms: 0 }))
    }

    /// The system's clock, but one that can be moved on.
    pub fn ahead() -> Self {
        Self::Ahead(watch::Sender::default())
    }

    /// Milliseconds since the Unix epoch; never less than before. For ages and waits.
    pub fn now_ms(&self) -> u64 {
        self.told(|| steady().now_ms)
    }

    /// By how much [`Clock::now_ms`] has gone on in this process without time having passed, in milliseconds: the
    /// system's clock was set forward, or the machine slept. Never less than before.
    pub fn leapt_ms(&self) -> u64 {
        match self {
            Self::System => steady().leapt_ms,
            Self::Manual(moved) => moved.borrow().leapt_ms,
            Self::Ahead(moved) => steady().leapt_ms.saturating_add(moved.borrow().leapt_ms),
        }
    }

    /// The time as far as it has passed: it goes on with [`Clock::now_ms`], but never jumps. Of use within a process
    /// alone, for how long something lasts.
    pub fn passed_ms(&self) -> u64 {
        // Were it asked the other way round, a jump in between would count as time.
        let now_ms = self.now_ms();
        now_ms.saturating_sub(self.leapt_ms())
    }

    /// Milliseconds since the Unix epoch, as the system says at this moment. For the record and for what expires: were
    /// the clock wrong for a while, these would be wrong for as long only.
    pub fn wall_ms(&self) -> u64 {
        self.told(system_ms)
    }

    fn told(&self, system_ms: fn() -> u64) -> u64 {
        match self {
            Self::System => system_ms(),
            Self::Manual(moved) => moved.borrow().by_ms,
            Self::Ahead(moved) => system_ms().saturating_add(moved.borrow().by_ms),
        }
    }

    /// Moves the clock forward, as if that time had passed; the system's own stays as it is.
    pub fn advance(&self, by_ms: u64) {
        self.shift(by_ms, 0);
    }

    /// Sets the clock forward: no time has passed.
    pub fn leap(&self, by_ms: u64) {
        self.shift(by_ms, by_ms);
    }

    fn shift(&self, by_ms: u64, leapt_ms: u64) {
        if let Self::Manual(moved) | Self::Ahead(moved) = self {
            moved.send_modify(|moved| {
                moved.by_ms = moved.by_ms.saturating_add(by_ms);
                moved.leapt_ms = moved.leapt_ms.saturating_add(leapt_ms);
            });
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

/// By how much the system's clock of this process is apart from the real one; 0 unless a test says otherwise.
static APART_MS: AtomicI64 = AtomicI64::new(0);

/// Sets the system's clock, as this process sees it, by so much apart from the real one. For tests alone.
pub fn set_system_apart(by_ms: i64) {
    APART_MS.store(by_ms, Ordering::Relaxed);
}

fn system_ms() -> u64 {
    let real_ms = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, in_ms);
    real_ms.saturating_add_signed(APART_MS.load(Ordering::Relaxed))
}

/// The time that never goes back, and how far it has jumped on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Steady {
    now_ms: u64,
    leapt_ms: u64,
}

fn steady() -> Steady {
    // Of the process, as the system's clock is.
    static TIMELINE: Mutex<Option<Timeline>> = Mutex::new(None);
    let (steady, set_back_ms) = {
        let mut timeline = TIMELINE.lock().unwrap_or_else(PoisonError::into_inner);
        let (system_ms, now) = (system_ms(), Instant::now());
        let timeline = timeline.get_or_insert_with(|| Timeline::begin(system_ms, now));
        let now_ms = timeline.tell(system_ms, now);
        (Steady { now_ms, leapt_ms: timeline.leapt_ms(now) }, timeline.set_back_ms(system_ms))
    };
    if let Some(set_back_ms) = set_back_ms {
        tracing::warn!(
            set_back_ms,
            "the system's clock was set back: ages go by the old time until the clock has caught up or the server is \
             restarted; the record and what expires go by the new time"
        );
    }
    steady
}

fn in_ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// A clock that was set back by more than this is worth a line in the log; by less, it is kept right by the system.
const TOLD_FROM_MS: u64 = 1_000;

/// The system's time as this process tells it: it may jump on, as after a sleep of the machine, but never goes back.
/// Were it set back by an hour, data would look fresh for an hour, and nothing read would count as read since.
struct Timeline {
    /// The system's time when it began, and when that was.
    began: (u64, Instant),
    /// By how much it has jumped on since.
    leapt_ms: u64,
    last_ms: u64,
    /// When that was.
    at: Instant,
    /// By how much the system's clock was behind when the log was told last.
    told_ms: u64,
}

impl Timeline {
    fn begin(system_ms: u64, now: Instant) -> Self {
        Self { began: (system_ms, now), leapt_ms: 0, last_ms: system_ms, at: now, told_ms: 0 }
    }

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

    /// By how much what was told last is ahead of the time that has passed. Counted from the beginning, so that what is
    /// lost below a millisecond does not add up.
    fn leapt_ms(&mut self, now: Instant) -> u64 {
        let (began_ms, began) = self.began;
        let passed_ms = in_ms(now.saturating_duration_since(began));
        self.leapt_ms = self.leapt_ms.max(self.last_ms.saturating_sub(began_ms).saturating_sub(passed_ms));
        self.leapt_ms
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
        let mut timeline = Timeline::begin(100_000, at);
        assert_eq!(timeline.tell(101_000, later(1_000)), 101_000);
        assert_eq!(timeline.tell(41_500, later(1_500)), 101_500, "set back by a minute");
        for micros in 0..4_000 {
            timeline.tell(41_500, at + Duration::from_micros(1_500_000 + micros));
        }
        assert_eq!(timeline.tell(41_504, later(1_504)), 101_504, "however often it is asked");
        assert_eq!(timeline.tell(200_000, later(2_000)), 200_000, "on it may jump: the machine slept");
    }

    #[test]
    fn what_the_clock_jumps_on_has_not_passed() {
        let at = Instant::now();
        let mut timeline = Timeline::begin(100_000, at);
        let mut leapt = |system_ms, later_ms| {
            let now = at + Duration::from_millis(later_ms);
            timeline.tell(system_ms, now);
            timeline.leapt_ms(now)
        };
        assert_eq!(leapt(101_000, 1_000), 0);
        assert_eq!(leapt(3_701_500, 1_500), 3_600_000, "set forward by an hour");
        assert_eq!(leapt(3_702_000, 2_000), 3_600_000, "once");
        assert_eq!(leapt(102_500, 2_500), 3_600_000, "and back: the time that is told does not follow");
        assert_eq!(leapt(3_703_000, 3_000), 3_600_000, "nor has it jumped when the clock has caught up");
        assert_eq!(leapt(3_713_000, 4_000), 3_609_000);
        for clock in [Clock::manual(100_000), Clock::ahead()] {
            let (now_ms, passed_ms) = (clock.now_ms(), clock.passed_ms());
            clock.leap(3_600_000);
            assert!(clock.now_ms() >= now_ms + 3_600_000);
            assert!(clock.passed_ms() < passed_ms + 60_000);
            clock.advance(60_000);
            assert!(clock.passed_ms() >= passed_ms + 60_000);
        }
    }

    #[test]
    fn that_the_clock_was_set_back_is_told_once_each_time() {
        let mut timeline = Timeline::begin(100_000, Instant::now());
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
