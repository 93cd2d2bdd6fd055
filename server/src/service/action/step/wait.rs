//! Waiting for what a step is about, by snapshots that were read after it began.

use std::sync::Arc;
use std::time::Duration;

use fleet::{DesiredState, UnitName};
use shared::course::{Outcome, Steady};
use shared::deployment::{Gate, Probe};
use shared::view::Link;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::super::verdict::{self, Verdict};
use super::{Manner, set_desired, with_patience};
use crate::live::{Cluster, Pressed, Snapshot};
use crate::service::probe::probe;

/// How long nothing may happen before a snapshot is judged once more: some verdicts depend on how long it has been.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How often an instance is asked that has not passed.
const PROBE_EVERY: Duration = Duration::from_secs(1);
/// Fleet takes a unit from its machine within two passes of its engine and agent.
const LET_GO_WITHIN: Duration = Duration::from_secs(60);

/// One wait.
pub(super) struct Wait<'a> {
    cluster: &'a Arc<Cluster>,
    unit: &'a UnitName,
    within: Duration,
    began: Instant,
    began_ms: u64,
    watch: watch::Receiver<Arc<Snapshot>>,
    /// Somebody waits: Fleet is read more often.
    _pressed: Pressed,
}

impl<'a> Wait<'a> {
    pub(super) fn new(cluster: &'a Arc<Cluster>, unit: &'a UnitName, within: Duration) -> Self {
        Self {
            cluster,
            unit,
            within,
            began: Instant::now(),
            began_ms: cluster.now_ms(),
            watch: cluster.watch(),
            _pressed: cluster.press(),
        }
    }

    /// From now on only what is read from now on counts.
    fn begin_anew(&mut self) {
        self.began = Instant::now();
        self.began_ms = self.cluster.now_ms();
    }

    /// When the unit was read, if that was after this began.
    fn read_ms(&self, snapshot: &Snapshot) -> Option<u64> {
        snapshot.read_ms(self.unit).filter(|read_ms| *read_ms > self.began_ms)
    }

    fn unread(&self, snapshot: &Snapshot) -> Verdict {
        Verdict::NotYet(format!("{} could not be read since. {}", self.unit, snapshot.freshness.reason))
    }

    /// Waits for the next reading, or until it is time to look again.
    async fn next(&mut self, at_most: Duration) -> Result<(), Outcome> {
        let changed = tokio::time::timeout(at_most, self.watch.changed()).await;
        if matches!(changed, Ok(Err(_))) {
            return Err(Outcome::Stopped);
        }
        self.watch.mark_unchanged();
        Ok(())
    }

    /// What is said of a verdict that is not clear, once there is no more time.
    fn over(&self, snapshot: &Snapshot, reason: &str) -> Option<Outcome> {
        (self.began.elapsed() >= self.within).then(|| {
            let words = format!("{reason} Given up after {} s.", self.within.as_secs());
            if snapshot.freshness.link == Link::Live {
                Outcome::Failed(words)
            } else {
                Outcome::Weather(words)
            }
        })
    }
}

/// Waits until systemd no longer runs it.
pub(super) async fn until_stopped(mut wait: Wait<'_>) -> Outcome {
    loop {
        let snapshot = wait.cluster.snapshot();
        let mut verdict = match wait.read_ms(&snapshot) {
            Some(_) => verdict::stopped(&snapshot, wait.unit, wait.began.elapsed()),
            None => wait.unread(&snapshot),
        };
        // A list may leave out what it never showed before: only asked by name Fleet says that a unit is gone.
        let is_listed = snapshot.units.contains_key(wait.unit);
        if matches!(verdict, Verdict::Yes) && !is_listed && !is_gone(&wait).await {
            verdict = Verdict::NotYet(format!(
                "Fleet does not list {}, and does not say that it is gone.",
                wait.unit
            ));
        }
        match verdict {
            Verdict::Yes => return Outcome::Done(String::new()),
            Verdict::Never(reason) | Verdict::NotWanted(reason) | Verdict::NoFile(reason) => {
                return Outcome::Failed(reason);
            }
            Verdict::NotYet(reason) => {
                if let Some(over) = wait.over(&snapshot, &reason) {
                    return over;
                }
            }
        }
        if let Err(stopped) = wait.next(LOOK_EVERY).await {
            return stopped;
        }
    }
}

/// Waits until Fleet itself, asked by name, says that it is gone.
pub(super) async fn until_gone(mut wait: Wait<'_>) -> Outcome {
    loop {
        if is_gone(&wait).await {
            return Outcome::Done(String::new());
        }
        let snapshot = wait.cluster.snapshot();
        let reason = format!("Fleet still has {}.", wait.unit);
        if let Some(over) = wait.over(&snapshot, &reason) {
            return over;
        }
        if let Err(stopped) = wait.next(LOOK_EVERY).await {
            return stopped;
        }
    }
}

async fn is_gone(wait: &Wait<'_>) -> bool {
    matches!(wait.cluster.client().unit(wait.unit).await, Ok(None))
}

/// Waits until it runs, has run for so long without a break, and answers as it must.
pub(super) async fn until_runs(mut wait: Wait<'_>, gate: &Gate, manner: Manner) -> Outcome {
    let mut steady = Steady::default();
    let mut note = String::new();
    // An earlier try of the same step may have set it inactive, and not have come to start it.
    let mut may_be_unwanted = manner.again || manner.begun_before;
    if manner.again {
        match anew(&mut wait, true).await {
            Ok(true) => {
                note = format!("{} was started once more.", wait.unit);
                may_be_unwanted = false;
            }
            Ok(false) => {}
            Err(end) => return end,
        }
    }
    let mut was_relaunched = false;
    let mut asked = None;
    loop {
        let snapshot = wait.cluster.snapshot();
        let waited = wait.began.elapsed();
        let verdict = match wait.read_ms(&snapshot) {
            Some(_) => verdict::running(&snapshot, wait.unit, waited),
            None => wait.unread(&snapshot),
        };
        let mut look_in = LOOK_EVERY;
        let reason = match verdict {
            Verdict::Yes => {
                let read_ms = wait.read_ms(&snapshot).unwrap_or(wait.began_ms);
                let changed_ms = snapshot.units.get(wait.unit).map_or(0, |entry| entry.row.since_ms);
                steady.active(read_ms, changed_ms);
                if steady.is_reached(read_ms, gate.steady_s) {
                    // Readings come more often than an instance is to be asked.
                    let is_due =
                        asked.as_ref().is_none_or(|(at, _): &(Instant, String)| at.elapsed() >= PROBE_EVERY);
                    if is_due {
                        match ask(&wait, &snapshot, gate.probe.as_ref()).await {
                            Ok(()) => return Outcome::Done(note),
                            Err(words) => asked = Some((Instant::now(), words)),
                        }
                    }
                    look_in = PROBE_EVERY;
                    asked.as_ref().map(|(_, words)| words.clone()).unwrap_or_default()
                } else {
                    let due_ms = steady.due_ms(gate.steady_s).unwrap_or(0);
                    let left_ms = due_ms.saturating_sub(wait.cluster.now_ms());
                    look_in = look_in.min(Duration::from_millis(left_ms.max(1)));
                    format!("{} has not run for {} s yet.", wait.unit, gate.steady_s)
                }
            }
            Verdict::NoFile(reason) if was_relaunched => return Outcome::Failed(reason),
            Verdict::NoFile(_) => {
                // Fleet's agent had not written the unit's file yet, or had just removed an earlier one of its name.
                (was_relaunched, may_be_unwanted) = (true, false);
                match anew(&mut wait, false).await {
                    Ok(_) => {
                        note = format!(
                            "The machine had no file of {} at first; it was set inactive and started once more.",
                            wait.unit
                        );
                        steady = Steady::default();
                        continue;
                    }
                    Err(end) => return end,
                }
            }
            // Who only tries once more after a restart takes back what is set here for a moment, and nobody's wish.
            Verdict::NotWanted(_)
                if may_be_unwanted && (manner.again || is_inactive(&snapshot, wait.unit)) =>
            {
                may_be_unwanted = false;
                match anew(&mut wait, false).await {
                    Ok(_) => {
                        note = format!("{} was started once more.", wait.unit);
                        steady = Steady::default();
                        continue;
                    }
                    Err(end) => return end,
                }
            }
            Verdict::Never(reason) | Verdict::NotWanted(reason) => return Outcome::Failed(reason),
            Verdict::NotYet(reason) => {
                steady.broken();
                reason
            }
        };
        if let Some(over) = wait.over(&snapshot, &reason) {
            return over;
        }
        if let Err(stopped) = wait.next(look_in).await {
            return stopped;
        }
    }
}

fn is_inactive(snapshot: &Snapshot, unit: &UnitName) -> bool {
    snapshot.units.get(unit).is_some_and(|entry| entry.row.desired == DesiredState::Inactive)
}

async fn ask(wait: &Wait<'_>, snapshot: &Snapshot, asked: Option<&Probe>) -> Result<(), String> {
    let Some(asked) = asked else { return Ok(()) };
    let unit = wait.unit;
    let Some(entry) = snapshot.units.get(unit) else { return Err(format!("{unit} is not listed.")) };
    let machine = entry.row.machine.as_ref().and_then(|id| snapshot.machines.get(id));
    let Some(machine) = machine else {
        return Err(format!("{unit} can't be asked: Fleet does not say on which machine it is."));
    };
    probe(&machine.machine.primary_ip, unit, &entry.options, asked)
        .await
        .map_err(|error| format!("{unit} runs, and does not pass: {error}"))
}

/// Takes a unit from its machine and starts it again. With `only_failed` it is left alone unless it has failed; then
/// false is given.
async fn anew(wait: &mut Wait<'_>, only_failed: bool) -> Result<bool, Outcome> {
    if only_failed && !verdict::has_failed(&wait.cluster.snapshot(), wait.unit) {
        return Ok(false);
    }
    set(wait, DesiredState::Inactive).await?;
    let (sent, sent_ms) = (Instant::now(), wait.cluster.now_ms());
    loop {
        let snapshot = wait.cluster.snapshot();
        let is_new = snapshot.read_ms(wait.unit).is_some_and(|read_ms| read_ms > sent_ms);
        if is_new && verdict::was_let_go(&snapshot, wait.unit) {
            break;
        }
        if sent.elapsed() >= LET_GO_WITHIN {
            return Err(Outcome::Failed(format!(
                "No machine lets go of {}, so it was not started again.",
                wait.unit
            )));
        }
        wait.next(LOOK_EVERY).await?;
    }
    set(wait, DesiredState::Launched).await?;
    wait.begin_anew();
    Ok(true)
}

/// Whoever breaks the wait off drops it, so that there is nothing else to stop it.
async fn set(wait: &Wait<'_>, desired: DesiredState) -> Result<(), Outcome> {
    let never = CancellationToken::new();
    match with_patience(&never, || set_desired(wait.cluster, wait.unit, desired)).await {
        Outcome::Done(_) => Ok(()),
        end => Err(end),
    }
}
