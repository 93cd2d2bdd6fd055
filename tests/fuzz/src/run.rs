//! Running a target: kept cases first, then new ones; and making a failing one small.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::Once;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::change::changed;
use crate::target::{Target, Verdict};
use crate::{corpus, corpus::Kept};

/// The most tries to make a failing input smaller.
const MAX_SMALLER: u32 = 20_000;

/// What a run came to.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    /// How many kept cases were tried.
    pub kept: usize,
    /// How many new ones.
    pub cases: u64,
    /// How many of the new ones the reader took.
    pub taken: u64,
    /// How long the new ones took.
    pub took: Duration,
}

/// An input that breaks a promise, as small as it could be made.
#[derive(Debug, thiserror::Error)]
#[error("{target}: {why}\ninput: {}\nkept as {}\nreplay it with: cargo xtask fuzz --target {target} --cases 0", shown(input), file.display())]
pub struct Failure {
    /// The target.
    pub target: &'static str,
    /// What does not hold.
    pub why: String,
    /// The input.
    pub input: Vec<u8>,
    /// The file that keeps it.
    pub file: PathBuf,
}

/// Tries the kept cases of a target. Gives how many there are.
pub fn replay(target: &Target) -> Result<usize> {
    let kept = corpus::load(target.name)?;
    for Kept { name, input } in &kept {
        judge(target, input).map_err(|why| anyhow!("{}, kept case {name}: {why}", target.name))?;
    }
    Ok(kept.len())
}

/// Tries the kept cases, then `cases` new ones: always the same ones for the same seed. A failing one is made small
/// and kept.
pub fn run(target: &Target, cases: u64, seed: u64) -> Result<Report> {
    let kept = replay(target)?;
    let cases = cases.min(target.most_cases);
    let mut runner = runner(seed);
    let inputs = inputs(target)?;
    let begun = Instant::now();
    let mut taken = 0;
    for _ in 0..cases {
        let mut tree = inputs.new_tree(&mut runner).map_err(|reason| anyhow!("no case: {reason}"))?;
        match judge(target, &tree.current()) {
            Ok(verdict) => taken += u64::from(verdict == Verdict::Taken),
            Err(why) => return Err(failure(target, &mut *tree, why)?.into()),
        }
    }
    Ok(Report { kept, cases, taken, took: begun.elapsed() })
}

/// Half of the cases are written in the reader's language, half are changed seeds.
fn inputs(target: &Target) -> Result<BoxedStrategy<Vec<u8>>> {
    let mut seeds = (target.seeds)();
    seeds.extend(corpus::load(target.name)?.into_iter().map(|kept| kept.input));
    if seeds.is_empty() {
        seeds.push(Vec::new());
    }
    Ok(prop_oneof![(target.grammar)(), changed(seeds, target.words)].boxed())
}

fn runner(seed: u64) -> TestRunner {
    // Any seed makes a good generator but zero; a constant beside it keeps that one away.
    let mut bytes = *b"quarterdeck fuzz";
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::XorShift, &bytes))
}

/// Judges one input. A panic is a broken promise like any other.
fn judge(target: &Target, input: &[u8]) -> Result<Verdict, String> {
    keep_panics_quiet();
    PANIC.set(Some(String::new()));
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| (target.check)(input)));
    let words = PANIC.take().unwrap_or_default();
    match outcome {
        Ok(outcome) => outcome.map_err(|why| format!("{why:#}")),
        Err(_) => Err(format!("panicked: {words}")),
    }
}

fn failure(target: &Target, tree: &mut dyn ValueTree<Value = Vec<u8>>, why: String) -> Result<Failure> {
    let (mut input, mut why) = (tree.current(), why);
    let mut tries = 0;
    // First in the terms of the grammar or of the changes, as long as that leads anywhere …
    let mut goes_on = tree.simplify();
    while goes_on && tries < MAX_SMALLER {
        tries += 1;
        goes_on = match judge(target, &tree.current()) {
            Err(again) => {
                (input, why) = (tree.current(), again);
                tree.simplify()
            }
            Ok(_) => tree.complicate(),
        };
    }
    // … then by leaving out ever shorter pieces.
    let mut length = input.len();
    while length > 0 && tries < MAX_SMALLER {
        let mut at = 0;
        while at < input.len() && tries < MAX_SMALLER {
            tries += 1;
            let mut shorter = input.clone();
            shorter.drain(at..(at + length).min(input.len()));
            match judge(target, &shorter) {
                Err(again) => (input, why) = (shorter, again),
                Ok(_) => at += length,
            }
        }
        length /= 2;
    }
    let file = corpus::keep(target.name, &input)?;
    Ok(Failure { target: target.name, why, input, file })
}

/// An input as one can read it. The whole of it is in its file.
fn shown(input: &[u8]) -> String {
    const LENGTH: usize = 600;
    let more = if input.len() > LENGTH { "…" } else { "" };
    format!("{}{more}", input[..input.len().min(LENGTH)].escape_ascii())
}

thread_local! {
    /// What the panic of the case at work said; none while no case is at work.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Panics of cases are told with their input; thousands of them on the way to a small one would bury that.
fn keep_panics_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let is_case = PANIC
                .with_borrow_mut(|words| words.as_mut().map(|words| *words = info.to_string()).is_some());
            if !is_case {
                usual(info);
            }
        }));
    });
}
