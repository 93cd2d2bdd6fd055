//! Building the server with the page in it, and the demo engine beside it.

use std::path::PathBuf;

use anyhow::Result;

use crate::lane::Lane;
use crate::workspace::Workspace;

/// The server's program, as the manifest names it.
pub(crate) const QUARTERDECK: &str = "quarterdeck";
/// The demo engine as a program of its own.
pub(crate) const FLEET_SIM: &str = "fleet-sim";

/// The server under a clock that tests set.
pub(crate) const CLOCKED: &str = "quarterdeck-clocked";
/// Fills a data folder with a past, for the browser tests.
pub(crate) const PAST: &str = "past";

/// Builds the example of that name and returns where it is.
pub(crate) fn build_example(workspace: &Workspace, name: &str, lane: &Lane) -> Result<PathBuf> {
    let mut command = workspace.cargo();
    lane.run(command.args(["build", "--package", "server", "--example", name]))?;
    Ok(workspace.target().join("debug/examples").join(name))
}

/// How the programs are compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ServerProfile {
    Dev,
    Release,
}

/// Builds programs and returns the folder that they are in.
pub(crate) fn build(
    workspace: &Workspace,
    profile: ServerProfile,
    programs: &[&str],
    lane: &Lane,
) -> Result<PathBuf> {
    let mut command = workspace.cargo();
    command.args(["build", "--package", "server", "--package", "fleet-sim"]);
    if programs.contains(&CLOCKED) {
        command.args(["--package", "clocked"]);
    }
    for program in programs {
        command.args(["--bin", program]);
    }
    let folder = match profile {
        ServerProfile::Dev => "debug",
        ServerProfile::Release => {
            command.arg("--release");
            "release"
        }
    };
    lane.run(&mut command)?;
    Ok(workspace.target().join(folder))
}
