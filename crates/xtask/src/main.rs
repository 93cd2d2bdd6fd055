//! The project's own commands; `cargo xtask help` lists them.
//!
//! Each of them calls the ordinary tools (cargo, wasm-bindgen, npm) as child processes, never through a shell, and installs
//! the pinned ones that are missing. Nothing here is part of the product.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program talks to its user")]

mod bench;
mod browser;
mod ci;
mod dist;
mod files;
mod fuzz;
mod lane;
mod packages;
mod page;
mod process;
mod reports;
mod run;
mod schemathesis;
mod screenshots;
mod server;
mod shipped;
mod soak;
mod steps;
mod tally;
mod test;
mod text;
mod tidy;
mod tools;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::schemathesis::SchemathesisArgs;
use crate::soak::SoakArgs;
use crate::test::Suite;
use crate::workspace::Workspace;

/// The commands of this workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the page and the server, and start Quarterdeck. Installs what is missing first.
    ///
    /// Without FLEET_ENDPOINT it runs over its built-in demo cluster. All variables of `quarterdeck serve` work here.
    Run {
        /// Arguments for `quarterdeck serve`, after `--`.
        #[arg(last = true)]
        args: Vec<OsString>,
    },
    /// Run every test: unit, property, integration, doc, wasm and browser. Installs what they need first.
    Test {
        /// Run one part alone.
        #[arg(long)]
        only: Option<Suite>,
        /// Arguments for that part's runner (cargo test or Playwright), after `--`.
        #[arg(last = true, requires = "only")]
        args: Vec<OsString>,
    },
    /// Build what is shipped into target/dist, and hold its size against the budgets.
    Dist,
    /// Build the page alone into frontend/dist, and hold its size against the budget.
    Page,
    /// Try hostile inputs on everything that reads what people, scripts or a Fleet send: a million cases a target.
    Fuzz {
        /// How many new cases each target gets (1000000); the kept ones always run.
        #[arg(long)]
        cases: Option<u64>,
        /// Only this target.
        #[arg(long)]
        target: Option<String>,
        /// What the cases are made from: the same seed makes the same ones. A new one each time if it is not given.
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Check all that CI checks besides the tests: formatting, lints on both targets, docs, tidy.
    Ci,
    /// Check the house rules that no lint knows.
    Tidy,
    /// Measure: lists, writes, streams and the page, beside Fleet itself and nginx. Takes some minutes.
    ///
    /// Over the simulated Fleet, and over the one at FLEET_ENDPOINT if it is on this machine. A table, and
    /// target/bench/bench.json.
    Bench(bench::Options),
    /// Drive 24 hours of a cluster of 5,000 units through losses and faults, and hold what is shown against the truth.
    Soak(SoakArgs),
    /// Take pictures of each page over the demo cluster, dark and light, for a desk and a phone, into docs/images.
    Screenshots,
    /// Try the API against its own description: as an administrator, as a viewer, and as nobody.
    Schemathesis(SchemathesisArgs),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = Workspace::locate().and_then(|workspace| match cli.command {
        Command::Run { args } => run::run(&workspace, &args),
        Command::Test { only, args } => test::test(&workspace, only, &args),
        Command::Dist => dist::dist(&workspace),
        Command::Page => page::build_and_weigh(&workspace),
        Command::Fuzz { cases, target, seed } => fuzz::fuzz(&workspace, cases, target, seed),
        Command::Ci => ci::ci(&workspace),
        Command::Tidy => tidy::tidy(&workspace),
        Command::Bench(options) => bench::bench(&workspace, &options),
        Command::Soak(args) => soak::soak(&workspace, &args),
        Command::Screenshots => screenshots::screenshots(&workspace),
        Command::Schemathesis(args) => schemathesis::run(&workspace, &args),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
