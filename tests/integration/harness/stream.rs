//! The live stream, read as a browser reads it.

use std::time::Duration;

use reqwest::Method;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use super::Client;

/// Far longer than the longest silence of a stream, which is its heartbeat's, and than anything takes that is waited
/// for.
const PATIENCE: Duration = Duration::from_secs(60);

/// An open stream.
pub(crate) struct Events {
    response: reqwest::Response,
    buffer: Vec<u8>,
}

/// One event, or a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    /// What it is; empty for a comment.
    pub(crate) name: String,
    pub(crate) id: Option<String>,
    pub(crate) data: String,
    /// How long the browser is to wait before it comes back, if that is said.
    pub(crate) retry_ms: Option<u64>,
    /// How long it was on the wire.
    pub(crate) bytes: usize,
}

impl Client {
    /// Opens the live stream, behind this event if there is one.
    pub(crate) async fn events(&self, last_id: Option<&str>) -> Events {
        let request = self.request(Method::GET, "/api/v1/events?cluster=default");
        Events::of(match last_id {
            Some(id) => request.header("last-event-id", id),
            None => request,
        })
        .await
    }

    /// Opens a stream at a path of one's own.
    pub(crate) async fn open(&self, path: &str) -> Events {
        Events::of(self.request(Method::GET, path)).await
    }
}

impl Events {
    async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200, "{response:?}");
        Self { response, buffer: Vec::new() }
    }

    /// A header of the answer.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.response.headers()[name].to_str().unwrap()
    }

    /// What comes next; nothing when the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(end) = self.buffer.windows(2).position(|two| two == b"\n\n") {
                let rest = self.buffer.split_off(end + 2);
                let frame = std::mem::replace(&mut self.buffer, rest);
                return Some(Event::read(&frame));
            }
            let chunk = timeout(PATIENCE, self.response.chunk()).await.expect("the stream is silent");
            match chunk {
                Ok(Some(chunk)) => self.buffer.extend_from_slice(&chunk),
                // Ended in order, or with its connection.
                Ok(None) | Err(_) => return None,
            }
        }
    }

    /// The next event of that name; others are passed over.
    pub(crate) async fn next_named(&mut self, name: &str) -> Event {
        let found = async {
            loop {
                let event =
                    self.next().await.unwrap_or_else(|| panic!("the stream has ended without {name}"));
                if event.name == name {
                    return event;
                }
            }
        };
        timeout(PATIENCE, found).await.unwrap_or_else(|_| panic!("waited {PATIENCE:?} in vain: {name}"))
    }

    /// Reads until the end. False if the connection was cut in the middle.
    pub(crate) async fn ends_in_order(mut self) -> bool {
        loop {
            match timeout(PATIENCE, self.response.chunk()).await.expect("the stream goes on") {
                Ok(Some(_)) => {}
                Ok(None) => return true,
                Err(_) => return false,
            }
        }
    }

    /// Reads until the end, and throws it all away.
    pub(crate) async fn drain(mut self) {
        while self.response.chunk().await.is_ok_and(|chunk| chunk.is_some()) {}
    }
}

impl Event {
    fn read(frame: &[u8]) -> Self {
        super::client::assert_told(frame);
        let text = std::str::from_utf8(frame).unwrap();
        let mut event =
            Self { name: String::new(), id: None, data: String::new(), retry_ms: None, bytes: frame.len() };
        for line in text.lines().filter(|line| !line.is_empty()) {
            match line.split_once(": ") {
                Some(("event", name)) => event.name = name.to_owned(),
                Some(("id", id)) => event.id = Some(id.to_owned()),
                Some(("retry", wait)) => event.retry_ms = Some(wait.parse().unwrap()),
                Some(("data", data)) => event.data += data,
                Some(("", comment)) => event.data += comment,
                _ => panic!("no line of an event: {line}"),
            }
        }
        event
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.data).unwrap_or_else(|error| panic!("{error}: {}", self.data))
    }
}
