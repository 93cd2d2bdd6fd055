//! The headers that every answer carries, whatever made it.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// What is the same for every answer of this server.
#[derive(Debug, Clone)]
pub struct Fixed(Arc<Vec<(HeaderName, HeaderValue)>>);

impl Fixed {
    /// `csp` is the page's content security policy; `https` whether people reach the server by TLS.
    pub fn new(csp: &HeaderValue, https: bool) -> Self {
        let mut headers = vec![
            (header::CONTENT_SECURITY_POLICY, csp.clone()),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
            (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
            (name("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
            (name("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
            (
                name("permissions-policy"),
                HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
            ),
        ];
        if https {
            let two_years = HeaderValue::from_static("max-age=63072000");
            headers.push((header::STRICT_TRANSPORT_SECURITY, two_years));
        }
        Self(Arc::new(headers))
    }

    /// Adds them to an answer.
    pub(super) fn put(&self, headers: &mut HeaderMap) {
        for (name, value) in self.0.iter() {
            headers.insert(name, value.clone());
        }
        // What says nothing about keeping it is not kept: only the page's files say something.
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
}

fn name(text: &'static str) -> HeaderName {
    HeaderName::from_static(text)
}
