//! `cargo xtask test`: every test there is, and a sum at the end.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;

use crate::browser;
use crate::lane::Lane;
use crate::packages;
use crate::page::{self, PageProfile, budget};
use crate::process;
use crate::reports::{self, Reports};
use crate::server::{self, CLOCKED, FLEET_SIM, QUARTERDECK, ServerProfile};
use crate::steps::Steps;
use crate::tally::{self, Tally};
use crate::tools::{self, WASM, WASM_BINDGEN};
use crate::workspace::Workspace;

/// A part of the tests.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Suite {
    /// On this machine: unit, property, integration and doc tests.
    Host,
    /// The page's own tests, in a browser without a server.
    Wasm,
    /// A browser driven against the built server.
    E2e,
}

/// Runs all tests, or one part of them.
pub(crate) fn test(workspace: &Workspace, only: Option<Suite>, args: &[OsString]) -> Result<()> {
    let wanted = |suite| only.is_none_or(|only| only == suite);
    let mut steps = Steps::default();
    if wanted(Suite::Wasm) || wanted(Suite::E2e) {
        steps.run("browser", |_| browser::ensure().map(drop));
    }
    let page_built = wanted(Suite::E2e)
        && steps.run("page", |_| page::build(workspace, PageProfile::Release, &Lane::alone()));
    if page_built {
        steps.run("size of the page", |_| budget::check(&workspace.page()));
    }
    if wanted(Suite::Host) {
        steps.run("host tests", |tally| host(workspace, args, tally));
    }
    if wanted(Suite::Wasm) {
        steps.run("wasm tests", |tally| wasm(workspace, args, tally));
    }
    if wanted(Suite::E2e) {
        steps.run("browser tests", |tally| {
            // An older page may still be there; what it does tells nothing about this one.
            ensure!(page_built, "not run, because there is no page");
            e2e(workspace, args, tally)
        });
    }
    let sum = steps.tally();
    let outcome = steps.finish();
    println!("{}", closing_line(sum));
    outcome
}

fn host(workspace: &Workspace, args: &[OsString], tally: &mut Tally) -> Result<()> {
    packages::ensure_shell()?;
    let mut command = workspace.cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]).args(args);
    // The integration tests wait more than they work: with a thread for each of two cores they would take minutes.
    if env::var_os("RUST_TEST_THREADS").is_none() {
        command.env("RUST_TEST_THREADS", "8");
    }
    let reports = Reports::begin(workspace.test_reports())?;
    command.env(reports::VARIABLE, reports.folder());
    let outcome = tally::count(&mut command, tally, tally::of_cargo_test);
    reports.print()?;
    outcome
}

fn wasm(workspace: &Workspace, args: &[OsString], tally: &mut Tally) -> Result<()> {
    let browser = browser::ensure()?;
    tools::ensure_wasm_target(workspace, &Lane::alone())?;
    tools::ensure(&[&WASM_BINDGEN], &Lane::alone())?;
    let mut command = workspace.cargo();
    command
        // Doc tests, if any, run with the host's.
        .args([
            "test",
            "--package",
            "frontend",
            "--target",
            WASM,
            "--no-fail-fast",
            "--lib",
            "--bins",
            "--tests",
        ])
        .args(args)
        .env("CARGO_TARGET_DIR", workspace.wasm_target())
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            WASM_BINDGEN.programs()?.join("wasm-bindgen-test-runner"),
        )
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("CHROMEDRIVER", browser.driver);
    tally::count(&mut command, tally, tally::of_cargo_test)
}

fn e2e(workspace: &Workspace, args: &[OsString], tally: &mut Tally) -> Result<()> {
    let programs = [QUARTERDECK, FLEET_SIM, CLOCKED];
    let programs = server::build(workspace, ServerProfile::Dev, &programs, &Lane::alone())?;
    let past = server::build_example(workspace, server::PAST, &Lane::alone())?;
    let mut command = playwright(workspace, &programs, None)?;
    command.env("PAST_BIN", past);
    tally::count(command.args(args), tally, tally::of_playwright)
}

/// What drives a browser against the programs in a folder: all browser tests, or what another configuration names.
pub(crate) fn playwright(workspace: &Workspace, programs: &Path, config: Option<&str>) -> Result<Command> {
    let browser = browser::ensure()?;
    let folder = workspace.e2e();
    install_packages(&folder)?;
    let mut command = Command::new(folder.join("node_modules/.bin/playwright"));
    command
        .current_dir(&folder)
        .arg("test")
        .env("CHROMIUM_PATH", browser.chromium)
        .env("QUARTERDECK_BIN", programs.join(QUARTERDECK))
        .env("QUARTERDECK_CLOCKED_BIN", programs.join(CLOCKED))
        .env("FLEET_SIM_BIN", programs.join(FLEET_SIM));
    if let Some(config) = config {
        // What is measured or shown is the demo, whatever the surroundings say.
        command.args(["--config", config]).env_remove("FLEET_ENDPOINT");
    }
    Ok(command)
}

/// Brings the browser tests' packages up to date with their lock file.
fn install_packages(folder: &Path) -> Result<()> {
    // npm writes this file last, so it is newer than the lock file only after a whole installation.
    let installed = modified(&folder.join("node_modules/.package-lock.json"));
    if installed.is_ok_and(|installed| {
        modified(&folder.join("package-lock.json")).is_ok_and(|lock| lock <= installed)
    }) {
        return Ok(());
    }
    println!("Installing the browser tests' packages: a few seconds");
    let mut command = Command::new("npm");
    command.current_dir(folder).args(["ci", "--no-audit", "--no-fund"]);
    // The tests drive the system's Chromium.
    process::run_quietly(command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))
}

fn modified(file: &Path) -> Result<SystemTime> {
    fs::metadata(file)
        .and_then(|data| data.modified())
        .with_context(|| format!("cannot look at {}", file.display()))
}

fn closing_line(sum: Tally) -> String {
    let Tally { passed, failed, skipped } = sum;
    match skipped {
        0 => format!("{passed} passed, {failed} failed"),
        _ => format!("{passed} passed, {failed} failed, {skipped} skipped"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skipped_cases_are_not_kept_quiet() {
        assert_eq!(closing_line(Tally { passed: 7, failed: 0, skipped: 0 }), "7 passed, 0 failed");
        assert_eq!(closing_line(Tally { passed: 7, failed: 1, skipped: 2 }), "7 passed, 1 failed, 2 skipped");
    }
}
