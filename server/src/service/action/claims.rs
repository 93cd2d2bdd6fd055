//! Names that actions at work are about to create. A plan made meanwhile must not choose them again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use fleet::{UnitName, UnitOption};
use shared::{ActionId, ClusterName};

/// What is claimed, over all clusters.
#[derive(Default)]
pub(super) struct Claims(Mutex<HashMap<(ClusterName, UnitName), Claim>>);

struct Claim {
    by: ActionId,
    options: Arc<[UnitOption]>,
}

impl Claims {
    /// Claims a name, until `release`.
    pub(super) fn claim(
        &self,
        cluster: &ClusterName,
        unit: &UnitName,
        options: &[UnitOption],
        by: &ActionId,
    ) {
        let claim = Claim { by: by.clone(), options: Arc::from(options) };
        self.lock().insert((cluster.clone(), unit.clone()), claim);
    }

    /// Gives back all that an action claimed.
    pub(super) fn release(&self, by: &ActionId) {
        self.lock().retain(|_, claim| claim.by != *by);
    }

    /// What is claimed on a cluster.
    pub(super) fn on(&self, cluster: &ClusterName) -> Vec<(UnitName, Arc<[UnitOption]>)> {
        let claims = self.lock();
        let here = claims.iter().filter(|((name, _), _)| name == cluster);
        here.map(|((_, unit), claim)| (unit.clone(), Arc::clone(&claim.options))).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(ClusterName, UnitName), Claim>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
