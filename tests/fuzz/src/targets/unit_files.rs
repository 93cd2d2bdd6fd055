//! The text of unit files: read as Fleet reads it, and the same after writing and reading once more.

use anyhow::{Result, ensure};
use fleet::{UnitFileError, UnitHash, unit_file};
use proptest::collection::vec;
use proptest::prelude::*;

use super::write::{self, OPTION_WORDS};
use crate::model::unit_file::{self as model, Trouble};
use crate::{Target, Verdict, case};

pub(crate) const TARGET: Target = Target {
    name: "unit-files",
    about: "unit files, by Fleet's own reading",
    most_cases: u64::MAX,
    seeds: || super::recorded::options().iter().map(|options| model::write(options).into_bytes()).collect(),
    words: OPTION_WORDS,
    grammar,
    check,
};

fn grammar() -> BoxedStrategy<Vec<u8>> {
    let line = prop_oneof![
        3 => write::option().prop_map(|option| format!("{}={}", option.name, option.value)),
        2 => prop::sample::select(&["[Unit]", "[Service]", "[X-Fleet] ", "[a\nb]", "[", "]", "# x", "; y \\", "", " ", "\\"][..])
            .prop_map(str::to_owned),
        2 => write::hostile(OPTION_WORDS)
    ];
    let end = prop::sample::select(&["\n", "\n", "\n", "\r\n", "\\\n", " \\\n", ""][..]);
    let lines = vec((line, end), 0..10)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect::<String>());
    write::bytes(
        (prop::bool::weighted(0.8), lines)
            .prop_map(|(has_head, lines)| if has_head { format!("[Unit]\n{lines}") } else { lines }),
    )
}

fn check(input: &[u8]) -> Result<Verdict> {
    let text = case::text(input);
    let parsed = unit_file::parse(&text);
    let trouble = parsed.as_ref().err().map(|error| match error {
        UnitFileError::LineTooLong => Trouble::LineTooLong,
        UnitFileError::NewlineInName => Trouble::NoEqualSign,
        UnitFileError::GarbageAfterSection(_) => Trouble::BehindSection,
        UnitFileError::UnclosedSection => Trouble::NoEndOfSection,
        UnitFileError::EndsInName => Trouble::NameToTheEnd,
    });
    let modelled = model::read(&text);
    ensure!(modelled.as_ref().err() == trouble.as_ref(), "Fleet says {modelled:?}, not {parsed:?}");
    let Ok(options) = parsed else { return Ok(Verdict::Refused) };
    ensure!(modelled.as_ref() == Ok(&options), "Fleet reads {modelled:?}, not {options:?}");

    let written = unit_file::to_text(&options);
    ensure!(written == model::write(&options), "written as {written:?}");
    // What the guard lets through is a fixed point. Other text can mean something else each time it is read.
    if fleet::guard::check_options(&options).is_ok() {
        ensure!(unit_file::parse(&written).as_ref() == Ok(&options), "{written:?} is read as something else");
    }
    let grouped = unit_file::grouped(&options);
    ensure!(UnitHash::of(&grouped) == UnitHash::of(&options), "grouping changes the hash");
    Ok(Verdict::of(!options.is_empty()))
}
