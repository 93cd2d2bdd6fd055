//! Requests written byte by byte: what HTTP libraries would tidy up before they send it.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Far longer than any answer takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// An answer as it came.
#[derive(Debug, Clone)]
pub(crate) struct Raw {
    /// The status; none if the connection was closed without an answer.
    pub(crate) status: Option<u16>,
    /// The rest, of all answers if there were several.
    pub(crate) body: String,
}

/// A request with this head and body, on a connection that ends with it.
pub(crate) fn request(method: &str, target: &str, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{method} {target} HTTP/1.1\r\nHost: deck.test\r\nConnection: close\r\n");
    for header in headers {
        head += header;
        head += "\r\n";
    }
    if !body.is_empty() {
        head += &format!("Content-Length: {}\r\n", body.len());
    }
    head += "\r\n";
    [head.as_bytes(), body].concat()
}

/// Sends bytes and reads until the other side is done. A side that closes before it has read all is no failure.
pub(crate) async fn exchange(address: SocketAddr, bytes: &[u8]) -> Raw {
    let (mut read, mut write) = TcpStream::connect(address).await.unwrap().into_split();
    let send = async {
        let _ = write.write_all(bytes).await;
        // Kept open: a closed half would tell the server that nobody waits for the answer.
        write
    };
    let receive = async {
        let mut answer = Vec::new();
        let ended = timeout(PATIENCE, read.read_to_end(&mut answer)).await;
        assert!(ended.is_ok(), "no end of the answer: {}", String::from_utf8_lossy(&answer));
        answer
    };
    let (_write, answer) = tokio::join!(send, receive);
    let text = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    Raw { status: head.get(9..12).and_then(|digits| digits.parse().ok()), body: body.to_owned() }
}
