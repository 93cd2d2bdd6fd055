//! What reached the server, for tests to count and to look at.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use bytes::Bytes;

/// How many requests are kept; the counters go on.
const KEPT: usize = 10_000;
/// How much of a body is kept.
const KEPT_BODY: usize = 64 * 1024;

/// A request that reached the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// When, in simulated time.
    pub at: Duration,
    /// The method, as sent.
    pub method: String,
    /// Path and query, as sent.
    pub target: String,
    /// The body, up to 64 KiB of it.
    pub body: Bytes,
    /// The status of the answer; `None` if there was none, because the connection was cut.
    pub status: Option<u16>,
    /// The status of what was carried out, whether or not anybody was told.
    pub carried_out: u16,
}

#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    latest: VecDeque<Request>,
    by_method: BTreeMap<String, u64>,
}

impl RequestLog {
    pub(crate) fn add(&mut self, mut request: Request) {
        if request.body.len() > KEPT_BODY {
            // A copy, so that the rest of the body can be freed.
            request.body = Bytes::copy_from_slice(&request.body[..KEPT_BODY]);
        }
        *self.by_method.entry(request.method.clone()).or_default() += 1;
        if self.latest.len() == KEPT {
            self.latest.pop_front();
        }
        self.latest.push_back(request);
    }

    pub(crate) fn latest(&self) -> Vec<Request> {
        self.latest.iter().cloned().collect()
    }

    pub(crate) fn take(&mut self) -> Vec<Request> {
        std::mem::take(&mut self.latest).into()
    }

    pub(crate) fn by_method(&self) -> BTreeMap<String, u64> {
        self.by_method.clone()
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}
