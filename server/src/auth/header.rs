//! Sign-in by a trusted proxy's word: the proxy has signed somebody in and names them in a header.
//!
//! Whoever reaches the port could write that header. So it counts only from the configured addresses, by the connection
//! itself and never by what `X-Forwarded-For` says; from everybody else it is as if it were not there.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use shared::audit::Outcome;
use shared::{GroupName, UserName};

use super::Via;
use crate::app::{App, AppState};
use crate::error::{Error, Result};
use crate::extract::Connected;
use crate::service::audit;
use crate::service::undivided::undivided;
use crate::store::NewUser;

/// The most groups of a header.
const MOST_GROUPS: usize = 1_000;
/// How long groups that did not change are taken for those that the store has.
const AGAIN_AFTER_MS: u64 = 60_000;
/// The most users whose groups are remembered.
const MOST_USERS: usize = 10_000;

/// Whom the proxy names.
#[derive(Debug)]
pub(super) struct Named {
    user: UserName,
    /// None if no header for groups is configured.
    groups: Option<Vec<GroupName>>,
}

/// The groups that were named last, by user, and when: every request names them, and seldom others.
#[derive(Debug, Default)]
pub struct NamedGroups(Mutex<HashMap<UserName, (Vec<GroupName>, u64)>>);

/// Whom the proxy names in this request; nothing if it is not from a trusted proxy, or that names nobody.
pub(super) fn named(app: &App, parts: &Parts) -> Result<Option<Named>> {
    let Some(config) = &app.config.header_sign_in else { return Ok(None) };
    if !app.config.trusted_proxies.hold(Connected::of(&parts.extensions).0) {
        return Ok(None);
    }
    let user = match only(parts, &config.user)?.map(HeaderValue::to_str) {
        None | Some(Ok("")) => return Ok(None),
        Some(Ok(text)) => UserName::parse(text).ok(),
        Some(Err(_)) => None,
    };
    let user = user.ok_or(Error::NotSignedIn(
        "The proxy in front names a user in a way that is no name here: 1 to 64 letters, digits and '.', '_', '-', '@'.",
    ))?;
    let groups = match &config.groups {
        Some(header) => {
            let text = only(parts, header)?.and_then(|value| value.to_str().ok()).unwrap_or_default();
            let names = text.split(',').take(MOST_GROUPS);
            Some(names.filter_map(|name| GroupName::parse(name.trim()).ok()).collect())
        }
        None => None,
    };
    Ok(Some(Named { user, groups }))
}

/// The header's one value. Of two, one may be the client's own.
fn only<'a>(parts: &'a Parts, name: &HeaderName) -> Result<Option<&'a HeaderValue>> {
    let mut values = parts.headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (value, None) => Ok(value),
        _ => Err(Error::NotSignedIn(
            "The header in which the proxy in front names the user came twice. Let the proxy remove what clients send.",
        )),
    }
}

/// The user of that name, with the groups that are named now; made if they are not there and may be made.
pub(super) async fn user_of(app: &AppState, named: Named) -> Result<UserName> {
    let Named { user, groups } = named;
    if let Some(groups) = groups
        && !app.named_groups.are(&user, &groups, app.now_ms())
    {
        let creates = app.config.header_sign_in.as_ref().is_some_and(|config| config.create_users);
        make_sure(app, &user, creates).await?;
        app.store.set_sso_groups(&user, &groups).await?;
        app.named_groups.remember(&user, groups, app.now_ms());
    } else if app.config.header_sign_in.as_ref().is_some_and(|config| config.create_users) {
        make_sure(app, &user, true).await?;
    }
    Ok(user)
}

async fn make_sure(app: &AppState, user: &UserName, creates: bool) -> Result<()> {
    const NO_ACCOUNT: Error = Error::NotSignedIn(
        "The proxy in front has signed you in, but you have no account here. Ask an administrator to make one.",
    );
    if app.store.user(user).await?.is_some() {
        return Ok(());
    }
    if !creates {
        return Err(NO_ACCOUNT);
    }
    let (state, name) = (app.clone(), user.clone());
    undivided(app, async move {
        let summary = format!("Make user {name}, whom the proxy in front has named");
        let line = audit::begin_unasked(&state, name.as_str(), Via::Proxy, "users", &summary).await?;
        let new = NewUser { name: &name, role: None, password_hash: None, now_ms: state.wall_ms() };
        let made = state.store.insert_user(new).await;
        match made {
            Ok(true) => audit::finish(&state, line, Outcome::Done, "").await,
            // Somebody else's request was quicker, or a token has the name.
            Ok(false) => audit::finish(&state, line, Outcome::Failed, "The name is taken.").await,
            Err(ref error) => audit::finish(&state, line, Outcome::Failed, &error.to_string()).await,
        }
        made?;
        // Of a token's name there is no user.
        state.store.user(&name).await?.map(drop).ok_or(NO_ACCOUNT)
    })
    .await
}

impl NamedGroups {
    /// Whether a user was named with just these a moment ago.
    fn are(&self, user: &UserName, groups: &[GroupName], now_ms: u64) -> bool {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(user).is_some_and(|(last, at_ms)| last == groups && now_ms < at_ms + AGAIN_AFTER_MS)
    }

    fn remember(&self, user: &UserName, groups: Vec<GroupName>, now_ms: u64) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_USERS {
            all.clear();
        }
        all.insert(user.clone(), (groups, now_ms));
    }
}
