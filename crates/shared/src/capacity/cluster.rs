//! The machines with what runs on them, and Fleet's choice among them.
//!
//! Fast by two indexes: units by name (a pattern is looked up by what stands before its first wildcard) and the
//! patterns of all placed units (most units of a version share one).

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use fleet::{Machine, MachineId, Requirements, glob};

/// The replayed cluster.
pub(super) struct Cluster<'a> {
    /// By id.
    machines: Vec<&'a Machine>,
    numbers: HashMap<&'a str, usize>,
    /// How many units each has; Fleet takes the least loaded.
    loads: Vec<usize>,
    /// On which machines each placed unit runs; several for a global one.
    placed: BTreeMap<&'a str, Vec<usize>>,
    /// Who conflicts with what.
    patterns: BTreeMap<String, Vec<&'a str>>,
}

/// Why no machine takes a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// There is none.
    NoMachines,
    /// None has this ID.
    MachineId(String),
    /// None has this metadata, as `region=mars`.
    Metadata(String),
    /// A unit that must be on the same machine is on none.
    PeerNotPlaced(String),
    /// The machine of that unit does not fit.
    PeerElsewhere(String),
    /// Every machine that would fit has a unit that it conflicts with.
    Conflict {
        /// How many machines would fit.
        fitting: usize,
        /// What they must have, if not all fit.
        metadata: String,
        /// The units in the way, one a machine.
        with: Vec<String>,
    },
}

impl<'a> Cluster<'a> {
    pub(super) fn new(machines: &'a [Machine]) -> Self {
        let mut machines: Vec<&Machine> = machines.iter().collect();
        machines.sort_by(|one, other| one.id.cmp(&other.id));
        let numbers =
            machines.iter().enumerate().map(|(number, machine)| (machine.id.as_str(), number)).collect();
        let loads = vec![0; machines.len()];
        Self { machines, numbers, loads, placed: BTreeMap::new(), patterns: BTreeMap::new() }
    }

    /// The number of a machine that is there.
    pub(super) fn machine(&self, id: &MachineId) -> Option<usize> {
        self.numbers.get(id.as_str()).copied()
    }

    /// Records that a unit runs on a machine.
    pub(super) fn put(&mut self, name: &'a str, machine: usize, requirements: &Requirements) {
        if let Some(load) = self.loads.get_mut(machine) {
            *load += 1;
        }
        let machines = self.placed.entry(name).or_default();
        if machines.is_empty() {
            for pattern in &requirements.conflicts {
                match self.patterns.get_mut(pattern) {
                    Some(holders) => holders.push(name),
                    None => {
                        self.patterns.insert(pattern.clone(), vec![name]);
                    }
                }
            }
        }
        machines.push(machine);
    }

    /// Places a unit as Fleet does: on the least loaded machine that fits, the lowest ID among equals; a global one
    /// on all that fit.
    pub(super) fn place(&mut self, name: &'a str, requirements: &Requirements) -> Result<(), Refusal> {
        let fitting = self.fitting(requirements)?;
        let mut blocked = self.blocked(name, requirements);
        let free = |number: &usize| !blocked.contains_key(number);
        if requirements.global {
            let free: Vec<usize> = fitting.iter().copied().filter(free).collect();
            if !free.is_empty() {
                free.into_iter().for_each(|number| self.put(name, number, requirements));
                return Ok(());
            }
        } else if let Some(number) = fitting
            .iter()
            .copied()
            .filter(free)
            .min_by_key(|number| (self.loads.get(*number).copied(), *number))
        {
            self.put(name, number, requirements);
            return Ok(());
        }
        let with = fitting.iter().filter_map(|number| blocked.remove(number)).map(str::to_owned).collect();
        let metadata =
            if fitting.len() < self.machines.len() { metadata_words(requirements) } else { String::new() };
        Err(Refusal::Conflict { fitting: fitting.len(), metadata, with })
    }

    /// The machines that fit but for conflicts. Never empty.
    fn fitting(&self, requirements: &Requirements) -> Result<Vec<usize>, Refusal> {
        if self.machines.is_empty() {
            return Err(Refusal::NoMachines);
        }
        let fits = |number: &usize| {
            self.machines.get(*number).is_some_and(|machine| requirements.fits_machine(machine))
        };
        let mut fitting: Vec<usize> = (0..self.machines.len()).filter(fits).collect();
        if fitting.is_empty() {
            return Err(self.unfit(requirements));
        }
        // A global unit is on every machine that fits, whatever else it asks for.
        let peers = if requirements.global { &[][..] } else { &requirements.machine_of };
        for peer in peers {
            let machines =
                self.placed.get(peer.as_str()).ok_or_else(|| Refusal::PeerNotPlaced(peer.clone()))?;
            fitting.retain(|number| machines.contains(number));
            if fitting.is_empty() {
                return Err(Refusal::PeerElsewhere(peer.clone()));
            }
        }
        Ok(fitting)
    }

    fn unfit(&self, requirements: &Requirements) -> Refusal {
        match &requirements.machine_id {
            Some(id) if !requirements.global => {
                let by_id = Requirements { machine_id: Some(id.clone()), ..Requirements::default() };
                if self.machines.iter().any(|machine| by_id.fits_machine(machine)) {
                    Refusal::Metadata(metadata_words(requirements))
                } else {
                    Refusal::MachineId(id.clone())
                }
            }
            _ => Refusal::Metadata(metadata_words(requirements)),
        }
    }

    /// The machines that a unit can't share, each with a unit in the way. Conflicts hold both ways.
    fn blocked(&self, name: &str, requirements: &Requirements) -> BTreeMap<usize, &'a str> {
        let mut blocked = BTreeMap::new();
        let mut block = |other: &'a str, machines: &[usize]| {
            if other != name {
                machines.iter().for_each(|number| {
                    blocked.entry(*number).or_insert(other);
                });
            }
        };
        for pattern in &requirements.conflicts {
            let prefix = literal_prefix(pattern);
            let from_prefix = (Bound::Included(prefix), Bound::Unbounded);
            let candidates = self.placed.range::<str, _>(from_prefix);
            for (other, machines) in candidates.take_while(|(other, _)| other.starts_with(prefix)) {
                if glob::matches(pattern, other) {
                    block(other, machines);
                }
            }
        }
        for (pattern, holders) in &self.patterns {
            if name.starts_with(literal_prefix(pattern)) && glob::matches(pattern, name) {
                for holder in holders {
                    block(holder, self.placed.get(holder).map_or(&[], Vec::as_slice));
                }
            }
        }
        blocked
    }
}

/// What stands before the first sign that a pattern gives a meaning to.
fn literal_prefix(pattern: &str) -> &str {
    pattern.find(['*', '?', '[', '\\']).and_then(|end| pattern.get(..end)).unwrap_or(pattern)
}

/// "region=mars or region=venus and disk=ssd".
fn metadata_words(requirements: &Requirements) -> String {
    let one = |(key, values): (&String, &std::collections::BTreeSet<String>)| {
        values.iter().map(|value| format!("{key}={value}")).collect::<Vec<_>>().join(" or ")
    };
    requirements.metadata.iter().map(one).collect::<Vec<_>>().join(" and ")
}
