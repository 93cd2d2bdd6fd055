//! How often screens, and those that want to become one, may ask. Their allowances are their own: a display gone wild
//! takes nothing from people who sign in.

use std::net::IpAddr;

use super::keyed::Keyed;
use super::too_many;
use crate::clock::Clock;
use crate::error::Result;

/// New codes at once for one network, which may be an office with many displays.
const ASKED_BURST: u64 = 20;
/// One more every so often.
const ASKED_EVERY_MS: u64 = 15_000;
/// Displays of one network that ask whether they were paired, at once.
const WAITED_BURST: u64 = 200;
/// One more every so often.
const WAITED_EVERY_MS: u64 = 100;
/// Codes that somebody types wrong at once. There are 10^11 of them, and at most some hundred are shown.
const TYPED_BURST: u64 = 10;
/// One more every so often.
const TYPED_EVERY_MS: u64 = 6_000;
/// Reads of one screen at once: one a load of its page, and one for each time that its stream broke.
const READ_BURST: u64 = 30;
/// One more every so often.
const READ_EVERY_MS: u64 = 1_000;

/// The limits of screens.
#[derive(Debug)]
pub struct ScreenLimits {
    clock: Clock,
    asked: Keyed<IpAddr>,
    waited: Keyed<IpAddr>,
    typed: Keyed<String>,
    reads: Keyed<String>,
}

impl ScreenLimits {
    /// Limits that know of nobody yet.
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            asked: Keyed::new(ASKED_BURST, ASKED_EVERY_MS),
            waited: Keyed::new(WAITED_BURST, WAITED_EVERY_MS),
            typed: Keyed::new(TYPED_BURST, TYPED_EVERY_MS),
            reads: Keyed::new(READ_BURST, READ_EVERY_MS),
        }
    }

    /// A display asks for a code, or a browser opens a link.
    pub fn ask(&self, network: IpAddr) -> Result<()> {
        self.asked.take(network, self.clock.now_ms()).map_err(too_many)
    }

    /// A display asks whether it was paired.
    pub fn wait(&self, network: IpAddr) -> Result<()> {
        self.waited.take(network, self.clock.now_ms()).map_err(too_many)
    }

    /// Somebody types a code. It counts unless [`Self::fits`].
    pub fn typed(&self, who: &str) -> Result<()> {
        self.typed.take(who.to_owned(), self.clock.now_ms()).map_err(too_many)
    }

    /// The code was one.
    pub fn fits(&self, who: &str) {
        self.typed.give_back(who);
    }

    /// A screen reads.
    pub fn read(&self, id: &str) -> Result<()> {
        self.reads.take(id.to_owned(), self.clock.now_ms()).map_err(too_many)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_screen_has_its_own_allowance_and_time_heals() {
        let clock = Clock::manual(1_000_000);
        let limits = ScreenLimits::new(clock.clone());
        for _ in 0..READ_BURST {
            limits.read("kitchen").unwrap();
        }
        assert!(limits.read("kitchen").is_err());
        limits.read("hall").unwrap();
        clock.advance(READ_EVERY_MS);
        limits.read("kitchen").unwrap();
    }

    #[test]
    fn codes_that_fit_do_not_count() {
        let limits = ScreenLimits::new(Clock::manual(1_000_000));
        for _ in 0..100 {
            limits.typed("ada").unwrap();
            limits.fits("ada");
        }
        for _ in 0..TYPED_BURST {
            limits.typed("ada").unwrap();
        }
        assert!(limits.typed("ada").is_err());
    }
}
