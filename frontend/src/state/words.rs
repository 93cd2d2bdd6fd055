//! Numbers and times as people say them.

use super::language;
pub use shared::words::span;

/// With marks between the thousands: 5,000.
pub fn grouped(n: usize) -> String {
    match u32::try_from(n) {
        Ok(many) if many >= 1_000 => language::number(f64::from(many)),
        _ => n.to_string(),
    }
}

/// How long ago: "now", "5 min ago". A clock that is a little off never says "in the future".
pub fn ago(now_ms: u64, then_ms: u64) -> String {
    let ms = now_ms.saturating_sub(then_ms);
    if ms < 2_000 { say::state::just_now().to_owned() } else { say::state::ago(&span(ms)) }
}

/// Whole seconds until then, rounded up; 0 when it has passed.
pub fn seconds_left(now_ms: u64, until_ms: u64) -> u64 {
    until_ms.saturating_sub(now_ms).div_ceil(1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ago_never_speaks_of_the_future() {
        assert_eq!(ago(1_000, 900_000), "just now");
        assert_eq!(ago(300_000, 0), "5 min ago");
    }

    #[test]
    fn digits_stand_in_groups() {
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn a_countdown_reaches_zero_and_stays_there() {
        assert_eq!(seconds_left(0, 10_000), 10);
        assert_eq!(seconds_left(9_001, 10_000), 1);
        assert_eq!(seconds_left(10_000, 10_000), 0);
        assert_eq!(seconds_left(20_000, 10_000), 0);
    }
}
