//! Texts as the record keeps them: on one line, without signs that a terminal or a page would obey, not endless.

use std::borrow::Cow;
use std::fmt::Write;

/// Far longer than anything that the server itself writes into one text.
pub(super) const MOST_BYTES: usize = 8 * 1024;

/// The same of a sentence that may be kept: the record is in one language, whoever did something.
pub(super) fn english(text: &str) -> Cow<'_, str> {
    match say::tell_in_english(text) {
        Cow::Borrowed(text) => plain(text),
        Cow::Owned(text) => Cow::Owned(plain(&text).into_owned()),
    }
}

/// The text, with control characters and signs that turn the direction of writing spelled out. Names and reasons come
/// from outside: a line break in one must not look like another line.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if text.len() <= MOST_BYTES && !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len().min(MOST_BYTES));
    for sign in text.chars() {
        if plain.len() >= MOST_BYTES {
            plain.push('…');
            break;
        }
        match sign {
            '\n' => plain.push_str("\\n"),
            '\r' => plain.push_str("\\r"),
            '\t' => plain.push_str("\\t"),
            // Writing to a string can't fail.
            hidden if is_hidden(hidden) => drop(write!(plain, "\\u{{{:x}}}", u32::from(hidden))),
            other => plain.push(other),
        }
    }
    Cow::Owned(plain)
}

fn is_hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_can_look_like_another_line() {
        assert_eq!(
            plain("ada\r\n2026-01-01 root Remove\u{1b}[2K"),
            "ada\\r\\n2026-01-01 root Remove\\u{1b}[2K"
        );
        assert_eq!(plain("a\u{202e}b\u{2028}c\0"), "a\\u{202e}b\\u{2028}c\\u{0}");
        assert!(matches!(plain("a\\x2db.service → „ü“"), Cow::Borrowed(_)));
    }

    #[test]
    fn no_text_is_endless() {
        let long = plain(&"ü".repeat(MOST_BYTES)).into_owned();
        assert!(long.len() <= MOST_BYTES + '…'.len_utf8() + 1 && long.ends_with('…'), "{}", long.len());
    }
}
