//! A relay between Quarterdeck and Fleet that notes when a reading began and when Fleet's last answer came: what happens
//! behind that is Quarterdeck's own delay.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anyhow::Result;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A running relay; dropping it ends it.
pub(crate) struct Relay {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
    task: JoinHandle<()>,
}

/// What went through.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    /// When the first page of the last list of units was asked for.
    pub(crate) reading_began: Instant,
    /// When Fleet said something last.
    pub(crate) last_answer: Instant,
}

impl Relay {
    pub(crate) async fn to(fleet: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let now = Instant::now();
        let seen = Arc::new(Mutex::new(Seen { reading_began: now, last_answer: now }));
        let noted = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(fleet).await else { continue };
                // Without this the relay would hold small packets back.
                let _ = (client.set_nodelay(true), server.set_nodelay(true));
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                tokio::spawn(carry(from_client, to_server, Arc::clone(&noted), note_question));
                tokio::spawn(carry(from_server, to_client, Arc::clone(&noted), note_answer));
            }
        });
        Ok(Self { address, seen, task })
    }

    pub(crate) fn seen(&self) -> Seen {
        *lock(&self.seen)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    seen: Arc<Mutex<Seen>>,
    note: fn(&mut Seen, &[u8]),
) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        note(&mut lock(&seen), &buffer[..read]);
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}

fn note_question(seen: &mut Seen, bytes: &[u8]) {
    if bytes.starts_with(b"GET /fleet/v1/units HTTP") {
        seen.reading_began = Instant::now();
    }
}

fn note_answer(seen: &mut Seen, _: &[u8]) {
    seen.last_answer = Instant::now();
}

fn lock(seen: &Mutex<Seen>) -> std::sync::MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}
