//! Grants: given and taken back.

use shared::Permit;
use shared::access::NewGrant;
use shared::policy::{Grant, Right, Subject};

use super::admins::Given;
use super::{in_words, role_verbs};
use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::service::audit;
use crate::store::Store;

/// All grants, by whom they are for.
pub async fn list(app: &App, _permit: &Permit) -> Result<Vec<Grant>> {
    Ok(app.store.grants().await?)
}

/// Gives somebody a role somewhere. Whoever gives it has all of it themselves.
pub async fn give(app: &AppState, permit: &Permit, who: &SignedIn, new: NewGrant) -> Result<Grant> {
    // What the role allows, and that the user or the group is there, is so until it is given.
    let one_at_a_time = app.access.clone().lock_owned().await;
    let right = right(&app.store, &new).await?;
    check_subject(&app.store, &new.to).await?;
    who.may_give(&right).await?;
    let grant = named(new);
    let entry = who.entry(giving(&grant));
    let state = app.clone();
    audit::recorded(app, permit, entry, async move {
        let _one_at_a_time = one_at_a_time;
        insert(&state.store, &grant).await?;
        Ok(grant)
    })
    .await
}

/// Takes a grant back: it counts no more from the next request on.
pub async fn take(app: &AppState, permit: &Permit, who: &SignedIn, id: &str) -> Result<()> {
    let grant = app.store.grant(id).await?.ok_or_else(missing)?;
    // Who manages users with less than this can't take it from those who have it. A role that is gone gives nothing.
    let verbs = app.store.role(&grant.role).await?.map(|role| role.verbs).unwrap_or_default();
    let Grant { role, cluster, apps, limits, .. } = grant.clone();
    who.may_give(&Right { role, verbs, cluster, apps, limits }).await?;
    let entry = who.entry(taking(&grant));
    let state = app.clone();
    audit::recorded(app, permit, entry, async move {
        let _one_at_a_time = state.access.lock().await;
        delete(&state.store, Given::of(&state).await?, &grant).await
    })
    .await
}

/// With an id of its own.
pub(in crate::service) fn named(new: NewGrant) -> Grant {
    let NewGrant { to, role, cluster, apps, limits } = new;
    Grant { id: uuid::Uuid::now_v7().to_string(), to, role, cluster, apps, limits }
}

/// Gives it, unless the role was removed a moment ago.
pub(in crate::service) async fn insert(store: &Store, grant: &Grant) -> Result<()> {
    if store.insert_grant(grant).await? {
        return Ok(());
    }
    Err(Error::Conflict(say::server::people::role_removed(&grant.role)))
}

/// Takes it back, unless nobody would be left who could give it again.
pub(in crate::service) async fn delete(store: &Store, given: Given, grant: &Grant) -> Result<()> {
    given.check_change(|given| given.grants.retain(|other| other.id != grant.id))?;
    if store.delete_grant(&grant.id).await? { Ok(()) } else { Err(missing()) }
}

pub(in crate::service) fn missing() -> Error {
    Error::not_found(say::server::access::this_grant())
}

/// What it comes to; an error if there is no such role.
pub(in crate::service) async fn right(store: &Store, new: &NewGrant) -> Result<Right> {
    let NewGrant { role, cluster, apps, limits, .. } = new.clone();
    Ok(Right { verbs: role_verbs(store, &role).await?, role, cluster, apps, limits })
}

pub(in crate::service) async fn check_subject(store: &Store, to: &Subject) -> Result<()> {
    let missing = match to {
        Subject::User(name) if store.user(name).await?.is_none() => say::server::access::no_user(&name),
        Subject::Group(name) if store.group(name).await?.is_none() => say::server::access::no_group(&name),
        _ => return Ok(()),
    };
    Err(Error::bad_field("to", missing))
}

/// That it is given, for a line of the record: "Give deployer on web-*, at most 10 instances to bob".
pub(in crate::service) fn giving(grant: &Grant) -> String {
    match &grant.to {
        Subject::User(name) => say::server::record::give(&what(grant), name),
        Subject::Group(name) => say::server::record::give_group(&what(grant), name),
    }
}

/// The same when it is taken back.
pub(in crate::service) fn taking(grant: &Grant) -> String {
    match &grant.to {
        Subject::User(name) => say::server::record::take_back(&what(grant), name),
        Subject::Group(name) => say::server::record::take_back_group(&what(grant), name),
    }
}

fn what(grant: &Grant) -> String {
    in_words(&grant.role, &grant.cluster, &grant.apps, &grant.limits)
}
