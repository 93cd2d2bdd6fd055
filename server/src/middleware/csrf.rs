//! Keeps other sites' pages from acting with the browser's credentials.
//!
//! tower-http's layer compares `Sec-Fetch-Site` and `Origin` with the request's host. It stands over everything but
//! requests with a bearer token: browsers never send one by themselves. Basic credentials they do, so those stay
//! under it.

use std::convert::Infallible;
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use futures_util::future::Either;
use tower::{Layer, Service};
use tower_http::csrf::{Csrf, CsrfLayer, ProtectionError};

use crate::error::Error;

type Refuse = fn(ProtectionError) -> Response;

/// The layer.
#[derive(Clone)]
pub struct CrossSite {
    layer: CsrfLayer<Refuse>,
}

impl CrossSite {
    /// Trusts the host that the request names, and the origin of the public address if there is one.
    pub fn new(public_url: Option<&Uri>) -> Self {
        let trusting = public_url
            .and_then(origin)
            .and_then(|origin| CsrfLayer::new().add_trusted_origin(origin).ok())
            .unwrap_or_default();
        Self { layer: trusting.with_rejection_response(refuse as Refuse) }
    }
}

/// The address as a browser writes it in `Origin`: without path and without the scheme's own port.
fn origin(url: &Uri) -> Option<String> {
    let (scheme, host) = (url.scheme_str()?, url.host()?);
    let port = match (scheme, url.port_u16()) {
        (_, None) | ("http", Some(80)) | ("https", Some(443)) => String::new(),
        (_, Some(port)) => format!(":{port}"),
    };
    Some(format!("{scheme}://{}{port}", host.to_ascii_lowercase()))
}

fn refuse(_: ProtectionError) -> Response {
    Error::CrossSite.into_response()
}

fn has_bearer(headers: &HeaderMap) -> bool {
    headers.get(header::AUTHORIZATION).is_some_and(|value| {
        value.as_bytes().get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"bearer "))
    })
}

impl<S: Clone> Layer<S> for CrossSite {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded { guarded: self.layer.layer(inner.clone()), inner }
    }
}

/// The service under the layer, with and without the guard.
#[derive(Clone)]
pub struct Guarded<S> {
    inner: S,
    guarded: Csrf<S, Refuse>,
}

impl<S> Service<Request> for Guarded<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Either<S::Future, <Csrf<S, Refuse> as Service<Request>>::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        match self.inner.poll_ready(cx) {
            Poll::Ready(_) => self.guarded.poll_ready(cx),
            Poll::Pending => Poll::Pending,
        }
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if has_bearer(request.headers()) {
            Either::Left(self.inner.call(request))
        } else {
            Either::Right(self.guarded.call(request))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_do() {
        for (url, expected) in [
            ("https://Deck.example.org/", "https://deck.example.org"),
            ("https://deck.example.org:443", "https://deck.example.org"),
            ("http://deck.example.org:8080", "http://deck.example.org:8080"),
        ] {
            assert_eq!(origin(&url.parse().unwrap()).as_deref(), Some(expected));
        }
    }
}
