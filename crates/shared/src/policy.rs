//! The one policy function. The server asks it before it does or tells anything; the page asks it to show a
//! control as disabled, with the reason.
//!
//! Deny by default: what no right names is refused. Owns verbs, roles, grants and what they come to; knows no user and
//! no clock.

mod common;
mod grant;
mod pattern;
mod refusal;
mod role;
mod sight;
mod verb;

use fleet::AppName;

use crate::id::{ClusterName, UserName};

pub use grant::{Extent, Grant, Limits, Right, Rights, Subject};
pub use pattern::{Pattern, PatternError};
pub use refusal::{ANYBODY, Missing, Refusal};
pub use role::BUILT_IN;
pub use sight::Sight;
pub use verb::{Verb, Verbs};

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The name in the record.
    pub name: UserName,
    /// What they have.
    pub rights: Rights,
}

impl Actor {
    /// Somebody who may do everything.
    pub fn admin(name: UserName) -> Self {
        Self { name, rights: vec![Right::everything()].into() }
    }
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

/// Proof that the policy said yes. Writes demand one, so that none can be made without asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    actor: Actor,
    verb: Verb,
    scope: Scope,
    /// The limits of each right that allows it; none if one has no limit.
    limits: Vec<Limits>,
}

impl Permit {
    /// For what concerns nobody but the one who does it: their own password, their own sessions. It takes no right, so that
    /// this is the one permit that the policy gives to everybody: the callers see to it that it is about themselves.
    pub fn oneself(actor: &Actor) -> Self {
        Self { actor: actor.clone(), verb: Verb::View, scope: Scope::server(), limits: Vec::new() }
    }

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

    /// Whether it has limits, so that what it leads to must be checked.
    pub fn is_limited(&self) -> bool {
        !self.limits.is_empty()
    }

    /// Whether what it leads to is within the limits of one of the rights that allow it.
    pub fn check(self, extent: &Extent) -> Result<Self, Refusal> {
        let mut missing = None;
        for limits in &self.limits {
            match refusal::beyond(limits, extent) {
                None => return Ok(self),
                Some(beyond) => missing = missing.or(Some(beyond)),
            }
        }
        match missing {
            None => Ok(self),
            Some(missing) => Err(Refusal::new(&self.actor, self.verb, self.scope, missing)),
        }
    }
}

/// Decides. What the permit is for can have limits: [`Permit::check`].
pub fn may(actor: &Actor, verb: Verb, scope: Scope) -> Result<Permit, Refusal> {
    let (cluster, app) = (scope.cluster.as_ref(), scope.app.as_ref());
    let mut limits = Vec::new();
    for right in actor.rights.iter().filter(|right| right.allows(verb, cluster, app)) {
        if right.limits.is_none() {
            return Ok(Permit { actor: actor.clone(), verb, scope, limits: Vec::new() });
        }
        limits.push(right.limits.clone());
    }
    if limits.is_empty() {
        return Err(Refusal::new(actor, verb, scope, Missing::Verb));
    }
    Ok(Permit { actor: actor.clone(), verb, scope, limits })
}

/// Decides about what concerns no app in particular, but needs the verb on one at least. No permit: on which app, and how
/// far, was not asked.
pub fn may_somewhere(actor: &Actor, verb: Verb, cluster: Option<&ClusterName>) -> Result<(), Refusal> {
    let scope = Scope { cluster: cluster.cloned(), app: None };
    let is_there = |right: &Right| cluster.is_none_or(|cluster| right.cluster.matches(cluster.as_str()));
    if actor.rights.iter().any(|right| right.verbs.has(verb) && is_there(right)) {
        return Ok(());
    }
    Err(Refusal::new(actor, verb, scope, Missing::Verb))
}

/// Whether the actor sees an app's rows on a cluster; without an app, those that belong to none.
pub fn sees(actor: &Actor, cluster: &ClusterName, app: Option<&AppName>) -> bool {
    actor.rights.iter().any(|right| right.allows(Verb::View, Some(cluster), app))
}

/// Whether the actor sees that there is such a thing at all. What they don't see is answered as if it were not there.
pub fn sees_scope(actor: &Actor, scope: &Scope) -> bool {
    match (&scope.cluster, &scope.app) {
        // That there is a server is no secret.
        (None, None) => true,
        (Some(cluster), None) => may_somewhere(actor, Verb::View, Some(cluster)).is_ok(),
        (cluster, app) => {
            actor.rights.iter().any(|right| right.allows(Verb::View, cluster.as_ref(), app.as_ref()))
        }
    }
}

/// Whether the actor has all of this themselves: nobody gives what they don't have.
pub fn may_give(actor: &Actor, right: &Right) -> Result<(), Refusal> {
    let lacking = right.verbs.iter().find(|verb| !actor.rights.iter().any(|own| own.covers(*verb, right)));
    match lacking {
        None => Ok(()),
        Some(verb) => {
            let missing = Missing::Own { cluster: right.cluster.clone(), apps: right.apps.clone() };
            Err(Refusal::new(actor, verb, Scope::server(), missing))
        }
    }
}

#[cfg(test)]
mod tests;
