//! Query strings as Go reads them: a pair that is malformed, or that holds a semicolon, is dropped without a word.

use super::path::decode;

/// The values of a parameter, in order.
pub(super) fn values<'a>(query: &'a str, name: &'a str) -> impl Iterator<Item = String> + 'a {
    query.split('&').filter(|pair| !pair.is_empty() && !pair.contains(';')).filter_map(move |pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = decode(value, true)?;
        (decode(key, true)? == name).then_some(value)
    })
}

/// The first value of a parameter that is not empty.
pub(super) fn first(query: &str, name: &str) -> Option<String> {
    values(query, name).next().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_value_counts_and_bad_pairs_do_not() {
        assert_eq!(first("unitName=a%40b+c&unitName=d", "unitName").as_deref(), Some("a@b c"));
        assert_eq!(first("unitName=a;machineID=b", "unitName"), None);
        assert_eq!(first("unitName=%zz&unitName=x", "unitName").as_deref(), Some("x"));
        assert_eq!(first("unitName=", "unitName"), None);
        assert_eq!(values("t", "t").collect::<Vec<_>>(), [""]);
    }
}
