//! One reading of Fleet: three lists, and a question by name for each unit that a listing lacks.
//!
//! A list of several pages is no snapshot, and Fleet is known to leave units out; so a missing unit is gone only
//! when Fleet says so by name.

use std::collections::BTreeSet;

use fleet::{Unit, UnitName};
use fleet_client::{FleetClient, FleetError};
use futures_util::StreamExt;

use super::read_unit::{ReadUnit, Reader};
use super::snapshot::{Reading, Snapshot};

/// How many missing units one reading asks for by name. The others stay as they were until the next one.
const CONFIRMATIONS: usize = 200;
/// How many of those questions are under way at once.
const CONFIRMATIONS_AT_ONCE: usize = 4;

/// Reads everything. The lists come one after another: each costs Fleet several full readings of its store.
pub(super) async fn sweep(
    client: &FleetClient,
    before: &Snapshot,
    began_ms: u64,
) -> Result<Reading, FleetError> {
    let mut reader = Reader::new(before);
    let mut units = client.units_as(|unit| reader.read(unit)).await?.items;
    let states = client.states().await?.items;
    let machines = client.machines().await?.items;
    let missing = missing(before, &units);
    let (found, unconfirmed) = confirm(client, missing).await;
    units.extend(found.into_iter().map(|unit| reader.read(unit)));
    Ok(Reading { began_ms, units, unconfirmed, states, machines })
}

fn missing(before: &Snapshot, units: &[ReadUnit]) -> Vec<UnitName> {
    let listed: BTreeSet<&UnitName> = units.iter().map(|unit| &unit.name).collect();
    before.units.keys().filter(|name| !listed.contains(name)).cloned().collect()
}

/// Asks for each by name. Returns those that are there, and the names of those of which nothing could be learnt.
async fn confirm(client: &FleetClient, missing: Vec<UnitName>) -> (Vec<Unit>, Vec<UnitName>) {
    let mut found = Vec::new();
    let asked = missing.len().min(CONFIRMATIONS);
    let mut unconfirmed = missing[asked..].to_vec();
    let mut answers = futures_util::stream::iter(missing.into_iter().take(asked))
        .map(|name| async move { (client.unit(&name).await, name) })
        .buffer_unordered(CONFIRMATIONS_AT_ONCE);
    while let Some((answer, name)) = answers.next().await {
        match answer {
            Ok(Some(unit)) => found.push(unit),
            Ok(None) => {}
            Err(error) => {
                tracing::debug!(unit = %name, %error, "a missing unit could not be confirmed");
                unconfirmed.push(name);
            }
        }
    }
    (found, unconfirmed)
}
