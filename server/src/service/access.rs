//! Who has what: from a name to the actor that the policy knows; and groups, roles and grants, by which it changes.

pub(super) mod admins;
pub mod grants;
pub mod groups;
pub mod roles;

use shared::policy::{self, Actor, BUILT_IN, Limits, Pattern, Verbs};
use shared::{Permit, Rights, RoleName, Scope, UserName, Verb};

use crate::app::App;
use crate::auth::{SignedIn, Via};
use crate::error::{Error, Result};
use crate::store::{Behalf, Store, TokenOwner};

/// A user as the policy sees them now. Whatever way somebody comes in, this is who they are then.
pub async fn actor_of(app: &App, name: &UserName) -> Result<Actor> {
    Ok(Actor { name: name.clone(), rights: app.store.rights_of(name).await? })
}

/// What somebody has now who came in like this once; none if they could not any more: a user that is gone or disabled, a
/// token or a certificate that was revoked, also if there is another one of its name, one that has ended, a certificate whose
/// authority is no longer the one that is believed.
pub async fn rights_now(app: &App, behalf: &Behalf) -> Result<Option<Rights>> {
    let Behalf { name, via, credential, vouched } = behalf;
    match (Via::parse(via), credential) {
        (Some(Via::Token), Some(id)) => Ok(unexpired(app, app.store.token_by_id(id).await?)),
        // Which one it was is not known: it was revoked before that was written down.
        (Some(Via::Token), None) => Ok(None),
        (Some(Via::Certificate), Some(fingerprint)) => {
            let vouched = vouched.as_ref();
            if !vouched.is_some_and(|vouched| app.authority.still_believes(vouched, app.wall_ms())) {
                return Ok(None);
            }
            let is_theirs = match app.store.certificate(fingerprint).await? {
                Some(row) => row.revoked_ms.is_none() && row.user.as_ref() == Some(name),
                // Nobody added it: its name was taken for theirs.
                None => app.config.client_names,
            };
            if is_theirs { Ok(app.store.rights_of_enabled(name).await?) } else { Ok(None) }
        }
        (Some(Via::Certificate), None) => Ok(None),
        _ => Ok(app.store.rights_of_enabled(name).await?),
    }
}

/// The person who does this; none behind a token that was made on the command line.
pub async fn person(app: &App, who: &SignedIn) -> Result<Option<UserName>> {
    match who.via {
        Via::Token => Ok(app.store.token_by_name(&who.actor.name).await?.and_then(|found| found.token.owner)),
        _ => Ok(Some(who.actor.name.clone())),
    }
}

fn unexpired(app: &App, owner: Option<TokenOwner>) -> Option<Rights> {
    owner.filter(|owner| owner.token.expires_ms > app.wall_ms()).map(|owner| owner.rights)
}

/// What is asked before users, groups, roles, grants or tokens change: whether they may, and whether it is still them.
pub async fn may_change(who: &SignedIn) -> Result<Permit> {
    let permit = who.may(Verb::Users, Scope::server()).await?;
    who.confirmed().await?;
    Ok(permit)
}

/// Asks whether they have all that a user has: whoever lets somebody in as that user could come in as them.
pub async fn may_manage(app: &App, who: &SignedIn, name: &UserName) -> Result<()> {
    for right in app.store.rights_of(name).await?.iter() {
        who.may_give(right).await?;
    }
    Ok(())
}

/// Whether somebody, a user or a token, could manage a user now: they may come in, manage users, and have all that the
/// user has. For what they began and what is ended without them.
pub(super) async fn could_manage(app: &App, who: &str, name: &UserName) -> Result<bool> {
    let Ok(who) = UserName::parse(who) else { return Ok(false) };
    // Users and tokens share no name.
    let rights = match app.store.rights_of_enabled(&who).await? {
        None => unexpired(app, app.store.token_by_name(&who).await?),
        found => found,
    };
    let Some(rights) = rights else { return Ok(false) };
    let who = Actor { name: who, rights };
    let has_all = app.store.rights_of(name).await?.iter().all(|right| policy::may_give(&who, right).is_ok());
    Ok(has_all && policy::may(&who, Verb::Users, Scope::server()).is_ok())
}

/// What a role allows, or the error that says which roles there are.
pub async fn role_verbs(store: &Store, name: &RoleName) -> Result<Verbs> {
    if let Some(role) = store.role(name).await? {
        return Ok(role.verbs);
    }
    let own = store.roles().await?.into_iter().map(|role| role.name.to_string());
    let names: Vec<String> = BUILT_IN.iter().map(|(name, ..)| (*name).to_owned()).chain(own).collect();
    Err(Error::bad_field("role", say::server::access::no_role(&name, &names.join(", "))))
}

/// Where a right holds and how far, for a line of the record: " on web-*, at most 10 instances".
pub fn in_words(role: &RoleName, cluster: &Pattern, apps: &Pattern, limits: &Limits) -> String {
    use say::server::record;
    let mut words = match (apps.is_all(), cluster.is_all()) {
        (true, true) => role.to_string(),
        (false, true) => record::right_on(role, apps),
        (true, false) => record::right_of_cluster(role, cluster),
        (false, false) => record::right_on_cluster(role, apps, cluster),
    };
    if !limits.is_none() {
        words += &format!(", {}", limits.words());
    }
    words
}
