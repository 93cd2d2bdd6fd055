//! What instances answer to probes: a listener at the address of each machine, which answers well, slowly, badly, too
//! late, or does not listen at all.
//!
//! When it answered how is remembered: a gate that was passed while nothing answered well was not looked at.

use std::cell::{Cell, RefCell};
use std::net::{Ipv4Addr, SocketAddr};
use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::cast::ANSWERS_WITHIN_MS;
use super::chance::Chance;

/// How far the server's clock and this one may be apart, in milliseconds.
const CLOCKS_APART_MS: u64 = 100;
/// How often a port is looked for that is free at every address.
const TRIES: u32 = 20;

/// How instances answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    /// At once.
    Well,
    /// In time.
    Slowly,
    /// With an error; where a connection is all that is asked for, none comes.
    Badly,
    /// When nobody waits any more; the same.
    Late,
}

impl Mood {
    fn passes(self) -> bool {
        matches!(self, Self::Well | Self::Slowly)
    }
}

/// The instances of one app, on all machines.
pub(super) struct Answers {
    addresses: Vec<SocketAddr>,
    /// Whether a connection is all that is asked for.
    is_tcp: bool,
    mood: Rc<Cell<Mood>>,
    /// Since when which mood, in milliseconds since the Unix epoch.
    moods: RefCell<Vec<(u64, Mood)>>,
    listening: RefCell<Vec<JoinHandle<()>>>,
}

impl Answers {
    /// Listens at one port of all these addresses, and answers well. To be called inside a `LocalSet`.
    pub(super) async fn new(machines: &[Ipv4Addr], is_tcp: bool) -> Result<Self> {
        let mut found = None;
        for _ in 0..TRIES {
            found = bind_all(machines).await.ok();
            if found.is_some() {
                break;
            }
        }
        let listeners = found.context("no port is free at all addresses")?;
        let addresses = listeners.iter().map(TcpListener::local_addr).collect::<Result<_, _>>()?;
        let answers = Self {
            addresses,
            is_tcp,
            mood: Rc::new(Cell::new(Mood::Well)),
            moods: RefCell::new(vec![(wall_ms(), Mood::Well)]),
            listening: RefCell::default(),
        };
        answers.listen(listeners);
        Ok(answers)
    }

    pub(super) fn port(&self) -> u16 {
        self.addresses.first().map_or(0, SocketAddr::port)
    }

    /// Another mood, for a while.
    pub(super) async fn change(&self, chance: &mut Chance) -> Result<&'static str> {
        let (mood, word) = match chance.below(10) {
            0..=1 => (Mood::Badly, "probes are answered badly"),
            2 => (Mood::Late, "probes are answered too late"),
            3..=4 => (Mood::Slowly, "probes are answered slowly"),
            _ => (Mood::Well, "probes are answered well"),
        };
        self.be(mood).await?;
        Ok(word)
    }

    /// From now on this mood.
    pub(super) async fn be(&self, mood: Mood) -> Result<()> {
        let listens = !self.is_tcp || mood.passes();
        if !listens {
            let tasks = self.listening.take();
            tasks.iter().for_each(JoinHandle::abort);
            for task in tasks {
                // Its socket is closed once it has ended.
                let _ = task.await;
            }
        }
        self.mood.set(mood);
        self.moods.borrow_mut().push((wall_ms(), mood));
        if listens && self.listening.borrow().is_empty() {
            let mut listeners = Vec::new();
            for address in &self.addresses {
                listeners.push(TcpListener::bind(address).await?);
            }
            self.listen(listeners);
        }
        Ok(())
    }

    /// Whether it answered well at some time between these two, in milliseconds since the Unix epoch.
    pub(super) fn answered_well(&self, from_ms: u64, to_ms: u64) -> bool {
        let moods = self.moods.borrow();
        let ends = moods.iter().skip(1).map(|(since_ms, _)| *since_ms).chain([u64::MAX]);
        moods.iter().zip(ends).any(|((since_ms, mood), end_ms)| {
            mood.passes()
                && *since_ms <= to_ms.saturating_add(CLOCKS_APART_MS)
                && from_ms.saturating_sub(CLOCKS_APART_MS) <= end_ms
        })
    }

    fn listen(&self, listeners: Vec<TcpListener>) {
        let serve = |listener: TcpListener| {
            let mood = Rc::clone(&self.mood);
            tokio::task::spawn_local(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    // Whoever asks may be killed in the middle.
                    tokio::task::spawn_local(answer(stream, mood.get()));
                }
            })
        };
        self.listening.borrow_mut().extend(listeners.into_iter().map(serve));
    }
}

impl Drop for Answers {
    fn drop(&mut self) {
        self.listening.take().iter().for_each(JoinHandle::abort);
    }
}

async fn bind_all(machines: &[Ipv4Addr]) -> std::io::Result<Vec<TcpListener>> {
    let mut listeners = Vec::new();
    let mut port = 0;
    for ip in machines {
        let listener = TcpListener::bind(SocketAddr::from((*ip, port))).await?;
        port = listener.local_addr()?.port();
        listeners.push(listener);
    }
    Ok(listeners)
}

/// Answers one request, whatever it is.
async fn answer(mut stream: TcpStream, mood: Mood) -> std::io::Result<()> {
    let mut request = [0; 1_024];
    let _ = stream.read(&mut request).await?;
    let limit = Duration::from_millis(ANSWERS_WITHIN_MS.into());
    let status = match mood {
        Mood::Well => "200 OK",
        Mood::Slowly => {
            sleep(limit / 3).await;
            "200 OK"
        }
        Mood::Badly => "503 Service Unavailable",
        Mood::Late => {
            sleep(limit * 2).await;
            "200 OK"
        }
    };
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await
}

fn wall_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use tokio::task::LocalSet;

    use super::*;

    #[tokio::test]
    async fn what_does_not_listen_is_remembered_as_no_answer() {
        let within = async {
            let answers = Answers::new(&[Ipv4Addr::LOCALHOST], true).await.unwrap();
            let address = answers.addresses[0];
            assert!(TcpStream::connect(address).await.is_ok());
            answers.be(Mood::Badly).await.unwrap();
            assert!(TcpStream::connect(address).await.is_err());
            let later_ms = wall_ms() + 1_000;
            assert!(!answers.answered_well(later_ms, later_ms + 1));
            answers.be(Mood::Well).await.unwrap();
            assert!(TcpStream::connect(address).await.is_ok());
            assert!(answers.answered_well(later_ms, later_ms + 1));
        };
        LocalSet::new().run_until(within).await;
    }
}
