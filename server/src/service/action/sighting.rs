//! What a course is shown of a cluster, made from a snapshot. Pure.

use std::sync::Arc;

use fleet::{AppName, DesiredState, UnitName};
use shared::course::{Seen, Sighting};
use shared::view::{Link, UnitRow};
use shared::{ActionId, Health, health};

use crate::live::Snapshot;

/// What others do meanwhile, and the snapshot does not show.
#[derive(Debug, Default)]
pub(super) struct Others {
    /// Desired states that other actions have set, or will.
    pub(super) pending: Vec<(UnitName, DesiredState)>,
    /// Units that may be otherwise by now.
    pub(super) written: Option<UnitName>,
    /// Whether somebody begins another action at this very moment.
    pub(super) begins: bool,
}

/// The cluster as the course of the action `own` sees it; with the units of `app`, for a deployment.
pub(super) fn sighting(
    snapshot: &Snapshot,
    app: Option<&AppName>,
    own: &ActionId,
    others: &Others,
) -> Sighting {
    let trouble = match snapshot.freshness.link {
        Link::Degraded | Link::Unreachable => Some(snapshot.freshness.reason.clone()),
        Link::Live | Link::Connecting => None,
    };
    let mut sighting = Sighting { as_of_ms: snapshot.freshness.as_of_ms, trouble, ..Sighting::default() };
    let Some(app) = app else { return sighting };
    let missed = snapshot.machines.values().find(|entry| entry.misses > 0);
    sighting.doubt = missed.map(|entry| say::server::course::lacks_machine(&entry.machine.id));
    if let Some(unit) = &others.written {
        sighting.doubt = Some(say::server::course::written_since(&unit));
    }
    if others.begins {
        sighting.doubt = Some(say::server::course::another_begins().to_owned());
    }
    sighting.machines = snapshot.machines.keys().cloned().collect();
    sighting.units =
        snapshot.of_app(app).map(|(name, entry)| (name.clone(), seen(&entry.row, own))).collect();
    sighting.unreadable =
        sighting.units.keys().filter(|name| snapshot.is_unreadable(name)).cloned().collect();
    for (name, desired) in &others.pending {
        if let Some(seen) = sighting.units.get_mut(name) {
            *seen = pending(*seen, *desired);
        }
    }
    sighting
}

/// What another action stops does not serve any more; what it starts does not serve yet.
fn pending(seen: Seen, desired: DesiredState) -> Seen {
    let stops = desired != DesiredState::Launched && seen.health == Health::Running;
    Seen { health: if stops { Health::Stopping } else { seen.health }, desired, ..seen }
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
