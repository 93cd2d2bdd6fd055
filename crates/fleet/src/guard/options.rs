//! Options that are not sent.

use std::{collections::HashSet, fmt};

use super::{GuardError, MAX_FLEET_VALUES, MAX_OPTIONS, MAX_TEXT_BYTES};
use crate::{Requirements, UnitOption, unit_file};

/// The most signs of a section or a name in a message.
const LABEL_LENGTH: usize = 40;

/// A part of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionPart {
    /// The section.
    Section,
    /// The name.
    Name,
    /// The value.
    Value,
}

/// What is wrong with an option: a sentence for people, that says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OptionProblem {
    /// Section or name is empty.
    #[error("the {0} is empty: fill it in")]
    Empty(OptionPart),
    /// A newline or carriage return: what follows it would be an option, a section or a comment of its own.
    #[error(
        "the {0} holds a line break, which would start a line of its own in the unit file: write it on one line"
    )]
    LineBreak(OptionPart),
    /// NUL, which ends lines too, or another control sign, which no unit needs.
    #[error("the {0} holds the control sign {1:?}, which does not belong into a unit file: remove it")]
    ControlSign(OptionPart, char),
    /// A sign that ends a name or a section, or starts something else.
    #[error("the {0} holds {1:?}, which has a meaning of its own in a unit file: remove it")]
    ReservedSign(OptionPart, char),
    /// The name starts a comment.
    #[error(
        "the name starts with {0:?}, which would make the line a comment: remove the sign, or the option"
    )]
    Comment(char),
    /// Fleet would cut the blanks off.
    #[error("the {0} starts or ends with a blank, which Fleet cuts off: remove it")]
    BlankAtEnd(OptionPart),
    /// The value would swallow the next line.
    #[error("the value ends in a backslash, which would swallow the line after it: remove the backslash")]
    TrailingBackslash,
    /// The line is longer than Fleet reads.
    #[error(
        "the line has {bytes} bytes, but Fleet reads lines of at most {} bytes: shorten the {part}",
        unit_file::LINE_LIMIT - 1
    )]
    LineTooLong {
        /// The part to shorten.
        part: OptionPart,
        /// The length of the line.
        bytes: usize,
    },
    /// The section was left and entered again: Fleet would move the option up.
    #[error(
        "the section was left before and Fleet would move this option up to it: put all options of a section together"
    )]
    SectionInterleaved,
}

impl fmt::Display for OptionPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Section => "section",
            Self::Name => "name",
            Self::Value => "value",
        })
    }
}

pub(super) fn check(options: &[UnitOption]) -> Result<(), GuardError> {
    check_count(options)?;
    let mut left_sections = HashSet::new();
    let mut current = None;
    for (index, option) in options.iter().enumerate() {
        let section = option.section.as_str();
        let result = check_option(option).and_then(|()| {
            if current != Some(section) {
                left_sections.extend(current.replace(section));
            }
            if left_sections.contains(section) { Err(OptionProblem::SectionInterleaved) } else { Ok(()) }
        });
        result.map_err(|problem| GuardError::Option { number: index + 1, label: label(option), problem })?;
    }
    check_text(options)?;
    check_fleet_values(options)
}

pub(super) fn check_size(options: &[UnitOption]) -> Result<(), GuardError> {
    check_count(options)?;
    check_text(options)?;
    check_fleet_values(options)
}

fn check_count(options: &[UnitOption]) -> Result<(), GuardError> {
    if options.len() > MAX_OPTIONS {
        return Err(GuardError::TooManyOptions { count: options.len() });
    }
    Ok(())
}

fn check_text(options: &[UnitOption]) -> Result<(), GuardError> {
    let bytes = unit_file::to_text(options).len();
    if bytes > MAX_TEXT_BYTES { Err(GuardError::TextTooLong { bytes }) } else { Ok(()) }
}

/// Counts as Fleet reads: one line may hold a whole list.
fn check_fleet_values(options: &[UnitOption]) -> Result<(), GuardError> {
    match Requirements::most_values(options) {
        Some((key, count)) if count > MAX_FLEET_VALUES => {
            Err(GuardError::TooManyFleetValues { key: short(key), count })
        }
        _ => Ok(()),
    }
}

pub(super) fn check_option(option: &UnitOption) -> Result<(), OptionProblem> {
    check_part(OptionPart::Section, &option.section, &['[', ']'])?;
    check_part(OptionPart::Name, &option.name, &['=', '[', ']'])?;
    check_part(OptionPart::Value, &option.value, &[])?;
    if let Some(sign @ ('#' | ';')) = option.name.chars().next() {
        return Err(OptionProblem::Comment(sign));
    }
    if option.value.ends_with('\\') {
        return Err(OptionProblem::TrailingBackslash);
    }
    check_length(option)
}

/// Refuses only lines that Fleet cannot read, whatever else is wrong with them.
pub(super) fn check_length(option: &UnitOption) -> Result<(), OptionProblem> {
    check_line(OptionPart::Section, option.section.len() + 2)?;
    let part = if option.name.len() > option.value.len() { OptionPart::Name } else { OptionPart::Value };
    check_line(part, option.name.len() + option.value.len() + 1)
}

fn check_part(part: OptionPart, text: &str, reserved: &[char]) -> Result<(), OptionProblem> {
    // Fleet keeps an empty value; an empty name or section means nothing to systemd.
    if text.is_empty() && part != OptionPart::Value {
        return Err(OptionProblem::Empty(part));
    }
    // A tab is a blank to systemd, and common in pasted commands.
    if let Some(sign) = text.chars().find(|sign| sign.is_control() && *sign != '\t') {
        return Err(match sign {
            '\n' | '\r' => OptionProblem::LineBreak(part),
            _ => OptionProblem::ControlSign(part, sign),
        });
    }
    if let Some(sign) = text.chars().find(|sign| reserved.contains(sign)) {
        return Err(OptionProblem::ReservedSign(part, sign));
    }
    if text.trim().len() != text.len() {
        return Err(OptionProblem::BlankAtEnd(part));
    }
    Ok(())
}

fn check_line(part: OptionPart, bytes: usize) -> Result<(), OptionProblem> {
    if bytes >= unit_file::LINE_LIMIT { Err(OptionProblem::LineTooLong { part, bytes }) } else { Ok(()) }
}

/// Section and name for a message: control signs escaped, long ones cut. The value stays out of it; it may be secret.
fn label(option: &UnitOption) -> String {
    format!("{}/{}", short(&option.section), short(&option.name))
}

fn short(text: &str) -> String {
    let mut signs = text.chars();
    let mut short: String = signs.by_ref().take(LABEL_LENGTH).flat_map(char::escape_debug).collect();
    if signs.next().is_some() {
        short.push('…');
    }
    short
}
