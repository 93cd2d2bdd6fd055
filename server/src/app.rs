//! What every handler and every background task shares: configuration, store, clock, limits, shutdown.
//!
//! It owns no behaviour of its own: services take `&App` and do the work.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::auth::limit::Limits;
use crate::auth::password::Hasher;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::Result;
use crate::page::Page;
use crate::store::Store;
use crate::telemetry::Metrics;

/// The whole server's state. There is one in a process (one a server in tests).
pub struct App {
    /// What is in force.
    pub config: Config,
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Hashes and checks passwords, a few at a time.
    pub hasher: Hasher,
    /// How often somebody may try to sign in.
    pub limits: Limits,
    /// The built page.
    pub page: Page,
    /// Counts for `/metrics`.
    pub metrics: Metrics,
    /// What `/readyz` waits for.
    pub readiness: Readiness,
    /// Cancelled once, when the server ends: every task and stream ends on it.
    pub shutdown: CancellationToken,
    /// Every background task, so that the end waits for them.
    pub tasks: TaskTracker,
}

impl App {
    /// Opens the store and loads the page; starts nothing.
    pub async fn open(config: Config, clock: Clock) -> Result<AppState> {
        let store = Store::open(&config.database).await?;
        Ok(AppState(Arc::new(Self {
            hasher: Hasher::new()?,
            limits: Limits::new(clock.clone()),
            page: Page::embedded(),
            metrics: Metrics::new(),
            readiness: Readiness::default(),
            shutdown: CancellationToken::new(),
            tasks: TaskTracker::new(),
            config,
            store,
            clock,
        })))
    }

    /// The time, in milliseconds since the Unix epoch.
    pub fn now_ms(&self) -> u64 {
        self.clock.now_ms()
    }
}

/// The shared state as handlers extract it.
#[derive(Clone)]
pub struct AppState(pub(crate) Arc<App>);

impl Deref for AppState {
    type Target = App;

    fn deref(&self) -> &App {
        &self.0
    }
}

/// Whether the server has what it needs to answer. Clones share their state.
#[derive(Debug, Clone, Default)]
pub struct Readiness {
    fleet_was_read: Arc<AtomicBool>,
}

impl Readiness {
    /// Fleet was read completely, at least once since the start.
    pub fn mark_fleet_read(&self) {
        self.fleet_was_read.store(true, Ordering::Release);
    }

    /// Whether Fleet was read since the start.
    pub fn fleet_was_read(&self) -> bool {
        self.fleet_was_read.load(Ordering::Acquire)
    }
}
