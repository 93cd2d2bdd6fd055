//! Building the page: style sheets, the words of other languages, WebAssembly, the shell around them, compression, and
//! the folder that the server embeds.
//!
//! It is put together in a folder of its own; only what differs is carried over to `frontend/dist`. Otherwise every
//! build would touch every file there, and the server that embeds them would be compiled again for nothing.

pub(crate) mod budget;
mod exports;
mod imports;
mod module;
mod precompress;
mod publish;
mod shell;
mod stylesheet;
mod wasm;

use anyhow::{Context, Result};

use crate::files;
use crate::lane::Lane;
use crate::tools::{self, Tool, WASM_BINDGEN, WASM_OPT, WASM_SPLIT};
use crate::workspace::Workspace;

/// How much work goes into the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageProfile {
    /// Compiled in half the time, in one piece and several times as large: for a checkout to run soon, and for working
    /// on the page.
    Quick,
    /// What is shipped: small, cut into parts, optimised, compressed beforehand.
    Release,
}

impl PageProfile {
    fn tools(self) -> &'static [&'static Tool] {
        match self {
            Self::Quick => &[&WASM_BINDGEN],
            Self::Release => &[&WASM_SPLIT, &WASM_BINDGEN, &WASM_OPT],
        }
    }
}

/// `cargo xtask page`: builds the page as it is shipped, and says what it weighs.
pub(crate) fn build_and_weigh(workspace: &Workspace) -> Result<()> {
    build(workspace, PageProfile::Release, &Lane::alone())?;
    budget::check(&workspace.page())
}

/// Builds the page into the folder that the server embeds. Installs what that needs first.
pub(crate) fn build(workspace: &Workspace, profile: PageProfile, lane: &Lane) -> Result<()> {
    tools::ensure_wasm_target(workspace, lane)?;
    tools::ensure(profile.tools(), lane)?;
    let compiled = wasm::compile(workspace, profile, lane).context("the page could not be compiled")?;

    let staging = workspace.page_staging();
    files::clear(&staging)?;
    let code = staging.join(shell::CODE);
    match profile {
        PageProfile::Quick => wasm::bind(&compiled, &code, lane)?,
        PageProfile::Release => {
            let main = wasm::cut(&compiled, &code, lane).context("the page could not be cut into parts")?;
            wasm::bind(&main, &code, lane)?;
            wasm::drop_unused_exports(&code)?;
            wasm::optimise(&code, lane)?;
            wasm::shorten_imports(&code)?;
        }
    }
    let frontend = workspace.root().join("frontend");
    stylesheet::write(
        &frontend.join("styles"),
        &staging.join(shell::STYLE),
        &staging.join(shell::LATER_STYLE),
    )?;
    shell::copy_icon(&frontend.join("assets"), &staging)?;
    files::write(&staging.join(shell::GERMAN), say::GERMAN)?;
    shell::write(&frontend.join("index.html"), &staging).context("the shell could not be written")?;

    publish::publish(&staging, &workspace.page())?;
    precompress::precompress(&workspace.page(), profile)
}
