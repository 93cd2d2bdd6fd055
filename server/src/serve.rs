//! Runs the server: binds, speaks TLS or not, and ends in order.
//!
//! The end: no new connections, streams end on the shutdown token, requests under way finish, tasks finish, the store
//! closes.

mod introduce;
mod patience;
mod tls;

use std::net::SocketAddr;
use std::time::Duration;

use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::RustlsAcceptor;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use say::Scope;
use tokio::task::JoinHandle;

use crate::app::{App, AppState};
use crate::clock::Clock;
use crate::config::Config;
use crate::data_lock::{DataLock, LockError};
use crate::engine;
use crate::error::Error;
use crate::router::router;
use crate::service::turned_away::{self, Counted};
use crate::service::{action, audit, history, oidc, upkeep};
use crate::supervise::supervise;
use introduce::Introduce;
use patience::{Patience, Patient};
use tls::Served;

pub use tls::TlsError;

/// How long requests under way may take at the end.
const GRACE: Duration = Duration::from_secs(10);

/// How long the head of a request may take to arrive, and how long a connection may say nothing between two.
const HEADER_TIMEOUT: Duration = Duration::from_secs(30);
/// The head, a body, the answer's own limit, and a little. A reader on a bad line gets as long to read on.
const PATIENCE: Patience =
    Patience { first_answer: Duration::from_secs(90), stalled: Duration::from_secs(60) };
/// The most headers of a request.
const MOST_HEADERS: usize = 64;

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken, or not ours.
    #[error("Quarterdeck can't listen on {listen}: {source}. Set QUARTERDECK_LISTEN to another address.")]
    Bind {
        /// The address.
        listen: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The files of TLS can't be used.
    #[error(
        "Quarterdeck can't speak TLS: {0}. QUARTERDECK_TLS_CERT, QUARTERDECK_TLS_KEY and QUARTERDECK_CLIENT_CA name PEM files."
    )]
    Tls(#[from] TlsError),
    /// Another server has the data folder, or it can't be used.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The store can't be used, or something else is wrong from the start.
    #[error("{0}")]
    Open(Error),
}

/// A server that runs.
pub struct Running {
    /// Where it listens: the real port, also when port 0 was asked for.
    pub address: SocketAddr,
    /// Its state.
    pub app: AppState,
    server: JoinHandle<std::io::Result<()>>,
    lock: DataLock,
}

/// Starts everything: the store, the tasks, the listener.
pub async fn start(config: Config) -> Result<Running, StartError> {
    start_at(config, Clock::System).await
}

/// The same, on a clock of one's own.
pub async fn start_at(config: Config, clock: Clock) -> Result<Running, StartError> {
    // Fails only if another part of the process has chosen a provider before: then that one is used.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (listener, address) = bind(config.listen)?;
    // From here on the real port stands where port 0 was asked for: links are made from it.
    let config = Config { listen: address, ..config };
    let tls = match &config.tls {
        Some(files) => Some(Served::read(files).await?),
        None => None,
    };
    let lock = DataLock::take(&config.data_dir)?;
    if let Err(error) = lock.note_url(&config.url()) {
        tracing::warn!(%error, "where this server is can't be noted: the command line makes links only with QUARTERDECK_PUBLIC_URL");
    }
    let authority = tls.as_ref().map(Served::authority).unwrap_or_default();
    let (app, demo) = App::open(config, clock, authority).await.map_err(StartError::Open)?;
    audit::at_start(&app).await.map_err(StartError::Open)?;
    let unclosed = audit::close_interrupted(&app).await.map_err(StartError::Open)?;
    supervise(&app, "ending lines of the record", move |app| audit::close_later(app, unclosed.clone()));
    supervise(&app, "noting the record's last entry", audit::keep_noted);
    supervise(&app, "cutting the record", audit::prune_daily);
    action::remember(&app).await;
    engine::start(&app, demo).await.map_err(StartError::Open)?;
    oidc::grant_admin_group(&app).await.map_err(StartError::Open)?;
    let left = Scope::KEEPING.during(action::resume(&app)).await.map_err(StartError::Open)?;
    supervise(&app, "taking up actions", move |app| action::take_up_lapsed(app, left.clone()));
    supervise(&app, "ending what nobody approved", action::approval::expire);
    supervise(&app, "adding up measured times", |app| app.metrics.clone().keep_up(app.shutdown.clone()));
    let tls = tls.map(|served| {
        let accepting = (served.config(), served.authority());
        app.tasks.spawn(served.keep_fresh(app.clone()));
        accepting
    });
    supervise(&app, "forgetting what is old", upkeep::keep_up);
    history::start(&app);
    for what in [Counted::TooOften, Counted::BadCredentials] {
        supervise(&app, "recording what was turned away", move |app| turned_away::keep_recorded(app, what));
    }
    let handle = Handle::new();
    tokio::spawn(end_on_shutdown(app.clone(), handle.clone()));
    let service = router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async move {
        match tls {
            Some((tls, authority)) => {
                let tls = RustlsAcceptor::new(tls).acceptor(NoDelayAcceptor::new());
                let acceptor = Patient::new(Introduce::new(tls, authority), PATIENCE);
                let mut server =
                    axum_server::from_tcp(listener)?.acceptor(acceptor).handle(handle).http1_only();
                limit(server.http_builder());
                server.serve(service).await
            }
            None => {
                let acceptor = Patient::new(NoDelayAcceptor::new(), PATIENCE);
                let mut server =
                    axum_server::from_tcp(listener)?.acceptor(acceptor).handle(handle).http1_only();
                limit(server.http_builder());
                server.serve(service).await
            }
        }
    });
    Ok(Running { address, app, server, lock })
}

impl Running {
    /// The address to give to people.
    pub fn url(&self) -> String {
        self.app.config.url()
    }

    /// Waits until the server has ended, after `app.shutdown` was cancelled.
    pub async fn ended(self) -> std::io::Result<()> {
        let result = self.server.await;
        // Also where the listener has ended by itself: then so does everything else.
        self.app.shutdown.cancel();
        self.app.tasks.close();
        self.app.tasks.wait().await;
        self.app.store.close().await;
        audit::note_last(&self.app).await;
        // Only now may another one begin.
        drop(self.lock);
        result.map_err(std::io::Error::other)?
    }

    /// Ends it, and waits until it has.
    pub async fn stop(self) -> std::io::Result<()> {
        self.app.shutdown.cancel();
        self.ended().await
    }
}

/// Binds before anything else is done, so that a second server fails without touching the first one's data.
fn bind(listen: SocketAddr) -> Result<(std::net::TcpListener, SocketAddr), StartError> {
    let bound = || {
        let listener = std::net::TcpListener::bind(listen)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    };
    bound().map_err(|source| StartError::Bind { listen, source })
}

/// Whoever takes too long to say what they want is cut off; who has many headers wants nothing good.
fn limit(http: &mut Builder<TokioExecutor>) {
    http.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).max_headers(MOST_HEADERS);
}

async fn end_on_shutdown(app: AppState, handle: Handle<SocketAddr>) {
    app.shutdown.cancelled().await;
    handle.graceful_shutdown(Some(GRACE));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::config::{Flags, Sources};

    #[tokio::test]
    async fn the_end_waits_for_every_task_also_where_the_listener_has_failed() {
        let folder = tempfile::TempDir::new().unwrap();
        let environment = BTreeMap::from([
            ("QUARTERDECK_LISTEN", "127.0.0.1:0".to_owned()),
            ("QUARTERDECK_DATA_DIR", folder.path().display().to_string()),
        ]);
        let sources = Sources::gather(&Flags::new(), None, &environment).unwrap();
        let running = start(Config::load(&sources).unwrap()).await.unwrap();
        let app = running.app.clone();
        assert!(!app.tasks.is_empty());
        running.server.abort();
        assert!(running.ended().await.is_err());
        assert!(app.tasks.is_empty());
    }
}
