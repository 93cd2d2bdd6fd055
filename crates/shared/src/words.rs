//! Times as people say them, for what the server writes and what the page shows alike. Pure.

use crate::plan::words::count;

/// How long: "8 s", "5 min", "3 h", "9 days".
pub fn span(ms: u64) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    let s = ms / 1_000;
    match s {
        0..MINUTE => format!("{s} s"),
        MINUTE..HOUR => format!("{} min", s / MINUTE),
        HOUR..DAY => format!("{} h", s / HOUR),
        _ if s < 60 * DAY => count(usize::try_from(s / DAY).unwrap_or(usize::MAX), "day"),
        _ if s < 730 * DAY => format!("{} months", s / (30 * DAY)),
        _ => format!("{} years", s / (365 * DAY)),
    }
}

/// A number of seconds, exactly: "45 s", "1 min 30 s", "1 h 30 min". What is set and what is waited for is never rounded.
pub fn seconds(s: u64) -> String {
    let parts = [(s / 3_600, "h"), (s / 60 % 60, "min"), (s % 60, "s")];
    let said: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n} {unit}")).collect();
    if said.is_empty() { "0 s".to_owned() } else { said.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_exact() {
        for (s, words) in [
            (0, "0 s"),
            (59, "59 s"),
            (90, "1 min 30 s"),
            (600, "10 min"),
            (3_600, "1 h"),
            (5_400, "1 h 30 min"),
            (3_605, "1 h 5 s"),
        ] {
            assert_eq!(seconds(s), words);
        }
    }

    #[test]
    fn spans_in_words() {
        for (ms, words) in [
            (0, "0 s"),
            (59_999, "59 s"),
            (60_000, "1 min"),
            (3_600_000, "1 h"),
            (86_400_000, "1 day"),
            (9 * 86_400_000, "9 days"),
            (62 * 86_400_000, "2 months"),
            (800 * 86_400_000, "2 years"),
        ] {
            assert_eq!(span(ms), words);
        }
    }
}
