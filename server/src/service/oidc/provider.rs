//! What the provider publishes of itself: where it is asked for what, and its keys. Kept for an hour; keys are read again
//! sooner when a token names one that is not known.

use serde::Deserialize;
use tokio::sync::Mutex;

use super::fetch::{Fetcher, NoAnswer};
use super::keys::Keys;
use crate::config::is_web_address;

/// How long what was read counts.
const FRESH_MS: u64 = 60 * 60_000;
/// The provider's keys are not read again sooner than this, whatever tokens say.
const KEYS_AT_MOST_EVERY_MS: u64 = 30_000;
/// How long a provider that did not answer is left in peace.
const AFTER_FAILURE_MS: u64 = 5_000;
/// What stands behind the issuer.
const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// Where a provider is asked for what.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Metadata {
    issuer: String,
    /// Where people sign in.
    pub(super) authorization_endpoint: String,
    /// Where a code becomes tokens.
    pub(super) token_endpoint: String,
    jwks_uri: String,
    /// Where more is said of somebody.
    #[serde(default)]
    pub(super) userinfo_endpoint: Option<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    /// Whether every answer by way of the browser says whose it is.
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
}

/// Why the provider can't be used now.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unusable {
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    #[error("the provider says that it is another one than QUARTERDECK_OIDC_ISSUER: {0}")]
    OtherIssuer(String),
    #[error("the provider names an address without TLS: {0}")]
    InTheClear(String),
    #[error("the provider did not answer a moment ago")]
    JustFailed,
}

/// What is known of it, and since when.
#[derive(Debug, Default)]
pub(super) struct Known(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    metadata: Option<(Metadata, u64)>,
    keys: Option<(Keys, u64)>,
    failed_ms: Option<u64>,
}

impl Metadata {
    /// Whether the secret goes into the body: only if the provider takes it nowhere else.
    pub(super) fn wants_secret_in_body(&self) -> bool {
        let has = |method| {
            self.token_endpoint_auth_methods_supported
                .as_ref()
                .is_some_and(|methods| methods.iter().any(|one| one == method))
        };
        has("client_secret_post") && !has("client_secret_basic")
    }

    fn check(&self, issuer: &str) -> Result<(), Unusable> {
        if self.issuer != issuer {
            return Err(Unusable::OtherIssuer(self.issuer.chars().take(200).collect()));
        }
        let all = [
            Some(&self.authorization_endpoint),
            Some(&self.token_endpoint),
            Some(&self.jwks_uri),
            self.userinfo_endpoint.as_ref(),
        ];
        for address in all.into_iter().flatten() {
            // An address may have a query of its own; what counts is TLS.
            if !is_web_address(address.split('?').next().unwrap_or_default()) {
                return Err(Unusable::InTheClear(address.chars().take(200).collect()));
            }
        }
        Ok(())
    }
}

impl Known {
    /// Where it is asked for what. One request at a time: whoever comes meanwhile gets what it brings.
    pub(super) async fn metadata(
        &self,
        fetcher: &Fetcher,
        issuer: &str,
        now_ms: u64,
    ) -> Result<Metadata, Unusable> {
        let mut state = self.0.lock().await;
        if let Some((metadata, at_ms)) = &state.metadata
            && now_ms < at_ms + FRESH_MS
        {
            return Ok(metadata.clone());
        }
        let at = format!("{}{WELL_KNOWN}", issuer.trim_end_matches('/'));
        let read: Result<Metadata, Unusable> = state.once(now_ms, fetcher, &at).await;
        let metadata = read.and_then(|metadata| metadata.check(issuer).map(|()| metadata))?;
        state.metadata = Some((metadata.clone(), now_ms));
        Ok(metadata)
    }

    /// Its keys; `newer` than those that were given last, if they are not of a moment ago.
    pub(super) async fn keys(
        &self,
        fetcher: &Fetcher,
        metadata: &Metadata,
        newer: bool,
        now_ms: u64,
    ) -> Result<Keys, Unusable> {
        let mut state = self.0.lock().await;
        if let Some((keys, at_ms)) = &state.keys {
            let counts_ms = if newer { KEYS_AT_MOST_EVERY_MS } else { FRESH_MS };
            if now_ms < at_ms + counts_ms {
                return Ok(keys.clone());
            }
        }
        let keys: Keys = state.once(now_ms, fetcher, &metadata.jwks_uri).await?;
        state.keys = Some((keys.clone(), now_ms));
        Ok(keys)
    }
}

impl State {
    /// Asks, unless the last question of a moment ago had no answer: many who wait must not each wait for the same.
    async fn once<T: serde::de::DeserializeOwned>(
        &mut self,
        now_ms: u64,
        fetcher: &Fetcher,
        at: &str,
    ) -> Result<T, Unusable> {
        if self.failed_ms.is_some_and(|failed_ms| now_ms < failed_ms + AFTER_FAILURE_MS) {
            return Err(Unusable::JustFailed);
        }
        let answer = fetcher.json(fetcher.request(reqwest::Method::GET, at), at).await;
        self.failed_ms = answer.is_err().then_some(now_ms);
        Ok(answer?)
    }
}
