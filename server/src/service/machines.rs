//! Changes of machines' metadata: recorded with what was there before, then one call to Fleet, then the record's end.
//!
//! Metadata decides where units run: Fleet moves those whose demands are no longer met.

use std::collections::BTreeSet;
use std::sync::Arc;

use fleet::{MachineId, MetadataChange};
use fleet_client::FleetError;
use say::server::record;
use shared::audit::Outcome;
use shared::policy::Permit;
use shared::view::Link;

use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::fleet::told;
use crate::live::{Cluster, Snapshot};
use crate::proxy::{Answer, Refused};
use crate::service::audit;
use crate::service::undivided::{Begun, undivided};

/// Makes the changes. `before` is what was known of the machines; the caller has checked that they are there.
pub async fn change_metadata(
    app: &AppState,
    cluster: &Arc<Cluster>,
    who: &SignedIn,
    permit: Permit,
    before: &Snapshot,
    changes: Vec<MetadataChange>,
    begun: &Begun,
) -> Result<Answer, Refused> {
    if changes.is_empty() {
        // As Fleet answers; there is nothing to send or to record.
        return Ok(Answer::NoContent);
    }
    let entry = who.entry(summary(&changes)).detail(changes.iter().map(|change| line(before, change)));
    let (state, cluster) = (app.clone(), Arc::clone(cluster));
    begun.set();
    undivided(app, async move {
        let record = audit::begin(&state, &permit, entry).await?;
        let sent = cluster.client().with_turn_limit(cluster.waits().turn).patch_machines(&changes).await;
        cluster.wrote();
        let (outcome, note, answer) = match sent {
            Ok(()) => (Outcome::Done, String::new(), Ok(Answer::NoContent)),
            Err(error) if error.may_have_happened() => look(&cluster, &changes, &error).await,
            Err(error) => {
                let refused = Refused::from(error);
                (Outcome::Failed, refused.message.clone(), Err(refused))
            }
        };
        audit::finish(&state, record, outcome, &note).await;
        answer
    })
    .await
}

/// The answer was lost or says nothing certain: what is so is taken from the next reading of the machines.
async fn look(
    cluster: &Cluster,
    changes: &[MetadataChange],
    error: &FleetError,
) -> (Outcome, String, Result<Answer, Refused>) {
    let error = told(error);
    let after = cluster.settled_snapshot(cluster.waits().look).await;
    let after = after.filter(|snapshot| snapshot.freshness.link == Link::Live);
    let made = after.map(|snapshot| changes.iter().filter(|change| is_so(&snapshot, change)).count());
    let found = match made {
        Some(made) if made == changes.len() => {
            let note = format!("{error} Read right after, it was as asked.");
            return (Outcome::Done, note, Ok(Answer::NoContent));
        }
        Some(made) => format!("Read right after, {made} of {} changes were made", changes.len()),
        None => "Nor could the machines be read".to_owned(),
    };
    let note = format!(
        "{error} Whether this was done, or will be, is not known. {found}. Read the machines again before you send \
         this again."
    );
    // No end is known: the line says so, and stays open.
    (Outcome::Open, note.clone(), Err(Refused::unavailable(note)))
}

fn is_so(snapshot: &Snapshot, change: &MetadataChange) -> bool {
    snapshot.machines.contains_key(&change.machine)
        && value(snapshot, change) == change.value.as_ref().map(|value| value.as_str())
}

fn value<'a>(snapshot: &'a Snapshot, change: &MetadataChange) -> Option<&'a str> {
    let entry = snapshot.machines.get(&change.machine)?;
    entry.machine.metadata.get(change.key.as_str()).map(String::as_str)
}

fn summary(changes: &[MetadataChange]) -> String {
    let machines: BTreeSet<&MachineId> = changes.iter().map(|change| &change.machine).collect();
    match machines.first() {
        Some(machine) if machines.len() == 1 => record::machine_metadata(machine),
        _ => record::machines_metadata(&machines.len()),
    }
}

/// One change, with what was there before.
fn line(before: &Snapshot, change: &MetadataChange) -> String {
    let old =
        value(before, change).map_or_else(|| record::absent().to_owned(), |value| format!("\"{value}\""));
    let new =
        change.value.as_ref().map_or_else(|| record::removed().to_owned(), |value| format!("\"{value}\""));
    format!("{} {}: {old} → {new}", change.machine, change.key)
}
