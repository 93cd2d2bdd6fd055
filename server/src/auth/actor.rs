//! The extractor that every handler begins with: who asks, and how they came in.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use shared::{Actor, Permit, Scope, Verb};

use super::cookie::SessionCookie;
use super::secret::Secret;
use super::session::{self, TOUCH_EVERY_MS};
use crate::app::AppState;
use crate::error::{Error, Result};
use crate::service::audit::{self, Entry};

/// How somebody came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// With a browser's session.
    Session,
    /// With an API token.
    Token,
    /// On the server's own command line.
    CommandLine,
    /// Not at all.
    Nobody,
}

impl Via {
    /// As the record writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Token => "token",
            Self::CommandLine => "command line",
            Self::Nobody => "nobody",
        }
    }
}

/// Somebody whose credentials are good at this moment.
#[derive(Clone)]
pub struct SignedIn {
    /// Who.
    pub actor: Actor,
    /// How they came in.
    pub via: Via,
    /// The session's id; none for a token.
    pub session_id: Option<String>,
    /// When the credentials end by themselves.
    pub expires_ms: u64,
    app: AppState,
    secret: Secret,
}

impl SignedIn {
    /// Asks the policy. A refusal is recorded.
    pub async fn may(&self, verb: Verb, scope: Scope) -> Result<Permit> {
        match shared::may(&self.actor, verb, scope) {
            Ok(permit) => Ok(permit),
            Err(refusal) => {
                audit::refused(&self.app, self.via, &refusal).await;
                Err(Error::Forbidden(refusal))
            }
        }
    }

    /// A line for the record, of something that this person is about to do.
    pub fn entry(&self, summary: impl Into<String>) -> Entry {
        Entry::new(self.via, summary)
    }

    /// The session's id, for what concerns one's own account only.
    pub fn session_id(&self) -> Result<&str> {
        self.session_id.as_deref().ok_or(Error::NeedsSession)
    }

    /// Whether the same credentials are still good: long-lived streams ask again and again.
    pub async fn is_still_valid(&self) -> Result<bool> {
        let found = match self.via {
            Via::Token => by_token(&self.app, self.secret.clone()).await,
            _ => by_session(&self.app, self.secret.clone()).await,
        };
        match found {
            Ok(now) => Ok(now.actor == self.actor),
            Err(Error::NotSignedIn(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self> {
        // Credentials that are there and bad are refused, whatever else came along.
        if parts.headers.contains_key(header::AUTHORIZATION) {
            let token = token_of(&parts.headers).ok_or(Error::NotSignedIn(
                "This is no API token. Send 'Authorization: Bearer qd_…', or the token as the password of Basic.",
            ))?;
            return by_token(app, token).await;
        }
        let cookie = SessionCookie { https: app.config.https() };
        let secret = cookie.read(&parts.headers).ok_or(Error::NotSignedIn(
            "Sign in first: with a name and password, with a one-time link, or with an API token.",
        ))?;
        by_session(app, secret).await
    }
}

async fn by_session(app: &AppState, secret: Secret) -> Result<SignedIn> {
    const ENDED: Error = Error::NotSignedIn("Your session has ended. Sign in again.");
    let owner = app.store.session_by_secret(&secret.hash()).await?.ok_or(ENDED)?;
    let now_ms = app.now_ms();
    let expires_ms = session::expires_ms(&owner.session);
    if expires_ms <= now_ms {
        return Err(ENDED);
    }
    if owner.session.seen_ms + TOUCH_EVERY_MS <= now_ms {
        app.store.touch_session(&owner.session.id, now_ms).await?;
    }
    Ok(SignedIn {
        actor: Actor { name: owner.user, role: owner.role },
        via: Via::Session,
        session_id: Some(owner.session.id),
        expires_ms,
        app: app.clone(),
        secret,
    })
}

async fn by_token(app: &AppState, secret: Secret) -> Result<SignedIn> {
    let token = app.store.token_by_secret(&secret.hash()).await?.ok_or(Error::NotSignedIn(
        "This API token is not known here. It may have been revoked: make a new one under Settings.",
    ))?;
    let now_ms = app.now_ms();
    if token.expires_ms <= now_ms {
        return Err(Error::NotSignedIn("This API token has expired. Make a new one under Settings."));
    }
    if token.used_ms.is_none_or(|used_ms| used_ms + TOUCH_EVERY_MS <= now_ms) {
        app.store.touch_token(&token.id, now_ms).await?;
    }
    Ok(SignedIn {
        actor: Actor { name: token.name, role: token.role },
        via: Via::Token,
        session_id: None,
        expires_ms: token.expires_ms,
        app: app.clone(),
        secret,
    })
}

/// The token of `Bearer TOKEN`, or of Basic with the token as the password (fleetctl, git, curl's `-u`).
fn token_of(headers: &HeaderMap) -> Option<Secret> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, credentials) = value.split_once(' ')?;
    let credentials = credentials.trim();
    if scheme.eq_ignore_ascii_case("bearer") {
        return Secret::parse_token(credentials);
    }
    if scheme.eq_ignore_ascii_case("basic") {
        let decoded = String::from_utf8(BASE64.decode(credentials).ok()?).ok()?;
        return Secret::parse_token(decoded.split_once(':')?.1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(value: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, value.parse().unwrap());
        token_of(&headers).map(|token| token.reveal().to_owned())
    }

    #[test]
    fn a_token_comes_as_bearer_or_as_a_password() {
        let token = Secret::random_token().unwrap().reveal().to_owned();
        let basic = |text: String| format!("Basic {}", BASE64.encode(text));
        assert_eq!(with(&format!("Bearer {token}")), Some(token.clone()));
        assert_eq!(with(&format!("bearer  {token}")), Some(token.clone()));
        assert_eq!(with(&basic(format!(":{token}"))), Some(token.clone()));
        assert_eq!(with(&basic(format!("anybody:{token}"))), Some(token.clone()));
        assert_eq!(with(&basic(format!("{token}:"))), None);
        assert_eq!(with(&format!("Digest {token}")), None);
        assert_eq!(with("Basic ???"), None);
        assert_eq!(with("Bearer"), None);
    }
}
