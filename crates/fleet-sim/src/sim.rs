//! The cluster as a pure state machine: units, machines, processes, and the passes that move them.
//!
//! Owns everything that a Fleet cluster would keep in etcd and in its machines' systemd. It takes the time as a number
//! ([`Sim::advance_to`]) and must never look at a clock, do I/O, or know of HTTP. The same configuration and the same calls at
//! the same times give the same cluster.
//!
//! Work is done for what changed, not for what exists: units that need a look are collected in small sets, and a pass over a
//! cluster in which nothing happened costs nothing, however many units there are.

mod agenda;
mod agent;
pub(crate) mod chance;
mod command;
mod engine;
mod flapping;
mod machines;
mod plan;
mod process;
mod put;
mod run;
mod scripts;
mod view;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use fleet::{DesiredState, Machine, MachineId, Requirements, UnitHash, UnitName, UnitOption};

use self::agenda::{Agenda, Event};
use self::engine::Placement;
use self::flapping::Flapping;
use self::plan::Plan;
use self::process::Process;
use self::scripts::Scripts;
use crate::config::SimConfig;
use crate::presets;

pub use self::machines::{Loss, MetadataChange};
pub use self::put::{DeleteError, PutError, PutOutcome, UnitPut};
pub(crate) use self::view::StateView;
pub use self::view::UnitView;

/// How often the leader looks at the cluster.
pub const ENGINE_INTERVAL: Duration = Duration::from_secs(2);
/// How long after a change for it an agent looks: Fleet's own watch sleeps as long.
pub const AGENT_DELAY: Duration = Duration::from_secs(1);
/// How often agents publish the states of their units.
pub const PUBLISH_INTERVAL: Duration = Duration::from_secs(1);
/// How long the states of a machine that was lost are shown.
pub const AGENT_TTL: Duration = Duration::from_secs(30);
/// How long a machine that was lost stays in the list: its entry was refreshed some time before the states were.
pub const ENTRY_TTL: Duration = Duration::from_secs(27);
/// How long after the end of its old entry a machine that came back too early joins: it tries again and again, with pauses.
pub const REJOIN_DELAY: Duration = Duration::from_secs(3);

/// A unit on a machine. In this order states are listed.
type ProcessKey = (UnitName, MachineId);

/// A Fleet cluster.
#[derive(Debug)]
pub struct Sim {
    now: Duration,
    seed: u64,
    units: BTreeMap<UnitName, UnitRecord>,
    machines: BTreeMap<MachineId, MachineRecord>,
    processes: BTreeMap<ProcessKey, Process>,
    /// Metadata set at run time, by machine: it outlives the machine, and `None` hides what the machine is configured with.
    overrides: BTreeMap<String, BTreeMap<String, Option<String>>>,
    placement: Placement,
    agenda: Agenda,
    /// Processes whose state may differ from what was published.
    unpublished: BTreeSet<ProcessKey>,
    scripts: Scripts,
    flapping: BTreeMap<MachineId, Flapping>,
    revisions: Revisions,
}

/// Counters that grow whenever the list of that name could read differently.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Revisions {
    /// Of `/units`.
    pub units: u64,
    /// Of `/state`.
    pub states: u64,
    /// Of `/machines`.
    pub machines: u64,
}

/// A unit as the registry knows it.
#[derive(Debug)]
struct UnitRecord {
    /// As parsed from the stored text, which may be less, more or something else than what was submitted.
    options: Arc<[UnitOption]>,
    hash: UnitHash,
    requirements: Arc<Requirements>,
    plan: Arc<Plan>,
    desired: DesiredState,
    /// The machine it is scheduled to; never set for global units.
    target: Option<MachineId>,
}

impl UnitRecord {
    fn is_wanted(&self) -> bool {
        self.desired != DesiredState::Inactive
    }
}

/// A machine, on or off, in the list or not.
#[derive(Debug)]
struct MachineRecord {
    /// As the machine describes itself.
    configured: Machine,
    /// As the API shows it: with the metadata set at run time.
    shown: Machine,
    presence: Presence,
    /// Whether the cluster believes in it.
    registered: bool,
    /// Counts losses and returns, so that an expiry planned before a return is void.
    life: u64,
    /// Whether what is known of its processes is what was seen last, and none of them runs.
    haunted: bool,
    /// Units scheduled here, and global units that fit here.
    assigned: BTreeSet<UnitName>,
    /// Those of them that may object to a newcomer, with what they want.
    picky: BTreeMap<UnitName, Arc<Requirements>>,
    /// Images that were pulled here.
    images: BTreeSet<String>,
    /// Units that the agent has to look at.
    dirty: BTreeSet<UnitName>,
    /// Whether the agent's next pass is on the agenda.
    awake: bool,
}

impl MachineRecord {
    /// Whether its agent is at work.
    fn is_managed(&self) -> bool {
        self.presence == Presence::Up
    }
}

/// How much of a machine runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    /// The machine and its daemon.
    Up,
    /// Nothing.
    Off,
    /// The machine, but not the daemon.
    Unattended,
    /// The daemon too, but it cannot join before its old entry has expired.
    Waiting,
}

impl Sim {
    /// A cluster as configured, settled, and some minutes old.
    pub fn new(config: &SimConfig) -> Self {
        let mut sim = Self {
            now: Duration::ZERO,
            seed: config.seed,
            units: BTreeMap::new(),
            machines: BTreeMap::new(),
            processes: BTreeMap::new(),
            overrides: BTreeMap::new(),
            placement: Placement::default(),
            agenda: Agenda::default(),
            unpublished: BTreeSet::new(),
            scripts: Scripts::default(),
            flapping: BTreeMap::new(),
            revisions: Revisions::default(),
        };
        sim.agenda.add(ENGINE_INTERVAL, Event::EnginePass);
        sim.agenda.add(PUBLISH_INTERVAL, Event::PublishPass);
        for spec in config.machines.specs(config.seed) {
            sim.add_machine(spec.into_machine());
        }
        presets::fill(&mut sim, &config.units);
        sim
    }

    /// The simulated time: how long ago the cluster was created.
    pub fn now(&self) -> Duration {
        self.now
    }

    /// Lets everything happen that is due until `now`. A time in the past changes nothing.
    pub fn advance_to(&mut self, now: Duration) {
        while let Some((due, event)) = self.agenda.take_due(now) {
            self.now = due;
            self.happen(event);
        }
        self.now = self.now.max(now);
    }

    /// When the next thing happens.
    pub fn next_due(&self) -> Option<Duration> {
        self.agenda.next_due()
    }

    /// The counters of changes.
    pub fn revisions(&self) -> Revisions {
        self.revisions
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::EnginePass => {
                self.engine_pass();
                self.agenda.add(self.now + ENGINE_INTERVAL, Event::EnginePass);
            }
            Event::PublishPass => {
                self.publish_pass();
                self.agenda.add(self.now + PUBLISH_INTERVAL, Event::PublishPass);
            }
            Event::AgentPass(machine) => self.agent_pass(&machine),
            Event::Step { key, turn } => self.step(&key, turn),
            Event::EntryExpiry { machine, life } => self.expire_entry(&machine, life),
            Event::StateExpiry { machine, life } => self.expire_states(&machine, life),
            Event::Join { machine, life } => self.join_late(&machine, life),
            Event::Flap { machine, turn } => self.flap(&machine, turn),
        }
    }
}
