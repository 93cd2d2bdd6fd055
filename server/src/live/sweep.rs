//! One reading of Fleet: three lists, and a question by name for each unit, and each state, that a listing lacks.
//!
//! A list of several pages is no snapshot, and Fleet is known to leave units out; so a missing unit is gone only
//! when Fleet says so by name. How many questions one reading asks is bounded: a Fleet that lost everything is not
//! hammered, and what was not asked yet is known to be old.

mod states;

use std::collections::BTreeSet;
use std::time::Duration;

use fleet::{UnitName, UnitState};
use fleet_client::{FleetClient, FleetError};
use futures_util::StreamExt;
use tokio::time::Instant;

use super::read_unit::Reader;
use super::snapshot::{Reading, Snapshot};

/// How many missing units one reading asks for by name. The others stay as they were until a later one.
const CONFIRMATIONS: usize = 200;
/// How many of those questions are under way at once.
const CONFIRMATIONS_AT_ONCE: usize = 4;
/// How many units that were deleted, and of which something still runs, one reading asks for once more.
const LEFTOVERS: usize = 50;
/// After so long no further question is asked: the lists grow old meanwhile.
const CONFIRMING: Duration = Duration::from_secs(10);
/// After so many questions without an answer no further one is asked: Fleet has other troubles.
const FAILURES: usize = 4;

/// Reads everything. The lists come one after another: each costs Fleet several full readings of its store.
/// `remembered`: units that are asked for besides those of the snapshot before.
pub(super) async fn sweep(
    client: &FleetClient,
    before: &Snapshot,
    remembered: &BTreeSet<UnitName>,
    began_ms: u64,
) -> Result<Reading, FleetError> {
    let mut reader = Reader::new(before);
    let units = client.units_as(|unit| reader.read(unit)).await?;
    let states = client.states().await?;
    let machines = client.machines().await?;
    let skipped = units.skipped + states.skipped + machines.skipped;
    let (units, states, machines) = (units.items, states.items, machines.items);
    let listed: BTreeSet<&UnitName> = units.iter().map(|unit| &unit.name).collect();
    let missing = missing(before, &listed, &states, remembered);
    let deleted = deleted(before, &listed, began_ms);
    let mut reading = Reading { began_ms, units, states, machines, skipped, ..Reading::default() };
    let until = Instant::now() + CONFIRMING;
    confirm(client, missing, &mut reader, &mut reading, until).await;
    look_again(client, deleted, &mut reader, &mut reading, until).await;
    states::ask(client, before, &mut reading, until).await;
    Ok(reading)
}

/// The units that were there before, those that have a state, and those that are remembered, as far as they are not listed:
/// those first that were not asked for longest, in vain or not, so that each has its turn.
fn missing(
    before: &Snapshot,
    listed: &BTreeSet<&UnitName>,
    states: &[UnitState],
    remembered: &BTreeSet<UnitName>,
) -> Vec<UnitName> {
    // That there is no such unit was asked when its leftover was first seen.
    let with_state =
        states.iter().map(|state| &state.name).filter(|name| !before.leftovers.contains_key(*name));
    let known = before.units.keys().chain(with_state).chain(remembered);
    let missing: BTreeSet<&UnitName> = known.filter(|name| !listed.contains(name)).collect();
    let mut missing: Vec<UnitName> = missing.into_iter().cloned().collect();
    missing.sort_by_key(|name| before.asked_ms(name));
    missing
}

/// Asks for each by name, and notes what was learnt: the unit, that there is none, or nothing.
async fn confirm(
    client: &FleetClient,
    mut missing: Vec<UnitName>,
    reader: &mut Reader<'_>,
    reading: &mut Reading,
    until: Instant,
) {
    let unasked = missing.split_off(missing.len().min(CONFIRMATIONS));
    let mut missing = missing.into_iter();
    let mut failures = 0;
    while failures < FAILURES && Instant::now() < until {
        let few: Vec<UnitName> = missing.by_ref().take(CONFIRMATIONS_AT_ONCE * 2).collect();
        if few.is_empty() {
            break;
        }
        let mut answers = futures_util::stream::iter(few)
            .map(|name| async move { (client.unit(&name).await, name) })
            .buffer_unordered(CONFIRMATIONS_AT_ONCE);
        while let Some((answer, name)) = answers.next().await {
            match answer {
                Ok(Some(unit)) => reading.units.push(reader.read(unit)),
                Ok(None) => drop(reading.absent.insert(name)),
                Err(error) => {
                    tracing::debug!(unit = %name, %error, "a missing unit could not be confirmed");
                    failures += usize::from(is_fleets_trouble(&error));
                    reading.in_vain.push(name.clone());
                    reading.unconfirmed.push(name);
                }
            }
        }
    }
    reading.unconfirmed.extend(missing.chain(unasked));
}

/// The units that are known to be deleted and are not listed: somebody may have made one of them again, and a listing
/// may lack it. Of many, others at each reading.
fn deleted(before: &Snapshot, listed: &BTreeSet<&UnitName>, began_ms: u64) -> Vec<UnitName> {
    let mut deleted: Vec<UnitName> =
        before.leftovers.keys().filter(|name| !listed.contains(name)).cloned().collect();
    from_another_each_time(&mut deleted, began_ms, LEFTOVERS);
    deleted.truncate(LEFTOVERS);
    deleted
}

/// Begins with others at each reading, if there are more than one reading asks for.
fn from_another_each_time(names: &mut [UnitName], began_ms: u64, most: usize) {
    if names.len() > most {
        // Readings are a second apart at least, while anybody looks.
        let turn = usize::try_from(began_ms / 1_000).unwrap_or(0).wrapping_mul(most);
        names.rotate_left(turn % names.len());
    }
}

/// Asks for deleted units by name. Only that one is there is news: without an answer it stays deleted, as it was.
async fn look_again(
    client: &FleetClient,
    deleted: Vec<UnitName>,
    reader: &mut Reader<'_>,
    reading: &mut Reading,
    until: Instant,
) {
    if !reading.unconfirmed.is_empty() {
        // Fleet has more to answer for than it does.
        return;
    }
    let mut answers = futures_util::stream::iter(deleted)
        .map(|name| async move { client.unit(&name).await })
        .buffer_unordered(CONFIRMATIONS_AT_ONCE);
    while let Ok(Some(answer)) = tokio::time::timeout_at(until, answers.next()).await {
        match answer {
            Ok(Some(unit)) => reading.units.push(reader.read(unit)),
            Ok(None) => {}
            Err(_) => return,
        }
    }
}

/// Whether Fleet fails as a whole. What it refuses to say of one name, or says without sense, tells nothing of others.
fn is_fleets_trouble(error: &FleetError) -> bool {
    !matches!(error, FleetError::Nonsense { .. } | FleetError::Refused { .. })
}
