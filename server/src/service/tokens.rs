//! API tokens: made, listed, revoked. The secret is in one answer, once.

use shared::account::{CreatedToken, NewToken};
use shared::policy::Right;
use shared::{Permit, UserName};

use super::audit::{self, Entry};
use crate::app::{App, AppState};
use crate::auth::secret::Secret;
use crate::auth::{SignedIn, Via};
use crate::error::{Error, Result};
use crate::service::access::{in_words, role_verbs};
use crate::store::{self, Store};

/// The longest that a token can last.
pub const MAX_DAYS: u32 = 366;
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// All tokens, without their secrets.
pub async fn list(app: &App, _permit: &Permit) -> Result<Vec<store::Token>> {
    Ok(app.store.tokens().await?)
}

/// Makes a token for somebody who may.
pub async fn create(app: &AppState, permit: &Permit, who: &SignedIn, new: NewToken) -> Result<CreatedToken> {
    check_days(new.days)?;
    // Nobody hands on what they don't have.
    who.may_give(&right(&app.store, &new).await?).await?;
    let entry = who.entry(summary(&new));
    let (state, by) = (app.clone(), permit.actor().name.clone());
    // Behind a token that a token made stands whoever stands behind that: with them all of these rest.
    let owner = match who.via {
        Via::Token => app.store.token_owner(&by).await?,
        _ => Some(by.clone()),
    };
    let work =
        async move { insert(&state.store, state.wall_ms(), (by.as_str(), owner.as_ref()), &new).await };
    audit::recorded(app, permit, entry, work).await
}

/// Revokes a token: it is refused from the next request on.
pub async fn revoke(app: &AppState, permit: &Permit, via: Via, id: &str) -> Result<()> {
    let token = app.store.token(id).await?.ok_or_else(|| Error::not_found("This token"))?;
    let entry = Entry::new(via, format!("Revoke API token {} ({}…)", token.name, token.hint));
    let store = app.store.clone();
    let work = async move { store.delete_token(&token.id).await.map(drop).map_err(Error::from) };
    audit::recorded(app, permit, entry, work).await
}

/// What a token like this comes to; an error if there is no such role.
pub(super) async fn right(store: &Store, new: &NewToken) -> Result<Right> {
    let NewToken { role, cluster, apps, limits, .. } = new.clone();
    let verbs = role_verbs(store, &role).await?;
    Ok(Right { role, verbs, cluster, apps, limits })
}

pub(super) fn summary(new: &NewToken) -> String {
    let NewToken { name, role, cluster, apps, limits, days } = new;
    format!("Make API token {name} ({role}{}, {days} days)", in_words(cluster, apps, limits))
}

pub(super) fn check_days(days: u32) -> Result<()> {
    if (1..=MAX_DAYS).contains(&days) {
        return Ok(());
    }
    Err(Error::bad_field("days", format!("A token lasts 1 to {MAX_DAYS} days; this says {days}.")))
}

/// `by`: who makes it, and the user who stands behind it.
pub(super) async fn insert(
    store: &Store,
    now_ms: u64,
    by: (&str, Option<&UserName>),
    new: &NewToken,
) -> Result<CreatedToken> {
    let secret = Secret::random_token()?;
    let token = store
        .insert_token(store::NewToken {
            id: &uuid::Uuid::now_v7().to_string(),
            secret_hash: &secret.hash(),
            name: &new.name,
            role: &new.role,
            cluster: &new.cluster,
            apps: &new.apps,
            limits: &new.limits,
            hint: &secret.hint(),
            created_by: by.0,
            owner: by.1,
            now_ms,
            expires_ms: now_ms + u64::from(new.days) * DAY_MS,
        })
        .await?
        .ok_or_else(|| {
            let name = &new.name;
            Error::Conflict(format!(
                "The name {name} is taken, by a token that was not revoked or by a user. In the record a name is one \
                 actor: choose another, or revoke that token first."
            ))
        })?;
    Ok(CreatedToken { token, secret: secret.reveal().to_owned() })
}
