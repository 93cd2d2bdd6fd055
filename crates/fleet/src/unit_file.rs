//! The text of a unit file: what Fleet writes, and what it reads back.
//!
//! Owns both directions as Fleet has them, oddities included: Fleet turns options into text and the text into
//! options again, and only the second list counts. Must never be more careful than Fleet: options whose text means
//! something else than the options are refused by [`guard`](crate::guard), not here.

use std::collections::HashMap;

use crate::UnitOption;

mod lexer;

/// A line of this many bytes, or more, is too long for Fleet (and for the systemd of its time).
pub const LINE_LIMIT: usize = 2048;

/// Why Fleet cannot read the text of a unit file. Displays as Fleet's own message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitFileError {
    /// A line of 2048 bytes or more.
    #[error("line too long (max {LINE_LIMIT} bytes)")]
    LineTooLong,
    /// A line that is neither a section nor a comment and has no `=`.
    #[error("unexpected newline encountered while parsing option name")]
    NewlineInName,
    /// Something after the `]` of a section: the bytes that stand there.
    // Fleet names the section before the colon, but always an empty one.
    #[error("found garbage after section name : [{}]", decimal(.0))]
    GarbageAfterSection(Vec<u8>),
    /// A `[` without a `]`.
    #[error("unable to find end of section")]
    UnclosedSection,
    /// The text ends within the name of an option.
    #[error("EOF")]
    EndsInName,
}

/// The text of a unit file with these options: sections in the order of their first option, one empty line between
/// two. It is this text that Fleet hashes and stores.
pub fn to_text(options: &[UnitOption]) -> String {
    let mut text = String::with_capacity(options.iter().map(line_length).sum());
    for (index, (section, options)) in sections(options).into_iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        text.extend(["[", section, "]\n"]);
        for option in options {
            text.extend([&option.name, "=", &option.value, "\n"]);
        }
    }
    text
}

/// Reads the text of a unit file as Fleet does.
pub fn parse(text: &str) -> Result<Vec<UnitOption>, UnitFileError> {
    lexer::Lexer::new(text).options()
}

/// The options that Fleet makes of these: written as text and read back. What comes out can differ in every way
/// from what went in if a value holds a newline or ends in a backslash.
pub fn normalise(options: &[UnitOption]) -> Result<Vec<UnitOption>, UnitFileError> {
    parse(&to_text(options))
}

/// The same options with those of a section together, in the order in which [`to_text`] writes them.
pub fn grouped(options: &[UnitOption]) -> Vec<UnitOption> {
    sections(options).into_iter().flat_map(|(_, options)| options.into_iter().cloned()).collect()
}

/// The options by section, sections in order of first sight.
fn sections(options: &[UnitOption]) -> Vec<(&str, Vec<&UnitOption>)> {
    let mut sections: Vec<(&str, Vec<&UnitOption>)> = Vec::new();
    let mut places = HashMap::new();
    for option in options {
        let place = *places.entry(option.section.as_str()).or_insert(sections.len());
        match sections.get_mut(place) {
            Some((_, members)) => members.push(option),
            None => sections.push((&option.section, vec![option])),
        }
    }
    sections
}

fn line_length(option: &UnitOption) -> usize {
    option.name.len() + option.value.len() + 2
}

/// Bytes as Go prints a list of them.
fn decimal(bytes: &[u8]) -> String {
    bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
