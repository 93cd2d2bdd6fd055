//! A connection for requests one after another: as little as it takes, so that little of it is measured.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A kept connection.
pub(crate) struct Connection {
    stream: TcpStream,
    address: SocketAddr,
    buffer: Vec<u8>,
}

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The cookie that it sets, as it is sent back.
    pub(crate) cookie: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let stream =
            TcpStream::connect(address).await.with_context(|| format!("nobody listens at {address}"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, address, buffer: Vec::with_capacity(4096) })
    }

    /// Sends a request and reads its answer. `headers` are whole lines, each with its end.
    pub(crate) async fn call(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &[u8],
    ) -> Result<Answer> {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\ncontent-length: {}\r\n{headers}\r\n",
            self.address,
            body.len()
        );
        self.stream.write_all(&[head.as_bytes(), body].concat()).await?;
        self.buffer.clear();
        loop {
            if let Some(head) = Head::read(&self.buffer)? {
                let whole = head.bytes + head.body_bytes;
                while self.buffer.len() < whole {
                    self.more().await?;
                }
                let body = self.buffer[head.bytes..whole].to_vec();
                return Ok(Answer { status: head.status, cookie: head.cookie, body });
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> Result<()> {
        let read = self.stream.read_buf(&mut self.buffer).await?;
        ensure!(read > 0, "{} closed the connection", self.address);
        Ok(())
    }
}

/// The head of an answer.
#[derive(Debug, PartialEq, Eq)]
struct Head {
    status: u16,
    /// With the empty line behind it.
    bytes: usize,
    body_bytes: usize,
    cookie: Option<String>,
}

impl Head {
    /// `None` while there is more to come.
    fn read(buffer: &[u8]) -> Result<Option<Self>> {
        let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
        let head = std::str::from_utf8(&buffer[..end]).context("an answer's head is no text")?;
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
        let (mut body_bytes, mut cookie) = (None, None);
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            if name.eq_ignore_ascii_case("content-length") {
                body_bytes = Some(value.trim().parse()?);
            } else if name.eq_ignore_ascii_case("set-cookie") {
                cookie = value.trim().split(';').next().map(str::to_owned);
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                bail!("an answer in chunks, where a whole one was expected");
            }
        }
        let status = status.context("an answer without a status")?;
        Ok(Some(Self { status, bytes: end + 4, body_bytes: body_bytes.unwrap_or_default(), cookie }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_where_the_body_ends() {
        let text = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nSet-Cookie: x=y; Path=/\r\n\r\nabc";
        assert_eq!(
            Head::read(text).unwrap(),
            Some(Head { status: 200, bytes: text.len() - 3, body_bytes: 3, cookie: Some("x=y".into()) })
        );
        assert_eq!(Head::read(b"HTTP/1.1 200 OK\r\nContent-").unwrap(), None);
        let none = b"HTTP/1.1 204 No Content\r\n\r\n";
        let head = Head { status: 204, bytes: none.len(), body_bytes: 0, cookie: None };
        assert_eq!(Head::read(none).unwrap(), Some(head));
        assert!(Head::read(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").is_err());
        assert!(Head::read(b"nonsense\r\n\r\n").is_err());
    }
}
