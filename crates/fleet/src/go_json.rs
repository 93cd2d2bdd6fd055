//! JSON as Go's `encoding/json` writes it: on one line, with the signs escaped that HTML could take for its own.
//!
//! Other JSON means the same; this is for those who want Fleet's answers to the byte.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// Serialises an entity as Fleet does.
pub fn to_vec(entity: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut json = Vec::with_capacity(256);
    entity.serialize(&mut Serializer::with_formatter(&mut json, Go))?;
    Ok(json)
}

struct Go;

impl Formatter for Go {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        let mut rest = text;
        while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
            writer.write_all(&rest.as_bytes()[..at])?;
            rest = &rest[at..];
            if let Some(sign) = rest.chars().next() {
                write!(writer, "\\u{:04x}", u32::from(sign))?;
                rest = &rest[sign.len_utf8()..];
            }
        }
        writer.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn escapes_what_html_could_take() {
        let json = super::to_vec(&"<b>&amp;\u{2028}é\n").unwrap();
        assert_eq!(std::str::from_utf8(&json).unwrap(), r#""\u003cb\u003e\u0026amp;\u2028é\n""#);
    }
}
