//! What a target is, and all there are.

use anyhow::Result;
use proptest::strategy::BoxedStrategy;

use crate::targets;

/// One reader of hostile input, and what must hold for it.
pub struct Target {
    /// The name: on the command line, and of the folder of its corpus.
    pub name: &'static str,
    /// What is read, in a few words.
    pub about: &'static str,
    /// The most cases of one run, for a target that is slow by its nature.
    pub most_cases: u64,
    /// Inputs to begin with, besides the corpus.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Pieces that mean something to the reader.
    pub words: &'static [&'static str],
    /// Inputs in the reader's own language.
    pub grammar: fn() -> BoxedStrategy<Vec<u8>>,
    /// Judges one input. An error is a broken promise; refusing an input is none.
    pub check: fn(&[u8]) -> Result<Verdict>,
}

/// What the reader made of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It took it.
    Taken,
    /// It refused it, or some of it.
    Refused,
}

/// All targets, in the order in which they run.
pub const ALL: &[Target] = &[
    targets::names::TARGET,
    targets::unit_files::TARGET,
    targets::options::TARGET,
    targets::requirements::TARGET,
    targets::globs::TARGET,
    targets::page_tokens::TARGET,
    targets::calls::TARGET,
    targets::lists::TARGET,
    targets::answers::TARGET,
    targets::sockets::TARGET,
    targets::templates::TARGET,
    targets::lint::TARGET,
];

impl Verdict {
    /// Taken or not.
    pub(crate) fn of(is_taken: bool) -> Self {
        if is_taken { Self::Taken } else { Self::Refused }
    }
}
