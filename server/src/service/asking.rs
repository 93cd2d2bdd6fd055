//! What somebody who is signed in asks the policy: each no is recorded, and of what they don't see nothing is told, not
//! even that it is there. Never decides by itself.

use fleet::{AppName, AppUnit, UnitName};
use shared::account::ListedToken;
use shared::policy::{self, Extent, Refusal, Right, Sight};
use shared::{ClusterName, Permit, Scope, Verb};

use super::audit::{self, Entry};
use crate::auth::SignedIn;
use crate::error::{Error, Result};

impl SignedIn {
    /// A line for the record, of something that this person is about to do.
    pub fn entry(&self, summary: impl Into<String>) -> Entry {
        Entry::new(self.via, summary)
    }

    /// Asks the policy. A refusal is recorded. What is about something that they don't even see is answered as if it
    /// were not there.
    pub async fn may(&self, verb: Verb, scope: Scope) -> Result<Permit> {
        self.may_or(verb, scope, absent).await
    }

    /// The same, with the words of that place for what is not there.
    pub async fn may_or(
        &self,
        verb: Verb,
        scope: Scope,
        absent: impl FnOnce(&Self, &Scope) -> Error,
    ) -> Result<Permit> {
        match policy::may(&self.actor, verb, scope) {
            Ok(permit) => Ok(permit),
            Err(refusal) => {
                let is_seen = policy::sees_scope(&self.actor, &refusal.scope);
                Err(self.no(refusal, is_seen, absent).await)
            }
        }
    }

    /// The same, for what is told as refused whether it is there or not: what is made needs not be there.
    pub async fn may_make(&self, verb: Verb, scope: Scope) -> Result<Permit> {
        match policy::may(&self.actor, verb, scope) {
            Ok(permit) => Ok(permit),
            Err(refusal) => Err(self.refused(refusal).await),
        }
    }

    /// The same about one unit.
    pub async fn may_on_unit(&self, verb: Verb, cluster: &ClusterName, unit: &UnitName) -> Result<Permit> {
        let scope = scope_of_unit(cluster, unit);
        let is_seen = policy::sees(&self.actor, cluster, scope.app.as_ref());
        match policy::may(&self.actor, verb, scope) {
            Ok(permit) => Ok(permit),
            Err(refusal) => Err(self.no(refusal, is_seen, |_, _| Error::not_found(unit.to_string())).await),
        }
    }

    /// Asks for a verb on one app at least: of a cluster, or of any.
    pub async fn may_somewhere(&self, verb: Verb, cluster: Option<&ClusterName>) -> Result<()> {
        match policy::may_somewhere(&self.actor, verb, cluster) {
            Ok(()) => Ok(()),
            Err(refusal) => {
                let is_seen = policy::sees_scope(&self.actor, &refusal.scope);
                Err(self.no(refusal, is_seen, absent).await)
            }
        }
    }

    /// What this person sees of a cluster. For who sees nothing of it there is no such cluster.
    pub async fn sight(&self, cluster: &ClusterName) -> Result<Sight> {
        self.may_somewhere(Verb::View, Some(cluster)).await?;
        Ok(Sight::of(&self.actor, cluster))
    }

    /// Asks whether what it leads to is within the limits of the rights that allow it.
    pub async fn within(&self, permit: Permit, extent: &Extent) -> Result<Permit> {
        match permit.check(extent) {
            Ok(permit) => Ok(permit),
            Err(refusal) => Err(self.refused(refusal).await),
        }
    }

    /// Asks whether they have all of this themselves, before they give it to somebody.
    pub async fn may_give(&self, right: &Right) -> Result<()> {
        match policy::may_give(&self.actor, right) {
            Ok(()) => Ok(()),
            Err(refusal) => Err(self.refused(refusal).await),
        }
    }

    /// Asks whether they may take this token away from whoever it is of.
    pub async fn may_revoke(&self, token: &ListedToken) -> Result<()> {
        match token.may_revoke(&self.actor) {
            Ok(()) => Ok(()),
            Err(refusal) => Err(self.refused(refusal).await),
        }
    }

    /// Refuses what they may not do to an app whose units follow those of another one. Of one that they don't see no more is
    /// told than that there is such an app.
    pub async fn refused_beside(&self, refusal: Refusal, own: &AppName) -> Error {
        let is_seen = policy::sees_scope(&self.actor, &refusal.scope);
        let told = (!is_seen).then(|| refusal.clone().of_companion_of(own));
        let refused = self.refused(refusal).await;
        told.map_or(refused, |told| Error::Forbidden(told.asking(&self.app.config.contact)))
    }

    /// Whether they see an app's rows on a cluster; without an app, those that belong to none.
    pub fn sees(&self, cluster: &ClusterName, app: Option<&AppName>) -> bool {
        policy::sees(&self.actor, cluster, app)
    }

    /// Records a refusal, and makes it an answer; of what they don't see, in the words for what is not there.
    async fn no(
        &self,
        refusal: Refusal,
        is_seen: bool,
        absent: impl FnOnce(&Self, &Scope) -> Error,
    ) -> Error {
        let absent = (!is_seen).then(|| absent(self, &refusal.scope));
        let refused = self.refused(refusal).await;
        absent.unwrap_or(refused)
    }

    /// Records a refusal of the policy, and makes it an answer.
    async fn refused(&self, refusal: Refusal) -> Error {
        let refusal = refusal.asking(&self.app.config.contact);
        audit::refused(&self.app, self.via, &refusal).await;
        Error::Forbidden(refusal)
    }
}

/// What a unit belongs to, as the policy sees it.
pub fn scope_of_unit(cluster: &ClusterName, unit: &UnitName) -> Scope {
    Scope { cluster: Some(cluster.clone()), app: AppUnit::parse(unit).map(|parsed| parsed.app) }
}

/// What is said of something that is not there; of a cluster in the words that any unknown one gets.
fn absent(who: &SignedIn, scope: &Scope) -> Error {
    let unseen = |cluster: &&ClusterName| Sight::of(&who.actor, cluster).is_nothing();
    match (scope.cluster.as_ref().filter(unseen), &scope.app) {
        (Some(cluster), _) => Error::not_found(say::server::clusters::cluster(&cluster)),
        (None, Some(app)) => Error::not_found(say::server::clusters::app(&app)),
        (None, None) => Error::not_found(say::server::clusters::this()),
    }
}
