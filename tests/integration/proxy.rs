//! `/fleet/v1/*` as scripts and fleetctl use it, and as somebody would who wants more than is passed on.

mod bad_bodies;
mod bad_paths;
mod credentials;
mod fleetctl;
mod framing;
mod lists;
mod machines;
mod weather;
mod writes;

use fleet_sim::SimHandle;

use crate::harness::raw::{self, Raw};
use crate::harness::{Client, TestApp};

const UNIT: &str = "/fleet/v1/units/example:1.0.0@1.service";

/// Asserts that nothing but the poller's own lists was ever asked of Fleet, and nothing at all changed.
fn assert_untouched(fleet: &SimHandle) {
    let lists = ["/fleet/v1/units", "/fleet/v1/state", "/fleet/v1/machines"];
    for request in fleet.requests() {
        let path = request.target.split_once("?nextPageToken=").map_or(&*request.target, |(path, _)| path);
        assert!(request.method == "GET" && lists.contains(&path), "it reached Fleet: {request:?}");
    }
}

/// Sends a request byte by byte, with a script's token.
async fn send(
    app: &TestApp,
    script: &Client,
    method: &str,
    target: &str,
    headers: &[&str],
    body: &[u8],
) -> Raw {
    let token = format!("Authorization: Bearer {}", script.bearer());
    let headers: Vec<&str> = std::iter::once(token.as_str()).chain(headers.iter().copied()).collect();
    raw::exchange(app.server_address(), &raw::request(method, target, &headers, body)).await
}

/// Fleet's own error envelope, which fleetctl shows.
#[track_caller]
fn message(answer: &Raw) -> String {
    let body: fleet::ErrorBody = serde_json::from_str(&answer.body)
        .unwrap_or_else(|_| panic!("no error as Fleet writes it: {answer:?}"));
    assert_eq!(Some(body.error.code), answer.status);
    body.error.message
}
