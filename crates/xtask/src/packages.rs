//! The system's packages that the tests need: found on PATH, or installed from Debian's where that asks nobody anything.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;

/// What the tests of shell lines run, each with its package.
const SHELL: [(&str, &str); 4] = [("bash", "bash"), ("curl", "curl"), ("jq", "jq"), ("xargs", "findutils")];

/// Makes sure that shell lines can be run as people run them.
pub(crate) fn ensure_shell() -> Result<()> {
    let missing = || SHELL.into_iter().filter(|(program, _)| on_path(program).is_none());
    let packages: Vec<&str> = missing().map(|(_, package)| package).collect();
    if packages.is_empty() {
        return Ok(());
    }
    install(&packages, "the tests run shell lines with bash, curl, jq and xargs", "a few seconds")?;
    match missing().next() {
        Some((program, package)) => bail!("apt-get installed {package}, and yet {program} is not on PATH"),
        None => Ok(()),
    }
}

/// Installs Debian's packages; says `need` and what to install where it can't. `takes` is how long, as people say it.
pub(crate) fn install(packages: &[&str], need: &str, takes: &str) -> Result<()> {
    let (Some(_), Some(as_root)) = (on_path("apt-get"), as_root()) else {
        bail!("{need}: install what is missing (on Debian: apt-get install {})", packages.join(" "));
    };
    println!("Installing {} from the system's packages, once: {takes}", packages.join(", "));
    process::run_quietly(as_root().args(["apt-get", "update", "--quiet"]))?;
    process::run_quietly(
        as_root().args(["apt-get", "install", "--quiet", "--yes", "--no-install-recommends"]).args(packages),
    )
}

/// Fetches one of Debian's packages and unpacks it into a folder: nothing is installed, and nothing of it is started.
pub(crate) fn unpack(package: &str, into: &Path) -> Result<()> {
    if on_path("apt-get").is_none() || on_path("dpkg").is_none() {
        bail!("{package} is missing, and only Debian's is fetched by itself");
    }
    println!("Fetching {package} from the system's packages");
    if let Some(as_root) = as_root() {
        process::run_quietly(as_root().args(["apt-get", "update", "--quiet"]))?;
    }
    fs::create_dir_all(into)?;
    process::run_quietly(Command::new("apt-get").current_dir(into).args(["download", package]))?;
    for entry in fs::read_dir(into)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "deb") {
            process::run_quietly(Command::new("dpkg").arg("-x").arg(&file).arg(into))?;
        }
    }
    Ok(())
}

/// The program's file, if it is on PATH.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
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
