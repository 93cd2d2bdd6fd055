//! Fleet's weather, as a deployment takes it: while Fleet can't be read, or things have vanished that the deployment
//! did not remove, it begins nothing.

use std::collections::BTreeSet;

use fleet::{MachineId, UnitName};
use serde::{Deserialize, Serialize};

use super::sighting::Sighting;

/// For how long Fleet must have answered well before a deployment goes on by itself, in milliseconds.
pub(super) const CLEAR_MS: u64 = 10_000;

/// The sky, and what was there when it was clear last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Weather {
    /// Since when all is well again, after it was not; absent: nothing was wrong, or something is.
    pub(super) clear_since_ms: Option<u64>,
    is_foul: bool,
    machines: BTreeSet<MachineId>,
    units: BTreeSet<UnitName>,
    /// Units that Fleet can't read, as a person knows and goes on.
    unreadable: BTreeSet<UnitName>,
}

/// What a look at the sky says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sky {
    Clear,
    /// All is well, but not for long enough.
    Clearing,
    /// It can't be seen how things are, and why: nothing may begin.
    Foul(String),
    /// Something is gone, which may never come back: nothing may begin, and what it is.
    Lacking(String),
}

impl Weather {
    /// Looks at a reading. `removed`: units that the deployment itself has taken away; absent: it takes nothing away,
    /// so that nothing can be missed. `accepts`: a person has seen what is missing, and wants to go on without.
    pub(super) fn look(
        &mut self,
        sighting: &Sighting,
        removed: Option<&BTreeSet<UnitName>>,
        accepts: bool,
        now_ms: u64,
    ) -> Sky {
        let wrong = sighting.blindness(now_ms).map(Sky::Foul).or_else(|| {
            let is_first = self.machines.is_empty() && self.units.is_empty();
            if is_first {
                // The plan has said so.
                self.unreadable.extend(sighting.unreadable.iter().cloned());
            }
            if accepts {
                self.remember(sighting);
                self.unreadable.extend(sighting.unreadable.iter().cloned());
            }
            self.missing(sighting, removed?)
        });
        if let Some(wrong) = wrong {
            self.clear_since_ms = None;
            self.is_foul = true;
            return wrong;
        }
        self.remember(sighting);
        if !self.is_foul {
            return Sky::Clear;
        }
        let since_ms = *self.clear_since_ms.get_or_insert(now_ms);
        if !accepts && now_ms < since_ms.saturating_add(CLEAR_MS) {
            return Sky::Clearing;
        }
        self.is_foul = false;
        self.clear_since_ms = None;
        Sky::Clear
    }

    /// A call was not answered as it should be.
    pub(super) fn turn_foul(&mut self) {
        self.is_foul = true;
        self.clear_since_ms = None;
    }

    /// After a restart: what was known of the cluster stays, how Fleet answered before says nothing.
    pub(super) fn forget_sky(&mut self) {
        self.clear_since_ms = None;
        self.is_foul = false;
    }

    /// When it will have been clear for long enough.
    pub(super) fn clear_ms(&self) -> Option<u64> {
        self.clear_since_ms.map(|since_ms| since_ms.saturating_add(CLEAR_MS))
    }

    fn remember(&mut self, sighting: &Sighting) {
        self.machines.clone_from(&sighting.machines);
        self.units = sighting.units.keys().cloned().collect();
    }

    fn missing(&self, sighting: &Sighting, removed: &BTreeSet<UnitName>) -> Option<Sky> {
        let machines: Vec<&MachineId> = self.machines.difference(&sighting.machines).collect();
        match machines.as_slice() {
            [] => {}
            [one] => return Some(Sky::Lacking(say::server::course::machine_vanished(&one))),
            many => return Some(Sky::Lacking(say::server::course::machines_vanished(&many.len()))),
        }
        let gone = self.units.iter().filter(|name| !sighting.units.contains_key(*name));
        let gone = no_longer_shown(gone.filter(|name| !removed.contains(*name)));
        if let Some(reason) = gone {
            return Some(Sky::Lacking(say::server::course::waits_for_that(&reason)));
        }
        // Whether they are gone is not known yet.
        let unknown = sighting.units.iter().filter(|(_, seen)| !seen.is_confirmed);
        let unknown = unknown.map(|(name, _)| name).filter(|name| !removed.contains(*name));
        let (unreadable, unknown): (Vec<_>, Vec<_>) =
            unknown.partition(|name| sighting.unreadable.contains(*name));
        if let Some(reason) = no_longer_shown(unknown.into_iter()) {
            return Some(Sky::Foul(reason));
        }
        let unreadable = unreadable.into_iter().find(|name| !self.unreadable.contains(*name));
        unreadable.map(|name| Sky::Lacking(say::server::course::unit_unreadable(&name)))
    }
}

fn no_longer_shown<'a>(mut units: impl Iterator<Item = &'a UnitName>) -> Option<String> {
    let first = units.next()?;
    Some(match units.count() {
        0 => say::server::course::no_longer_shown(&first),
        more => say::server::course::no_longer_shown_more(&first, &more),
    })
}
