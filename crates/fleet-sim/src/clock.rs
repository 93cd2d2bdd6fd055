//! Where the simulated time comes from. The only file of this crate that looks at a clock.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The kinds of clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockKind {
    /// Goes by itself, at the speed of the configuration.
    Real,
    /// Stands still until it is moved.
    Manual,
}

/// Simulated time: how long ago the cluster was created.
#[derive(Debug)]
pub struct Clock {
    /// What it showed when it was made.
    start: Duration,
    made: Instant,
    speed: f64,
    /// By how much it was moved by hand.
    moved: Mutex<Duration>,
}

impl Clock {
    /// A clock that shows `start` now.
    pub fn new(kind: ClockKind, speed: f64, start: Duration) -> Self {
        let speed = match kind {
            ClockKind::Real if speed.is_finite() && speed > 0.0 => speed,
            ClockKind::Real => 1.0,
            ClockKind::Manual => 0.0,
        };
        Self { start, made: Instant::now(), speed, moved: Mutex::new(Duration::ZERO) }
    }

    /// What it shows.
    pub fn now(&self) -> Duration {
        let moved = *self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        self.start + moved + self.made.elapsed().mul_f64(self.speed)
    }

    /// Moves it forward by hand; a real clock too.
    pub fn advance(&self, by: Duration) {
        *self.moved.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }

    /// How long to wait in real time until it shows `due`; `None` if it never will by itself.
    pub(crate) fn real_time_until(&self, due: Duration) -> Option<Duration> {
        (self.speed > 0.0).then(|| due.saturating_sub(self.now()).div_f64(self.speed))
    }
}
