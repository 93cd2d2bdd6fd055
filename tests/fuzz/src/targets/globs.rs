//! Patterns on unit names. The input is a pattern and a text.

use anyhow::{Result, ensure};
use fleet::glob;
use proptest::prelude::*;

use super::write;
use crate::model::pattern;
use crate::{Target, Verdict, case};

const WORDS: &[&str] = &[
    "*", "*", "?", "[", "]", "^", "-", "\\", "/", "a", "b", "c", "ab", "[a-b]", "[^a]", "[\\]]", "[b-a]",
    "é", "[a-é]", "@", ".", "1", "x\\-",
];

pub(crate) const TARGET: Target = Target {
    name: "globs",
    about: "patterns of Conflicts and Replaces",
    most_cases: u64::MAX,
    seeds: || {
        let seeds = [
            "example:*@*.service\x1fexample:1.0.0@1.service",
            "a*b?c*x\x1fabxbbxdbxebxczzx",
            "[^a-c]?\\*[x\\-]\x1fde*-",
        ];
        seeds.map(|seed| seed.as_bytes().to_vec()).to_vec()
    },
    words: WORDS,
    grammar: || {
        const TEXTS: &[&str] = &["a", "b", "c", "/", "é", "@", ".", "1", "*", "]", "-", "\\", "["];
        let case = (write::sentence(WORDS, 8), write::sentence(TEXTS, 8));
        write::bytes(case.prop_map(|(pattern, text)| format!("{pattern}{}{text}", case::PART)))
    },
    check,
};

fn check(input: &[u8]) -> Result<Verdict> {
    let input = case::text(input);
    let (pattern, text) = case::pair(&input);
    let found = glob::matches(pattern, text);
    let modelled = pattern::matches(pattern, text);
    ensure!(glob::is_well_formed(pattern) == modelled.is_some(), "{pattern:?} is well formed, or not");
    if pattern::has_class(pattern) && text.contains('/') {
        // Only names of other units are matched by Fleet, and those have no slash.
        ensure!(!found || modelled == Some(true), "{pattern:?} must not match {text:?}");
    } else {
        ensure!(
            found == modelled.unwrap_or(false),
            "{pattern:?} on {text:?} is {found}, and Go says {modelled:?}"
        );
    }
    Ok(Verdict::of(found))
}
