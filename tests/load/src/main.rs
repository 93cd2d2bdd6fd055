//! Measures Quarterdeck: side by side with Fleet itself and with nginx, in one run, on loopback alone.
//!
//! `cargo xtask bench` builds what this needs and starts it. It starts the programs that it measures, ends them, prints
//! a table and leaves the same as JSON. It sends a bounded number of requests, and to this machine only; it owns no
//! verdict on absolute times: those say as much of the machine as of the program.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program talks to its user")]

mod crash;
mod deck;
mod deploy;
mod filtered;
mod fleet_program;
mod goals;
mod http;
mod lists;
mod nginx;
mod options;
mod page;
mod policy;
mod process;
mod program;
mod relay;
mod report;
mod sights;
mod stats;
mod stream;
mod streams;
mod table;
mod writes;
mod wrk;

use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;

use crate::options::{Options, Part};
use crate::report::Report;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<()> {
    if options.crash.crash {
        return crash::run(options);
    }
    let mut report = Report::begin(options)?;
    if options.wants(Part::Lists) {
        report.lists = lists::measure(options).await.context("lists")?;
    }
    if options.wants(Part::Writes) {
        report.writes = writes::measure(options).await.context("writes")?;
    }
    if options.wants(Part::Streams) {
        report.streams = Some(streams::measure(options).await.context("streams")?);
    }
    if options.only == Some(Part::Sights) {
        report.sights = sights::measure(options).await.context("sights")?;
    }
    if options.wants(Part::Page) {
        report.page = page::read(options)?;
    }
    if options.wants(Part::Policy) {
        policy::measure(options.quick).context("policy")?;
        filtered::measure(options).await.context("filtered lists")?;
    }
    if options.wants(Part::Deploy) {
        deploy::measure(options).await.context("deploy")?;
    }
    report.finish();
    table::print(&report);
    let file = options.out.join("bench.json");
    let json = serde_json::to_vec_pretty(&report)?;
    std::fs::write(&file, json).with_context(|| format!("cannot write {}", file.display()))?;
    println!("\nThe same as JSON: {}", file.display());
    Ok(())
}
