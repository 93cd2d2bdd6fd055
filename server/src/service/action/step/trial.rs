//! Waiting until a unit runs, has run for so long without a break, and answers as it must.
//!
//! Starts a unit once more where that is the way out: a machine had no file of it, somebody wants a failed step done
//! again, or an earlier try of this very step has left it unwanted.

use std::time::Duration;

use fleet::{DesiredState, UnitName};
use shared::course::{Outcome, Steady};
use shared::deployment::Gate;
use shared::words::seconds;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::super::verdict::{self, Verdict};
use super::wait::{LOOK_EVERY, Wait};
use super::{Manner, set_desired, with_patience};
use crate::live::Snapshot;
use crate::service::probe::{Place, probe};

/// How often an instance is asked that has not passed.
const PROBE_EVERY: Duration = Duration::from_secs(1);
/// Fleet takes a unit from its machine within two passes of its engine and agent.
const LET_GO_WITHIN: Duration = Duration::from_secs(60);

/// Waits until it has passed its gate; with a note, if it was started once more for that.
pub(super) async fn until_runs(wait: Wait<'_>, gate: &Gate, manner: Manner) -> Outcome {
    let mut trial = Trial::new(wait, gate, manner);
    match trial.pass().await {
        Ok(()) => Outcome::Done(trial.note),
        Err(end) => end,
    }
}

struct Trial<'a> {
    wait: Wait<'a>,
    gate: &'a Gate,
    /// A person wants it done again: a unit that failed is started anew.
    again: bool,
    /// An earlier try of the same step may have set it inactive, and not have come to start it.
    may_be_unwanted: bool,
    was_relaunched: bool,
    /// For how long it has run.
    steady: Steady,
    /// For how long nothing of it has run though it is wanted.
    ended: Steady,
    /// When it was asked last, and what came.
    asked: Option<(Instant, String)>,
    note: String,
}

/// What follows from one look.
enum Next {
    Passed,
    /// It was started once more.
    Anew,
    /// It has not come yet, why, and when to look again if nothing happens.
    Wait(String, Duration),
}

impl<'a> Trial<'a> {
    fn new(wait: Wait<'a>, gate: &'a Gate, manner: Manner) -> Self {
        Self {
            wait,
            gate,
            again: manner.again,
            may_be_unwanted: manner.again || manner.begun_before,
            was_relaunched: false,
            steady: Steady::default(),
            ended: Steady::default(),
            asked: None,
            note: String::new(),
        }
    }

    async fn pass(&mut self) -> Result<(), Outcome> {
        if self.again && verdict::has_failed(&self.wait.cluster.snapshot(), self.wait.unit) {
            self.start_anew(say::server::course::started_once_more(&self.wait.unit)).await?;
        }
        loop {
            let snapshot = self.wait.cluster.snapshot();
            let leapt_ms = self.wait.leapt_ms();
            self.steady.leap(leapt_ms);
            self.ended.leap(leapt_ms);
            let (reason, look_in) = match self.look(&snapshot).await? {
                Next::Passed => return Ok(()),
                Next::Anew => continue,
                Next::Wait(reason, look_in) => (reason, look_in),
            };
            if let Some(over) = self.wait.over(&snapshot, &reason) {
                return Err(over);
            }
            self.wait.next(look_in).await?;
        }
    }

    async fn look(&mut self, snapshot: &Snapshot) -> Result<Next, Outcome> {
        let Some(read_ms) = self.wait.read_ms(snapshot) else {
            return Ok(self.not_yet(self.wait.unread(snapshot)));
        };
        let verdict = verdict::running(snapshot, self.wait.unit, self.wait.began.elapsed());
        if !matches!(verdict, Verdict::Ended(_)) {
            self.ended.broken();
        }
        match verdict {
            Verdict::Yes => Ok(self.runs(snapshot, read_ms).await),
            Verdict::Ended(reason) => self.seems_ended(snapshot, read_ms, reason),
            Verdict::NoFile(reason) => self.lacks_file(reason).await,
            Verdict::NotWanted(reason) => self.is_unwanted(snapshot, reason).await,
            Verdict::Never(reason) => Err(Outcome::Failed(reason)),
            Verdict::NotYet(reason) => Ok(self.not_yet(reason)),
        }
    }

    fn not_yet(&mut self, reason: String) -> Next {
        self.steady.broken();
        Next::Wait(reason, LOOK_EVERY)
    }

    async fn runs(&mut self, snapshot: &Snapshot, read_ms: u64) -> Next {
        let unit = self.wait.unit;
        self.steady.active(read_ms, changed_ms(snapshot, unit));
        if !self.steady.is_reached(read_ms, self.gate.steady_s) {
            let due_ms = self.steady.due_ms(self.gate.steady_s).unwrap_or(0);
            let left = Duration::from_millis(due_ms.saturating_sub(self.wait.cluster.now_ms()).max(1));
            let reason = say::server::course::not_run_long(&unit, &seconds(u64::from(self.gate.steady_s)));
            return Next::Wait(reason, LOOK_EVERY.min(left));
        }
        // Readings come more often than an instance is to be asked.
        if self.asked.as_ref().is_none_or(|(at, _)| at.elapsed() >= PROBE_EVERY) {
            match self.ask(snapshot).await {
                Ok(()) => return Next::Passed,
                Err(words) => self.asked = Some((Instant::now(), words)),
            }
        }
        let words = self.asked.as_ref().map(|(_, words)| words.clone());
        Next::Wait(words.unwrap_or_default(), PROBE_EVERY)
    }

    async fn ask(&self, snapshot: &Snapshot) -> Result<(), String> {
        let (unit, Some(asked)) = (self.wait.unit, &self.gate.probe) else { return Ok(()) };
        let Some(entry) = snapshot.units.get(unit) else {
            return Err(say::server::course::not_listed(&unit));
        };
        if entry.row.global {
            return Err(say::server::course::cannot_ask_global(&unit));
        }
        let machine = entry.row.machine.as_ref().and_then(|id| snapshot.machines.get(id));
        let Some(machine) = machine else {
            return Err(say::server::course::cannot_ask_placeless(&unit));
        };
        let may_be_here = self.wait.cluster.client().endpoint().is_local();
        let place = Place { machine_ip: &machine.machine.primary_ip, may_be_here };
        probe(place, unit, &entry.options, asked)
            .await
            .map_err(|error| say::server::course::does_not_pass(&unit, &error))
    }

    fn seems_ended(&mut self, snapshot: &Snapshot, read_ms: u64, reason: String) -> Result<Next, Outcome> {
        let unit = self.wait.unit;
        self.ended.active(read_ms, changed_ms(snapshot, unit));
        if self.ended.is_reached(read_ms, verdict::ENDED_FOR_S) {
            return Err(Outcome::Failed(reason));
        }
        Ok(self.not_yet(say::server::course::is_state(unit, &shared::Health::Starting.said())))
    }

    /// Fleet's agent had not written the unit's file yet, or had just removed an earlier one of its name.
    async fn lacks_file(&mut self, reason: String) -> Result<Next, Outcome> {
        if std::mem::replace(&mut self.was_relaunched, true) {
            return Err(Outcome::Failed(reason));
        }
        let unit = self.wait.unit;
        let note = say::server::course::no_file_at_first(&unit);
        self.start_anew(note).await
    }

    /// Who only tries once more after a restart takes back what is set here for a moment, and nobody's wish.
    async fn is_unwanted(&mut self, snapshot: &Snapshot, reason: String) -> Result<Next, Outcome> {
        if !(self.may_be_unwanted && (self.again || is_inactive(snapshot, self.wait.unit))) {
            return Err(Outcome::Failed(reason));
        }
        self.start_anew(say::server::course::started_once_more(&self.wait.unit)).await
    }

    /// Takes the unit from its machine and starts it again.
    async fn start_anew(&mut self, note: String) -> Result<Next, Outcome> {
        self.may_be_unwanted = false;
        self.set(DesiredState::Inactive).await?;
        self.let_go().await?;
        self.set(DesiredState::Launched).await?;
        self.wait.begin_anew();
        (self.steady, self.ended) = (Steady::default(), Steady::default());
        self.note = note;
        Ok(Next::Anew)
    }

    /// Waits until no machine has it any more.
    async fn let_go(&mut self) -> Result<(), Outcome> {
        let wait = &mut self.wait;
        let (sent, sent_ms) = (Instant::now(), wait.cluster.now_ms());
        loop {
            let snapshot = wait.cluster.snapshot();
            let is_new = snapshot.read_ms(wait.unit).is_some_and(|read_ms| read_ms > sent_ms);
            if is_new && verdict::was_let_go(&snapshot, wait.unit) {
                return Ok(());
            }
            if sent.elapsed() >= LET_GO_WITHIN {
                return Err(Outcome::Failed(say::server::course::nobody_lets_go(&wait.unit)));
            }
            wait.next(LOOK_EVERY).await?;
        }
    }

    /// Whoever breaks the wait off drops it, so that there is nothing else to stop it.
    async fn set(&self, desired: DesiredState) -> Result<(), Outcome> {
        let never = CancellationToken::new();
        match with_patience(&never, || set_desired(self.wait.cluster, self.wait.unit, desired)).await {
            Outcome::Done(_) => Ok(()),
            end => Err(end),
        }
    }
}

fn changed_ms(snapshot: &Snapshot, unit: &UnitName) -> u64 {
    snapshot.units.get(unit).map_or(0, |entry| entry.row.since_ms)
}

fn is_inactive(snapshot: &Snapshot, unit: &UnitName) -> bool {
    snapshot.units.get(unit).is_some_and(|entry| entry.row.desired == DesiredState::Inactive)
}
