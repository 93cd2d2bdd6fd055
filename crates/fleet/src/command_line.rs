//! Command lines of `Exec…=` options, split as systemd splits them.
//!
//! Owns quotes, escapes, the `;` between commands and the signs before a program. Expands no specifier and no
//! variable, and knows no program.

use std::ops::Range;

/// One word of a command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What the program gets: without quotes, escapes resolved.
    pub text: String,
    /// Where it stands in the value, quotes included, in bytes.
    pub span: Range<usize>,
}

/// One command: a program and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The signs before the program (`-`, `@`, `:`, `+`, `!`), in bytes of the value.
    pub flags: Range<usize>,
    /// The same signs as systemd reads them, which is after quotes are resolved.
    pub signs: String,
    /// The program, without those signs, and its arguments. Never empty.
    pub words: Vec<Word>,
}

/// A quotation mark that is never closed. systemd skips the whole line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the quotation mark {quote} is never closed")]
pub struct UnbalancedQuote {
    /// `"` or `'`.
    pub quote: char,
    /// Where it stands, in bytes.
    pub at: usize,
}

/// The signs that may stand before a program.
const FLAGS: [char; 5] = ['-', '@', ':', '+', '!'];

/// Splits a text into words. Quotes group anywhere in a word, and a backslash escapes inside of both kinds, as in C; an
/// escape that C does not know stays as it is written.
pub fn split(text: &str) -> Result<Vec<Word>, UnbalancedQuote> {
    let mut words = Vec::new();
    let mut reader = Reader { text, at: 0 };
    while let Some(word) = reader.word()? {
        words.push(word);
    }
    Ok(words)
}

/// The commands of a value: a `;` that stands alone and unquoted begins another one.
pub fn commands(value: &str) -> Result<Vec<Command>, UnbalancedQuote> {
    let mut commands = Vec::new();
    let mut words = Vec::new();
    for word in split(value)? {
        if value.get(word.span.clone()) == Some(";") {
            commands.extend(command(std::mem::take(&mut words)));
        } else {
            words.push(word);
        }
    }
    commands.extend(command(words));
    Ok(commands)
}

/// Writes a word so that it is read back as the same one word, and never as a `;` between commands.
pub fn quote(word: &str) -> String {
    let is_plain =
        |sign: char| !sign.is_whitespace() && !sign.is_control() && !matches!(sign, '"' | '\'' | '\\');
    if !word.is_empty() && word != ";" && word.chars().all(is_plain) {
        return word.to_owned();
    }
    let mut quoted = String::with_capacity(word.len() + 2);
    quoted.push('"');
    for sign in word.chars() {
        match sign {
            '"' | '\\' => quoted.extend(['\\', sign]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ => quoted.push(sign),
        }
    }
    quoted.push('"');
    quoted
}

/// Takes the signs off the first word. Signs without a program are one.
fn command(mut words: Vec<Word>) -> Option<Command> {
    let first = words.first_mut()?;
    let program = first.text.trim_start_matches(FLAGS);
    let signs = if program.is_empty() { 0 } else { first.text.len() - program.len() };
    // In quotes the signs stand behind the quotation mark; the span is then that of the whole word.
    let is_plain = first.span.len() == first.text.len();
    let flags = first.span.start..first.span.start + if is_plain { signs } else { 0 };
    first.span.start = flags.end;
    let signs: String = first.text.drain(..signs).collect();
    Some(Command { flags, signs, words })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let sign = self.peek()?;
        self.at += sign.len_utf8();
        Some(sign)
    }

    fn word(&mut self) -> Result<Option<Word>, UnbalancedQuote> {
        while self.peek().is_some_and(is_blank) {
            self.next();
        }
        let start = self.at;
        let mut text = String::new();
        let mut open: Option<(char, usize)> = None;
        loop {
            let at = self.at;
            match (self.next(), open) {
                (None, Some((quote, at))) => return Err(UnbalancedQuote { quote, at }),
                (None, None) => break,
                (Some('\\'), _) => self.escape(&mut text),
                (Some(sign), Some((quote, _))) if sign == quote => open = None,
                (Some(sign), Some(_)) => text.push(sign),
                (Some(sign @ ('"' | '\'')), None) => open = Some((sign, at)),
                (Some(sign), None) if is_blank(sign) => {
                    self.at = at;
                    break;
                }
                (Some(sign), None) => text.push(sign),
            }
        }
        Ok((start < self.at).then_some(Word { text, span: start..self.at }))
    }

    /// What stands behind a backslash.
    fn escape(&mut self, text: &mut String) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let (digits, radix) = match rest.chars().next() {
            Some('x') => (rest.get(1..3), 16),
            Some('u') => (rest.get(1..5), 16),
            Some('U') => (rest.get(1..9), 16),
            Some('0'..='7') => (rest.get(0..3), 8),
            _ => (None, 16),
        };
        let number =
            digits.filter(|digits| digits.chars().all(|sign| sign.is_digit(radix))).and_then(|digits| {
                Some((digits.len(), char::from_u32(u32::from_str_radix(digits, radix).ok()?)?))
            });
        if let Some((length, sign)) = number.filter(|(_, sign)| *sign != '\0') {
            text.push(sign);
            self.at += length + usize::from(radix == 16);
            return;
        }
        let Some(sign) = self.next() else {
            text.push('\\');
            return;
        };
        match sign {
            'a' => text.push('\u{7}'),
            'b' => text.push('\u{8}'),
            'f' => text.push('\u{c}'),
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            'v' => text.push('\u{b}'),
            's' => text.push(' '),
            '\\' | '"' | '\'' | ';' => text.push(sign),
            _ => text.extend(['\\', sign]),
        }
    }
}

fn is_blank(sign: char) -> bool {
    matches!(sign, ' ' | '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn texts(value: &str) -> Vec<String> {
        split(value).unwrap().into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn splits_as_systemd_does() {
        for (value, words) in [
            ("/bin/a b  c", &["/bin/a", "b", "c"][..]),
            (r#"/bin/sh -c "a 'b' c""#, &["/bin/sh", "-c", "a 'b' c"]),
            (r#"a'b c'd"e f""#, &["ab cde f"]),
            (r#"a "\"" '\''"#, &["a", "\"", "'"]),
            (r"a\x20b \101 \q \s", &["a b", "A", r"\q", " "]),
            (r#""" a"#, &["", "a"]),
            (r"a \", &["a", r"\"]),
            ("", &[]),
        ] {
            assert_eq!(texts(value), words, "{value}");
        }
    }

    #[test]
    fn an_open_quote_is_found() {
        assert_eq!(split(r#"/bin/bash -c "a 'b"#), Err(UnbalancedQuote { quote: '"', at: 13 }));
        assert_eq!(split("it's"), Err(UnbalancedQuote { quote: '\'', at: 2 }));
    }

    #[test]
    fn commands_lose_the_signs_before_the_program() {
        let commands = commands(r"-@/bin/a b ; +/bin/c \; ';'").unwrap();
        let texts =
            |command: &Command| command.words.iter().map(|word| word.text.clone()).collect::<Vec<_>>();
        assert_eq!(
            commands.iter().map(texts).collect::<Vec<_>>(),
            [vec!["/bin/a", "b"], vec!["/bin/c", ";", ";"]]
        );
        assert_eq!((commands[0].flags.clone(), commands[0].words[0].span.clone()), (0..2, 2..8));
        let quoted = super::commands(r#""-/bin/a b" c"#).unwrap().remove(0);
        assert_eq!((quoted.signs.as_str(), quoted.words[0].text.as_str()), ("-", "/bin/a b"));
        assert_eq!((quoted.flags, quoted.words[0].span.clone()), (0..0, 0..11));
        assert_eq!(super::commands("-").unwrap()[0].words[0].text, "-");
    }

    proptest! {
        #[test]
        fn nothing_panics_and_spans_are_in_the_text(value in r#"[a-z"'\\; xU0-9ä\t\n-]{0,40}"#) {
            if let Ok(words) = split(&value) {
                let mut end = 0;
                for word in words {
                    prop_assert!(word.span.start >= end && !word.span.is_empty());
                    prop_assert!(value.get(word.span.clone()).is_some());
                    end = word.span.end;
                }
            }
            let _ = commands(&value);
        }

        #[test]
        fn what_is_quoted_reads_back(words in vec(r#"[a-z"'\\; $%\n\t\r]{0,8}"#, 0..6)) {
            let line = words.iter().map(|word| quote(word)).collect::<Vec<_>>().join(" ");
            prop_assert_eq!(texts(&line), words);
        }
    }
}
