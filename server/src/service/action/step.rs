//! Executes one step against Fleet. Every step can be repeated: what is there already counts as done.

mod trial;
mod wait;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use fleet::{DesiredState, UnitHash, UnitName, UnitOption};
use fleet_client::{DestroyOutcome, FleetError, PutOutcome};
use shared::course::Outcome;
use shared::deployment::Gate;
use shared::mask;
use shared::plan::Step;
use tokio_util::sync::CancellationToken;

use crate::error::fleet::told;
use crate::live::Cluster;
use trial::until_runs;
use wait::{Wait, until_gone, until_stopped};

/// Pauses between tries of a call while Fleet has weather; a call is given up after the last.
const PATIENCE: [Duration; 4] =
    [Duration::from_millis(500), Duration::from_secs(1), Duration::from_secs(3), Duration::from_secs(6)];
/// A pull of a large image takes minutes.
const RUNNING_WITHIN: Duration = Duration::from_secs(600);
/// systemd kills what does not stop after 90 s by default.
const STOPPED_WITHIN: Duration = Duration::from_secs(150);
/// Fleet forgets a deleted unit at once; a listing may lag.
const GONE_WITHIN: Duration = Duration::from_secs(60);

/// How a step is executed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Manner {
    /// How long it may take; absent: as long as is usual for its kind.
    pub(super) limit: Option<Duration>,
    /// It has failed before, and a person wants it done again: a unit that failed is started anew.
    pub(super) again: bool,
    /// It was begun before and broken off: what it sets for a moment may still be set so.
    pub(super) begun_before: bool,
}

/// Executes. When `stop` is cancelled it ends behind the call under way.
pub(super) async fn execute(
    cluster: &Arc<Cluster>,
    step: &Step,
    manner: Manner,
    stop: &CancellationToken,
) -> Outcome {
    let within = |usual: Duration| manner.limit.unwrap_or(usual);
    let outcome = match step {
        Step::Create { unit, options, desired } => {
            with_patience(stop, || create(cluster, unit, options, *desired)).await
        }
        Step::SetDesired { unit, desired } => {
            with_patience(stop, || set_desired(cluster, unit, *desired)).await
        }
        Step::Destroy { unit } => with_patience(stop, || destroy(cluster, unit)).await,
        Step::WaitRunning { unit } => {
            let gate = Gate { steady_s: 0, probe: None };
            let wait = Wait::new(cluster, unit, within(RUNNING_WITHIN));
            or_stop(stop, until_runs(wait, &gate, manner)).await
        }
        Step::Gate { unit, gate } => {
            let wait = Wait::new(cluster, unit, within(RUNNING_WITHIN));
            or_stop(stop, until_runs(wait, gate, manner)).await
        }
        Step::WaitStopped { unit } => {
            or_stop(stop, until_stopped(Wait::new(cluster, unit, within(STOPPED_WITHIN)))).await
        }
        Step::WaitGone { unit } => {
            or_stop(stop, until_gone(Wait::new(cluster, unit, within(GONE_WITHIN)))).await
        }
    };
    match outcome {
        // Fleet answers for others: what it can't read it will not change either, however long somebody waits.
        Outcome::Weather(reason) if cluster.snapshot().is_unreadable(step.unit()) => Outcome::Failed(reason),
        outcome => outcome,
    }
}

async fn or_stop(stop: &CancellationToken, wait: impl Future<Output = Outcome>) -> Outcome {
    tokio::select! {
        ended = wait => ended,
        () = stop.cancelled() => Outcome::Stopped,
    }
}

/// Fleet replaces a unit of the same name without a word, so it is asked first.
async fn create(
    cluster: &Cluster,
    unit: &UnitName,
    options: &[UnitOption],
    desired: DesiredState,
) -> Result<String, Trouble> {
    // Nobody else writes it between the question and the call.
    let _turn = cluster.turn(unit).await;
    let client = cluster.client();
    let there = client.unit(unit).await.map_err(|error| Trouble::of(unit, &error))?;
    let note = match there {
        None => {
            match client.create(unit, options, desired).await.map_err(|error| Trouble::of(unit, &error))? {
                PutOutcome::Created => say::server::course::created().to_owned(),
                PutOutcome::Updated => say::server::course::taken_as_change().to_owned(),
            }
        }
        Some(there) if UnitHash::of(&there.options) != UnitHash::of(options) => {
            return Err(Trouble::Final(say::server::course::there_with_others(&unit)));
        }
        Some(there) if there.desired_state == Some(desired) => say::server::course::there_already(&unit),
        Some(_) => {
            client.set_desired(unit, desired).await.map_err(|error| Trouble::of(unit, &error))?;
            say::server::course::there_and_set(&unit, &desired.as_str())
        }
    };
    cluster.wrote();
    Ok(note)
}

/// A unit that shall stop and is gone has stopped.
async fn set_desired(cluster: &Cluster, unit: &UnitName, desired: DesiredState) -> Result<String, Trouble> {
    let _turn = cluster.turn(unit).await;
    let client = cluster.client();
    let sent = client.set_desired(unit, desired).await;
    cluster.wrote();
    match sent {
        Ok(()) => Ok(say::server::course::taken().to_owned()),
        Err(FleetError::Refused { .. })
            if desired != DesiredState::Launched
                && client.unit(unit).await.map_err(|error| Trouble::of(unit, &error))?.is_none() =>
        {
            Ok(say::server::course::gone_already(&unit))
        }
        Err(error) => Err(Trouble::of(unit, &error)),
    }
}

async fn destroy(cluster: &Cluster, unit: &UnitName) -> Result<String, Trouble> {
    let _turn = cluster.turn(unit).await;
    let sent = cluster.client().destroy(unit).await;
    cluster.wrote();
    match sent.map_err(|error| Trouble::of(unit, &error))? {
        DestroyOutcome::Destroyed => Ok(say::server::course::deleted().to_owned()),
        DestroyOutcome::WasAbsent => Ok(say::server::course::gone_already(&unit)),
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
    fn of(unit: &UnitName, error: &FleetError) -> Self {
        let is_transient = error.is_transient();
        // It may quote what Fleet was sent, and is read by whoever sees the action.
        let words = mask::text(&format!("{unit}: {}", told(error))).into_owned();
        if is_transient { Self::Weather(words) } else { Self::Final(words) }
    }
}

/// Tries again while Fleet has weather. The calls are such that doing one twice does no more than doing it once.
async fn with_patience<F>(stop: &CancellationToken, mut call: impl FnMut() -> F) -> Outcome
where
    F: Future<Output = Result<String, Trouble>>,
{
    let mut pauses = PATIENCE.into_iter();
    loop {
        match (call().await, pauses.next()) {
            (Ok(note), _) => return Outcome::Done(note),
            (Err(Trouble::Final(reason)), _) => return Outcome::Failed(reason),
            (Err(Trouble::Weather(reason)), None) => return Outcome::Weather(reason),
            (Err(Trouble::Weather(reason)), Some(pause)) => {
                tracing::info!(%reason, "Fleet has weather; the call is tried again");
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    () = stop.cancelled() => return Outcome::Stopped,
                }
            }
        }
    }
}
