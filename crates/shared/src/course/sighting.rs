//! What is seen of a cluster when a course decides.

use std::collections::{BTreeMap, BTreeSet};

use fleet::{DesiredState, MachineId, UnitName};

use crate::health::Health;

/// How old a reading may be for plans to be made and anything to be changed by it, in milliseconds. The page says sooner
/// that what it shows is old: a reading that comes late is no reason yet to refuse a click.
pub const OLDEST_MS: u64 = 15_000;

/// What is seen of a cluster, as of one reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sighting {
    /// When the reading began; absent: there was none yet.
    pub as_of_ms: Option<u64>,
    /// Why Fleet can't be read at this moment, in words; nothing if it can.
    pub trouble: Option<String>,
    /// What the last reading may just have left out, in words: to be looked at again before anything is taken away.
    pub doubt: Option<String>,
    /// The deployment's app: all its units.
    pub units: BTreeMap<UnitName, Seen>,
    /// Units that Fleet itself seems unable to read: nothing more will be known of them.
    pub unreadable: BTreeSet<UnitName>,
    /// The machines.
    pub machines: BTreeSet<MachineId>,
}

/// A unit as it is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// How it fares. That this very action is about to remove it counts for nothing here.
    pub health: Health,
    /// What somebody wants of it.
    pub desired: DesiredState,
    /// Whether the reading shows it; else this is of an earlier one, and whether it is still there is not known.
    pub is_confirmed: bool,
}

impl Sighting {
    /// Why nothing can be decided by it, if so.
    pub(super) fn blindness(&self, now_ms: u64) -> Option<String> {
        if let Some(trouble) = &self.trouble {
            return Some(say::server::course::fleet_in_trouble(&trouble));
        }
        match self.as_of_ms {
            Some(as_of_ms) if now_ms.saturating_sub(as_of_ms) <= OLDEST_MS => None,
            Some(_) => Some(say::server::course::too_old().to_owned()),
            None => Some(say::server::course::not_read_yet().to_owned()),
        }
    }
}
