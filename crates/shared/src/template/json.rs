//! JSON as people paste it: a body for Fleet, an array of options, or options with commas between them.
//!
//! Strict where a slip would go unseen: a misspelt or repeated member is an error.

use fleet::UnitOption;
use say::unit_file as words;
use serde::Deserialize;

use super::{SourceError, Sourced, join_lines};

/// An option or a whole body: both have a `name`, and a reader that knows both gives better errors.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Item {
    section: Option<String>,
    name: Option<String>,
    value: Option<String>,
    options: Option<Vec<Entry>>,
    // A template has none of these, but a body copied from Fleet does.
    #[serde(rename = "desiredState")]
    _desired_state: Option<String>,
    #[serde(rename = "currentState")]
    _current_state: Option<String>,
    #[serde(rename = "machineID")]
    _machine_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default)]
    section: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    value: String,
}

/// Reads JSON. There is one error at most: behind it nothing can be made out.
pub(super) fn read(source: &str) -> Result<Vec<Sourced>, Vec<SourceError>> {
    let (entries, depth) = entries(source).map_err(|error| vec![error])?;
    let lines = object_lines(source, depth);
    let end = line_at(source, source.len());
    // An option's lines end before the next one's.
    let last_lines: Vec<u32> = lines.iter().skip(1).map(|next| next - 1).chain([end]).collect();
    Ok(entries
        .into_iter()
        .zip(lines.into_iter().zip(last_lines))
        .map(|(Entry { section, name, value }, (line, last_line))| Sourced {
            line,
            last_line: last_line.max(line),
            option: UnitOption { section, name, value: join_lines(&value).trim_matches(BLANK).to_owned() },
        })
        .collect())
}

/// What Fleet cuts off both ends of a value.
const BLANK: [char; 2] = [' ', '\t'];

/// The options, and how deep their objects lie in other objects.
fn entries(source: &str) -> Result<(Vec<Entry>, u32), SourceError> {
    if source.trim_start().starts_with('[') {
        let mut rest = Rest::new(source);
        let entries = rest.next::<Vec<Entry>>()?;
        return match rest.skip_comma() {
            "" => Ok((entries, 0)),
            _ => Err(SourceError::at(rest.line(), words::behind_array())),
        };
    }
    let mut rest = Rest::new(source);
    let mut entries = Vec::new();
    while !rest.skip_comma().is_empty() {
        let line = rest.line();
        let item = rest.next::<Item>()?;
        match (item.options, item.section) {
            (Some(options), None) if entries.is_empty() && item.value.is_none() => {
                return match rest.skip_comma() {
                    "" => Ok((options, 1)),
                    _ => Err(SourceError::at(rest.line(), words::behind_body())),
                };
            }
            (None, Some(section)) => entries.push(Entry {
                section,
                name: item.name.unwrap_or_default(),
                value: item.value.unwrap_or_default(),
            }),
            (Some(_), _) => return Err(SourceError::at(line, words::body_among_options())),
            (None, None) => return Err(SourceError::at(line, words::neither())),
        }
    }
    Ok((entries, 0))
}

/// The part of the source not read yet.
struct Rest<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Rest<'a> {
    fn new(source: &'a str) -> Self {
        Self { source, at: 0 }
    }

    fn left(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    /// Goes over blanks and commas: pasted pieces often begin or end with one.
    fn skip_comma(&mut self) -> &'a str {
        let left = self.left().trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        self.at = self.source.len() - left.len();
        left
    }

    fn line(&self) -> u32 {
        line_at(self.source, self.at)
    }

    fn next<T: serde::de::DeserializeOwned>(&mut self) -> Result<T, SourceError> {
        let mut values = serde_json::Deserializer::from_str(self.left()).into_iter::<T>();
        match values.next() {
            Some(Ok(value)) => {
                self.at += values.byte_offset();
                Ok(value)
            }
            Some(Err(error)) => {
                let within = u32::try_from(error.line()).unwrap_or(1).max(1);
                // The error's own "at line … column …" counts from where this value begins.
                let place = format!(" at line {} column {}", error.line(), error.column());
                let text = error.to_string();
                let reason = text.strip_suffix(&place).unwrap_or(&text);
                Err(SourceError::at(self.line() + within - 1, words::not_json(&reason)))
            }
            None => Err(SourceError::at(self.line(), words::json_ends())),
        }
    }
}

fn line_at(source: &str, at: usize) -> u32 {
    let lines = source.bytes().take(at).filter(|byte| *byte == b'\n').count();
    u32::try_from(lines).unwrap_or(u32::MAX).saturating_add(1)
}

/// The lines on which the objects begin that lie `depth` objects deep. Only for text that is known to be JSON.
fn object_lines(source: &str, depth: u32) -> Vec<u32> {
    let (mut lines, mut line, mut open) = (Vec::new(), 1u32, 0u32);
    let (mut in_text, mut escaped) = (false, false);
    for byte in source.bytes() {
        match byte {
            b'\n' => line += 1,
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' if !in_text => {
                if open == depth {
                    lines.push(line);
                }
                open += 1;
            }
            b'}' if !in_text => open = open.saturating_sub(1),
            _ => {}
        }
    }
    lines
}
