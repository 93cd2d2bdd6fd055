//! Probes: asks an instance itself whether it serves, at the address of its machine.
//!
//! It reaches no address but the one that Fleet tells for the machine, follows no redirect, knows no proxy, reads no
//! more than a few kilobytes, and ends in time whatever the other side does. What it was answered decides nothing but
//! pass or not, and is never shown or kept.

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use bytes::Bytes;
use fleet::{UnitName, UnitOption};
use http::{HeaderValue, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Empty, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use shared::deployment::{Probe, ProbeKind, ProbePort};
use shared::plan::published_port;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The most that is read of an answer's head, in bytes. No less is possible with hyper.
const HEAD_MAX: usize = 8 << 10;
/// The most that is read of an answer's body, in bytes. One that goes on behind it counts as whole.
const BODY_MAX: usize = 4 << 10;

/// What a probe came upon. `Display` is a sentence that names the address and what came.
#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    /// Fleet tells no address of the machine, or something else in its place.
    #[error("{}", say::server::probe::no_address(.unit, .address))]
    Address {
        /// The unit.
        unit: UnitName,
        /// What Fleet tells, made short.
        address: String,
    },
    /// The port shall be the unit's own, and it has none.
    #[error("{}", say::server::probe::no_port(.unit))]
    NoPort {
        /// The unit.
        unit: UnitName,
    },
    /// The path of the settings is none.
    #[error("{}", say::server::probe::no_path(.path))]
    Path {
        /// What the settings say.
        path: String,
    },
    /// There was no connection.
    #[error("{}", say::server::probe::unreachable(.at, .words))]
    Connect {
        /// Who was asked.
        at: SocketAddr,
        /// Why, in words.
        words: String,
    },
    /// The time is over.
    #[error("{}", slow_words(.at, .path.as_deref(), .after_ms))]
    Slow {
        /// Who was asked.
        at: SocketAddr,
        /// For what; for none: it should have taken a connection.
        path: Option<String>,
        /// The probe's time limit, in milliseconds.
        after_ms: u32,
    },
    /// Something else than an HTTP answer came, or half of one.
    #[error("{}", say::server::probe::broken(.at, .path, .words))]
    Broken {
        /// Who was asked.
        at: SocketAddr,
        /// For what.
        path: String,
        /// What came, in words.
        words: &'static str,
    },
    /// An answer came, but another one.
    #[error("{}", status_words(.at, .path, .status, *.redirect, .wanted))]
    Status {
        /// Who was asked.
        at: SocketAddr,
        /// For what.
        path: String,
        /// What it answered.
        status: u16,
        /// Whether that sends elsewhere.
        redirect: bool,
        /// What it should have answered.
        wanted: Wanted,
    },
}

/// The status that is wanted; `None`: any from 200 to 299.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted(Option<u16>);

/// Where an instance is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// What Fleet tells of the machine that it runs on.
    pub machine_ip: &'a str,
    /// Whether Fleet is on this very machine. If it is not, none of its machines is: one that says so has the server ask
    /// itself.
    pub may_be_here: bool,
}

/// Asks a unit once.
pub async fn probe(
    place: Place<'_>,
    unit: &UnitName,
    options: &[UnitOption],
    probe: &Probe,
) -> Result<(), ProbeError> {
    let port = match probe.port {
        ProbePort::Fixed(port) => port,
        ProbePort::Published => {
            published_port(unit, options).ok_or_else(|| ProbeError::NoPort { unit: unit.clone() })?
        }
    };
    let ip = machine_address(place)
        .ok_or_else(|| ProbeError::Address { unit: unit.clone(), address: short(place.machine_ip) })?;
    let at = SocketAddr::new(ip, port);
    let (asking, asked) = match &probe.kind {
        ProbeKind::Tcp {} => (None, None),
        ProbeKind::Http { path, status } => {
            (Some((path.as_str(), Wanted(*status), request(at, path)?)), Some(path.clone()))
        }
    };
    let work = async {
        let stream = connect(at).await?;
        match asking {
            None => Ok(()),
            Some((path, wanted, request)) => ask(at, stream, path, wanted, request).await,
        }
    };
    let limit = Duration::from_millis(probe.timeout_ms.into());
    timeout(limit, work).await.unwrap_or(Err(ProbeError::Slow {
        at,
        path: asked,
        after_ms: probe.timeout_ms,
    }))
}

fn slow_words(at: &SocketAddr, path: Option<&str>, after_ms: &u32) -> String {
    match path {
        None => say::server::probe::no_connection_in_time(at, after_ms),
        Some(path) => say::server::probe::no_answer_in_time(at, &path, after_ms),
    }
}

fn status_words(at: &SocketAddr, path: &str, status: &u16, redirect: bool, wanted: &Wanted) -> String {
    match redirect {
        true => say::server::probe::redirect(at, status, &path, wanted),
        false => say::server::probe::other_status(at, status, &path, wanted),
    }
}

/// The address, if a machine can have it. A machine of the cluster tells Fleet what it likes: link-local addresses are
/// left out because there, in clouds, answers what knows the secrets of the machine that asks.
fn machine_address(place: Place<'_>) -> Option<IpAddr> {
    let ip = place.machine_ip.parse::<IpAddr>().ok()?.to_canonical();
    if ip.is_loopback() && !place.may_be_here {
        return None;
    }
    let is_link_local = match ip {
        IpAddr::V4(ip) => ip.is_link_local() || ip.is_broadcast(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    };
    (!is_link_local && !ip.is_unspecified() && !ip.is_multicast()).then_some(ip)
}

fn short(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control()).take(45).collect()
}

fn request(at: SocketAddr, path: &str) -> Result<Request<Empty<Bytes>>, ProbeError> {
    let no_path = || ProbeError::Path { path: short(path) };
    let uri: Uri = path.parse().map_err(|_| no_path())?;
    // A whole address would be sent as a request to a proxy.
    if !path.starts_with('/') || uri.authority().is_some() {
        return Err(no_path());
    }
    Request::get(uri)
        // An IPv6 address stands in brackets here as in URLs.
        .header(header::HOST, at.to_string())
        .header(header::USER_AGENT, concat!("quarterdeck/", env!("CARGO_PKG_VERSION")))
        .header(header::ACCEPT, HeaderValue::from_static("*/*"))
        .header(header::CONNECTION, HeaderValue::from_static("close"))
        .body(Empty::new())
        .map_err(|_| no_path())
}

async fn connect(at: SocketAddr) -> Result<TcpStream, ProbeError> {
    TcpStream::connect(at).await.map_err(|error| ProbeError::Connect { at, words: connect_words(&error) })
}

fn connect_words(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::ConnectionRefused => say::server::probe::refused().to_owned(),
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => say::server::probe::no_way().to_owned(),
        _ => error.to_string(),
    }
}

async fn ask(
    at: SocketAddr,
    stream: TcpStream,
    path: &str,
    wanted: Wanted,
    request: Request<Empty<Bytes>>,
) -> Result<(), ProbeError> {
    let broken = |words| ProbeError::Broken { at, path: path.to_owned(), words };
    let mut http = http1::Builder::new();
    http.max_buf_size(HEAD_MAX);
    let (mut sender, connection) =
        http.handshake(TokioIo::new(stream)).await.map_err(|error| broken(words(&error)))?;
    let answer = async {
        let response = sender.send_request(request).await.map_err(|error| broken(words(&error)))?;
        let status = response.status();
        if !wanted.is(status) {
            let redirect = status.is_redirection() && response.headers().contains_key(header::LOCATION);
            return Err(ProbeError::Status {
                at,
                path: path.to_owned(),
                status: status.as_u16(),
                redirect,
                wanted,
            });
        }
        read_to_end(response.into_body()).await.map_err(broken)
    };
    // The connection is driven here and not in a task: it ends with the probe, whatever is still to come.
    let mut connection = std::pin::pin!(connection);
    let mut answer = std::pin::pin!(answer);
    tokio::select! {
        answer = &mut answer => answer,
        // An answer that lay there whole when the connection ended is still taken.
        _ = &mut connection => answer.await,
    }
}

/// Takes the body and drops it: half an answer is none.
async fn read_to_end(body: Incoming) -> Result<(), &'static str> {
    match Limited::new(body, BODY_MAX).collect().await {
        Ok(_) => Ok(()),
        Err(error) if error.is::<LengthLimitError>() => Ok(()),
        Err(_) => Err(say::server::probe::half()),
    }
}

fn words(error: &hyper::Error) -> &'static str {
    if error.is_parse_too_large() {
        say::server::probe::large()
    } else if error.is_parse() {
        say::server::probe::not_http()
    } else {
        say::server::probe::closed()
    }
}

impl Wanted {
    fn is(self, status: StatusCode) -> bool {
        self.0.map_or(status.is_success(), |wanted| status == wanted)
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(status) => write!(f, "{status}"),
            None => f.write_str(say::server::probe::two_hundreds()),
        }
    }
}

#[cfg(test)]
mod tests;
