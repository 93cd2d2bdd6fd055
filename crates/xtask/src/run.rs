//! `cargo xtask run`: from a clean checkout to a running Quarterdeck.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::lane::{self, Lane};
use crate::page::{self, PageProfile};
use crate::server::{self, QUARTERDECK, ServerProfile};
use crate::workspace::Workspace;
use crate::{process, text};

/// Builds what is not up to date and becomes the server.
pub(crate) fn run(workspace: &Workspace, args: &[OsString]) -> Result<()> {
    println!("Building the page and the server, side by side: some minutes the first time, seconds later");
    // A debug server reads the page when it starts, so neither build waits for the other.
    let ((), programs) = lane::side_by_side(
        ("page", |lane| {
            timed(lane, || page::build(workspace, PageProfile::Quick, lane)).context("cannot build the page")
        }),
        ("server", |lane| {
            timed(lane, || server::build(workspace, ServerProfile::Dev, &[QUARTERDECK], lane))
                .context("cannot build the server")
        }),
    )?;

    let mut server = Command::new(programs.join(QUARTERDECK));
    server.current_dir(workspace.root()).args(["serve", "--sign-in-link"]).args(args);
    // The server takes this process's place: Ctrl-C and signals reach it, and nothing waits beside it.
    let error = server.exec();
    Err(process::not_started(&server, error))
}

fn timed<T>(lane: &Lane, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let begun = Instant::now();
    let made = work()?;
    lane.say(format_args!("done in {}", text::duration(begun.elapsed())));
    Ok(made)
}
