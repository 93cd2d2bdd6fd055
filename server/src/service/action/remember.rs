//! What earlier actions left on a cluster, for the first reading: a plan that is made right after a start must not miss
//! what a faulty list leaves out.

use std::collections::BTreeSet;

use fleet::UnitName;
use shared::plan::Step;

use crate::app::AppState;
use crate::store::Action;

/// How many of the latest actions are looked at: what older ones left is asked for once somebody has seen it.
const LOOKED_AT: u32 = 100;

/// Tells each cluster what was left there. To be called before any is read.
pub async fn remember(app: &AppState) {
    for cluster in app.clusters.iter() {
        match app.store.recent_whole(cluster.name(), LOOKED_AT).await {
            Ok(latest) => cluster.remember(left_by(latest.iter().rev())),
            Err(error) => tracing::error!(%error, "what earlier actions left there can't be read"),
        }
    }
}

/// What these leave, the oldest first: what was there, what they made, and not what they destroyed.
fn left_by<'a>(actions: impl Iterator<Item = &'a Action>) -> BTreeSet<UnitName> {
    let mut left = BTreeSet::new();
    for action in actions {
        let there = action.plan.deployment.iter().flat_map(|deployment| &deployment.from);
        left.extend(there.map(|frozen| frozen.unit.clone()));
        let begun = action.steps().zip(&action.at.steps).filter(|(_, at)| at.began_ms.is_some());
        for (step, _) in begun {
            match step {
                Step::Create { unit, .. } => drop(left.insert(unit.clone())),
                Step::Destroy { unit } => drop(left.remove(unit)),
                _ => {}
            }
        }
    }
    left
}
