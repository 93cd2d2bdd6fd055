//! A live stream, read as a browser reads it, with the bytes that it takes on the wire.

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::deck::Deck;

/// An open stream.
pub(crate) struct Stream {
    socket: TcpStream,
    buffer: Vec<u8>,
}

/// One event: Quarterdeck sends each in a chunk of its own.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// The event's own text.
    pub(crate) text: String,
    /// With what HTTP puts around it.
    pub(crate) wire_bytes: usize,
}

impl Stream {
    /// Opens a stream of somebody who sees everything.
    pub(crate) async fn open(deck: &Deck) -> Result<Self> {
        Self::open_as(deck, &deck.authorization()).await
    }

    /// Opens a stream with this header of credentials.
    pub(crate) async fn open_as(deck: &Deck, authorization: &str) -> Result<Self> {
        let mut socket = TcpStream::connect(deck.address).await?;
        socket.set_nodelay(true)?;
        let request = format!(
            "GET /api/v1/events?cluster=default HTTP/1.1\r\nhost: {}\r\n{}\r\n",
            deck.address, authorization
        );
        socket.write_all(request.as_bytes()).await?;
        let mut stream = Self { socket, buffer: Vec::new() };
        loop {
            if let Some(end) = stream.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                ensure!(stream.buffer.starts_with(b"HTTP/1.1 200"), "no stream: {}", stream.shown());
                stream.buffer.drain(..end + 4);
                return Ok(stream);
            }
            stream.more().await?;
        }
    }

    /// What comes next.
    pub(crate) async fn next(&mut self) -> Result<Event> {
        loop {
            if let Some((event, end)) = chunk(&self.buffer)? {
                self.buffer.drain(..end);
                return Ok(event);
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> Result<()> {
        ensure!(self.socket.read_buf(&mut self.buffer).await? > 0, "the stream has ended: {}", self.shown());
        Ok(())
    }

    fn shown(&self) -> String {
        String::from_utf8_lossy(&self.buffer).chars().take(200).collect()
    }
}

/// The first chunk, if it is whole, and where it ends.
fn chunk(buffer: &[u8]) -> Result<Option<(Event, usize)>> {
    let Some(line) = buffer.windows(2).position(|two| two == b"\r\n") else { return Ok(None) };
    let digits = std::str::from_utf8(&buffer[..line]).context("no length of a chunk")?;
    let bytes = usize::from_str_radix(digits, 16).context("no length of a chunk")?;
    if bytes == 0 {
        bail!("the stream has ended");
    }
    let (start, end) = (line + 2, line + 2 + bytes + 2);
    if buffer.len() < end {
        return Ok(None);
    }
    let text = String::from_utf8(buffer[start..start + bytes].to_vec())?;
    Ok(Some((Event { text, wire_bytes: end }, end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_chunks() {
        let text = b"b\r\nevent: x\n\n\n\r\n5\r\nab";
        let (event, end) = chunk(text).unwrap().unwrap();
        assert_eq!(event, Event { text: "event: x\n\n\n".into(), wire_bytes: 16 });
        assert_eq!(chunk(&text[end..]).unwrap(), None, "not whole yet");
        assert_eq!(chunk(b"1").unwrap(), None);
        assert!(chunk(b"0\r\n\r\n").is_err(), "the end");
        assert!(chunk(b"xyz\r\n").is_err());
    }
}
