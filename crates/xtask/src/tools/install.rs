//! Installing a pinned tool: beside its place first, then renamed, so that what was interrupted never counts.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::{Source, Tool};
use crate::lane::Lane;
use crate::text;

/// Installs tools that are not there yet.
pub(super) fn install(cache: &Path, missing: &[&Tool], lane: &Lane) -> Result<()> {
    fs::create_dir_all(cache).with_context(|| format!("cannot create {}", cache.display()))?;
    lane.say(format_args!("The build tools go to {}: once, for all checkouts", cache.display()));
    // The tools share many dependencies, and what an interrupted installation compiled is used by the next.
    let build = cache.join(".build");
    for tool in missing {
        lane.say(format_args!(
            "Installing {} {}: about {} on two cores",
            tool.name, tool.version, tool.takes
        ));
        let begun = Instant::now();
        install_one(cache, &build, tool, lane)
            .with_context(|| format!("could not install {} {}", tool.name, tool.version))?;
        lane.say(format_args!("  installed in {}", text::duration(begun.elapsed())));
    }
    // A gigabyte that nothing reads again. Another process may be using it: then that one removes it.
    let _ = fs::remove_dir_all(&build);
    Ok(())
}

fn install_one(cache: &Path, build: &Path, tool: &Tool, lane: &Lane) -> Result<()> {
    let partial = cache.join(format!(".{}-{}.{}", tool.name, tool.version, std::process::id()));
    let mut command = match tool.source {
        Source::Cargo { arguments } => cargo_install(tool, arguments, &partial, build),
        Source::Npm => npm_install(tool, &partial),
        Source::Pip => pip_install(tool, &partial),
    };
    let outcome = lane.run_quietly(command.current_dir(cache)).and_then(|()| put_in_place(&partial, tool));
    // Gone already when all went well.
    let _ = fs::remove_dir_all(&partial);
    outcome
}

fn cargo_install(tool: &Tool, arguments: &[&str], root: &Path, build: &Path) -> Command {
    let mut command = Command::new("cargo");
    command
        .args(["install", "--quiet", "--locked", "--version", tool.version, "--root"])
        .arg(root)
        .args(arguments)
        .arg(tool.name)
        .env("CARGO_TARGET_DIR", build)
        // The tools compile for minutes and then run for seconds: optimising them would cost more than it saves.
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64");
    command
}

fn npm_install(tool: &Tool, prefix: &Path) -> Command {
    let mut command = Command::new("npm");
    command
        .args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"])
        .arg(prefix)
        .arg(format!("{}@{}", tool.name, tool.version));
    command
}

/// Into a folder of its own: it needs no rights, and touches no other Python program.
fn pip_install(tool: &Tool, target: &Path) -> Command {
    let mut command = Command::new("python3");
    command
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--root-user-action",
            "ignore",
            "--target",
        ])
        .arg(target)
        .arg(format!("{}=={}", tool.name, tool.version));
    command
}

fn put_in_place(partial: &Path, tool: &Tool) -> Result<()> {
    let folder = tool.folder()?;
    if let Err(error) = fs::rename(partial, &folder) {
        // Another checkout may have installed the same tool meanwhile; both are alike.
        if !tool.installed()? {
            return Err(error).with_context(|| format!("cannot move the tool to {}", folder.display()));
        }
    }
    if !tool.installed()? {
        bail!("{} has no program {}", folder.display(), tool.program);
    }
    Ok(())
}
