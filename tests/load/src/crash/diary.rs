//! What people did, line by line, beside the server's log: so that what went wrong can be read afterwards.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

/// A world's diary.
pub(super) struct Diary(File);

impl Diary {
    /// A new one, in place of an earlier run's.
    pub(super) fn new(file: &Path) -> Result<Self> {
        File::create(file).map(Self).with_context(|| format!("cannot write {}", file.display()))
    }

    /// One line. `at`: the cluster's time.
    pub(super) fn note(&mut self, at: Duration, text: &str) -> Result<()> {
        Ok(writeln!(self.0, "{:>6} s  {text}", at.as_secs())?)
    }
}
