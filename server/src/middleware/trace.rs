//! One log line for each request: id, method, matched path, status, time taken. Never a query, a header or a body.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{Method, StatusCode};
use tracing::Span;

use super::request_id::RequestId;
use crate::app::App;

/// A request under way.
pub(super) struct Trace {
    /// What is logged meanwhile stands in here.
    pub(super) span: Span,
    method: Method,
    matched: Option<MatchedPath>,
    began: Instant,
}

impl Trace {
    pub(super) fn begin(id: RequestId, request: &Request) -> Self {
        let method = request.method().clone();
        let matched = request.extensions().get::<MatchedPath>().cloned();
        let span =
            tracing::info_span!("request", request_id = %id, %method, path = %pattern(matched.as_ref()));
        Self { span, method, matched, began: Instant::now() }
    }

    /// Counts the request, and logs it.
    pub(super) fn end(self, app: &App, status: StatusCode) {
        let (status, took) = (status.as_u16(), self.began.elapsed());
        app.metrics.request(&self.method, pattern(self.matched.as_ref()), status, took);
        let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        self.span.in_scope(|| {
            if status >= 500 {
                tracing::warn!(status, took_ms, "answered with an error");
            } else {
                tracing::debug!(status, took_ms, "answered");
            }
        });
    }
}

/// The pattern, not the path: paths name units, and there is no end to them.
fn pattern(matched: Option<&MatchedPath>) -> &str {
    matched.map_or("other", MatchedPath::as_str)
}
