//! When a freeze is, by cases and against a model that looks at every minute.

use proptest::prelude::*;

use super::*;
use crate::deployment::AppSettings;

/// Monday, 5 January 2026, 00:00 UTC.
const MONDAY_MS: u64 = 1_767_571_200_000;

/// So many days and minutes behind that Monday's beginning.
fn at(days: u64, minutes: u64) -> u64 {
    MONDAY_MS + days * DAY_MS + minutes * MINUTE_MS
}

fn weekly(days: &[Day], from_min: u32, until_min: u32) -> Freeze {
    let window = Window::Weekly { days: days.to_vec(), from_min, until_min };
    Freeze { reason: format!("weekly from {from_min}"), window }
}

fn once(from_ms: u64, until_ms: u64) -> Freeze {
    Freeze { reason: "once".to_owned(), window: Window::Once { from_ms, until_ms } }
}

fn until(freezes: &[Freeze], at_ms: u64) -> Option<u64> {
    frozen(freezes, at_ms).map(|frozen| frozen.until_ms)
}

#[test]
fn a_day_is_the_one_of_the_calendar() {
    for (number, day) in Day::ALL.into_iter().enumerate() {
        let freezes = [weekly(&[day], 60, 120)];
        for other in 0..7_u64 {
            assert_eq!(until(&freezes, at(other, 60)).is_some(), other == number as u64, "{day:?} {other}");
        }
    }
}

#[test]
fn one_begins_with_its_first_moment_and_is_over_with_its_last() {
    let freezes = [weekly(&[Day::Mon], 60, 120), once(at(2, 0), at(2, 30))];
    assert_eq!(until(&freezes, at(0, 60) - 1), None);
    assert_eq!(until(&freezes, at(0, 60)), Some(at(0, 120)));
    assert_eq!(until(&freezes, at(0, 120) - 1), Some(at(0, 120)));
    assert_eq!(until(&freezes, at(0, 120)), None);
    assert_eq!(until(&freezes, at(2, 0)), Some(at(2, 30)));
    assert_eq!(until(&freezes, at(2, 30)), None);
}

#[test]
fn one_goes_over_midnight_and_over_the_end_of_the_week() {
    let freezes = [weekly(&[Day::Sun], 22 * 60, 6 * 60)];
    assert_eq!(until(&freezes, at(6, 23 * 60)), Some(at(7, 6 * 60)));
    assert_eq!(until(&freezes, at(0, 5 * 60)), Some(at(0, 6 * 60)));
    assert_eq!(until(&freezes, at(0, 6 * 60)), None);
    let whole_day = [weekly(&[Day::Wed], 0, 0)];
    assert_eq!(until(&whole_day, at(2, 1_439)), Some(at(3, 0)));
    assert_eq!(until(&whole_day, at(3, 0)), None);
}

#[test]
fn windows_that_follow_without_a_gap_are_one_freeze() {
    let weekend =
        [weekly(&[Day::Fri], 18 * 60, 0), weekly(&[Day::Sat, Day::Sun], 0, 0), weekly(&[Day::Mon], 0, 480)];
    assert_eq!(until(&weekend, at(4, 18 * 60)), Some(at(7, 480)));
    assert_eq!(until(&weekend, at(5, 1)), Some(at(7, 480)));
    assert_eq!(until(&weekend, at(0, 479)), Some(at(0, 480)));
    let release = [weekend.as_slice(), &[once(at(7, 480), at(9, 0)), once(at(8, 0), at(8, 1))]].concat();
    assert_eq!(until(&release, at(6, 0)), Some(at(9, 0)));
    // The reason is that of what is on now.
    assert_eq!(frozen(&release, at(8, 0)).map(|frozen| frozen.reason), Some("once"));
}

#[test]
fn the_next_freeze_is_told_beforehand() {
    let freezes = [weekly(&[Day::Fri], 18 * 60, 19 * 60), once(at(1, 0), at(2, 0))];
    assert_eq!(next_freeze(&freezes, at(0, 0)), Some((at(1, 0), "once")));
    assert_eq!(next_freeze(&freezes, at(1, 0)), None, "one is on");
    assert_eq!(next_freeze(&freezes, at(2, 0)), Some((at(4, 18 * 60), "weekly from 1080")));
    assert_eq!(next_freeze(&freezes, at(4, 19 * 60)), Some((at(11, 18 * 60), "weekly from 1080")));
    assert_eq!(next_freeze(&[], at(0, 0)), None);
}

#[test]
fn a_week_without_a_gap_is_seen() {
    let nearly = weekly(&Day::ALL, 0, 1_439);
    assert!(fill_the_week(&[weekly(&Day::ALL, 720, 720)]));
    assert!(fill_the_week(&[nearly.clone(), weekly(&Day::ALL, 1_439, 0)]));
    assert!(!fill_the_week(&[nearly, weekly(&Day::ALL[..6], 1_439, 0)]));
    assert!(!fill_the_week(&[]));
}

#[test]
fn every_window_is_read_as_it_is_written() {
    for freeze in [once(1, 2), weekly(&[Day::Mon, Day::Sun], 0, 1_439)] {
        let json = serde_json::to_string(&freeze).unwrap();
        assert_eq!(serde_json::from_str::<Freeze>(&json).unwrap(), freeze);
    }
    for (json, word) in [
        (r#"{"kind":"once","from_ms":1}"#, "missing field `until_ms`"),
        (r#"{"kind":"weekly","days":["mon"],"from_min":1}"#, "missing field `until_min`"),
        (r#"{"kind":"weekly","days":["moon"],"from_min":1,"until_min":2}"#, "unknown variant `moon`"),
        (r#"{"kind":"once","from_ms":1,"until_ms":2,"days":["mon"]}"#, "unknown field `days`"),
        (r#"{"kind":"once","from_ms":1,"until_ms":2,"zone":"UTC"}"#, "unknown field `zone`"),
    ] {
        let error = serde_json::from_str::<Window>(json).unwrap_err().to_string();
        assert!(error.contains(word), "{json}: {error}");
    }
}

fn days() -> impl Strategy<Value = Vec<Day>> {
    prop::sample::subsequence(Day::ALL.to_vec(), 1..=7)
}

/// Times that meet each other often.
fn minute() -> impl Strategy<Value = u32> {
    prop_oneof![Just(0), Just(1_439), Just(720), (0..24_u32).prop_map(|hour| hour * 60), 0..DAY_MIN]
}

fn freeze() -> impl Strategy<Value = Freeze> {
    let of_week = (days(), minute(), minute()).prop_map(|(days, from, until)| weekly(&days, from, until));
    let alone = (0..21_u64, minute(), 1..4_000_u64).prop_map(|(day, minute, lasts)| {
        let from_ms = at(day, u64::from(minute));
        once(from_ms, from_ms + lasts * MINUTE_MS)
    });
    prop_oneof![of_week, alone]
}

fn freezes() -> impl Strategy<Value = Vec<Freeze>> {
    let can_be = |freezes: &Vec<Freeze>| {
        AppSettings { freezes: freezes.clone(), ..AppSettings::default() }.check().is_ok()
    };
    prop::collection::vec(freeze(), 0..6).prop_filter("they leave a gap", can_be)
}

/// The same in other words: whether this minute is within some occurrence, of whichever week.
fn is_on(freezes: &[Freeze], at_ms: u64) -> bool {
    freezes.iter().any(|freeze| match &freeze.window {
        Window::Once { from_ms, until_ms } => *from_ms <= at_ms && at_ms < *until_ms,
        Window::Weekly { days, from_min, until_min } => {
            let minute = (at_ms - MONDAY_MS) / MINUTE_MS % u64::from(WEEK_MIN);
            let (today, of_day) = (minute / 1_440, u32::try_from(minute % 1_440).unwrap());
            let begins = |day: u64| days.iter().any(|begin| u64::from(begin.number()) == day % 7);
            if from_min < until_min {
                begins(today) && (*from_min..*until_min).contains(&of_day)
            } else {
                begins(today) && of_day >= *from_min || begins(today + 6) && of_day < *until_min
            }
        }
    })
}

proptest! {
    #[test]
    fn what_is_frozen_is_so_until_then_and_not_a_moment_longer(
        freezes in freezes(), day in 0..21_u64, minute in 0..1_440_u64,
    ) {
        let at_ms = at(day, minute);
        match frozen(&freezes, at_ms) {
            None => {
                prop_assert!(!is_on(&freezes, at_ms));
                match next_freeze(&freezes, at_ms) {
                    Some((begin_ms, _)) => {
                        prop_assert!(begin_ms > at_ms && is_on(&freezes, begin_ms));
                        for ms in (at_ms..begin_ms).step_by(60_000) {
                            prop_assert!(!is_on(&freezes, ms));
                        }
                    }
                    None => {
                        for ms in (at_ms..at_ms + 9 * DAY_MS).step_by(60_000) {
                            prop_assert!(!is_on(&freezes, ms));
                        }
                    }
                }
            }
            Some(Frozen { until_ms, .. }) => {
                prop_assert!(until_ms > at_ms);
                for ms in (at_ms..until_ms).step_by(60_000) {
                    prop_assert!(is_on(&freezes, ms));
                }
                prop_assert!(!is_on(&freezes, until_ms), "its end is its end");
            }
        }
    }

    #[test]
    fn windows_of_any_kind_are_answered(
        windows in prop::collection::vec((any::<u64>(), any::<u64>(), days(), any::<u32>(), any::<u32>()), 0..4),
        at_ms in 0..253_402_300_800_000_u64,
    ) {
        // What was never checked, as a hand in the database could leave it: an answer, and an end.
        let freezes: Vec<Freeze> = windows
            .into_iter()
            .flat_map(|(from_ms, until_ms, days, from_min, until_min)| {
                [once(from_ms, until_ms), weekly(&days, from_min, until_min)]
            })
            .collect();
        if let Some(frozen) = frozen(&freezes, at_ms) {
            prop_assert!(frozen.until_ms > at_ms);
        }
        let _ = next_freeze(&freezes, at_ms);
    }
}
