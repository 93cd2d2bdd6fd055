//! The built page: embedded files, served compressed as they were built, and the one shell for all page paths.
//!
//! Everything is loaded once, at the start; nothing here reads a disk while a request waits. What was built compressed is
//! unpacked for the first who does not take it so, and kept.

mod csp;
mod embedded;
mod forms;
mod negotiate;
mod serve;

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::HeaderValue;

use forms::Forms;
pub(crate) use negotiate::takes;
pub use serve::serve;

/// The page's files, by path without the leading slash.
#[derive(Debug, Clone)]
pub struct Page {
    files: Arc<HashMap<String, File>>,
    csp: HeaderValue,
    build: Arc<str>,
}

/// One file.
#[derive(Debug, Clone)]
struct File {
    forms: Forms,
    content_type: &'static str,
    etag: HeaderValue,
    /// Its name contains its content's hash: it may be kept for ever.
    hashed: bool,
}

/// The shell's name.
const SHELL: &str = "index.html";

impl Page {
    /// The page that was embedded when the server was built; a placeholder if there was none.
    pub fn embedded() -> Self {
        Self::from_files(embedded::files())
    }

    /// A page of these files: name and content; `name.br` is the compressed form of `name`.
    fn from_files(contents: HashMap<String, Bytes>) -> Self {
        let mut files = HashMap::new();
        for (own, content) in &contents {
            let (name, forms) = match own.strip_suffix(".br") {
                Some(name) => (name, Forms::brotli(content.clone())),
                // The compressed one says the same.
                None if contents.contains_key(&format!("{own}.br")) || own.ends_with(".gz") => continue,
                None => (own.as_str(), Forms::plain(content.clone())),
            };
            let file = File {
                forms,
                content_type: content_type(name),
                etag: etag(content),
                hashed: is_hashed(name),
            };
            files.insert(name.to_owned(), file);
        }
        let shell = files.entry(SHELL.to_owned()).or_insert_with(placeholder);
        let csp = csp::policy(&shell.forms.unpacked().unwrap_or_default());
        let build = shell.etag.to_str().unwrap_or_default().trim_matches(['W', '/', '"']).to_owned();
        Self { csp, build: build.into(), files: Arc::new(files) }
    }

    /// The content security policy that lets this page run, and nothing else.
    pub fn csp(&self) -> &HeaderValue {
        &self.csp
    }

    /// Names this build of the page: another shell, another build.
    pub fn build(&self) -> &str {
        &self.build
    }
}

/// Says how to get a page; the API works without one.
fn placeholder() -> File {
    let plain = Bytes::from_static(include_bytes!("page/placeholder.html"));
    File { etag: etag(&plain), forms: Forms::plain(plain), content_type: content_type(SHELL), hashed: false }
}

/// Weak, because the same tag stands for the file in all its encodings.
fn etag(content: &[u8]) -> HeaderValue {
    use sha2::{Digest, Sha256};
    let digits = crate::auth::secret::hex(&Sha256::digest(content)[..8]);
    // Hexadecimal digits in quotes are a header's value.
    HeaderValue::from_str(&format!("W/\"{digits}\"")).unwrap_or(HeaderValue::from_static("W/\"0\""))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// `cargo xtask` writes the hash into the name of the file, or of the folder of all code.
fn is_hashed(name: &str) -> bool {
    name.split(['-', '_', '.', '/'])
        .any(|part| part.len() >= 12 && part.bytes().all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for (name, hashed) in [
            ("code-1f2e3d4c5b6a7988/frontend_bg.wasm", true),
            ("code-1f2e3d4c5b6a7988/frontend.js", true),
            ("app-1f2e3d4c5b6a7988.css", true),
            ("index.html", false),
            ("favicon.svg", false),
            ("manifest.webmanifest", false),
        ] {
            assert_eq!(is_hashed(name), hashed, "{name}");
        }
    }

    #[test]
    fn without_a_built_page_there_is_a_placeholder() {
        let page = Page::from_files(HashMap::new());
        assert!(page.files[SHELL].forms.unpacked().unwrap().starts_with(b"<!doctype html>"));
        assert_eq!(page.build().len(), 16);
    }

    #[test]
    fn another_shell_is_another_build() {
        let page = |text: &'static str| {
            Page::from_files(HashMap::from([(SHELL.to_owned(), Bytes::from_static(text.as_bytes()))]))
        };
        assert_ne!(page("one").build(), page("two").build());
    }
}
