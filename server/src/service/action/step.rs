//! Executes one step against Fleet. Every step can be repeated: what is there already counts as done.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use fleet::{DesiredState, UnitHash, UnitName, UnitOption};
use fleet_client::{DestroyOutcome, FleetError};
use shared::plan::Step;
use tokio_util::sync::CancellationToken;

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

/// How a step ended, with words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum StepEnd {
    /// Done; with a note, or none.
    Done(String),
    /// Not done, and why.
    Failed(String),
    /// The server ends. What was sent was answered, but what came of it is not known.
    Stopped,
}

/// Executes. When `stop` is cancelled it ends behind the call under way.
pub(super) async fn execute(cluster: &Arc<Cluster>, step: &Step, stop: &CancellationToken) -> StepEnd {
    match step {
        Step::Create { unit, options, desired } => {
            with_patience(stop, || create(cluster, unit, options, *desired)).await
        }
        Step::SetDesired { unit, desired } => {
            with_patience(stop, || set_desired(cluster, unit, *desired)).await
        }
        Step::Destroy { unit } => with_patience(stop, || destroy(cluster, unit)).await,
        Step::WaitRunning { unit } | Step::Gate { unit, .. } => {
            or_stop(stop, wait(cluster, unit, RUNNING_WITHIN, verdict::running)).await
        }
        Step::WaitStopped { unit } => {
            or_stop(stop, wait(cluster, unit, STOPPED_WITHIN, verdict::stopped)).await
        }
        Step::WaitGone { unit } => or_stop(stop, wait(cluster, unit, GONE_WITHIN, verdict::gone)).await,
    }
}

async fn or_stop(stop: &CancellationToken, wait: impl Future<Output = Result<String, String>>) -> StepEnd {
    tokio::select! {
        ended = wait => match ended {
            Ok(note) => StepEnd::Done(note),
            Err(reason) => StepEnd::Failed(reason),
        },
        () = stop.cancelled() => StepEnd::Stopped,
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

async fn destroy(cluster: &Cluster, unit: &UnitName) -> Result<String, Trouble> {
    let sent = cluster.client().destroy(unit).await;
    cluster.wrote();
    match sent.map_err(|error| Trouble::of(unit, error))? {
        DestroyOutcome::Destroyed => Ok(String::new()),
        DestroyOutcome::WasAbsent => Ok(format!("{unit} was gone already.")),
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
        if snapshot.read_ms(unit).is_some_and(|read_ms| read_ms > began_ms) {
            judge(snapshot, unit, began.elapsed())
        } else {
            Verdict::NotYet(format!("{unit} could not be read since. {}", snapshot.freshness.reason))
        }
    };
    cluster.wake();
    let mut watch = cluster.watch();
    let mut now = cluster.snapshot();
    loop {
        let mut verdict = judge(&now);
        // A list may leave out what it never showed before: only asked by name Fleet says that a unit is gone.
        if matches!(verdict, Verdict::Yes(_))
            && !now.units.contains_key(unit)
            && !matches!(cluster.client().unit(unit).await, Ok(None))
        {
            verdict =
                Verdict::NotYet(format!("Fleet does not list {unit}, and does not say that it is gone."));
        }
        match verdict {
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
        now = Arc::clone(&watch.borrow_and_update());
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
async fn with_patience<F>(stop: &CancellationToken, mut call: impl FnMut() -> F) -> StepEnd
where
    F: Future<Output = Result<String, Trouble>>,
{
    let mut pauses = PATIENCE.into_iter();
    loop {
        match (call().await, pauses.next()) {
            (Ok(note), _) => return StepEnd::Done(note),
            (Err(Trouble::Final(reason)), _) | (Err(Trouble::Weather(reason)), None) => {
                return StepEnd::Failed(reason);
            }
            (Err(Trouble::Weather(reason)), Some(pause)) => {
                tracing::info!(%reason, "Fleet has weather; the call is tried again");
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    () = stop.cancelled() => return StepEnd::Stopped,
                }
            }
        }
    }
}
