//! API tokens: made, listed, revoked. The secret is in one answer, once.

use shared::account::{CreatedToken, NewToken};
use shared::{Permit, Role, UserName};

use super::audit::{self, Entry};
use crate::app::{App, AppState};
use crate::auth::Via;
use crate::auth::secret::Secret;
use crate::error::{Error, Result};
use crate::store::{self, Store};

/// The longest that a token can last.
pub const MAX_DAYS: u32 = 366;
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// All tokens, without their secrets.
pub async fn list(app: &App, _permit: &Permit) -> Result<Vec<store::Token>> {
    Ok(app.store.tokens().await?)
}

/// Makes a token for somebody who may.
pub async fn create(app: &AppState, permit: &Permit, via: Via, new: NewToken) -> Result<CreatedToken> {
    check_days(new.days)?;
    let entry = Entry::new(via, summary(&new.name, new.role, new.days));
    let (state, by) = (app.clone(), permit.actor().name.clone());
    let work = async move { insert(&state.store, state.wall_ms(), by.as_str(), &new).await };
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

pub(super) fn summary(name: &UserName, role: Role, days: u32) -> String {
    format!("Make API token {name} ({}, {days} days)", role.as_str())
}

pub(super) fn check_days(days: u32) -> Result<()> {
    if (1..=MAX_DAYS).contains(&days) {
        return Ok(());
    }
    Err(Error::bad_field("days", format!("A token lasts 1 to {MAX_DAYS} days; this says {days}.")))
}

pub(super) async fn insert(store: &Store, now_ms: u64, by: &str, new: &NewToken) -> Result<CreatedToken> {
    let secret = Secret::random_token()?;
    let token = store
        .insert_token(store::NewToken {
            id: &uuid::Uuid::now_v7().to_string(),
            secret_hash: &secret.hash(),
            name: &new.name,
            role: new.role,
            hint: &secret.hint(),
            created_by: by,
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
