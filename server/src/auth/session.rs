//! How long sessions last, and how long one counts as having just shown who one is.

use crate::store::Session;

/// A minute, in milliseconds.
pub const MINUTE_MS: u64 = 60_000;
/// An hour, in milliseconds.
pub const HOUR_MS: u64 = 60 * MINUTE_MS;
/// A day.
pub const DAY_MS: u64 = 24 * HOUR_MS;

/// A one-time link to sign in with can be used for so long.
pub const CODE_MS: u64 = 15 * MINUTE_MS;
/// For so long nobody is asked again to confirm that it is them.
pub const STEP_UP_MS: u64 = 10 * MINUTE_MS;
/// A proxy's word about somebody holds for so long: a stream that was opened by it ends then, and the browser comes back
/// by way of the proxy.
pub const WORD_MS: u64 = 5 * MINUTE_MS;
/// "Last used" is written at most this often.
pub const TOUCH_EVERY_MS: u64 = MINUTE_MS;

/// How long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionTimes {
    /// One that nobody uses for so long ends.
    pub idle_ms: u64,
    /// One ends after so long, used or not.
    pub absolute_ms: u64,
}

impl Default for SessionTimes {
    fn default() -> Self {
        Self { idle_ms: 12 * HOUR_MS, absolute_ms: 7 * DAY_MS }
    }
}

impl SessionTimes {
    /// When a session ends if nobody uses it any more.
    pub fn expires_ms(self, session: &Session) -> u64 {
        (session.created_ms + self.absolute_ms).min(session.seen_ms + self.idle_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_by_the_earlier_of_both_limits() {
        let times = SessionTimes { idle_ms: 10, absolute_ms: 100 };
        let session = |seen_ms| Session {
            id: String::new(),
            created_ms: 1_000,
            seen_ms,
            user_agent: String::new(),
            stepped_up_ms: 0,
        };
        assert_eq!(times.expires_ms(&session(1_000)), 1_010);
        assert_eq!(times.expires_ms(&session(1_095)), 1_100);
    }
}
