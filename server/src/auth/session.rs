//! How long sessions last.

use crate::store::Session;

const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;

/// A session that nobody uses for so long ends.
pub const IDLE_MS: u64 = 12 * HOUR_MS;
/// A session ends after so long, used or not.
pub const ABSOLUTE_MS: u64 = 7 * 24 * HOUR_MS;
/// A one-time link can be used for so long.
pub const CODE_MS: u64 = 15 * MINUTE_MS;
/// "Last used" is written at most this often.
pub const TOUCH_EVERY_MS: u64 = MINUTE_MS;

/// When a session ends if nobody uses it any more.
pub fn expires_ms(session: &Session) -> u64 {
    (session.created_ms + ABSOLUTE_MS).min(session.seen_ms + IDLE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_by_the_earlier_of_both_limits() {
        let session =
            |seen_ms| Session { id: String::new(), created_ms: 1_000, seen_ms, user_agent: String::new() };
        assert_eq!(expires_ms(&session(1_000)), 1_000 + IDLE_MS);
        assert_eq!(expires_ms(&session(1_000 + ABSOLUTE_MS - 5)), 1_000 + ABSOLUTE_MS);
    }
}
