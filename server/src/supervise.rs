//! Tasks that run as long as the server does: one that panics is begun again, since nobody would notice that it is gone.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use say::Scope;
use tokio_util::sync::CancellationToken;

use crate::app::AppState;

/// How long after a panic a task is begun again: one that comes again and again must not fill the log.
pub(crate) const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Runs a background task until it ends by itself or the server does; the server's end waits for it. What it says is
/// kept: it speaks to nobody in particular.
pub(crate) fn supervise<T>(
    app: &AppState,
    what: &'static str,
    task: impl Fn(AppState) -> T + Send + Sync + 'static,
) where
    T: Future<Output = ()> + Send + 'static,
{
    let state = app.clone();
    app.tasks.spawn(
        Scope::KEEPING
            .during(async move { again(what, &state.shutdown, AGAIN_AFTER, || task(state.clone())).await }),
    );
}

/// Runs it again and again, until it ends without a panic.
async fn again<T>(what: &str, stop: &CancellationToken, pause: Duration, task: impl Fn() -> T)
where
    T: Future<Output = ()>,
{
    while panics(what, task()).await {
        if stop.is_cancelled() {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Whether this panics, which is logged. What it has left half done must not be used any more.
pub(crate) async fn panics(what: &str, work: impl Future<Output = ()>) -> bool {
    let panics = AssertUnwindSafe(work).catch_unwind().await.is_err();
    if panics {
        tracing::error!("a task has panicked, and is begun again: {what}");
    }
    panics
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn what_panics_is_begun_again_and_what_ends_is_not() {
        let begun = AtomicU32::new(0);
        let task = || async { assert!(begun.fetch_add(1, Ordering::Relaxed) >= 2, "the first two fail") };
        again("a test", &CancellationToken::new(), Duration::ZERO, task).await;
        assert_eq!(begun.load(Ordering::Relaxed), 3);
    }

    #[tokio::test]
    async fn what_panics_while_the_server_ends_is_not_begun_again() {
        let begun = AtomicU32::new(0);
        let stop = CancellationToken::new();
        stop.cancel();
        let task = || async { assert!(begun.fetch_add(1, Ordering::Relaxed) > 9, "it fails") };
        again("a test", &stop, Duration::ZERO, task).await;
        assert_eq!(begun.load(Ordering::Relaxed), 1);
    }
}
