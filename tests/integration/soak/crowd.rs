//! The viewers: some always there, some slow, some gone for minutes or hours and back with their last event's id.
//!
//! Each keeps what it made of the events. Events are read once for all of them, as they are written once.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use fleet::{MachineId, UnitName};
use server::live::{Cluster, Frame, News, Subscription};
use shared::event::Change;
use shared::view::{ClusterView, LeftoverRow, MachineRow, UnitRow};

use super::chance::Chance;
use super::rows::{Changes, Known, Rows};

/// How many bytes of events are remembered as read, the newest whatever its size. Older ones are read again for whoever
/// comes back: what viewers hold shall be little of what is measured.
const READ_KEPT_BYTES: usize = 1 << 20;

/// All of them.
pub(super) struct Crowd {
    cluster: Arc<Cluster>,
    viewers: Vec<Viewer>,
    read: Read,
    resyncs: u64,
}

/// One viewer.
struct Viewer {
    stream: Option<Subscription>,
    last_id: String,
    shown: Shown,
    /// It looks once in so many steps.
    looks_in: usize,
    /// It leaves once in so many looks; never if zero.
    leaves_in: usize,
    /// For how many steps it is away at most.
    away: usize,
    /// How many of them are left.
    away_left: usize,
}

/// What a page shows. Rows are shared between those who show the same: what viewers hold must not hide what the server
/// holds.
#[derive(Clone, Default)]
struct Shown {
    units: Rows<UnitRow>,
    machines: Rows<MachineRow>,
    leftovers: Rows<LeftoverRow>,
}

/// Events that were read, by their ids.
#[derive(Default)]
struct Read {
    events: HashMap<String, Arc<Event>>,
    order: VecDeque<(String, usize)>,
    bytes: usize,
    units: Known<UnitName, UnitRow>,
    machines: Known<MachineId, MachineRow>,
    leftovers: Known<UnitName, LeftoverRow>,
}

struct Event {
    id: String,
    units: Changes<UnitRow>,
    machines: Changes<MachineRow>,
    leftovers: Changes<LeftoverRow>,
}

impl Crowd {
    pub(super) fn new(cluster: Arc<Cluster>, count: usize) -> Self {
        let viewer = |number: usize| {
            let (looks_in, leaves_in, away) = match number % 4 {
                0 => (1, 0, 0),
                1 => (30, 0, 0),
                2 => (1, 40, 60),
                _ => (2, 200, 2_000),
            };
            Viewer {
                stream: None,
                last_id: String::new(),
                shown: Shown::default(),
                looks_in,
                leaves_in,
                away,
                away_left: 0,
            }
        };
        let viewers = (0..count).map(viewer).collect();
        Self { cluster, viewers, read: Read::default(), resyncs: 0 }
    }

    /// How often one of them had to read everything again.
    pub(super) fn resyncs(&self) -> u64 {
        self.resyncs
    }

    /// Each does what it does in one step.
    pub(super) fn listen(&mut self, chance: &mut Chance) {
        for index in 0..self.viewers.len() {
            let viewer = &mut self.viewers[index];
            if viewer.away_left > 0 {
                viewer.away_left -= 1;
                continue;
            }
            if chance.one_in(viewer.looks_in) {
                self.look(index);
                let viewer = &mut self.viewers[index];
                if viewer.leaves_in > 0 && chance.one_in(viewer.leaves_in) {
                    viewer.stream = None;
                    viewer.away_left = chance.below(viewer.away);
                }
            }
        }
    }

    /// Those who are there hear all there is, and show then what a fresh snapshot shows.
    pub(super) fn all_agree(&mut self) {
        let fresh = self.read.show(self.cluster.view());
        for index in 0..self.viewers.len() {
            if self.viewers[index].away_left > 0 {
                continue;
            }
            self.look(index);
            let shown = &self.viewers[index].shown;
            assert!(shown.units.is_same(&fresh.units), "viewer {index} shows other units");
            assert!(shown.machines.is_same(&fresh.machines), "viewer {index} shows other machines");
            assert!(shown.leftovers.is_same(&fresh.leftovers), "viewer {index} shows other leftovers");
        }
    }

    /// One viewer takes in what there is.
    fn look(&mut self, index: usize) {
        let viewer = &mut self.viewers[index];
        let last_id = Some(viewer.last_id.as_str()).filter(|id| !id.is_empty());
        if viewer.stream.is_none() {
            let stream = match last_id {
                Some(id) => self.cluster.hub().subscribe(Some(id)),
                None => {
                    let view = self.cluster.view();
                    let stream = self.cluster.hub().subscribe(Some(&view.event_id));
                    viewer.last_id.clone_from(&view.event_id);
                    viewer.shown = self.read.show(view);
                    stream
                }
            };
            viewer.stream = Some(stream);
        }
        let Some(stream) = &mut viewer.stream else { return };
        while let Some(news) = stream.try_next() {
            match news {
                News::Event(frame) => {
                    if let Some(event) = self.read.event(&frame) {
                        viewer.shown.apply(&event);
                        viewer.last_id.clone_from(&event.id);
                    }
                }
                News::Missed => {
                    self.resyncs += 1;
                    let view = self.cluster.view();
                    *stream = self.cluster.hub().subscribe(Some(&view.event_id));
                    viewer.last_id.clone_from(&view.event_id);
                    viewer.shown = self.read.show(view);
                }
            }
        }
    }
}

impl Shown {
    fn apply(&mut self, event: &Event) {
        self.units.apply(&event.units);
        self.machines.apply(&event.machines);
        self.leftovers.apply(&event.leftovers);
    }
}

impl Read {
    /// A snapshot as a page shows it.
    fn show(&mut self, view: ClusterView) -> Shown {
        Shown {
            units: self.units.all(view.units, |row| &row.name),
            machines: self.machines.all(view.machines, |row| &row.id),
            leftovers: self.leftovers.all(view.leftovers, |row| &row.name),
        }
    }

    /// An event with an id; the others say only how fresh the data is.
    fn event(&mut self, frame: &Frame) -> Option<Arc<Event>> {
        let text = std::str::from_utf8(frame).unwrap();
        let id = text.lines().find_map(|line| line.strip_prefix("id: "))?;
        if let Some(event) = self.events.get(id) {
            return Some(event.clone());
        }
        let data = text.lines().find_map(|line| line.strip_prefix("data: ")).unwrap();
        let change: Change = serde_json::from_str(data).unwrap();
        let event = Arc::new(Event {
            id: id.to_owned(),
            units: self.units.changes(change.units, change.units_gone, |row| &row.name),
            machines: self.machines.changes(change.machines, change.machines_gone, |row| &row.id),
            leftovers: self.leftovers.changes(change.leftovers, change.leftovers_gone, |row| &row.name),
        });
        self.events.insert(id.to_owned(), event.clone());
        self.order.push_back((id.to_owned(), frame.len()));
        self.bytes += frame.len();
        while self.bytes > READ_KEPT_BYTES
            && self.order.len() > 1
            && let Some((oldest, bytes)) = self.order.pop_front()
        {
            self.events.remove(&oldest);
            self.bytes -= bytes;
        }
        Some(event)
    }
}
