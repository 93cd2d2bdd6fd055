//! Signing in at an identity provider (OpenID Connect): authorization code with PKCE.
//!
//! The browser carries a code and nothing else. Tokens come from the provider's own address to this process, are read
//! once, and are dropped. Whoever signs in is known by the provider's address and the subject that it gives them, never
//! by a name: names are given to others. A sign-in that comes to nothing ends at the sign-in page, with words, and never
//! begins again by itself.

mod admin_group;
mod exchange;
mod fetch;
mod finish;
mod keys;
mod pending;
mod person;
mod place;
mod problem;
mod provider;
#[cfg(test)]
mod tests;
mod token;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use shared::sign_on::ProviderWay;

use self::exchange::query;
use self::fetch::Fetcher;
use self::pending::{Begun, Pending};
use self::provider::Known;
use crate::app::AppState;
use crate::auth::secret::Secret;
use crate::config::{Config, Oidc};
use crate::error::{Error, Result};
use crate::extract::Peer;

pub use admin_group::grant_admin_group;
pub use finish::finish;
pub use problem::{Problem, Why};

/// Where the sign-in begins.
pub const START: &str = "/api/v1/session/oidc";
/// Where it begins for whoever must confirm that it is them.
pub const CONFIRM: &str = "/api/v1/session/oidc?confirm=true";
/// Where the provider sends people back to: this, behind the public address, must be registered there.
pub const CALLBACK: &str = "/api/v1/session/oidc/callback";
/// How long the browser's cookie lasts, in seconds: as long as a sign-in may take.
pub const COOKIE_S: u64 = pending::LASTS_MS / 1000;

/// The identity provider as this server sees it.
pub struct Provider {
    config: Oidc,
    redirect_uri: String,
    fetcher: Fetcher,
    known: Known,
    pending: Pending,
}

/// Where the browser is sent.
#[derive(Debug)]
pub struct Away {
    /// The provider's page.
    pub location: String,
    /// What binds the sign-in to this browser.
    pub browser: Secret,
}

/// What the provider sends by way of the browser.
#[derive(Debug, Default, Deserialize)]
pub struct Returned {
    /// What the tokens are fetched with.
    #[serde(default)]
    code: Option<String>,
    /// Which sign-in it is about.
    #[serde(default)]
    state: Option<String>,
    /// Why there is no code.
    #[serde(default)]
    error: Option<String>,
    /// Who says so.
    #[serde(default)]
    iss: Option<String>,
}

/// Why a sign-in came to nothing.
#[derive(Debug)]
pub struct Failed {
    /// The page that they wanted.
    pub to: String,
    /// Why.
    pub why: Why,
}

impl Provider {
    /// Reads what the configuration names; asks the provider nothing yet.
    pub fn open(config: &Config) -> Result<Option<Self>> {
        let (Some(oidc), Some(public)) = (&config.oidc, &config.public_url) else { return Ok(None) };
        let provider = Self {
            config: oidc.clone(),
            redirect_uri: format!("{}{CALLBACK}", public.to_string().trim_end_matches('/')),
            fetcher: Fetcher::new(oidc.ca_file.as_deref())?,
            known: Known::default(),
            pending: Pending::default(),
        };
        // A file that can't be read is known now, not at the first sign-in.
        provider.secret()?;
        Ok(Some(provider))
    }

    /// As the sign-in page offers it.
    pub fn way(&self) -> ProviderWay {
        ProviderWay { name: self.config.name.clone(), start: START.to_owned() }
    }

    /// The address of the provider.
    pub fn issuer(&self) -> &str {
        &self.config.issuer
    }

    /// Read each time: who puts another secret into the file need not start the server again.
    fn secret(&self) -> Result<Option<String>> {
        let Some(path) = &self.config.client_secret_file else { return Ok(None) };
        let read = std::fs::read_to_string(path);
        let secret = read.map(|text| text.trim().to_owned()).map_err(|error| error.to_string());
        match secret {
            Ok(secret) if !secret.is_empty() => Ok(Some(secret)),
            Ok(_) => Err("it is empty".to_owned()),
            Err(error) => Err(error),
        }
        .map_err(|why| {
            Error::internal(format!(
                "QUARTERDECK_OIDC_CLIENT_SECRET_FILE ({}) can't be used: {why}",
                path.display()
            ))
        })
    }
}

/// Begins a sign-in: says where the browser goes. `confirms`: the provider shall ask anew who sits there, even if it knows.
pub async fn begin(
    app: &AppState,
    peer: Peer,
    to: Option<&str>,
    confirms: bool,
    browser: Option<Secret>,
) -> Result<Away, Failed> {
    let to = to.and_then(place::local).unwrap_or("/").to_owned();
    let failed = |problem: Problem, note: String| {
        tracing::warn!(why = note, "a sign-in at the provider can't begin");
        Failed { to: to.clone(), why: problem.because(note) }
    };
    let provider = app.oidc.as_ref().ok_or_else(|| failed(Problem::NoProvider, String::new()))?;
    let metadata = provider
        .known
        .metadata(&provider.fetcher, &provider.config.issuer, app.now_ms())
        .await
        .map_err(|error| failed(Problem::Provider, error.to_string()))?;
    let random = || Secret::random().map_err(|error| failed(Problem::Ours, error.to_string()));
    let (state, nonce, verifier) = (random()?, random()?, random()?);
    // One browser may begin in several tabs.
    let browser = browser.map_or_else(random, Ok)?;
    let challenge = BASE64URL.encode(Sha256::digest(verifier.reveal()));
    let scope = [&["openid".to_owned()], &provider.config.scopes[..]].concat().join(" ");
    let asked = [
        ("response_type", "code"),
        ("client_id", &provider.config.client_id),
        ("redirect_uri", &provider.redirect_uri),
        ("scope", &scope),
        ("state", state.reveal()),
        ("nonce", nonce.reveal()),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    // The second makes the provider say when it asked; some look at one of the two only.
    let anew = [("prompt", "login"), ("max_age", "0")].into_iter().filter(|_| confirms);
    let address = &metadata.authorization_endpoint;
    let joint = if address.contains('?') { '&' } else { '?' };
    let location = format!("{address}{joint}{}", query(asked.into_iter().chain(anew)));
    let (network, at_ms, wall_s) = (peer.network(), app.now_ms(), wall_s(app));
    let begun = Begun { nonce, verifier, to, browser: browser.hash(), network, at_ms, wall_s, confirms };
    provider.pending.keep(&state, begun);
    Ok(Away { location, browser })
}

/// The time of day, in seconds since the Unix epoch.
fn wall_s(app: &AppState) -> i64 {
    i64::try_from(app.wall_ms() / 1000).unwrap_or(i64::MAX)
}
