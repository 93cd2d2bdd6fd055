//! What the server knows of each cluster at this moment, and how the news gets to whoever looks.
//!
//! Owns one poller a cluster, the immutable snapshot that it makes, and the hub that sends the differences out.
//! Fleet's load comes from here alone: nothing outside this module may list units, states or machines, and the
//! number of viewers changes nothing but how long the poller waits.

mod cluster;
mod diff;
mod first;
mod frames;
mod hub;
mod pace;
mod parts;
mod poller;
mod read_unit;
mod sights;
mod snapshot;
mod sweep;
mod turns;
mod why;
mod world;
mod written;

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::ClusterName;

pub use cluster::{Busy, Cluster, ClusterSpec, Pressed};
pub use hub::{Frame, Hub, News, Subscription, frame as hub_frame};
pub use poller::{poll, read_once};
pub use sights::{Seen, row as row_for};
pub use snapshot::{Entry, Leftover, Snapshot};
pub use turns::Turn;
pub use written::Writing;

/// All configured clusters, the default one first.
#[derive(Clone)]
pub struct Clusters {
    by_name: BTreeMap<ClusterName, Arc<Cluster>>,
    default: Arc<Cluster>,
}

impl Clusters {
    /// Takes the clusters in the order of the configuration.
    pub fn new(default: Cluster, others: Vec<Cluster>) -> Self {
        let default = Arc::new(default);
        let by_name = std::iter::once(Arc::clone(&default))
            .chain(others.into_iter().map(Arc::new))
            .map(|cluster| (cluster.name().clone(), cluster))
            .collect();
        Self { by_name, default }
    }

    /// The cluster of that name.
    pub fn get(&self, name: &ClusterName) -> Option<&Arc<Cluster>> {
        self.by_name.get(name)
    }

    /// The first one: what the Fleet proxy speaks for.
    pub fn default_cluster(&self) -> &Arc<Cluster> {
        &self.default
    }

    /// All of them, the default one first.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Cluster>> {
        let others = self.by_name.values().filter(|cluster| !Arc::ptr_eq(cluster, &self.default));
        std::iter::once(&self.default).chain(others)
    }
}
