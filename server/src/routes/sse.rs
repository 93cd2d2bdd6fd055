//! The answer that is a live stream (server-sent events), whoever listens. Knows nothing of what it says.

use std::convert::Infallible;

use axum::body::Body;
use axum::http::header::{self, HeaderName};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream::{Stream, StreamExt};

use crate::app::App;

/// These frames, until there are no more or the server ends.
pub(super) fn answer(app: &App, frames: impl Stream<Item = Bytes> + Send + 'static) -> Response {
    let frames = frames.take_until(app.shutdown.clone().cancelled_owned());
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        // nginx would hold the stream back until its buffer is full.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    (headers, Body::from_stream(frames.map(Ok::<Bytes, Infallible>))).into_response()
}
