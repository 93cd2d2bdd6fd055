//! Every request gets an id of our own making: it stands in the log, in the answer's header and in error bodies.

use std::fmt;

use axum::http::{HeaderName, HeaderValue};

/// The answer's header.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Names one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId(uuid::Uuid);

impl RequestId {
    /// A new one. One that the client sent is not taken: two requests must not share one.
    pub fn random() -> Self {
        Self(uuid::Uuid::now_v7())
    }

    /// As the answer's header carries it.
    pub fn header(self) -> Option<HeaderValue> {
        let mut digits = [0; uuid::fmt::Simple::LENGTH];
        HeaderValue::from_str(self.0.simple().encode_lower(&mut digits)).ok()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.simple().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_says_what_the_log_says() {
        let id = RequestId::random();
        assert_eq!(id.header().unwrap().to_str().unwrap(), id.to_string());
        assert_eq!(id.to_string().len(), 32);
        assert_ne!(RequestId::random(), id);
    }
}
