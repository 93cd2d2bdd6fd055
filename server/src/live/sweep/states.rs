//! The states that must be there, and that their list lacks: Fleet reckons a unit's current state from the very state that
//! its machine has told. Where no reading has shown it yet, there is nothing to keep until one does.

use std::time::Duration;

use fleet::{DesiredState, UnitName, UnitState};
use fleet_client::FleetClient;
use futures_util::StreamExt;
use tokio::time::Instant;

use super::super::snapshot::{Reading, Snapshot};
use super::{CONFIRMATIONS_AT_ONCE, FAILURES, is_fleets_trouble};

/// How many states one reading asks for by name; of more, others at each reading. Fleet reads all states for each.
const MOST: usize = 20;
/// After so long no further one is asked for.
const WITHIN: Duration = Duration::from_secs(3);

/// Asks for each by the unit's name. Without an answer all stays as the list has it.
pub(super) async fn ask(client: &FleetClient, before: &Snapshot, reading: &mut Reading, until: Instant) {
    // Where Fleet has more to answer for than it does, this would be worse still.
    let lacking = if reading.unconfirmed.is_empty() { lacking(before, reading) } else { Vec::new() };
    if lacking.is_empty() {
        return;
    }
    let until = until.min(Instant::now() + WITHIN);
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

/// The units whose state on their machine the list lacks though there is one: again, or where none was known before.
fn lacking(before: &Snapshot, reading: &Reading) -> Vec<UnitName> {
    let mut lacking = Vec::new();
    for unit in reading.units.iter().filter(|unit| unit.current != DesiredState::Inactive) {
        let Some(machine) = &unit.machine else { continue };
        let is_listed = |state: &UnitState| (&state.name, &state.machine_id).cmp(&(&unit.name, machine));
        if reading.states.binary_search_by(is_listed).is_ok() {
            continue;
        }
        // What was shown a moment ago is kept once without a question.
        let is_kept = before.units.get(&unit.name).is_some_and(|entry| {
            let is_known = entry.states.iter().any(|state| state.machine_id == *machine);
            is_known && !entry.held.contains(machine)
        });
        if !is_kept {
            lacking.push(unit.name.clone());
        }
    }
    super::from_another_each_time(&mut lacking, reading.began_ms, MOST);
    lacking.truncate(MOST);
    lacking
}
