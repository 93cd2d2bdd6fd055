//! The server's time on a display that runs for months.
//!
//! Between two words of the server it goes on by whichever of the browser's two clocks has gone further: one that somebody
//! sets back, and one that stands while the machine sleeps, must not make old data look new.

use leptos::prelude::*;

use crate::state::clock::browser_ms;

/// The server's time.
#[derive(Clone, Copy)]
pub struct ServerTime(StoredValue<Heard>);

#[derive(Clone, Copy)]
struct Heard {
    server_ms: u64,
    date_ms: u64,
    steady_ms: u64,
}

impl ServerTime {
    /// Until the server says something, the browser's own.
    pub fn by_the_browser() -> Self {
        Self(StoredValue::new(Heard::now(browser_ms())))
    }

    /// The server says that it is so late.
    pub fn hear(self, server_ms: u64) {
        self.0.set_value(Heard::now(server_ms));
    }

    /// How late it is.
    pub fn now_ms(self) -> u64 {
        let heard = self.0.get_value();
        heard.at(browser_ms(), steady_ms())
    }
}

impl Heard {
    fn now(server_ms: u64) -> Self {
        Self { server_ms, date_ms: browser_ms(), steady_ms: steady_ms() }
    }

    fn at(self, date_ms: u64, steady_ms: u64) -> u64 {
        let passed = date_ms.saturating_sub(self.date_ms).max(steady_ms.saturating_sub(self.steady_ms));
        self.server_ms.saturating_add(passed)
    }
}

/// Milliseconds of a clock that nobody sets.
pub fn steady_ms() -> u64 {
    let ms = window().performance().map_or(0.0, |performance| performance.now());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "never negative, far below 2^53"
    )]
    let ms = ms as u64;
    ms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_by_the_clock_that_has_gone_further() {
        let heard = Heard { server_ms: 1_000_000, date_ms: 5_000, steady_ms: 100 };
        assert_eq!(heard.at(5_000 + 7, 100 + 7), 1_000_007);
        assert_eq!(heard.at(5_000 + 60_000, 100), 1_060_000, "the machine slept");
        assert_eq!(heard.at(1_000, 100 + 60_000), 1_060_000, "somebody set the clock back");
    }
}
