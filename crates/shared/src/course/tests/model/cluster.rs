//! The units of the model, and how they fare.

use std::collections::BTreeMap;

use fleet::{AppUnit, DesiredState, UnitName};

use crate::health::Health;

/// So long a unit takes to start or to stop.
pub(super) const TAKES_S: u64 = 2;

/// All units.
#[derive(Debug, Clone, Default)]
pub(super) struct Cluster {
    pub(super) units: BTreeMap<UnitName, Unit>,
    /// Version 2 never comes up.
    pub(super) bad: bool,
    /// Nor does this one.
    pub(super) broken: Option<UnitName>,
}

#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub(super) desired: DesiredState,
    /// Since when it is on its way there.
    pub(super) since_s: u64,
    pub(super) dead: bool,
    pub(super) puzzling_until_s: u64,
    pub(super) unplaced_until_s: u64,
}

impl Unit {
    pub(super) fn that_is(desired: DesiredState) -> Self {
        Self { desired, since_s: 0, dead: false, puzzling_until_s: 0, unplaced_until_s: 0 }
    }

    /// One that was there before all else.
    pub(super) fn that_fares(health: Health) -> Self {
        let launched = Self::that_is(DesiredState::Launched);
        match health {
            Health::Running => launched,
            Health::Starting => Self { since_s: 110, ..launched },
            Health::Failed => Self { dead: true, ..launched },
            Health::Unplaced => Self { unplaced_until_s: u64::MAX - TAKES_S, ..launched },
            _ => Self::that_is(DesiredState::Loaded),
        }
    }
}

impl Cluster {
    pub(super) fn health(&self, name: &UnitName, now_s: u64) -> Health {
        let Some(unit) = self.units.get(name) else { return Health::Unknown };
        let since_s = unit.since_s.max(unit.unplaced_until_s);
        match unit.desired {
            _ if now_s < unit.puzzling_until_s => Health::Unknown,
            DesiredState::Launched if now_s < unit.unplaced_until_s => Health::Unplaced,
            DesiredState::Launched if unit.dead => Health::Failed,
            DesiredState::Launched if now_s >= since_s + TAKES_S => Health::Running,
            DesiredState::Launched => Health::Starting,
            _ if now_s >= unit.since_s + TAKES_S => Health::Stopped,
            _ => Health::Stopping,
        }
    }

    /// Since when a unit that runs has run.
    pub(super) fn runs_since_s(&self, name: &UnitName) -> u64 {
        self.units.get(name).map_or(u64::MAX, |unit| {
            unit.since_s.max(unit.unplaced_until_s).saturating_add(TAKES_S).max(unit.puzzling_until_s)
        })
    }

    pub(super) fn is_bad(&self, unit: &UnitName) -> bool {
        let version = AppUnit::parse(unit).and_then(|parsed| parsed.version);
        self.broken.as_ref() == Some(unit)
            || self.bad && version.is_some_and(|version| version.as_str() == "2")
    }
}
