//! Unit files as people paste them: stricter than Fleet's own parser, which skips what it does not know.

use fleet::UnitOption;
use say::unit_file as words;

use super::{SourceError, Sourced};

/// Reads a unit file, all errors at once.
pub(super) fn read(source: &str) -> Result<Vec<Sourced>, Vec<SourceError>> {
    let mut options = Vec::new();
    let mut errors = Vec::new();
    let mut section: Option<&str> = None;
    let mut lines = source.lines().zip(1u32..);
    while let Some((raw, line)) = lines.next() {
        let text = raw.trim();
        if text.is_empty() || is_comment(text) {
            continue;
        }
        if text.starts_with('[') {
            match section_name(text) {
                Some(name) => section = Some(name),
                None => errors.push(SourceError::at(line, words::no_section())),
            }
            continue;
        }
        let Some((joined, last_line)) = join(raw, line, &mut lines) else {
            errors.push(SourceError::at(line, words::backslash_at_end()));
            break;
        };
        match (section, joined.split_once('=')) {
            (_, None) => errors.push(SourceError::at(line, words::no_equals())),
            (None, Some(_)) => errors.push(SourceError::at(line, words::before_section())),
            (Some(section), Some((name, value))) => options.push(Sourced {
                line,
                last_line,
                option: UnitOption {
                    section: section.to_owned(),
                    name: name.trim().to_owned(),
                    value: value.trim().to_owned(),
                },
            }),
        }
    }
    if errors.is_empty() { Ok(options) } else { Err(errors) }
}

fn is_comment(text: &str) -> bool {
    text.starts_with(['#', ';'])
}

fn section_name(text: &str) -> Option<&str> {
    let name = text.strip_prefix('[')?.strip_suffix(']')?;
    (!name.trim().is_empty() && !name.contains(['[', ']'])).then_some(name)
}

/// Takes the following lines as long as one ends in a backslash, as systemd does: comments between them are left
/// out, the backslash becomes a blank. Tells the last line taken. `None` if the text ends in the middle.
fn join<'a>(
    first: &str,
    line: u32,
    lines: &mut impl Iterator<Item = (&'a str, u32)>,
) -> Option<(String, u32)> {
    let (mut joined, mut last_line) = (first.to_owned(), line);
    while joined.ends_with('\\') {
        joined.pop();
        joined.push(' ');
        let (next, line) = lines.find(|(line, _)| !is_comment(line.trim_start()))?;
        joined.push_str(next);
        last_line = line;
    }
    Some((joined, last_line))
}
