//! What part of a cluster somebody sees.

use std::sync::Arc;

use fleet::AppName;

use super::{Actor, Pattern, Right, Verb};
use crate::id::ClusterName;

/// The apps of one cluster that somebody sees. Whoever sees the same has an equal one: what is made for one sight
/// serves all of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sight(Arc<[Pattern]>);

impl Sight {
    /// All apps, and what belongs to none.
    pub fn everything() -> Self {
        Self(Arc::from([Pattern::all()]))
    }

    /// What the actor sees of the cluster.
    pub fn of(actor: &Actor, cluster: &ClusterName) -> Self {
        Self::by(actor, |right| right.verbs.has(Verb::View) && right.cluster.matches(cluster.as_str()))
    }

    /// What the rights that count are about.
    pub fn by(actor: &Actor, counts: impl Fn(&Right) -> bool) -> Self {
        let rights = actor.rights.iter().filter(|right| counts(right));
        let mut patterns: Vec<&Pattern> = rights.map(|right| &right.apps).collect();
        patterns.sort_unstable();
        patterns.dedup();
        let all = patterns.clone();
        // What another pattern contains adds nothing. No two different ones contain each other.
        patterns.retain(|pattern| !all.iter().any(|other| other != pattern && other.covers(pattern)));
        Self(patterns.into_iter().cloned().collect())
    }

    /// Whether it is all there is.
    pub fn is_everything(&self) -> bool {
        self.0.iter().any(Pattern::is_all)
    }

    /// Whether it is nothing at all.
    pub fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an app is in it, or what belongs to none.
    pub fn sees(&self, app: Option<&AppName>) -> bool {
        match app {
            Some(app) => self.0.iter().any(|pattern| pattern.matches(app.as_str())),
            None => self.is_everything(),
        }
    }
}
