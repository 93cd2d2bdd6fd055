//! What a course is shown of a cluster, made from a snapshot. Pure.

use std::ops::Bound;
use std::sync::Arc;

use fleet::{AppName, AppUnit};
use shared::course::{Seen, Sight};
use shared::view::{Link, UnitRow};
use shared::{ActionId, health};

use crate::live::Snapshot;

/// The cluster as the course of the action `own` sees it; with the units of `app`, for a deployment.
pub(super) fn sight(snapshot: &Snapshot, app: Option<&AppName>, own: &ActionId) -> Sight {
    let trouble = match snapshot.freshness.link {
        Link::Degraded | Link::Unreachable => Some(snapshot.freshness.reason.clone()),
        Link::Live | Link::Connecting => None,
    };
    let mut sight = Sight { as_of_ms: snapshot.freshness.as_of_ms, trouble, ..Sight::default() };
    let Some(app) = app else { return sight };
    let missed = snapshot.machines.values().find(|entry| entry.misses > 0);
    sight.doubt = missed.map(|entry| format!("The last reading lacks the machine {}.", entry.machine.id));
    sight.machines = snapshot.machines.keys().cloned().collect();
    // Names alike stand side by side; which are the app's own is read from each.
    let from = (Bound::Included(app.as_str()), Bound::Unbounded);
    let alike =
        snapshot.units.range::<str, _>(from).take_while(|(name, _)| name.as_str().starts_with(app.as_str()));
    sight.units = alike
        .filter(|(name, _)| AppUnit::parse(name).is_some_and(|parsed| parsed.app == *app))
        .map(|(name, entry)| (name.clone(), seen(&entry.row, own)))
        .collect();
    sight
}

/// What the action itself is about to remove it sees as it fares.
fn seen(row: &Arc<UnitRow>, own: &ActionId) -> Seen {
    let health = if row.leaving.as_ref() == Some(own) {
        health::of(&UnitRow { leaving: None, ..(**row).clone() })
    } else {
        health::of(row)
    };
    Seen { health, desired: row.desired, is_confirmed: row.read_ms.is_none() }
}
