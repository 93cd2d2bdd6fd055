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

#[cfg(test)]
mod tests {
    use super::*;

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
