//! One log line for each request: id, method, matched path, status, time taken. Never a query, a header or a body.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use super::request_id::RequestId;
use crate::app::AppState;

/// Wraps the request in a span and counts it.
pub async fn trace(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
    // The pattern, not the path: paths name units, and there is no end to them.
    let path = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let span = tracing::info_span!("request", request_id = %id, %method, path = %path);
    let began = Instant::now();
    async move {
        let response = next.run(request).await;
        let status = response.status().as_u16();
        let took = began.elapsed();
        app.metrics.request(&method, &path, status, took);
        let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        if status >= 500 {
            tracing::warn!(status, took_ms, "answered with an error");
        } else {
            tracing::debug!(status, took_ms, "answered");
        }
        response
    }
    .instrument(span)
    .await
}
