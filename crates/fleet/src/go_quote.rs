//! Quoting as Go's `%q` does it: Fleet's messages carry quoted signs and texts.
//!
//! Owns the spelling only; which message quotes what stands with the message.

use std::fmt::{self, Write};

/// Displays a sign in single quotes, as `%q` shows a rune: `'ä'`, `'\n'`, `'\x00'`.
pub struct Rune(pub char);

/// Displays a text in double quotes, as `%q` shows a string: `"a \"b\""`.
pub struct Text<'a>(pub &'a str);

impl fmt::Display for Rune {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('\'')?;
        write_escaped(f, self.0, '\'')?;
        f.write_char('\'')
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for sign in self.0.chars() {
            write_escaped(f, sign, '"')?;
        }
        f.write_char('"')
    }
}

fn write_escaped(f: &mut fmt::Formatter<'_>, sign: char, quote: char) -> fmt::Result {
    match sign {
        '\x07' => f.write_str("\\a"),
        '\x08' => f.write_str("\\b"),
        '\x0c' => f.write_str("\\f"),
        '\n' => f.write_str("\\n"),
        '\r' => f.write_str("\\r"),
        '\t' => f.write_str("\\t"),
        '\x0b' => f.write_str("\\v"),
        '\\' => f.write_str("\\\\"),
        _ if sign == quote => write!(f, "\\{sign}"),
        _ if is_printable(sign) => f.write_char(sign),
        '\0'..='\x7f' => write!(f, "\\x{:02x}", u32::from(sign)),
        '\u{80}'..='\u{ffff}' => write!(f, "\\u{:04x}", u32::from(sign)),
        _ => write!(f, "\\U{:08x}", u32::from(sign)),
    }
}

/// Whether Go prints the sign as it is: letters, marks, numbers, punctuation, symbols and the ASCII blank.
fn is_printable(sign: char) -> bool {
    if sign.is_ascii() {
        return matches!(sign, ' '..='~');
    }
    // The standard library knows the same classes, but escapes a combining mark that stands first: put it second.
    let mut buffer = [b'a'; 5];
    let length = 1 + sign.encode_utf8(&mut buffer[1..]).len();
    str::from_utf8(&buffer[..length]).is_ok_and(|text| text.escape_debug().nth(1) == Some(sign))
}

#[cfg(test)]
mod tests {
    use super::{Rune, Text};

    #[test]
    fn quotes_signs_as_go_does() {
        for (sign, quoted) in [
            ('a', "'a'"),
            (' ', "' '"),
            ('ä', "'ä'"),
            ('☃', "'☃'"),
            ('"', "'\"'"),
            ('\'', r"'\''"),
            ('\\', r"'\\'"),
            ('\n', r"'\n'"),
            ('\x0b', r"'\v'"),
            ('\0', r"'\x00'"),
            ('\x7f', r"'\x7f'"),
            ('\u{85}', r"'\u0085'"),
            ('\u{a0}', r"'\u00a0'"),
            ('\u{301}', "'\u{301}'"),
            ('\u{200b}', r"'\u200b'"),
            ('\u{e000}', r"'\ue000'"),
            ('\u{fffd}', "'\u{fffd}'"),
            ('😀', "'😀'"),
            ('\u{10ffff}', r"'\U0010ffff'"),
        ] {
            assert_eq!(Rune(sign).to_string(), quoted);
        }
    }

    #[test]
    fn quotes_texts_as_go_does() {
        assert_eq!(Text("").to_string(), r#""""#);
        assert_eq!(Text("a \"b\" 'c' \\ \t ä\0").to_string(), r#""a \"b\" 'c' \\ \t ä\x00""#);
    }
}
