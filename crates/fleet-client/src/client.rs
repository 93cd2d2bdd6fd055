//! The calls: what Quarterdeck asks of Fleet, and what it asks Fleet to do.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable as _};
use fleet::{DesiredState, Machine, MetadataChange, Unit, UnitName, UnitOption, UnitState};
use reqwest::Method;
use serde::Serialize;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;
use tracing::debug;

use crate::answer::Answer;
use crate::listing::{Listed, collect};
use crate::transport::Transport;
use crate::verdict::{self, Put};
use crate::{ClientConfig, ConfigError, DestroyOutcome, Endpoint, FleetError, Listing, PutOutcome};

/// A client of one Fleet. Clones share connections, limits and counters.
///
/// Reads are repeated while their errors are transient; writes are sent exactly once.
#[derive(Clone)]
pub struct FleetClient {
    inner: Arc<Inner>,
    turn_limit: Option<Duration>,
}

struct Inner {
    transport: Transport,
    writes: Semaphore,
    items: Semaphore,
    retries: ExponentialBuilder,
    list_timeout: Duration,
}

impl FleetClient {
    /// Builds a client; nothing is sent yet. Reads the TLS files of `config`.
    pub fn new(config: ClientConfig) -> Result<Self, ConfigError> {
        let retries = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(100))
            .with_jitter()
            .with_max_times(config.read_attempts.max(1) - 1);
        let inner = Inner {
            transport: Transport::new(&config)?,
            writes: turns(config.max_concurrent_writes),
            items: turns(config.max_concurrent_items),
            retries,
            list_timeout: config.list_timeout,
        };
        Ok(Self { inner: Arc::new(inner), turn_limit: None })
    }

    /// The same client, whose writes and questions about single units wait for their turn no longer than this: for
    /// callers of whom somebody waits. What did not get its turn was not sent.
    pub fn with_turn_limit(&self, limit: Duration) -> Self {
        Self { inner: Arc::clone(&self.inner), turn_limit: Some(limit) }
    }

    /// All units, with their options.
    pub async fn units(&self) -> Result<Listing<Unit>, FleetError> {
        self.units_as(std::convert::identity).await
    }

    /// All units, each as `keep` makes it when its page arrives. Of a large cluster whose options are known already, no
    /// second copy of all of them is ever held.
    pub async fn units_as<U>(&self, keep: impl FnMut(Unit) -> U) -> Result<Listing<U>, FleetError> {
        self.list(keep).await
    }

    /// What systemd says of all units, machine by machine.
    pub async fn states(&self) -> Result<Listing<UnitState>, FleetError> {
        self.list(std::convert::identity).await
    }

    /// All machines.
    pub async fn machines(&self) -> Result<Listing<Machine>, FleetError> {
        self.list(std::convert::identity).await
    }

    /// One unit; `None` if Fleet says that it does not exist.
    pub async fn unit(&self, name: &UnitName) -> Result<Option<Unit>, FleetError> {
        let resource = unit_resource(name);
        let answer = {
            let _turn = self.turn(&self.inner.items).await?;
            self.read(&resource).await?
        };
        verdict::unit(&answer, name)
    }

    /// What systemd says of one unit, on each machine that has it; empty also of a unit that does not exist.
    ///
    /// By the list's filter: without a state Fleet closes the connection of those who ask `state/NAME`. It reads all states
    /// for each question, and drops the others.
    pub async fn states_of(&self, name: &UnitName) -> Result<Vec<UnitState>, FleetError> {
        let of_unit = |resource: String| {
            let sign = if resource.contains('?') { '&' } else { '?' };
            format!("{resource}{sign}unitName={}", name.url_segment())
        };
        let _turn = self.turn(&self.inner.items).await?;
        let pages =
            collect(|resource| async move { self.read(&of_unit(resource)).await }, std::convert::identity);
        let mut states: Vec<UnitState> = self.in_time(pages).await?.items;
        states.retain(|state| state.name == *name);
        Ok(states)
    }

    /// Creates a unit, or replaces its options if it exists with others, and sets its desired state.
    pub async fn create(
        &self,
        name: &UnitName,
        options: &[UnitOption],
        desired_state: DesiredState,
    ) -> Result<PutOutcome, FleetError> {
        let answer = self.put(name, Put { desired_state, options: Some(options) }).await?;
        verdict::created(&answer)
    }

    /// Sets the desired state of an existing unit; its options stay.
    pub async fn set_desired(&self, name: &UnitName, desired_state: DesiredState) -> Result<(), FleetError> {
        let answer = self.put(name, Put { desired_state, options: None }).await?;
        verdict::desired_set(&answer)
    }

    /// Destroys a unit. Its process is stopped later; it is gone when its state is.
    pub async fn destroy(&self, name: &UnitName) -> Result<DestroyOutcome, FleetError> {
        let answer = self.write(Method::DELETE, &unit_resource(name), None).await?;
        verdict::destroyed(&answer)
    }

    /// Changes machines' metadata. Fleet checks all changes before the first, then makes one after the other: of a
    /// call that failed some may have been made. Units whose demands are no longer met are moved.
    pub async fn patch_machines(&self, changes: &[MetadataChange]) -> Result<(), FleetError> {
        let body = json("the change of metadata", changes)?;
        let answer = self.write(Method::PATCH, "machines", Some(body)).await?;
        verdict::patched(&answer)
    }

    /// Where this client's Fleet is.
    pub fn endpoint(&self) -> &Endpoint {
        self.inner.transport.endpoint()
    }

    /// How many requests this client and its clones have begun, repeated ones included.
    pub fn requests_sent(&self) -> u64 {
        self.inner.transport.requests_sent()
    }

    async fn list<T: Listed, U>(&self, keep: impl FnMut(T) -> U) -> Result<Listing<U>, FleetError> {
        self.in_time(collect(|resource| async move { self.read(&resource).await }, keep)).await
    }

    /// One read, repeated while it fails in a way that may pass.
    async fn read(&self, resource: &str) -> Result<Answer, FleetError> {
        (|| async { self.inner.transport.exchange(Method::GET, resource, None).await?.usable() })
            .retry(self.inner.retries)
            .when(FleetError::is_worth_another_try)
            .notify(|error, pause| debug!(resource, %error, ?pause, "asking Fleet again"))
            .await
    }

    async fn put(&self, name: &UnitName, put: Put<'_>) -> Result<Answer, FleetError> {
        let body = json(name.as_str(), &put)?;
        self.write(Method::PUT, &unit_resource(name), Some(body)).await
    }

    /// One write, sent once. Waits for its turn first.
    async fn write(
        &self,
        method: Method,
        resource: &str,
        body: Option<Vec<u8>>,
    ) -> Result<Answer, FleetError> {
        let _turn = self.turn(&self.inner.writes).await?;
        self.inner.transport.exchange(method, resource, body).await?.usable()
    }

    /// Waits until fewer calls of this kind are under way. `None` would mean that the semaphore was closed, which
    /// nobody does.
    async fn turn<'a>(&self, turns: &'a Semaphore) -> Result<Option<SemaphorePermit<'a>>, FleetError> {
        let Some(after) = self.turn_limit else { return Ok(turns.acquire().await.ok()) };
        match timeout(after, turns.acquire()).await {
            Ok(turn) => Ok(turn.ok()),
            Err(_) => Err(FleetError::TimedOut { endpoint: self.endpoint().to_string(), after, sent: false }),
        }
    }

    /// Bounds a list as a whole: one of many slow pages must not go on for ever.
    async fn in_time<T>(&self, read: impl Future<Output = Result<T, FleetError>>) -> Result<T, FleetError> {
        let after = self.inner.list_timeout;
        let endpoint = || self.endpoint().to_string();
        let late = |_| FleetError::TimedOut { endpoint: endpoint(), after, sent: true };
        timeout(after, read).await.map_err(late)?
    }
}

impl fmt::Debug for FleetClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FleetClient").field("endpoint", self.endpoint()).finish_non_exhaustive()
    }
}

fn turns(at_once: usize) -> Semaphore {
    Semaphore::new(at_once.clamp(1, Semaphore::MAX_PERMITS))
}

fn json<T: Serialize + ?Sized>(what: &str, body: &T) -> Result<Vec<u8>, FleetError> {
    serde_json::to_vec(body)
        .map_err(|error| FleetError::Nonsense { what: format!("{what} cannot be written as JSON: {error}") })
}

fn unit_resource(name: &UnitName) -> String {
    format!("units/{}", name.url_segment())
}
