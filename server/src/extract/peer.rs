//! Who is at the other end of the connection, for limits and the record. Never a proof of anything.

use std::convert::Infallible;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use crate::app::{App, AppState};
use crate::config::Networks;

/// The address that a request came from.
///
/// If that is a proxy that the configuration names, it is whom the proxy says it works for: the last entry of
/// `X-Forwarded-For` that is not such a proxy itself. Earlier entries are the client's own words. Whoever else sends that
/// header is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

impl FromRequestParts<AppState> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions, &parts.headers, app))
    }
}

/// The address at the other end of the TCP connection itself, whatever headers say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connected(pub IpAddr);

impl Connected {
    /// Of this request. Unspecified if that is not known, which no network of proxies should hold.
    pub fn of(extensions: &Extensions) -> Self {
        let info = extensions.get::<ConnectInfo<SocketAddr>>();
        Self(info.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip()))
    }
}

tokio::task_local! {
    /// Whom the running task works for.
    static WORKS_FOR: Peer;
}

impl Peer {
    /// Where a request came from.
    pub fn of(extensions: &Extensions, headers: &HeaderMap, app: &App) -> Self {
        Self(client(Connected::of(extensions).0, headers, &app.config.trusted_proxies))
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

/// Goes back from the connection to the first who is no trusted proxy. An entry that is no address ends the way: what
/// stands before it was said by somebody unknown.
fn client(connected: IpAddr, headers: &HeaderMap, proxies: &Networks) -> IpAddr {
    let mut client = connected;
    let values = headers.get_all("x-forwarded-for").iter().rev();
    let mut entries = values.flat_map(|value| value.to_str().unwrap_or_default().rsplit(','));
    while proxies.hold(client) {
        let Some(named) = entries.next().and_then(|entry| entry.trim().parse().ok()) else { break };
        client = named;
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_say_whom_they_work_for() {
        let proxies: Networks = "10.0.0.0/24".parse().unwrap();
        for (connected, values, expected) in [
            ("10.0.0.1", &[][..], "10.0.0.1"),
            ("10.0.0.1", &["203.0.113.9"], "203.0.113.9"),
            ("::ffff:10.0.0.1", &["203.0.113.9"], "203.0.113.9"),
            // What the client wrote itself stands before it.
            ("10.0.0.1", &["198.51.100.7, 203.0.113.9"], "203.0.113.9"),
            ("10.0.0.1", &["198.51.100.7", "203.0.113.9"], "203.0.113.9"),
            // One proxy behind another.
            ("10.0.0.1", &["198.51.100.7, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            ("10.0.0.1", &["198.51.100.7, nonsense"], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.7, nonsense, 10.0.0.2"], "10.0.0.2"),
            // Nobody else is believed, not even of this machine.
            ("203.0.113.9", &["198.51.100.7"], "203.0.113.9"),
            ("127.0.0.1", &["198.51.100.7"], "127.0.0.1"),
        ] {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append("x-forwarded-for", value.parse().unwrap());
            }
            let found = client(connected.parse().unwrap(), &headers, &proxies);
            assert_eq!(found.to_string(), expected, "{connected} {values:?}");
        }
    }

    #[test]
    fn an_ipv6_host_is_its_network() {
        let network = |text: &str| Peer(text.parse().unwrap()).network().to_string();
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network("::ffff:10.0.0.1"), "10.0.0.1");
        assert_eq!(network("10.0.0.1"), "10.0.0.1");
    }
}
