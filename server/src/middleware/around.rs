//! What stands around every request, whatever answers it: its id, its log line, its errors' last form, the fixed headers.
//!
//! One layer and not four: each costs every request some allocations and a copy of all layers below it, which is most
//! of the time that a list from memory takes.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use super::headers::Fixed;
use super::request_id::{self, RequestId};
use super::trace::Trace;
use crate::app::AppState;
use crate::error;

/// What it takes.
#[derive(Clone)]
pub struct Around {
    /// Where requests are counted.
    pub app: AppState,
    /// The headers of every answer.
    pub fixed: Fixed,
}

/// Answers a request by way of everything below.
pub async fn around(State(around): State<Around>, request: Request, next: Next) -> Response {
    let id = RequestId::random();
    let trace = Trace::begin(id, &request);
    let for_fleet = error::is_fleets(request.uri().path());
    let response = next.run(request).instrument(trace.span.clone()).await;
    let mut response = error::render(response, id, for_fleet);
    trace.end(&around.app, response.status());
    around.fixed.put(response.headers_mut());
    if let Some(id) = id.header() {
        response.headers_mut().insert(request_id::HEADER, id);
    }
    response
}
