//! The viewers: some always there, some slow, some gone for minutes or hours and back with their last event's id.
//!
//! Each keeps what it made of the events. Events are read once for all of them, as they are written once.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use fleet::{MachineId, UnitName};
use server::live::{Cluster, Frame, News, Subscription};
use shared::event::Change;
use shared::view::{ClusterView, LeftoverRow, MachineRow, UnitRow};

use super::chance::Chance;

/// How many bytes of events are remembered as read: what the hub keeps, else they would be most of what is measured.
const READ_KEPT_BYTES: usize = 8 << 20;

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

/// What a page shows. Rows are shared between those who show the same.
#[derive(Clone, Default)]
struct Shown {
    units: HashMap<u32, Arc<UnitRow>>,
    machines: BTreeMap<MachineId, MachineRow>,
    leftovers: BTreeMap<UnitName, LeftoverRow>,
}

/// Events that were read, by their ids, and numbers for names.
#[derive(Default)]
struct Read {
    events: HashMap<String, Arc<Event>>,
    order: VecDeque<(String, usize)>,
    bytes: usize,
    numbers: HashMap<UnitName, u32>,
    /// The newest row of each unit: those who show it show the same allocation.
    rows: HashMap<u32, Arc<UnitRow>>,
}

struct Event {
    id: String,
    units: Vec<(u32, Arc<UnitRow>)>,
    units_gone: Vec<u32>,
    change: Change,
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
            assert!(shown.units == fresh.units, "viewer {index} shows other units");
            assert_eq!(shown.machines, fresh.machines, "viewer {index}");
            assert_eq!(shown.leftovers, fresh.leftovers, "viewer {index}");
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
        self.units.extend(event.units.iter().cloned());
        for number in &event.units_gone {
            self.units.remove(number);
        }
        let change = &event.change;
        self.machines.extend(change.machines.iter().map(|row| (row.id.clone(), row.clone())));
        for id in &change.machines_gone {
            self.machines.remove(id);
        }
        self.leftovers.extend(change.leftovers.iter().map(|row| (row.name.clone(), row.clone())));
        for name in &change.leftovers_gone {
            self.leftovers.remove(name);
        }
    }
}

impl Read {
    /// A snapshot as a page shows it.
    fn show(&mut self, view: ClusterView) -> Shown {
        Shown {
            units: view.units.into_iter().map(|row| self.row(row)).collect(),
            machines: view.machines.into_iter().map(|row| (row.id.clone(), row)).collect(),
            leftovers: view.leftovers.into_iter().map(|row| (row.name.clone(), row)).collect(),
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
        let mut change: Change = serde_json::from_str(data).unwrap();
        let units = std::mem::take(&mut change.units);
        let event = Arc::new(Event {
            id: id.to_owned(),
            units: units.into_iter().map(|row| self.row(row)).collect(),
            units_gone: change.units_gone.iter().map(|name| self.number(name)).collect(),
            change,
        });
        self.events.insert(id.to_owned(), event.clone());
        self.order.push_back((id.to_owned(), frame.len()));
        self.bytes += frame.len();
        while self.bytes > READ_KEPT_BYTES
            && let Some((oldest, bytes)) = self.order.pop_front()
        {
            self.events.remove(&oldest);
            self.bytes -= bytes;
        }
        Some(event)
    }

    fn row(&mut self, row: UnitRow) -> (u32, Arc<UnitRow>) {
        let number = self.number(&row.name);
        let known = self.rows.entry(number).or_insert_with(|| Arc::new(row.clone()));
        if **known != row {
            *known = Arc::new(row);
        }
        (number, known.clone())
    }

    fn number(&mut self, name: &UnitName) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap();
        *self.numbers.entry(name.clone()).or_insert(next)
    }
}
