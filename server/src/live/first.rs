//! The first reading of a cluster: several, until two in a row agree.
//!
//! Later ones are held against what was known before, so that nothing goes because one list lacks it (`sweep`). At first
//! nothing is known, and a plan would be made for the half of an app that a list happens to show.

use std::collections::BTreeSet;

use fleet::{MachineId, UnitName};
use fleet_client::{FleetClient, FleetError};

use super::snapshot::{Reading, Snapshot};
use super::sweep::sweep;

/// On a busy cluster two never agree: after so many, what they found together is as good as it gets.
const MOST: usize = 5;

/// Reads until nothing new is found and nothing is missing. `now_ms` is the cluster's clock.
pub(super) async fn first(
    client: &FleetClient,
    nothing: &Snapshot,
    now_ms: impl Fn() -> u64,
) -> Result<Vec<Reading>, FleetError> {
    let mut readings: Vec<Reading> = Vec::new();
    let mut known = nothing.clone();
    while readings.len() < MOST {
        let reading = sweep(client, &known, now_ms()).await?;
        let agrees = readings.last().is_some_and(|last| Named::of(last) == Named::of(&reading));
        known = known.after(reading.clone(), now_ms());
        readings.push(reading);
        if agrees {
            break;
        }
    }
    Ok(readings)
}

/// What a reading shows, by name. How it is changes all the time.
#[derive(PartialEq)]
struct Named<'a> {
    units: BTreeSet<&'a UnitName>,
    states: BTreeSet<(&'a UnitName, &'a MachineId)>,
    machines: BTreeSet<&'a MachineId>,
}

impl<'a> Named<'a> {
    fn of(reading: &'a Reading) -> Self {
        Self {
            units: reading.units.iter().map(|unit| &unit.name).collect(),
            states: reading.states.iter().map(|state| (&state.name, &state.machine_id)).collect(),
            machines: reading.machines.iter().map(|machine| &machine.id).collect(),
        }
    }
}
