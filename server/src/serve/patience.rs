//! Connections that say nothing, and those that read nothing: their time is limited here, below HTTP.
//!
//! The HTTP library bounds the head of a request, and the router bounds how long an answer takes to be made. What
//! neither sees is a connection on which nothing ever came, and a reader that stops reading in the middle of an answer.
//! A connection that waits for its next request, or a stream that has no news, is neither.

use std::future::Future;
use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum_server::accept::Accept;
use futures_util::future::{BoxFuture, FutureExt};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// How long is waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Patience {
    /// From the connection's beginning to the first byte of its first answer.
    pub(super) first_answer: Duration,
    /// For a reader that has stopped reading.
    pub(super) stalled: Duration,
}

/// Accepts connections as `A` does, and limits their time: above TLS, so that a finished handshake is no answer.
#[derive(Debug, Clone)]
pub(super) struct Patient<A> {
    inner: A,
    patience: Patience,
}

/// A connection whose time is limited.
pub(super) struct Timed<S> {
    inner: S,
    stalled: Duration,
    first_answer: Option<Pin<Box<Sleep>>>,
    stall: Option<Pin<Box<Sleep>>>,
    /// Whether the last flush is not over: only its end says that something was read.
    flushing: bool,
}

impl<A> Patient<A> {
    pub(super) fn new(inner: A, patience: Patience) -> Self {
        Self { inner, patience }
    }
}

impl<A, I, S> Accept<I, S> for Patient<A>
where
    A: Accept<I, S>,
    A::Future: Send + 'static,
{
    type Stream = Timed<A::Stream>;
    type Service = A::Service;
    type Future = BoxFuture<'static, io::Result<(Self::Stream, Self::Service)>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        let patience = self.patience;
        let accepted = self.inner.accept(stream, service);
        async move { accepted.await.map(|(stream, service)| (Timed::new(stream, patience), service)) }.boxed()
    }
}

impl<S> Timed<S> {
    fn new(inner: S, patience: Patience) -> Self {
        let first_answer = Some(Box::pin(sleep(patience.first_answer)));
        Self { inner, stalled: patience.stalled, first_answer, stall: None, flushing: false }
    }

    /// What a write came to: progress ends the waiting, and none of it for too long ends the connection.
    fn written<T>(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.first_answer = None;
            self.stall = None;
            return result;
        }
        let stalled = self.stalled;
        let stall = self.stall.get_or_insert_with(|| Box::pin(sleep(stalled)));
        ready!(stall.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(ErrorKind::TimedOut, "the other side has stopped reading")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Timed<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let late = self.first_answer.as_mut().is_some_and(|limit| limit.as_mut().poll(cx).is_ready());
        if late {
            return Poll::Ready(Err(io::Error::new(ErrorKind::TimedOut, "nothing was asked in time")));
        }
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Timed<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.written(cx, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.inner).poll_write_vectored(cx, parts);
        self.written(cx, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.inner).poll_flush(cx);
        if result.is_pending() {
            self.flushing = true;
            return self.written(cx, result);
        }
        // Flushing nothing is no answer: only what was written is. The end of one that had to wait is progress.
        if std::mem::take(&mut self.flushing) {
            self.stall = None;
        }
        result
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.inner).poll_shutdown(cx);
        self.written(cx, result)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    const SOON: Duration = Duration::from_millis(20);
    const NEVER: Duration = Duration::from_secs(3_600);

    #[tokio::test]
    async fn a_connection_on_which_nothing_comes_ends() {
        let (_client, server) = duplex(64);
        let mut server = Timed::new(server, Patience { first_answer: SOON, stalled: NEVER });
        let error = server.read_u8().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn one_that_was_answered_may_be_silent() {
        let (_client, server) = duplex(64);
        let mut server = Timed::new(server, Patience { first_answer: SOON, stalled: SOON });
        server.flush().await.unwrap();
        assert!(server.first_answer.is_some(), "nothing was said yet");
        server.write_all(b"answer").await.unwrap();
        assert!(server.first_answer.is_none() && server.stall.is_none());
    }

    #[tokio::test]
    async fn a_reader_that_stops_reading_is_left() {
        let (mut client, server) = duplex(64);
        let mut server = Timed::new(server, Patience { first_answer: NEVER, stalled: SOON });
        let error = server.write_all(&[b'x'; 1_000]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        drop(server);
        let mut read = Vec::new();
        client.read_to_end(&mut read).await.unwrap();
        assert_eq!(read.len(), 64);
    }

    /// Takes everything at once, but is through with it only when asked a second time.
    struct Late {
        asked: bool,
    }

    impl AsyncWrite for Late {
        fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
            Poll::Ready(Ok(bytes.len()))
        }

        fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
            if std::mem::replace(&mut self.asked, true) {
                return Poll::Ready(Ok(()));
            }
            cx.waker().wake_by_ref();
            Poll::Pending
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    impl AsyncRead for Late {
        fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
            Poll::Pending
        }
    }

    #[tokio::test]
    async fn a_flush_that_came_to_its_end_is_not_held_against_the_reader() {
        let mut server = Timed::new(Late { asked: false }, Patience { first_answer: NEVER, stalled: NEVER });
        server.write_all(b"answer").await.unwrap();
        server.flush().await.unwrap();
        assert!(server.stall.is_none(), "the next wait begins anew");
    }

    #[tokio::test]
    async fn a_slow_reader_is_served_to_the_end() {
        let (mut client, server) = duplex(64);
        let mut server =
            Timed::new(server, Patience { first_answer: NEVER, stalled: Duration::from_secs(20) });
        let reading = tokio::spawn(async move {
            let mut read = 0;
            while let Ok(count @ 1..) = client.read(&mut [0; 7]).await {
                read += count;
                tokio::task::yield_now().await;
            }
            read
        });
        server.write_all(&[b'x'; 5_000]).await.unwrap();
        drop(server);
        assert_eq!(reading.await.unwrap(), 5_000);
    }
}
