//! Patterns on unit names, as `Conflicts` and `Replaces` use them.
//!
//! Owns Go's `path.Match` as Fleet calls it: `*` and `?` stop at a slash, `[a-z]` and `[^a-z]` are classes, a
//! backslash takes the next sign literally. Fleet drops the error of a malformed pattern, so such a one matches
//! nothing.

/// Whether the whole text matches the pattern. A malformed pattern matches nothing.
pub fn matches(pattern: &str, text: &str) -> bool {
    let (mut pattern, mut text) = (pattern, text);
    while !pattern.is_empty() {
        let chunk = pattern.trim_start_matches('*');
        let has_star = chunk.len() < pattern.len();
        let (chunk, rest) = split_chunk(chunk);
        if has_star && chunk.is_empty() {
            return !text.contains('/');
        }
        let found = if has_star {
            after_star(chunk, text, rest.is_empty())
        } else {
            match_chunk(chunk, text).filter(|left| !rest.is_empty() || left.is_empty())
        };
        match found {
            Some(left) => (pattern, text) = (rest, left),
            None => return false,
        }
    }
    text.is_empty()
}

/// Whether the pattern can be read at all.
pub fn is_well_formed(pattern: &str) -> bool {
    let mut signs = pattern.chars();
    while let Some(sign) = signs.next() {
        let is_read = match sign {
            '[' => match_class(&mut signs, ' ').is_some(),
            '\\' => signs.next().is_some(),
            _ => true,
        };
        if !is_read {
            return false;
        }
    }
    true
}

/// What every text begins with that the pattern matches: for those who look for matches in sorted names.
pub fn literal_prefix(pattern: &str) -> &str {
    pattern.find(['*', '?', '[', '\\']).map_or(pattern, |end| &pattern[..end])
}

/// The pattern up to the next star that is a star, and what follows.
fn split_chunk(pattern: &str) -> (&str, &str) {
    let mut in_class = false;
    let mut is_escaped = false;
    for (position, sign) in pattern.char_indices() {
        match sign {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '*' if !in_class => return pattern.split_at(position),
            _ => {}
        }
    }
    (pattern, "")
}

/// Matches the chunk at the earliest place that a star can reach. Earliest is enough, except that Go does not come
/// back to it either when a class swallowed a slash.
fn after_star<'a>(chunk: &str, text: &'a str, is_last: bool) -> Option<&'a str> {
    let mut start = text;
    loop {
        if let Some(left) = match_chunk(chunk, start)
            && (!is_last || left.is_empty())
        {
            return Some(left);
        }
        let mut signs = start.chars();
        if signs.next()? == '/' {
            return None;
        }
        start = signs.as_str();
    }
}

/// Matches a chunk without stars at the start of the text; gives what is left of the text.
fn match_chunk<'a>(chunk: &str, text: &'a str) -> Option<&'a str> {
    let mut chunk = chunk.chars();
    let mut text = text.chars();
    while let Some(expected) = chunk.next() {
        let sign = text.next()?;
        let is_match = match expected {
            '?' => sign != '/',
            '[' => match_class(&mut chunk, sign)?,
            '\\' => chunk.next()? == sign,
            _ => expected == sign,
        };
        if !is_match {
            return None;
        }
    }
    Some(text.as_str())
}

/// Reads a class to its end and tells whether it holds the sign. None if the class is malformed.
fn match_class(chunk: &mut std::str::Chars<'_>, sign: char) -> Option<bool> {
    let is_negated = chunk.as_str().starts_with('^');
    if is_negated {
        chunk.next();
    }
    let mut is_found = false;
    let mut is_first = true;
    while is_first || !chunk.as_str().starts_with(']') {
        is_first = false;
        let low = class_sign(chunk)?;
        let high = if chunk.as_str().starts_with('-') {
            chunk.next();
            class_sign(chunk)?
        } else {
            low
        };
        is_found |= (low..=high).contains(&sign);
    }
    chunk.next();
    Some(is_found != is_negated)
}

/// One end of a range. Hyphens and closing brackets must be escaped.
fn class_sign(chunk: &mut std::str::Chars<'_>) -> Option<char> {
    match chunk.next()? {
        '-' | ']' => None,
        '\\' => chunk.next(),
        sign => Some(sign),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_well_formed, literal_prefix, matches};

    #[test]
    fn a_match_begins_with_the_literal_prefix() {
        for (pattern, prefix) in [
            ("a@*.service", "a@"),
            ("a.service", "a.service"),
            ("*", ""),
            ("a[bc]", "a"),
            (r"a\*b?", "a"),
            ("", ""),
        ] {
            assert_eq!(literal_prefix(pattern), prefix, "{pattern}");
        }
    }

    #[test]
    fn matches_as_go_does() {
        for (pattern, text) in [
            ("abc", "abc"),
            ("*", "abc"),
            ("*", ""),
            ("*c", "abc"),
            ("a*", "a"),
            ("a*", "abc"),
            ("a*b*c*d*e*", "axbxcxdxe"),
            ("a*b*c*d*e*/f", "axbxcxdxe/f"),
            ("a*b?c*x", "abxbbxdbxebxczzx"),
            ("ab[c]", "abc"),
            ("ab[b-d]", "abc"),
            ("ab[^e-g]", "abc"),
            (r"a\*b", "a*b"),
            ("a?b", "a☺b"),
            ("a[^a]b", "a☺b"),
            ("[a-ζ]*", "α"),
            (r"[\]a]", "]"),
            (r"[\-]", "-"),
            (r"[x\-]", "-"),
            ("*x", "xxx"),
            ("example:*@*.service", "example:1.0.0@1.service"),
            ("", ""),
        ] {
            assert!(matches(pattern, text) && is_well_formed(pattern), "{pattern} {text}");
        }
    }

    #[test]
    fn does_not_match_where_go_does_not() {
        for (pattern, text) in [
            ("a*", "ab/c"),
            ("a*/b", "a/c/b"),
            ("a*b*c*d*e*/f", "axbxcxdxe/xxx/f"),
            ("a*b?c*x", "abxbbxdbxebxczzy"),
            ("ab[e-g]", "abc"),
            ("ab[^c]", "abc"),
            ("ab[^b-d]", "abc"),
            ("a???b", "a☺b"),
            ("a[^a][^a][^a]b", "a☺b"),
            ("*[a-ζ]", "A"),
            ("a?b", "a/b"),
            ("a*b", "a/b"),
            ("example:1.0.0@*.service", "example:1.0.0-rc1@1.service"),
            ("", "a"),
            ("a", ""),
        ] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn malformed_patterns_match_nothing() {
        for pattern in ["[]a]", "[-]", "[x-]", "[-x]", "[a-b-c]", "[", "[^", "[^bc", "a[", "*[", r"a\", "[a"]
        {
            assert!(!is_well_formed(pattern), "{pattern}");
            for text in ["a", "]", "-", "x", "[", "ab", "[a", r"a\", ""] {
                assert!(!matches(pattern, text), "{pattern} {text}");
            }
        }
    }
}
