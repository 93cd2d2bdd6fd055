//! `cargo xtask bench`: builds what is measured, finds what it is measured with, and starts the measurements.
//!
//! What measures is a package of its own (`tests/load`), built only here: this program is compiled before anything else on
//! a clean clone and has to stay small.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::lane::Lane;
use crate::packages::{self, on_path};
use crate::page::{self, PageProfile, budget};
use crate::process;
use crate::server::{self, FLEET_SIM, QUARTERDECK, ServerProfile};
use crate::test;
use crate::workspace::Workspace;

/// The program that measures.
const LOAD: &str = "load";

/// How the browser is driven that measures the page.
const PLAYWRIGHT: &str = "bench/playwright.config.ts";

/// A part of the measurements.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Lists: direct, through Quarterdeck, through nginx.
    Lists,
    /// Writes: direct and through Quarterdeck.
    Writes,
    /// Live streams: Fleet's load, delays, bytes, memory.
    Streams,
    /// Live streams of people who see different parts of a cluster. Only when it is asked for.
    Sights,
    /// The page in a browser, and its files.
    Page,
    /// Deployments: how long they take, against what Fleet and the gates need.
    Deploy,
    /// Decisions of the policy: what one costs.
    Policy,
}

/// What is measured, and how long.
#[derive(Args)]
pub(crate) struct Options {
    /// Measure one part alone.
    #[arg(long)]
    only: Option<Part>,
    /// Fewer and shorter rounds: to see that all works, not to quote.
    #[arg(long)]
    quick: bool,
    /// Write to the Fleet at FLEET_ENDPOINT, too; without this it is only read.
    #[arg(long)]
    allow_writes: bool,
    /// Measure nothing: kill the server at random moments of deployments, and see whether its promises hold.
    #[arg(long, conflicts_with_all = ["only", "allow_writes"])]
    crash: bool,
    /// Measure the page alone, in a Chromium whose processor is slowed four times: what people with slow machines wait for.
    #[arg(long, conflicts_with_all = ["only", "allow_writes", "crash"])]
    page: bool,
    /// Measure nothing else: live through a wall display's day in some minutes, with restarts and cuts, and see whether it
    /// misses anything and what it keeps.
    #[arg(long, conflicts_with_all = ["only", "allow_writes", "crash", "page"])]
    screen: bool,
    /// How often it is killed.
    #[arg(long, requires = "crash", default_value_t = 500)]
    kills: u32,
    /// The seed of an earlier run, to make the same choices.
    #[arg(long, requires = "crash")]
    seed: Option<u64>,
}

/// Measures, and prints a table. The numbers are in `target/bench/bench.json` afterwards.
pub(crate) fn bench(workspace: &Workspace, options: &Options) -> Result<()> {
    if options.page {
        return slow_page(workspace, options.quick);
    }
    if options.screen {
        return screen_day(workspace);
    }
    let wants = |part| options.only.is_none_or(|only| only == part);
    let out = workspace.target().join("bench");
    fs::create_dir_all(&out).with_context(|| format!("cannot create {}", out.display()))?;
    // The server has the page in it, and most parts look at it.
    let needs_page = !options.crash && !matches!(options.only, Some(Part::Deploy | Part::Policy));
    println!("Building the {}server and what measures it", if needs_page { "page, the " } else { "" });
    if needs_page {
        page::build(workspace, PageProfile::Release, &Lane::alone())?;
    }
    let programs = build(workspace)?;
    let mut load = Command::new(programs.join(LOAD));
    load.arg("--quarterdeck")
        .arg(programs.join(QUARTERDECK))
        .arg("--fleet-sim")
        .arg(programs.join(FLEET_SIM));
    let first_load = out.join("first-load.tsv");
    if needs_page {
        budget::write_first_load(&workspace.page(), &first_load)?;
    }
    load.arg("--first-load").arg(first_load).arg("--out").arg(&out);
    if options.crash {
        load.args(["--crash", "--kills", &options.kills.to_string()]);
        if let Some(seed) = options.seed {
            load.args(["--seed", &seed.to_string()]);
        }
        return process::run(&mut load);
    }
    if wants(Part::Lists) {
        offer(&mut load, "--wrk", wrk());
        offer(&mut load, "--nginx", nginx(&out));
    }
    if wants(Part::Page)
        && let Err(error) = browse(workspace, &programs, &out, options.quick)
    {
        println!("The page is not measured in a browser: {error:#}");
    }
    if let Some(part) = options.only.and_then(|part| part.to_possible_value()) {
        load.args(["--only", part.get_name()]);
    }
    if let Some(endpoint) = env::var_os("FLEET_ENDPOINT") {
        load.arg("--endpoint").arg(endpoint);
    }
    for (flag, is_set) in [("--quick", options.quick), ("--allow-writes", options.allow_writes)] {
        if is_set {
            load.arg(flag);
        }
    }
    process::run(&mut load)
}

/// The page on a slow machine, and what its first load weighs.
fn slow_page(workspace: &Workspace, quick: bool) -> Result<()> {
    page::build_and_weigh(workspace)?;
    let programs =
        server::build(workspace, ServerProfile::Release, &[QUARTERDECK, FLEET_SIM], &Lane::alone())?;
    let mut command = test::playwright(workspace, &programs, Some(PLAYWRIGHT))?;
    command.env("BENCH_PAGE_SLOW", "1").env("BENCH_PAGE_ROUNDS", if quick { "1" } else { "5" });
    process::run(&mut command)
}

/// A day of a wall display. The server is as it is in tests: only the page is looked at.
fn screen_day(workspace: &Workspace) -> Result<()> {
    page::build(workspace, PageProfile::Release, &Lane::alone())?;
    let programs = server::build(workspace, ServerProfile::Dev, &[QUARTERDECK, FLEET_SIM], &Lane::alone())?;
    let mut command = test::playwright(workspace, &programs, Some(PLAYWRIGHT))?;
    command.env("BENCH_WHAT", "screen.ts");
    process::run(&mut command)
}

fn build(workspace: &Workspace) -> Result<PathBuf> {
    let mut command = workspace.cargo();
    command.args(["build", "--release", "--bins"]);
    command.args(["--package", "server", "--package", "clocked", "--package", FLEET_SIM, "--package", LOAD]);
    process::run(&mut command)?;
    Ok(workspace.target().join("release"))
}

/// A tool that can't be had leaves its columns empty, and the reason is said.
fn offer(load: &mut Command, flag: &str, tool: Result<PathBuf>) {
    match tool {
        Ok(tool) => drop(load.arg(flag).arg(tool)),
        Err(error) => println!("Measured without {}: {error:#}", flag.trim_start_matches('-')),
    }
}

fn wrk() -> Result<PathBuf> {
    if let Some(wrk) = on_path("wrk") {
        return Ok(wrk);
    }
    packages::install(&["wrk"], "lists are measured with wrk", "a few seconds")?;
    on_path("wrk").context("apt-get installed wrk, and yet it is not on PATH")
}

/// Unpacked rather than installed: the package would start a web server for everybody on port 80.
fn nginx(out: &Path) -> Result<PathBuf> {
    let own = out.join("nginx");
    let unpacked = own.join("usr/sbin/nginx");
    let installed = [PathBuf::from("/usr/sbin/nginx"), unpacked.clone()];
    if let Some(found) = on_path("nginx").or_else(|| installed.into_iter().find(|file| file.is_file())) {
        return Ok(found);
    }
    packages::unpack("nginx", &own)?;
    process::run_quietly(Command::new(&unpacked).arg("-v")).context("Debian's nginx does not start here")?;
    Ok(unpacked)
}

/// Has Chromium measure the page; the program that measures the rest picks the results up.
fn browse(workspace: &Workspace, programs: &Path, out: &Path, quick: bool) -> Result<()> {
    let results = out.join("page.json");
    // Results of an earlier run must not pass for this one's.
    if results.exists() {
        fs::remove_file(&results)?;
    }
    let mut command = test::playwright(workspace, programs, Some(PLAYWRIGHT))?;
    command
        .env("BENCH_PAGE_UNITS", if quick { "5000" } else { "1000,5000,20000" })
        .env("BENCH_PAGE_OUT", fs::canonicalize(out)?.join("page.json"));
    process::run(&mut command)
}
