//! The states that must be there, and that their list lacks: Fleet reckons a unit's current state from the very state that
//! its machine has told. Where no reading has shown it yet, there is nothing to keep until one does.

use fleet::{DesiredState, UnitName};
use fleet_client::FleetClient;
use futures_util::StreamExt;
use tokio::time::Instant;

use super::super::snapshot::{Reading, Snapshot};
use super::{CONFIRMATIONS_AT_ONCE, FAILURES, is_fleets_trouble};

/// How many states one reading asks for by name; of more, others at each reading.
const MOST: usize = 100;

/// Asks for each by the unit's name. Without an answer all stays as the list has it.
pub(super) async fn ask(client: &FleetClient, before: &Snapshot, reading: &mut Reading, until: Instant) {
    let lacking = lacking(before, reading);
    if lacking.is_empty() {
        return;
    }
    let mut answers = futures_util::stream::iter(lacking)
        .map(|name| async move { (client.states_of(&name).await, name) })
        .buffer_unordered(CONFIRMATIONS_AT_ONCE);
    let mut failures = 0;
    while let Ok(Some((answer, name))) = tokio::time::timeout_at(until, answers.next()).await {
        match answer {
            Ok(states) => reading.states.extend(states),
            Err(error) => {
                tracing::debug!(unit = %name, %error, "a state that the list lacks could not be asked for");
                failures += usize::from(is_fleets_trouble(&error));
                if failures >= FAILURES {
                    break;
                }
            }
        }
    }
    drop(answers);
    // Of a unit whose process runs on elsewhere, the list has that one already.
    reading.states.sort_by(|a, b| (&a.name, &a.machine_id).cmp(&(&b.name, &b.machine_id)));
    reading.states.dedup_by(|a, b| (&a.name, &a.machine_id) == (&b.name, &b.machine_id));
}

/// The units whose state on their machine the list lacks though there is one: those first of which none is known.
fn lacking(before: &Snapshot, reading: &Reading) -> Vec<UnitName> {
    let (mut unknown, mut known) = (Vec::new(), Vec::new());
    for unit in reading.units.iter().filter(|unit| unit.current != DesiredState::Inactive) {
        let Some(machine) = &unit.machine else { continue };
        let is_listed =
            |state: &fleet::UnitState| (&state.name, &state.machine_id).cmp(&(&unit.name, machine));
        if reading.states.binary_search_by(is_listed).is_ok() {
            continue;
        }
        let was_known = before
            .units
            .get(&unit.name)
            .is_some_and(|entry| entry.states.iter().any(|state| state.machine_id == *machine));
        if was_known { &mut known } else { &mut unknown }.push(unit.name.clone());
    }
    for names in [&mut unknown, &mut known] {
        super::from_another_each_time(names, reading.began_ms, MOST);
    }
    unknown.extend(known);
    unknown.truncate(MOST);
    unknown
}
