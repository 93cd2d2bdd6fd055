//! What tests have to show although they passed: `cargo test` keeps their output to itself.
//!
//! A test writes a text file into the folder that `TEST_REPORTS` names, if it is set. The folder is emptied before the tests
//! run, so that nothing of an earlier run is taken for a result of this one.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files;

/// The variable that names the folder.
pub(crate) const VARIABLE: &str = "TEST_REPORTS";

/// The reports of one run.
pub(crate) struct Reports(PathBuf);

impl Reports {
    /// Empties the folder.
    pub(crate) fn begin(folder: PathBuf) -> Result<Self> {
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            removed => removed.with_context(|| format!("cannot empty {}", folder.display()))?,
        }
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(Self(folder))
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }

    /// Prints what the tests wrote, by name of the file.
    pub(crate) fn print(&self) -> Result<()> {
        for text in self.read()? {
            println!("\n{}", text.trim_end());
        }
        Ok(())
    }

    fn read(&self) -> Result<Vec<String>> {
        files::below(&self.0)?
            .iter()
            .map(|file| fs::read_to_string(self.0.join(file)).context("a report is no text"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_earlier_run_left_is_not_shown() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("quarterdeck-reports-{}", std::process::id()));
        let reports = Reports::begin(folder.clone())?;
        assert_eq!(reports.read()?, [""; 0]);
        fs::write(folder.join("b.txt"), "two")?;
        fs::write(folder.join("a.txt"), "one")?;
        assert_eq!(reports.read()?, ["one", "two"]);
        assert_eq!(Reports::begin(folder.clone())?.read()?, [""; 0]);
        fs::remove_dir_all(folder)?;
        Ok(())
    }
}
