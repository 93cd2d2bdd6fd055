//! A freeze while it is being written: its fields as texts, read and written back without losing anything.
//!
//! Weekly ones are written in UTC, as they are kept, and told in the person's own time; single ones are written in their
//! own time.

use leptos::prelude::*;
use shared::deployment::{DAY_MIN, Day, Freeze, Window};

use super::draft::Wrong;

/// A freeze while it is being written.
#[derive(Clone, Copy)]
pub struct FreezeDraft {
    /// Tells it from the others of the same form.
    pub id: u32,
    pub(super) reason: RwSignal<String>,
    pub(super) weekly: RwSignal<bool>,
    pub(super) days: RwSignal<Vec<Day>>,
    /// "18:00", in UTC.
    pub(super) from: RwSignal<String>,
    pub(super) until: RwSignal<String>,
    /// "2026-01-12T08:00", in the person's own time.
    pub(super) once_from: RwSignal<String>,
    pub(super) once_until: RwSignal<String>,
    /// Whether somebody has been at it: what is wrong with a blank one is not said before.
    pub(super) touched: RwSignal<bool>,
    /// The moments that it began with: the fields know no seconds, and what nobody has touched stays as it is.
    were: [u64; 2],
}

impl FreezeDraft {
    /// Begins with this one.
    pub fn new(id: u32, freeze: &Freeze) -> Self {
        let (mut days, mut from, mut until) = (Vec::new(), "18:00".to_owned(), "06:00".to_owned());
        let (mut once_from, mut once_until) = (String::new(), String::new());
        let mut were = [0; 2];
        let is_weekly = match &freeze.window {
            Window::Weekly { days: on, from_min, until_min } => {
                (days, from, until) = (on.clone(), of_day(*from_min), of_day(*until_min));
                true
            }
            Window::Once { from_ms, until_ms } => {
                were = [*from_ms, *until_ms];
                (once_from, once_until) = (local(*from_ms), local(*until_ms));
                false
            }
        };
        Self {
            id,
            reason: RwSignal::new(freeze.reason.clone()),
            weekly: RwSignal::new(is_weekly),
            days: RwSignal::new(days),
            from: RwSignal::new(from),
            until: RwSignal::new(until),
            once_from: RwSignal::new(once_from),
            once_until: RwSignal::new(once_until),
            touched: RwSignal::new(true),
            were,
        }
    }

    /// One to fill in.
    pub fn blank(id: u32) -> Self {
        let window = Window::Weekly { days: vec![Day::Fri], from_min: 18 * 60, until_min: 6 * 60 };
        Self { touched: RwSignal::new(false), ..Self::new(id, &Freeze { reason: String::new(), window }) }
    }

    /// As it stands; what can't be read is told. Tracked.
    pub fn freeze(self, wrong: &mut Wrong) -> Freeze {
        let mut told = |ok: bool, message: &str| {
            if !ok {
                wrong.push(("freezes", message.to_owned()));
            }
        };
        let window = if self.weekly.get() {
            let (from, until) = (self.from.with(|text| minute(text)), self.until.with(|text| minute(text)));
            told(from.is_some() && until.is_some(), say::settings_deploying::freeze_times_wrong());
            let (from_min, until_min) = (from.unwrap_or_default(), until.unwrap_or_default());
            Window::Weekly { days: self.days.get(), from_min, until_min }
        } else {
            let at = |text: &str, was_ms: u64| {
                if text == local(was_ms) { Some(was_ms) } else { moment(text) }
            };
            let [from, until] = self.were;
            let from = self.once_from.with(|text| at(text, from));
            let until = self.once_until.with(|text| at(text, until));
            told(from.is_some() && until.is_some(), say::settings_deploying::freeze_dates_wrong());
            let from_ms = from.unwrap_or_default();
            Window::Once { from_ms, until_ms: until.unwrap_or(from_ms + 1) }
        };
        Freeze { reason: self.reason.with(|reason| reason.trim().to_owned()), window }
    }
}

/// The word for a day.
pub fn day_word(day: Day) -> &'static str {
    match day {
        Day::Mon => say::settings_deploying::mon(),
        Day::Tue => say::settings_deploying::tue(),
        Day::Wed => say::settings_deploying::wed(),
        Day::Thu => say::settings_deploying::thu(),
        Day::Fri => say::settings_deploying::fri(),
        Day::Sat => say::settings_deploying::sat(),
        Day::Sun => say::settings_deploying::sun(),
    }
}

/// "18:00".
pub fn of_day(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The minute of the day that "18:00" is.
fn minute(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (hour.parse::<u32>().ok()?, minute.parse::<u32>().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// A weekly window as it is in a time zone that is so many minutes behind UTC: "Fri 19:00 to Sat 07:00".
pub fn in_zone(days: &[Day], from_min: u32, until_min: u32, behind_min: i32) -> String {
    let day_min = DAY_MIN.cast_signed();
    let until_min = if until_min <= from_min { until_min + DAY_MIN } else { until_min };
    let at = |day: Day, minute: u32| {
        let minute = day.number().cast_signed() * day_min + minute.cast_signed() - behind_min;
        let of_week = minute.rem_euclid(7 * day_min).cast_unsigned();
        let day = Day::ALL.get(of_week.div_euclid(DAY_MIN) as usize).map_or("", |day| day_word(*day));
        format!("{day} {}", of_day(of_week % DAY_MIN))
    };
    let each = days
        .iter()
        .map(|day| say::settings_deploying::freeze_from_to(&at(*day, from_min), &at(*day, until_min)));
    each.collect::<Vec<_>>().join(", ")
}

/// How many minutes the person's own time is behind UTC now.
pub fn behind_min() -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a day at most")]
    let minutes = js_sys::Date::new_0().get_timezone_offset() as i32;
    minutes
}

/// "2026-01-12T08:00", as an input for dates takes it, in the person's own time.
fn local(at_ms: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "dates are far below 2^53 ms")]
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at_ms as f64));
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes()
    )
}

/// The moment that such a text is.
fn moment(text: &str) -> Option<u64> {
    let ms = js_sys::Date::parse(text);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is none is left out")]
    let at_ms = ms as u64;
    (ms.is_finite() && ms >= 0.0).then_some(at_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_the_day_are_read_as_they_are_written() {
        for text in ["00:00", "18:05", "23:59"] {
            assert_eq!(minute(text).map(of_day).as_deref(), Some(text));
        }
        for text in ["", "24:00", "18", "18:60", "a:b"] {
            assert_eq!(minute(text), None, "{text}");
        }
    }

    #[test]
    fn a_window_is_told_in_ones_own_time() {
        let night = |behind_min| in_zone(&[Day::Fri, Day::Sun], 18 * 60, 6 * 60, behind_min);
        assert_eq!(night(0), "Fri 18:00 to Sat 06:00, Sun 18:00 to Mon 06:00");
        assert_eq!(night(-60), "Fri 19:00 to Sat 07:00, Sun 19:00 to Mon 07:00");
        assert_eq!(in_zone(&[Day::Mon], 60, 120, 300), "Sun 20:00 to Sun 21:00");
        assert_eq!(in_zone(&[Day::Sun], 0, 0, -330), "Sun 05:30 to Mon 05:30");
    }
}
