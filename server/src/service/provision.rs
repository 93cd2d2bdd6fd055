//! Accounts and groups of those whom somebody else vouches for: an identity provider, or a trusted proxy. Each change has
//! its line in the record before it is made. Who vouches, and whether that is believed, was decided before.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use say::server::record;
use shared::access::MemberSource;
use shared::{GroupName, UserName};

use super::access::admins::Given;
use super::audit;
use super::undivided::undivided;
use crate::app::{App, AppState};
use crate::auth::Via;
use crate::error::{Error, Result};
use crate::store::{NewIdentity, NewUser};

/// The record's word for these.
const VERB: &str = "users";
/// The most groups that are looked at.
const MOST_GROUPS: usize = 1_000;
/// Who made a link that nobody here made.
const FIRST_SIGN_IN: &str = "first sign-in";
/// What to do where nobody is left who may do everything.
const MAKE_ANOTHER: &str =
    "make one on the server, with quarterdeck grant add or quarterdeck user create --role admin";

/// Who vouches for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The identity provider.
    Provider,
    /// The proxy in front.
    Header,
}

impl By {
    /// How somebody comes in by it.
    fn via(self) -> Via {
        match self {
            Self::Provider => Via::Session,
            Self::Header => Via::Header,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Provider => record::identity_provider(),
            Self::Header => record::proxy_in_front(),
        }
    }
}

/// How the provider names somebody for ever.
#[derive(Debug, Clone)]
pub struct Linked {
    /// The provider.
    pub issuer: String,
    /// Its name for them.
    pub subject: String,
}

/// Makes an account, with no rights of its own; linked, if it is to be known again by something else than its name.
/// False if a user or a token has the name.
pub async fn make_user(app: &AppState, by: By, name: &UserName, linked: Option<Linked>) -> Result<bool> {
    let (state, name) = (app.clone(), name.clone());
    undivided(app, async move {
        let summary = record::make_named_user(&name, &by.words());
        let line = audit::begin_unasked(&state, name.as_str(), by.via(), VERB, &summary).await?;
        let now_ms = state.wall_ms();
        let made = match &linked {
            None => {
                let new = NewUser { name: &name, role: None, password_hash: None, now_ms };
                state.store.insert_user(new).await
            }
            Some(Linked { issuer, subject }) => {
                let id = &uuid::Uuid::now_v7().to_string();
                let new = NewIdentity { id, issuer, subject, user: &name, created_by: FIRST_SIGN_IN, now_ms };
                match state.store.insert_linked_user(new).await {
                    // It is by it that they come in.
                    Ok(true) => state.store.touch_identity(id, now_ms).await.map(|()| true),
                    made => made,
                }
            }
        };
        let done = match made {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::Conflict(say::server::people::name_taken().into())),
            Err(error) => Err(error.into()),
        };
        match audit::finish_by(&state, line, done).await {
            Ok(()) => Ok(true),
            Err(Error::Conflict(_)) => Ok(false),
            Err(error) => Err(error),
        }
    })
    .await
}

/// Puts a user into exactly these of the groups that there are; what somebody here said stays. What is so already is not
/// written.
pub async fn set_groups(app: &AppState, by: By, user: &UserName, named: &[GroupName]) -> Result<()> {
    let (state, user, named) = (app.clone(), user.clone(), named.to_vec());
    undivided(app, async move {
        // Nobody makes or removes a group between what is looked at and what is written.
        let _changing = state.access.lock().await;
        let groups = state.store.groups().await?;
        let names = |counts: &dyn Fn(&crate::store::Group) -> bool| -> Vec<GroupName> {
            groups.iter().filter(|group| counts(group)).map(|group| group.name.clone()).collect()
        };
        let before = names(&|group| {
            let is_they =
                |member: &shared::access::Member| member.name == user && member.source == MemberSource::Sso;
            group.members.iter().any(is_they)
        });
        let after = names(&|group| named.contains(&group.name));
        if before == after {
            return Ok(());
        }
        let summary = record::set_named_groups(&user, &by.words());
        let mut detail = vec![record::was(&in_words(&before)), record::is_now(&in_words(&after))];
        // The provider's word counts; that it leaves nobody is told, and mended on the server's terminal.
        if leaves_no_admin(&state, &user, &after).await? {
            detail.push(record::leaves_no_admin(&MAKE_ANOTHER));
            tracing::warn!(%user, "the groups of the last administrator were changed by who vouches for them");
        }
        let line =
            audit::begin_unasked_with(&state, user.as_str(), by.via(), VERB, &summary, &detail).await?;
        let done = state.store.set_sso_groups(&user, &after).await.map_err(Error::from);
        audit::finish_by(&state, line, done).await
    })
    .await
}

/// Whether these groups of a user leave nobody who may do everything.
async fn leaves_no_admin(app: &App, user: &UserName, after: &[GroupName]) -> Result<bool> {
    let checked = Given::of(app).await?.check_change(|given| {
        for group in given.groups.iter_mut().filter(|group| !after.contains(&group.name)) {
            group.members.retain(|member| member.name != *user || member.source != MemberSource::Sso);
        }
    });
    match checked {
        Ok(()) => Ok(false),
        Err(Error::Conflict(_)) => Ok(true),
        Err(error) => Err(error),
    }
}

fn in_words(groups: &[GroupName]) -> String {
    match groups {
        [] => record::no_groups().to_owned(),
        some => some.iter().map(GroupName::as_str).collect::<Vec<_>>().join(", "),
    }
}

/// Those of the texts that have the form of a group's name.
pub fn group_names<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<GroupName> {
    texts.take(MOST_GROUPS).filter_map(|text| GroupName::parse(text.trim()).ok()).collect()
}

/// How long groups that did not change are taken for those that the store has.
const AGAIN_AFTER_MS: u64 = 60_000;
/// The most users whose groups are remembered.
const MOST_USERS: usize = 10_000;

/// The groups that a proxy named last, by user, and when: every request names them, and seldom others.
#[derive(Debug, Default)]
pub struct NamedGroups(Mutex<HashMap<UserName, (Vec<GroupName>, u64)>>);

/// Somebody whom the proxy names, with the groups that it names now; made if they are not there and may be made.
pub async fn by_header(app: &AppState, user: &UserName, groups: Option<&[String]>) -> Result<()> {
    let creates = app.config.header_sign_in.as_ref().is_some_and(|config| config.create_users);
    let groups = groups.map(|texts| group_names(texts.iter().map(String::as_str)));
    match groups {
        Some(groups) if !app.named_groups.are(user, &groups, app.now_ms()) => {
            make_sure(app, user, creates).await?;
            set_groups(app, By::Header, user, &groups).await?;
            app.named_groups.remember(user, groups, app.now_ms());
        }
        _ if creates => make_sure(app, user, true).await?,
        _ => {}
    }
    Ok(())
}

async fn make_sure(app: &AppState, user: &UserName, creates: bool) -> Result<()> {
    if is_there(app, user).await? {
        return Ok(());
    }
    // Of two requests at once one makes it; of a token's name there is no user.
    if creates && (make_user(app, By::Header, user, None).await? || is_there(app, user).await?) {
        return Ok(());
    }
    Err(Error::NotSignedIn(say::server::people::proxy_without_account()))
}

async fn is_there(app: &App, user: &UserName) -> Result<bool> {
    Ok(app.store.user(user).await?.is_some())
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
