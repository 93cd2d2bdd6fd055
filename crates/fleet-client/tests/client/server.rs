//! A tiny HTTP server that does what a test tells it to, down to cutting the connection.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fleet_client::{ClientConfig, FleetClient};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, UnixListener};
use tokio_rustls::TlsAcceptor;

/// What the client sent.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Method and target.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.target)
    }
}

/// What the server does next.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// A whole answer; the connection stays open.
    Answer { status: u16, headers: Vec<(&'static str, String)>, body: String },
    /// These bytes, and the end of the connection.
    Raw(Vec<u8>),
    /// These bytes, and then nothing more; the connection stays open.
    Stuck(Vec<u8>),
    /// The end of the connection.
    Cut,
    /// Nothing at all.
    Never,
}

impl Reply {
    pub(crate) fn json(body: impl Into<String>) -> Self {
        Self::of(200, "application/json", body)
    }

    pub(crate) fn html(status: u16, body: &str) -> Self {
        Self::of(status, "text/html", body)
    }

    pub(crate) fn error(status: u16, message: &str) -> Self {
        Self::of(
            status,
            "application/json",
            format!(r#"{{"error":{{"code":{status},"message":"{message}"}}}}"#),
        )
    }

    /// 201 or 204, as Fleet sends them: without a body and without a type.
    pub(crate) fn bare(status: u16) -> Self {
        Self::Answer { status, headers: Vec::new(), body: String::new() }
    }

    fn of(status: u16, kind: &str, body: impl Into<String>) -> Self {
        let headers = vec![("Content-Type", kind.to_owned()), ("Server", "fleetd/1.0.0".to_owned())];
        Self::Answer { status, headers, body: body.into() }
    }

    fn into_bytes(self) -> Option<Vec<u8>> {
        let Self::Answer { status, headers, body } = self else { return None };
        let mut head = format!("HTTP/1.1 {status} Scripted\r\n");
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        // 204 must not have a length.
        let length =
            if status == 204 { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        Some(format!("{head}{length}\r\n{body}").into_bytes())
    }
}

type Script = Arc<dyn Fn(usize, Request) -> Pin<Box<dyn Future<Output = Reply> + Send>> + Send + Sync>;

/// A running server. It ends with the test's runtime.
pub(crate) struct Server {
    address: String,
    log: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Answers the n-th request, counted from 0 over all connections, with `script(n, request)`.
    pub(crate) async fn start(script: impl Fn(usize, Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_async(move |number, request| std::future::ready(script(number, request))).await
    }

    /// Gives the same reply to every request.
    pub(crate) async fn always(reply: Reply) -> Self {
        Self::start(move |_, _| reply.clone()).await
    }

    /// As [`Server::start`], with replies that may wait for something.
    pub(crate) async fn start_async<R>(script: impl Fn(usize, Request) -> R + Send + Sync + 'static) -> Self
    where
        R: Future<Output = Reply> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self::new(format!("http://{}", listener.local_addr().unwrap()));
        let (log, script): (_, Script) = (server.log.clone(), Arc::new(move |n, r| Box::pin(script(n, r))));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, log.clone(), script.clone()));
            }
        });
        server
    }

    /// On a unix socket.
    pub(crate) async fn unix(path: &Path, reply: Reply) -> Self {
        let listener = UnixListener::bind(path).unwrap();
        let server = Self::new(format!("unix://{}", path.display()));
        let (log, script) = (server.log.clone(), constant(reply));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, log.clone(), script.clone()));
            }
        });
        server
    }

    /// With TLS.
    pub(crate) async fn tls(config: rustls::ServerConfig, reply: Reply) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self::new(format!("https://{}", listener.local_addr().unwrap()));
        let (log, script) = (server.log.clone(), constant(reply));
        let acceptor = TlsAcceptor::from(Arc::new(config));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, log, script) = (acceptor.clone(), log.clone(), script.clone());
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        serve(stream, log, script).await;
                    }
                });
            }
        });
        server
    }

    fn new(address: String) -> Self {
        Self { address, log: Arc::default() }
    }

    /// The endpoint's text.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// A configuration that reaches this server and loses patience soon.
    pub(crate) fn config(&self) -> ClientConfig {
        config(&self.address)
    }

    pub(crate) fn client(&self) -> FleetClient {
        FleetClient::new(self.config()).unwrap()
    }

    /// What was received until now.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.log.lock().unwrap().clone()
    }

    /// The lines of what was received until now.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.requests().iter().map(Request::line).collect()
    }
}

/// A configuration whose limits no test reaches by being slow.
pub(crate) fn config(endpoint: &str) -> ClientConfig {
    let mut config = ClientConfig::new(endpoint.parse().unwrap());
    config.request_timeout = Duration::from_secs(60);
    config
}

fn constant(reply: Reply) -> Script {
    Arc::new(move |_, _| Box::pin(std::future::ready(reply.clone())))
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    log: Arc<Mutex<Vec<Request>>>,
    script: Script,
) {
    let mut buffer = Vec::new();
    while let Some(request) = read_request(&mut stream, &mut buffer).await {
        let number = {
            let mut log = log.lock().unwrap();
            log.push(request.clone());
            log.len() - 1
        };
        match script(number, request).await {
            Reply::Cut => return,
            Reply::Never => std::future::pending().await,
            Reply::Stuck(bytes) => {
                let _ = stream.write_all(&bytes).await;
                let _ = stream.flush().await;
                std::future::pending().await
            }
            Reply::Raw(bytes) => {
                // The client may hang up in the middle; that is what some tests are about.
                let _ = stream.write_all(&bytes).await;
                let _ = stream.shutdown().await;
                return;
            }
            answer @ Reply::Answer { .. } => {
                let bytes = answer.into_bytes().unwrap();
                if stream.write_all(&bytes).await.is_err() || stream.flush().await.is_err() {
                    return;
                }
            }
        }
    }
}

/// Reads one request; `None` at the end of the connection.
async fn read_request(stream: &mut (impl AsyncRead + Unpin), buffer: &mut Vec<u8>) -> Option<Request> {
    loop {
        if let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8(buffer[..end].to_vec()).unwrap();
            let (method, target, headers) = parse_head(&head);
            let length = headers.iter().find(|(name, _)| name == "content-length");
            let length = length.map_or(0, |(_, value)| value.parse::<usize>().unwrap());
            if buffer.len() >= end + 4 + length {
                let body = String::from_utf8(buffer[end + 4..end + 4 + length].to_vec()).unwrap();
                buffer.drain(..end + 4 + length);
                return Some(Request { method, target, headers, body });
            }
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
}

fn parse_head(head: &str) -> (String, String, Vec<(String, String)>) {
    let mut lines = head.split("\r\n");
    let mut line = lines.next().unwrap().split(' ');
    let (method, target) = (line.next().unwrap().to_owned(), line.next().unwrap().to_owned());
    let headers = lines.map(|line| line.split_once(':').unwrap());
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.trim().to_owned())).collect();
    (method, target, headers)
}
