//! The Fleet API v1 over HTTP: paths, methods, media types, status codes.
//!
//! Owns the translation between requests and the state machine, in Fleet's order of checks. It decides nothing about units: that
//! is [`crate::sim`]'s. There is one handler for all paths, since Fleet's own multiplexer looks at decoded and cleaned paths,
//! redirects, and answers unknown ones in its own way, none of which a pattern router can be told.

mod body;
mod json;
mod machines;
mod metrics;
mod omissions;
mod page;
mod path;
mod query;
pub(crate) mod reply;
mod state;
mod units;

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{Request, StatusCode, Version, header};
use axum::response::Response;
use bytes::Bytes;

use self::omissions::Omissions;
pub(crate) use self::page::PageCache;
use self::path::Target;
use self::reply::{Ending, Reply};
use crate::faults::{Fault, Outage};
use crate::handle::{SimHandle, World};

/// Fleet's description of its own API, as it serves it.
const DISCOVERY: &str = include_str!("http/discovery.json");

pub(crate) fn router(handle: SimHandle) -> Router {
    Router::new().fallback(answer_request).with_state(handle)
}

/// A request, read to its end.
struct Call<'a> {
    head: &'a Parts,
    body: &'a [u8],
    page_limit: u16,
    omissions: Omissions,
}

impl Call<'_> {
    fn method(&self) -> &str {
        self.head.method.as_str()
    }

    fn query(&self) -> &str {
        self.head.uri.query().unwrap_or_default()
    }
}

async fn answer_request(State(handle): State<SimHandle>, request: Request<Body>) -> Response {
    let (head, body) = request.into_parts();
    let (body, reply) = match body::read(&head, body).await {
        Ok(body) => {
            let reply = reply_with_faults(&handle, &head, &body).await;
            (body, reply)
        }
        Err(body::TooLarge) => {
            (Bytes::new(), Reply::text(StatusCode::PAYLOAD_TOO_LARGE, "413 Request Entity Too Large"))
        }
    };
    handle.record(&head, body, &reply);
    reply.into_response()
}

async fn reply_with_faults(handle: &SimHandle, head: &Parts, body: &[u8]) -> Reply {
    match handle.faults().outage() {
        Some(Outage::Cut) => return Reply::unsaid(),
        Some(Outage::Unavailable) => {
            return Reply::unavailable();
        }
        None => {}
    }
    let mut omissions = Omissions::default();
    let mut delay = Duration::ZERO;
    let mut ending = Ending::Whole;
    for fault in handle.faults().strike(head.method.as_str(), head.uri.path()) {
        match fault {
            Fault::Status(status) => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                // A Fleet that lost its etcd says so once it has noticed; until then it says nothing.
                return if status == StatusCode::SERVICE_UNAVAILABLE {
                    Reply::unavailable()
                } else {
                    Reply::error(status, "")
                };
            }
            Fault::Refusal { status, message } => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                return Reply::error(status, message);
            }
            Fault::Answer { media_type, body } => return Reply::new(StatusCode::OK, Some(media_type), body),
            Fault::CutConnection => return Reply::unsaid(),
            Fault::Delay(time) => delay += time,
            Fault::LoseAnswer => ending = Ending::Unsaid,
            Fault::CutBody => ending = Ending::Halfway,
            Fault::OmitUnits(pattern) => omissions.units.push(pattern),
            Fault::HalfList => omissions.every_second = true,
            Fault::HalfPage => omissions.half_pages = true,
            Fault::ShortList(length) => {
                omissions.ends_after = Some(omissions.ends_after.map_or(length, |other| other.min(length)));
            }
        }
    }
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    let call = Call { head, body, page_limit: handle.page_limit(), omissions };
    let reply = handle.with_world(|world| dispatch(&call, world));
    if ending == Ending::Whole { reply } else { Reply { ending, ..reply } }
}

fn dispatch(call: &Call<'_>, world: &mut World) -> Reply {
    if let Some(refusal) = check_head(call.head) {
        return refusal;
    }
    match Target::of(&call.head.uri) {
        Target::Malformed => Reply::text(StatusCode::BAD_REQUEST, "400 Bad Request"),
        Target::Moved(location) => Reply::moved(location, call.method()),
        Target::Path(path) => route(call, world, &path),
    }
}

fn route(call: &Call<'_>, world: &mut World, path: &str) -> Reply {
    if path == "/metrics" {
        return metrics::show_metrics(world);
    }
    if matches!(path, "/" | "/fleet/v1" | "/v1-alpha") {
        return Reply::error(StatusCode::METHOD_NOT_ALLOWED, "");
    }
    let resource = path.strip_prefix("/fleet/v1/").or_else(|| path.strip_prefix("/v1-alpha/"));
    match resource
        .map(|resource| resource.split_once('/').map_or((resource, None), |(r, item)| (r, Some(item))))
    {
        Some(("units", None)) => units::list_units(call, world),
        Some(("units", Some(name))) if is_item(name) => units::unit_item(call, world, name),
        Some(("state", None)) => state::list_states(call, world),
        Some(("state", Some(name))) if is_item(name) => state::get_state(call, world, name),
        Some(("machines", None)) => machines::machines(call, world),
        Some(("discovery", None)) => show_discovery(call),
        _ => Reply::error(StatusCode::NOT_FOUND, ""),
    }
}

/// An item is one segment; a slash in it, even one that came encoded, makes two.
fn is_item(name: &str) -> bool {
    !name.is_empty() && !name.contains('/')
}

fn show_discovery(call: &Call<'_>) -> Reply {
    if call.method() == "GET" {
        Reply::serialised(Bytes::from_static(DISCOVERY.as_bytes()))
    } else {
        Reply::error(StatusCode::BAD_REQUEST, "only HTTP GET supported against this resource")
    }
}

/// What Go's HTTP library refuses or answers itself. HTTP/1.1 asks for exactly one Host.
fn check_head(head: &Parts) -> Option<Reply> {
    if head.uri.path() == "*" && head.method == "OPTIONS" {
        return Some(Reply::empty(StatusCode::OK));
    }
    let mut expectations = head.headers.get_all(header::EXPECT).iter();
    if expectations.any(|value| !value.as_bytes().eq_ignore_ascii_case(b"100-continue")) {
        return Some(Reply::empty(StatusCode::EXPECTATION_FAILED));
    }
    let mut codings = head.headers.get_all(header::TRANSFER_ENCODING).iter();
    if codings.any(|value| !value.as_bytes().eq_ignore_ascii_case(b"chunked")) {
        return Some(Reply::text(StatusCode::NOT_IMPLEMENTED, "Unsupported transfer encoding"));
    }
    let hosts = head.headers.get_all(header::HOST).iter().count();
    match hosts {
        0 if head.version == Version::HTTP_11 && head.uri.authority().is_none() => {
            Some(Reply::text(StatusCode::BAD_REQUEST, "400 Bad Request: missing required Host header"))
        }
        0 | 1 => None,
        _ => Some(Reply::text(StatusCode::BAD_REQUEST, "400 Bad Request: too many Host headers")),
    }
}

fn only_get() -> Reply {
    Reply::error(StatusCode::METHOD_NOT_ALLOWED, "only GET supported against this resource")
}
