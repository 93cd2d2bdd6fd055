//! `cargo xtask soak`: hours of a busy cluster by a clock that is driven, in release.
//!
//! The soak itself is a test of `tests/integration` that the ordinary run leaves out; here it is built with optimisation
//! and told how long it shall be.

use anyhow::Result;
use clap::Args;

use crate::process;
use crate::workspace::Workspace;

/// How long, and how large.
#[derive(Args)]
pub(crate) struct SoakArgs {
    /// How many hours of the cluster's time.
    #[arg(long, default_value_t = 24)]
    hours: u64,
    /// How many units; a machine for each sixteen.
    #[arg(long, default_value_t = 5_000)]
    units: u64,
    /// How many viewers come and go.
    #[arg(long, default_value_t = 200)]
    viewers: u64,
    /// What happens follows from this.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Runs it; it prints a line an hour and a verdict.
pub(crate) fn soak(workspace: &Workspace, args: &SoakArgs) -> Result<()> {
    println!("Building the soak; then a line for each hour of the cluster's time");
    let mut cargo = workspace.cargo();
    cargo
        .args(["test", "--release", "--package", "tests", "--test", "integration"])
        .args(["--features", "counted", "--", "--ignored", "--exact", "--nocapture", "soak::a_long_one"])
        // It is about truth and memory, not about speed: this is built in half the time.
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("QUARTERDECK_SOAK_HOURS", args.hours.to_string())
        .env("QUARTERDECK_SOAK_UNITS", args.units.to_string())
        .env("QUARTERDECK_SOAK_VIEWERS", args.viewers.to_string())
        .env("QUARTERDECK_SOAK_SEED", args.seed.to_string());
    process::run(&mut cargo)
}
