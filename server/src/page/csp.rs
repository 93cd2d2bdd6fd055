//! The content security policy. The page's only inline script (it starts the WebAssembly) is allowed
//! by its hash, so that no other can be slipped in.

use std::fmt::Write;

use axum::http::HeaderValue;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};

/// The policy for a shell.
pub(super) fn policy(shell: &[u8]) -> HeaderValue {
    let mut scripts = String::from("'self' 'wasm-unsafe-eval'");
    for script in inline_scripts(&String::from_utf8_lossy(shell)) {
        // Writing to a String can't fail.
        let _ = write!(scripts, " 'sha256-{}'", BASE64.encode(Sha256::digest(script.as_bytes())));
    }
    let policy = format!(
        "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
         object-src 'none'"
    );
    // Base64 and the words above are a header's value. Should they ever not be, nothing may run.
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// The contents of all script elements without `src`. For our own shell, not for any HTML.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once("<script") {
        let Some((attributes, after)) = after.split_once('>') else { break };
        let Some((content, after)) = after.split_once("</script>") else { break };
        let has_src = attributes.split_ascii_whitespace().any(|attribute| attribute.starts_with("src="));
        if !has_src {
            found.push(content);
        }
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allows_exactly_the_inline_scripts() {
        let shell =
            "<script type=\"module\">\nalert(1)\n</script><script src=\"/a.js\"></script><script>b</script>";
        assert_eq!(inline_scripts(shell), ["\nalert(1)\n", "b"]);
        let policy = policy(b"<script>b</script>");
        assert_eq!(
            policy.to_str().unwrap(),
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' \
             'sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0='; style-src 'self'; img-src 'self' data:; \
             font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
             frame-ancestors 'none'; object-src 'none'"
        );
    }

    #[test]
    fn never_allows_inline_code_as_such() {
        for shell in ["", "<script>", "<script>half", "no script at all"] {
            assert!(!policy(shell.as_bytes()).to_str().unwrap().contains("unsafe-inline"));
        }
    }
}
