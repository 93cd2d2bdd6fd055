//! Spans of time as unit files write them: `90`, `5min 20s`, `infinity`.

/// The length in seconds; infinite for `infinity` and, as start and stop limits mean it, for `0`. `None` if it is no
/// span of time.
pub(super) fn limit_s(text: &str) -> Option<f64> {
    let text = text.trim();
    if text == "infinity" {
        return Some(f64::INFINITY);
    }
    let mut total = 0.0;
    let mut rest = text;
    let mut any = false;
    while !rest.is_empty() {
        let digits = rest.find(|sign: char| !sign.is_ascii_digit() && sign != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        let after = after.trim_start();
        let letters = after.find(|sign: char| !sign.is_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(letters);
        total += number.parse::<f64>().ok()? * unit_s(unit)?;
        rest = after.trim_start();
        any = true;
    }
    any.then_some(if total == 0.0 { f64::INFINITY } else { total })
}

fn unit_s(unit: &str) -> Option<f64> {
    Some(match unit {
        "" | "s" | "sec" | "second" | "seconds" => 1.0,
        "us" | "usec" | "µs" | "μs" => 1e-6,
        "ms" | "msec" => 1e-3,
        "m" | "min" | "minute" | "minutes" => 60.0,
        "h" | "hr" | "hour" | "hours" => 3_600.0,
        "d" | "day" | "days" => 86_400.0,
        "w" | "week" | "weeks" => 604_800.0,
        "M" | "month" | "months" => 2_629_800.0,
        "y" | "year" | "years" => 31_557_600.0,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::limit_s;

    #[test]
    fn reads_what_systemd_reads() {
        for (text, seconds) in [
            ("90", Some(90.0)),
            ("5min 20s", Some(320.0)),
            ("1h30m", Some(5_400.0)),
            ("1.5 h", Some(5_400.0)),
            ("0", Some(f64::INFINITY)),
            ("infinity", Some(f64::INFINITY)),
            ("", None),
            ("soon", None),
            ("5 parsecs", None),
        ] {
            assert_eq!(limit_s(text), seconds, "{text}");
        }
    }
}
