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
    #[error(
        "The machine of {unit} can't be asked: its address is \"{address}\", and that is no IP address of a machine."
    )]
    Address {
        /// The unit.
        unit: UnitName,
        /// What Fleet tells, made short.
        address: String,
    },
    /// The port shall be the unit's own, and it has none.
    #[error(
        "{unit} can't be asked: its options publish no fixed port (docker run -p 8080:80). Name the port in the app's settings."
    )]
    NoPort {
        /// The unit.
        unit: UnitName,
    },
    /// The path of the settings is none.
    #[error("\"{path}\" can't be asked for: it is no path of a URL, such as /healthz.")]
    Path {
        /// What the settings say.
        path: String,
    },
    /// There was no connection.
    #[error("{at} can't be reached: {words}.")]
    Connect {
        /// Who was asked.
        at: SocketAddr,
        /// Why, in words.
        words: String,
    },
    /// The time is over.
    #[error("{at} did not {what} within {after_ms} ms.")]
    Slow {
        /// Who was asked.
        at: SocketAddr,
        /// What it should have done: "answer GET /healthz".
        what: String,
        /// The probe's time limit, in milliseconds.
        after_ms: u32,
    },
    /// Something else than an HTTP answer came, or half of one.
    #[error("{at} answered GET {path} with {words}.")]
    Broken {
        /// Who was asked.
        at: SocketAddr,
        /// For what.
        path: String,
        /// What came, in words.
        words: &'static str,
    },
    /// An answer came, but another one.
    #[error("{at} answered {status}{} to GET {path}, not {wanted}.", .redirect.then_some(" (a redirect, which is not followed)").unwrap_or_default())]
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
    let (asking, what) = match &probe.kind {
        ProbeKind::Tcp {} => (None, "accept a connection".to_owned()),
        ProbeKind::Http { path, status } => {
            (Some((path.as_str(), Wanted(*status), request(at, path)?)), format!("answer GET {path}"))
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
    timeout(limit, work).await.unwrap_or(Err(ProbeError::Slow { at, what, after_ms: probe.timeout_ms }))
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
        ErrorKind::ConnectionRefused => "nothing listens there".to_owned(),
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => "no way leads there".to_owned(),
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
        Err(_) => Err("half an answer"),
    }
}

fn words(error: &hyper::Error) -> &'static str {
    if error.is_parse_too_large() {
        "more headers than are read"
    } else if error.is_parse() {
        "something that is not HTTP"
    } else {
        "nothing: it closed the connection"
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
            None => f.write_str("200 to 299"),
        }
    }
}

#[cfg(test)]
mod tests;
