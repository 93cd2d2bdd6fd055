//! Names that actions at work are about to create. A plan made meanwhile must not choose them again.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use fleet::{DesiredState, UnitName, UnitOption};
use shared::{ActionId, ClusterName};

/// What is claimed, over all clusters.
#[derive(Default)]
pub(super) struct Claims(Mutex<HashMap<(ClusterName, UnitName), Claim>>);

/// A unit to be.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Its options.
    pub options: Arc<[UnitOption]>,
    /// Its desired state.
    pub desired: DesiredState,
    by: ActionId,
}

impl Claim {
    /// A unit that the action will create.
    pub(super) fn new(options: &[UnitOption], desired: DesiredState, by: &ActionId) -> Self {
        Self { options: Arc::from(options), desired, by: by.clone() }
    }

    /// Whether this action claims it.
    pub fn is_of(&self, action: &ActionId) -> bool {
        self.by == *action
    }
}

impl Claims {
    /// Claims a name, until `release`.
    pub(super) fn claim(&self, cluster: &ClusterName, unit: &UnitName, claim: Claim) {
        self.lock().insert((cluster.clone(), unit.clone()), claim);
    }

    /// Gives back all that an action claimed.
    pub(super) fn release(&self, by: &ActionId) {
        self.lock().retain(|_, claim| claim.by != *by);
    }

    /// Gives back one name, if this action claimed it.
    pub(super) fn release_one(&self, cluster: &ClusterName, unit: &UnitName, by: &ActionId) {
        let mut claims = self.lock();
        let key = (cluster.clone(), unit.clone());
        if claims.get(&key).is_some_and(|claim| claim.by == *by) {
            claims.remove(&key);
        }
    }

    /// What is claimed on a cluster.
    pub(super) fn on(&self, cluster: &ClusterName) -> Vec<(UnitName, Claim)> {
        let claims = self.lock();
        let here = claims.iter().filter(|((name, _), _)| name == cluster);
        here.map(|((_, unit), claim)| (unit.clone(), claim.clone())).collect()
    }

    /// The names that an action claims.
    pub(super) fn of(&self, by: &ActionId) -> BTreeSet<UnitName> {
        let claims = self.lock();
        claims.iter().filter(|(_, claim)| claim.by == *by).map(|((_, unit), _)| unit.clone()).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(ClusterName, UnitName), Claim>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
