//! Building the page: style sheet, Trunk, compression, and the folder that the server embeds.
//!
//! Trunk works in a folder of its own; only what differs is carried over to `frontend/dist`. Otherwise every build
//! would touch every file there, and the server that embeds them would be compiled again for nothing.

pub(crate) mod budget;
mod precompress;
mod publish;
mod stylesheet;

use anyhow::{Context, Result};

use crate::process;
use crate::tools::{self, TRUNK, Tool, WASM_BINDGEN, WASM_OPT};
use crate::workspace::Workspace;

/// How much work goes into the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageProfile {
    /// Quick to rebuild, with debug assertions: for working on the page.
    Quick,
    /// What is shipped: small, optimised, compressed beforehand.
    Release,
}

impl PageProfile {
    fn tools(self) -> &'static [&'static Tool] {
        match self {
            Self::Quick => &[&TRUNK, &WASM_BINDGEN],
            Self::Release => &[&TRUNK, &WASM_BINDGEN, &WASM_OPT],
        }
    }
}

/// Installs what building the page needs.
pub(crate) fn prepare(workspace: &Workspace, profile: PageProfile) -> Result<()> {
    tools::ensure_wasm_target(workspace)?;
    tools::ensure(profile.tools())
}

/// Builds the page into the folder that the server embeds.
pub(crate) fn build(workspace: &Workspace, profile: PageProfile) -> Result<()> {
    prepare(workspace, profile)?;
    stylesheet::write(&workspace.root().join("frontend/styles"), &workspace.stylesheet())?;
    trunk(workspace, profile).context("the page could not be built")?;
    publish::publish(&workspace.page_staging(), &workspace.page())?;
    match profile {
        PageProfile::Quick => Ok(()),
        PageProfile::Release => precompress::precompress(&workspace.page()),
    }
}

fn trunk(workspace: &Workspace, profile: PageProfile) -> Result<()> {
    let mut command = std::process::Command::new(TRUNK.programs()?.join("trunk"));
    command
        .current_dir(workspace.root())
        .args(["--quiet", "build", "--dist"])
        .arg(workspace.page_staging())
        .env("PATH", tools::path_with(profile.tools())?)
        .env("CARGO_TARGET_DIR", workspace.wasm_target())
        // Trunk takes only true and false for it and stops at the usual NO_COLOR=1.
        .env_remove("NO_COLOR");
    if profile == PageProfile::Release {
        command.arg("--release");
    }
    process::run(&mut command)
}
