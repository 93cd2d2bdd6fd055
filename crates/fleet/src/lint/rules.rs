//! The rules, a file for each thing that they are about.
//!
//! A rule reads the [`Context`] and gives findings; it neither sorts them nor looks at those of others.

use super::{Context, Finding};

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

pub(super) fn all(context: &Context<'_>) -> Vec<Finding> {
    let rules = [
        unit_name::check,
        lines::check,
        sections::check,
        specifiers::check,
        command_lines::check,
        shell::check,
        service::check,
        containers::check,
        detached::check,
        images::check,
        fleet_section::check,
    ];
    rules.iter().flat_map(|rule| rule(context)).collect()
}
