//! "Confirm that it is you": before users, roles, groups, grants, tokens and templates change, whoever sits there shows
//! once more that it is them. What for is asked in `SignedIn::confirmed`.

use shared::Permit;
use shared::audit::Outcome;
use shared::session::StepUp;

use super::account::{VERB, own_user};
use super::audit;
use super::second_factor::{self, Asked};
use super::undivided::undivided;
use crate::app::AppState;
use crate::auth::SignedIn;
use crate::auth::secret::Secret;
use crate::error::{Error, Result};
use crate::extract::Peer;
use crate::store::User;

/// By what the browser shows from then on that it was confirmed.
#[derive(Debug)]
pub enum Shown {
    /// The session, by another secret than before: what was read of it until now opens nothing of what it may now.
    Session(Secret),
    /// It has no session: a secret of its own.
    Browser(Secret),
}

/// Confirms it for the next ten minutes, in this session; without one, in this browser. What others try under one's name
/// is no reason to wait: one is signed in.
pub async fn step_up(app: &AppState, signed_in: &SignedIn, body: StepUp, peer: Peer) -> Result<Shown> {
    signed_in.must_be_user()?;
    let tried = app.tries.begin_signed_in(
        signed_in.session_id.as_deref(),
        peer.network(),
        signed_in.actor.name.as_str(),
    )?;
    let (state, signed_in) = (app.clone(), signed_in.clone());
    undivided(app, async move {
        let permit = Permit::oneself(&signed_in.actor);
        let entry = signed_in.entry(say::server::record::confirm()).verb(VERB);
        let line = audit::begin(&state, &permit, entry).await?;
        let user = own_user(&state, &signed_in).await?;
        if let Err(error) = check(&state, &user, body).await {
            audit::finish(&state, line, Outcome::Refused, &error.to_string()).await;
            return Err(error);
        }
        let done = async {
            state.tries.was_right(tried)?;
            match &signed_in.session_id {
                Some(id) => {
                    let secret = Secret::random()?;
                    state.store.step_up_session(id, &secret.hash(), state.wall_ms()).await?;
                    Ok(Shown::Session(secret))
                }
                None => state.confirmations.keep(&user.name, state.wall_ms()).map(Shown::Browser),
            }
        };
        audit::finish_by(&state, line, done.await).await
    })
    .await
}

async fn check(app: &AppState, user: &User, body: StepUp) -> Result<()> {
    if user.totp.is_some() {
        return match second_factor::ask(app, user, body.code.as_deref()).await? {
            Asked::Fine => Ok(()),
            Asked::Missing => Err(Error::bad_field("code", say::server::account::step_up_code_wanted())),
            Asked::Wrong => Err(Error::bad_field("code", say::server::account::step_up_code_wrong())),
        };
    }
    if user.password_hash.is_none() {
        return Err(Error::StepUpNeeded(say::server::account::nothing_to_confirm_with()));
    }
    let Some(password) = body.password else {
        return Err(Error::bad_field("password", say::server::account::step_up_password_wanted()));
    };
    if app.hasher.verify(&password, user.password_hash.clone()).await? {
        return Ok(());
    }
    Err(Error::bad_field("password", say::server::account::step_up_password_wrong()))
}
