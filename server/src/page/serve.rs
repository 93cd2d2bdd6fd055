//! Serves the page: whatever no route takes ends here.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::negotiate::choose;
use super::{File, SHELL};
use crate::app::AppState;
use crate::error::Error;

/// A file of the page; the shell for paths of the page; else a 404 in the API's form.
pub async fn serve(State(app): State<AppState>, request: Request) -> Response {
    let path = request.uri().path();
    if is_reserved(path) {
        return Error::NoSuchPath.into_response();
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let files = &app.page.files;
    let name = path.trim_start_matches('/');
    let file = files.get(name).or_else(|| {
        let wants_page = path == "/" || accepts_html(request.headers());
        if wants_page { files.get(SHELL) } else { None }
    });
    match file {
        None => Error::NoSuchPath.into_response(),
        Some(_) if !reads => Error::MethodNotAllowed.into_response(),
        Some(file) => answer(file, request.headers()),
    }
}

/// Paths that are never the page's, so that a wrong call gets an error and not a page.
fn is_reserved(path: &str) -> bool {
    ["/api", "/fleet"]
        .iter()
        .any(|prefix| path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.split(',').any(|offer| offer.trim().starts_with("text/html")))
}

fn answer(file: &File, asked: &HeaderMap) -> Response {
    let mut headers = HeaderMap::new();
    let cache = if file.hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::ETAG, file.etag.clone());
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if is_known(file, asked) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.content_type));
    let forms = choose(asked).into_iter();
    let found = forms.map(|encoding| (encoding, file.forms.get(encoding)));
    let Some((encoding, content)) = found.filter_map(|(encoding, form)| Some((encoding, form?))).next()
    else {
        return Error::Internal("a file of the page is broken".into()).into_response();
    };
    if let Some(name) = encoding.name() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    (headers, Body::from(content)).into_response()
}

fn is_known(file: &File, asked: &HeaderMap) -> bool {
    let tag = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    let ours = tag(file.etag.to_str().unwrap_or_default());
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|theirs| theirs.trim() == "*" || tag(theirs) == ours)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use axum::body::Bytes;

    use super::super::Page;
    use super::*;

    fn asked(file: &str, offer: &'static str) -> (Option<String>, Option<String>, String) {
        let name = "app-0123456789abcdef.js";
        let contents = [
            (name, b"hello hello hello\n".as_slice()),
            ("app-0123456789abcdef.js.br", b"\x8b\x08\x80hello hello hello\n\x03"),
            ("index.html", b"shell"),
        ]
        .map(|(name, content)| (name.to_owned(), Bytes::from_static(content)));
        let page = Page::from_files(HashMap::from(contents));
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(offer));
        let answer = answer(&page.files[file], &headers);
        let header = |name| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        (
            header(header::CONTENT_ENCODING),
            header(header::CACHE_CONTROL),
            header(header::CONTENT_TYPE).unwrap(),
        )
    }

    #[test]
    fn a_file_is_sent_as_it_was_compressed_and_kept_for_ever() {
        let (encoding, cache, content_type) = asked("app-0123456789abcdef.js", "gzip, br");
        assert_eq!(encoding.as_deref(), Some("br"));
        assert_eq!(cache.as_deref(), Some("public, max-age=31536000, immutable"));
        assert_eq!(content_type, "text/javascript; charset=utf-8");
        assert_eq!(asked("app-0123456789abcdef.js", "gzip").0.as_deref(), Some("gzip"));
        assert_eq!(asked("app-0123456789abcdef.js", "identity").0, None);
        assert_eq!(asked("index.html", "gzip").0, None, "it gets no smaller");
    }

    #[test]
    fn the_shell_is_asked_for_again() {
        assert_eq!(asked("index.html", "br").1.as_deref(), Some("no-cache"));
    }

    #[test]
    fn the_apis_and_the_proxys_paths_are_never_the_page() {
        for path in ["/api", "/api/v1/nonsense", "/api/", "/fleet", "/fleet/v1/units"] {
            assert!(is_reserved(path), "{path}");
        }
        for path in ["/", "/units/example:1.0.0@1.service", "/apis", "/fleets", "/activity"] {
            assert!(!is_reserved(path), "{path}");
        }
    }
}
