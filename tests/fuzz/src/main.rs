//! `cargo xtask fuzz`: many cases, counted.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program talks to its user")]

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};
use clap::Parser;
use fuzz::{ALL, Target};

/// Tries hostile inputs on everything that reads what people, scripts or a Fleet send.
#[derive(Parser)]
#[command(name = "cargo xtask fuzz", bin_name = "cargo xtask fuzz")]
struct Cli {
    /// How many new cases each target gets; the kept ones always run. Slow targets have a lower limit of their own.
    #[arg(long, default_value_t = 1_000_000)]
    cases: u64,
    /// Only this target.
    #[arg(long)]
    target: Option<String>,
    /// What the cases are made from: the same seed makes the same ones. A new one each time if it is not given.
    #[arg(long)]
    seed: Option<u64>,
}

fn main() -> ExitCode {
    match fuzz(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn fuzz(cli: &Cli) -> Result<()> {
    let targets = chosen(cli.target.as_deref())?;
    let seed = cli.seed.unwrap_or_else(fresh_seed);
    println!("seed {seed}");
    println!("{:<14} {:>6} {:>10} {:>10} {:>9}  what", "target", "kept", "cases", "taken", "seconds");
    let mut broken = Vec::new();
    for target in targets {
        match fuzz::run(target, cli.cases, seed) {
            Ok(report) => println!(
                "{:<14} {:>6} {:>10} {:>10} {:>9.1}  {}",
                target.name,
                report.kept,
                report.cases,
                report.taken,
                report.took.as_secs_f64(),
                target.about
            ),
            Err(error) => {
                println!("{:<14} FAILED\n{error:#}\n", target.name);
                broken.push(target.name);
            }
        }
    }
    if broken.is_empty() { Ok(()) } else { bail!("broken with seed {seed}: {}", broken.join(", ")) }
}

fn chosen(name: Option<&str>) -> Result<Vec<&'static Target>> {
    let chosen: Vec<&Target> =
        ALL.iter().filter(|target| name.is_none_or(|name| name == target.name)).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = ALL.iter().map(|target| target.name).collect();
        bail!("there is no target of this name; there are {}", names.join(", "));
    }
    Ok(chosen)
}

fn fresh_seed() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_secs())
}
