//! What is written: functions for the messages, and catalogues to fetch.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};

use anyhow::{Context, Result, bail, ensure};

use crate::catalogue::{Areas, Catalogue};
use crate::message::Message;

/// Rust's words, also those that it keeps for later. `self`, `super` and `crate` can be no names at all.
const KEYWORDS: &str = "abstract as async await become box break const continue do dyn else enum extern false \
    final fn for gen if impl in let loop macro match mod move mut override priv pub ref return static struct \
    trait true try type typeof unsafe unsized use virtual where while yield";

/// A module for each area, a function for each message.
pub(crate) fn functions(english: &Catalogue) -> Result<String> {
    let mut code = format!("const FINGERPRINT: &str = \"{}\";\n", fingerprint(english));
    let mut number = 0;
    write_areas(&mut code, "", &english.page, &mut number)?;
    writeln!(
        code,
        "\n/// What only the server says: none of it is in the catalogues that the page fetches."
    )?;
    writeln!(code, "pub mod server {{")?;
    write_areas(&mut code, "server/", &english.server, &mut number)?;
    writeln!(code, "}}")?;
    Ok(code)
}

fn write_areas(code: &mut String, folder: &str, areas: &Areas, number: &mut usize) -> Result<()> {
    for (area, messages) in areas {
        writeln!(code, "\n/// The words of `en/{folder}{area}.ftl`.\npub mod {} {{", identifier(area))?;
        write_area(code, area, messages, number)?;
        writeln!(code, "}}")?;
    }
    Ok(())
}

fn write_area(
    code: &mut String,
    area: &str,
    messages: &BTreeMap<String, Message>,
    number: &mut usize,
) -> Result<()> {
    for (key, message) in messages {
        let text = message.encoded(&message.parts).with_context(|| format!("en/{area}.ftl: {key}"))?;
        let name = identifier(key);
        writeln!(code, "    /// {}", readable(&text, &message.parts))?;
        if message.parts.is_empty() {
            writeln!(
                code,
                "    pub fn {name}() -> &'static str {{\n        crate::spoken::say({number}, {text:?})\n    }}"
            )?;
        } else {
            let is_count = |part: &String| message.count.as_ref() == Some(part);
            let parameter = |part: &String| match is_count(part) {
                true => format!("{}: usize", identifier(part)),
                false => format!("{}: &dyn std::fmt::Display", identifier(part)),
            };
            let argument = |part: &String| match is_count(part) {
                true => format!("&{}", identifier(part)),
                false => identifier(part),
            };
            let parameters: Vec<_> = message.parts.iter().map(parameter).collect();
            let arguments: Vec<_> = message.parts.iter().map(argument).collect();
            let count = message.count.as_deref().map_or_else(|| "0".to_owned(), identifier);
            writeln!(
                code,
                "    pub fn {name}({}) -> String {{\n        crate::spoken::fill({number}, {text:?}, {count}, &[{}])\n    }}",
                parameters.join(", "),
                arguments.join(", ")
            )?;
        }
        *number += 1;
    }
    Ok(())
}

/// The messages of a language, a line each.
pub(crate) struct Lines {
    /// What the page fetches: first the mark of the build, then its messages in the order of the English ones.
    pub(crate) page: String,
    /// The messages of the server alone, whose numbers come behind those.
    pub(crate) server: String,
}

/// Another language's messages.
pub(crate) fn translation(english: &Catalogue, other: &Catalogue) -> Result<Lines> {
    for (area, key, _) in other.messages() {
        ensure!(english.message(&area, key).is_some(), "{area}.ftl has {key}, which the English has not");
    }
    let mut lines = Lines { page: format!("{}\n", fingerprint(english)), server: String::new() };
    let mut missing = Vec::new();
    for (area, key, message) in english.messages() {
        let Some(said) = other.message(&area, key) else {
            missing.push(format!("{area}.ftl: {key}"));
            continue;
        };
        let named = || format!("{area}.ftl: {key}");
        ensure!(
            said.count.is_none() || said.count == message.count,
            "{}: chooses by a number, and the English does not: write the English with [one] and *[other] too",
            named()
        );
        let text = if area.contains('/') { &mut lines.server } else { &mut lines.page };
        text.push_str(&said.encoded(&message.parts).with_context(named)?);
        text.push('\n');
    }
    if !missing.is_empty() {
        bail!("not translated: {}", missing.join(", "));
    }
    Ok(lines)
}

/// The names of all messages, a line each, in the order of their numbers.
pub(crate) fn keys(english: &Catalogue) -> String {
    english.messages().map(|(area, key, _)| format!("{area}/{key}\n")).collect()
}

/// Tells the messages of one build from those of another: their keys, order and parts.
fn fingerprint(english: &Catalogue) -> String {
    let mut hasher = DefaultHasher::new();
    for (area, key, message) in english.messages() {
        (area, key, &message.parts).hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

fn identifier(key: &str) -> String {
    let name = key.replace('-', "_");
    if KEYWORDS.split_ascii_whitespace().any(|word| word == name) { format!("r#{name}") } else { name }
}

/// For the documentation of the function: the parts by their names.
fn readable(text: &str, parts: &[String]) -> String {
    let forms = text.strip_prefix('\u{f}').map_or_else(
        || text.to_owned(),
        |forms| {
            forms.split('\u{f}').map(|form| form.get(1..).unwrap_or_default()).collect::<Vec<_>>().join(" / ")
        },
    );
    let mut said = String::new();
    for sign in forms.chars() {
        match (sign as usize).checked_sub(1).and_then(|place| parts.get(place)) {
            Some(part) => said.push_str(&format!("`{part}`")),
            // Not to be read as links or markup.
            None if ['[', ']', '<', '>', '`', '*', '_'].contains(&sign) => said.extend(['\\', sign]),
            None => said.push(sign),
        }
    }
    said
}
