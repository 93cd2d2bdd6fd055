//! How old the data is and what that means: old data never looks new. Pure.

use shared::view::{Freshness, Link};

use super::words;

/// Data is called old when this many readings were missed.
const MISSED_READINGS: u64 = 3;
/// ... but never before this age: one slow reading is no news.
const OLD_AFTER_MS: u64 = 8_000;
/// From this age on it is called lost, whatever the reason.
const LOST_AFTER_MS: u64 = 60_000;

/// After this nothing was heard of the server for too long.
const SILENT_MS: u64 = 15_000;
/// A browser comes back from a connection that was merely closed before this: until then nothing is said of it.
const CUT_MS: u64 = 5_000;

/// What the age of the data allows to be said and done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// Nothing was read yet.
    Connecting,
    /// Fresh: states may be shown as they are, and changes may be made.
    Live,
    /// Too old to be sure.
    Old,
    /// Fleet or the server cannot be reached.
    Lost,
}

impl Age {
    /// The value of `data-age`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connecting | Self::Old => "old",
            Self::Live => "live",
            Self::Lost => "lost",
        }
    }
}

/// Judges. `now_ms` is the server's clock, `cut_ms` when the connection to the server broke, while it is broken.
pub fn age(freshness: Option<&Freshness>, now_ms: u64, cut_ms: Option<u64>) -> Age {
    let Some(freshness) = freshness else { return Age::Connecting };
    let age_ms = match (freshness.as_of_ms, freshness.link) {
        (None, Link::Unreachable) => return Age::Lost,
        (None, Link::Degraded) => return Age::Old,
        (None, Link::Connecting | Link::Live) => return Age::Connecting,
        (Some(as_of_ms), _) => now_ms.saturating_sub(as_of_ms),
    };
    let old_after_ms = (freshness.every_ms * MISSED_READINGS).max(OLD_AFTER_MS);
    match freshness.link {
        Link::Unreachable => Age::Lost,
        _ if age_ms > LOST_AFTER_MS.max(old_after_ms) => Age::Lost,
        Link::Degraded | Link::Connecting => Age::Old,
        Link::Live if age_ms > old_after_ms || is_cut(now_ms, cut_ms) => Age::Old,
        Link::Live => Age::Live,
    }
}

/// Whether the server itself is out of reach for so long that nothing can be told as of now.
fn is_cut(now_ms: u64, cut_ms: Option<u64>) -> bool {
    cut_ms.is_some_and(|cut_ms| now_ms.saturating_sub(cut_ms) > CUT_MS)
}

/// The words on the chip in the top bar. `since` is the clock time at which the link broke.
pub fn chip(freshness: Option<&Freshness>, now_ms: u64, since: &str, cut_ms: Option<u64>) -> String {
    let age = age(freshness, now_ms, cut_ms);
    let Some(freshness) = freshness else { return say::state::connecting().to_owned() };
    let old = freshness.as_of_ms.map(|as_of_ms| words::span(now_ms.saturating_sub(as_of_ms)));
    match (age, freshness.link, old) {
        (Age::Connecting, ..) => say::state::reading().to_owned(),
        (Age::Live, _, Some(old)) => say::state::live(&old),
        (Age::Lost, Link::Unreachable, _) => say::state::unreachable_since(&since),
        (_, Link::Degraded, _) => say::state::in_trouble_since(&since),
        (_, _, Some(old)) => say::state::old(&old),
        (_, _, None) => say::state::no_data().to_owned(),
    }
}

/// What stands below the top bar while the data is not fresh, and why changes are not possible. Absent while all is
/// well. `cut_ms` is when the connection to the server broke, while it is broken.
pub fn sentence(
    freshness: Option<&Freshness>,
    now_ms: u64,
    since: &str,
    cut_ms: Option<u64>,
) -> Option<String> {
    let age = age(freshness, now_ms, cut_ms);
    let freshness = freshness?;
    let shown =
        if freshness.as_of_ms.is_some() { say::state::last_known() } else { say::state::nothing_known() };
    let reason = if freshness.reason.is_empty() { String::new() } else { format!(" ({})", freshness.reason) };
    let trouble = match (age, freshness.link) {
        _ if is_cut(now_ms, cut_ms) => say::state::server_away().to_owned(),
        (Age::Live | Age::Connecting, _) => return None,
        (_, Link::Unreachable) => say::state::fleet_away(&since, &reason),
        (_, Link::Degraded) => say::state::fleet_in_trouble(&since, &reason),
        // The server tells every few seconds how old its data is, also while it reads.
        _ if now_ms.saturating_sub(freshness.now_ms) <= SILENT_MS => say::state::fleet_slow().to_owned(),
        _ => say::state::server_away().to_owned(),
    };
    Some(format!("{trouble} {shown}"))
}

/// Why nothing can be said to the server now. Absent while it is in reach, as far as that is known.
pub fn away(freshness: Option<&Freshness>, now_ms: u64, cut_ms: Option<u64>) -> Option<String> {
    (known_ms(freshness, now_ms, cut_ms) < now_ms || cut_ms.is_some())
        .then(|| say::state::blocked_server_away().to_owned())
}

/// Until when it is known how things went: now, or when the server was heard last.
pub fn known_ms(freshness: Option<&Freshness>, now_ms: u64, cut_ms: Option<u64>) -> u64 {
    let silent_ms = freshness.map(|read| read.now_ms).filter(|ms| now_ms.saturating_sub(*ms) > SILENT_MS);
    cut_ms.or(silent_ms).unwrap_or(now_ms)
}

/// Why nothing can be changed now, beside a disabled control. Absent while changes are possible.
pub fn blocked(age: Age, link: Option<Link>) -> Option<String> {
    let reason = match (age, link) {
        (Age::Live, _) => return None,
        (Age::Connecting, _) => say::state::blocked_reading(),
        (_, Some(Link::Unreachable)) => say::state::blocked_fleet_away(),
        (_, Some(Link::Degraded)) => say::state::blocked_fleet_in_trouble(),
        _ => say::state::blocked_too_old(),
    };
    Some(reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(link: Link, as_of_ms: Option<u64>) -> Freshness {
        Freshness {
            link,
            as_of_ms,
            now_ms: 0,
            since_ms: 0,
            every_ms: 2_000,
            reason: "connection refused".into(),
        }
    }

    #[test]
    fn the_page_notices_by_itself_that_nothing_comes_any_more() {
        let live = read(Link::Live, Some(100_000));
        assert_eq!(age(Some(&live), 102_000, None), Age::Live);
        assert_eq!(age(Some(&live), 108_000, None), Age::Live);
        assert_eq!(age(Some(&live), 108_001, None), Age::Old);
        assert_eq!(age(Some(&live), 160_001, None), Age::Lost);
        assert_eq!(chip(Some(&live), 118_000, "", None), "18 s old");
        assert!(sentence(Some(&live), 118_000, "", None).is_some());
    }

    #[test]
    fn slow_readings_are_not_called_old() {
        let slow = Freshness { every_ms: 30_000, ..read(Link::Live, Some(0)) };
        assert_eq!(age(Some(&slow), 89_000, None), Age::Live);
        assert_eq!(age(Some(&slow), 91_000, None), Age::Lost);
    }

    #[test]
    fn a_slow_fleet_is_no_silent_server() {
        let slow = Freshness { now_ms: 118_000, ..read(Link::Live, Some(100_000)) };
        let words = |now_ms| sentence(Some(&slow), now_ms, "", None).unwrap();
        assert!(words(119_000).starts_with("Fleet takes long to answer."));
        assert!(words(140_000).starts_with("Quarterdeck cannot be reached"));
    }

    #[test]
    fn a_cut_connection_is_told_before_the_data_is_old() {
        let live = read(Link::Live, Some(100_000));
        let words = |now_ms| sentence(Some(&live), now_ms, "", Some(101_000));
        assert_eq!(words(106_000), None);
        assert!(words(106_001).unwrap().starts_with("Quarterdeck cannot be reached"));
        assert_eq!(age(Some(&live), 106_000, Some(101_000)), Age::Live);
        assert_eq!(age(Some(&live), 106_001, Some(101_000)), Age::Old, "and nothing looks well any more");
        assert_eq!(chip(Some(&live), 106_001, "", Some(101_000)), "6 s old");
    }

    #[test]
    fn without_the_server_nothing_can_be_said_and_nothing_ticks_on() {
        let live = Freshness { now_ms: 101_000, ..read(Link::Live, Some(100_000)) };
        let at = |now_ms, cut_ms| {
            (away(Some(&live), now_ms, cut_ms).is_some(), known_ms(Some(&live), now_ms, cut_ms))
        };
        assert_eq!(at(102_000, None), (false, 102_000));
        assert_eq!(at(101_500, Some(101_500)), (true, 101_500), "at once, before anything is said of it");
        assert_eq!(at(130_000, Some(101_500)), (true, 101_500));
        assert_eq!(at(130_000, None), (true, 101_000), "it went without a word");
    }

    #[test]
    fn an_unreachable_fleet_is_lost_at_once_and_says_since_when() {
        let lost = read(Link::Unreachable, Some(100_000));
        assert_eq!(age(Some(&lost), 100_500, None), Age::Lost);
        assert_eq!(chip(Some(&lost), 100_500, "14:02", None), "Fleet unreachable since 14:02");
        let words = sentence(Some(&lost), 100_500, "14:02", None).unwrap();
        assert!(words.contains("connection refused") && words.contains("last known"), "{words}");
        assert!(blocked(Age::Lost, Some(Link::Unreachable)).is_some());
    }

    #[test]
    fn nothing_is_live_before_the_first_reading() {
        assert_eq!(age(None, 5, None), Age::Connecting);
        assert_eq!(age(Some(&read(Link::Connecting, None)), 5, None), Age::Connecting);
        assert_eq!(age(Some(&read(Link::Unreachable, None)), 5, None), Age::Lost);
        assert!(blocked(Age::Connecting, None).is_some());
        assert!(blocked(Age::Live, Some(Link::Live)).is_none());
    }
}
