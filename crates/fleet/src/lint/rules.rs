//! The rules, a file for each thing that they are about.
//!
//! A rule reads the [`Context`] and gives findings, at most a few more than are told; it neither sorts them nor looks at those
//! of others.

use super::{Context, Finding, MOST_FINDINGS};
use crate::UnitOption;

mod command_lines;
mod containers;
mod detached;
mod fleet_section;
mod images;
mod lines;
mod sections;
mod service;
mod shell;
mod specifiers;
mod unit_name;
mod values;

pub(super) fn all(context: &Context<'_>) -> Vec<Finding> {
    let rules = [
        unit_name::check,
        lines::check,
        sections::check,
        specifiers::check,
        command_lines::check,
        shell::check,
        service::check,
        values::check,
        containers::check,
        detached::check,
        images::check,
        fleet_section::check,
    ];
    // One more than are told, so that it shows that there are others.
    rules.iter().flat_map(|rule| rule(context).into_iter().take(MOST_FINDINGS + 1)).collect()
}

/// What is so large that no rule may look at it.
pub(super) fn beyond_measure(options: &[UnitOption]) -> Vec<Finding> {
    lines::beyond_measure(options)
}
