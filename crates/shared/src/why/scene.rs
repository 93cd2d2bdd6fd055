//! The whole cluster, for which reasons are worked out: one unit in full, or all of them in a sentence each.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use fleet::{AppName, DesiredState, Machine, MachineId, Requirements, UnitName};

use super::words::Said;
use super::{Subject, Why, as_seen, global, lingering, nowhere, placing, running, table};
use crate::placement::{Cluster, Rule};
use crate::view::UnitRow;

/// How much work the sentences of one reading may be, or the whole reason of one unit, in looks at a machine or a
/// unit. Units of a version ask for the same and are looked at once, so that this is far away; a cluster of a thousand
/// versions that find no machine stays below it.
const MOST_WORK: usize = 1_000_000;

/// What makes two units without a machine have the same reason: their demands, and who objects to them.
type Key<'s> = (&'s Requirements, Vec<&'s (Rule, String)>);

/// A cluster at one moment.
pub struct Scene<'a> {
    pub(super) cluster: Cluster<'a>,
    subjects: BTreeMap<&'a str, Subject<'a>>,
    pub(super) now_ms: u64,
}

/// The sentences of all units that need one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headlines<'a> {
    /// By name.
    pub units: BTreeMap<&'a UnitName, Arc<str>>,
    /// Those of them that name other units, as [`as_seen`] takes them.
    pub naming: BTreeMap<UnitName, Arc<str>>,
    /// When one of them reads differently though nothing changed.
    pub until_ms: Option<u64>,
}

/// What was worked out while the sentences of all units are made, or the whole reason of one; and how much work it was.
pub(super) struct Memo<'s> {
    work: Cell<usize>,
    /// Whether it is about one unit, whose whole reason is asked for.
    pub(super) is_of_one: bool,
    nowhere: RefCell<HashMap<Key<'s>, placing::Placing>>,
}

impl<'a> Scene<'a> {
    /// Puts the units where Fleet has them. Global ones are where a machine reports them, and wherever else they fit.
    pub fn new(
        machines: impl IntoIterator<Item = &'a Machine>,
        units: impl IntoIterator<Item = Subject<'a>>,
        now_ms: u64,
    ) -> Self {
        let mut cluster = Cluster::new(machines);
        let subjects: BTreeMap<&str, Subject<'a>> =
            units.into_iter().map(|subject| (subject.row.name.as_str(), subject)).collect();
        let wanted = || subjects.iter().filter(|(_, subject)| subject.row.desired != DesiredState::Inactive);
        let globals = || wanted().filter(|(_, subject)| subject.requirements.global);
        for (name, subject) in wanted().filter(|(_, subject)| !subject.requirements.global) {
            if let Some(machine) = subject.row.machine.as_ref().and_then(|id| cluster.machine(id)) {
                cluster.put(name, machine, subject.requirements);
            }
        }
        for (name, subject) in globals() {
            for machine in subject.row.states.iter().filter_map(|state| state.machine.as_ref()) {
                if let Some(number) = cluster.machine(machine)
                    && cluster.machines().get(number).is_some_and(|m| subject.requirements.fits_machine(m))
                {
                    cluster.put(name, number, subject.requirements);
                }
            }
        }
        // Where a machine reports them they are; beyond that only as far as the work is bounded.
        let mut work = 0usize;
        for (name, subject) in globals() {
            let requirements = subject.requirements;
            work = work.saturating_add(cluster.effort(requirements));
            work = work.saturating_add(cluster.foreign_effort(name, requirements));
            if work > MOST_WORK {
                break;
            }
            cluster.spread(name, requirements);
        }
        Self { cluster, subjects, now_ms }
    }

    /// Lets Fleet place what waits for a machine: each by name, and whoever must be on the machine of one that was
    /// placed once more after it. Gives where those went that found one.
    pub fn place_waiting(&mut self) -> BTreeMap<UnitName, MachineId> {
        let waits = |subject: &&Subject<'a>| {
            let row = subject.row;
            row.desired != DesiredState::Inactive && !subject.requirements.global && !self.is_placed(row)
        };
        let mut waiting: BTreeMap<&'a str, Subject<'a>> = self
            .subjects
            .values()
            .filter(waits)
            .map(|subject| (subject.row.name.as_str(), *subject))
            .collect();
        let mut queue: BTreeSet<&str> = waiting.keys().copied().collect();
        let mut placed = BTreeMap::new();
        while let Some(name) = queue.pop_first() {
            let Some(subject) = waiting.get(name).copied() else { continue };
            if self.cluster.place(subject.row.name.as_str(), subject.requirements).is_err() {
                continue;
            }
            waiting.remove(name);
            let follows = |other: &Subject<'_>| other.requirements.machine_of.iter().any(|peer| peer == name);
            queue.extend(waiting.iter().filter(|(_, other)| follows(other)).map(|(name, _)| *name));
            let number = self.cluster.machines_of(name).first();
            if let Some(machine) = number.and_then(|number| self.cluster.machines().get(*number)) {
                placed.insert(subject.row.name.clone(), machine.id.clone());
            }
        }
        placed
    }

    fn is_placed(&self, row: &UnitRow) -> bool {
        row.machine.as_ref().is_some_and(|id| self.cluster.machine(id).is_some())
    }

    /// The sentences of all units that need one.
    pub fn headlines(&self) -> Headlines<'a> {
        let memo = Memo::new(false);
        let mut shared: HashMap<String, Arc<str>> = HashMap::new();
        let mut headlines = Headlines::default();
        for subject in self.subjects.values().filter(|subject| !subject.is_at_rest()) {
            let Some(said) = self.said(*subject, &memo) else { continue };
            if let Some(until_ms) = said.until_ms {
                headlines.until_ms = Some(headlines.until_ms.map_or(until_ms, |first| first.min(until_ms)));
            }
            let text = shared.entry(said.headline()).or_insert_with_key(|text| Arc::from(text.as_str()));
            headlines.units.insert(&subject.row.name, Arc::clone(text));
            if let Some(naming) = said.naming() {
                headlines.naming.insert(subject.row.name.clone(), Arc::from(naming));
            }
        }
        headlines
    }

    /// The whole reason of one unit; nothing if it runs as it should, or is not known.
    pub fn why(&self, name: &UnitName) -> Option<Why> {
        self.why_for(name, |_| true)
    }

    /// The same for somebody who sees only these apps: others are not named.
    pub fn why_for(&self, name: &UnitName, sees: impl Fn(Option<&AppName>) -> bool) -> Option<Why> {
        let subject = *self.subject(name.as_str()).filter(|subject| !subject.is_at_rest())?;
        let memo = Memo::new(true);
        let said = self.said(subject, &memo)?;
        let headline = said.naming().map_or_else(|| said.headline(), |naming| as_seen(naming, &sees));
        Some(Why {
            headline,
            notes: table::notes(self, subject, &said),
            machines: table::as_seen(table::machines(self, subject, &memo), sees),
        })
    }

    pub(super) fn subject(&self, name: &str) -> Option<&Subject<'a>> {
        self.subjects.get(name)
    }

    /// What people call a machine: its address, or the beginning of its ID.
    pub(super) fn label(&self, number: usize) -> &'a str {
        match self.cluster.machines().get(number) {
            Some(machine) if machine.primary_ip.is_empty() => machine.id.short(),
            Some(machine) => &machine.primary_ip,
            None => "",
        }
    }

    fn said<'s>(&'s self, subject: Subject<'a>, memo: &Memo<'s>) -> Option<Said> {
        match (subject.row.desired, &subject.row.machine) {
            (DesiredState::Inactive, _) => lingering::said(self, subject),
            _ if subject.requirements.global => global::said(self, subject, memo),
            (_, Some(machine)) => running::said(self, subject, machine),
            (_, None) => Some(nowhere::said(self, subject, memo)),
        }
    }
}

impl<'s> Memo<'s> {
    pub(super) fn new(is_of_one: bool) -> Self {
        Self { work: Cell::new(0), is_of_one, nowhere: RefCell::default() }
    }

    /// How much work it was until now.
    #[cfg(test)]
    pub(super) fn work(&self) -> usize {
        self.work.get()
    }

    pub(super) fn known(&self, key: &Key<'s>) -> Option<placing::Placing> {
        self.nowhere.borrow().get(key).cloned()
    }

    pub(super) fn remember(&self, key: Key<'s>, placing: &placing::Placing) {
        self.nowhere.borrow_mut().insert(key, placing.clone());
    }

    /// Whether there is room for so much more work; takes it.
    pub(super) fn takes(&self, work: usize) -> bool {
        let sum = self.work.get().saturating_add(work);
        let takes = sum <= MOST_WORK;
        if takes {
            self.work.set(sum);
        }
        takes
    }
}
