//! The system's clock as the server sees it, which is set forward and back while it runs.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::chance::Chance;

/// By how much it is set, in milliseconds: less and more than anything lasts here.
const STEPS_MS: [i64; 6] = [3_000, 90_000, 3_600_000, -3_000, -90_000, -3_600_000];
/// It is never further from the true time: the caller's token has its end.
const FARTHEST_MS: i64 = 12 * 3_600_000;

/// One server's clock.
pub(super) struct Clock {
    file: PathBuf,
    apart_ms: i64,
    /// Whether it was ever set.
    pub(super) was_set: bool,
}

impl Clock {
    /// A true one. `folder`: where the file lies that the server reads it from.
    pub(super) fn new(folder: &Path) -> Result<Self> {
        let clock = Self { file: folder.join("clock"), apart_ms: 0, was_set: false };
        clock.write()?;
        Ok(clock)
    }

    /// What the server follows.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// Sets it, by whatever chance says; in words, or nothing where that would be too far.
    pub(super) fn step(&mut self, chance: &mut Chance) -> Result<Option<&'static str>> {
        let by_ms = chance.one_of(&STEPS_MS).copied().unwrap_or_default();
        let apart_ms = self.apart_ms + by_ms;
        if apart_ms.abs() > FARTHEST_MS {
            return Ok(None);
        }
        self.apart_ms = apart_ms;
        self.was_set = true;
        self.write()?;
        Ok(Some(if by_ms > 0 { "the clock is set forward" } else { "the clock is set back" }))
    }

    fn write(&self) -> Result<()> {
        // Whole or not at all: a number of which only the first digits are there would be another time.
        let whole = self.file.with_extension("new");
        std::fs::write(&whole, self.apart_ms.to_string())?;
        std::fs::rename(&whole, &self.file).with_context(|| format!("cannot write {}", self.file.display()))
    }
}
