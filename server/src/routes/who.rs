//! The extractor that every handler begins with: who asks. Owns only which way in counts, if a request has several; each way
//! is `auth::actor`'s.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::app::AppState;
use crate::auth::{OnScreen, SignedIn, header};
use crate::error::{Error, Result};
use crate::service::provision;

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self> {
        // Credentials that are there and bad are refused, whatever else came along.
        if let Some(found) = Self::by_token(app, &parts.headers).await? {
            return Ok(found);
        }
        let why = match Self::by_session(app, &parts.headers).await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => say::server::who::sign_in_first(),
            // A session that has ended is none: browsers go on to send its cookie.
            Err(Error::NotSignedIn(why)) => why,
            Err(error) => return Err(error),
        };
        match vouched_for(app, parts).await? {
            Some(found) => Ok(found),
            // A screen's cookie is no way in here, whatever is asked for; that is said before anything else is looked at.
            None if OnScreen::is_one(&parts.headers, app).await? => Err(Error::OnlyAScreen),
            None => Err(Error::NotSignedIn(why)),
        }
    }
}

/// Whom the connection's certificate or a trusted proxy vouches for, without credentials in the request itself; nobody if
/// there is neither.
pub(super) async fn vouched_for(app: &AppState, parts: &Parts) -> Result<Option<SignedIn>> {
    if let Some(found) = SignedIn::by_certificate(app, parts).await? {
        return Ok(Some(found));
    }
    let Some(named) = header::named(app, parts)? else { return Ok(None) };
    // It may bring its users and their groups along.
    provision::by_header(app, &named.user, named.groups.as_deref()).await?;
    SignedIn::by_header(app, &parts.headers, named.user).await.map(Some)
}
