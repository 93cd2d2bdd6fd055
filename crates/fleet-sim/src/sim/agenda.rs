//! What happens next, and when: a queue of events ordered by simulated time.
//!
//! Owns the order of events only. It never looks at a clock: whoever holds the agenda says what "now" is. Events are not taken
//! back; one that was overtaken is recognised by its turn (see [`Event::Step`]) and ignored.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use fleet::MachineId;

use super::ProcessKey;

/// Something that is due at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    /// The leader looks for units to unschedule and to place.
    EnginePass,
    /// All agents publish what changed in the states of their units.
    PublishPass,
    /// The agent of one machine carries out what changed for it.
    AgentPass(MachineId),
    /// A process goes on to its next phase, if it is still in the turn that planned this.
    Step { key: ProcessKey, turn: u64 },
    /// The entry of a lost machine expires, if it is still the same loss.
    EntryExpiry { machine: MachineId, life: u64 },
    /// So do the states that it published.
    StateExpiry { machine: MachineId, life: u64 },
    /// A machine that came back before its old entry had expired joins.
    Join { machine: MachineId, life: u64 },
    /// A machine that flaps goes or comes, if it still does so by the same script.
    Flap { machine: MachineId, turn: u64 },
}

/// Events ordered by time; those of the same time in the order in which they were added.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    heap: BinaryHeap<Reverse<Entry>>,
    added: u64,
}

impl Agenda {
    /// Adds an event.
    pub(super) fn add(&mut self, due: Duration, event: Event) {
        self.added += 1;
        self.heap.push(Reverse(Entry { due, order: self.added, event }));
    }

    /// Takes the next event that is due at `now` or before, with the time at which it was due.
    pub(super) fn take_due(&mut self, now: Duration) -> Option<(Duration, Event)> {
        if self.next_due()? > now {
            return None;
        }
        self.heap.pop().map(|Reverse(entry)| (entry.due, entry.event))
    }

    /// The time of the next event.
    pub(super) fn next_due(&self) -> Option<Duration> {
        self.heap.peek().map(|Reverse(entry)| entry.due)
    }
}

#[derive(Debug)]
struct Entry {
    due: Duration,
    order: u64,
    event: Event,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.due, self.order).cmp(&(other.due, other.order))
    }
}
