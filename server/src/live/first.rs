//! The first reading of a cluster: several, until two in a row agree.
//!
//! Later ones are held against what was known before, so that nothing goes because one list lacks it (`sweep`). At first
//! nothing is known but what actions left there, and a plan would be made for the half of an app that a list happens to
//! show.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use fleet::{MachineId, UnitName};
use fleet_client::FleetError;

use super::cluster::Cluster;
use super::snapshot::{Reading, Snapshot};
use super::sweep::sweep;

/// On a busy cluster two never agree: after so many, what they found together is as good as it gets.
const MOST: usize = 5;

/// Units that an earlier process left on a cluster, as far as it is stored: a list that lacks one is not believed.
#[derive(Debug, Default)]
pub(super) struct Remembered(Mutex<BTreeSet<UnitName>>);

impl Cluster {
    /// Has the first reading ask by name for these, where the lists lack them. To be said before anything is read.
    pub fn remember(&self, units: BTreeSet<UnitName>) {
        *self.remembered.0.lock().unwrap_or_else(PoisonError::into_inner) = units;
    }

    fn remembered(&self) -> BTreeSet<UnitName> {
        self.remembered.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Reads until nothing new is found and nothing is missing, by the cluster's clock. Gives the last reading, and what the
/// ones before it showed.
pub(super) async fn first(cluster: &Cluster, nothing: &Snapshot) -> Result<(Snapshot, Reading), FleetError> {
    let mut known = nothing.clone();
    let mut remembered = cluster.remembered();
    let mut reading = sweep(cluster.client(), &known, &remembered, cluster.now_ms()).await?;
    for _ in 1..MOST {
        remembered.retain(|unit| !reading.absent.contains(unit));
        let named = Named::of(&reading);
        let now_ms = cluster.now_ms();
        let reading_then = Reading { leapt_ms: cluster.leapt_ms(), ..reading };
        known = say::keeping(|| known.after(reading_then, now_ms));
        reading = sweep(cluster.client(), &known, &remembered, cluster.now_ms()).await?;
        if Named::of(&reading) == named {
            break;
        }
    }
    Ok((known, reading))
}

/// What a reading shows, by name. How it is changes all the time.
#[derive(PartialEq)]
struct Named {
    units: BTreeSet<UnitName>,
    states: BTreeSet<(UnitName, MachineId)>,
    machines: BTreeSet<MachineId>,
}

impl Named {
    fn of(reading: &Reading) -> Self {
        Self {
            units: reading.units.iter().map(|unit| unit.name.clone()).collect(),
            states: reading
                .states
                .iter()
                .map(|state| (state.name.clone(), state.machine_id.clone()))
                .collect(),
            machines: reading.machines.iter().map(|machine| machine.id.clone()).collect(),
        }
    }
}
