//! How a unit fares, in one word: worked out from Fleet's states, never stored.

use fleet::DesiredState;
use serde::{Deserialize, Serialize};

use crate::view::UnitRow;

/// A unit's state as people think of it. Each has a shape and a word of its own in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// systemd gave up on it.
    Failed,
    /// Wanted, but no machine takes it.
    Unplaced,
    /// On its way: loading, pulling, starting.
    Starting,
    /// On its way out.
    Stopping,
    /// active and running (or exited as it should).
    Running,
    /// Not wanted to run, and not running.
    Stopped,
    /// The data is too old to say.
    Unknown,
}

impl Health {
    /// The word beside the shape.
    pub fn word(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Unplaced => "unplaced",
            Self::Starting => "starting",
            Self::Stopping => "stopping",
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Unknown => "unknown",
        }
    }

    /// Whether somebody should look at it.
    pub fn needs_attention(self) -> bool {
        matches!(self, Self::Failed | Self::Unplaced)
    }
}

/// Reads a row. A unit on several machines (global) is as well as the worst of them.
pub fn of(row: &UnitRow) -> Health {
    if row.leaving.is_some() {
        return Health::Stopping;
    }
    let worst = row.states.iter().map(|state| of_state(row.desired, &state.active, &state.sub)).min();
    match (worst, row.desired) {
        (Some(health), _) => health,
        (None, DesiredState::Launched) if row.machine.is_none() && !row.global => Health::Unplaced,
        (None, DesiredState::Launched) => Health::Starting,
        (None, _) => Health::Stopped,
    }
}

fn of_state(desired: DesiredState, active: &str, sub: &str) -> Health {
    let wanted = desired == DesiredState::Launched;
    match (active, sub) {
        ("failed", _) => Health::Failed,
        ("deactivating", _) => Health::Stopping,
        ("active" | "reloading", _) if wanted => Health::Running,
        ("active" | "reloading" | "activating", _) if !wanted => Health::Stopping,
        ("activating", _) => Health::Starting,
        // Loaded a moment ago, the start job not yet run: Fleet reports inactive/dead until its next pass.
        ("inactive", _) if wanted => Health::Starting,
        _ => Health::Stopped,
    }
}
