//! The answer that is a live stream (server-sent events), whoever listens, in the language they read. Knows nothing of what
//! it says.

use std::convert::Infallible;

use axum::body::Body;
use axum::http::header::{self, HeaderName};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream::{Stream, StreamExt, poll_fn};
use say::{Language, Scope};

use crate::app::App;
use crate::middleware::label;
use crate::told;

/// The language of a stream: what its query says, since a browser's stream sends no headers of the page's own; or that of
/// the request.
pub(super) fn language(asked: Option<&str>) -> Language {
    asked.and_then(Language::of_tag).unwrap_or(Scope::current().language)
}

/// These frames, until there are no more or the server ends.
pub(super) fn answer(
    app: &App,
    language: Language,
    frames: impl Stream<Item = Bytes> + Send + 'static,
) -> Response {
    let mut frames = Box::pin(frames.take_until(app.shutdown.clone().cancelled_owned()));
    let scope = Scope { language, keeps: false };
    let told = poll_fn(move |context| {
        scope.within(|| frames.poll_next_unpin(context).map(|frame| frame.map(told::json)))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        // nginx would hold the stream back until its buffer is full.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    let mut response = (headers, Body::from_stream(told.map(Ok::<Bytes, Infallible>))).into_response();
    label(response.headers_mut(), language);
    response
}
