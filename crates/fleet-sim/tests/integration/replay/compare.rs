//! Answers without what may differ between two clusters that behave the same.

use serde_json::Value;

use super::transcript::Case;
use crate::client::Answer;

/// The IDs of the recorded cluster's machines, which an empty simulation has too.
const MACHINES: [&str; 3] = [
    "944b8b4cf411912113956567820fcb9a",
    "aace2687da74b096e2c17858b628c0a6",
    "d70dd7c0373ca9455898f0b45c0d80f4",
];

/// Where the JSON parser's own words begin in a message.
const PARSERS_WORDS: [&str; 6] =
    ["unable to decode body", "json", "illegal base64", "invalid character", "unexpected EOF", "EOF"];

/// What is compared of an answer.
#[derive(Debug, PartialEq)]
pub(super) struct Essence {
    /// `None` if there was no answer, or only a part of one.
    status: Option<u16>,
    media_type: Option<String>,
    location: Option<String>,
    body: Value,
}

impl Essence {
    pub(super) fn of_record(case: &Case) -> Self {
        let response = &case.response;
        Self::new(
            case,
            response.status,
            |name| response.headers.get(name).map(String::as_str),
            response.body.as_deref().unwrap_or_default(),
        )
    }

    pub(super) fn of_answer(case: &Case, answer: &Answer) -> Self {
        let promised = answer.header("Content-Length").and_then(|length| length.parse().ok());
        let is_cut =
            case.request.method != "HEAD" && promised.is_some_and(|length: usize| answer.body.len() < length);
        let status = answer.status.filter(|_| !is_cut);
        Self::new(case, status, |name| answer.header(name), &answer.body)
    }

    fn new<'a>(
        case: &Case,
        status: Option<u16>,
        header: impl Fn(&str) -> Option<&'a str>,
        body: &str,
    ) -> Self {
        if status.is_none() {
            return Self { status, media_type: None, location: None, body: Value::Null };
        }
        let media_type = header("content-type").and_then(|text| text.split(';').next());
        Self {
            status,
            media_type: media_type.filter(|text| !text.is_empty()).map(str::to_owned),
            location: header("location").map(str::to_owned),
            body: if case.request.path == "/metrics" { Value::Null } else { essential_body(body) },
        }
    }
}

fn essential_body(body: &str) -> Value {
    let mut text = body.to_owned();
    for id in MACHINES {
        text = text.replace(id, "M").replace(&id[..8], "M");
    }
    if text.is_empty() {
        return Value::Null;
    }
    let Ok(mut body) = serde_json::from_str::<Value>(&text) else { return Value::String(text) };
    for list in ["states", "machines"] {
        if let Some(entities) = body.get_mut(list).and_then(Value::as_array_mut) {
            for entity in entities.iter_mut().filter(|entity| entity.get("primaryIP").is_some()) {
                entity["primaryIP"] = "IP".into();
            }
            entities.sort_by_key(Value::to_string);
        }
    }
    if let Some(message) = body.pointer_mut("/error/message") {
        let text = message.as_str().unwrap_or_default();
        let first = PARSERS_WORDS.iter().filter_map(|words| Some((text.find(words)?, words))).min();
        if let Some((at, words)) = first {
            *message = format!("{}{words}", &text[..at]).into();
        }
    }
    body
}
