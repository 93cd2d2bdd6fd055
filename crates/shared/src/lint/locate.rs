//! Where a value stands in the text that it was read from.

use std::ops::Range;

use crate::template::Sourced;

/// Line and column, both from 1, of an option or of a part of its value. The column is that of a character, and only
/// known where the value stands on one line as it is, or as JSON writes it.
pub(super) fn locate(source: &str, sourced: &Sourced, span: Option<&Range<usize>>) -> (u32, Option<u32>) {
    let Some(before) = span.and_then(|span| sourced.option.value.get(..span.start)) else {
        return (sourced.line, None);
    };
    let value = sourced.option.value.as_str();
    let forms = [(value.to_owned(), before.to_owned()), (in_json(value), in_json(before))];
    let lines = (sourced.line..=sourced.last_line).zip(source.lines().skip(sourced.line as usize - 1));
    for (number, line) in lines {
        for (value, before) in &forms {
            // From the end: a name or a key before the value may hold the same word.
            let Some(at) = line.rfind(value.as_str()) else { continue };
            let column = line.get(..at).map_or(0, |text| text.chars().count()) + before.chars().count() + 1;
            return (number, u32::try_from(column).ok());
        }
    }
    (sourced.line, None)
}

/// As it stands between the quotation marks of JSON.
fn in_json(text: &str) -> String {
    let written = serde_json::to_string(text).unwrap_or_default();
    written.get(1..written.len().saturating_sub(1)).unwrap_or_default().to_owned()
}
