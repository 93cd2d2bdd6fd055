//! Go's patterns for paths, from the grammar in Go's documentation: first the whole pattern is read, then every way
//! that a star can go is followed at once.

enum Term {
    Star,
    Any,
    Sign(char),
    Class { is_negated: bool, ranges: Vec<(char, char)> },
}

/// Whether the pattern matches the whole text; none if it is malformed.
pub(crate) fn matches(pattern: &str, text: &str) -> Option<bool> {
    let terms = terms(pattern)?;
    let text: Vec<char> = text.chars().collect();
    // The places of the text that what was read of the pattern can end at.
    let mut places = vec![false; text.len() + 1];
    places[0] = true;
    for term in &terms {
        let mut next = vec![false; places.len()];
        for (at, _) in places.iter().enumerate().filter(|(_, is_open)| **is_open) {
            let left = &text[at..];
            match term {
                Term::Star => {
                    let reach = left.iter().position(|sign| *sign == '/').unwrap_or(left.len());
                    next[at..=at + reach].fill(true);
                }
                _ if left.first().is_some_and(|sign| term.takes(*sign)) => next[at + 1] = true,
                _ => {}
            }
        }
        places = next;
    }
    Some(places[text.len()])
}

/// Whether the pattern has a class. Such a one can take a slash, and Go does not try a star's other ways then.
pub(crate) fn has_class(pattern: &str) -> bool {
    pattern.contains('[')
}

fn terms(pattern: &str) -> Option<Vec<Term>> {
    let mut signs = pattern.chars().peekable();
    let mut terms = Vec::new();
    while let Some(sign) = signs.next() {
        terms.push(match sign {
            '*' => Term::Star,
            '?' => Term::Any,
            '\\' => Term::Sign(signs.next()?),
            '[' => {
                let is_negated = signs.next_if_eq(&'^').is_some();
                let mut ranges = Vec::new();
                while ranges.is_empty() || signs.peek() != Some(&']') {
                    let low = end_of_range(&mut signs)?;
                    let has_high = signs.next_if_eq(&'-').is_some();
                    ranges.push((low, if has_high { end_of_range(&mut signs)? } else { low }));
                }
                signs.next();
                Term::Class { is_negated, ranges }
            }
            sign => Term::Sign(sign),
        });
    }
    Some(terms)
}

fn end_of_range(signs: &mut impl Iterator<Item = char>) -> Option<char> {
    match signs.next()? {
        '\\' => signs.next(),
        '-' | ']' => None,
        sign => Some(sign),
    }
}

impl Term {
    fn takes(&self, sign: char) -> bool {
        match self {
            Self::Star => false,
            Self::Any => sign != '/',
            Self::Sign(own) => *own == sign,
            Self::Class { is_negated, ranges } => {
                ranges.iter().any(|(low, high)| *low <= sign && sign <= *high) != *is_negated
            }
        }
    }
}
