//! A unit on a machine: what systemd and the agent know of it there.
//!
//! Owns the phases and the words for them. How phases follow each other stands in `run.rs`.

use std::sync::Arc;
use std::time::Duration;

use fleet::UnitHash;

use super::plan::Plan;

/// A loaded unit on one machine.
#[derive(Debug)]
pub(super) struct Process {
    /// The text that was loaded, by its hash.
    pub(super) hash: UnitHash,
    /// What was read from it.
    pub(super) plan: Arc<Plan>,
    /// Where it stands.
    pub(super) phase: Phase,
    /// Counts the phases; a step planned in an earlier one is void.
    pub(super) turn: u64,
    /// Whether the agent started it and did not stop it since. Says nothing about success.
    pub(super) launched: bool,
    /// How the main program will end, when it does.
    pub(super) ends_well: bool,
    /// What the agent published last.
    pub(super) published: Option<Published>,
    /// When it was started lately, to find one that keeps dying.
    pub(super) starts: Vec<Duration>,
}

/// What stands in a state entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Published {
    pub(super) hash: UnitHash,
    pub(super) words: Words,
}

/// systemd's three words: load state, active state, sub state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Words(pub(super) &'static str, pub(super) &'static str, pub(super) &'static str);

/// Where a process stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Loaded, not started, or ended.
    Dead,
    /// Runs the preparing command of this number.
    Preparing(usize),
    /// Started, but not ready.
    Starting,
    /// Active; the word is the sub state.
    Active(&'static str),
    /// Will be started again after a pause.
    Pausing,
    /// Ended badly.
    Failed,
    /// Told to stop.
    Stopping,
}

impl Process {
    pub(super) fn new(hash: UnitHash, plan: Arc<Plan>) -> Self {
        Self {
            hash,
            plan,
            phase: Phase::Dead,
            turn: 0,
            launched: false,
            ends_well: true,
            published: None,
            starts: Vec::new(),
        }
    }

    /// What systemd says of it at this moment.
    pub(super) fn words(&self) -> Words {
        if !self.plan.usable {
            return Words("bad-setting", "inactive", "dead");
        }
        match self.phase {
            Phase::Dead => Words("loaded", "inactive", "dead"),
            Phase::Preparing(_) => Words("loaded", "activating", "start-pre"),
            Phase::Starting => Words("loaded", "activating", "start"),
            Phase::Active(sub) => Words("loaded", "active", sub),
            Phase::Pausing => Words("loaded", "activating", "auto-restart"),
            Phase::Failed => Words("loaded", "failed", "failed"),
            Phase::Stopping => Words("loaded", "deactivating", "stop-sigterm"),
        }
    }

    /// Whether something runs that has to be stopped first.
    pub(super) fn is_alive(&self) -> bool {
        matches!(
            self.phase,
            Phase::Preparing(_) | Phase::Starting | Phase::Active(_) | Phase::Pausing | Phase::Stopping
        )
    }
}
