//! Availability: for what part of the known time an app served, and the strip that shows it.

use serde::{Deserialize, Serialize};

use super::{Block, Point, Span, Window};

/// For how long an app served. The times add up to the span.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Availability {
    /// All units that were meant to run did, for so many milliseconds.
    pub full_ms: u64,
    /// Some of them did.
    pub partly_ms: u64,
    /// None did.
    pub none_ms: u64,
    /// None was meant to run.
    pub idle_ms: u64,
    /// Nothing is known: it counts neither as good nor as bad.
    pub unknown_ms: u64,
}

impl Availability {
    /// What the buckets of a window say.
    pub fn of(block: &Block, window: &Window) -> Self {
        Self::between(block, window, 0, window.steps)
    }

    fn between(block: &Block, window: &Window, from: u32, to: u32) -> Self {
        let mut sum = Self::default();
        for run in block.runs() {
            let inside = run.at.saturating_add(run.count).min(to).saturating_sub(run.at.max(from));
            sum.add(&run.point, u64::from(inside));
        }
        let known_ms = sum.full_ms + sum.partly_ms + sum.none_ms + sum.idle_ms;
        sum.unknown_ms = window.lasted_ms(from, to).saturating_sub(known_ms);
        sum
    }

    fn add(&mut self, point: &Point, times: u64) {
        self.full_ms += u64::from(point.full_ms) * times;
        self.partly_ms += u64::from(point.partly_ms) * times;
        self.none_ms += u64::from(point.none_ms) * times;
        self.idle_ms += u64::from(point.idle_ms) * times;
    }

    /// For how long it was known whether units that were meant to run did.
    pub fn wanted_ms(&self) -> u64 {
        self.full_ms + self.partly_ms + self.none_ms
    }

    /// How much of the whole time is known at all: "41.5". Nothing if all of it is, but for less than a minute.
    pub fn known(&self) -> Option<String> {
        const MINUTE_MS: u64 = 60_000;
        let known_ms = self.wanted_ms() + self.idle_ms;
        (self.unknown_ms >= MINUTE_MS).then(|| percent(known_ms, known_ms + self.unknown_ms)).flatten()
    }

    /// The part of that time in which at least one ran: "99.98". Nothing if none was ever meant to run.
    pub fn served(&self) -> Option<String> {
        percent(self.full_ms + self.partly_ms, self.wanted_ms())
    }

    /// The part of that time in which all of them ran.
    pub fn complete(&self) -> Option<String> {
        percent(self.full_ms, self.wanted_ms())
    }
}

/// A share in percent, with two digits behind the point where it is not a whole number. Never rounded up: what is not
/// whole is not told as 100. Nothing of nothing.
pub fn percent(part: u64, whole: u64) -> Option<String> {
    let hundredths = u128::from(part.min(whole)) * 10_000;
    let hundredths = hundredths.checked_div(u128::from(whole))?;
    let (full, rest) = (hundredths / 100, hundredths % 100);
    Some(if rest == 0 { full.to_string() } else { format!("{full}.{rest:02}") })
}

/// What one cell of a strip says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// All that were meant to run did.
    Full,
    /// For some of the time only some of them did.
    Partly,
    /// For some of the time none did.
    None,
    /// None was meant to run.
    Idle,
    /// Too little is known.
    Unknown,
}

impl Cell {
    /// Its letter in a strip.
    pub fn letter(self) -> char {
        match self {
            Self::Full => 'f',
            Self::Partly => 'p',
            Self::None => 'n',
            Self::Idle => 'i',
            Self::Unknown => 'u',
        }
    }

    /// Reads a letter; one that a newer server wrote is not known.
    pub fn of_letter(letter: char) -> Self {
        match letter {
            'f' => Self::Full,
            'p' => Self::Partly,
            'n' => Self::None,
            'i' => Self::Idle,
            _ => Self::Unknown,
        }
    }

    /// The worst that was seen; good only if nearly all of the time is known.
    fn of(times: &Availability) -> Self {
        let known_ms = times.wanted_ms() + times.idle_ms;
        match times {
            Availability { none_ms: 1.., .. } => Self::None,
            Availability { partly_ms: 1.., .. } => Self::Partly,
            _ if known_ms == 0 || times.unknown_ms > known_ms / 9 => Self::Unknown,
            Availability { full_ms: 1.., .. } => Self::Full,
            _ => Self::Idle,
        }
    }
}

/// The strip of a span: a letter for each of at most 96 cells.
pub fn strip(block: &Block, window: &Window, span: Span) -> String {
    let cells = window.steps.div_ceil(span.cell());
    let cell = |number: u32| {
        let from = number * span.cell();
        let to = from.saturating_add(span.cell()).min(window.steps);
        Cell::of(&Availability::between(block, window, from, to)).letter()
    };
    (0..cells).map(cell).collect()
}
