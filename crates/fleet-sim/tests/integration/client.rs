//! A served cluster, and just enough of an HTTP client to see every byte that it sends.

use std::net::SocketAddr;
use std::time::Duration;

use fleet_sim::{SimConfig, SimHandle, serve_tcp};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::{CancellationToken, DropGuard};

pub(crate) const JSON: &[(&str, &str)] = &[("Content-Type", "application/json")];

/// A cluster with a manual clock, served on a port of its own until this is dropped.
pub(crate) struct TestFleet {
    pub(crate) sim: SimHandle,
    address: SocketAddr,
    _cancel: DropGuard,
}

impl TestFleet {
    pub(crate) async fn empty() -> Self {
        Self::with(SimConfig::empty()).await
    }

    pub(crate) async fn with(config: SimConfig) -> Self {
        let sim = SimHandle::new(config.manual());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let cancel = CancellationToken::new();
        tokio::spawn(serve_tcp(sim.clone(), listener, cancel.clone()));
        Self { sim, address, _cancel: cancel.drop_guard() }
    }

    pub(crate) fn wait(&self, seconds: u64) {
        self.sim.advance(Duration::from_secs(seconds));
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "").await
    }

    pub(crate) async fn put(&self, path: &str, body: &str) -> Answer {
        self.send("PUT", path, JSON, body).await
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let stream = TcpStream::connect(self.address).await.unwrap();
        exchange(stream, method, path, headers, body.as_bytes()).await
    }

    pub(crate) async fn send_raw(&self, request: &[u8]) -> Answer {
        let stream = TcpStream::connect(self.address).await.unwrap();
        exchange_raw(stream, request).await
    }
}

/// What came back, or nothing.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: Option<u16>,
    head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn first_line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    /// The status, and the message if it is an error.
    pub(crate) fn says(&self) -> (u16, String) {
        let message = serde_json::from_str::<Value>(&self.body)
            .ok()
            .and_then(|body| body["error"]["message"].as_str().map(str::to_owned));
        (self.status.unwrap_or_default(), message.unwrap_or_default())
    }

    pub(crate) fn is_silence(&self) -> bool {
        self.status.is_none() && self.head.is_empty() && self.body.is_empty()
    }
}

pub(crate) async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    exchange_raw(stream, &[request.as_bytes(), body].concat()).await
}

async fn exchange_raw(mut stream: impl AsyncRead + AsyncWrite + Unpin, request: &[u8]) -> Answer {
    // Who is refused early may find the door shut; what was said until then counts.
    let _ = stream.write_all(request).await;
    let mut bytes = Vec::new();
    // A connection that is cut may be reset instead of closed: what came until then counts.
    let _ = stream.read_to_end(&mut bytes).await;
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).map(|status| status.parse().unwrap());
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}
