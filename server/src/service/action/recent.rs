//! Names that actions have destroyed a moment ago, or may have. Fleet may not have let go of them: a new unit of the same name fails
//! on machines that still remove the old one.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use fleet::UnitName;
use shared::ClusterName;

/// For so long a name rests after its unit was destroyed.
///
/// Fleet tells nobody when a machine has let go of a unit. What is destroyed here was set inactive before and is seen to
/// have stopped; still, its agent looks only every five seconds, and unloads, over a newer systemd, about one unit a
/// pass while the states of all have vanished already. A minute is a dozen passes: enough for what one deployment
/// removes from one machine. It need not be enough for more: as long as a state of such a unit is shown, its name stands
/// among the snapshot's leftovers and rests as well, and a start that fails because the old one was still there is
/// recognised and tried once more. Longer would cost: an app that goes back and forth would need ever higher numbers.
pub(super) const FORGOTTEN_AFTER_MS: u64 = 60_000;

/// The names, each with when it was destroyed, by the time that has passed ([`crate::Clock::passed_ms`]).
#[derive(Default)]
pub(super) struct Recent(Mutex<HashMap<(ClusterName, UnitName), u64>>);

impl Recent {
    /// Notes that a unit was destroyed so long ago, or may have been.
    pub(super) fn note(&self, cluster: &ClusterName, unit: &UnitName, ago_ms: u64, passed_ms: u64) {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.retain(|_, destroyed_ms| passed_ms < destroyed_ms.saturating_add(FORGOTTEN_AFTER_MS));
        let last_ms = names.entry((cluster.clone(), unit.clone())).or_default();
        *last_ms = passed_ms.saturating_sub(ago_ms).max(*last_ms);
    }

    /// The names on a cluster that are not to be used again yet.
    pub(super) fn on(&self, cluster: &ClusterName, passed_ms: u64) -> BTreeSet<UnitName> {
        let names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_recent = |destroyed_ms: u64| passed_ms < destroyed_ms.saturating_add(FORGOTTEN_AFTER_MS);
        names
            .iter()
            .filter(|((name, _), destroyed_ms)| name == cluster && is_recent(**destroyed_ms))
            .map(|((_, unit), _)| unit.clone())
            .collect()
    }
}
