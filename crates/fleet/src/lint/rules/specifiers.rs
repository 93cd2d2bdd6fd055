//! The signs behind a `%`.

use super::{Context, Finding};
use crate::lint::{Fix, Rule, directives};

/// What systemd replaces, in any version since 208, and `%%`.
const SPECIFIERS: &str = "aAbBcCdDEfgGhHiIjJlLmMnNoOpPqrRsStTuUvVwWyY%";
/// What Fleet replaces in its own section.
const FLEETS: &str = "nNpi";

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, option) in context.options.iter().enumerate() {
        let is_fleets = option.section == directives::FLEET;
        let known = if is_fleets { FLEETS } else { SPECIFIERS };
        let mut signs = option.value.char_indices();
        while let Some((at, sign)) = signs.next() {
            if sign != '%' {
                continue;
            }
            let letter = signs.as_str().chars().next();
            if letter.is_some_and(|letter| known.contains(letter)) {
                signs.next();
                continue;
            }
            let written = letter.map_or("%".to_owned(), |letter| format!("%{letter}"));
            let span = at..at + written.len();
            if is_fleets {
                findings.push(
                    Finding::within(Rule::FleetSpecifier, index, span, fleets(&written)).with_some(
                        // An instance's escapes are the only difference, and Fleet's own names have none.
                        (letter == Some('I'))
                            .then(|| Fix::replace("Write %i", index, replaced(&option.value, at, 2, "%i"))),
                    ),
                );
                continue;
            }
            findings.push(systemds(index, &option.value, at, letter));
        }
    }
    findings
}

fn fleets(written: &str) -> String {
    format!(
        "Fleet replaces %p, %i, %n and %N in [X-Fleet] and nothing else: {written} stays as it stands, and the line means \
         another unit than you think."
    )
}

fn systemds(index: usize, value: &str, at: usize, letter: Option<char>) -> Finding {
    // `%p-i%`: the sign behind its letter instead of before it.
    let swapped = value.get(..at).and_then(|before| before.chars().next_back()).filter(|before| {
        let stem = value.get(..at - before.len_utf8()).unwrap_or_default();
        matches!(before, 'i' | 'p' | 'n' | 'N') && stem.ends_with(['-', '_', '.', ':', '@', ' ', '='])
    });
    if let Some(before) = swapped {
        let message = format!(
            "'{before}%' is no specifier: systemd leaves it as it stands. What stands for the {} is %{before}.",
            match before {
                'i' => "instance",
                'p' => "name before the @",
                _ => "name",
            }
        );
        let right = replaced(value, at - 1, 2, &format!("%{before}"));
        return Finding::within(Rule::BadSpecifier, index, at - 1..at + 1, message).with(Fix::replace(
            format!("Write %{before}"),
            index,
            right,
        ));
    }
    let written = letter.map_or("%".to_owned(), |letter| format!("%{letter}"));
    let message = format!("'{written}' is no specifier of systemd's. A sign of per cent is written %%.");
    Finding::within(Rule::BadSpecifier, index, at..at + written.len(), message).with(Fix::replace(
        "Write %%",
        index,
        replaced(value, at, 1, "%%"),
    ))
}

/// The value with so many bytes from there on replaced.
fn replaced(value: &str, at: usize, length: usize, by: &str) -> String {
    let before = value.get(..at).unwrap_or_default();
    let after = value.get(at + length..).unwrap_or_default();
    format!("{before}{by}{after}")
}
