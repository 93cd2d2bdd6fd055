//! What a script may read of a cluster: which rows, and how much of their options. Pure.

use fleet::{AppName, UnitHash};
use shared::ClusterName;
use shared::policy::{Actor, Sight, Verb};
use shared::spec::{Shown, Spec, writes};

/// What somebody may read who does not see everything. Whoever may read the same has an equal one: what is made for one
/// serves all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    rows: Sight,
    shown: Shown,
}

impl Lens {
    /// What the actor may read; none if that is everything.
    pub fn of(actor: &Actor, cluster: &ClusterName) -> Option<Self> {
        // Nearly every script is one of these.
        let sees_all = actor.rights.iter().any(|right| {
            right.verbs.has(Verb::View)
                && writes(right, Some(cluster))
                && right.cluster.matches(cluster.as_str())
                && right.apps.is_all()
        });
        if sees_all {
            return None;
        }
        let lens = Self { rows: Sight::of(actor, cluster), shown: Shown::of(actor, cluster) };
        (!lens.rows.is_everything() || !lens.shown.is_whole()).then_some(lens)
    }

    /// The rows that are seen.
    pub fn rows(&self) -> &Sight {
        &self.rows
    }

    /// How much of an app's options is shown.
    pub fn spec(&self, app: Option<&AppName>) -> Spec {
        self.shown.of_units(app)
    }
}

/// The hash of options that are shown so. By that of options that one may not read, a short secret in them could be tried
/// out.
pub fn hash_shown(hash: UnitHash, spec: Spec) -> UnitHash {
    if spec.is_whole() { hash } else { UnitHash::NONE }
}
