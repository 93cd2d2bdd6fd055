//! The one clock of the page: the server's time, ticking once a second.

use std::time::Duration;

use leptos::prelude::*;

use super::memo::{Memo, memo};

/// How often what is told in minutes is worked out anew, in milliseconds.
const QUARTER_MS: u64 = 15_000;

/// Ticks once a second in the server's time, for every relative time on the page.
#[derive(Clone, Copy)]
pub struct Clock {
    now_ms: RwSignal<u64>,
    quarter_minute: Memo<u64>,
    ahead_ms: StoredValue<i64>,
}

impl Clock {
    /// Starts the clock and hands it to everything below.
    pub fn provide() -> Self {
        let now_ms = RwSignal::new(browser_ms());
        let clock = Self {
            now_ms,
            quarter_minute: memo(move || now_ms.get() / QUARTER_MS * QUARTER_MS),
            ahead_ms: StoredValue::new(0),
        };
        provide_context(clock);
        if let Ok(ticking) = set_interval_with_handle(move || clock.tick(), Duration::from_secs(1)) {
            on_cleanup(move || ticking.clear());
        }
        clock
    }

    /// The server's time, as of the last tick; whoever asks is told of the next one.
    pub fn now_ms(&self) -> u64 {
        self.now_ms.get()
    }

    /// The same in whole quarters of a minute, for what is told in minutes: whoever asks is told of the next quarter.
    pub fn quarter_minute(&self) -> u64 {
        self.quarter_minute.get()
    }

    /// The server's time at this moment; tracks nothing.
    pub fn exact_ms(&self) -> u64 {
        browser_ms().saturating_add_signed(self.ahead_ms.get_value())
    }

    /// Corrects the clock by what the server says that it is now.
    pub fn set_server_ms(&self, server_ms: u64) {
        self.ahead_ms.set_value(server_ms.cast_signed().saturating_sub(browser_ms().cast_signed()));
        self.tick();
    }

    fn tick(&self) {
        self.now_ms.set(self.exact_ms());
    }
}

/// The clock of the page.
pub fn use_clock() -> Clock {
    expect_context()
}

/// The browser's own clock, in milliseconds since the Unix epoch.
pub fn browser_ms() -> u64 {
    let ms = js_sys::Date::now();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a date after 1970, far below 2^53"
    )]
    let ms = ms as u64;
    ms
}
