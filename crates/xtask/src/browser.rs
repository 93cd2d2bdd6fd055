//! The browser that the tests drive: Chromium and its driver, from the system's packages.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;

/// Debian's. The last one brings letters: without a font the browser draws boxes.
const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-liberation"];

/// Where Chromium and its driver are.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Finds the browser. On Debian it is installed where that needs no password.
pub(crate) fn ensure() -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    let (Some(_), Some(as_root)) = (on_path("apt-get"), as_root()) else {
        bail!(
            "the tests need Chromium and ChromeDriver: install them (on Debian: apt-get install {}), or name them in \
             CHROMIUM_PATH and CHROMEDRIVER",
            PACKAGES.join(" ")
        );
    };
    println!("Installing {} from the system's packages, once: about 1 min", PACKAGES.join(", "));
    process::run_quietly(as_root().args(["apt-get", "update", "--quiet"]))?;
    process::run_quietly(
        as_root().args(["apt-get", "install", "--quiet", "--yes", "--no-install-recommends"]).args(PACKAGES),
    )?;
    find().context("apt-get installed Chromium and its driver, and yet they are not on PATH")
}

fn find() -> Option<Browser> {
    let chromium =
        named("CHROMIUM_PATH").or_else(|| on_path("chromium")).or_else(|| on_path("google-chrome"))?;
    let driver = named("CHROMEDRIVER").or_else(|| on_path("chromedriver"))?;
    Some(Browser { chromium, driver })
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from)
}

fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// A way to run a command as root without asking anybody for anything.
fn as_root() -> Option<fn() -> Command> {
    if process::read(Command::new("id").arg("--user")).is_ok_and(|id| id.trim() == "0") {
        return Some(|| unattended(Command::new("env")));
    }
    if process::succeeds(Command::new("sudo").args(["--non-interactive", "true"])) {
        return Some(|| {
            let mut command = Command::new("sudo");
            command.args(["--non-interactive", "env"]);
            unattended(command)
        });
    }
    None
}

/// `env` with a variable that keeps Debian's packages from asking questions.
fn unattended(mut env: Command) -> Command {
    env.arg("DEBIAN_FRONTEND=noninteractive");
    env
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_found_on_path() {
        assert!(on_path("sh").is_some_and(|path| path.is_absolute()));
        assert_eq!(on_path("quarterdeck-no-such-program"), None);
    }
}
