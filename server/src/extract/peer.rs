//! Who is at the other end of the connection, for limits and the record. Never a proof of anything.

use std::convert::Infallible;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use crate::app::{App, AppState};

/// The address that a request came from.
///
/// Behind a proxy (and only if the configuration says that there is one) it is the last entry of
/// `X-Forwarded-For`: the one that the nearest proxy wrote. Earlier entries are the client's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

impl FromRequestParts<AppState> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions, &parts.headers, app))
    }
}

tokio::task_local! {
    /// Whom the running task works for.
    static WORKS_FOR: Peer;
}

impl Peer {
    /// Where a request came from.
    pub fn of(extensions: &Extensions, headers: &HeaderMap, app: &App) -> Self {
        let connected = extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
        let forwarded = if app.config.behind_tls_proxy { forwarded_for(headers) } else { None };
        Self(forwarded.unwrap_or(connected))
    }

    /// Does some work for a request from here: whatever it records carries the address, whoever writes the line.
    pub fn asks<F: Future>(self, work: F) -> impl Future<Output = F::Output> {
        WORKS_FOR.scope(self, work)
    }

    /// For whose request this task works; for none if it is the server's own.
    pub fn current() -> Option<Self> {
        WORKS_FOR.try_with(|peer| *peer).ok()
    }

    /// The network that counts as one for limits: an IPv4 address, or the /64 of an IPv6 one.
    pub fn network(self) -> IpAddr {
        match self.0.to_canonical() {
            IpAddr::V6(address) => {
                let mut octets = address.octets();
                octets[8..].fill(0);
                IpAddr::V6(Ipv6Addr::from(octets))
            }
            v4 => v4,
        }
    }
}

fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .and_then(|entry| entry.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_nearest_proxys_word_only() {
        let mut headers = HeaderMap::new();
        assert_eq!(forwarded_for(&headers), None);
        headers.append("x-forwarded-for", "10.0.0.1, 203.0.113.9".parse().unwrap());
        assert_eq!(forwarded_for(&headers), Some("203.0.113.9".parse().unwrap()));
        headers.append("x-forwarded-for", "198.51.100.7".parse().unwrap());
        assert_eq!(forwarded_for(&headers), Some("198.51.100.7".parse().unwrap()));
        headers.append("x-forwarded-for", "nonsense".parse().unwrap());
        assert_eq!(forwarded_for(&headers), None);
    }

    #[test]
    fn an_ipv6_host_is_its_network() {
        let network = |text: &str| Peer(text.parse().unwrap()).network().to_string();
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network("::ffff:10.0.0.1"), "10.0.0.1");
        assert_eq!(network("10.0.0.1"), "10.0.0.1");
    }
}
