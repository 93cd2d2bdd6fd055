//! The edges at which what the server says becomes words: before that its sentences are kept (`say::keeping`), so that one
//! answer, stored note or event can be read by people of several languages. Knows texts and JSON, nothing of HTTP.

use std::borrow::Cow;

use bytes::Bytes;

/// JSON with the kept sentences in its strings said in the language that is spoken here.
///
/// Each string is read, told and written anew: whatever a name or a note holds, it stays within its string.
pub(crate) fn json(text: Bytes) -> Bytes {
    if !has_sentences(&text) {
        return text;
    }
    match std::str::from_utf8(&text) {
        Ok(json) => told(json).into(),
        Err(_) => text,
    }
}

/// Whether there is anything to say in it.
pub(crate) fn has_sentences(text: &[u8]) -> bool {
    let mut sign = [0; 4];
    memchr::memmem::find(text, say::KEPT.encode_utf8(&mut sign).as_bytes()).is_some()
}

fn told(json: &str) -> String {
    let mut said = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find(say::KEPT) {
        let (before, from) = rest.split_at(at);
        let Some((start, end)) = opened(before).zip(closed(from)) else { break };
        let (outside, begun) = rest.split_at(start);
        let (string, after) = begun.split_at(at + end - start);
        said.push_str(outside);
        said.push_str(&retold(string));
        rest = after;
    }
    said.push_str(rest);
    said
}

/// Where the string begins that is still open at the end of this: the last quotation mark that is none of its signs.
fn opened(text: &str) -> Option<usize> {
    text.rmatch_indices('"').map(|(at, _)| at).find(|at| !is_escaped(text, *at))
}

/// Behind the quotation mark that ends the string within which this begins.
fn closed(text: &str) -> Option<usize> {
    text.match_indices('"').map(|(at, _)| at).find(|at| !is_escaped(text, *at)).map(|at| at + 1)
}

fn is_escaped(text: &str, at: usize) -> bool {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

fn retold(string: &str) -> Cow<'_, str> {
    let told = serde_json::from_str::<Cow<'_, str>>(string)
        .and_then(|text| serde_json::to_string(&say::tell(&text)));
    told.map_or(Cow::Borrowed(string), Cow::Owned)
}

/// A line of the log, in English whoever is spoken to: what is kept begins and ends within one.
pub(crate) fn line(line: &[u8]) -> Cow<'_, [u8]> {
    match std::str::from_utf8(line).map(say::tell_in_english) {
        Ok(Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
        _ => Cow::Borrowed(line),
    }
}

#[cfg(test)]
mod tests {
    use say::Language;

    use super::*;

    fn kept() -> String {
        say::keeping(|| say::spans::list(&"\"a\\", &say::policy::anybody()))
    }

    #[test]
    fn sentences_are_told_where_they_stand() {
        let value = serde_json::json!({"x": "a \" b", "y": [kept(), 1, kept()], "z\\": "\\"});
        let told = |language| {
            let bytes = Bytes::from(value.to_string());
            let told = say::in_language(language, || json(bytes));
            serde_json::from_slice::<serde_json::Value>(&told).unwrap()
        };
        let english = "\"a\\ and an administrator";
        assert_eq!(told(Language::English)["y"], serde_json::json!([english, 1, english]));
        let german = told(Language::German);
        assert!(german["y"][2].as_str().unwrap().starts_with("\"a\\ und "), "{german}");
        assert_eq!(german["z\\"], "\\");
    }

    #[test]
    fn what_somebody_sends_ends_with_its_string() {
        let value = serde_json::json!({"x": "\u{fdd0}a\u{fdd1}", "y": "\u{fdd2}", "z": "\u{fdd0}\\"});
        let told: serde_json::Value = serde_json::from_slice(&json(value.to_string().into())).unwrap();
        assert_eq!(told["y"], "\u{fdd2}");
        assert_eq!(told["z"], "\\");
    }

    #[test]
    fn the_log_is_in_english() {
        let told = say::in_language(Language::German, || line(kept().as_bytes()).into_owned());
        assert_eq!(told, b"\"a\\ and an administrator");
    }
}
