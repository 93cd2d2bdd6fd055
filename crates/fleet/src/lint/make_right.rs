//! Making options right: every fix that leaves no choice, until there is nothing left to mend.
//!
//! Owns the order. Hints stay as they are: what they suggest is a matter of taste or of the machines' age.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use super::{Rule, Severity, Subject, lint, traced};
use crate::UnitOption;

/// So many fixes mend any unit; more would go round in circles.
const MOST_FIXES: usize = 100;
/// For each fix the whole text is looked at again: so many bytes are, then the rest is left for another time.
const MOST_BYTES: usize = 1024 * 1024;

/// What became of the options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeRight {
    /// The options, mended.
    pub options: Vec<UnitOption>,
    /// Where each of them stood before; new ones have no place.
    pub places: Vec<Option<usize>>,
    /// What was done, in order: the rule, and the words of its fix.
    pub done: Vec<(Rule, String)>,
}

/// Applies the fixes of all errors and warnings, but for those that are a choice. What comes out is left as it is when it is made right again.
pub fn make_right(subject: &Subject<'_>) -> MadeRight {
    let mut options = subject.options.to_vec();
    let mut places: Vec<Option<usize>> = (0..options.len()).map(Some).collect();
    let mut done = Vec::new();
    // Two fixes that undo each other would go on for ever: no state is entered twice. Only their hashes are kept; two
    // that meet leave a fix undone, no more.
    let hasher = RandomState::new();
    let mut seen = HashSet::from([hasher.hash_one(&options)]);
    let bytes: usize = options.iter().map(|option| option.name.len() + option.value.len()).sum();
    let most = MOST_FIXES.min(MOST_BYTES / bytes.max(1));
    while done.len() < most {
        let findings = lint(&Subject { options: &options, ..*subject });
        let next = findings.into_iter().filter(|finding| finding.rule.severity() != Severity::Hint).find_map(
            |finding| {
                let fix = finding.fix.filter(|fix| !fix.is_choice)?;
                let (from, mended): (Vec<_>, Vec<_>) = traced(&options, &fix).into_iter().unzip();
                (!seen.contains(&hasher.hash_one(&mended))).then_some((finding.rule, fix.label, from, mended))
            },
        );
        let Some((rule, label, from, mended)) = next else { break };
        done.push((rule, label));
        seen.insert(hasher.hash_one(&mended));
        places = from.into_iter().map(|place| place.and_then(|place| *places.get(place)?)).collect();
        options = mended;
    }
    MadeRight { options, places, done }
}
