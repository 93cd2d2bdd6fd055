//! The order in which people expect names and versions: numbers by value, newest version first.

use std::cmp::Ordering;

use fleet::Version;

/// Sorts, keeping the order of equals. The standard library's sort is copied into the page for each type that is
/// sorted, some five kilobytes each time; this one is there once.
pub fn sort<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = sorted_places(items.len(), &|a, b| compare(&items[a], &items[b]));
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|at| taken[at].take()));
}

fn sorted_places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

/// Compares texts with the numbers in them by value: `web-9` before `web-10`.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    loop {
        match (a.first(), b.first()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (left, rest_a) = number(a);
                let (right, rest_b) = number(b);
                let by_value = left.len().cmp(&right.len()).then_with(|| left.cmp(right));
                if by_value != Ordering::Equal {
                    return by_value;
                }
                (a, b) = (rest_a, rest_b);
            }
            (Some(x), Some(y)) if x == y => (a, b) = (&a[1..], &b[1..]),
            (Some(x), Some(y)) => return x.cmp(y),
        }
    }
}

/// Newest first; units without a version last. A release comes before its own pre-releases (`1.0.0` before `1.0.0-rc1`).
pub fn newest_first(a: Option<&Version>, b: Option<&Version>) -> Ordering {
    match (a, b) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(a), Some(b)) => {
            let (a, b) = (a.as_str(), b.as_str());
            if pre_release_of(a, b) {
                Ordering::Greater
            } else if pre_release_of(b, a) {
                Ordering::Less
            } else {
                natural(b, a)
            }
        }
    }
}

/// Splits leading digits off, without leading zeros.
fn number(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|c| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let zeros = digits.iter().take_while(|c| **c == b'0').count();
    (&digits[zeros..], rest)
}

fn pre_release_of(pre: &str, release: &str) -> bool {
    pre.strip_prefix(release).is_some_and(|rest| rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_stand_newest_first() {
        let mut versions: Vec<Option<Version>> = ["1.9.0", "1.10.0", "2.0.0-rc1", "2.0.0", "v1"]
            .iter()
            .map(|text| Some(Version::parse(text).unwrap()))
            .chain([None])
            .collect();
        sort(&mut versions, |a, b| newest_first(a.as_ref(), b.as_ref()));
        let words: Vec<&str> =
            versions.iter().map(|version| version.as_ref().map_or("-", Version::as_str)).collect();
        assert_eq!(words, ["v1", "2.0.0", "2.0.0-rc1", "1.10.0", "1.9.0", "-"]);
    }

    #[test]
    fn equals_keep_their_order() {
        let mut pairs = vec![(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd')];
        sort(&mut pairs, |a, b| a.0.cmp(&b.0));
        assert_eq!(pairs, [(1, 'b'), (1, 'd'), (2, 'a'), (2, 'c')]);
    }

    #[test]
    fn numbers_count_by_value() {
        assert_eq!(natural("web-9", "web-10"), Ordering::Less);
        assert_eq!(natural("web-010", "web-10"), Ordering::Equal);
        assert_eq!(natural("a", "a1"), Ordering::Less);
    }
}
