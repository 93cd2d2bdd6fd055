//! API tokens: made, listed, revoked. The secret is in one answer, once.

use shared::account::{CreatedToken, ListedToken, NewToken};
use shared::policy::Right;
use shared::{Permit, Rights, UserName};

use super::audit;
use crate::app::{App, AppState};
use crate::auth::secret::Secret;
use crate::auth::session::DAY_MS;
use crate::auth::{SignedIn, Via};
use crate::error::{Error, Result};
use crate::service::access::{in_words, role_verbs};
use crate::store::{self, Store, Token};

/// The longest that a token can last.
pub const MAX_DAYS: u32 = 366;
/// Whoever makes a token has ended in the moment before.
fn maker_gone() -> Error {
    Error::NotSignedIn(say::server::tokens::maker_gone())
}

/// All tokens, without their secrets.
pub async fn list(app: &App, _permit: &Permit) -> Result<Vec<ListedToken>> {
    let mut listed = Vec::new();
    for token in app.store.tokens().await? {
        listed.push(with_what_revoking_takes(&app.store, token).await?);
    }
    Ok(listed)
}

async fn with_what_revoking_takes(store: &Store, token: Token) -> Result<ListedToken> {
    let revoking_takes = match &token.owner {
        Some(owner) => store.rights_of(owner).await?,
        // A role that is gone gives nothing.
        None => match store.role(&token.role).await? {
            Some(role) => {
                let Token { role: name, cluster, apps, limits, .. } = token.clone();
                vec![Right { role: name, verbs: role.verbs, cluster, apps, limits }].into()
            }
            None => Rights::default(),
        },
    };
    Ok(ListedToken { token, revoking_takes })
}

/// Makes a token for somebody who may.
pub async fn create(app: &AppState, permit: &Permit, who: &SignedIn, new: NewToken) -> Result<CreatedToken> {
    check_days(new.days)?;
    // Nobody hands on what they don't have.
    who.may_give(&right(&app.store, &new).await?).await?;
    let entry = who.entry(summary(&new));
    let (state, by) = (app.clone(), permit.actor().name.clone());
    // Behind a token that a token made stands whoever stands behind that: with them all of these rest.
    let (owner, parent) = match who.via {
        Via::Token => {
            let maker = app.store.token_by_name(&by).await?.ok_or_else(maker_gone)?;
            (maker.token.owner.clone(), Some(maker.token))
        }
        _ => (Some(by.clone()), None),
    };
    let shortened = parent.as_ref().filter(|parent| parent.expires_ms < ends_ms(app.wall_ms(), new.days));
    let entry = entry.detail(shortened.map(|parent| say::server::record::ends_with_maker(&parent.name)));
    let work = async move {
        let maker = Maker { name: by.as_str(), owner: owner.as_ref(), token: parent.as_ref() };
        insert(&state.store, state.wall_ms(), maker, &new).await
    };
    audit::recorded(app, permit, entry, work).await
}

/// Revokes a token with all tokens that it made: they are refused from the next request on.
pub async fn revoke(app: &AppState, permit: &Permit, who: &SignedIn, id: &str) -> Result<()> {
    let token =
        app.store.token(id).await?.ok_or_else(|| Error::not_found(say::server::tokens::this_token()))?;
    let listed = with_what_revoking_takes(&app.store, token).await?;
    who.may_revoke(&listed).await?;
    let token = listed.token;
    let entry = who
        .entry(say::server::record::revoke_token(&token.name, &token.hint))
        .detail(app.store.tokens_below(id).await?.iter().map(revoked));
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
    say::server::record::make_token(*days as usize, name, &in_words(role, cluster, apps, limits))
}

pub(super) fn check_days(days: u32) -> Result<()> {
    if (1..=MAX_DAYS).contains(&days) {
        return Ok(());
    }
    Err(Error::bad_field("days", say::server::tokens::token_days(&MAX_DAYS, &days)))
}

fn ends_ms(now_ms: u64, days: u32) -> u64 {
    now_ms + u64::from(days) * DAY_MS
}

/// A line of the record's detail: a token that ends with something else.
pub(super) fn revoked(name: &UserName) -> String {
    say::server::record::revokes_token(name)
}

/// Who makes a token.
pub(super) struct Maker<'a> {
    /// As the record names them.
    pub(super) name: &'a str,
    /// The user who stands behind it.
    pub(super) owner: Option<&'a UserName>,
    /// The token, if it is one. What it makes lasts no longer than it does.
    pub(super) token: Option<&'a Token>,
}

pub(super) async fn insert(
    store: &Store,
    now_ms: u64,
    by: Maker<'_>,
    new: &NewToken,
) -> Result<CreatedToken> {
    let secret = Secret::random_token()?;
    let no_longer_than_ms = by.token.map_or(u64::MAX, |token| token.expires_ms);
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
            created_by: by.name,
            owner: by.owner,
            parent: by.token.map(|token| token.id.as_str()),
            now_ms,
            expires_ms: ends_ms(now_ms, new.days).min(no_longer_than_ms),
        })
        .await?;
    let Some(token) = token else {
        return Err(why_not(store, new).await?);
    };
    Ok(CreatedToken { token, secret: secret.reveal().to_owned() })
}

async fn why_not(store: &Store, NewToken { name, role, .. }: &NewToken) -> Result<Error> {
    role_verbs(store, role).await?;
    let is_tokens = store.tokens().await?.iter().any(|token| token.name == *name);
    if !is_tokens && store.user(name).await?.is_none() {
        return Ok(maker_gone());
    }
    Ok(Error::Conflict(say::server::tokens::name_taken(&name)))
}
