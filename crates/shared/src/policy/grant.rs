//! What somebody was given, and what it comes to.

use std::sync::Arc;

use fleet::{AppName, Version};
use serde::{Deserialize, Serialize};

use super::{Pattern, Verb, Verbs};
use crate::id::{ClusterName, GroupName, RoleName, UserName};

/// How far a grant goes. What is absent has no limit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The most instances of an app that may be wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_instances: Option<u32>,
    /// The versions that may be started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub versions: Option<Pattern>,
}

impl Limits {
    /// No limit at all.
    pub const NONE: Self = Self { most_instances: None, versions: None };

    /// Whether there is no limit.
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }

    /// In words: "at most 10 instances, versions 1.*"; empty if there is none.
    pub fn words(&self) -> String {
        let most = self.most_instances.map(|most| say::policy::limit_instances(most as usize));
        let versions = self.versions.as_ref().map(|versions| say::policy::limit_versions(versions));
        most.into_iter().chain(versions).collect::<Vec<_>>().join(", ")
    }

    /// Whether everything within the other limits is within these.
    pub fn cover(&self, other: &Self) -> bool {
        let instances = match (self.most_instances, other.most_instances) {
            (None, _) => true,
            (Some(most), Some(other)) => other <= most,
            (Some(_), None) => false,
        };
        let versions = match (&self.versions, &other.versions) {
            (None, _) => true,
            (Some(pattern), Some(other)) => pattern.covers(other),
            (Some(pattern), None) => pattern.is_all(),
        };
        instances && versions
    }
}

/// Whom a grant is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// One user.
    User(UserName),
    /// All members of a group.
    Group(GroupName),
}

/// Who may do what, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Grant {
    /// Names it.
    pub id: String,
    /// Whom it is for.
    pub to: Subject,
    /// What they may do.
    pub role: RoleName,
    /// On which clusters.
    pub cluster: Pattern,
    /// On which apps. `*` is also what belongs to no app.
    pub apps: Pattern,
    /// How far.
    #[serde(default, skip_serializing_if = "Limits::is_none")]
    pub limits: Limits,
}

/// What an actor has: a grant, with its role's verbs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Right {
    /// The role by which they have it.
    pub role: RoleName,
    /// What they may do.
    pub verbs: Verbs,
    /// On which clusters. `*` with all apps is also the server itself.
    pub cluster: Pattern,
    /// On which apps. `*` is also what belongs to no app, and a cluster as a whole.
    pub apps: Pattern,
    /// How far.
    #[serde(default, skip_serializing_if = "Limits::is_none")]
    pub limits: Limits,
}

impl Right {
    /// Everything, everywhere.
    pub fn everything() -> Self {
        Self {
            role: RoleName::admin(),
            verbs: Verbs::ALL,
            cluster: Pattern::all(),
            apps: Pattern::all(),
            limits: Limits::NONE,
        }
    }

    /// Whether it allows the verb there, within its limits.
    pub fn allows(&self, verb: Verb, cluster: Option<&ClusterName>, app: Option<&AppName>) -> bool {
        self.verbs.has(verb) && self.is_on_cluster(verb, cluster, app) && self.is_on_app(app)
    }

    fn is_on_cluster(&self, verb: Verb, cluster: Option<&ClusterName>, app: Option<&AppName>) -> bool {
        match cluster {
            Some(cluster) => self.cluster.matches(cluster.as_str()),
            // A template belongs to the server: all clusters use it. That there is one is seen by whoever sees the app.
            None => self.cluster.is_all() || (verb == Verb::View && app.is_some()),
        }
    }

    /// Whether it is about this app; without one, about what belongs to none.
    pub fn is_on_app(&self, app: Option<&AppName>) -> bool {
        match app {
            Some(app) => self.apps.matches(app.as_str()),
            None => self.apps.is_all(),
        }
    }

    /// Whether it contains all that the other gives of this verb.
    pub fn covers(&self, verb: Verb, other: &Self) -> bool {
        self.verbs.has(verb)
            && self.cluster.covers(&other.cluster)
            && self.apps.covers(&other.apps)
            && self.limits.cover(&other.limits)
    }
}

/// All that somebody has. Clones share it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Right>", into = "Vec<Right>")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = Vec<Right>))]
pub struct Rights(Arc<[Right]>);

impl Rights {
    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Right> {
        self.0.iter()
    }
}

impl Default for Rights {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl From<Vec<Right>> for Rights {
    fn from(rights: Vec<Right>) -> Self {
        Self(rights.into())
    }
}

impl From<Rights> for Vec<Right> {
    fn from(rights: Rights) -> Self {
        rights.0.to_vec()
    }
}

/// What something leads to, for limits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Extent {
    /// How many instances of the app would be wanted; absent if it makes no more of them than there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instances: Option<u32>,
    /// The versions that it starts; of units without one an empty text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<String>,
}

impl Extent {
    /// So many instances, of one version.
    pub fn new(instances: u32, version: Option<&Version>) -> Self {
        let version = version.map_or_else(String::new, |version| version.as_str().to_owned());
        Self { instances: Some(instances), versions: vec![version] }
    }

    /// Whether no limit concerns it.
    pub fn is_none(&self) -> bool {
        self.instances.is_none() && self.versions.is_empty()
    }
}
