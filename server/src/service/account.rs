//! One's own account: the password, and where one is signed in.

use shared::Permit;
use shared::account::{SessionRow, SetPassword};
use shared::audit::Outcome;

use super::undivided::undivided;
use super::{audit, session};
use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::auth::password;
use crate::auth::secret::Secret;
use crate::error::{Error, Result};
use crate::extract::Peer;
use crate::store::User;

/// The record's word for what is about nobody but oneself: the policy only asks whether one may look.
pub(super) const VERB: &str = "account";

/// One's own account, as it is now.
pub(super) async fn own_user(app: &App, signed_in: &SignedIn) -> Result<User> {
    let found = app.store.user(&signed_in.actor.name).await?;
    found.ok_or(Error::NotSignedIn(say::server::account::account_gone()))
}

/// Sets one's own password; ends one's other sessions, which may be somebody else's, and gives this one
/// another secret.
pub async fn set_password(
    app: &AppState,
    permit: &Permit,
    signed_in: &SignedIn,
    body: SetPassword,
    peer: Peer,
) -> Result<Secret> {
    signed_in.session_id()?;
    password::check_new("new", &body.new, &signed_in.actor.name)?;
    let (state, permit, signed_in) = (app.clone(), permit.clone(), signed_in.clone());
    undivided(app, async move { change_password(&state, &permit, &signed_in, body, peer).await }).await
}

async fn change_password(
    app: &App,
    permit: &Permit,
    signed_in: &SignedIn,
    body: SetPassword,
    peer: Peer,
) -> Result<Secret> {
    let session_id = signed_in.session_id()?;
    let name = &signed_in.actor.name;
    let user = own_user(app, signed_in).await?;
    if user.password_hash.is_none() {
        // Whoever finds an open browser must not make the account their own.
        signed_in.confirmed().await?;
    }
    let line =
        audit::begin(app, permit, signed_in.entry(say::server::record::own_password()).verb(VERB)).await?;
    if user.password_hash.is_some() {
        let tried = app.tries.begin_signed_in(Some(session_id), peer.network(), name.as_str());
        let checked = match tried {
            Ok(tried) => match check_current(app, body.current, user.password_hash).await {
                Ok(()) => app.tries.was_right(tried),
                Err(error) => Err(error),
            },
            Err(error) => Err(error),
        };
        if let Err(error) = checked {
            audit::finish(app, line, Outcome::Refused, &error.to_string()).await;
            return Err(error);
        }
    }
    let done = async {
        let hash = app.hasher.hash(body.new).await?;
        app.store.set_password(name, &hash).await?;
        app.store.delete_other_sessions(name, session_id).await?;
        session::rotate(app, signed_in).await
    };
    audit::finish_by(app, line, done.await).await
}

async fn check_current(app: &App, current: Option<String>, stored: Option<String>) -> Result<()> {
    let current =
        current.ok_or_else(|| Error::bad_field("current", say::server::account::password_missing()))?;
    if app.hasher.verify(&current, stored).await? {
        Ok(())
    } else {
        Err(Error::bad_field("current", say::server::account::password_not_present()))
    }
}

/// One's own sessions that are still good.
pub async fn sessions(app: &App, signed_in: &SignedIn) -> Result<Vec<SessionRow>> {
    signed_in.must_be_user()?;
    session::rows_of(app, &signed_in.actor.name, signed_in.session_id.as_deref()).await
}

/// Ends one of one's own sessions.
pub async fn end_session(app: &AppState, permit: &Permit, signed_in: &SignedIn, id: &str) -> Result<()> {
    signed_in.must_be_user()?;
    let name = signed_in.actor.name.clone();
    if !app.store.sessions_of(&name).await?.iter().any(|session| session.id == id) {
        return Err(Error::not_found(say::server::account::this_session()));
    }
    let entry = signed_in.entry(say::server::record::end_own_session()).verb(VERB);
    let (store, id) = (app.store.clone(), id.to_owned());
    let work = async move { store.delete_session(&name, &id).await.map(drop).map_err(Error::from) };
    audit::recorded(app, permit, entry, work).await
}
