//! Making text that came from the network fit to be shown: short, on one line, without hidden signs.

/// The longest excerpt of a body that is put into an error, in characters.
const EXCERPT: usize = 120;

/// The longest message of Fleet's that is kept, in characters.
const MESSAGE: usize = 1_000;

/// Fleet's own words, shortened if need be; signs that could disturb a log or a terminal become blanks.
pub(crate) fn message(text: &str) -> String {
    shorten(text.trim().chars().map(|sign| if is_hidden(sign) { ' ' } else { sign }), MESSAGE)
}

/// Why JSON was not understood. The parser quotes what it found, however long that is.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let words = error.to_string();
    shorten(words.chars().map(|sign| if is_hidden(sign) { ' ' } else { sign }), EXCERPT)
}

/// The beginning of a body that is not what was expected: tags dropped, blanks joined.
pub(crate) fn excerpt(body: &[u8]) -> String {
    // A few times the limit is enough to find that many signs between tags.
    let start = &body[..body.len().min(EXCERPT * 32)];
    let text = String::from_utf8_lossy(start);
    let mut plain = String::with_capacity(text.len());
    let mut in_tag = false;
    for sign in text.chars() {
        match sign {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                plain.push(' ');
            }
            _ if in_tag => {}
            sign if is_hidden(sign) => plain.push(' '),
            sign => plain.push(sign),
        }
    }
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        "nothing readable".to_owned()
    } else {
        format!("“{}”", shorten(words.chars(), EXCERPT))
    }
}

fn shorten(signs: impl Iterator<Item = char>, limit: usize) -> String {
    let mut signs = signs.peekable();
    let mut text: String = signs.by_ref().take(limit).collect();
    if signs.peek().is_some() {
        text.push('…');
    }
    text
}

/// Control signs, and those that reorder or hide the text around them.
fn is_hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_of_a_page_is_its_text() {
        let page = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body></html>";
        assert_eq!(excerpt(page), "“502 Bad Gateway nginx”");
    }

    #[test]
    fn an_excerpt_is_short_and_harmless() {
        let long = "x".repeat(100_000);
        assert_eq!(excerpt(long.as_bytes()).chars().count(), EXCERPT + 3);
        assert_eq!(excerpt(b"a\x1b[31mb\x00c"), "“a [31mb c”");
        assert_eq!(excerpt("a\u{202e}b".as_bytes()), "“a b”");
        assert_eq!(excerpt(b"\xff\xfe"), "“\u{fffd}\u{fffd}”");
        assert_eq!(excerpt(b""), "nothing readable");
        assert_eq!(excerpt(b"<p><br>"), "nothing readable");
    }

    #[test]
    fn a_reason_does_not_repeat_what_it_is_about() {
        let odd = format!("\"{}\u{202e}\"", "i".repeat(100_000));
        let error = serde_json::from_str::<fleet::DesiredState>(&odd).unwrap_err();
        assert_eq!(reason(&error).chars().count(), EXCERPT + 1);
        assert!(reason(&error).starts_with("unknown variant `iii"), "{}", reason(&error));
    }

    #[test]
    fn a_message_keeps_its_words() {
        assert_eq!(
            message("invalid character '\\n' in <unit> name"),
            "invalid character '\\n' in <unit> name"
        );
        assert_eq!(message("two\nlines"), "two lines");
        assert_eq!(message(&"y".repeat(5_000)).chars().count(), MESSAGE + 1);
    }
}
