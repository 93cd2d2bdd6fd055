//! Texts that Go has quoted, read back.

/// The text behind a quoted one without its quotation marks. None if it was not quoted well: with an unknown escape,
/// or with a sign left that breaks a line or hides.
pub(crate) fn unquoted(text: &str) -> Option<String> {
    let mut plain = String::new();
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        if sign.is_control() || sign == '\u{2028}' || sign == '\u{202e}' {
            return None;
        }
        if sign != '\\' {
            plain.push(sign);
            continue;
        }
        let escape = signs.next()?;
        let length = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => {
                let known =
                    [('a', '\x07'), ('b', '\x08'), ('f', '\x0c'), ('n', '\n'), ('r', '\r'), ('t', '\t')];
                let more = [('v', '\x0b'), ('\\', '\\'), ('\'', '\''), ('"', '"')];
                let mut known = known.into_iter().chain(more);
                plain.push(known.find(|(letter, _)| *letter == escape)?.1);
                continue;
            }
        };
        let digits: String = signs.by_ref().take(length).collect();
        plain.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
    }
    Some(plain)
}
