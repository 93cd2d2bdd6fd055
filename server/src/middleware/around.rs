//! What stands around every request, whatever answers it: its id, its log line, its errors' last form, the fixed headers.
//!
//! One layer and not four: each costs every request some allocations and a copy of all layers below it, which is most
//! of the time that a list from memory takes.

use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, TRANSFER_ENCODING};
use axum::http::{HeaderValue, Version};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use super::headers::Fixed;
use super::language;
use super::request_id::{self, RequestId};
use super::trace::Trace;
use crate::app::AppState;
use crate::error;
use crate::extract::Peer;

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
    let ends = is_its_connections_last(&request);
    let peer = Peer::of(request.extensions(), request.headers(), &around.app);
    let scope = language::scope(request.headers());
    let response = scope.during(peer.asks(next.run(request).instrument(trace.span.clone()))).await;
    let mut response = scope.within(|| error::render(response, id, for_fleet));
    trace.end(&around.app, response.status());
    around.fixed.put(response.headers_mut());
    if let Some(id) = id.header() {
        response.headers_mut().insert(request_id::HEADER, id);
    }
    if ends {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Whether nothing behind it is read. Chunks may have come with a length as well, of which nothing is left here: whoever
/// stands in front may have believed the length, and taken what stands behind the chunks for a part of this.
fn is_its_connections_last(request: &Request) -> bool {
    request.version() == Version::HTTP_11 && request.headers().contains_key(TRANSFER_ENCODING)
}
