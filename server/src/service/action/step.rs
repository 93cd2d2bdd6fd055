//! Executes one step against Fleet. Every step can be repeated: what is there already counts as done.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use fleet::{DesiredState, UnitHash, UnitName, UnitOption};
use fleet_client::{DestroyOutcome, FleetError};
use shared::plan::Step;

use super::verdict::{self, Verdict};
use crate::live::{Cluster, Snapshot};

/// Pauses between tries of a call while Fleet has weather; a call is given up after the last.
const PATIENCE: [Duration; 4] =
    [Duration::from_millis(500), Duration::from_secs(1), Duration::from_secs(3), Duration::from_secs(6)];
/// A pull of a large image takes minutes.
const RUNNING_WITHIN: Duration = Duration::from_secs(600);
/// systemd kills what does not stop after 90 s by default.
const STOPPED_WITHIN: Duration = Duration::from_secs(150);
/// Fleet forgets a deleted unit at once; a listing may lag.
const GONE_WITHIN: Duration = Duration::from_secs(60);

/// Executes. `Ok` and `Err` both carry a note for people.
pub(super) async fn execute(cluster: &Arc<Cluster>, step: &Step) -> Result<String, String> {
    match step {
        Step::Create { unit, options, desired } => {
            with_patience(|| create(cluster, unit, options, *desired)).await
        }
        Step::SetDesired { unit, desired } => with_patience(|| set_desired(cluster, unit, *desired)).await,
        Step::Destroy { unit } => {
            let sent = with_patience(|| async {
                cluster.client().destroy(unit).await.map_err(|error| Trouble::of(unit, error))
            });
            let outcome = sent.await?;
            cluster.wrote();
            Ok(match outcome {
                DestroyOutcome::Destroyed => String::new(),
                DestroyOutcome::WasAbsent => format!("{unit} was gone already."),
            })
        }
        Step::WaitRunning { unit } => wait(cluster, unit, RUNNING_WITHIN, verdict::running).await,
        Step::WaitStopped { unit } => wait(cluster, unit, STOPPED_WITHIN, verdict::stopped).await,
        Step::WaitGone { unit } => wait(cluster, unit, GONE_WITHIN, verdict::gone).await,
    }
}

/// Fleet replaces a unit of the same name without a word, so it is asked first.
async fn create(
    cluster: &Cluster,
    unit: &UnitName,
    options: &[UnitOption],
    desired: DesiredState,
) -> Result<String, Trouble> {
    let client = cluster.client();
    let there = client.unit(unit).await.map_err(|error| Trouble::of(unit, error))?;
    let note = match there {
        None => {
            client.create(unit, options, desired).await.map_err(|error| Trouble::of(unit, error))?;
            String::new()
        }
        Some(there) if UnitHash::of(&there.options) != UnitHash::of(options) => {
            return Err(Trouble::Final(format!(
                "{unit} is there already, with other options. It was left as it is; remove it first, or choose \
                 another version."
            )));
        }
        Some(there) if there.desired_state == Some(desired) => format!("{unit} was there already."),
        Some(_) => {
            client.set_desired(unit, desired).await.map_err(|error| Trouble::of(unit, error))?;
            format!("{unit} was there already; its desired state was set to {}.", desired.as_str())
        }
    };
    cluster.wrote();
    Ok(note)
}

/// A unit that shall stop and is gone has stopped.
async fn set_desired(cluster: &Cluster, unit: &UnitName, desired: DesiredState) -> Result<String, Trouble> {
    let client = cluster.client();
    let sent = client.set_desired(unit, desired).await;
    cluster.wrote();
    match sent {
        Ok(()) => Ok(String::new()),
        Err(FleetError::Refused { .. })
            if desired != DesiredState::Launched
                && client.unit(unit).await.map_err(|error| Trouble::of(unit, error))?.is_none() =>
        {
            Ok(format!("{unit} was gone already."))
        }
        Err(error) => Err(Trouble::of(unit, error)),
    }
}

/// Waits for a snapshot that was read after this moment and about which the verdict is clear.
async fn wait(
    cluster: &Arc<Cluster>,
    unit: &UnitName,
    within: Duration,
    judge: fn(&Snapshot, &UnitName, Duration) -> Verdict,
) -> Result<String, String> {
    let began = tokio::time::Instant::now();
    let began_ms = cluster.now_ms();
    let judge = |snapshot: &Snapshot| {
        // An older reading shows the time before the write; a failed one shows nothing new.
        if snapshot.freshness.as_of_ms.is_some_and(|as_of_ms| as_of_ms > began_ms) {
            judge(snapshot, unit, began.elapsed())
        } else {
            Verdict::NotYet(format!("Fleet could not be read since. {}", snapshot.freshness.reason))
        }
    };
    cluster.wake();
    let mut watch = cluster.watch();
    let mut last = judge(&cluster.snapshot());
    loop {
        match last {
            Verdict::Yes(note) => return Ok(note),
            Verdict::Never(reason) => return Err(reason),
            Verdict::NotYet(reason) if began.elapsed() >= within => {
                return Err(format!("{reason} Given up after {} s.", within.as_secs()));
            }
            Verdict::NotYet(_) => {}
        }
        // A reading that changes nothing wakes this too: some verdicts depend on how long it has been.
        let changed = tokio::time::timeout(Duration::from_secs(5), watch.changed()).await;
        if matches!(changed, Ok(Err(_))) {
            return Err("The server is ending.".to_owned());
        }
        let now = Arc::clone(&watch.borrow_and_update());
        last = judge(&now);
    }
}

/// Why a call did not work.
enum Trouble {
    /// It may work in a moment.
    Weather(String),
    /// It will not.
    Final(String),
}

impl Trouble {
    fn of(unit: &UnitName, error: FleetError) -> Self {
        let words = format!("{unit}: {error}");
        if error.is_transient() { Self::Weather(words) } else { Self::Final(words) }
    }
}

/// Tries again while Fleet has weather. The calls are such that doing one twice does no more than doing it once.
async fn with_patience<T, F>(mut call: impl FnMut() -> F) -> Result<T, String>
where
    F: Future<Output = Result<T, Trouble>>,
{
    let mut pauses = PATIENCE.into_iter();
    loop {
        match (call().await, pauses.next()) {
            (Ok(value), _) => return Ok(value),
            (Err(Trouble::Final(reason)), _) | (Err(Trouble::Weather(reason)), None) => return Err(reason),
            (Err(Trouble::Weather(reason)), Some(pause)) => {
                tracing::info!(%reason, "Fleet has weather; the call is tried again");
                tokio::time::sleep(pause).await;
            }
        }
    }
}
