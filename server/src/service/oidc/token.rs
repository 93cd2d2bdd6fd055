//! An ID token: what the provider says of somebody, and whether it is the provider that says it, to us, now, and for
//! the sign-in that was begun. Pure: keys and time are given.
//!
//! Own code, since the library that others use for it (`jsonwebtoken`) checks signatures by a second library for
//! cryptography beside ring, or by one whose RSA has an open advisory. Given ring by hand it would leave to us what stands
//! here: which key it is, the signature, and every claim but `exp` and `nbf` in our strictness.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::keys::{Keys, Unsigned};

/// By how much the provider's clock may be wrong.
pub(super) const SKEW_S: i64 = 60;
/// The longest subject that the standard allows.
const MOST_SUBJECT_CHARS: usize = 255;

/// What must stand in a token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) nonce: &'a str,
    /// Seconds since the Unix epoch.
    pub(super) now_s: i64,
}

/// What it says of somebody.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Claims {
    /// Who, as the provider names them for ever.
    pub(super) subject: String,
    /// When the provider asked them last who they are, in seconds since the Unix epoch, if it says so.
    pub(super) auth_time_s: Option<i64>,
    /// Everything else.
    pub(super) others: Map<String, Value>,
}

/// Why a token is not believed. Says no part of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unbelieved {
    #[error("the ID token can't be read")]
    Unreadable,
    #[error("the ID token is not believed: {0}")]
    Unsigned(#[from] Unsigned),
    #[error("the ID token is not believed: its '{claim}' {what}")]
    Claim { claim: &'static str, what: &'static str },
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default)]
    typ: Option<String>,
    #[serde(default)]
    crit: Option<Value>,
}

#[derive(Deserialize)]
struct Payload {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    iat: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    nonce: Option<String>,
    #[serde(default)]
    azp: Option<String>,
    #[serde(default)]
    auth_time: Option<Value>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// Reads a token and believes it or not.
pub(super) fn verify(token: &str, keys: &Keys, expected: Expected<'_>) -> Result<Claims, Unbelieved> {
    let (message, signature) = token.rsplit_once('.').ok_or(Unbelieved::Unreadable)?;
    let (head, body) = message.split_once('.').ok_or(Unbelieved::Unreadable)?;
    let header: Header = read(head)?;
    let not = |claim, what| Unbelieved::Claim { claim, what };
    if header.crit.is_some() {
        return Err(not("crit", "names rules that are not known here"));
    }
    if header.typ.is_some_and(|typ| !typ.eq_ignore_ascii_case("jwt")) {
        return Err(not("typ", "is not that of an ID token"));
    }
    let signature = BASE64URL.decode(signature).map_err(|_| Unbelieved::Unreadable)?;
    // Before anything that it says is looked at.
    keys.verify(&header.alg, header.kid.as_deref(), message.as_bytes(), &signature)?;
    let payload: Payload = read(body)?;
    if payload.iss != expected.issuer {
        return Err(not("iss", "is another provider"));
    }
    if !payload.aud.is_only(expected.client_id) {
        return Err(not("aud", "is not this server, or not this server alone"));
    }
    if payload.azp.is_some_and(|azp| azp != expected.client_id) {
        return Err(not("azp", "is not this server"));
    }
    if payload.exp.saturating_add(SKEW_S) <= expected.now_s {
        return Err(not("exp", "has passed"));
    }
    let latest_s = expected.now_s.saturating_add(SKEW_S);
    if payload.iat > latest_s {
        return Err(not("iat", "is in the future"));
    }
    if payload.nbf.is_some_and(|nbf| nbf > latest_s) {
        return Err(not("nbf", "is in the future"));
    }
    if payload.nonce.as_deref() != Some(expected.nonce) {
        return Err(not("nonce", "belongs to another sign-in"));
    }
    if payload.sub.is_empty() || payload.sub.chars().count() > MOST_SUBJECT_CHARS {
        return Err(not("sub", "is empty or too long"));
    }
    Ok(Claims {
        subject: payload.sub,
        auth_time_s: payload.auth_time.as_ref().and_then(Value::as_i64),
        others: payload.others,
    })
}

impl Audience {
    fn is_only(&self, client_id: &str) -> bool {
        match self {
            Self::One(one) => one == client_id,
            Self::Several(several) => several.len() == 1 && several.iter().all(|one| one == client_id),
        }
    }
}

fn read<T: DeserializeOwned>(part: &str) -> Result<T, Unbelieved> {
    let bytes = BASE64URL.decode(part).map_err(|_| Unbelieved::Unreadable)?;
    serde_json::from_slice(&bytes).map_err(|_| Unbelieved::Unreadable)
}
