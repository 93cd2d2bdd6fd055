//! `cargo xtask dist`: what is shipped, and whether it is small enough.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::lane::Lane;
use crate::page::{self, PageProfile, budget};
use crate::server::{self, FLEET_SIM, QUARTERDECK, ServerProfile};
use crate::shipped;
use crate::text;
use crate::workspace::Workspace;

/// The server with the page in it, stripped.
const BINARY: u64 = 25_000_000;

/// Builds the release and leaves it in `target/dist`.
pub(crate) fn dist(workspace: &Workspace) -> Result<()> {
    println!("Building the page");
    page::build(workspace, PageProfile::Release, &Lane::alone())?;
    println!("Building the server and {FLEET_SIM}");
    let programs = [QUARTERDECK, FLEET_SIM];
    let built = server::build(workspace, ServerProfile::Release, &programs, &Lane::alone())?;

    let dist = workspace.root().join("target/dist");
    fs::create_dir_all(&dist).with_context(|| format!("cannot create {}", dist.display()))?;
    println!();
    for program in programs {
        put(&built.join(program), &dist.join(program))?;
        let size = fs::metadata(dist.join(program))?.len();
        println!("{:<44} {:>9}", workspace.shown(&dist.join(program)), text::size(size));
        if program == QUARTERDECK && size > BINARY {
            bail!("{QUARTERDECK} has {}, the budget is {}", text::size(size), text::size(BINARY));
        }
    }
    shipped::write(workspace, &dist)?;
    println!();
    budget::check(&workspace.page())
}

/// Copies a program. Renamed into place, because a running program cannot be written over.
fn put(from: &Path, to: &Path) -> Result<()> {
    let partial = to.with_extension("partial");
    fs::copy(from, &partial)
        .and_then(|_| fs::rename(&partial, to))
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}
