//! Where Fleet is: parsed once, shown without secrets, turned into request URLs.
//!
//! This module must never let user info out: not through `Display`, `Debug`, nor an error.

mod parse;
#[cfg(test)]
mod tests;

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use reqwest::Url;

pub use parse::EndpointError;

/// The address of a Fleet API: `http://host[:port][/prefix]`, `https://…` or `unix:///path`.
///
/// User info in the URL becomes HTTP Basic credentials, as `fleetctl` does it; it is never displayed.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    address: Address,
    credentials: Option<Credentials>,
}

#[derive(Clone, PartialEq, Eq)]
enum Address {
    /// Without user info, query, fragment and trailing slash.
    Url(Url),
    /// An absolute path.
    Unix(PathBuf),
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Credentials {
    pub(crate) user: String,
    pub(crate) password: Option<String>,
}

impl Endpoint {
    /// The endpoint of a unix socket at an absolute path.
    pub fn unix(path: impl Into<PathBuf>) -> Result<Self, EndpointError> {
        let path = parse::socket_path(path.into())?;
        Ok(Self { address: Address::Unix(path), credentials: None })
    }

    /// The path of the unix socket, if it is one.
    pub fn unix_path(&self) -> Option<&Path> {
        match &self.address {
            Address::Unix(path) => Some(path),
            Address::Url(_) => None,
        }
    }

    /// Whether it is on this very machine, as far as the address says.
    pub fn is_local(&self) -> bool {
        let Address::Url(url) = &self.address else { return true };
        let host = url.host_str().unwrap_or_default();
        let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
        host.eq_ignore_ascii_case("localhost")
            || address.is_ok_and(|address| address.to_canonical().is_loopback())
    }

    /// Whether the connection is made with TLS.
    pub fn is_tls(&self) -> bool {
        matches!(&self.address, Address::Url(url) if url.scheme() == "https")
    }

    pub(crate) fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_ref()
    }

    /// The URL of `resource` (such as `units/a.service?x=y`, percent-encoded) below `/fleet/v1`.
    ///
    /// `None` if URL parsing would change it, as it does with dot segments and backslashes: then another
    /// resource than the one meant would be called.
    pub(crate) fn url(&self, resource: &str) -> Option<Url> {
        // The host of a unix socket is only a header; "localhost" is what most servers let pass.
        let base = match &self.address {
            Address::Url(url) => url.as_str().trim_end_matches('/'),
            Address::Unix(_) => "http://localhost",
        };
        let text = format!("{base}/fleet/v1/{resource}");
        Url::parse(&text).ok().filter(|url| url.as_str() == text)
    }
}

impl FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, EndpointError> {
        parse::endpoint(text)
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.address {
            Address::Url(url) => f.write_str(url.as_str().trim_end_matches('/')),
            Address::Unix(path) => write!(f, "unix://{}", path.display()),
        }
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({self})")
    }
}
