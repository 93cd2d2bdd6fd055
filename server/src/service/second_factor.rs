//! The second factor: turning it on and off, and whether a code is right. Each code counts once.

use shared::account::{NewSecondFactor, RecoveryCodes, SecondFactor};
use shared::{Permit, UserName};

use super::account::{VERB, own_user};
use super::{audit, session};
use crate::app::{App, AppState};
use crate::auth::secret::Secret;
use crate::auth::totp::Seed;
use crate::auth::{SignedIn, picture, recovery, totp};
use crate::error::{Error, Result};
use crate::store::User;

/// What a code, or the lack of one, comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// There is no second factor, or the code is right. It is used up.
    Fine,
    /// There is one, and no code came along.
    Missing,
    /// It is not the code, or was used before.
    Wrong,
}

/// Whether the code fits the user's second factor, if there is one.
pub(super) async fn ask(app: &App, user: &User, code: Option<&str>) -> Result<Asked> {
    let Some(sealed) = &user.totp else { return Ok(Asked::Fine) };
    let Some(code) = code.filter(|code| !code.trim().is_empty()) else { return Ok(Asked::Missing) };
    let name = &user.name;
    let fits = if totp::is_code(code) {
        app.tries.begin_code(name.as_str())?;
        let seed = open(app, name, sealed)?;
        match seed.step_of(code, app.wall_ms(), user.totp_step) {
            Some(step) => {
                let first = app.store.use_totp_step(name, step).await?;
                if first {
                    app.tries.code_fits(name.as_str());
                }
                first
            }
            None => false,
        }
    } else {
        match recovery::hash(code) {
            Some(hash) => app.store.use_recovery_code(name, &hash, app.wall_ms()).await?,
            None => false,
        }
    };
    Ok(if fits { Asked::Fine } else { Asked::Wrong })
}

/// Whether one has a second factor.
pub async fn view(app: &App, signed_in: &SignedIn) -> Result<SecondFactor> {
    signed_in.session_id()?;
    let user = own_user(app, signed_in).await?;
    let recovery_codes_left = app.store.recovery_codes_left(&user.name).await?;
    Ok(SecondFactor { on: user.totp.is_some(), recovery_codes_left })
}

/// Begins one, or another one: it counts once its first code was typed.
pub async fn begin(app: &App, signed_in: &SignedIn) -> Result<NewSecondFactor> {
    signed_in.session_id()?;
    signed_in.confirmed().await?;
    let name = &signed_in.actor.name;
    let seed = Seed::random()?;
    app.store.set_pending_totp(name, &app.seal.seal(&whose(name), seed.as_bytes())?).await?;
    let uri = seed.uri(name.as_str());
    Ok(NewSecondFactor { secret: seed.base32(), picture: picture::of(&uri)?, uri })
}

/// Turns it on by its first code. One's other sessions end; this one gets another secret.
pub async fn confirm(
    app: &AppState,
    permit: &Permit,
    signed_in: &SignedIn,
    code: &str,
) -> Result<(Secret, RecoveryCodes)> {
    signed_in.session_id()?;
    signed_in.confirmed().await?;
    let user = own_user(app, signed_in).await?;
    let pending =
        user.totp_pending.ok_or_else(|| Error::Conflict(say::server::account::no_factor_begun().into()))?;
    app.tries.begin_code(user.name.as_str())?;
    let seed = open(app, &user.name, &pending)?;
    let step = seed
        .step_of(code, app.wall_ms(), None)
        .ok_or_else(|| Error::bad_field("code", say::server::account::not_the_code()))?;
    app.tries.code_fits(user.name.as_str());
    let (codes, hashes) = new_codes()?;
    let work = Change { what: say::server::record::second_factor_on(), ends_others: true };
    let store = app.store.clone();
    let secret = change(app, permit, signed_in, work, async move {
        if store.confirm_totp(&user.name, &pending, step, &hashes).await? {
            return Ok(());
        }
        Err(Error::Conflict(say::server::account::another_factor_begun().into()))
    })
    .await?;
    Ok((secret, codes))
}

/// Turns it off.
pub async fn remove(app: &AppState, permit: &Permit, signed_in: &SignedIn) -> Result<Secret> {
    signed_in.session_id()?;
    signed_in.confirmed().await?;
    let user = own_user(app, signed_in).await?;
    if user.totp.is_none() {
        return Err(Error::not_found(say::server::account::second_factor()));
    }
    let work = Change { what: say::server::record::second_factor_off(), ends_others: false };
    let store = app.store.clone();
    change(app, permit, signed_in, work, async move {
        store.remove_totp(&user.name).await.map(drop).map_err(Error::from)
    })
    .await
}

/// Other recovery codes in place of those there are.
pub async fn renew_codes(app: &AppState, permit: &Permit, signed_in: &SignedIn) -> Result<RecoveryCodes> {
    signed_in.session_id()?;
    signed_in.confirmed().await?;
    let user = own_user(app, signed_in).await?;
    if user.totp.is_none() {
        return Err(Error::Conflict(say::server::account::no_factor_for_codes().into()));
    }
    let (codes, hashes) = new_codes()?;
    let store = app.store.clone();
    let work = async move { store.set_recovery_codes(&user.name, &hashes).await.map_err(Error::from) };
    audit::recorded(app, permit, signed_in.entry(say::server::record::new_recovery_codes()).verb(VERB), work)
        .await?;
    Ok(codes)
}

/// How an account is changed by its owner.
struct Change {
    what: &'static str,
    ends_others: bool,
}

/// Changes one's own account on the record, and gives the session another secret.
async fn change(
    app: &AppState,
    permit: &Permit,
    signed_in: &SignedIn,
    change: Change,
    work: impl Future<Output = Result<()>> + Send + 'static,
) -> Result<Secret> {
    let entry = signed_in.entry(change.what).verb(VERB);
    let (state, signed_in) = (app.clone(), signed_in.clone());
    audit::recorded(app, permit, entry, async move {
        work.await?;
        if change.ends_others {
            let id = signed_in.session_id()?;
            state.store.delete_other_sessions(&signed_in.actor.name, id).await?;
        }
        session::rotate(&state, &signed_in).await
    })
    .await
}

fn open(app: &App, name: &UserName, sealed: &str) -> Result<Seed> {
    let bytes = app.seal.open(&whose(name), sealed);
    bytes.as_deref().and_then(Seed::from_bytes).ok_or_else(|| {
        Error::internal(format!(
            "the second factor of {name} was sealed with another key: put the former key file back (see \
             QUARTERDECK_KEY_FILE), or take it away with `quarterdeck user second-factor-off --name {name}`"
        ))
    })
}

fn whose(name: &UserName) -> String {
    format!("totp of {name}")
}

fn new_codes() -> Result<(RecoveryCodes, Vec<String>)> {
    let codes = (0..recovery::HOW_MANY).map(|_| recovery::random()).collect::<Result<Vec<_>>>()?;
    let hashes = codes.iter().filter_map(|code| recovery::hash(code)).collect();
    Ok((RecoveryCodes { codes }, hashes))
}
