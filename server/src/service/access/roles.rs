//! Roles that are made here, beside the built-in ones.

use shared::access::{PutRole, RoleRow};
use shared::policy::{BUILT_IN, Limits, Pattern, Right, Verbs};
use shared::{Permit, RoleName};

use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::service::audit;
use crate::store::Role;

/// All roles: the built-in ones first, from the least to the most, then those that were made here, by name.
pub async fn list(app: &App, _permit: &Permit) -> Result<Vec<RoleRow>> {
    let mut rows = Vec::new();
    for (name, verbs, _) in BUILT_IN {
        let name = RoleName::parse(name).map_err(Error::internal)?;
        rows.push(RoleRow { name, verbs, built_in: true });
    }
    let own = app.store.roles().await?.into_iter();
    rows.extend(own.map(|role| RoleRow { name: role.name, verbs: role.verbs, built_in: false }));
    Ok(rows)
}

/// Makes a role, or changes what it allows: for all who have it, from their next request on.
pub async fn put(
    app: &AppState,
    permit: &Permit,
    who: &SignedIn,
    name: &RoleName,
    body: PutRole,
) -> Result<RoleRow> {
    not_built_in(name)?;
    let verbs = body.verbs;
    if verbs.is_empty() {
        return Err(Error::bad_field("verbs", say::server::access::no_verb()));
    }
    let before = app.store.role(name).await?;
    // Somewhere somebody may have it on everything: it is changed by those who have all of it, before and after.
    let had = before.as_ref().map(|role| role.verbs).unwrap_or_default();
    who.may_give(&everywhere(name, verbs.and(had))).await?;
    let entry = who
        .entry(match &before {
            None => say::server::record::make_role(name, &in_words(verbs)),
            Some(_) => say::server::record::change_role(name, &in_words(verbs)),
        })
        .detail(before.map(|before| say::server::record::was(&in_words(before.verbs))));
    let (state, role) = (app.clone(), Role { name: name.clone(), verbs });
    audit::recorded(app, permit, entry, async move {
        let _one_at_a_time = state.access.lock().await;
        state.store.put_role(&role).await?;
        Ok(RoleRow { name: role.name, verbs, built_in: false })
    })
    .await
}

/// Removes a role that nobody has.
pub async fn remove(app: &AppState, permit: &Permit, who: &SignedIn, name: &RoleName) -> Result<()> {
    not_built_in(name)?;
    let role =
        app.store.role(name).await?.ok_or_else(|| Error::not_found(say::server::access::role(&name)))?;
    who.may_give(&everywhere(name, role.verbs)).await?;
    let entry = who
        .entry(say::server::record::remove_role(name))
        .detail([say::server::record::was(&in_words(role.verbs))]);
    let (state, name) = (app.clone(), name.clone());
    audit::recorded(app, permit, entry, async move {
        let _one_at_a_time = state.access.lock().await;
        if state.store.delete_role(&name).await? {
            return Ok(());
        }
        Err(Error::Conflict(say::server::access::role_held(&name)))
    })
    .await
}

fn everywhere(name: &RoleName, verbs: Verbs) -> Right {
    let (cluster, apps) = (Pattern::all(), Pattern::all());
    Right { role: name.clone(), verbs, cluster, apps, limits: Limits::NONE }
}

fn not_built_in(name: &RoleName) -> Result<()> {
    match name.built_in() {
        None => Ok(()),
        Some(_) => Err(Error::Conflict(say::server::access::role_built_in(&name))),
    }
}

fn in_words(verbs: Verbs) -> String {
    verbs.iter().map(|verb| verb.as_str()).collect::<Vec<_>>().join(", ")
}
