//! Sign-in by a trusted proxy's word: the proxy has signed somebody in and names them in a header.
//!
//! Whoever reaches the port could write that header. So it counts only from the configured addresses, by the connection
//! itself and never by what `X-Forwarded-For` says; from everybody else it is as if it were not there. Only reads: accounts
//! and groups are `service::provision`'s.

use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use shared::UserName;

use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::Connected;

/// Whom the proxy names.
#[derive(Debug)]
pub struct Named {
    /// The user.
    pub user: UserName,
    /// None if no header for groups is configured.
    pub groups: Option<Vec<String>>,
}

/// Whom the proxy names in this request; nothing if it is not from a trusted proxy, or that names nobody.
pub fn named(app: &App, parts: &Parts) -> Result<Option<Named>> {
    let Some(config) = &app.config.header_sign_in else { return Ok(None) };
    if !app.config.trusted_proxies.hold(Connected::of(&parts.extensions).0) {
        return Ok(None);
    }
    let user = match only(parts, &config.user)?.map(HeaderValue::to_str) {
        None | Some(Ok("")) => return Ok(None),
        Some(Ok(text)) => UserName::parse(text).ok(),
        Some(Err(_)) => None,
    };
    let user = user.ok_or(Error::NotSignedIn(say::server::who::proxys_name_is_none()))?;
    let groups = match &config.groups {
        Some(header) => {
            let text = only(parts, header)?.and_then(|value| value.to_str().ok()).unwrap_or_default();
            Some(text.split(',').map(str::to_owned).collect())
        }
        None => None,
    };
    Ok(Some(Named { user, groups }))
}

/// The header's one value. Of two, one may be the client's own.
fn only<'a>(parts: &'a Parts, name: &HeaderName) -> Result<Option<&'a HeaderValue>> {
    let mut values = parts.headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (value, None) => Ok(value),
        _ => Err(Error::NotSignedIn(say::server::who::proxys_name_twice())),
    }
}
