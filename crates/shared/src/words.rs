//! Times and lists as people say them, for what the server writes and what the page shows alike. Pure.

/// How long, in the largest unit of which there is one: "8 s", "5 min", "3 h", "9 days". Rounded to the nearest: what is set
/// for 24 h has 24 h left a moment later, and what lasted 59.9 s lasted a minute.
pub fn span(ms: u64) -> String {
    const DAY: u64 = 86_400_000;
    // How long each unit is, and from how many on the next one is taken.
    const UNITS: [(u64, u64); 5] = [(1_000, 60), (60_000, 60), (3_600_000, 24), (DAY, 60), (30 * DAY, 24)];
    let fits = UNITS.iter().position(|(unit, most)| nearest(ms, *unit) < *most);
    let count = nearest(ms, fits.map_or(365 * DAY, |at| UNITS[at].0));
    match fits {
        Some(0) => say::spans::seconds(&count),
        Some(1) => say::spans::minutes(&count),
        Some(2) => say::spans::hours(&count),
        Some(3) => say::spans::days(usize::try_from(count).unwrap_or(usize::MAX)),
        Some(_) => say::spans::months(&count),
        None => say::spans::years(&count),
    }
}

/// How many of a unit it is, rounded.
fn nearest(ms: u64, unit: u64) -> u64 {
    ms / unit + u64::from(ms % unit >= unit / 2)
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
            (1_499, "1 s"),
            (59_400, "59 s"),
            (59_900, "1 min"),
            (60_000, "1 min"),
            (100_000, "2 min"),
            (3_569_000, "59 min"),
            (3_599_000, "1 h"),
            (3_600_000, "1 h"),
            (86_399_000, "1 day"),
            (23 * 3_600_000 + 1_700_000, "23 h"),
            (86_400_000, "1 day"),
            (9 * 86_400_000, "9 days"),
            (30 * 86_400_000 - 1, "30 days"),
            (62 * 86_400_000, "2 months"),
            (800 * 86_400_000, "2 years"),
            (u64::MAX, "584942417 years"),
        ] {
            assert_eq!(span(ms), words);
        }
    }
}
