//! The text of a unit file: what Fleet writes, and what it reads.
//!
//! Read by following the text from one thing to the next: nothing yet, a section's head, a comment, an option.

use fleet::UnitOption;

/// Why a text can't be read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    LineTooLong,
    NoEndOfSection,
    BehindSection,
    NoEqualSign,
    NameToTheEnd,
}

/// The text of options: sections in the order of first sight, an empty line between two.
pub(crate) fn write(options: &[UnitOption]) -> String {
    let mut order: Vec<&str> = Vec::new();
    for option in options {
        if !order.contains(&option.section.as_str()) {
            order.push(&option.section);
        }
    }
    let blocks = order.into_iter().map(|section| {
        let lines = options.iter().filter(|option| option.section == section);
        let lines: String = lines.map(|option| format!("{}={}\n", option.name, option.value)).collect();
        format!("[{section}]\n{lines}")
    });
    blocks.collect::<Vec<_>>().join("\n")
}

/// Reads a text from its beginning to its end.
pub(crate) fn read(text: &str) -> Result<Vec<UnitOption>, Trouble> {
    let mut options = Vec::new();
    let mut section: Option<&str> = None;
    let mut rest = text;
    loop {
        let here = short_enough(rest)?;
        let Some(sign) = here.chars().next() else { return Ok(options) };
        let behind = &here[sign.len_utf8()..];
        rest = match sign {
            '[' => {
                let (name, behind) = short_enough(behind)?.split_once(']').ok_or(Trouble::NoEndOfSection)?;
                let (junk, _, behind) = line(short_enough(behind)?);
                if !junk.trim().is_empty() {
                    return Err(Trouble::BehindSection);
                }
                section = Some(name);
                behind
            }
            '#' | ';' => comment(short_enough(behind)?),
            _ if section.is_none() || sign.is_whitespace() => behind,
            _ => {
                let end = short_enough(here)?.find(['=', '\n', '\r']).ok_or(Trouble::NameToTheEnd)?;
                if !here[end..].starts_with('=') {
                    return Err(Trouble::NoEqualSign);
                }
                let (value, behind) = value(&here[end + 1..])?;
                options.push(UnitOption::new(section.unwrap_or_default(), here[..end].trim(), value));
                behind
            }
        };
    }
}

/// A value, over as many lines as end in a backslash; blank lines end it too.
fn value(text: &str) -> Result<(String, &str), Trouble> {
    let (mut value, mut rest) = (String::new(), text);
    loop {
        let (one, is_whole, behind) = line(short_enough(rest)?);
        rest = behind;
        let is_blank = one.trim().is_empty();
        if !is_blank {
            value += one;
        }
        if is_blank || !one.ends_with('\\') {
            // A newline that the value itself brought along stays, whatever else is trimmed.
            let kept = if value.ends_with('\n') { "\n" } else { "" };
            return Ok((value.trim().to_owned() + kept, rest));
        }
        if is_whole {
            value.push('\n');
        }
    }
}

/// What follows a comment. A backslash continues it, also with one blank behind it.
fn comment(text: &str) -> &str {
    let (one, _, rest) = line(text);
    let one = one.strip_suffix(' ').unwrap_or(one);
    if one.ends_with('\\') { comment(rest) } else { rest }
}

/// The first line, whether a newline ends it, and the rest. A carriage return belongs to the line unless it is the last
/// sign of the text.
fn line(text: &str) -> (&str, bool, &str) {
    match text.find('\n') {
        Some(end) => (&text[..end], true, &text[end + 1..]),
        None => (text.strip_suffix('\r').unwrap_or(text), false, ""),
    }
}

/// Fleet stops where the next 2048 bytes hold no end of a line.
fn short_enough(text: &str) -> Result<&str, Trouble> {
    let ahead = text.as_bytes().get(..2048);
    let is_long = ahead.is_some_and(|ahead| !ahead.contains(&b'\n') && !ahead.contains(&b'\r'));
    if is_long { Err(Trouble::LineTooLong) } else { Ok(text) }
}
