//! The simulated systemd of all machines: how the phases of a process follow each other.
//!
//! Owns the transitions. It decides nothing: agents start and stop, this carries on from there.

use std::time::Duration;

use super::agenda::Event;
use super::command::Fate;
use super::plan::{Kind, Readiness, Service};
use super::process::Phase;
use super::{ProcessKey, Sim, chance};

/// How long the image of an ordinary service takes over an ordinary network.
const PULL: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(6));
/// The same when the machine has it already.
const PULL_NOTHING: Duration = Duration::from_millis(300);
/// How long a program takes to say that it is ready.
const SAYS_READY: Duration = Duration::from_secs(1);
/// systemd's patience with one that does not.
const START_TIMEOUT: Duration = Duration::from_secs(90);
/// How long a oneshot of an unknown program works.
const ONESHOT_WORK: Duration = Duration::from_secs(2);
/// How long a program takes that was told to fail.
const FAILS_AFTER: Duration = Duration::from_secs(1);
/// systemd gives up a service that was started this often ...
const START_LIMIT: usize = 5;
/// ... within this time.
const START_LIMIT_WITHIN: Duration = Duration::from_secs(10);

impl Sim {
    /// Starts a process that does not run.
    pub(super) fn start(&mut self, key: &ProcessKey) {
        let Some(process) = self.processes.get_mut(key) else { return };
        process.launched = true;
        process.starts.clear();
        self.revisions.units += 1;
        self.begin(key);
    }

    /// Begins to stop a process. Returns whether nothing runs any more, so that the next step can be taken.
    pub(super) fn stop(&mut self, key: &ProcessKey) -> bool {
        let Some(process) = self.processes.get_mut(key) else { return true };
        if process.launched {
            process.launched = false;
            self.revisions.units += 1;
        }
        if process.phase == Phase::Stopping {
            return false;
        }
        if process.is_alive() {
            let takes = process.plan.stop_time;
            self.enter(key, Phase::Stopping, Some(takes));
            return false;
        }
        self.enter(key, Phase::Dead, None);
        true
    }

    /// Goes on from the present phase, if `turn` is still the present one.
    pub(super) fn step(&mut self, key: &ProcessKey, turn: u64) {
        let Some(process) = self.processes.get(key) else { return };
        if process.turn != turn {
            return;
        }
        match process.phase {
            Phase::Preparing(number) => self.prepared(key, number),
            Phase::Starting => self.started(key),
            Phase::Active(_) => self.ended(key, process.ends_well),
            Phase::Pausing => self.begin(key),
            Phase::Stopping => {
                self.enter(key, Phase::Dead, None);
                self.reconcile(&key.0, &key.1);
            }
            Phase::Dead | Phase::Failed => {}
        }
    }

    /// Lets a process that runs now die at a given time, as a script demands.
    pub(super) fn die_later(&mut self, key: &ProcessKey, after: Duration) {
        if let Some(process) = self.processes.get_mut(key) {
            let phase = process.phase;
            if matches!(phase, Phase::Active(_)) {
                process.ends_well = false;
                self.enter(key, phase, Some(after));
            }
        }
    }

    fn begin(&mut self, key: &ProcessKey) {
        let now = self.now;
        let Some(process) = self.processes.get_mut(key) else { return };
        if !process.plan.usable {
            return;
        }
        process.starts.retain(|started| now - *started < START_LIMIT_WITHIN);
        if process.starts.len() >= START_LIMIT {
            self.enter(key, Phase::Failed, None);
            return;
        }
        process.starts.push(now);
        self.prepare(key, 0);
    }

    fn prepare(&mut self, key: &ProcessKey, number: usize) {
        let Some(process) = self.processes.get(key) else { return };
        match process.plan.preparation.get(number) {
            Some(command) => {
                let takes = match &command.fate {
                    Fate::Pulls { image } => self.pull_time(key, image),
                    _ => command.as_preparation().0,
                };
                self.enter(key, Phase::Preparing(number), Some(takes));
            }
            None => self.start_main(key),
        }
    }

    fn prepared(&mut self, key: &ProcessKey, number: usize) {
        let Some(process) = self.processes.get(key) else { return };
        let Some(command) = process.plan.preparation.get(number) else { return };
        let ok = command.as_preparation().1;
        if let Fate::Pulls { image } = &command.fate {
            let image = image.clone();
            if let Some(machine) = self.machines.get_mut(&key.1) {
                machine.images.insert(image);
            }
        }
        if ok { self.prepare(key, number + 1) } else { self.ended(key, false) }
    }

    fn pull_time(&self, key: &ProcessKey, image: &str) -> Duration {
        if let Some(takes) = self.scripts.slow_pull(key.0.as_str()) {
            return takes;
        }
        if self.machines.get(&key.1).is_some_and(|machine| machine.images.contains(image)) {
            return PULL_NOTHING;
        }
        let text = format!("pull {image} {}", key.1.short());
        chance::between(self.seed, &text, PULL.0, PULL.1)
    }

    fn start_main(&mut self, key: &ProcessKey) {
        let Some(process) = self.processes.get(key) else { return };
        let plan = std::sync::Arc::clone(&process.plan);
        match &plan.kind {
            Kind::Instant { sub } => self.enter(key, Phase::Active(sub), None),
            Kind::Trigger { service, idle, busy } => {
                let other = fleet::UnitName::parse(service)
                    .ok()
                    .and_then(|name| self.processes.get(&(name, key.1.clone())));
                let phase = match other.map(|process| process.phase) {
                    Some(Phase::Active(_)) => Phase::Active(busy),
                    Some(_) => Phase::Active(idle),
                    // systemd refuses to wait for a service that does not exist.
                    None => Phase::Dead,
                };
                self.enter(key, phase, None);
            }
            Kind::Service(service) => self.start_service(key, service),
        }
    }

    fn start_service(&mut self, key: &ProcessKey, service: &Service) {
        let fails = self.scripts.fails_start(key.0.as_str());
        let (after, ok) = match &service.main {
            _ if fails => (Some(FAILS_AFTER), false),
            Fate::Exits { after, ok } => (Some(*after), *ok),
            Fate::Pulls { .. } => (Some(PULL.0), true),
            Fate::Runs => (None, true),
        };
        if let Some(process) = self.processes.get_mut(key) {
            process.ends_well = ok;
        }
        match service.readiness {
            Readiness::Ended => self.enter(key, Phase::Starting, Some(after.unwrap_or(ONESHOT_WORK))),
            Readiness::Told if after.is_none() => self.enter(key, Phase::Starting, Some(SAYS_READY)),
            Readiness::Told => {
                let takes = after.unwrap_or(START_TIMEOUT).min(START_TIMEOUT);
                if let Some(process) = self.processes.get_mut(key) {
                    process.ends_well = ok && takes < START_TIMEOUT;
                }
                self.enter(key, Phase::Starting, Some(takes));
            }
            Readiness::Started if fails => self.enter(key, Phase::Starting, after),
            Readiness::Started => self.run(key, after),
        }
    }

    fn started(&mut self, key: &ProcessKey) {
        let Some(process) = self.processes.get(key) else { return };
        let Kind::Service(service) = &process.plan.kind else { return };
        let says_ready = service.readiness == Readiness::Told && service.main == Fate::Runs;
        let ok = process.ends_well;
        if says_ready && ok { self.run(key, None) } else { self.ended(key, ok) }
    }

    fn run(&mut self, key: &ProcessKey, ends_after: Option<Duration>) {
        let dies_after = self.scripts.dies_after(key.0.as_str());
        let dies_first = match (dies_after, ends_after) {
            (Some(dies), Some(ends)) => dies < ends,
            (dies, _) => dies.is_some(),
        };
        if dies_first && let Some(process) = self.processes.get_mut(key) {
            process.ends_well = false;
        }
        self.enter(key, Phase::Active("running"), if dies_first { dies_after } else { ends_after });
    }

    /// The main program, or one that prepares it, has ended.
    fn ended(&mut self, key: &ProcessKey, ok: bool) {
        let Some(process) = self.processes.get(key) else { return };
        let (again, remains) = match &process.plan.kind {
            Kind::Service(service) => {
                let again = service.restart.after(ok).then_some(service.restart_pause);
                (again, service.remains)
            }
            Kind::Trigger { .. } | Kind::Instant { .. } => (None, false),
        };
        match again {
            _ if ok && remains => self.enter(key, Phase::Active("exited"), None),
            Some(pause) => self.enter(key, Phase::Pausing, Some(pause)),
            None => self.enter(key, if ok { Phase::Dead } else { Phase::Failed }, None),
        }
    }

    fn enter(&mut self, key: &ProcessKey, phase: Phase, leaves_after: Option<Duration>) {
        let Some(process) = self.processes.get_mut(key) else { return };
        process.phase = phase;
        process.turn += 1;
        let turn = process.turn;
        self.unpublished.insert(key.clone());
        if let Some(after) = leaves_after {
            self.agenda.add(self.now + after, Event::Step { key: key.clone(), turn });
        }
    }
}
