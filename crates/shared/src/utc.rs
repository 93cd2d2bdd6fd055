//! Moments by the calendar, in UTC, without a library for it. Pure.

/// A moment: year, month, day, and the milliseconds of that day.
fn parts(at_ms: u64) -> (u64, usize, u64, u64) {
    const DAY_MS: u64 = 86_400_000;
    let (mut day, mut year) = (at_ms / DAY_MS, 1970_u64);
    let is_leap =
        |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    // No further than the calendar of settings: what lies behind it is told as its last year.
    while year < 9999 && day >= 365 + u64::from(is_leap(year)) {
        day -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let mut month = 1;
    for days in [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if day < days {
            break;
        }
        day -= days;
        month += 1;
    }
    (year, month, day + 1, at_ms % DAY_MS)
}

/// "2026-01-12 08:00 UTC".
pub fn minute(at_ms: u64) -> String {
    let (year, month, day, of_day_ms) = parts(at_ms);
    let minutes = of_day_ms / 60_000;
    format!("{year}-{month:02}-{day:02} {:02}:{:02} UTC", minutes / 60, minutes % 60)
}

/// As RFC 3339 writes it: "2026-01-12T08:00:05.250Z".
pub fn rfc3339(at_ms: u64) -> String {
    let (year, month, day, ms) = parts(at_ms);
    let (hour, minute, second, ms) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60, ms % 1_000);
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z")
}

/// Reads a day, or a moment as [`rfc3339`] writes it, with or without its fraction: "2026-01-12", "2026-01-12T08:00:05Z".
pub fn parse(text: &str) -> Option<u64> {
    let (day, time) = text.split_once('T').unwrap_or((text, "00:00:00Z"));
    let [year, month, day] = numbers(day, '-', [4, 2, 2])?;
    let time = time.strip_suffix('Z')?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "000"));
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    let [ms] = numbers(fraction, '.', [3])?;
    if hour > 23 || minute > 59 || second > 59 || !(1970..=9999).contains(&year) {
        return None;
    }
    let of_day_ms = ((hour * 60 + minute) * 60 + second) * 1_000 + ms;
    // The calendar is told in one place: the day is the one that is told so.
    let first = (year - 1970) * 365;
    let days = (first..first + (year - 1970) / 4 + 367).map(|day| day * 86_400_000);
    let is_it =
        |at_ms: &u64| parts(*at_ms).0 == year && parts(*at_ms).1 as u64 == month && parts(*at_ms).2 == day;
    days.into_iter().find(is_it).map(|at_ms| at_ms + of_day_ms)
}

fn numbers<const N: usize>(text: &str, between: char, digits: [usize; N]) -> Option<[u64; N]> {
    let mut found = [0; N];
    let mut parts = text.split(between);
    for (number, digits) in found.iter_mut().zip(digits) {
        let part = parts
            .next()
            .filter(|part| part.len() == digits && part.bytes().all(|sign| sign.is_ascii_digit()))?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for at_ms in
            [0, 951_782_399_000, 951_782_400_000, 1_767_225_599_999, 1_768_204_805_250, 4_107_542_400_000]
        {
            assert_eq!(parse(&rfc3339(at_ms)), Some(at_ms));
        }
        assert_eq!(parse("2026-01-12"), Some(1_768_176_000_000));
        assert_eq!(parse("2026-01-12T08:00:05Z"), Some(1_768_204_805_000));
        for wrong in [
            "",
            "x",
            "2026",
            "2026-1-12",
            "2026-13-01",
            "2026-02-30",
            "2025-02-29",
            "1969-12-31",
            "2026-01-12T08:00",
            "2026-01-12T24:00:00Z",
            "2026-01-12T08:00:05",
            "2026-01-12T08:00:05+01:00",
            "2026-01-12T08:00:05.1Z",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn moments_are_told_by_the_calendar() {
        for (at_ms, told, machine) in [
            (0, "1970-01-01 00:00 UTC", "1970-01-01T00:00:00.000Z"),
            (951_782_399_000, "2000-02-28 23:59 UTC", "2000-02-28T23:59:59.000Z"),
            (951_782_400_000, "2000-02-29 00:00 UTC", "2000-02-29T00:00:00.000Z"),
            (1_709_251_199_000, "2024-02-29 23:59 UTC", "2024-02-29T23:59:59.000Z"),
            (1_767_225_599_999, "2025-12-31 23:59 UTC", "2025-12-31T23:59:59.999Z"),
            (1_768_204_805_250, "2026-01-12 08:00 UTC", "2026-01-12T08:00:05.250Z"),
            (1_798_761_599_000, "2026-12-31 23:59 UTC", "2026-12-31T23:59:59.000Z"),
            (4_107_542_400_000, "2100-03-01 00:00 UTC", "2100-03-01T00:00:00.000Z"),
        ] {
            assert_eq!((minute(at_ms).as_str(), rfc3339(at_ms).as_str()), (told, machine));
        }
    }
}
