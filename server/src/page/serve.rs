//! Serves the page: whatever no route takes ends here.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::negotiate::{Encoding, choose};
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
    let (encoding, content) = choose(asked)
        .into_iter()
        .find_map(|encoding| {
            let content = match encoding {
                Encoding::Brotli => file.brotli.as_ref(),
                Encoding::Gzip => file.gzip.as_ref(),
                Encoding::Plain => Some(&file.plain),
            };
            content.map(|content| (encoding, content))
        })
        .unwrap_or((Encoding::Plain, &file.plain));
    if let Some(name) = encoding.name() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    (headers, Body::from(content.clone())).into_response()
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
    use super::*;

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
