//! From what the provider says of somebody to a user of this server.

use serde_json::{Map, Value};
use shared::{GroupName, UserName};

use super::problem::{Problem, Why};
use super::token::Claims;
use crate::app::AppState;
use crate::config::Oidc;
use crate::error::Error;
use crate::service::provision::{self, By, Linked};
use crate::store::User;

/// The user, with the groups that the provider names now.
pub(super) async fn user_of(app: &AppState, config: &Oidc, claims: &Claims) -> Result<User, Why> {
    let ours = |error: Error| Problem::Ours.because(error.to_string());
    let name = match app.store.identity(&config.issuer, &claims.subject).await.map_err(|e| ours(e.into()))? {
        Some(identity) => {
            let touched = app.store.touch_identity(&identity.id, app.wall_ms()).await;
            touched.map_err(|error| ours(error.into()))?;
            identity.user
        }
        None => first(app, config, claims).await?,
    };
    if config.groups_claim.is_some() {
        let groups = groups(config, &claims.others);
        provision::set_groups(app, By::Provider, &name, &groups).await.map_err(ours)?;
    }
    let user = app.store.user(&name).await.map_err(|error| ours(error.into()))?;
    user.filter(|user| user.disabled_ms.is_none())
        .ok_or_else(|| Problem::NoAccount.because(format!("user {name} is gone, or disabled")))
}

/// Somebody who is not linked to anybody here.
async fn first(app: &AppState, config: &Oidc, claims: &Claims) -> Result<UserName, Why> {
    let ours = |error: Error| Problem::Ours.because(error.to_string());
    // For the administrator who links them: the subject is no secret, but it may be anything.
    let subject: String = claims.subject.chars().filter(|sign| !sign.is_control()).collect();
    let claim = claims.others.get(&config.user_claim).and_then(Value::as_str);
    let Some(name) = claim.and_then(|text| UserName::parse(text).ok()) else {
        return Err(Problem::NoName.because(format!("subject {subject}, claim {}", config.user_claim)));
    };
    let there = app.store.user(&name).await.map_err(|error| ours(error.into()))?;
    if !config.create_users {
        // In the same words whether there is one of that name: people may choose at the provider how they are called. The
        // record has the difference.
        let is = if there.is_some() { "there is such a user, and it is not linked" } else { "nobody has it" };
        return Err(Problem::NoAccount.because(format!("name {name}: {is}; subject {subject}")));
    }
    if there.is_some() {
        return Err(Problem::NameTaken.because(format!("user {name}, subject {subject}")));
    }
    let linked = Linked { issuer: config.issuer.clone(), subject: claims.subject.clone() };
    if provision::make_user(app, By::Provider, &name, Some(linked)).await.map_err(ours)? {
        return Ok(name);
    }
    // A token has the name, or somebody took it a moment ago.
    Err(Problem::NameTaken.because(format!("name {name}, subject {subject}")))
}

/// The groups of the claim that have the form of a name. A list, or one text.
fn groups(config: &Oidc, claims: &Map<String, Value>) -> Vec<GroupName> {
    let claim = config.groups_claim.as_ref().and_then(|claim| claims.get(claim));
    let all = match claim {
        Some(Value::Array(several)) => several.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    provision::group_names(all.iter().filter_map(Value::as_str))
}
