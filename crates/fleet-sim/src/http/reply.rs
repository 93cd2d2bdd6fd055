//! Answers before they are HTTP: status, media type, body; or none at all.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use fleet::{ErrorBody, go_json};
use futures_util::Stream;
use serde::Serialize;

/// What the server says it is.
const SERVER: HeaderValue = HeaderValue::from_static("fleetd/1.0.0");
const JSON: &str = "application/json";
const TEXT: &str = "text/plain; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) media_type: Option<&'static str>,
    pub(crate) location: Option<String>,
    pub(crate) body: Bytes,
    pub(crate) ending: Ending,
}

/// How an answer ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// As it should.
    Whole,
    /// The connection closes without a word, as Fleet's does when a handler panics.
    Unsaid,
    /// The connection closes in the middle of the body.
    Halfway,
}

impl Reply {
    pub(super) fn new(status: StatusCode, media_type: Option<&'static str>, body: impl Into<Bytes>) -> Self {
        Self { status, media_type, location: None, body: body.into(), ending: Ending::Whole }
    }

    /// 200 with JSON that is serialised already.
    pub(super) fn serialised(body: Bytes) -> Self {
        Self::new(StatusCode::OK, Some(JSON), body)
    }

    /// 200 with an entity.
    pub(super) fn entity(entity: &impl Serialize) -> Self {
        Self::serialised(json(entity))
    }

    /// 201 or 204, which say nothing more.
    pub(super) fn empty(status: StatusCode) -> Self {
        Self::new(status, None, Bytes::new())
    }

    /// 204 of PATCH, which has a media type all the same.
    pub(super) fn patched() -> Self {
        Self::new(StatusCode::NO_CONTENT, Some(JSON), Bytes::new())
    }

    /// An error in Fleet's envelope.
    pub(crate) fn error(status: StatusCode, message: impl Into<String>) -> Self {
        let body = json(&ErrorBody::new(status.as_u16(), message));
        Self::new(status, Some(JSON), body)
    }

    /// 503 of a Fleet that has lost its etcd, or did not find it yet.
    pub(super) fn unavailable() -> Self {
        Self::error(StatusCode::SERVICE_UNAVAILABLE, "fleet server unable to communicate with etcd")
    }

    /// An error of the HTTP library.
    pub(super) fn text(status: StatusCode, text: &'static str) -> Self {
        Self::new(status, Some(TEXT), text)
    }

    /// A page of numbers for Prometheus.
    pub(super) fn metrics(body: String) -> Self {
        Self::new(StatusCode::OK, Some("text/plain; version=0.0.4"), body)
    }

    /// 301 of Go's HTTP library, which explains itself to browsers only.
    pub(super) fn moved(location: String, method: &str) -> Self {
        let explains = matches!(method, "GET" | "HEAD");
        let href = location.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let href = href.replace('"', "&#34;").replace('\'', "&#39;");
        let body =
            if explains { format!("<a href=\"{href}\">Moved Permanently</a>.\n\n") } else { String::new() };
        let reply = Self::new(StatusCode::MOVED_PERMANENTLY, explains.then_some(HTML), body);
        Self { location: Some(location), ..reply }
    }

    /// No answer.
    pub(crate) fn unsaid() -> Self {
        let reply = Self::empty(StatusCode::INTERNAL_SERVER_ERROR);
        Self { ending: Ending::Unsaid, ..reply }
    }

    /// The status that the client gets to see.
    pub(crate) fn seen_status(&self) -> Option<u16> {
        (self.ending != Ending::Unsaid).then(|| self.status.as_u16())
    }

    pub(super) fn into_response(self) -> Response {
        let length = self.body.len();
        let body = match self.ending {
            Ending::Whole => Body::from(self.body),
            Ending::Unsaid => Body::from_stream(Cut(None, false)),
            Ending::Halfway => Body::from_stream(Cut(Some(self.body.slice(..length / 2)), false)),
        };
        let mut response = Response::new(body);
        *response.status_mut() = match self.ending {
            // An answer is cut off by its body, and a 204 has none: with that status it would be a whole answer.
            Ending::Unsaid => StatusCode::INTERNAL_SERVER_ERROR,
            _ => self.status,
        };
        let headers = response.headers_mut();
        headers.insert(header::SERVER, SERVER);
        if let Some(media_type) = self.media_type {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        }
        if let Some(location) = self.location.and_then(|location| HeaderValue::try_from(location).ok()) {
            headers.insert(header::LOCATION, location);
        }
        if self.ending == Ending::Halfway {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        response
    }
}

/// An entity as Fleet writes it. One that cannot be serialised, of which there is none, becomes nothing.
pub(super) fn json(entity: &impl Serialize) -> Bytes {
    go_json::to_vec(entity).unwrap_or_default().into()
}

/// A body that breaks off: at once, so that not even the head of the answer leaves; or after some bytes, which are let go first.
struct Cut(Option<Bytes>, bool);

impl Stream for Cut {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(bytes) = self.0.take() {
            self.1 = true;
            return Poll::Ready(Some(Ok(bytes)));
        }
        if std::mem::take(&mut self.1) {
            // One turn for the connection to send what it has.
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(std::io::Error::other("cut on purpose"))))
    }
}
