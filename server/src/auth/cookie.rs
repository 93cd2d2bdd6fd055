//! The session's cookie: one name, one set of attributes, for every way in and out.

use axum::http::{HeaderMap, HeaderValue, header};

use super::secret::Secret;
use crate::error::{Error, Result};

const PLAIN: &str = "quarterdeck";
/// Browsers take a cookie of this name only over TLS, for this host and the whole of it.
const HOST_BOUND: &str = "__Host-quarterdeck";

/// The cookie as this server sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionCookie {
    /// Whether browsers reach the server by TLS.
    pub https: bool,
}

impl SessionCookie {
    fn name(self) -> &'static str {
        if self.https { HOST_BOUND } else { PLAIN }
    }

    fn header(self, value: &str, max_age_s: u64) -> Result<HeaderValue> {
        let secure = if self.https { "; Secure" } else { "" };
        let name = self.name();
        HeaderValue::from_str(&format!(
            "{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}"
        ))
        .map_err(Error::internal)
    }

    /// Gives the browser its secret, for as long as the session can last.
    pub fn set(self, secret: &Secret, max_age_s: u64) -> Result<HeaderValue> {
        self.header(secret.reveal(), max_age_s)
    }

    /// Takes it away.
    pub fn clear(self) -> Result<HeaderValue> {
        self.header("", 0)
    }

    /// The secret that came with a request, if it has the form of one.
    pub fn read(self, headers: &HeaderMap) -> Option<Secret> {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == self.name())
            .and_then(|(_, value)| Secret::parse(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carries_all_its_attributes() {
        let secret = Secret::parse(&"0a".repeat(32)).unwrap();
        let text = |value: Result<HeaderValue>| value.unwrap().to_str().unwrap().to_owned();
        assert_eq!(
            text(SessionCookie { https: false }.set(&secret, 60)),
            format!("quarterdeck={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60", "0a".repeat(32))
        );
        assert_eq!(
            text(SessionCookie { https: true }.set(&secret, 60)),
            format!(
                "__Host-quarterdeck={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure",
                "0a".repeat(32)
            )
        );
        assert_eq!(
            text(SessionCookie { https: true }.clear()),
            "__Host-quarterdeck=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure"
        );
    }

    #[test]
    fn is_found_among_others_and_only_under_its_own_name() {
        let digits = "0a".repeat(32);
        let headers = |text: String| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, text.parse().unwrap());
            headers
        };
        let plain = SessionCookie { https: false };
        let bound = SessionCookie { https: true };
        let found = plain.read(&headers(format!("theme=dark; quarterdeck={digits}; x=y"))).unwrap();
        assert_eq!(found.reveal(), digits);
        assert!(bound.read(&headers(format!("quarterdeck={digits}"))).is_none());
        assert!(bound.read(&headers(format!("__Host-quarterdeck={digits}"))).is_some());
        assert!(plain.read(&headers("quarterdeck=short".into())).is_none());
        assert!(plain.read(&HeaderMap::new()).is_none());
    }
}
