//! Lines that are not what they look like: what [`guard`] refuses, each with its place.

use std::collections::HashSet;

use super::{Context, Finding};
use crate::UnitOption;
use crate::guard::{self, OptionPart, OptionProblem};
use crate::lint::{Edit, Fix, MOST_FINDINGS, Place, Rule};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let each = context.options.iter().enumerate().filter_map(|(index, option)| {
        let problem = guard::check_option(option).err()?;
        let finding = Finding::at(rule(&problem)?, index, sentence(&problem.to_string()));
        Some(finding.with_some(fix(index, option, &problem)))
    });
    each.chain(interleaved(context)).take(MOST_FINDINGS + 1).collect()
}

/// Messages of the guard begin in lower case, since its label stands before them.
pub(super) fn sentence(text: &str) -> String {
    let mut signs = text.chars();
    let first = signs.next().into_iter().flat_map(char::to_uppercase);
    first.chain(signs).chain(['.']).collect()
}

fn rule(problem: &OptionProblem) -> Option<Rule> {
    Some(match problem {
        OptionProblem::LineBreak(_) => Rule::LineBreak,
        OptionProblem::TrailingBackslash => Rule::TrailingBackslash,
        OptionProblem::Empty(_) | OptionProblem::ReservedSign(..) | OptionProblem::Comment(_) => {
            Rule::ReservedSign
        }
        OptionProblem::ControlSign(..) => Rule::ControlSign,
        OptionProblem::BlankAtEnd(_) => Rule::BlankAtEnd,
        OptionProblem::LineTooLong { .. } => Rule::LineTooLong,
        OptionProblem::SectionInterleaved => return None,
    })
}

fn fix(index: usize, option: &UnitOption, problem: &OptionProblem) -> Option<Fix> {
    match problem {
        OptionProblem::LineBreak(OptionPart::Value) => {
            // A backslash before it was meant to go on in the next line.
            let pieces = option.value.split(['\n', '\r']).map(|piece| piece.trim_end_matches('\\').trim());
            let value: Vec<&str> = pieces.filter(|piece| !piece.is_empty()).collect();
            Some(Fix::replace(say::server::lint::on_one_line(), index, value.join(" ")))
        }
        OptionProblem::TrailingBackslash => {
            let value = option.value.trim_end_matches(|sign: char| sign == '\\' || sign.is_whitespace());
            Some(Fix::replace(say::server::lint::remove_backslash(), index, value))
        }
        OptionProblem::BlankAtEnd(part) => {
            let edit = match part {
                OptionPart::Section => Edit::Move { index, section: option.section.trim().to_owned() },
                OptionPart::Name => Edit::Rename { index, name: option.name.trim().to_owned() },
                OptionPart::Value => Edit::Replace { index, value: option.value.trim().to_owned() },
            };
            Some(Fix::new(say::server::lint::remove_blank(), vec![edit]))
        }
        _ => None,
    }
}

fn interleaved(context: &Context<'_>) -> Option<Finding> {
    let mut seen = HashSet::new();
    let mut current = None;
    let index = context.options.iter().position(|option| {
        let section = option.section.as_str();
        let is_entered = current.replace(section) != Some(section);
        is_entered && !seen.insert(section)
    })?;
    let message = sentence(&OptionProblem::SectionInterleaved.to_string());
    // Every fix puts the options of a section together.
    Some(
        Finding::at(Rule::SectionInterleaved, index, message)
            .with(Fix::new(say::server::lint::put_together(), Vec::new())),
    )
}

/// What nothing else is said about: rules take their time with each sign, and fixes are copies.
pub(super) fn beyond_measure(options: &[UnitOption]) -> Vec<Finding> {
    if let Err(error) = guard::check_size(options) {
        return vec![Finding::new(Rule::TooLarge, Place::File, sentence(&error.to_string()))];
    }
    let too_long = options.iter().enumerate().filter_map(|(index, option)| {
        let problem = guard::check_length(option).err()?;
        Some(Finding::at(Rule::LineTooLong, index, sentence(&problem.to_string())))
    });
    too_long.take(MOST_FINDINGS + 1).collect()
}
