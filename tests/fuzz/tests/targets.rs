//! Every target, bounded: the kept cases, and some thousand new ones, the same every time.

use anyhow::{Context, Result, ensure};
use fuzz::ALL;

/// New cases a target. `cargo xtask fuzz` makes as many as one likes.
const CASES: u64 = 3_000;
/// What they are made from. Any other number would do; one that changes would make a test fail for others than those
/// who broke it.
const SEED: u64 = 1;

fn hold(name: &str) -> Result<()> {
    let target = ALL.iter().find(|target| target.name == name).context("no such target")?;
    // A slow target gets fewer, so that none takes longer than a few seconds.
    let cases = CASES.min(target.most_cases / 40);
    let report = fuzz::run(target, cases, SEED)?;
    // A reader that refuses everything, or takes everything, is not tried at all.
    ensure!(0 < report.taken && report.taken < report.cases, "{report:?}");
    Ok(())
}

#[test]
fn names() -> Result<()> {
    hold("names")
}

#[test]
fn unit_files() -> Result<()> {
    hold("unit-files")
}

#[test]
fn options() -> Result<()> {
    hold("options")
}

#[test]
fn requirements() -> Result<()> {
    hold("requirements")
}

#[test]
fn globs() -> Result<()> {
    hold("globs")
}

#[test]
fn page_tokens() -> Result<()> {
    hold("page-tokens")
}

#[test]
fn calls() -> Result<()> {
    hold("calls")
}

#[test]
fn lists() -> Result<()> {
    hold("lists")
}

#[test]
fn answers() -> Result<()> {
    hold("answers")
}

#[test]
fn sockets() -> Result<()> {
    hold("sockets")
}

#[test]
fn templates() -> Result<()> {
    hold("templates")
}

#[test]
fn lint() -> Result<()> {
    hold("lint")
}

#[test]
fn every_target_is_tried_here_and_has_kept_cases() {
    assert_eq!(ALL.len(), 12, "a new target needs a test of its own above");
    for target in ALL {
        assert!(fuzz::replay(target).unwrap() > 0, "{} has no kept case", target.name);
    }
}
