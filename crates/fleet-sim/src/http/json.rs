//! JSON as Go's `encoding/json` reads it, which is laxer than any other parser a client may know.
//!
//! Owns the reading of one value: only the first value of a body counts, whatever follows; member names match without regard to
//! case and the last one wins; `null` counts as absent; what is no UTF-8, and half a surrogate pair, becomes U+FFFD. What the
//! values mean stands where they are used.

mod lexer;

pub(super) use self::lexer::JsonError;
use self::lexer::Lexer;

/// Values this deep are kept; what is nested deeper is checked and forgotten, since nothing that the API knows is so deep. So
/// neither reading nor dropping a body needs a deep stack.
const KEPT_DEPTH: usize = 8;
/// Go's own limit.
const MAX_DEPTH: usize = 10_000;

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Json {
    Null,
    Bool,
    Number,
    String(String),
    Array(Vec<Json>),
    /// In the order of the text, duplicates included.
    Object(Vec<(String, Json)>),
}

/// A value of the wrong type, in Go's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("json: cannot unmarshal {found} into Go {place}")]
pub(super) struct TypeError {
    found: &'static str,
    place: String,
}

impl Json {
    /// Reads the first value of a body.
    pub(super) fn read_first(body: &[u8]) -> Result<Self, JsonError> {
        let text = go_utf8(body);
        Parser { lexer: Lexer::new(&text) }.first()
    }

    /// The member of an object as Go would find it, for a type on which `null` has no effect: a text, a struct.
    pub(super) fn member(&self, name: &str) -> &Json {
        self.members(name).find(|value| **value != Json::Null).unwrap_or(&Json::Null)
    }

    /// The member of an object as Go would find it, for a type that `null` empties: a list.
    pub(super) fn list_member(&self, name: &str) -> &Json {
        self.members(name).next().unwrap_or(&Json::Null)
    }

    /// The members of that name, the last first.
    fn members(&self, name: &str) -> impl Iterator<Item = &Json> {
        let members = if let Json::Object(members) = self { members.as_slice() } else { &[] };
        members.iter().rev().filter(move |(key, _)| go_equal(key, name)).map(|(_, value)| value)
    }

    /// A text; absent is empty.
    pub(super) fn text(&self, place: &str) -> Result<&str, TypeError> {
        match self {
            Json::String(text) => Ok(text),
            Json::Null => Ok(""),
            other => Err(other.type_error(place)),
        }
    }

    /// The elements of an array; absent is none.
    pub(super) fn elements(&self, place: &str) -> Result<&[Json], TypeError> {
        match self {
            Json::Array(elements) => Ok(elements),
            Json::Null => Ok(&[]),
            other => Err(other.type_error(place)),
        }
    }

    /// Itself, if it is an object or absent.
    pub(super) fn object(&self, place: &str) -> Result<&Json, TypeError> {
        match self {
            Json::Object(_) | Json::Null => Ok(self),
            other => Err(other.type_error(place)),
        }
    }

    fn type_error(&self, place: &str) -> TypeError {
        let found = match self {
            Json::Null => "null",
            Json::Bool => "bool",
            Json::Number => "number",
            Json::String(_) => "string",
            Json::Array(_) => "array",
            Json::Object(_) => "object",
        };
        TypeError { found, place: place.to_owned() }
    }
}

/// Whether what follows cannot change what the first value is, or that it is none.
pub(super) fn is_decided(body: &[u8]) -> bool {
    !matches!(Json::read_first(body), Err(JsonError::Empty | JsonError::Cut))
}

/// Go folds letters, among them two that look like none: the long s and the Kelvin sign.
fn go_equal(key: &str, name: &str) -> bool {
    key.eq_ignore_ascii_case(name)
        || (!key.is_ascii()
            && key.replace('\u{17f}', "s").replace('\u{212a}', "k").eq_ignore_ascii_case(name))
}

/// Go replaces every byte that is no UTF-8 by a U+FFFD of its own.
fn go_utf8(body: &[u8]) -> String {
    let mut text = String::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}

struct Parser<'a> {
    lexer: Lexer<'a>,
}

impl Parser<'_> {
    fn first(&mut self) -> Result<Json, JsonError> {
        if self.lexer.is_at_end() {
            return Err(JsonError::Empty);
        }
        self.value(0)
    }

    fn value(&mut self, depth: usize) -> Result<Json, JsonError> {
        match self.lexer.peek()? {
            b'{' | b'[' if depth >= KEPT_DEPTH => {
                self.lexer.skip_nested(MAX_DEPTH - depth)?;
                Ok(Json::Null)
            }
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => self.lexer.string().map(Json::String),
            _ => self.lexer.scalar(),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json, JsonError> {
        self.lexer.expect(b'[')?;
        let mut elements = Vec::new();
        if self.lexer.take_if(b']')? {
            return Ok(Json::Array(elements));
        }
        loop {
            elements.push(self.value(depth + 1)?);
            if !self.lexer.more_or(b']', "after array element")? {
                return Ok(Json::Array(elements));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, JsonError> {
        self.lexer.expect(b'{')?;
        let mut members = Vec::new();
        if self.lexer.take_if(b'}')? {
            return Ok(Json::Object(members));
        }
        loop {
            let key = self.lexer.key()?;
            members.push((key, self.value(depth + 1)?));
            if !self.lexer.more_or(b'}', "after object key:value pair")? {
                return Ok(Json::Object(members));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Json {
        Json::read_first(text.as_bytes()).unwrap()
    }

    #[test]
    fn names_match_without_regard_to_case_and_the_last_wins() {
        let body = read(r#"{"name":"a","NAME":"b","desiredstate":"loaded","x":[1,{"y":null}]}"#);
        assert_eq!(body.member("name").text(""), Ok("b"));
        assert_eq!(body.member("desiredState").text(""), Ok("loaded"));
        assert_eq!(body.list_member("options").elements(""), Ok(&[][..]));
        assert_eq!(read(r#"{"name":"a","name":null}"#).member("name").text(""), Ok("a"));
        assert_eq!(read(r#"{"x":[1],"x":null}"#).list_member("x").elements(""), Ok(&[][..]));
    }

    #[test]
    fn only_the_first_value_counts() {
        assert_eq!(read("{} trailing } junk"), Json::Object(vec![]));
        assert_eq!(read(" [] [1"), Json::Array(vec![]));
    }

    #[test]
    fn bad_text_becomes_replacement_characters() {
        assert_eq!(read(r#""a\ud800b\u00e9\ud83d\ude00""#), Json::String("a\u{fffd}bé😀".to_owned()));
        let body = Json::read_first(b"\"\xff\xe2\x82\"").unwrap();
        assert_eq!(body, Json::String("\u{fffd}\u{fffd}\u{fffd}".to_owned()));
    }

    #[test]
    fn errors_are_named_as_go_does() {
        let error = |text: &str| Json::read_first(text.as_bytes()).unwrap_err().to_string();
        assert_eq!(error("  "), "EOF");
        assert_eq!(error("{\"a\":"), "unexpected EOF");
        assert_eq!(error("[1 2]"), "invalid character '2' after array element");
        assert_eq!(error("nope"), "invalid character 'o' in literal null (expecting 'u')");
        assert_eq!(error("{a}"), "invalid character 'a' looking for beginning of object key string");
        assert_eq!(error("-"), "unexpected EOF");
    }

    #[test]
    fn depth_is_bounded_and_needs_no_stack() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(Json::read_first(nested(10_000).as_bytes()).is_ok());
        assert_eq!(Json::read_first(nested(10_001).as_bytes()), Err(JsonError::TooDeep));
        assert!(Json::read_first(nested(2_000_000).as_bytes()).is_err());
    }

    #[test]
    fn types_are_checked_where_they_are_used() {
        let error =
            read(r#"{"options":"x"}"#).member("options").elements("value of type []*Option").unwrap_err();
        assert_eq!(error.to_string(), "json: cannot unmarshal string into Go value of type []*Option");
    }
}
