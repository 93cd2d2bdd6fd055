//! How a display becomes a screen: it shows a code, and somebody who may types it elsewhere.
//!
//! The display gets its secret with the code, which proves nothing until then. What it becomes is decided by whoever
//! confirms it: the display itself can say nothing about that.

use std::net::IpAddr;

use rand::RngExt as _;
use shared::Permit;
use shared::screen::{
    self, CODE_LENGTH, CODE_SIGNS, ConfirmPairing, Kind, Pairing, PairingAsked, PairingNow, PairingState,
    ScreenRow,
};

use super::{VERB, check, may_show, row};
use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::auth::limit::{fullest, site};
use crate::auth::picture;
use crate::auth::secret::Secret;
use crate::auth::session::MINUTE_MS;
use crate::error::{Error, Result};
use crate::extract::Peer;
use crate::service::audit;
use crate::store::PairingRow;

/// A code can be typed for so long.
const CODE_MS: u64 = 10 * MINUTE_MS;
/// A display that asks again while its code lasts at least so long keeps it.
const KEPT_MS: u64 = 2 * MINUTE_MS;
/// The most displays that show a code at once. Of more the network that shows most loses its oldest.
const MOST: u64 = 200;
/// The longest description of a browser that is kept, in signs.
const LONGEST_AGENT: usize = 200;
/// In the same words whether it was never shown, is over, or was used.
fn no_such_code() -> Error {
    Error::not_found(say::server::screens::display_with_code())
}

/// Gives a display a code to show, and its secret if it has none yet. One that asks again keeps both.
pub async fn ask(app: &App, peer: Peer, user_agent: &str, own: Option<Secret>) -> Result<(Pairing, Secret)> {
    app.screens.limits.ask(peer.network())?;
    let now_ms = app.wall_ms();
    if let Some(own) = own
        && let Some(pairing) = app.store.pairing_by_secret(&own.hash(), now_ms).await?
        && pairing.expires_ms > now_ms + KEPT_MS
    {
        return Ok((shown(app, pairing)?, own));
    }
    let secret = Secret::random()?;
    let pairing = PairingRow {
        code: code()?,
        secret_hash: secret.hash(),
        asked_from: peer.0.to_canonical().to_string(),
        user_agent: user_agent.chars().take(LONGEST_AGENT).filter(|sign| !sign.is_control()).collect(),
        asked_ms: now_ms,
        expires_ms: now_ms + CODE_MS,
    };
    if !app.store.insert_pairing(&pairing, MOST).await? && !insert_in_place(app, &pairing).await? {
        return Err(Error::TooManyRequests { retry_after_s: MINUTE_MS / 1_000 });
    }
    Ok((shown(app, pairing)?, secret))
}

/// Stores one more where there are as many as there may be: in the place of the oldest of the network that has most, so that
/// few networks keep nobody else out.
async fn insert_in_place(app: &App, pairing: &PairingRow) -> Result<bool> {
    let all = app.store.pairings().await?;
    let from = |pairing: &PairingRow| pairing.asked_from.parse::<IpAddr>().ok();
    let fullest = fullest(all.iter().filter_map(from));
    let oldest = all.iter().find(|other| from(other).map(site) == fullest);
    let is_full = u64::try_from(all.len()).is_ok_and(|number| number >= MOST);
    if let Some(oldest) = oldest.filter(|_| is_full) {
        app.store.delete_pairing(&oldest.code).await?;
    }
    Ok(app.store.insert_pairing(pairing, MOST).await?)
}

/// Whether the display that shows this secret is a screen by now.
pub async fn now(app: &App, peer: Peer, own: Option<Secret>) -> Result<PairingNow> {
    app.screens.limits.wait(peer.network())?;
    let state = match own {
        Some(own) if app.store.screen_by_secret(&own.hash()).await?.is_some() => PairingState::Paired,
        Some(own) if app.store.pairing_by_secret(&own.hash(), app.wall_ms()).await?.is_some() => {
            PairingState::Waiting
        }
        _ => return Err(Error::not_found(say::server::screens::code_of_display())),
    };
    Ok(PairingNow { state })
}

/// Who shows a code, so that nobody confirms another display than the one that they stand before.
pub async fn look(app: &App, permit: &Permit, code: &str) -> Result<PairingAsked> {
    let PairingRow { asked_from, user_agent, asked_ms, expires_ms, .. } = find(app, permit, code).await?;
    Ok(PairingAsked { from: asked_from, user_agent, asked_ms, expires_ms })
}

/// Makes the display that shows this code a screen.
pub async fn confirm(
    app: &AppState,
    permit: &Permit,
    who: &SignedIn,
    code: &str,
    body: ConfirmPairing,
) -> Result<ScreenRow> {
    check(&body.name, &body.view)?;
    may_show(who, &body.view).await?;
    let PairingRow { code, asked_from, user_agent, .. } = find(app, permit, code).await?;
    let entry = who
        .entry(say::server::record::pair_screen(&body.name, &body.view.words()))
        .verb(VERB)
        .detail([say::server::record::asked_from(&asked_from), user_agent]);
    let by = permit.actor().name.to_string();
    let screen = ScreenRow { is_open: true, ..row(Kind::Display, body.name, body.view, by, app.wall_ms()) };
    let state = app.clone();
    audit::recorded(app, permit, entry, async move {
        match state.store.pair(&code, &screen).await? {
            true => Ok(screen),
            false => Err(no_such_code()),
        }
    })
    .await
}

/// The pairing of a code that somebody typed. They are many, but they may not be tried.
async fn find(app: &App, permit: &Permit, code: &str) -> Result<PairingRow> {
    let who = permit.actor().name.as_str();
    app.screens.limits.typed(who)?;
    let absent = || no_such_code();
    let code = screen::code(code).ok_or_else(absent)?;
    let found = app.store.pairing(&code, app.wall_ms()).await?.ok_or_else(absent)?;
    app.screens.limits.fits(who);
    Ok(found)
}

fn shown(app: &App, pairing: PairingRow) -> Result<Pairing> {
    let url = format!("{}/settings/screens", app.config.url());
    let (qr_size, qr_path) = picture::path(&format!("{url}?code={}", pairing.code))?;
    Ok(Pairing {
        code: screen::spaced(&pairing.code),
        url,
        qr_path,
        qr_size,
        expires_ms: pairing.expires_ms,
        now_ms: app.wall_ms(),
    })
}

fn code() -> Result<String> {
    let mut random = rand::rng();
    let sign = |at: usize| CODE_SIGNS.get(at).map(|sign| char::from(*sign));
    let code: Option<String> =
        (0..CODE_LENGTH).map(|_| sign(random.random_range(0..CODE_SIGNS.len()))).collect();
    code.ok_or_else(|| Error::internal("no sign for a code"))
}
