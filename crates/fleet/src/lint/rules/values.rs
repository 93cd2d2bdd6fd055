//! Values of options that take one of a few words, a span of time, or a time of the calendar.
//!
//! Judges only what is the same in every version of systemd, and nothing that a specifier or a placeholder fills in.

use super::{Context, Finding};
use crate::UnitOption;
use crate::lint::{Fix, Rule, nearest, time_span};

/// Options and all the words that they take, those of the newest systemd among them.
const WORDS: &[(&str, &str, &[&str])] = &[
    (
        "Service",
        "Restart",
        &["no", "on-success", "on-failure", "on-abnormal", "on-watchdog", "on-abort", "always"],
    ),
    ("Service", "Type", &["simple", "exec", "forking", "oneshot", "dbus", "notify", "notify-reload", "idle"]),
    ("Service", "KillMode", &["control-group", "mixed", "process", "none"]),
    ("Service", "NotifyAccess", &["none", "main", "exec", "all"]),
];

/// Options that take a span of time.
const SPANS: &[(&str, &[&str])] = &[
    (
        "Service",
        &[
            "RestartSec",
            "TimeoutStartSec",
            "TimeoutStopSec",
            "TimeoutAbortSec",
            "TimeoutSec",
            "RuntimeMaxSec",
            "WatchdogSec",
            "StartLimitInterval",
        ],
    ),
    ("Unit", &["JobTimeoutSec", "JobRunningTimeoutSec", "StartLimitIntervalSec", "StartLimitInterval"]),
    (
        "Timer",
        &[
            "OnActiveSec",
            "OnBootSec",
            "OnStartupSec",
            "OnUnitActiveSec",
            "OnUnitInactiveSec",
            "AccuracySec",
            "RandomizedDelaySec",
        ],
    ),
];

/// Words that stand for a time of the calendar.
const TIMES: &[&str] = &[
    "minutely",
    "hourly",
    "daily",
    "weekly",
    "monthly",
    "quarterly",
    "semiannually",
    "yearly",
    "annually",
    "semi-annually",
    "biannually",
    "bi-annually",
    "anually",
];
const WEEKDAYS: &[&str] = &[
    "mon",
    "monday",
    "tue",
    "tuesday",
    "wed",
    "wednesday",
    "thu",
    "thursday",
    "fri",
    "friday",
    "sat",
    "saturday",
    "sun",
    "sunday",
];

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let options = context.options.iter().enumerate();
    options.filter_map(|(index, option)| option_of(context, index, option)).collect()
}

fn option_of(context: &Context<'_>, index: usize, option: &UnitOption) -> Option<Finding> {
    let value = context.expand(&option.value);
    let value = value.trim();
    // An empty value takes back what was said before.
    if value.is_empty() || value.contains(['%', '{', '$']) {
        return None;
    }
    let is = |section: &str, name: &str| option.section == section && option.name == name;
    if let Some((.., words)) = WORDS.iter().find(|(section, name, _)| is(section, name)) {
        return (!words.contains(&value)).then(|| word(index, option, value, words));
    }
    if SPANS.iter().any(|(section, names)| names.iter().any(|name| is(section, name))) {
        return time_span::limit_s(value).is_none().then(|| {
            let message = say::server::lint::no_time_span(&option.name, &value);
            Finding::at(Rule::BadValue, index, message)
        });
    }
    (is("Timer", "OnCalendar") && !is_calendar(value)).then(|| {
        let message = say::server::lint::no_calendar_time(&value);
        Finding::at(Rule::BadValue, index, message)
    })
}

fn word(index: usize, option: &UnitOption, value: &str, words: &[&str]) -> Finding {
    let message = say::server::lint::no_such_value(&option.name, &value, &words.join(", "));
    let meant = nearest(value, words.iter().copied());
    let fix =
        meant.map(|meant| Fix::replace(say::server::lint::write_value(&option.name, &meant), index, meant));
    Finding::at(Rule::BadValue, index, message).with_some(fix)
}

/// Whether it may be a time of the calendar: words for days of the week, then numbers and signs, then a time zone. What
/// the numbers mean is not looked at.
fn is_calendar(value: &str) -> bool {
    // `daily`, or `daily UTC`.
    let (word, zone) = value.split_once(' ').unwrap_or((value, "UTC"));
    if TIMES.iter().any(|known| word.eq_ignore_ascii_case(known)) {
        return is_zone(zone.trim()) && !zone.trim().contains(' ');
    }
    let mut parts = value.split_ascii_whitespace().peekable();
    let is_day = |word: &str| WEEKDAYS.iter().any(|day| word.eq_ignore_ascii_case(day));
    let are_days = |part: &str| {
        part.split([',', '.']).all(|word| word.is_empty() || is_day(word))
            && part.contains(char::is_alphabetic)
    };
    let mut any = parts.next_if(|part| are_days(part)).is_some();
    let are_numbers = |part: &str| {
        part.chars().all(|sign| sign.is_ascii_digit() || "*-:/,.~".contains(sign))
            && part.contains(|sign: char| sign.is_ascii_digit() || sign == '*')
    };
    while parts.next_if(|part| are_numbers(part)).is_some() {
        any = true;
    }
    // A zone such as UTC or Europe/Berlin; it says nothing by itself.
    any && parts.next().is_none_or(|zone| is_zone(zone) && !is_day(zone)) && parts.next().is_none()
}

fn is_zone(word: &str) -> bool {
    word.starts_with(|sign: char| sign.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::is_calendar;

    #[test]
    fn times_of_the_calendar_are_known_from_other_words() {
        for good in [
            "daily",
            "Weekly",
            "daily UTC",
            "*:0/15",
            "Mon..Fri *-*-* 04:00:00",
            "Sat,Sun 12:05",
            "2026-11-22",
            "*-*-01 00:00:00 Europe/Berlin",
            "Mon",
            "monday",
            "*-*~03",
            "hourly",
        ] {
            assert!(is_calendar(good), "{good}");
        }
        for bad in
            ["soon", "every day", "at noon", "Mon..Frei", "daily at 5", "UTC", "0 4 * * * root", "5 o'clock"]
        {
            assert!(!is_calendar(bad), "{bad}");
        }
    }
}
