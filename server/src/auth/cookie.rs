//! The cookies: the session's, a screen's, that of a sign-in which is with the identity provider, that of who has
//! confirmed without a session that it is them, and that of a browser in which somebody signed in before. Each has one
//! name and one set of attributes, for every way in and out.

use axum::http::{HeaderMap, HeaderValue, header};

use super::secret::Secret;
use crate::error::{Error, Result};

/// Names of a cookie. Browsers take the second only over TLS, for this host and the whole of it.
#[derive(Debug, PartialEq, Eq)]
struct Names {
    plain: &'static str,
    host_bound: &'static str,
}

/// One of this server's cookies, as it sets and reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cookie {
    names: &'static Names,
    /// Whether browsers reach the server by TLS.
    https: bool,
}

impl Cookie {
    /// The session's. The only one that signs somebody in.
    pub fn session(https: bool) -> Self {
        Self { names: &Names { plain: "quarterdeck", host_bound: "__Host-quarterdeck" }, https }
    }

    /// Binds a sign-in at the identity provider to the browser in which it was begun.
    pub fn provider(https: bool) -> Self {
        Self {
            names: &Names { plain: "quarterdeck-provider", host_bound: "__Host-quarterdeck-provider" },
            https,
        }
    }

    /// Of a browser in which somebody whom a certificate or a proxy vouches for has confirmed that it is them.
    pub fn confirmed(https: bool) -> Self {
        Self {
            names: &Names { plain: "quarterdeck-confirmed", host_bound: "__Host-quarterdeck-confirmed" },
            https,
        }
    }

    /// Of a wall display or a read-only link: it shows its view at the paths of screens, and counts nowhere else.
    pub fn screen(https: bool) -> Self {
        Self { names: &Names { plain: "quarterdeck-screen", host_bound: "__Host-quarterdeck-screen" }, https }
    }

    /// Of a browser in which somebody signed in before: what it holds is sealed, and opens nothing.
    pub fn familiar(https: bool) -> Self {
        Self {
            names: &Names { plain: "quarterdeck-familiar", host_bound: "__Host-quarterdeck-familiar" },
            https,
        }
    }

    /// Gives the browser its secret, for so long.
    pub fn set(self, secret: &Secret, max_age_s: u64) -> Result<HeaderValue> {
        self.header(secret.reveal(), max_age_s)
    }

    /// Takes it away.
    pub fn clear(self) -> Result<HeaderValue> {
        self.header("", 0)
    }

    /// The secret that came with a request, if it has the form of one.
    pub fn read(self, headers: &HeaderMap) -> Option<Secret> {
        self.read_text(headers).and_then(Secret::parse)
    }

    /// Gives the browser what is no secret of the usual form, but sealed.
    pub fn set_text(self, text: &str, max_age_s: u64) -> Result<HeaderValue> {
        self.header(text, max_age_s)
    }

    /// What came with a request, whatever it is.
    pub fn read_text(self, headers: &HeaderMap) -> Option<&str> {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == self.name())
            .map(|(_, value)| value)
    }

    fn name(self) -> &'static str {
        if self.https { self.names.host_bound } else { self.names.plain }
    }

    fn header(self, value: &str, max_age_s: u64) -> Result<HeaderValue> {
        let secure = if self.https { "; Secure" } else { "" };
        let name = self.name();
        HeaderValue::from_str(&format!(
            "{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}"
        ))
        .map_err(Error::internal)
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
            text(Cookie::session(false).set(&secret, 60)),
            format!("quarterdeck={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60", "0a".repeat(32))
        );
        assert_eq!(
            text(Cookie::session(true).set(&secret, 60)),
            format!(
                "__Host-quarterdeck={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure",
                "0a".repeat(32)
            )
        );
        assert_eq!(
            text(Cookie::session(true).clear()),
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
        let plain = Cookie::session(false);
        let bound = Cookie::session(true);
        let found = plain.read(&headers(format!("theme=dark; quarterdeck={digits}; x=y"))).unwrap();
        assert_eq!(found.reveal(), digits);
        assert!(bound.read(&headers(format!("quarterdeck={digits}"))).is_none());
        assert!(bound.read(&headers(format!("__Host-quarterdeck={digits}"))).is_some());
        assert!(plain.read(&headers("quarterdeck=short".into())).is_none());
        assert!(plain.read(&HeaderMap::new()).is_none());
    }
}
