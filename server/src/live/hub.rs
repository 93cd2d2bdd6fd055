//! The hub: serialises each event once and hands the same bytes to every stream.
//!
//! Owns the event ids and the events kept, from which every stream reads at its own pace: how much memory they take does
//! not depend on how many streams there are or how slow they are. Knows nothing of Fleet, HTTP or people.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use say::Language;
use serde::Serialize;
use tokio::sync::watch;

use super::frames::Frames;

/// One event as it goes on the wire: `event:`, `id:` and `data:` lines with the empty line behind them.
pub type Frame = Bytes;

/// How many events are kept for streams that are behind or come back. At a change a second that is a good quarter of an
/// hour.
const KEPT: usize = 1024;
/// How many bytes of them at most: a change of many thousand units is large. The newest is kept whatever its size.
const KEPT_BYTES: usize = 8 << 20;
/// The same for a hub of those who see a part only: there can be many of these.
const KEPT_BYTES_OF_PART: usize = 512 << 10;

/// The hub of one cluster, for all who see the same of it.
pub struct Hub {
    /// Tells this process's ids from an earlier one's.
    epoch: String,
    inner: Mutex<Inner>,
    /// How many bytes of events are kept at most.
    room_bytes: usize,
    /// How many streams are open at this hub and at all that share its count.
    all_streams: Arc<AtomicUsize>,
    /// Wakes the streams; how often does not matter.
    news: watch::Sender<()>,
    said: Frames,
}

#[derive(Default)]
struct Inner {
    last: u64,
    kept: VecDeque<(u64, Frame)>,
    kept_bytes: usize,
    /// The newest event that is worth nothing later, and how many there were.
    passing: Option<Frame>,
    passed: u64,
}

/// One stream's place in the events.
pub struct Subscription {
    hub: Arc<Hub>,
    news: watch::Receiver<()>,
    /// The last event that it has; `None` if what it has is not known any more.
    seen: Option<u64>,
    passed: u64,
}

/// What a stream says next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// This event.
    Event(Frame),
    /// It missed events that are no longer kept: whoever listens must read everything again.
    Missed,
}

impl Hub {
    /// An empty hub. `epoch` must differ from that of every earlier process.
    pub fn new(epoch: String) -> Self {
        Self {
            epoch,
            inner: Mutex::new(Inner::default()),
            room_bytes: KEPT_BYTES,
            all_streams: Arc::default(),
            news: watch::Sender::new(()),
            said: Frames::default(),
        }
    }

    /// An empty hub for those who see a part only. Its streams count among those of this one; its ids tell nothing of
    /// the others.
    pub(super) fn part(&self, epoch: String) -> Self {
        let all_streams = Arc::clone(&self.all_streams);
        Self { room_bytes: KEPT_BYTES_OF_PART, all_streams, ..Self::new(epoch) }
    }

    /// Sends an event that whoever was away must hear later. Returns its id.
    pub fn publish<T: Serialize>(&self, name: &str, data: &T) -> String {
        self.publish_json(name, &json(name, data))
    }

    /// The same of what is serialised already.
    pub(super) fn publish_json(&self, name: &str, json: &str) -> String {
        let mut inner = self.lock();
        inner.last += 1;
        let id = self.id(inner.last);
        inner.keep(frame_of(name, Some(&id), json), self.room_bytes);
        drop(inner);
        self.news.send_replace(());
        id
    }

    /// Sends an event that is worth nothing once there is a newer one (how fresh the data is now).
    pub(super) fn pass(&self, frame: Frame) {
        let mut inner = self.lock();
        inner.passing = Some(frame);
        inner.passed += 1;
        drop(inner);
        self.news.send_replace(());
    }

    /// The id of the last event.
    pub fn last_id(&self) -> String {
        self.id(self.lock().last)
    }

    /// How many streams are open.
    pub fn streams(&self) -> usize {
        self.news.receiver_count()
    }

    /// How many streams are open at this hub and at its parts.
    pub fn all_streams(&self) -> usize {
        self.all_streams.load(Ordering::Relaxed)
    }

    /// How many bytes of events are kept at present.
    pub fn kept_bytes(&self) -> usize {
        self.lock().kept_bytes
    }

    /// Opens a stream that goes on behind the event `last_id`, or at this moment if there is none.
    pub fn subscribe(self: &Arc<Self>, last_id: Option<&str>) -> Subscription {
        let inner = self.lock();
        let seen = match last_id {
            None => Some(inner.last),
            Some(id) => self.number(id).filter(|seen| *seen <= inner.last),
        };
        let passed = inner.passed;
        self.all_streams.fetch_add(1, Ordering::Relaxed);
        Subscription { hub: Arc::clone(self), news: self.news.subscribe(), seen, passed }
    }

    fn id(&self, number: u64) -> String {
        format!("{}-{number}", self.epoch)
    }

    /// The number in an id of this process.
    fn number(&self, id: &str) -> Option<u64> {
        let (epoch, number) = id.rsplit_once('-')?;
        number.parse().ok().filter(|_| epoch == self.epoch)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        // Nothing in here panics half-way; a poisoned lock still holds a whole state.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn keep(&mut self, frame: Frame, room_bytes: usize) {
        self.kept_bytes += frame.len();
        self.kept.push_back((self.last, frame));
        while self.kept.len() > KEPT || (self.kept_bytes > room_bytes && self.kept.len() > 1) {
            let Some((_, oldest)) = self.kept.pop_front() else { break };
            self.kept_bytes -= oldest.len();
        }
    }

    /// The event behind `seen`, if it is still kept. They are numbered without a gap.
    fn behind(&self, seen: u64) -> Option<&Frame> {
        let (first, _) = self.kept.front()?;
        let index = usize::try_from((seen + 1).checked_sub(*first)?).ok()?;
        self.kept.get(index).map(|(_, frame)| frame)
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.hub.all_streams.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Subscription {
    /// An event of this hub in the language of whoever listens.
    pub fn said(&self, frame: Frame, language: Language) -> Frame {
        self.hub.said.said(frame, language)
    }

    /// What comes next, as soon as there is something.
    pub async fn next(&mut self) -> News {
        loop {
            if let Some(news) = self.try_next() {
                return news;
            }
            // The sender lives in the hub, which this holds: it never ends.
            let _ = self.news.changed().await;
        }
    }

    /// What comes next, if it is there already: events in their order, and behind them the newest passing one.
    pub fn try_next(&mut self) -> Option<News> {
        self.news.mark_unchanged();
        let inner = self.hub.lock();
        match self.seen {
            Some(seen) if seen < inner.last => {
                let event = inner.behind(seen).cloned();
                // From here on, whether that is said or everything is read again.
                self.seen = Some(if event.is_some() { seen + 1 } else { inner.last });
                return Some(event.map_or(News::Missed, News::Event));
            }
            Some(_) => {}
            None => {
                self.seen = Some(inner.last);
                return Some(News::Missed);
            }
        }
        if self.passed == inner.passed {
            return None;
        }
        self.passed = inner.passed;
        inner.passing.clone().map(News::Event)
    }
}

/// An event on the wire. JSON has no raw line ends, so one `data:` line is always enough.
pub fn frame<T: Serialize>(name: &str, id: Option<&str>, data: &T) -> Frame {
    frame_of(name, id, &json(name, data))
}

/// What an event says, serialised.
pub(super) fn json<T: Serialize>(name: &str, data: &T) -> String {
    serde_json::to_string(data).unwrap_or_else(|error| {
        tracing::error!(%error, event = name, "an event could not be serialised; the page is told to read again");
        "{}".to_owned()
    })
}

fn frame_of(name: &str, id: Option<&str>, json: &str) -> Frame {
    let id_line = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    Bytes::from(format!("event: {name}\n{id_line}data: {json}\n\n"))
}

#[cfg(test)]
mod tests;
