//! JSON as Go's `encoding/json` writes it: on one line, with the signs escaped that HTML could take for its own.

use std::io;

use bytes::Bytes;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// Serialises an entity. One that cannot be, of which there is none, becomes nothing.
pub(super) fn to_json(entity: &impl Serialize) -> Bytes {
    let mut json = Vec::with_capacity(256);
    match entity.serialize(&mut Serializer::with_formatter(&mut json, Go)) {
        Ok(()) => json.into(),
        Err(_) => Bytes::new(),
    }
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
        let json = super::to_json(&"<b>&amp;\u{2028}é\n");
        assert_eq!(json, r#""\u003cb\u003e\u0026amp;\u2028é\n""#);
    }
}
