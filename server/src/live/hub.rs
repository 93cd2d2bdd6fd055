//! The hub: serialises each event once and hands the same bytes to every stream.
//!
//! Owns the event ids and the events kept for those who come back. Knows nothing of Fleet, HTTP or people.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use serde::Serialize;
use tokio::sync::broadcast;

/// One event as it goes on the wire: `event:`, `id:` and `data:` lines with the empty line behind them.
pub type Frame = Bytes;

/// How many events are kept for streams that come back. At a change a second that is a good quarter of an hour.
const KEPT: usize = 1024;
/// How many bytes of them at most: a change of many thousand units is large.
const KEPT_BYTES: usize = 8 << 20;
/// How far a stream may fall behind before it must read everything again.
const LAG: usize = 256;

/// The hub of one cluster.
pub struct Hub {
    /// Tells this process's ids from an earlier one's.
    epoch: String,
    inner: Mutex<Inner>,
    sender: broadcast::Sender<Frame>,
}

#[derive(Default)]
struct Inner {
    last: u64,
    kept: VecDeque<(u64, Frame)>,
    kept_bytes: usize,
}

/// What a new stream gets.
pub struct Subscription {
    /// What it missed, in order; `None` if that is no longer known: it must read everything again.
    pub missed: Option<Vec<Frame>>,
    /// What comes.
    pub receiver: broadcast::Receiver<Frame>,
}

impl Hub {
    /// An empty hub. `epoch` must differ from that of every earlier process.
    pub fn new(epoch: String) -> Self {
        let (sender, _) = broadcast::channel(LAG);
        Self { epoch, inner: Mutex::new(Inner::default()), sender }
    }

    /// Sends an event that whoever was away must hear later. Returns its id.
    pub fn publish<T: Serialize>(&self, name: &str, data: &T) -> String {
        let mut inner = self.lock();
        inner.last += 1;
        let id = self.id(inner.last);
        let frame = frame(name, Some(&id), data);
        inner.keep(frame.clone());
        // Sent under the lock, so that the order on the wire is the order of the ids. No receiver is no error.
        let _ = self.sender.send(frame);
        id
    }

    /// Sends an event that is worth nothing later (how fresh the data is now).
    pub fn publish_passing<T: Serialize>(&self, name: &str, data: &T) {
        let _inner = self.lock();
        let _ = self.sender.send(frame(name, None, data));
    }

    /// The id of the last event.
    pub fn last_id(&self) -> String {
        self.id(self.lock().last)
    }

    /// How many streams are open.
    pub fn streams(&self) -> usize {
        self.sender.receiver_count()
    }

    /// Opens a stream that goes on behind the event `last_id`, or at this moment if there is none.
    pub fn subscribe(&self, last_id: Option<&str>) -> Subscription {
        let inner = self.lock();
        let receiver = self.sender.subscribe();
        let missed = match last_id {
            None => Some(Vec::new()),
            Some(id) => self.missed_since(&inner, id),
        };
        Subscription { missed, receiver }
    }

    fn missed_since(&self, inner: &Inner, id: &str) -> Option<Vec<Frame>> {
        let (epoch, number) = id.rsplit_once('-')?;
        let seen: u64 = number.parse().ok()?;
        let first_kept = inner.kept.front().map_or(inner.last + 1, |(id, _)| *id);
        if epoch != self.epoch || seen > inner.last || seen + 1 < first_kept {
            return None;
        }
        Some(inner.kept.iter().filter(|(id, _)| *id > seen).map(|(_, frame)| frame.clone()).collect())
    }

    fn id(&self, number: u64) -> String {
        format!("{}-{number}", self.epoch)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        // Nothing in here panics half-way; a poisoned lock still holds a whole state.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn keep(&mut self, frame: Frame) {
        self.kept_bytes += frame.len();
        self.kept.push_back((self.last, frame));
        while self.kept.len() > KEPT || self.kept_bytes > KEPT_BYTES {
            let Some((_, oldest)) = self.kept.pop_front() else { break };
            self.kept_bytes -= oldest.len();
        }
    }
}

/// An event on the wire. JSON has no raw line ends, so one `data:` line is always enough.
pub fn frame<T: Serialize>(name: &str, id: Option<&str>, data: &T) -> Frame {
    let json = serde_json::to_string(data).unwrap_or_else(|error| {
        tracing::error!(%error, event = name, "an event could not be serialised; the page is told to read again");
        "{}".to_owned()
    });
    let id_line = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    Bytes::from(format!("event: {name}\n{id_line}data: {json}\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hub_with(count: usize) -> Hub {
        let hub = Hub::new("e".into());
        for number in 0..count {
            hub.publish("change", &number);
        }
        hub
    }

    fn text(frame: &Frame) -> &str {
        std::str::from_utf8(frame).unwrap()
    }

    #[test]
    fn an_event_is_one_whole_frame() {
        let frame = frame("change", Some("e-1"), &serde_json::json!({"a": "line\nbreak"}));
        assert_eq!(text(&frame), "event: change\nid: e-1\ndata: {\"a\":\"line\\nbreak\"}\n\n");
    }

    #[test]
    fn whoever_comes_back_hears_what_was_missed() {
        let hub = hub_with(3);
        let missed = hub.subscribe(Some("e-1")).missed.unwrap();
        assert_eq!(
            missed.iter().map(text).collect::<Vec<_>>(),
            ["event: change\nid: e-2\ndata: 1\n\n", "event: change\nid: e-3\ndata: 2\n\n",]
        );
    }

    #[test]
    fn whoever_missed_nothing_hears_nothing_again() {
        assert!(hub_with(3).subscribe(Some("e-3")).missed.unwrap().is_empty());
        assert!(hub_with(0).subscribe(Some("e-0")).missed.unwrap().is_empty());
    }

    #[test]
    fn what_is_no_longer_kept_means_reading_again() {
        let hub = hub_with(KEPT + 10);
        assert!(hub.subscribe(Some("e-1")).missed.is_none());
        assert_eq!(hub.subscribe(Some("e-10")).missed.unwrap().len(), KEPT);
    }

    #[test]
    fn large_events_are_kept_as_far_as_there_is_room() {
        let hub = hub_with(0);
        let large = "x".repeat(KEPT_BYTES / 4);
        for _ in 0..6 {
            hub.publish("change", &large);
        }
        assert!(hub.subscribe(Some("e-2")).missed.is_none());
        assert_eq!(hub.subscribe(Some("e-3")).missed.unwrap().len(), 3);
        hub.publish("change", &"x".repeat(KEPT_BYTES));
        assert!(hub.subscribe(Some("e-6")).missed.is_none(), "what is larger than all the room is not kept");
        assert!(hub.subscribe(Some("e-7")).missed.unwrap().is_empty());
    }

    #[test]
    fn ids_of_another_process_or_none_at_all_mean_reading_again() {
        let hub = hub_with(3);
        for id in ["other-1", "e-99", "e-x", "nonsense", "-", ""] {
            assert!(hub.subscribe(Some(id)).missed.is_none(), "{id}");
        }
    }

    #[test]
    fn passing_events_are_not_kept() {
        let hub = hub_with(1);
        hub.publish_passing("freshness", &1);
        assert!(hub.subscribe(Some("e-1")).missed.unwrap().is_empty());
        assert_eq!(hub.last_id(), "e-1");
    }

    #[tokio::test]
    async fn every_stream_gets_the_same_bytes() {
        let hub = hub_with(0);
        let mut one = hub.subscribe(None).receiver;
        let mut two = hub.subscribe(None).receiver;
        hub.publish("change", &"x");
        let (a, b) = (one.recv().await.unwrap(), two.recv().await.unwrap());
        assert_eq!(a.as_ptr(), b.as_ptr(), "one allocation serves both");
    }
}
