//! Invitations: a link, once, by which somebody sets their first password, or another one when they forgot it. Nobody
//! else ever knows a user's password.

use shared::people::{Invitation, LONGEST_INVITATION_HOURS};
use shared::session::{Invited, TakeInvitation};
use shared::{Permit, UserName};

use super::access::could_manage;
use super::second_factor::{self, Asked};
use super::session::{self, CameFrom, NewlySignedIn, SIGN_IN};
use super::undivided::undivided;
use super::{audit, users};
use crate::app::{App, AppState};
use crate::auth::secret::Secret;
use crate::auth::session::HOUR_MS;
use crate::auth::{SignedIn, Via, password};
use crate::error::{Error, Result};
use crate::extract::Peer;
use crate::store::{CodePurpose, NewCode, User};

fn summary() -> &'static str {
    say::server::record::set_by_invitation()
}

fn wrong() -> &'static str {
    say::server::people::invitation_wrong()
}

/// Invites a user; an invitation made before no longer works.
pub async fn make(
    app: &AppState,
    permit: &Permit,
    signed_in: &SignedIn,
    name: &UserName,
    hours: u32,
) -> Result<Invitation> {
    check_hours("hours", hours)?;
    let user = users::manageable(app, signed_in, name).await?;
    if user.disabled_ms.is_some() {
        return Err(Error::Conflict(say::server::people::cannot_invite(&name)));
    }
    let entry = signed_in.entry(say::server::record::invite(hours as usize, &name));
    let (state, by) = (app.clone(), permit.actor().name.clone());
    let name = name.clone();
    audit::recorded(app, permit, entry, async move {
        let draft = Draft::new(&state, hours)?;
        state.store.insert_code(draft.stored(&name, &by)).await?;
        Ok(draft.told(&state))
    })
    .await
}

/// Takes a user's invitation back.
pub async fn revoke(app: &AppState, permit: &Permit, signed_in: &SignedIn, name: &UserName) -> Result<()> {
    let user = users::manageable(app, signed_in, name).await?;
    let entry = signed_in.entry(say::server::record::take_invitation(&name));
    let state = app.clone();
    audit::recorded(app, permit, entry, async move {
        if state.store.delete_invitation(&user.name, state.wall_ms()).await? {
            return Ok(());
        }
        Err(Error::not_found(say::server::people::this_invitation()))
    })
    .await
}

/// Whose it is. Uses nothing up.
pub async fn look(app: &App, code: &str, peer: Peer) -> Result<Invited> {
    let tried = app.tries.begin(peer.network(), None)?;
    let Some((_, user)) = find(app, code).await? else {
        app.tries.refuse_credentials(say::server::record::an_invitation());
        return Err(Error::NotSignedIn(wrong()));
    };
    app.tries.give_back(tried);
    Ok(Invited { name: user.name, second_factor: user.totp.is_some() })
}

/// Sets the password, ends whatever sessions there are, and signs in.
pub async fn take(app: &AppState, body: TakeInvitation, from: CameFrom) -> Result<NewlySignedIn> {
    let tried = app.tries.begin(from.peer.network(), None)?;
    let Some((hash, user)) = find(app, &body.code).await? else {
        return session::refuse(app, "", summary(), wrong()).await;
    };
    if let Err(error) = password::check_new("password", &body.password, &user.name) {
        app.tries.give_back(tried);
        return Err(error);
    }
    // Whoever has the link alone must not get past a second factor.
    match second_factor::ask(app, &user, body.second_factor.as_deref()).await? {
        Asked::Fine => {}
        not_yet => return session::ask_for_code(app, tried, &user.name, summary(), not_yet).await,
    }
    app.tries.give_back(tried);
    let state = app.clone();
    undivided(app, async move {
        let line = audit::begin_unasked(&state, user.name.as_str(), Via::Nobody, SIGN_IN, summary()).await?;
        let done = async {
            let password_hash = state.hasher.hash(body.password).await?;
            let used = state.store.use_code(CodePurpose::Invitation, &hash, state.wall_ms()).await?;
            if used.as_ref() != Some(&user.name) {
                return Err(Error::NotSignedIn(wrong()));
            }
            state.store.set_password(&user.name, &password_hash).await?;
            state.store.delete_sessions_of(&user.name).await?;
            let user = User { password_hash: Some(password_hash), ..user };
            session::store(&state, &user, from, true).await
        };
        audit::finish_by(&state, line, done.await).await
    })
    .await
}

pub(super) fn check_hours(field: &'static str, hours: u32) -> Result<()> {
    if (1..=LONGEST_INVITATION_HOURS).contains(&hours) {
        return Ok(());
    }
    Err(Error::bad_field(field, say::server::people::invitation_hours(&LONGEST_INVITATION_HOURS, &hours)))
}

/// An invitation that is about to be stored.
pub(super) struct Draft {
    code: Secret,
    hash: String,
    now_ms: u64,
    expires_ms: u64,
}

impl Draft {
    pub(super) fn new(app: &App, hours: u32) -> Result<Self> {
        let (code, now_ms) = (Secret::random()?, app.wall_ms());
        let expires_ms = now_ms + u64::from(hours) * HOUR_MS;
        Ok(Self { hash: code.hash(), code, now_ms, expires_ms })
    }

    /// What of it is stored.
    pub(super) fn stored<'a>(&'a self, user: &'a UserName, created_by: &'a UserName) -> NewCode<'a> {
        NewCode {
            code_hash: &self.hash,
            purpose: CodePurpose::Invitation,
            user,
            created_by: created_by.as_str(),
            now_ms: self.now_ms,
            expires_ms: self.expires_ms,
        }
    }

    /// What is told of it, once.
    pub(super) fn told(self, app: &App) -> Invitation {
        let url = app.config.url();
        // Behind the `#`: browsers never send that part to anybody.
        let link = format!("{url}/invitation#code={}", self.code.reveal());
        Invitation { link, expires_ms: self.expires_ms }
    }
}

async fn find(app: &App, code: &str) -> Result<Option<(String, User)>> {
    let Some(code) = Secret::parse(code.trim()) else { return Ok(None) };
    let hash = code.hash();
    let Some(open) = app.store.open_invitation(&hash, app.wall_ms()).await? else { return Ok(None) };
    // It is as good as whoever made it: they may be dismissed by now, and the invited may more than they do.
    if !could_manage(app, &open.invitation.created_by, &open.user).await? {
        return Ok(None);
    }
    let user = app.store.user(&open.user).await?.filter(|user| user.disabled_ms.is_none());
    Ok(user.map(|user| (hash, user)))
}
