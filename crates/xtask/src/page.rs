//! Building the page: style sheet, Trunk, compression, and the folder that the server embeds.
//!
//! Trunk works in a folder of its own; only what differs is carried over to `frontend/dist`. Otherwise every build
//! would touch every file there, and the server that embeds them would be compiled again for nothing.

pub(crate) mod budget;
mod precompress;
mod publish;
mod stylesheet;

use anyhow::{Context, Result};

use crate::lane::Lane;
use crate::tools::{self, TRUNK, Tool, WASM, WASM_BINDGEN, WASM_OPT};
use crate::workspace::Workspace;

/// How much work goes into the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageProfile {
    /// Compiled in half the time and several times as large: for a checkout to run soon, and for working on the page.
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

    /// Cargo's name for it; `frontend/index.html` tells Trunk the same.
    fn cargo_profile(self) -> &'static str {
        match self {
            Self::Quick => "wasm-quick",
            Self::Release => "wasm-release",
        }
    }
}

/// Builds the page into the folder that the server embeds. Installs what that needs first.
pub(crate) fn build(workspace: &Workspace, profile: PageProfile, lane: &Lane) -> Result<()> {
    tools::ensure_wasm_target(workspace, lane)?;
    tools::ensure(profile.tools(), lane)?;
    stylesheet::write(&workspace.root().join("frontend/styles"), &workspace.stylesheet())?;
    compile(workspace, profile, lane).context("the page could not be compiled")?;
    trunk(workspace, profile, lane).context("the page could not be put together")?;
    publish::publish(&workspace.page_staging(), &workspace.page())?;
    precompress::precompress(&workspace.page(), profile)
}

/// What Trunk would do first. Done here, because Trunk's own cargo would go on when Trunk is ended.
fn compile(workspace: &Workspace, profile: PageProfile, lane: &Lane) -> Result<()> {
    let mut command = workspace.cargo();
    command
        .args(["build", "--package", "frontend", "--bin", "frontend", "--target", WASM])
        .args(["--profile", profile.cargo_profile()])
        .env("CARGO_TARGET_DIR", workspace.wasm_target());
    lane.run(&mut command)
}

fn trunk(workspace: &Workspace, profile: PageProfile, lane: &Lane) -> Result<()> {
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
    lane.run(&mut command)
}
