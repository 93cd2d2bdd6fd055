//! The signs behind a `%`.

use std::ops::Range;

use super::{Context, Finding};
use crate::UnitOption;
use crate::lint::fix::replace_pieces;
use crate::lint::{Fix, Rule, directives};

/// What systemd replaces, in any version since 208, and `%%`.
const SPECIFIERS: &str = "aAbBcCdDEfgGhHiIjJlLmMnNoOpPqrRsStTuUvVwWyY%";
/// What Fleet replaces in its own section.
const FLEETS: &str = "nNpi";

/// A `%` that is no specifier.
struct Wrong {
    /// Where it stands, with the sign that it was written with.
    span: Range<usize>,
    /// What to put in the place of how much of it, if that is clear.
    right: Option<(Range<usize>, &'static str)>,
    /// What to say.
    message: String,
}

/// One finding an option, with all its signs in one fix.
pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let options = context.options.iter().enumerate();
    options.filter_map(|(index, option)| option_of(context, index, option)).collect()
}

fn option_of(context: &Context<'_>, index: usize, option: &UnitOption) -> Option<Finding> {
    let is_fleets = option.section == directives::FLEET;
    // Other sections belong to nobody, or to programs with rules of their own.
    if !directives::sections(context.kind).any(|section| section == option.section) || has_share(option) {
        return None;
    }
    let (rule, known) = match is_fleets {
        true => (Rule::FleetSpecifier, FLEETS),
        false => (Rule::BadSpecifier, SPECIFIERS),
    };
    let value = option.value.as_str();
    let wrong: Vec<Wrong> = unknown(value, known)
        .map(|(at, letter)| if is_fleets { fleets(at, letter) } else { systemds(value, at, letter) })
        .collect();
    let pieces: Vec<(Range<usize>, &str)> = wrong.iter().filter_map(|wrong| wrong.right.clone()).collect();
    let first = wrong.into_iter().next()?;
    let fix = pieces.first().map(|(_, first)| {
        let label = if pieces.iter().all(|(_, right)| right == first) {
            say::server::lint::write(&first)
        } else {
            say::server::lint::write_what_was_meant().to_owned()
        };
        Fix::replace(label, index, replace_pieces(value, &pieces))
    });
    Some(Finding::within(rule, index, first.span, first.message).with_some(fix))
}

/// Whether the value is a share such as `50%`, which systemd takes as it stands, and refuses with `%%`.
fn has_share(option: &UnitOption) -> bool {
    let name = option.name.as_str();
    let takes_shares = matches!(
        name,
        "CPUQuota"
            | "DefaultMemoryLow"
            | "DefaultMemoryMin"
            | "ManagedOOMMemoryPressureLimit"
            | "MemoryHigh"
            | "MemoryLimit"
            | "MemoryLow"
            | "MemoryMax"
            | "MemoryMin"
            | "MemorySwapMax"
            | "MemoryZSwapMax"
            | "StartupMemoryHigh"
            | "StartupMemoryLow"
            | "StartupMemoryMax"
            | "StartupMemorySwapMax"
            | "StartupMemoryZSwapMax"
            | "TasksMax"
    ) || ((name.starts_with("Condition") || name.starts_with("Assert"))
        && name.ends_with("Pressure"));
    // A pressure may have a slice before and a span behind it: `system.slice:50%/5min`.
    let is_share = |word: &str| {
        word.strip_suffix('%').is_some_and(|number| {
            !number.is_empty() && number.chars().all(|sign| sign.is_ascii_digit() || sign == '.')
        })
    };
    takes_shares && option.value.split([':', '/']).any(|word| is_share(word.trim()))
}

/// Each `%` with a sign behind it that is none of these.
fn unknown<'a>(value: &'a str, known: &'a str) -> impl Iterator<Item = (usize, Option<char>)> + use<'a> {
    let mut signs = value.char_indices();
    std::iter::from_fn(move || {
        loop {
            let (at, _) = signs.find(|(_, sign)| *sign == '%')?;
            let letter = signs.as_str().chars().next();
            if letter.is_none_or(|letter| !known.contains(letter)) {
                return Some((at, letter));
            }
            signs.next();
        }
    })
}

fn written(letter: Option<char>) -> String {
    letter.map_or("%".to_owned(), |letter| format!("%{letter}"))
}

fn fleets(at: usize, letter: Option<char>) -> Wrong {
    let written = written(letter);
    let message = say::server::lint::fleet_specifier(&written);
    // An instance's escapes are the only difference, and Fleet's own names have none.
    let right = (letter == Some('I')).then_some((at..at + 2, "%i"));
    Wrong { span: at..at + written.len(), right, message }
}

fn systemds(value: &str, at: usize, letter: Option<char>) -> Wrong {
    // `%p-i%`: the sign behind its letter instead of before it.
    let before = value.get(..at).unwrap_or_default();
    let swapped =
        [("i", "%i", "instance"), ("p", "%p", "name before the @"), ("n", "%n", "name"), ("N", "%N", "name")];
    let swapped = swapped.into_iter().find(|(letter, ..)| {
        before.strip_suffix(letter).is_some_and(|stem| stem.ends_with(['-', '_', '.', ':', '@', ' ', '=']))
    });
    if let Some((letter, right, meaning)) = swapped {
        let message = format!(
            "'{letter}%' is no specifier: systemd leaves it as it stands. What stands for the {meaning} is {right}."
        );
        return Wrong { span: at - 1..at + 1, right: Some((at - 1..at + 1, right)), message };
    }
    let written = written(letter);
    let message = say::server::lint::bad_specifier(&written);
    Wrong { span: at..at + written.len(), right: Some((at..at + 1, "%%")), message }
}
