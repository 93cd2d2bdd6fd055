//! Rust in tokens, as far as finding texts takes: no comments, no attributes, and a text apart from all else.

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, a keyword or a number.
    Word(String),
    /// One sign.
    Sign(char),
    /// What stands between the quotation marks, as it is written there.
    Text(String),
}

impl Token {
    /// Whether it is this name or keyword.
    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(self, Self::Word(own) if own == word)
    }

    /// Whether it is this sign.
    pub(super) fn is_sign(&self, sign: char) -> bool {
        *self == Self::Sign(sign)
    }
}

/// All tokens, each with the number of its line.
pub(super) fn tokens(text: &str) -> Vec<(usize, Token)> {
    let mut found = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(sign) = rest.chars().next() {
        let (token, length) = next(rest, sign);
        if let Some(token) = token {
            found.push((line, token));
        }
        let (passed, after) = rest.split_at(length);
        line += passed.matches('\n').count();
        rest = after;
    }
    found
}

/// What begins here, and how long it is.
fn next(rest: &str, sign: char) -> (Option<Token>, usize) {
    let up_to = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
    if rest.starts_with("//") {
        return (None, up_to("\n"));
    }
    if rest.starts_with("/*") {
        return (None, up_to("*/"));
    }
    if rest.starts_with("#[") || rest.starts_with("#![") {
        return (None, attribute(rest));
    }
    if let Some(raw) = raw_text(rest) {
        return raw;
    }
    match sign {
        '"' => {
            let end = end_of_text(&rest[1..]);
            (Some(Token::Text(rest[1..=end].to_owned())), (end + 2).min(rest.len()))
        }
        '\'' => (None, character(rest)),
        _ if is_name(sign) => {
            let length = rest.find(|sign| !is_name(sign)).unwrap_or(rest.len());
            (Some(Token::Word(rest[..length].to_owned())), length)
        }
        _ => ((!sign.is_whitespace()).then_some(Token::Sign(sign)), sign.len_utf8()),
    }
}

fn is_name(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// Of an attribute: `#[expect(…, reason = "…")]` is for who reads the source.
fn attribute(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while let Some(sign) = rest[at..].chars().next() {
        match sign {
            '"' => at += end_of_text(&rest[at + 1..]) + 1,
            '[' => depth += 1,
            ']' if depth == 1 => return at + 1,
            ']' => depth -= 1,
            _ => {}
        }
        at = (at + sign.len_utf8()).min(rest.len());
    }
    rest.len()
}

/// `r"…"`, `r#"…"#`.
fn raw_text(rest: &str) -> Option<(Option<Token>, usize)> {
    let after = rest.strip_prefix('r')?;
    let marks = after.len() - after.trim_start_matches('#').len();
    let inside = after[marks..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(marks));
    let length = inside.find(&end).unwrap_or(inside.len());
    let whole = (rest.len() - inside.len() + length + end.len()).min(rest.len());
    Some((Some(Token::Text(inside[..length].to_owned())), whole))
}

/// How long the text is up to its quotation mark.
fn end_of_text(inside: &str) -> usize {
    let mut escaped = false;
    for (at, sign) in inside.char_indices() {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    inside.len()
}

/// `'a'` and `'\n'`; of a lifetime or a label the mark alone.
fn character(rest: &str) -> usize {
    let inside = &rest[1..];
    let length = match inside.strip_prefix('\\') {
        Some(escaped) => escaped.char_indices().nth(1).and_then(|(at, _)| escaped[at..].find('\'')),
        None => inside.chars().next().filter(|sign| inside[sign.len_utf8()..].starts_with('\'')).map(|_| 0),
    };
    match (length, inside.strip_prefix('\\')) {
        (None, _) => 1,
        (Some(more), Some(escaped)) => {
            let first = escaped.chars().next().map_or(0, char::len_utf8);
            1 + 1 + first + more + 1
        }
        (Some(_), None) => 1 + inside.chars().next().map_or(0, char::len_utf8) + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<(usize, String)> {
        let text = |(line, token)| match token {
            Token::Text(text) => Some((line, text)),
            _ => None,
        };
        tokens(source).into_iter().filter_map(text).collect()
    }

    #[test]
    fn texts_are_told_from_what_only_looks_like_one() {
        let source = r##"// "no"
            #[expect(lint, reason = "no ] either")]
            let a = "one \" more"; /* "no" */
            let b = ('"', '\'', '\u{7}', b'"', "two", 'é');
            fn f<'a>(x: &'a str) -> &'a str { r#"a "raw" one"# }
        "##;
        let found = texts(source);
        let found: Vec<(usize, &str)> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
        assert_eq!(found, [(3, "one \\\" more"), (4, "two"), (5, "a \"raw\" one")]);
    }

    #[test]
    fn what_is_cut_off_ends_there() {
        for source in ["\"open", "r#\"open", "'", "#[open", "/* open", "'\\", "\"\\"] {
            tokens(source);
        }
    }
}
