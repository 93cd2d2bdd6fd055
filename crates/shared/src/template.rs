//! Templates: how a pasted text becomes options (`read`), and how options become those of one instance (`fill`).
//!
//! This module owns the grammar of what people paste and of the placeholders. It never guesses: a text that it
//! does not understand is refused with the line and with what to do.

mod fill;
mod json;
mod rewrite;
#[cfg(test)]
mod tests;
mod text;

use std::collections::HashMap;

use fleet::{AppName, AppUnit, Requirements, UnitName, UnitOption};
use say::unit_file as words;

use crate::mistakes;

pub use fill::{FillError, ImageError, check_image};
pub(crate) use rewrite::rewrite;

/// An app's template: the static list of options, the same for every version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Whose.
    pub app: AppName,
    /// From 1.
    pub revision: u64,
    /// Fills `{image}`.
    pub image: String,
    /// The options, unfilled.
    pub options: Vec<UnitOption>,
}

/// The most that a pasted text may have, in bytes.
pub const MAX_SOURCE_BYTES: usize = 256 * 1024;

/// What is wrong with a pasted text, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .line.map_or_else(|| message.clone(), |line| words::line(&line, message)))]
pub struct SourceError {
    /// The line it is about, from 1, if it is about one.
    pub line: Option<u32>,
    /// A sentence for people.
    pub message: String,
}

impl SourceError {
    fn at(line: u32, message: impl Into<String>) -> Self {
        Self { line: Some(line), message: message.into() }
    }

    fn whole(message: impl Into<String>) -> Self {
        Self { line: None, message: message.into() }
    }
}

/// An option and the lines of the source on which it stands.
#[derive(Debug)]
pub(crate) struct Sourced {
    /// The first, from 1.
    pub(crate) line: u32,
    /// The last.
    pub(crate) last_line: u32,
    pub(crate) option: UnitOption,
}

/// Reads a pasted text as it is: a unit file, a JSON body for Fleet (`{"desiredState":…,"options":[…]}`), a JSON
/// array of options, or single options with commas between them, as articles print them.
///
/// What comes back is normalised: it survives Fleet's way through text and back unchanged, so that it has one hash.
pub fn read(source: &str) -> Result<Vec<UnitOption>, Vec<SourceError>> {
    let sourced = read_lines(source)?;
    check(&sourced)?;
    let options: Vec<UnitOption> = sourced.into_iter().map(|sourced| sourced.option).collect();
    let whole = |message: String| vec![SourceError::whole(message)];
    fleet::guard::check_options(&options).map_err(|error| whole(mistakes::unit(&error)))?;
    Requirements::check_create(&options)
        .map_err(|error| whole(words::refused_together(&mistakes::together(&error))))?;
    Ok(options)
}

/// The same with the lines, and unchecked: what is read may be anything. Fleet moves options of one section together;
/// done here, so that what is kept is what Fleet will hold.
pub(crate) fn read_lines(source: &str) -> Result<Vec<Sourced>, Vec<SourceError>> {
    if source.len() > MAX_SOURCE_BYTES {
        return Err(vec![SourceError::whole(words::too_long(&source.len(), &MAX_SOURCE_BYTES))]);
    }
    let source = source.trim_start_matches('\u{feff}');
    let mut sourced = if is_json(source) { json::read(source) } else { text::read(source) }?;
    if sourced.is_empty() {
        return Err(vec![SourceError::whole(words::no_options())]);
    }
    let mut sections: HashMap<String, usize> = HashMap::new();
    for Sourced { option, .. } in &sourced {
        let next = sections.len();
        sections.entry(option.section.clone()).or_insert(next);
    }
    sourced.sort_by_key(|sourced| sections.get(&sourced.option.section).copied());
    Ok(sourced)
}

/// Whether a pasted text is JSON. A unit file begins with `[` too: what follows the bracket tells.
pub fn is_json(source: &str) -> bool {
    let source = source.trim_start_matches('\u{feff}').trim_start();
    match source.strip_prefix('[') {
        Some(rest) => rest.trim_start().starts_with(['{', ']', '"', ',']) || rest.trim_start().is_empty(),
        None => source.starts_with(['{', '"']),
    }
}

/// Checks option by option, so that each error has its line.
fn check(sourced: &[Sourced]) -> Result<(), Vec<SourceError>> {
    let errors: Vec<SourceError> = sourced
        .iter()
        .filter_map(|Sourced { line, option, .. }| {
            let error = fleet::guard::check_options(std::slice::from_ref(option)).err()?;
            // Its number would be that among the one option given.
            Some(SourceError::at(*line, mistakes::unit_on_a_line(&error)))
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

impl Template {
    /// Whether this template made a unit with these options.
    pub fn has_made(&self, unit: &UnitName, options: &[UnitOption]) -> bool {
        let Some(parsed) = AppUnit::parse(unit).filter(|parsed| parsed.app == self.app) else { return false };
        self.fill(parsed.version.as_ref(), parsed.instance).is_ok_and(|filled| same_options(&filled, options))
    }
}

/// Whether these options are the same to systemd, however Fleet has written their lines.
pub(crate) fn same_options(one: &[UnitOption], other: &[UnitOption]) -> bool {
    let same = |(one, other): (&UnitOption, &UnitOption)| {
        one.section == other.section
            && one.name == other.name
            && (one.value == other.value || join_lines(&one.value) == join_lines(&other.value))
    };
    one.len() == other.len() && one.iter().zip(other).all(same)
}

/// Joins lines that end in a backslash the way systemd does: backslash and line end become one blank.
pub(crate) fn join_lines(value: &str) -> String {
    value.replace("\\\r\n", " ").replace("\\\n", " ")
}
