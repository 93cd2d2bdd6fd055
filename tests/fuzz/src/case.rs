//! How a case with several parts is written as bytes, so that every target takes any bytes at all.
//!
//! ASCII has two signs for this: the record separator stands between options or answers, the unit separator between
//! the parts of one.

use fleet::UnitOption;

/// Between records.
pub(crate) const RECORD: char = '\x1e';
/// Between the parts of a record.
pub(crate) const PART: char = '\x1f';

/// The input as text; what is no UTF-8 is replaced.
pub(crate) fn text(input: &[u8]) -> String {
    String::from_utf8_lossy(input).into_owned()
}

/// Options from text. Parts that are missing are empty.
pub(crate) fn options(text: &str) -> Vec<UnitOption> {
    if text.is_empty() {
        return Vec::new();
    }
    text.split(RECORD)
        .map(|record| {
            let mut parts = record.splitn(3, PART);
            let mut part = || parts.next().unwrap_or_default();
            UnitOption::new(part(), part(), part())
        })
        .collect()
}

/// The text of options.
pub(crate) fn options_text(options: &[UnitOption]) -> String {
    let lines =
        options.iter().map(|option| format!("{}{PART}{}{PART}{}", option.section, option.name, option.value));
    lines.collect::<Vec<_>>().join("\x1e")
}

/// Two texts from one: what stands before the first separator and behind it.
pub(crate) fn pair(text: &str) -> (&str, &str) {
    text.split_once(PART).unwrap_or((text, ""))
}
