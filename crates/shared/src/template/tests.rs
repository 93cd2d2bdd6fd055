//! Templates: what people paste, and what becomes of it.

mod filling;
mod json;
mod names;
mod unit_file;

use super::{SourceError, read};

/// The errors as people see them, one a line.
fn errors(source: &str) -> String {
    let errors = read(source).unwrap_err();
    errors.iter().map(SourceError::to_string).collect::<Vec<_>>().join("\n")
}

/// The options as lines `section/name=value`.
fn lines(source: &str) -> Vec<String> {
    let options = read(source).unwrap_or_else(|errors| panic!("{errors:?}"));
    options.iter().map(|option| format!("{}/{}={}", option.section, option.name, option.value)).collect()
}
