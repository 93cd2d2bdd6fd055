//! Work that is done whole or not at all, whoever waits for it.
//!
//! A handler is dropped where it stands when its client hangs up or its time is over. Between the line in the record
//! and the call that it announces that must not happen: such work runs in a task of its own, which the server's end
//! waits for.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};

use say::Scope;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

use crate::app::App;
use crate::error::Error;
use crate::extract::Peer;

/// Whether a change was handed to a task of its own. Until then, to go away is to have sent nothing.
#[derive(Debug, Default)]
pub struct Begun(AtomicBool);

impl Begun {
    /// Says so, right before.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was.
    pub fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Does the work in a task of its own and waits for it. Dropping this does not stop the work.
pub async fn undivided<T, E>(
    app: &App,
    work: impl Future<Output = Result<T, E>> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    among(&app.tasks, work).await
}

async fn among<T, E>(
    tasks: &TaskTracker,
    work: impl Future<Output = Result<T, E>> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    // Spawned before anything is awaited: from the first poll on nothing divides it.
    let work = Scope::current().during(work.in_current_span());
    let task = match Peer::current() {
        Some(peer) => tasks.spawn(peer.asks(work)),
        None => tasks.spawn(work),
    };
    // Nothing aborts the task, so this fails only if the work panicked.
    task.await.unwrap_or_else(|error| Err(Error::internal(error).into()))
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn work_goes_on_when_nobody_waits_any_more() {
        let tasks = TaskTracker::new();
        let (go, gone) = oneshot::channel::<()>();
        let (say, said) = oneshot::channel();
        let work = async {
            gone.await.map_err(Error::internal)?;
            say.send("done").map_err(|_| Error::NoSuchPath)
        };
        let mut waiting = Box::pin(among(&tasks, work));
        assert!(waiting.as_mut().now_or_never().is_none(), "it waits for the word");
        drop(waiting);
        go.send(()).unwrap();
        tasks.close();
        tasks.wait().await;
        assert_eq!(said.await, Ok("done"));
    }

    #[tokio::test]
    async fn who_waits_gets_what_came_of_it() {
        let tasks = TaskTracker::new();
        assert_eq!(among(&tasks, async { Ok::<_, Error>(7) }).await.unwrap(), 7);
        let error = among(&tasks, async { Err::<(), _>(Error::NoSuchPath) }).await.unwrap_err();
        assert!(matches!(error, Error::NoSuchPath), "{error:?}");
    }
}
