//! Paths as Go's `ServeMux` sees them: percent-decoded first, then cleaned, and redirected if that changed anything.

use axum::http::Uri;

/// Where a request goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A path to be looked up, percent-decoded.
    Path(String),
    /// The path was not clean: the clean one with the query, for `Location`.
    Moved(String),
    /// An escape that is none, or no path at all.
    Malformed,
}

impl Target {
    pub(super) fn of(uri: &Uri) -> Self {
        let Some(decoded) = decode(uri.path(), false).filter(|path| path.starts_with('/')) else {
            return Self::Malformed;
        };
        let clean = clean(&decoded);
        if clean == decoded {
            return Self::Path(decoded);
        }
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        Self::Moved(encode(&clean) + &query)
    }
}

/// Percent-decodes; `None` if an escape is malformed. In a query `+` is a blank.
pub(super) fn decode(text: &str, is_query: bool) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            b'+' if is_query => b' ',
            other => other,
        });
    }
    // No name that is no UTF-8 was ever stored, so it does not matter what becomes of one.
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// Go's `cleanPath`: no empty, `.` or `..` segments; a slash at the end stays.
fn clean(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    let mut clean = format!("/{}", segments.join("/"));
    if path.ends_with('/') && clean != "/" {
        clean.push('/');
    }
    clean
}

/// Go's escaping of a path: what has a meaning elsewhere in an address, and everything that is not ASCII.
fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~$&+,/:;=@".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unclean_paths_are_moved() {
        for (path, target) in [
            ("/fleet/v1/units/..", "/fleet/v1"),
            ("/fleet/v1/units/%2e%2e/machines", "/fleet/v1/machines"),
            ("//fleet/v1/units", "/fleet/v1/units"),
            ("/fleet/v1/./units/?x=1", "/fleet/v1/units/?x=1"),
            ("/fleet/v1//units/a%40b%2Fc(1)*", "/fleet/v1/units/a@b/c%281%29%2A"),
        ] {
            assert_eq!(Target::of(&path.parse().unwrap()), Target::Moved(target.to_owned()), "{path}");
        }
    }

    #[test]
    fn clean_paths_are_decoded() {
        for (path, decoded) in [("/a%2Fb", "/a/b"), ("/a%40b", "/a@b"), ("/", "/"), ("/x/", "/x/")] {
            assert_eq!(Target::of(&path.parse().unwrap()), Target::Path(decoded.to_owned()));
        }
        for malformed in ["/%zz", "/%4", "*"] {
            assert_eq!(Target::of(&malformed.parse().unwrap()), Target::Malformed);
        }
    }
}
