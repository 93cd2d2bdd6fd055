//! Many units, to see what a client makes of them.

use fleet::DesiredState;

use super::{container, put};
use crate::sim::{Sim, chance};

/// Instances of one version of an app.
const INSTANCES: usize = 5;
/// Versions of an app that run at the same time.
const VERSIONS: usize = 2;

/// Adds so many running units. The first of them are the same for any number.
pub(super) fn fill(sim: &mut Sim, units: usize) {
    for number in 0..units {
        let group = number / INSTANCES;
        let (app, version) = (group / VERSIONS, group % VERSIONS);
        let minor = chance::bits(7, &format!("app {app}")) % 20;
        let name =
            format!("app-{app:03}:1.{minor}.{version}@{instance}.service", instance = number % INSTANCES + 1);
        put(sim, &name, container("app %i", "registry.example.com/load", &[]), DesiredState::Launched);
    }
}
