//! `cargo xtask run`: from a clean checkout to a running Quarterdeck.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Instant;

use anyhow::Result;

use crate::page::{self, PageProfile};
use crate::server::{self, QUARTERDECK, ServerProfile};
use crate::workspace::Workspace;
use crate::{process, text};

/// Builds what is not up to date and becomes the server.
pub(crate) fn run(workspace: &Workspace, profile: PageProfile, args: &[OsString]) -> Result<()> {
    page::prepare(workspace, profile)?;
    timed("Building the page", || page::build(workspace, profile))?;
    let programs =
        timed("Building the server", || server::build(workspace, ServerProfile::Dev, &[QUARTERDECK]))?;

    let mut server = Command::new(programs.join(QUARTERDECK));
    server.current_dir(workspace.root()).args(["serve", "--sign-in-link"]).args(args);
    // The server takes this process's place: Ctrl-C and signals reach it, and nothing waits beside it.
    let error = server.exec();
    Err(process::not_started(&server, error))
}

fn timed<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("{what}");
    let begun = Instant::now();
    let made = work()?;
    println!("  done in {}", text::duration(begun.elapsed()));
    Ok(made)
}
