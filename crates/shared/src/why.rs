//! Why a unit does not run, in words: worked out from Fleet's own rules and systemd's states, since Fleet never says.
//!
//! Owns the reason of each unit that is wanted and on no machine, or on one and not active; and of one that is not
//! wanted and still there. Pure: the time is an argument, and only thresholds are made of it, so that a reason stays
//! the same from one reading to the next. Never decides anything: plans and policies do not ask here.

mod global;
mod lingering;
mod named;
mod nowhere;
mod placing;
mod running;
mod scene;
mod service;
mod table;
#[cfg(test)]
mod tests;
mod words;

use fleet::{MachineId, Requirements, UnitName, UnitOption};
use serde::{Deserialize, Serialize};

use crate::view::UnitRow;

pub(crate) use named::name as naming;
pub use named::{as_seen, in_full};
pub use scene::{Headlines, Scene};

/// Why a unit does not run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Why {
    /// In one sentence without a full stop, as in the unit's row.
    pub headline: String,
    /// What else is worth knowing, each a sentence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What keeps it from each machine, by the machine's ID; empty where the machine is not the question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub machines: Vec<MachineWhy>,
}

/// What keeps a unit from a machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MachineWhy {
    /// The machine.
    pub machine: MachineId,
    /// None: it fits there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub obstacles: Vec<ObstacleView>,
}

/// One thing that keeps a unit from a machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ObstacleView {
    /// Of which kind.
    pub kind: ObstacleKind,
    /// The unit in the way, or the one that is missing there. The text goes on behind its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitName>,
    /// In words: "lacks region=eu: it has region=us".
    pub text: String,
}

/// Kinds of obstacles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ObstacleKind {
    /// The machine has another ID than the one asked for.
    Id,
    /// The machine lacks a label.
    Metadata,
    /// A unit that must be on the same machine is not there.
    Peer,
    /// A unit there matches a `Conflicts` of this one.
    OwnConflicts,
    /// This one matches a `Conflicts` of a unit there.
    TheirConflicts,
    /// This one matches a `Replaces` of a unit there.
    TheirReplaces,
    /// Further units in the way that are not listed.
    More,
}

/// A unit with what its reason is worked out from.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Its row. Its `why` is not looked at.
    pub row: &'a UnitRow,
    /// Its options.
    pub options: &'a [UnitOption],
    /// What they ask of a machine.
    pub requirements: &'a Requirements,
    /// Whether a machine still has other options than these.
    pub is_outdated: bool,
}

impl Subject<'_> {
    /// Whether there is anything to say of it: units that run as they should are most of a cluster.
    fn is_at_rest(&self) -> bool {
        use fleet::DesiredState::{Inactive, Launched, Loaded};
        let row = self.row;
        let all = |words: &[&str]| {
            row.states.iter().all(|state| words.contains(&state.active.as_str()) && state.load == "loaded")
        };
        match row.desired {
            _ if row.leaving.is_some() => true,
            Inactive => row.states.is_empty(),
            _ if self.is_outdated || row.global || row.machine.is_none() || row.states.is_empty() => false,
            Launched => all(&["active", "reloading"]),
            Loaded => all(&["inactive", "failed"]),
        }
    }
}
