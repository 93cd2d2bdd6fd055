//! Somebody whose credentials are good, by each of the ways in, and whether they still are. Which way counts for a request
//! is the extractor's to say (`routes::who`); what they ask of the policy stands in `service::asking`.

use axum::http::request::Parts;
use axum::http::{HeaderMap, header as http_header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use shared::{Actor, UserName};

use super::Via;
use super::certificate::{self, Presented};
use super::cookie::Cookie;
use super::secret::Secret;
use super::session::{TOUCH_EVERY_MS, WORD_MS};
use crate::app::AppState;
use crate::error::{Error, Result};
use crate::store::{Behalf, TokenOwner};

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
    /// What the browser shows that has confirmed it without a session.
    pub(super) confirmation: Option<Secret>,
    pub(crate) app: AppState,
    proof: Proof,
}

/// What somebody came in with, to ask again.
#[derive(Clone)]
enum Proof {
    Session(Secret),
    Token {
        secret: Secret,
        id: String,
    },
    Certificate(Presented),
    /// The proxy's word, which is given with each request anew.
    Header,
}

impl SignedIn {
    /// Whose the token of this request is; nothing if there is no header for one. Credentials that are there and bad are
    /// refused.
    pub async fn by_token(app: &AppState, headers: &HeaderMap) -> Result<Option<Self>> {
        if !headers.contains_key(http_header::AUTHORIZATION) {
            return Ok(None);
        }
        let Some(token) = token_of(headers) else {
            app.tries.refuse_credentials(say::server::record::no_api_token());
            return Err(Error::NotSignedIn(say::server::who::no_token()));
        };
        let what = || say::server::record::api_token(&token.hint());
        counted(app, what, by_token(app, token.clone()).await)?.used().await.map(Some)
    }

    /// Whose the session of this request is; nothing if it has no cookie of one.
    pub async fn by_session(app: &AppState, headers: &HeaderMap) -> Result<Option<Self>> {
        match Cookie::session(app.config.https()).read(headers) {
            Some(secret) => by_session(app, secret).await?.used().await.map(Some),
            None => Ok(None),
        }
    }

    /// Whose the connection's client certificate is; nothing if it came without one.
    pub async fn by_certificate(app: &AppState, parts: &Parts) -> Result<Option<Self>> {
        let presented = Presented::of(parts);
        let what = || match presented.certificate() {
            Some(certificate) => say::server::record::client_certificate(&certificate.fingerprint),
            None => String::new(),
        };
        match counted(app, what, by_certificate(app, presented.clone()).await)? {
            Some(found) => found.used().await.map(|found| Some(found.confirmed_by(&parts.headers))),
            None => Ok(None),
        }
    }

    /// The user whom a trusted proxy names in this request.
    pub async fn by_header(app: &AppState, headers: &HeaderMap, user: UserName) -> Result<Self> {
        let what = || say::server::record::word_of_proxy(&user);
        let found = counted(app, what, by_header(app, user.clone(), app.wall_ms() + WORD_MS).await)?;
        Ok(found.used().await?.confirmed_by(headers))
    }

    /// What the browser shows that confirms without a session.
    fn confirmed_by(self, headers: &HeaderMap) -> Self {
        let confirmation = Cookie::confirmed(self.app.config.https()).read(headers);
        Self { confirmation, ..self }
    }

    /// By whose rights something goes on that they begin.
    pub fn behalf(&self) -> Behalf {
        let credential = match &self.proof {
            Proof::Token { id, .. } => Some(id.clone()),
            Proof::Certificate(presented) => {
                presented.certificate().map(|certificate| certificate.fingerprint.clone())
            }
            Proof::Session(_) | Proof::Header => None,
        };
        let vouched = match &self.proof {
            Proof::Certificate(presented) => presented.vouched(),
            Proof::Token { .. } | Proof::Session(_) | Proof::Header => None,
        };
        Behalf { name: self.actor.name.clone(), via: self.via.as_str().to_owned(), credential, vouched }
    }

    /// The session's id, for what concerns one's own account only.
    pub fn session_id(&self) -> Result<&str> {
        self.session_id.as_deref().ok_or(Error::NeedsSession)
    }

    /// For what concerns one's own account: whoever came in is a user, and no token.
    pub fn must_be_user(&self) -> Result<()> {
        match self.proof {
            Proof::Token { .. } => Err(Error::NeedsSession),
            Proof::Session(_) | Proof::Certificate(_) | Proof::Header => Ok(()),
        }
    }

    /// Whether the session goes on, but under another secret, which the browser has by now: after a new password or
    /// second factor.
    pub async fn goes_on_anew(&self) -> Result<bool> {
        match &self.session_id {
            Some(id) => Ok(self.app.store.has_session(id).await?),
            None => Ok(false),
        }
    }

    /// What has become of the same credentials: long-lived streams ask again and again. That is no use of them: a tab
    /// that nobody looks at does not keep its session alive.
    pub async fn recheck(&self) -> Result<Still> {
        let found = match &self.proof {
            Proof::Session(secret) => by_session(&self.app, secret.clone()).await,
            Proof::Token { secret, .. } => by_token(&self.app, secret.clone()).await,
            Proof::Certificate(presented) => match by_certificate(&self.app, presented.clone()).await {
                Ok(found) => found.ok_or(Error::NotSignedIn(say::server::who::no_certificate())),
                Err(error) => Err(error),
            },
            // It was given when this began; a browser whom it sends away hears of that only when it asks again.
            Proof::Header if self.expires_ms <= self.app.wall_ms() => return Ok(Still::Unsaid),
            Proof::Header => by_header(&self.app, self.actor.name.clone(), self.expires_ms).await,
        };
        match found {
            Ok(now) if now.signed_in.actor == self.actor => Ok(Still::Same),
            Ok(now) => Ok(Still::Changed(now.signed_in)),
            Err(Error::NotSignedIn(_)) => Ok(Still::Over),
            Err(error) => Err(error),
        }
    }
}

/// What has become of credentials that were good.
pub enum Still {
    /// Nothing changed.
    Same,
    /// They are good, for somebody who may do something else than before.
    Changed(SignedIn),
    /// They are good no more.
    Over,
    /// Whoever vouches for them must say it again, with a new request.
    Unsaid,
}

/// Good credentials, and when they were used last.
struct Found {
    signed_in: SignedIn,
    id: String,
    used_ms: Option<u64>,
}

impl Found {
    /// Notes that they are used now, if that was not noted a moment ago.
    async fn used(self) -> Result<SignedIn> {
        let Self { signed_in, id, used_ms } = self;
        let now_ms = signed_in.app.wall_ms();
        if used_ms.is_none_or(|used_ms| used_ms + TOUCH_EVERY_MS <= now_ms) {
            let store = &signed_in.app.store;
            match signed_in.via {
                Via::Token => store.touch_token(&id, now_ms).await?,
                Via::Certificate => store.touch_certificate(&id, now_ms).await?,
                _ => store.touch_session(&id, now_ms).await?,
            }
        }
        Ok(signed_in)
    }
}

/// Credentials that came with a request; those that are bad are counted for the record. The cookie of a session that has
/// ended is none: browsers go on to send it.
fn counted<T>(app: &AppState, what: impl FnOnce() -> String, found: Result<T>) -> Result<T> {
    if let Err(Error::NotSignedIn(_)) = &found {
        app.tries.refuse_credentials(&what());
    }
    found
}

async fn by_session(app: &AppState, secret: Secret) -> Result<Found> {
    let ended = || Error::NotSignedIn(say::server::who::session_ended());
    let owner = app.store.session_by_secret(&secret.hash()).await?.ok_or_else(ended)?;
    let expires_ms = app.config.sessions.expires_ms(&owner.session);
    if expires_ms <= app.wall_ms() {
        return Err(ended());
    }
    let signed_in = SignedIn {
        actor: Actor { name: owner.user, rights: owner.rights },
        via: Via::Session,
        session_id: Some(owner.session.id.clone()),
        expires_ms,
        confirmation: None,
        app: app.clone(),
        proof: Proof::Session(secret),
    };
    Ok(Found { signed_in, id: owner.session.id, used_ms: Some(owner.session.seen_ms) })
}

async fn by_token(app: &AppState, secret: Secret) -> Result<Found> {
    let TokenOwner { token, rights, .. } = app
        .store
        .token_by_secret(&secret.hash())
        .await?
        .ok_or(Error::NotSignedIn(say::server::who::unknown_token()))?;
    if token.expires_ms <= app.wall_ms() {
        return Err(Error::NotSignedIn(say::server::who::expired_token()));
    }
    let signed_in = SignedIn {
        actor: Actor { name: token.name, rights },
        via: Via::Token,
        session_id: None,
        expires_ms: token.expires_ms,
        confirmation: None,
        app: app.clone(),
        proof: Proof::Token { secret, id: token.id.clone() },
    };
    Ok(Found { signed_in, id: token.id, used_ms: token.used_ms })
}

/// Nothing if the connection came without a certificate.
async fn by_certificate(app: &AppState, presented: Presented) -> Result<Option<Found>> {
    let Some(owner) = certificate::owner(app, &presented).await? else { return Ok(None) };
    let (id, expires_ms) = presented
        .certificate()
        .map(|certificate| (certificate.fingerprint.clone(), certificate.expires_ms))
        .unwrap_or_default();
    // Of one that is nobody's by name there is no line in which its use could be noted.
    let used_ms = owner.used_ms.unwrap_or(Some(app.wall_ms()));
    let proof = Proof::Certificate(presented);
    let signed_in = by_name(app, owner.user, Via::Certificate, expires_ms, proof).await?;
    Ok(Some(Found { signed_in, id, used_ms }))
}

async fn by_header(app: &AppState, name: UserName, expires_ms: u64) -> Result<Found> {
    let signed_in = by_name(app, name, Via::Header, expires_ms, Proof::Header).await?;
    Ok(Found { signed_in, id: String::new(), used_ms: Some(app.wall_ms()) })
}

/// A user whom somebody else vouches for.
async fn by_name(
    app: &AppState,
    name: UserName,
    via: Via,
    expires_ms: u64,
    proof: Proof,
) -> Result<SignedIn> {
    let rights = app
        .store
        .rights_of_enabled(&name)
        .await?
        .ok_or(Error::NotSignedIn(say::server::who::no_account()))?;
    let actor = Actor { name, rights };
    Ok(SignedIn { actor, via, session_id: None, expires_ms, confirmation: None, app: app.clone(), proof })
}

/// The token of `Bearer TOKEN`, or of Basic with the token as the password (fleetctl, git, curl's `-u`).
fn token_of(headers: &HeaderMap) -> Option<Secret> {
    let value = headers.get(http_header::AUTHORIZATION)?.to_str().ok()?;
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
    use shared::policy::{Limits, Pattern};
    use shared::{RoleName, UserName};
    use tempfile::TempDir;

    use super::*;
    use crate::clock::Clock;
    use crate::config::{Config, Flags, Sources};
    use crate::store::{NewSession, NewToken, NewUser};

    async fn server(folder: &TempDir, clock: &Clock) -> AppState {
        let environment = std::collections::BTreeMap::from([
            ("QUARTERDECK_DATA_DIR", folder.path().display().to_string()),
            ("FLEET_ENDPOINT", "http://127.0.0.1:1".to_owned()),
        ]);
        let sources = Sources::gather(&Flags::new(), None, &environment).unwrap();
        crate::app::App::open(Config::load(&sources).unwrap(), clock.clone(), Default::default())
            .await
            .unwrap()
            .0
    }

    async fn ask(app: &AppState, header: http_header::HeaderName, value: String) -> SignedIn {
        let headers = HeaderMap::from_iter([(header, value.parse().unwrap())]);
        let found = match SignedIn::by_token(app, &headers).await {
            Ok(None) => SignedIn::by_session(app, &headers).await,
            found => found,
        };
        found.unwrap().unwrap()
    }

    #[tokio::test]
    async fn a_stream_that_stays_open_is_no_use_of_its_credentials() {
        let (folder, clock) = (TempDir::new().unwrap(), Clock::manual(1_000_000));
        let app = server(&folder, &clock).await;
        let name = UserName::parse("ada").unwrap();
        let (secret, token) = (Secret::random().unwrap(), Secret::random_token().unwrap());
        let admin = RoleName::admin();
        let user = NewUser { name: &name, role: Some(&admin), password_hash: None, now_ms: 1_000_000 };
        app.store.insert_user(user).await.unwrap();
        let (id, now_ms, expires_ms) = ("id", 1_000_000, u64::MAX / 4);
        let user = &app.store.user(&name).await.unwrap().unwrap();
        let secret_hash = &secret.hash();
        let session = NewSession { id, secret_hash, user, user_agent: "", now_ms, confirmed: true, most: 9 };
        app.store.insert_session(session).await.unwrap();
        let (role, hint, created_by) = (&admin, "", "ada");
        let (cluster, apps, limits) = (&Pattern::all(), &Pattern::all(), &Limits::NONE);
        let secret_hash = &token.hash();
        let name = &UserName::parse("ci").unwrap();
        let new = NewToken {
            id,
            secret_hash,
            name,
            role,
            cluster,
            apps,
            limits,
            hint,
            created_by,
            owner: None,
            parent: None,
            now_ms,
            expires_ms,
        };
        app.store.insert_token(new).await.unwrap();

        let cookie = (http_header::COOKIE, format!("quarterdeck={}", secret.reveal()));
        let bearer = (http_header::AUTHORIZATION, format!("Bearer {}", token.reveal()));
        let streams = [
            ask(&app, cookie.0.clone(), cookie.1.clone()).await,
            ask(&app, bearer.0.clone(), bearer.1.clone()).await,
        ];
        let used = async || {
            let session = app.store.session_by_secret(&secret.hash()).await.unwrap().unwrap();
            (session.session.seen_ms, app.store.token(id).await.unwrap().unwrap().used_ms)
        };
        assert_eq!(used().await, (1_000_000, Some(1_000_000)));
        clock.advance(TOUCH_EVERY_MS);
        for stream in &streams {
            assert!(matches!(stream.recheck().await.unwrap(), Still::Same));
        }
        assert_eq!(used().await, (1_000_000, Some(1_000_000)));
        ask(&app, cookie.0, cookie.1).await;
        ask(&app, bearer.0, bearer.1).await;
        assert_eq!(used().await, (1_000_000 + TOUCH_EVERY_MS, Some(1_000_000 + TOUCH_EVERY_MS)));
    }

    fn with(value: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(http_header::AUTHORIZATION, value.parse().unwrap());
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
