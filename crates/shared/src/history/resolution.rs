//! How fine history is, how long each fineness is kept, and which buckets a span of time has.

use serde::{Deserialize, Serialize};

const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;
const DAY_MS: u64 = 24 * HOUR_MS;

/// How long a bucket is. Buckets begin at whole minutes, hours and days of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resolution {
    /// Kept for a day.
    Minutes,
    /// Kept for a month.
    Hours,
    /// Kept for a year.
    Days,
}

impl Resolution {
    /// The finest first.
    pub const ALL: [Self; 3] = [Self::Minutes, Self::Hours, Self::Days];

    /// How long a bucket is.
    pub fn step_ms(self) -> u64 {
        match self {
            Self::Minutes => MINUTE_MS,
            Self::Hours => HOUR_MS,
            Self::Days => DAY_MS,
        }
    }

    /// How many buckets are kept together: an hour, a day, 32 days.
    pub fn steps(self) -> u32 {
        match self {
            Self::Minutes => 60,
            Self::Hours => 24,
            Self::Days => 32,
        }
    }

    /// How long such a block is.
    pub fn block_ms(self) -> u64 {
        self.step_ms() * u64::from(self.steps())
    }

    /// When the block began that this moment is in.
    pub fn block_of(self, at_ms: u64) -> u64 {
        at_ms - at_ms % self.block_ms()
    }

    /// The number of the bucket within its block.
    pub fn index_of(self, at_ms: u64) -> u32 {
        u32::try_from(at_ms % self.block_ms() / self.step_ms()).unwrap_or(0)
    }

    /// How long blocks are kept after they began: what the longest span of them shows, and the block that its first bucket is in.
    pub fn keep_ms(self) -> u64 {
        let shown = Span::ALL.into_iter().filter(|span| span.resolution() == self).map(Span::steps).max();
        u64::from(shown.unwrap_or(0)) * self.step_ms() + 2 * self.block_ms()
    }

    /// The next longer buckets, each as long as a block of these; none for days.
    pub fn coarser(self) -> Option<Self> {
        match self {
            Self::Minutes => Some(Self::Hours),
            Self::Hours => Some(Self::Days),
            Self::Days => None,
        }
    }

    /// The number in the database.
    pub fn number(self) -> u64 {
        match self {
            Self::Minutes => 1,
            Self::Hours => 2,
            Self::Days => 3,
        }
    }
}

/// What part of the past is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// The last 24 hours, by the minute.
    #[default]
    Day,
    /// The last seven days, by the hour.
    Week,
    /// The last 31 days, by the hour.
    Month,
    /// The last 366 days, by the day.
    Year,
}

impl Span {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    /// As it stands in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|span| span.as_str() == text)
    }

    /// How fine it is told.
    pub fn resolution(self) -> Resolution {
        match self {
            Self::Day => Resolution::Minutes,
            Self::Week | Self::Month => Resolution::Hours,
            Self::Year => Resolution::Days,
        }
    }

    fn steps(self) -> u32 {
        match self {
            Self::Day => 1_440,
            Self::Week => 168,
            Self::Month => 744,
            Self::Year => 366,
        }
    }

    /// How many buckets one cell of a strip has: at most 96 cells.
    pub fn cell(self) -> u32 {
        match self {
            Self::Day => 15,
            Self::Week => 2,
            Self::Month => 8,
            Self::Year => 4,
        }
    }

    /// Its buckets, the last of them the one that is not over yet.
    pub fn window(self, now_ms: u64) -> Window {
        let step_ms = self.resolution().step_ms();
        let end_ms = now_ms - now_ms % step_ms + step_ms;
        Window {
            from_ms: end_ms.saturating_sub(u64::from(self.steps()) * step_ms),
            step_ms,
            steps: self.steps(),
            now_ms,
        }
    }
}

/// The buckets of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// When the first begins.
    pub from_ms: u64,
    /// How long each is.
    pub step_ms: u64,
    /// How many there are.
    pub steps: u32,
    /// The moment at which the last one ends for now.
    pub now_ms: u64,
}

impl Window {
    /// The number of the bucket that begins then.
    pub fn index_of(&self, at_ms: u64) -> Option<u32> {
        let index = u32::try_from(at_ms.checked_sub(self.from_ms)? / self.step_ms).ok()?;
        (index < self.steps).then_some(index)
    }

    /// When a bucket begins.
    pub fn begins_ms(&self, index: u32) -> u64 {
        self.from_ms + u64::from(index) * self.step_ms
    }

    /// How long the buckets from one to before another are, as far as they are over.
    pub fn lasted_ms(&self, from: u32, to: u32) -> u64 {
        let end_ms = self.begins_ms(to).min(self.now_ms);
        end_ms.saturating_sub(self.begins_ms(from))
    }
}
