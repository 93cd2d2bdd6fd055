//! Users, for those who manage them: who there is, who may come in, where they are signed in.
//!
//! Nobody manages somebody who may more than they do themselves: by a new password or a removed second factor they would
//! soon be them.

use std::collections::HashMap;

use shared::people::{CreatedUser, FirstGrant, InvitationRow, NewUser, UserRow, UserView};
use shared::policy::{Grant, Right, Subject};
use shared::{GroupName, Permit, UserName};

use super::access::admins::Given;
use super::access::groups::may_give_all;
use super::access::{in_words, may_manage, role_verbs};
use super::tokens::revoked;
use super::{audit, invitation, session};
use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::store::{self, Gifts, NotMade, User};

/// All users, by name.
pub async fn list(app: &App, _permit: &Permit) -> Result<Vec<UserRow>> {
    let beside = Beside::read(app).await?;
    Ok(app.store.users().await?.into_iter().map(|user| beside.row(user)).collect())
}

/// One user, with all that is known of them.
pub async fn view(app: &App, _permit: &Permit, name: &UserName) -> Result<UserView> {
    let user = find(app, name).await?;
    Ok(UserView {
        rights: app.store.rights_of(name).await?,
        sessions: session::rows_of(app, name, None).await?,
        tokens: app.store.tokens_of(name).await?,
        recovery_codes_left: app.store.recovery_codes_left(name).await?,
        user: Beside::read(app).await?.row(user),
    })
}

/// Makes a user, with what they may do and an invitation, if that is asked for.
pub async fn create(
    app: &AppState,
    permit: &Permit,
    signed_in: &SignedIn,
    mut new: NewUser,
) -> Result<CreatedUser> {
    new.groups.sort_unstable();
    new.groups.dedup();
    if let Some(hours) = new.invite_hours {
        invitation::check_hours("invite_hours", hours)?;
    }
    // What the groups have, and that they are there, is so until the user is in them.
    let one_at_a_time = app.access.clone().lock_owned().await;
    check_gifts(app, signed_in, &new).await?;
    let entry = signed_in.entry(summary(&new));
    let (state, by) = (app.clone(), permit.actor().name.clone());
    audit::recorded(app, permit, entry, async move {
        let _one_at_a_time = one_at_a_time;
        insert(&state, &by, new).await
    })
    .await
}

/// Lets a user come in no more, or again.
pub async fn set_disabled(
    app: &AppState,
    permit: &Permit,
    signed_in: &SignedIn,
    name: &UserName,
    disabled: bool,
) -> Result<UserRow> {
    not_oneself(permit, name)?;
    let user = manageable(app, signed_in, name).await?;
    if user.disabled_ms.is_some() != disabled {
        let entry = signed_in.entry(setting_disabled(name, disabled));
        let (state, name) = (app.clone(), name.clone());
        audit::recorded(app, permit, entry, async move {
            let _one_at_a_time = state.access.lock().await;
            let done = if disabled {
                Given::of(&state).await?.check_change(|given| given.leave_out(&name))?;
                state.store.disable_user(&name, state.wall_ms()).await
            } else {
                state.store.enable_user(&name).await
            };
            done.map(drop).map_err(Error::from)
        })
        .await?;
    }
    Ok(Beside::read(app).await?.row(find(app, name).await?))
}

/// The record's line about that.
pub(in crate::service) fn setting_disabled(name: &UserName, disabled: bool) -> String {
    if disabled { say::server::record::disable_user(name) } else { say::server::record::enable_user(name) }
}

/// Removes a user with all that is theirs: sessions, grants, places in groups, and the tokens that they made.
pub async fn delete(app: &AppState, permit: &Permit, signed_in: &SignedIn, name: &UserName) -> Result<()> {
    not_oneself(permit, name)?;
    manageable(app, signed_in, name).await?;
    let tokens = app.store.tokens_of(name).await?;
    let entry = signed_in.entry(say::server::record::remove_user(&name)).detail(tokens.iter().map(revoked));
    let (state, name) = (app.clone(), name.clone());
    audit::recorded(app, permit, entry, async move {
        let _one_at_a_time = state.access.lock().await;
        Given::of(&state).await?.check_change(|given| given.leave_out(&name))?;
        if state.store.delete_user(&name).await? {
            return Ok(());
        }
        Err(Error::not_found(say::server::people::user(&name)))
    })
    .await
}

/// Ends a user's sessions: all, or the one of that id.
pub async fn end_sessions(
    app: &AppState,
    permit: &Permit,
    signed_in: &SignedIn,
    name: &UserName,
    id: Option<String>,
) -> Result<()> {
    manageable(app, signed_in, name).await?;
    if let Some(id) = &id
        && !app.store.sessions_of(name).await?.iter().any(|session| session.id == *id)
    {
        return Err(Error::not_found(say::server::people::this_session()));
    }
    let entry = signed_in.entry(match id {
        Some(_) => say::server::record::end_session(name),
        None => say::server::record::end_sessions(name),
    });
    let (store, name) = (app.store.clone(), name.clone());
    audit::recorded(app, permit, entry, async move {
        match id {
            Some(id) => store.delete_session(&name, &id).await.map(drop),
            None => store.delete_sessions_of(&name).await.map(drop),
        }
        .map_err(Error::from)
    })
    .await
}

/// Takes a user's second factor away, for one who lost their phone and their recovery codes. Their sessions end.
pub async fn remove_second_factor(
    app: &AppState,
    permit: &Permit,
    signed_in: &SignedIn,
    name: &UserName,
) -> Result<()> {
    let user = manageable(app, signed_in, name).await?;
    if user.totp.is_none() {
        return Err(Error::not_found(say::server::people::second_factor()));
    }
    let entry = signed_in.entry(say::server::record::take_second_factor(&name));
    let store = app.store.clone();
    audit::recorded(app, permit, entry, async move {
        store.remove_totp(&user.name).await?;
        store.delete_sessions_of(&user.name).await.map(drop).map_err(Error::from)
    })
    .await
}

/// The user, if the one who asks may all that this user may.
pub(super) async fn manageable(app: &App, signed_in: &SignedIn, name: &UserName) -> Result<User> {
    let user = find(app, name).await?;
    may_manage(app, signed_in, name).await?;
    Ok(user)
}

async fn find(app: &App, name: &UserName) -> Result<User> {
    app.store.user(name).await?.ok_or_else(|| Error::not_found(say::server::people::user(&name)))
}

fn not_oneself(permit: &Permit, name: &UserName) -> Result<()> {
    if permit.actor().name == *name {
        return Err(Error::Conflict(say::server::people::yourself().into()));
    }
    Ok(())
}

async fn check_gifts(app: &App, signed_in: &SignedIn, new: &NewUser) -> Result<()> {
    for group in &new.groups {
        if app.store.group(group).await?.is_none() {
            return Err(Error::bad_field("groups", say::server::people::no_group(&group)));
        }
        may_give_all(app, signed_in, group).await?;
    }
    let Some(FirstGrant { role, cluster, apps, limits }) = new.grant.clone() else { return Ok(()) };
    let verbs = role_verbs(&app.store, &role).await?;
    // Nobody hands on what they don't have.
    signed_in.may_give(&Right { role, verbs, cluster, apps, limits }).await
}

fn summary(new: &NewUser) -> String {
    let mut given: Vec<String> =
        new.groups.iter().map(|group| say::server::record::in_group(&group)).collect();
    if let Some(FirstGrant { role, cluster, apps, limits }) = &new.grant {
        given.push(in_words(role, cluster, apps, limits));
    }
    if let Some(hours) = new.invite_hours {
        given.push(say::server::record::invited_for(hours as usize));
    }
    let given =
        if given.is_empty() { say::server::record::without_rights().to_owned() } else { given.join("; ") };
    say::server::record::make_user(&new.name, &given)
}

async fn insert(app: &App, by: &UserName, new: NewUser) -> Result<CreatedUser> {
    let name = &new.name;
    let invitation = new.invite_hours.map(|hours| invitation::Draft::new(app, hours)).transpose()?;
    let grant = new.grant.map(|FirstGrant { role, cluster, apps, limits }| {
        let (id, to) = (uuid::Uuid::now_v7().to_string(), Subject::User(name.clone()));
        Grant { id, to, role, cluster, apps, limits }
    });
    let user = store::NewUser { name, role: None, password_hash: None, now_ms: app.wall_ms() };
    let gifts = Gifts {
        groups: &new.groups,
        grant: grant.as_ref(),
        code: invitation.as_ref().map(|draft| draft.stored(name, by)),
    };
    app.store.insert_user_with(user, gifts).await?.map_err(|why| match why {
        NotMade::NameTaken => Error::Conflict(say::server::people::user_name_taken(&name)),
        NotMade::NoGroup(group) => Error::Conflict(say::server::people::group_removed(&group)),
        NotMade::NoRole(role) => Error::Conflict(say::server::people::role_removed(&role)),
    })?;
    let user = find(app, name).await?;
    let invitation = invitation.map(|draft| draft.told(app));
    Ok(CreatedUser { user: Beside::read(app).await?.row(user), invitation })
}

/// What stands in other tables about users.
struct Beside {
    groups: HashMap<UserName, Vec<GroupName>>,
    invitations: HashMap<UserName, InvitationRow>,
}

impl Beside {
    async fn read(app: &App) -> Result<Self> {
        let mut groups: HashMap<UserName, Vec<GroupName>> = HashMap::new();
        for group in app.store.groups().await? {
            for member in group.members {
                let of = groups.entry(member.name).or_default();
                // Somebody who was put in twice is in it once.
                if of.last() != Some(&group.name) {
                    of.push(group.name.clone());
                }
            }
        }
        let open = app.store.open_invitations(app.wall_ms()).await?;
        let invitations = open.into_iter().map(|open| (open.user, open.invitation)).collect();
        Ok(Self { groups, invitations })
    }

    fn row(&self, user: User) -> UserRow {
        UserRow {
            groups: self.groups.get(&user.name).cloned().unwrap_or_default(),
            invitation: self.invitations.get(&user.name).cloned(),
            has_password: user.password_hash.is_some(),
            second_factor: user.totp.is_some(),
            created_ms: user.created_ms,
            disabled_ms: user.disabled_ms,
            seen_ms: user.seen_ms,
            name: user.name,
        }
    }
}
