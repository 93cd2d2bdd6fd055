//! Signing in at an identity provider (OpenID Connect): authorization code with PKCE.
//!
//! The browser carries a code and nothing else. Tokens come from the provider's own address to this process, are read
//! once, and are dropped. Whoever signs in is known by the provider's address and the subject that it gives them, never
//! by a name: names are given to others. A sign-in that comes to nothing ends at the sign-in page, with words, and never
//! begins again by itself.

mod exchange;
mod fetch;
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
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use shared::RoleName;
use shared::audit::Outcome;
use shared::policy::{Grant, Limits, Pattern, Subject};
use shared::sign_on::ProviderWay;

use self::exchange::{Exchange, query};
use self::fetch::Fetcher;
use self::keys::Unsigned;
use self::pending::{Begun, Pending};
use self::provider::{Known, Metadata};
use self::token::{Claims, Expected, SKEW_S, Unbelieved};
use super::audit;
use super::session::{self, From, NewlySignedIn};
use crate::app::AppState;
use crate::auth::Via;
use crate::auth::confirm::has_own_means;
use crate::auth::secret::Secret;
use crate::config::{Config, Oidc};
use crate::error::{Error, Result};
use crate::extract::Peer;
use shared::access::MemberSource;

pub use problem::Problem;

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
    /// What people are told.
    pub problem: Problem,
    /// The page that they wanted.
    pub to: String,
    /// What the record and the log say; no part of a token.
    note: String,
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
    let failed = |problem, note: String| {
        tracing::warn!(why = note, "a sign-in at the provider can't begin");
        Failed { problem, to: to.clone(), note }
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

/// Ends a sign-in: whoever the provider says that it is has a session now, and goes on to the page that they wanted.
pub async fn finish(
    app: &AppState,
    returned: Returned,
    browser: Option<Secret>,
    from: From,
) -> Result<(NewlySignedIn, String), Failed> {
    let tried = match app.tries.begin(from.peer.network(), None) {
        Ok(tried) => tried,
        Err(error) => {
            return Err(Failed { problem: Problem::TooMany, to: "/".to_owned(), note: error.to_string() });
        }
    };
    let mut to = "/".to_owned();
    match try_finish(app, returned, browser, from, &mut to).await {
        Ok(new) => {
            app.tries.give_back(tried);
            Ok((new, to))
        }
        Err((problem, note)) => {
            let failed = Failed { problem, to, note };
            // What can't be recorded is not done; here nothing is.
            if let Err(error) = record_refusal(app, &failed).await {
                tracing::error!(%error, "a refused sign-in could not be recorded");
            }
            Err(failed)
        }
    }
}

/// At start-up: the group that the configuration names has everything. It is a grant like others, to be seen among them.
pub async fn grant_admin_group(app: &AppState) -> Result<()> {
    let group = app.config.oidc.as_ref().and_then(|oidc| oidc.admin_group.clone());
    let Some(group) = group else { return Ok(()) };
    let grant = Grant {
        id: uuid::Uuid::now_v7().to_string(),
        to: Subject::Group(group.clone()),
        role: RoleName::admin(),
        cluster: Pattern::all(),
        apps: Pattern::all(),
        limits: Limits::NONE,
    };
    let same = |other: &Grant| Grant { id: grant.id.clone(), ..other.clone() } == grant;
    if app.store.grants().await?.iter().any(same) {
        return Ok(());
    }
    let summary = format!("Give the group {group} the role admin: QUARTERDECK_OIDC_ADMIN_GROUP says so");
    let line = audit::begin_unasked(app, "settings", Via::CommandLine, "users", &summary).await?;
    let done = async {
        if app.store.group(&group).await?.is_none() {
            app.store.put_group(&group, MemberSource::Local, &[], app.wall_ms()).await?;
        }
        Ok(app.store.insert_grant(&grant).await?)
    };
    audit::finish_by(app, line, done.await).await
}

type Refused = (Problem, String);

async fn try_finish(
    app: &AppState,
    returned: Returned,
    browser: Option<Secret>,
    from: From,
    to: &mut String,
) -> Result<NewlySignedIn, Refused> {
    let expired = || (Problem::Expired, "it was not begun in this browser, or too long ago".to_owned());
    let provider = app.oidc.as_ref().ok_or((Problem::NoProvider, String::new()))?;
    let state = returned.state.as_deref().and_then(Secret::parse).ok_or_else(expired)?;
    let browser = browser.ok_or_else(expired)?;
    let begun = provider.pending.take(&state, &browser, app.now_ms()).ok_or_else(expired)?;
    to.clone_from(&begun.to);
    let metadata = provider
        .known
        .metadata(&provider.fetcher, &provider.config.issuer, app.now_ms())
        .await
        .map_err(|error| (Problem::Provider, error.to_string()))?;
    let says_who = metadata.authorization_response_iss_parameter_supported;
    if returned.iss.as_deref().map_or(says_who, |iss| iss != provider.config.issuer) {
        return Err((Problem::Unbelieved, "the answer is not said to be the provider's".to_owned()));
    }
    if let Some(error) = returned.error {
        let error: String = error.chars().filter(char::is_ascii_graphic).take(60).collect();
        return Err((Problem::Refused, format!("the provider says: {error}")));
    }
    let code = returned.code.ok_or((Problem::Unbelieved, "the answer has no code".to_owned()))?;
    let claims = provider.ask(app, &metadata, &begun, &code).await?;
    let was_asked = claims.auth_time_s.is_some_and(|at_s| at_s.saturating_add(SKEW_S) >= begun.wall_s);
    if begun.confirms && !was_asked {
        return Err((Problem::NotAsked, format!("it says {:?} of when it asked", claims.auth_time_s)));
    }
    let user = person::user_of(app, &provider.config, &claims).await?;
    let summary = "Sign in at the identity provider";
    // What one has here is asked for here: who has a second factor does not get past it by way of the provider.
    let confirmed = was_asked && !has_own_means(&user);
    session::begin_session(app, user, summary, from, confirmed)
        .await
        .map_err(|error| (Problem::Ours, error.to_string()))
}

impl Provider {
    /// What the provider says of whoever brought the code.
    async fn ask(
        &self,
        app: &AppState,
        metadata: &Metadata,
        begun: &Begun,
        code: &str,
    ) -> Result<Claims, Refused> {
        let secret = self.secret().map_err(|error| (Problem::Ours, error.to_string()))?;
        let exchange = Exchange {
            code,
            redirect_uri: &self.redirect_uri,
            verifier: begun.verifier.reveal(),
            client_id: &self.config.client_id,
            secret: secret.as_deref(),
        };
        let provider = |error: &dyn std::fmt::Display| (Problem::Provider, error.to_string());
        let tokens = exchange.send(&self.fetcher, metadata).await.map_err(|error| provider(&error))?;
        let expected = Expected {
            issuer: &self.config.issuer,
            client_id: &self.config.client_id,
            nonce: begun.nonce.reveal(),
            now_s: wall_s(app),
        };
        let keys = async |newer| {
            self.known
                .keys(&self.fetcher, metadata, newer, app.now_ms())
                .await
                .map_err(|error| provider(&error))
        };
        let mut believed = token::verify(&tokens.id_token, &keys(false).await?, expected);
        if matches!(believed, Err(Unbelieved::Unsigned(Unsigned::NoKey))) {
            believed = token::verify(&tokens.id_token, &keys(true).await?, expected);
        }
        let mut claims = believed.map_err(|error| (Problem::Unbelieved, error.to_string()))?;
        // Many providers say little in the token, and the rest to whoever asks.
        if let (Some(address), Some(access)) = (&metadata.userinfo_endpoint, &tokens.access_token)
            && self.lacks(&claims.others)
        {
            let more =
                exchange::userinfo(&self.fetcher, address, access).await.map_err(|error| provider(&error))?;
            if more.get("sub").and_then(Value::as_str) != Some(claims.subject.as_str()) {
                return Err((Problem::Unbelieved, "the provider speaks of somebody else".to_owned()));
            }
            for (name, value) in more {
                claims.others.entry(name).or_insert(value);
            }
        }
        Ok(claims)
    }

    fn lacks(&self, claims: &Map<String, Value>) -> bool {
        let wanted = std::iter::once(&self.config.user_claim).chain(&self.config.groups_claim);
        wanted.into_iter().any(|claim| !claims.contains_key(claim))
    }
}

/// The time of day, in seconds since the Unix epoch.
fn wall_s(app: &AppState) -> i64 {
    i64::try_from(app.wall_ms() / 1000).unwrap_or(i64::MAX)
}

async fn record_refusal(app: &AppState, failed: &Failed) -> Result<()> {
    let summary = "Sign in at the identity provider";
    let line = audit::begin_unasked(app, "", Via::Nobody, session::SIGN_IN, summary).await?;
    audit::finish(app, line, Outcome::Refused, &format!("{} ({})", failed.problem.words(), failed.note))
        .await;
    Ok(())
}
