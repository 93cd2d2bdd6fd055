//! Times and lists as people say them, for what the server writes and what the page shows alike. Pure.

/// How long: "8 s", "5 min", "3 h", "9 days".
pub fn span(ms: u64) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    let s = ms / 1_000;
    match s {
        0..MINUTE => say::spans::seconds(&s),
        MINUTE..HOUR => say::spans::minutes(&(s / MINUTE)),
        HOUR..DAY => say::spans::hours(&(s / HOUR)),
        _ if s < 60 * DAY => say::spans::days(usize::try_from(s / DAY).unwrap_or(usize::MAX)),
        _ if s < 730 * DAY => say::spans::months(&(s / (30 * DAY))),
        _ => say::spans::years(&(s / (365 * DAY))),
    }
}

/// A number of seconds, exactly: "45 s", "1 min 30 s", "1 h 30 min". What is set and what is waited for is never rounded.
pub fn seconds(s: u64) -> String {
    let (hours, minutes, rest) = (s / 3_600, s / 60 % 60, s % 60);
    let said = [
        (hours > 0).then(|| say::spans::hours(&hours)),
        (minutes > 0).then(|| say::spans::minutes(&minutes)),
        (rest > 0 || s == 0).then(|| say::spans::seconds(&rest)),
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// "a", "a and b", "a, b and c"; nothing where there is none.
pub fn list(items: &[String]) -> String {
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => say::spans::list(&others.join(", "), last),
        None => String::new(),
    }
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
    fn names_are_a_sentence() {
        let names = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(list(&names[..1]), "a");
        assert_eq!(list(&names), "a, b and c");
        assert_eq!(list(&[]), "");
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
