//! Where things are: the checkout, cargo's target folder, the page between its stages.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The paths of one checkout.
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Finds the checkout that this program belongs to.
    pub(crate) fn locate() -> Result<Self> {
        // Cargo sets the variable when it starts the program; the compiled-in value would be wrong after a move.
        let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest)
            .ancestors()
            .nth(2)
            .context("xtask lies at crates/xtask of the checkout")?
            .to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where cargo leaves what it builds for this machine.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// A target folder of its own for wasm: the two would throw out each other's artefacts and wait for each other.
    pub(crate) fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm")
    }

    /// Where the page is put together.
    pub(crate) fn page_staging(&self) -> PathBuf {
        self.root.join("target/page/dist")
    }

    /// The page as the server embeds it.
    pub(crate) fn page(&self) -> PathBuf {
        self.root.join("frontend/dist")
    }

    /// Where tests leave what they want to have shown.
    pub(crate) fn test_reports(&self) -> PathBuf {
        self.target.join("test-reports")
    }

    /// The browser tests.
    pub(crate) fn e2e(&self) -> PathBuf {
        self.root.join("tests/e2e")
    }

    /// A path as people read it: from the root of the checkout.
    pub(crate) fn shown<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }

    /// The cargo that started this program, at the root.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root);
        command
    }
}
