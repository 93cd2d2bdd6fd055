//! Freezes: times in which nothing of an app is changed without somebody else's yes.
//!
//! Weekly ones stand in UTC, so that a server's time zone changes nothing. Owns when a freeze is and when it ends; never
//! knows what time it is.

use serde::{Deserialize, Serialize};

use crate::plan::flat::needed;

const MINUTE_MS: u64 = 60_000;
const DAY_MS: u64 = 1_440 * MINUTE_MS;
/// The minutes of a day.
pub const DAY_MIN: u32 = 1_440;
/// The minutes of a week.
const WEEK_MIN: u32 = 7 * DAY_MIN;

/// A time in which nothing of an app is changed without somebody else's yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Freeze {
    /// Why, in a line: shown to whoever has to wait.
    pub reason: String,
    /// When.
    pub window: Window,
}

/// When a freeze is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "FlatWindow")]
pub enum Window {
    /// Once.
    Once {
        /// When it begins, in milliseconds since the Unix epoch.
        from_ms: u64,
        /// When it is over.
        until_ms: u64,
    },
    /// Each week.
    Weekly {
        /// The days on which it begins, in UTC.
        days: Vec<Day>,
        /// The minute of that day at which it begins, in UTC: 0 to 1439.
        from_min: u32,
        /// The minute at which it is over: 0 to 1439. If that is not later than `from_min`, it is that of the next day.
        until_min: u32,
    },
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Day {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Day {
    /// All of them, from Monday.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// Its number in the week, from 0 for Monday.
    pub fn number(self) -> u32 {
        self as u32
    }
}

/// A freeze that is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frozen<'a> {
    /// When nothing is frozen any more: behind all windows that follow without a gap.
    pub until_ms: u64,
    /// Why.
    pub reason: &'a str,
}

/// Whether something is frozen at this time, until when, and why.
pub fn frozen(freezes: &[Freeze], at_ms: u64) -> Option<Frozen<'_>> {
    let ends = |at_ms: u64| move |freeze: &'_ Freeze| freeze.window.end_of(at_ms);
    let longest = freezes.iter().filter_map(|freeze| Some((ends(at_ms)(freeze)?, freeze)));
    let (mut until_ms, freeze) = longest.max_by_key(|(end_ms, _)| *end_ms)?;
    // Windows that would never end are refused when settings are written; of others each week has a gap.
    for _ in 0..=8 * (freezes.len() + 1) {
        match freezes.iter().filter_map(ends(until_ms)).max() {
            Some(later_ms) => until_ms = later_ms,
            None => break,
        }
    }
    Some(Frozen { until_ms, reason: &freeze.reason })
}

/// When the next freeze begins, and why; none while one is on.
pub fn next_freeze(freezes: &[Freeze], at_ms: u64) -> Option<(u64, &str)> {
    if frozen(freezes, at_ms).is_some() {
        return None;
    }
    let begins = freezes.iter().filter_map(|freeze| Some((freeze.window.begins_after(at_ms)?, freeze)));
    begins.min_by_key(|(begin_ms, _)| *begin_ms).map(|(begin_ms, freeze)| (begin_ms, freeze.reason.as_str()))
}

/// Whether weekly windows leave no minute of the week.
pub(super) fn fill_the_week(freezes: &[Freeze]) -> bool {
    let is_frozen = |minute: u32| {
        freezes.iter().any(|freeze| {
            let Window::Weekly { days, from_min, until_min } = &freeze.window else { return false };
            days.iter().any(|day| {
                let from = day.number() * DAY_MIN + from_min % DAY_MIN;
                (minute + WEEK_MIN - from) % WEEK_MIN < lasts_min(*from_min, *until_min)
            })
        })
    };
    (0..WEEK_MIN).all(is_frozen)
}

/// How long a weekly window is, in minutes: 1 to a day.
fn lasts_min(from_min: u32, until_min: u32) -> u32 {
    match (until_min % DAY_MIN + DAY_MIN - from_min % DAY_MIN) % DAY_MIN {
        0 => DAY_MIN,
        some => some,
    }
}

impl Window {
    /// When the occurrence ends that is on at this time; of two the later.
    fn end_of(&self, at_ms: u64) -> Option<u64> {
        match self {
            Self::Once { from_ms, until_ms } => (*from_ms..*until_ms).contains(&at_ms).then_some(*until_ms),
            Self::Weekly { from_min, until_min, .. } => {
                let lasts_ms = u64::from(lasts_min(*from_min, *until_min)) * MINUTE_MS;
                // None lasts longer than a day: it began today or yesterday.
                let today = at_ms / DAY_MS;
                let begins = [Some(today), today.checked_sub(1)];
                let begins = begins.into_iter().flatten().filter_map(|day| self.begin_on(day));
                begins
                    .filter(|begin_ms| (*begin_ms..*begin_ms + lasts_ms).contains(&at_ms))
                    .map(|begin_ms| begin_ms + lasts_ms)
                    .max()
            }
        }
    }

    /// When it begins next, later than this.
    fn begins_after(&self, at_ms: u64) -> Option<u64> {
        match self {
            Self::Once { from_ms, .. } => (*from_ms > at_ms).then_some(*from_ms),
            Self::Weekly { .. } => {
                let today = at_ms / DAY_MS;
                (today..=today + 7).filter_map(|day| self.begin_on(day)).find(|begin_ms| *begin_ms > at_ms)
            }
        }
    }

    /// When a weekly one begins on this day since the Unix epoch, if it does.
    fn begin_on(&self, day: u64) -> Option<u64> {
        let Self::Weekly { days, from_min, .. } = self else { return None };
        // The Unix epoch was a Thursday.
        let of_week = (day + 3) % 7;
        let begins = days.iter().any(|begin| u64::from(begin.number()) == of_week);
        begins.then(|| day * DAY_MS + u64::from(*from_min) * MINUTE_MS)
    }
}

/// Every member that some window has. Read instead of the enum for the reason that stands at `plan::flat`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FlatWindow {
    kind: Kind,
    from_ms: Option<u64>,
    until_ms: Option<u64>,
    days: Option<Vec<Day>>,
    from_min: Option<u32>,
    until_min: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Once,
    Weekly,
}

impl TryFrom<FlatWindow> for Window {
    type Error = String;

    fn try_from(flat: FlatWindow) -> Result<Self, String> {
        let FlatWindow { kind, mut from_ms, mut until_ms, mut days, mut from_min, mut until_min } = flat;
        let window = match kind {
            Kind::Once => Self::Once {
                from_ms: needed(&mut from_ms, "from_ms")?,
                until_ms: needed(&mut until_ms, "until_ms")?,
            },
            Kind::Weekly => Self::Weekly {
                days: needed(&mut days, "days")?,
                from_min: needed(&mut from_min, "from_min")?,
                until_min: needed(&mut until_min, "until_min")?,
            },
        };
        let left = [
            (from_ms.is_some(), "from_ms"),
            (until_ms.is_some(), "until_ms"),
            (days.is_some(), "days"),
            (from_min.is_some(), "from_min"),
            (until_min.is_some(), "until_min"),
        ];
        match left.iter().find(|(is_left, _)| *is_left) {
            Some((_, name)) => Err(format!("unknown field `{name}` for this kind")),
            None => Ok(window),
        }
    }
}

#[cfg(test)]
mod tests;
