//! Licences as packages name them: an SPDX expression, such as `(MIT OR Apache-2.0) AND Unicode-3.0`. Pure.

/// Whether it can be fulfilled by these licences alone. What can't be read is not.
pub(super) fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    // Before there was "OR", packages wrote a slash.
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let is_allowed = any(&mut words, allowed);
    is_allowed == Some(true) && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

/// `a OR b`: one of them is enough.
fn any(words: &mut Words<'_>, allowed: &[&str]) -> Option<bool> {
    let mut is_allowed = all(words, allowed)?;
    while words.next_if_eq(&"OR").is_some() {
        is_allowed |= all(words, allowed)?;
    }
    Some(is_allowed)
}

/// `a AND b`: both must be.
fn all(words: &mut Words<'_>, allowed: &[&str]) -> Option<bool> {
    let mut is_allowed = one(words, allowed)?;
    while words.next_if_eq(&"AND").is_some() {
        is_allowed &= one(words, allowed)?;
    }
    Some(is_allowed)
}

fn one(words: &mut Words<'_>, allowed: &[&str]) -> Option<bool> {
    let word = words.next()?;
    if word == "(" {
        let is_allowed = any(words, allowed)?;
        return (words.next()? == ")").then_some(is_allowed);
    }
    if ["OR", "AND", "WITH", ")"].contains(&word) {
        return None;
    }
    // An exception only ever allows more.
    if words.next_if_eq(&"WITH").is_some() {
        words.next()?;
    }
    Some(allowed.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_fulfilled_is_allowed() {
        for (expression, expected) in [
            ("MIT", true),
            ("GPL-3.0-only", false),
            ("GPL-3.0-only OR MIT", true),
            ("GPL-3.0-only/MIT", true),
            ("MIT AND GPL-3.0-only", false),
            ("(MIT OR GPL-3.0-only) AND ISC", true),
            ("(MIT OR ISC) AND GPL-3.0-only", false),
            ("MIT OR ISC AND GPL-3.0-only", true),
            ("ISC WITH some-exception OR GPL-3.0-only", true),
            ("", false),
            ("MIT ISC", false),
            ("MIT OR", false),
            ("(MIT", false),
            ("MIT WITH", false),
        ] {
            assert_eq!(is_allowed(expression, &["MIT", "ISC"]), expected, "{expression}");
        }
    }
}
