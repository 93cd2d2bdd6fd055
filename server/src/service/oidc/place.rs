//! The page that somebody wanted before they had to sign in: a path of this server, and never an address elsewhere.

/// Longer ones are not kept; no page's own is.
const MOST_BYTES: usize = 2_000;

/// The text if it is such a path. Browsers take `//host` and `/\host` for other hosts, and leave out control characters
/// before they look.
pub(super) fn local(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('/')?;
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    // The API is no page: its answers would be all that is seen.
    let is_page = !rest.starts_with('/') && !rest.starts_with("api/") && !rest.starts_with("fleet/");
    (is_plain && is_page && text.len() <= MOST_BYTES).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_this_server() {
        for path in ["/", "/apps", "/units?q=a%20b&state=failed#x", "/apps/a//b"] {
            assert_eq!(local(path), Some(path));
        }
        for other in [
            "",
            "apps",
            "//evil.example.org",
            "/\\evil.example.org",
            "/\t/evil.example.org",
            "\t//evil.example.org",
            "/a\\b",
            "https://evil.example.org",
            "javascript:alert(1)",
            "/a\r\nset-cookie: x=y",
            "/ü",
            "/api/v1/session/oidc",
            "/fleet/v1/units",
            &format!("/{}", "x".repeat(MOST_BYTES)),
        ] {
            assert_eq!(local(other), None, "{other:?}");
        }
    }
}
