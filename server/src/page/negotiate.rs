//! Which encoding of a file a browser gets.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;

/// An encoding in which files are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    Plain,
}

impl Encoding {
    /// The value of `Content-Encoding`.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Plain => None,
        }
    }
}

/// Whether a client takes an encoding, by its name there.
pub(crate) fn takes(headers: &HeaderMap, name: &str) -> bool {
    headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).any(|value| {
        value.split(',').any(|offer| {
            let mut parts = offer.split(';').map(str::trim);
            let named = parts.next().is_some_and(|coding| coding.eq_ignore_ascii_case(name));
            let refused = parts.any(|part| {
                part.strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0))
            });
            named && !refused
        })
    })
}

/// The smallest of those that the browser takes. What it likes better of those makes no difference: they are made
/// already.
pub(super) fn choose(headers: &HeaderMap) -> Vec<Encoding> {
    let mut order = Vec::with_capacity(3);
    if takes(headers, "br") {
        order.push(Encoding::Brotli);
    }
    if takes(headers, "gzip") {
        order.push(Encoding::Gzip);
    }
    order.push(Encoding::Plain);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_smallest_that_is_offered() {
        for (offer, expected) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip, deflate", Encoding::Gzip),
            ("br;q=0, gzip;q=0.5", Encoding::Gzip),
            ("br;q=0.000", Encoding::Plain),
            ("BR", Encoding::Brotli),
            ("brotli", Encoding::Plain),
            ("identity", Encoding::Plain),
            ("", Encoding::Plain),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, offer.parse().unwrap());
            assert_eq!(choose(&headers).first(), Some(&expected), "{offer}");
        }
        assert_eq!(choose(&HeaderMap::new()), [Encoding::Plain]);
    }
}
