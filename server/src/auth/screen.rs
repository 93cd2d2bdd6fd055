//! The extractor of a screen's own paths: which wall display or read-only link asks.
//!
//! A screen is no [`SignedIn`](super::SignedIn) and can't become one: there is no way from this type to an actor with
//! rights of its own, to a session or to a token. All that follows from it is its view. Where both came along, these paths
//! take the screen's cookie alone, and all others whoever is signed in.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use shared::screen::ScreenRow;

use super::cookie::Cookie;
use super::secret::Secret;
use super::session::DAY_MS;
use crate::app::{App, AppState};
use crate::error::{Error, Result};

/// A screen that has not looked for so long is none any more.
pub const UNSEEN_MS: u64 = 90 * DAY_MS;

/// A screen whose cookie is good at this moment.
#[derive(Debug, Clone)]
pub struct OnScreen {
    /// Which one.
    pub screen: ScreenRow,
    secret: Secret,
}

impl OnScreen {
    /// Whether these headers carry the cookie of a screen.
    pub async fn is_one(headers: &HeaderMap, app: &App) -> Result<bool> {
        let Some(secret) = Cookie::screen(app.config.https()).read(headers) else {
            return Ok(false);
        };
        Ok(find(app, &secret).await?.is_some())
    }

    /// The same screen as it is now; nothing if it is over.
    pub async fn recheck(&self, app: &App) -> Result<Option<ScreenRow>> {
        find(app, &self.secret).await
    }

    /// What its browser shows, to give it once more: browsers forget cookies in the end.
    pub(crate) fn secret(&self) -> &Secret {
        &self.secret
    }
}

impl FromRequestParts<AppState> for OnScreen {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self> {
        let none = || Error::NotSignedIn(say::server::who::no_screen());
        let secret = Cookie::screen(app.config.https()).read(&parts.headers).ok_or_else(none)?;
        let screen = find(app, &secret).await?.ok_or_else(none)?;
        app.screens.limits.read(&screen.id)?;
        Ok(Self { screen, secret })
    }
}

/// The screen that shows this secret, if it is not over.
async fn find(app: &App, secret: &Secret) -> Result<Option<ScreenRow>> {
    let now_ms = app.wall_ms();
    let screen = app.store.screen_by_secret(&secret.hash()).await?;
    Ok(screen.filter(|screen| {
        let seen_ms = screen.seen_ms.unwrap_or(screen.created_ms);
        screen.expires_ms.is_none_or(|expires_ms| now_ms < expires_ms) && now_ms < seen_ms + UNSEEN_MS
    }))
}
