//! `cargo xtask tidy`: the house rules that no lint knows.

mod packages;
mod packaging;
mod pins;
mod rust;
mod security;
mod styles;
mod traces;
mod words;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::shipped;
use crate::workspace::Workspace;

/// A committed text file.
struct Source {
    /// From the root of the checkout.
    path: String,
    text: String,
}

/// Checks all committed files, and prints what breaks a rule.
pub(crate) fn tidy(workspace: &Workspace) -> Result<()> {
    let sources = sources(workspace)?;
    let mut broken = Vec::new();
    for source in &sources {
        rust::check(source, &mut broken);
        styles::check(source, &mut broken);
        traces::check(source, &mut broken);
    }
    packages::check(&sources, &mut broken);
    packaging::check(&sources, &mut broken);
    pins::check(&sources, &mut broken);
    security::check(&sources, &mut broken);
    words::check(&sources, &mut broken);
    shipped::check(workspace, &mut broken)?;
    for line in &broken {
        println!("{line}");
    }
    match broken.len() {
        0 => Ok(()),
        number => bail!("house rules broken in {number} places"),
    }
}

/// What is committed or about to be. Files that are no text are left alone.
fn sources(workspace: &Workspace) -> Result<Vec<Source>> {
    let list = process::read(Command::new("git").current_dir(workspace.root()).args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))
    .context("tidy asks git which files there are")?;
    let mut sources = Vec::new();
    for path in list.split_terminator('\0') {
        let file: PathBuf = workspace.root().join(path);
        // Git still lists a file that was deleted a moment ago.
        if let Some(text) = fs::read(&file).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
            sources.push(Source { path: path.to_owned(), text });
        }
    }
    Ok(sources)
}

/// What one check says about one file, for the tests of the checks.
#[cfg(test)]
fn said(check: fn(&Source, &mut Vec<String>), path: &str, text: &str) -> Vec<String> {
    let mut broken = Vec::new();
    check(&Source { path: path.to_owned(), text: text.to_owned() }, &mut broken);
    broken
}
