//! The record by day, as the person's own clock has days.

use shared::audit::AuditRow;
use wasm_bindgen::JsValue;

use crate::ui::time::whole_day;

const DAY_MS: i64 = 86_400_000;

/// One day's lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Days since 1970.
    pub number: i64,
    /// A moment of that day.
    pub first_ms: u64,
    /// Its lines by id, newest first.
    pub rows: Vec<u64>,
}

/// Groups lines, newest first, by day. `day_of` says on which day a moment is.
pub fn by_day(rows: &[AuditRow], day_of: impl Fn(u64) -> i64) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for row in rows {
        let number = day_of(row.at_ms);
        match days.last_mut().filter(|day| day.number == number) {
            Some(day) => day.rows.push(row.id),
            None => days.push(Day { number, first_ms: row.at_ms, rows: vec![row.id] }),
        }
    }
    days
}

/// On which day a moment is, in the person's own time zone.
pub fn local_day(at_ms: u64) -> i64 {
    #[expect(clippy::cast_precision_loss, reason = "dates are far below 2^53 ms")]
    let date = js_sys::Date::new(&JsValue::from_f64(at_ms as f64));
    #[expect(clippy::cast_possible_truncation, reason = "minutes of a time zone: less than a day")]
    let behind_ms = date.get_timezone_offset() as i64 * 60_000;
    (at_ms.cast_signed() - behind_ms).div_euclid(DAY_MS)
}

/// "Today", "Yesterday", "Friday, 20 November 2026".
pub fn day_words(number: i64, today: i64, a_moment_ms: u64) -> String {
    match today - number {
        0 => say::activity::today().to_owned(),
        1 => say::activity::yesterday().to_owned(),
        _ => whole_day(a_moment_ms),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use shared::audit::Outcome;

    pub(crate) fn row(id: u64, at_ms: u64) -> AuditRow {
        AuditRow {
            id,
            at_ms,
            actor: "ada".into(),
            via: "session".into(),
            peer: String::new(),
            verb: "remove".into(),
            cluster: "default".into(),
            app: "example".into(),
            summary: "Remove 3 units of example 1.0.0".into(),
            detail: Vec::new(),
            outcome: Outcome::Done,
            note: String::new(),
            ended_ms: None,
            action: None,
            said: None,
            told: String::new(),
        }
    }

    #[test]
    fn lines_stand_under_their_day() {
        let day_ms = u64::try_from(DAY_MS).unwrap();
        let rows = [row(3, 2 * day_ms + 5), row(2, 2 * day_ms), row(1, day_ms - 1)];
        let days = by_day(&rows, |at_ms| at_ms.cast_signed() / DAY_MS);
        assert_eq!(days.len(), 2);
        assert_eq!((days[0].number, days[0].rows.as_slice()), (2, [3, 2].as_slice()));
        assert_eq!((days[1].number, days[1].rows.as_slice()), (0, [1].as_slice()));
    }

    #[test]
    fn near_days_have_names() {
        assert_eq!(day_words(7, 7, 0), "Today");
        assert_eq!(day_words(6, 7, 0), "Yesterday");
    }
}
