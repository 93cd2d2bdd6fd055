//! How a unit fares, in one word: worked out from Fleet's states, never stored.

use fleet::DesiredState;
use serde::{Deserialize, Serialize};

use crate::view::{StateRow, UnitRow};

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

/// Fleet places a unit within its next pass; one without a machine for so long found none.
pub const PLACING_MS: u64 = 6_000;
/// A unit that starts for so long is worth a look: a large image takes minutes, not more.
pub const SLOW_START_MS: u64 = 5 * 60_000;
/// A unit that is wanted and that systemd has been calling inactive for so long is not about to start: it has ended.
pub const ENDED_MS: u64 = 60_000;

/// Why somebody should look at a unit, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// systemd gave up on it.
    Failed,
    /// It has been without a machine for longer than placing takes.
    Unplaced,
    /// It is meant to run, and has ended by itself.
    Ended,
    /// It has been starting for longer than a start should take.
    Slow,
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

    /// The same for people, within a sentence: a unit is so.
    pub fn said(self) -> &'static str {
        use say::server::health;
        match self {
            Self::Failed => health::failed(),
            Self::Unplaced => health::unplaced(),
            Self::Starting => health::starting(),
            Self::Stopping => health::stopping(),
            Self::Running => health::running(),
            Self::Stopped => health::stopped(),
            Self::Unknown => health::unknown(),
        }
    }

    /// Whether somebody should look at it.
    pub fn needs_attention(self) -> bool {
        matches!(self, Self::Failed | Self::Unplaced)
    }
}

/// Reads a row. A unit on several machines (global) is as well as the worst of them.
///
/// Only what the unit's own machine says of its present options counts: a state that an earlier unit of the same name
/// left on another machine, or one of the options before, does not make a unit run.
pub fn of(row: &UnitRow) -> Health {
    if row.leaving.is_some() {
        return Health::Stopping;
    }
    if row.read_ms.is_some() {
        return Health::Unknown;
    }
    let worst = row.states.iter().filter(|state| is_own(row, state)).map(|state| of_state(row, state)).min();
    match (worst, row.desired) {
        (Some(health), _) => health,
        (None, DesiredState::Launched) if row.machine.is_none() && !row.global => Health::Unplaced,
        (None, DesiredState::Launched) => Health::Starting,
        (None, _) if row.states.iter().any(is_alive) => Health::Stopping,
        (None, _) => Health::Stopped,
    }
}

/// Why somebody should look at a unit that fares so; absent while it is well, or has had too little time. `now_ms` is the
/// server's clock.
pub fn trouble(row: &UnitRow, health: Health, now_ms: u64) -> Option<Trouble> {
    let (trouble, patience_ms) = match health {
        Health::Failed => return Some(Trouble::Failed),
        Health::Unplaced => (Trouble::Unplaced, PLACING_MS),
        Health::Starting if has_ended(row) => (Trouble::Ended, ENDED_MS),
        Health::Starting => (Trouble::Slow, SLOW_START_MS),
        Health::Stopping | Health::Running | Health::Stopped | Health::Unknown => return None,
    };
    (now_ms.saturating_sub(row.since_ms) > patience_ms).then_some(trouble)
}

/// Whether systemd calls it inactive. If it is wanted, it is not about to start: it has ended.
pub fn has_ended(row: &UnitRow) -> bool {
    !row.states.is_empty() && row.states.iter().all(|state| state.active == "inactive")
}

/// Whether a state is one of the machine that the unit is on.
fn is_own(row: &UnitRow, state: &StateRow) -> bool {
    row.global || state.machine.is_none()
}

/// Whether something runs, or is on its way up or down. systemd's words are an open set: what is unknown may run.
pub fn is_alive(state: &StateRow) -> bool {
    !matches!(state.active.as_str(), "inactive" | "failed" | "")
}

fn of_state(row: &UnitRow, state: &StateRow) -> Health {
    let wanted = row.desired == DesiredState::Launched;
    if state.previous {
        return match (wanted, is_alive(state)) {
            (true, _) => Health::Starting,
            (false, true) => Health::Stopping,
            (false, false) => Health::Stopped,
        };
    }
    // Fleet calls a unit launched when its machine's agent has taken up this very unit: what is active before that was
    // left by one of the same name. Of global units it says nothing.
    let is_taken_up = row.global || row.current == DesiredState::Launched;
    match state.active.as_str() {
        "failed" => Health::Failed,
        "deactivating" => Health::Stopping,
        "active" | "reloading" | "refreshing" if wanted && is_taken_up => Health::Running,
        "active" | "reloading" | "refreshing" | "activating" if !wanted => Health::Stopping,
        // Loaded a moment ago, the start job not yet run: Fleet reports inactive/dead until its next pass.
        "active" | "reloading" | "refreshing" | "activating" | "inactive" | "" if wanted => Health::Starting,
        "inactive" | "" => Health::Stopped,
        // A word of a later systemd: neither well nor ill may be claimed.
        _ => Health::Unknown,
    }
}

#[cfg(test)]
mod tests;
