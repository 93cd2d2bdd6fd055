//! Tells every request of a connection which client certificate the handshake has verified.

use std::future::Future;
use std::io;

use axum::Extension;
use axum::middleware::AddExtension;
use axum_server::accept::Accept;
use futures_util::future::{BoxFuture, FutureExt};
use tokio_rustls::server::TlsStream;
use tower::Layer;

use crate::auth::certificate::{Authority, Certificate, Presented};

/// Accepts connections as `A` does, and gives their requests a [`Presented`] each.
#[derive(Debug, Clone)]
pub(super) struct Introduce<A> {
    inner: A,
    authority: Authority,
}

impl<A> Introduce<A> {
    pub(super) fn new(inner: A, authority: Authority) -> Self {
        Self { inner, authority }
    }
}

impl<A, I, S, T> Accept<I, S> for Introduce<A>
where
    A: Accept<I, S, Stream = TlsStream<T>>,
    A::Future: Future<Output = io::Result<(TlsStream<T>, A::Service)>> + Send + 'static,
{
    type Stream = TlsStream<T>;
    type Service = AddExtension<A::Service, Presented>;
    type Future = BoxFuture<'static, io::Result<(Self::Stream, Self::Service)>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        // Before the handshake: the authority that it asks is this one, or a newer one.
        let now = self.authority.now();
        let accepted = self.inner.accept(stream, service);
        async move {
            let (stream, service) = accepted.await?;
            let first = stream.get_ref().1.peer_certificates().and_then(|chain| chain.first());
            let presented = match first {
                // Verified, so it can be read; were it not so, the connection ends here.
                Some(first) => Presented::some(
                    Certificate::read(first)
                        .ok_or_else(|| io::Error::other("a certificate that can't be read"))?,
                    now,
                ),
                None => Presented::none(),
            };
            Ok((stream, Extension(presented).layer(service)))
        }
        .boxed()
    }
}
