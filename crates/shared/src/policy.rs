//! The one policy function. The server asks it before it does or tells anything; the page asks it to show a
//! control as disabled, with the reason.
//!
//! Deny by default: what no role names is refused.

use fleet::AppName;
use serde::{Deserialize, Serialize};

use crate::id::{ClusterName, UserName};

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// See apps, units and machines.
    View,
    /// See units' options, which may hold secrets.
    ViewSpec,
    /// Start new instances of a version.
    Launch,
    /// Change the number of instances.
    Scale,
    /// Bring an app to another version.
    Deploy,
    /// Bring an app back to what an earlier deployment led to.
    Rollback,
    /// Start and stop single units, and restart an app.
    Restart,
    /// Remove units, and put them back.
    Remove,
    /// Go over a guard: remove the last healthy instance.
    Force,
    /// Write templates: root on every machine.
    Template,
    /// Write any unit through the proxy: root on every machine.
    RawUnit,
    /// Change machines' metadata, which decides where units run.
    Machines,
    /// Manage users and tokens.
    Users,
    /// Read the record.
    Audit,
    /// See and change the server's settings.
    Settings,
}

impl Verb {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::View,
        Self::ViewSpec,
        Self::Launch,
        Self::Scale,
        Self::Deploy,
        Self::Rollback,
        Self::Restart,
        Self::Remove,
        Self::Force,
        Self::Template,
        Self::RawUnit,
        Self::Machines,
        Self::Users,
        Self::Audit,
        Self::Settings,
    ];

    /// The verb as the record and the refusals write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::ViewSpec => "view-spec",
            Self::Launch => "launch",
            Self::Scale => "scale",
            Self::Deploy => "deploy",
            Self::Rollback => "rollback",
            Self::Restart => "restart",
            Self::Remove => "remove",
            Self::Force => "force",
            Self::Template => "template",
            Self::RawUnit => "raw-unit",
            Self::Machines => "machines",
            Self::Users => "users",
            Self::Audit => "audit",
            Self::Settings => "settings",
        }
    }
}

/// A named set of verbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything.
    Admin,
}

impl Role {
    /// The role as it is written and stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        (text == "admin").then_some(Self::Admin)
    }

    fn allows(self, verb: Verb) -> bool {
        match self {
            Self::Admin => Verb::ALL.contains(&verb),
        }
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The name in the record.
    pub name: UserName,
    /// What they were given.
    pub role: Role,
}

/// On what. `None` means "not about one": a verb without a cluster concerns the server itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// The cluster.
    pub cluster: Option<ClusterName>,
    /// The app; `None` for units that belong to none.
    pub app: Option<AppName>,
}

impl Scope {
    /// The server itself: users, tokens, settings, the record.
    pub fn server() -> Self {
        Self::default()
    }

    /// A cluster as a whole.
    pub fn cluster(cluster: &ClusterName) -> Self {
        Self { cluster: Some(cluster.clone()), app: None }
    }

    /// An app on a cluster.
    pub fn app(cluster: &ClusterName, app: &AppName) -> Self {
        Self { cluster: Some(cluster.clone()), app: Some(app.clone()) }
    }
}

/// Proof that `may` said yes. Writes demand one, so that none can be made without asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    actor: Actor,
    verb: Verb,
    scope: Scope,
}

impl Permit {
    /// Who was allowed.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// What was allowed.
    pub fn verb(&self) -> Verb {
        self.verb
    }

    /// On what.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }
}

/// A no, with what was missing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} ({role}) may not do this: it needs the right '{verb}'. Ask an administrator for it.", name = .actor.name, role = .actor.role.as_str(), verb = .verb.as_str())]
pub struct Refusal {
    /// Who asked.
    pub actor: Actor,
    /// What was missing.
    pub verb: Verb,
    /// On what.
    pub scope: Scope,
}

/// Decides.
pub fn may(actor: &Actor, verb: Verb, scope: Scope) -> Result<Permit, Refusal> {
    if actor.role.allows(verb) {
        Ok(Permit { actor: actor.clone(), verb, scope })
    } else {
        Err(Refusal { actor: actor.clone(), verb, scope })
    }
}

#[cfg(test)]
mod tests;
