//! The disk that is full at times, and the server that has to work again once it is not.

use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::json;

use super::api::{Api, Said};
use super::chance::Chance;

/// Writes behind a spell: more than the server has connections to its database.
const WRITES: u32 = 8;
/// For how long a life goes on at least behind a long spell, with the time that its start takes.
const GOES_ON_FOR: Duration = Duration::from_secs(6);

/// The time in a life of the server, from when it is ready, in which its files can't grow.
pub(super) struct FullDisk {
    from: Duration,
    to: Duration,
    is_long: bool,
    is_full: bool,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Full,
    /// There is room again.
    Room,
}

impl FullDisk {
    /// In some lives it comes to that, for a moment; in a `long` one for so long that everything fails that can.
    pub(super) fn at_most(chance: &mut Chance, is_long: bool) -> Self {
        let (from, lasts) = match is_long {
            true => (chance.between_ms(300, 1_500), chance.between_ms(2_500, 6_000)),
            false if chance.percent(25) => (chance.between_ms(0, 2_000), chance.between_ms(200, 1_500)),
            false => (Duration::MAX, Duration::ZERO),
        };
        Self { from, to: from.saturating_add(lasts), is_long, is_full: false }
    }

    /// How long that life lasts, of which so much was meant: it goes on behind a long spell.
    pub(super) fn outlived(&self, life: Duration) -> Duration {
        if self.is_long { life.max(self.to + GOES_ON_FOR) } else { life }
    }

    /// Whether it is full now.
    pub(super) fn is_full(&self) -> bool {
        self.is_full
    }

    /// What becomes of it now, if anything.
    pub(super) fn next(&mut self, at: Duration) -> Option<Change> {
        let is_full = (self.from..self.to).contains(&at);
        let was_full = std::mem::replace(&mut self.is_full, is_full);
        (was_full != is_full).then_some(if is_full { Change::Full } else { Change::Room })
    }
}

/// Which of so many writes the server refuses although the disk has room, if it does. `spell`: a number for it.
pub(super) async fn refused(api: &Api, spell: u64) -> Result<Option<String>> {
    let began = Instant::now();
    for number in 0..WRITES {
        let body = json!({ "source": "[Service]\nExecStart=/bin/run\n", "base_revision": 0 });
        if let Said::No(code, message) =
            api.write_new_app(&format!("written-{spell}-{number}"), &body).await?
        {
            return Ok(Some(format!(
                "{} ms after the disk had room again write {number} was refused: {code:?} {message}",
                began.elapsed().as_millis()
            )));
        }
    }
    Ok(None)
}
