//! Lists of options: what the guard lets through is read back by Fleet as the very same, with the same hash.

use anyhow::{Result, ensure};
use fleet::{GuardError, UnitHash, UnitOption, guard, unit_file};
use proptest::prelude::*;
use sha1::{Digest, Sha1};

use super::write::{self, OPTION_WORDS};
use crate::model::unit_file as model;
use crate::{Target, Verdict, case};

pub(crate) const TARGET: Target = Target {
    name: "options",
    about: "options, as the guard judges them",
    most_cases: u64::MAX,
    seeds: || {
        super::recorded::options().iter().map(|options| case::options_text(options).into_bytes()).collect()
    },
    words: OPTION_WORDS,
    grammar: || write::bytes(write::options().prop_map(|options| case::options_text(&options))),
    check,
};

fn check(input: &[u8]) -> Result<Verdict> {
    let options = case::options(&case::text(input));
    let text = model::write(&options);
    ensure!(unit_file::to_text(&options) == text, "written as {:?}", unit_file::to_text(&options));
    let hash: String = Sha1::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    ensure!(UnitHash::of(&options).to_string() == hash, "the hash of {text:?} is {hash}");
    match guard::check_options(&options) {
        Ok(()) => {
            check_sent(&options)?;
            Ok(Verdict::Taken)
        }
        Err(GuardError::Option { number, label, .. }) => {
            ensure!((1..=options.len()).contains(&number), "there is no option {number}");
            ensure!(!label.contains(char::is_control), "{label:?} breaks the message");
            Ok(Verdict::Refused)
        }
        Err(_) => Ok(Verdict::Refused),
    }
}

/// Options that are sent mean to Fleet what they say.
pub(super) fn check_sent(options: &[UnitOption]) -> Result<()> {
    let text = model::write(options);
    let read = model::read(&text);
    ensure!(read.as_deref() == Ok(options), "sent as {text:?}, Fleet reads {read:?}");
    ensure!(unit_file::normalise(options).as_deref() == Ok(options), "{text:?} is not normal");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('['));
    ensure!(lines.count() == options.len(), "{text:?} has more or fewer lines than options");
    Ok(())
}
