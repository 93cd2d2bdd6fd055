//! The cookies: the session's, a screen's, that of a sign-in which is with the identity provider, and that of who has
//! confirmed without a session that it is them. Each has one name and one set of
//! attributes, for every way in and out.

use axum::http::{HeaderMap, HeaderValue, header};

use super::secret::Secret;
use crate::error::{Error, Result};

/// Names of a cookie. Browsers take the second only over TLS, for this host and the whole of it.
struct Names {
    plain: &'static str,
    host_bound: &'static str,
}

const SESSION: Names = Names { plain: "quarterdeck", host_bound: "__Host-quarterdeck" };
const CONFIRMED: Names = Names { plain: "quarterdeck-confirmed", host_bound: "__Host-quarterdeck-confirmed" };
const SCREEN: Names = Names { plain: "quarterdeck-screen", host_bound: "__Host-quarterdeck-screen" };
const PROVIDER: Names = Names { plain: "quarterdeck-provider", host_bound: "__Host-quarterdeck-provider" };

/// The session's cookie as this server sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionCookie {
    /// Whether browsers reach the server by TLS.
    pub https: bool,
}

/// The cookie that binds a sign-in at the identity provider to the browser in which it was begun. It signs nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProviderCookie {
    /// Whether browsers reach the server by TLS.
    pub https: bool,
}

/// The cookie of a browser in which somebody whom a certificate or a proxy vouches for has confirmed that it is them. It
/// signs nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConfirmedCookie {
    /// Whether browsers reach the server by TLS.
    pub https: bool,
}

/// The cookie of a wall display or a read-only link. It signs nobody in: it shows its view at the paths of screens, and
/// counts nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScreenCookie {
    /// Whether browsers reach the server by TLS.
    pub https: bool,
}

impl ScreenCookie {
    /// Gives the browser its secret.
    pub fn set(self, secret: &Secret, max_age_s: u64) -> Result<HeaderValue> {
        SCREEN.header(self.https, secret.reveal(), max_age_s)
    }

    /// The secret that came with a request, if it has the form of one.
    pub fn read(self, headers: &HeaderMap) -> Option<Secret> {
        SCREEN.read(self.https, headers)
    }
}

impl ConfirmedCookie {
    /// Gives the browser its secret, for as long as it counts.
    pub fn set(self, secret: &Secret, max_age_s: u64) -> Result<HeaderValue> {
        CONFIRMED.header(self.https, secret.reveal(), max_age_s)
    }

    /// The secret that came with a request, if it has the form of one.
    pub fn read(self, headers: &HeaderMap) -> Option<Secret> {
        CONFIRMED.read(self.https, headers)
    }
}

impl ProviderCookie {
    /// Gives the browser its secret, for as long as a sign-in may take.
    pub fn set(self, secret: &Secret, max_age_s: u64) -> Result<HeaderValue> {
        PROVIDER.header(self.https, secret.reveal(), max_age_s)
    }

    /// The secret that came with a request, if it has the form of one.
    pub fn read(self, headers: &HeaderMap) -> Option<Secret> {
        PROVIDER.read(self.https, headers)
    }
}

impl SessionCookie {
    /// Gives the browser its secret, for as long as the session can last.
    pub fn set(self, secret: &Secret, max_age_s: u64) -> Result<HeaderValue> {
        SESSION.header(self.https, secret.reveal(), max_age_s)
    }

    /// Takes it away.
    pub fn clear(self) -> Result<HeaderValue> {
        SESSION.header(self.https, "", 0)
    }

    /// The secret that came with a request, if it has the form of one.
    pub fn read(self, headers: &HeaderMap) -> Option<Secret> {
        SESSION.read(self.https, headers)
    }
}

impl Names {
    fn name(&self, https: bool) -> &'static str {
        if https { self.host_bound } else { self.plain }
    }

    fn header(&self, https: bool, value: &str, max_age_s: u64) -> Result<HeaderValue> {
        let secure = if https { "; Secure" } else { "" };
        let name = self.name(https);
        HeaderValue::from_str(&format!(
            "{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}"
        ))
        .map_err(Error::internal)
    }

    fn read(&self, https: bool, headers: &HeaderMap) -> Option<Secret> {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == self.name(https))
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
