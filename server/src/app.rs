//! What every handler and every background task shares: configuration, store, clock, limits, shutdown.
//!
//! It owns no behaviour of its own: services take `&App` and do the work.

use std::ops::Deref;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::auth::certificate::Authority;
use crate::auth::confirm::Confirmations;
use crate::auth::limit::Tries;
use crate::auth::password::Hasher;
use crate::auth::seal::Seal;
use crate::clock::Clock;
use crate::config::Config;
use crate::engine::{self, Demo};
use crate::error::{Error, Result};
use crate::live::Clusters;
use crate::page::Page;
use crate::service::action::Actions;
use crate::service::audit::Refusals;
use crate::service::history::Histories;
use crate::service::oidc::Provider;
use crate::service::provision::NamedGroups;
use crate::service::screens::Screens;
use crate::service::streams::Streams;
use crate::store::Store;
use crate::telemetry::Metrics;

/// The key in the data folder, without which parts of the database can't be read.
pub(crate) const KEY_FILE: &str = "secret.key";

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
    /// Whose client certificates are believed now; nobody's without TLS.
    pub authority: Authority,
    /// Seals what must be stored and read back.
    pub seal: Seal,
    /// How often somebody may try to sign in.
    pub tries: Tries,
    /// The built page.
    pub page: Page,
    /// Counts for `/metrics`.
    pub metrics: Metrics,
    /// The clusters, each with its one connection to Fleet.
    pub clusters: Clusters,
    /// The actions at work.
    pub actions: Actions,
    /// Where people sign in, if that is elsewhere.
    pub oidc: Option<Provider>,
    /// The groups that a trusted proxy named last.
    pub named_groups: NamedGroups,
    /// Held while users, groups, roles or grants change: of two who take each other's last right the second is refused.
    pub access: Arc<Mutex<()>>,
    /// What is kept of the past, as far as it is remembered.
    pub histories: Histories,
    /// Who has confirmed without a session that it is them.
    pub confirmations: Confirmations,
    /// What the policy has refused a moment ago: of the same again and again the record has one line.
    pub refusals: Refusals,
    /// How many live streams are open, and whose.
    pub streams: Arc<Streams>,
    /// The wall displays that look, and how often they may ask.
    pub screens: Screens,
    /// Names this process where several could do the same: who runs an action.
    pub holder: String,
    /// Cancelled once, when the server ends: every task and stream ends on it.
    pub shutdown: CancellationToken,
    /// Every background task, so that the end waits for them.
    pub tasks: TaskTracker,
}

impl App {
    /// Opens the store and loads the page; starts nothing.
    pub async fn open(
        config: Config,
        clock: Clock,
        authority: Authority,
    ) -> Result<(AppState, Option<Demo>)> {
        let store = Store::open(&config.database).await?;
        let seal = match &config.key_file {
            Some(path) => Seal::load(path),
            None => Seal::load_or_make(&config.data_dir.join(KEY_FILE)),
        }
        .map_err(Error::internal)?;
        let (clusters, demo) = engine::connect(&config.fleet, &config.data_dir, config.waits, &clock).await?;
        let app = AppState(Arc::new(Self {
            hasher: Hasher::new()?,
            authority,
            seal,
            tries: Tries::new(clock.clone()),
            page: Page::embedded(),
            metrics: Metrics::new(),
            clusters,
            actions: Actions::default(),
            oidc: Provider::open(&config)?,
            named_groups: NamedGroups::default(),
            access: Arc::default(),
            histories: Histories::default(),
            confirmations: Confirmations::default(),
            refusals: Refusals::default(),
            streams: Streams::new(config.streams.per_user, config.streams.per_address),
            screens: Screens::new(clock.clone()),
            holder: uuid::Uuid::now_v7().to_string(),
            shutdown: CancellationToken::new(),
            tasks: TaskTracker::new(),
            config,
            store,
            clock,
        }));
        Ok((app, demo))
    }

    /// The time that never goes back, in milliseconds since the Unix epoch: for ages and waits.
    pub fn now_ms(&self) -> u64 {
        self.clock.now_ms()
    }

    /// The time of day, in milliseconds since the Unix epoch: for the record, and for what expires.
    pub fn wall_ms(&self) -> u64 {
        self.clock.wall_ms()
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
