//! Every target, bounded: the kept cases, and some thousand new ones, the same every time.

use fuzz::ALL;

/// New cases a target. `cargo xtask fuzz` makes as many as one likes.
const CASES: u64 = 3_000;
/// What they are made from. Any other number would do; one that changes would make a test fail for others than those
/// who broke it.
const SEED: u64 = 1;

fn hold(name: &str) {
    let target = ALL.iter().find(|target| target.name == name).unwrap();
    // A slow target gets fewer, so that none takes longer than a few seconds.
    let cases = CASES.min(target.most_cases / 40);
    match fuzz::run(target, cases, SEED) {
        // A reader that refuses everything, or takes everything, is not tried at all.
        Ok(report) => assert!(0 < report.taken && report.taken < report.cases, "{report:?}"),
        Err(error) => panic!("{error:#}"),
    }
}

#[test]
fn names() {
    hold("names");
}

#[test]
fn unit_files() {
    hold("unit-files");
}

#[test]
fn options() {
    hold("options");
}

#[test]
fn requirements() {
    hold("requirements");
}

#[test]
fn globs() {
    hold("globs");
}

#[test]
fn page_tokens() {
    hold("page-tokens");
}

#[test]
fn calls() {
    hold("calls");
}

#[test]
fn lists() {
    hold("lists");
}

#[test]
fn answers() {
    hold("answers");
}

#[test]
fn sockets() {
    hold("sockets");
}

#[test]
fn templates() {
    hold("templates");
}

#[test]
fn lint() {
    hold("lint");
}

#[test]
fn every_target_is_tried_here_and_has_kept_cases() {
    assert_eq!(ALL.len(), 12, "a new target needs a test of its own above");
    for target in ALL {
        assert!(fuzz::replay(target).unwrap() > 0, "{} has no kept case", target.name);
    }
}
