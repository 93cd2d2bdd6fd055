//! The machines with what runs on them, and Fleet's rules of placement: the one replay of them.
//!
//! Owns what stands between a unit and a machine (`Obstacle`), and Fleet's choice among those that have none. Says
//! nothing in words and knows no time; reads no options: whoever calls hands in requirements.
//!
//! Fast by two indexes: units by name (a pattern is looked up by what stands before its first wildcard) and the
//! patterns of all placed units (most units of a version share one), by what stands before theirs.

mod obstacle;

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use fleet::glob::{self, literal_prefix};
use fleet::{Machine, MachineId, Requirements};

pub(crate) use obstacle::{Blocker, Obstacle, Obstacles, Rule};

/// The replayed cluster.
pub(crate) struct Cluster<'a> {
    /// By id.
    machines: Vec<&'a Machine>,
    numbers: HashMap<&'a str, usize>,
    /// How many units each has; Fleet takes the least loaded.
    loads: Vec<usize>,
    /// On which machines each placed unit runs; several for a global one.
    placed: BTreeMap<&'a str, Vec<usize>>,
    /// The patterns of placed units against others, by what stands before their first wildcard.
    patterns: BTreeMap<String, Alike<'a>>,
}

/// Patterns that begin with the same text.
#[derive(Debug, Default)]
struct Alike<'a> {
    /// Each with the units that have it.
    holders: BTreeMap<(Rule, String), Vec<&'a str>>,
    /// On how many machines these units may be, all in all: what it costs to look through them.
    placements: usize,
}

/// Why no machine takes a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
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
    pub(crate) fn new(machines: impl IntoIterator<Item = &'a Machine>) -> Self {
        let mut machines: Vec<&Machine> = machines.into_iter().collect();
        machines.sort_by(|one, other| one.id.cmp(&other.id));
        let numbers =
            machines.iter().enumerate().map(|(number, machine)| (machine.id.as_str(), number)).collect();
        let loads = vec![0; machines.len()];
        Self { machines, numbers, loads, placed: BTreeMap::new(), patterns: BTreeMap::new() }
    }

    /// The machines, by id: their numbers are their places here.
    pub(crate) fn machines(&self) -> &[&'a Machine] {
        &self.machines
    }

    /// The number of a machine that is there.
    pub(crate) fn machine(&self, id: &MachineId) -> Option<usize> {
        self.numbers.get(id.as_str()).copied()
    }

    /// The machines that a unit was put on.
    pub(crate) fn machines_of(&self, name: &str) -> &[usize] {
        self.placed.get(name).map_or(&[], Vec::as_slice)
    }

    /// Records that a unit runs on a machine.
    pub(crate) fn put(&mut self, name: &'a str, machine: usize, requirements: &Requirements) {
        if let Some(load) = self.loads.get_mut(machine) {
            *load += 1;
        }
        let machines = self.placed.entry(name).or_default();
        if machines.is_empty() {
            let conflicts = requirements.conflicts.iter().map(|pattern| (Rule::TheirConflicts, pattern));
            let replaces = requirements.replaces.iter().map(|pattern| (Rule::TheirReplaces, pattern));
            let placements = if requirements.global { self.machines.len() } else { 1 };
            for (rule, pattern) in conflicts.chain(replaces) {
                let alike = self.patterns.entry(literal_prefix(pattern).to_owned()).or_default();
                let holders = alike.holders.entry((rule, pattern.clone())).or_default();
                // A unit may write the same pattern a thousand times.
                if holders.last() != Some(&name) {
                    holders.push(name);
                    alike.placements += placements;
                }
            }
        }
        machines.push(machine);
    }

    /// Places a unit as Fleet does: on the least loaded machine that fits, the lowest ID among equals; a global one
    /// on all that fit.
    pub(crate) fn place(&mut self, name: &'a str, requirements: &Requirements) -> Result<(), Refusal> {
        let fitting = self.fitting(requirements)?;
        let mut blocked = self.blocked(name, requirements);
        let free = |number: &usize| !blocked.contains_key(number);
        if requirements.global {
            if fitting.iter().any(free) {
                self.spread(name, requirements);
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

    /// Puts a global unit on every machine that fits and does not have it yet: nothing is chosen for those.
    pub(crate) fn spread(&mut self, name: &'a str, requirements: &Requirements) {
        let blocked = self.blocked(name, requirements);
        let has_it = self.machines_of(name);
        let fits = |number: &usize| {
            !blocked.contains_key(number)
                && !has_it.contains(number)
                && self.own_obstacle(*number, requirements).is_none()
        };
        let free: Vec<usize> = (0..self.machines.len()).filter(fits).collect();
        free.into_iter().for_each(|number| self.put(name, number, requirements));
    }

    /// The machines that fit but for conflicts. Never empty.
    fn fitting(&self, requirements: &Requirements) -> Result<Vec<usize>, Refusal> {
        let first: Vec<_> =
            (0..self.machines.len()).map(|number| self.own_obstacle(number, requirements)).collect();
        let fitting: Vec<usize> =
            (0..first.len()).filter(|number| first.get(*number) == Some(&None)).collect();
        if fitting.is_empty() { Err(self.refusal(requirements, &first)) } else { Ok(fitting) }
    }

    /// Why no machine fits, from the first thing that stands against each.
    fn refusal(&self, requirements: &Requirements, first: &[Option<Obstacle<'_>>]) -> Refusal {
        let missed = |wanted: &&String| {
            let is_wanted = |obstacle: &Obstacle<'_>| *obstacle == Obstacle::Peer(wanted.as_str());
            first.iter().flatten().any(is_wanted)
        };
        // Machines drop out one peer after another: the last one to be missed is the one at which none was left.
        if let Some(peer) = peers(requirements).iter().rev().find(missed) {
            return if self.machines_of(peer).is_empty() {
                Refusal::PeerNotPlaced(peer.clone())
            } else {
                Refusal::PeerElsewhere(peer.clone())
            };
        }
        let mut obstacles = first.iter().flatten();
        match obstacles.find(|obstacle| !matches!(obstacle, Obstacle::Id(_))) {
            Some(_) => Refusal::Metadata(metadata_words(requirements)),
            None => match first.first() {
                Some(Some(Obstacle::Id(id))) => Refusal::MachineId((*id).to_owned()),
                _ => Refusal::NoMachines,
            },
        }
    }

    /// The machines that a unit can't share, each with a unit in the way.
    fn blocked(&self, name: &str, requirements: &Requirements) -> BTreeMap<usize, &'a str> {
        let mut blocked = BTreeMap::new();
        self.each_blocker(name, requirements, |number, unit, _| {
            blocked.entry(number).or_insert(unit);
        });
        blocked
    }

    /// Tells of every placed unit that this one can't share a machine with. Conflicts hold both ways; who is
    /// replaced by a unit stays away from it, unless it replaces that one in turn.
    fn each_blocker<'c>(
        &'c self,
        name: &str,
        requirements: &'c Requirements,
        mut tell: impl FnMut(usize, &'a str, Blocker<'c>),
    ) where
        'a: 'c,
    {
        for pattern in &requirements.conflicts {
            for (other, machines) in self.placed_like(pattern).filter(|(other, _)| *other != name) {
                let blocker = Blocker { unit: other, pattern, rule: Rule::OwnConflicts };
                machines.iter().for_each(|number| tell(*number, other, blocker));
            }
        }
        for ((rule, pattern), holders) in self.patterns_against(name) {
            for holder in holders.iter().copied().filter(|holder| *holder != name) {
                let is_mutual = || requirements.replaces.iter().any(|own| glob::matches(own, holder));
                if *rule == Rule::TheirReplaces && is_mutual() {
                    continue;
                }
                let blocker = Blocker { unit: holder, pattern, rule: *rule };
                self.machines_of(holder).iter().for_each(|number| tell(*number, holder, blocker));
            }
        }
    }

    /// The placed units that a pattern matches.
    fn placed_like<'c>(&'c self, pattern: &'c str) -> impl Iterator<Item = (&'a str, &'c [usize])> {
        let prefix = literal_prefix(pattern);
        let from_prefix = (Bound::Included(prefix), Bound::Unbounded);
        self.placed
            .range::<str, _>(from_prefix)
            .take_while(move |(other, _)| other.starts_with(prefix))
            .filter(move |(other, _)| glob::matches(pattern, other))
            .map(|(other, machines)| (*other, machines.as_slice()))
    }

    /// The patterns of placed units that a name matches, with those who have them.
    pub(crate) fn patterns_against(
        &self,
        name: &str,
    ) -> impl Iterator<Item = (&(Rule, String), &Vec<&'a str>)> {
        self.alike(name)
            .flat_map(|alike| &alike.holders)
            .filter(move |((_, pattern), _)| glob::matches(pattern, name))
    }

    /// The patterns that begin as the name does: no other can match it.
    fn alike(&self, name: &str) -> impl Iterator<Item = &Alike<'a>> {
        (0..=name.len()).filter_map(|end| self.patterns.get(name.get(..end)?))
    }
}

/// The units whose machine it must be on. A global unit is on every machine that fits, whatever else it asks for.
pub(crate) fn peers(requirements: &Requirements) -> &[String] {
    if requirements.global { &[] } else { &requirements.machine_of }
}

/// "region=mars or region=venus".
pub(crate) fn label<'v>(key: &str, values: impl IntoIterator<Item = &'v String>) -> String {
    values.into_iter().map(|value| format!("{key}={value}")).collect::<Vec<_>>().join(" or ")
}

/// "region=mars or region=venus and disk=ssd".
fn metadata_words(requirements: &Requirements) -> String {
    requirements.metadata.iter().map(|(key, values)| label(key, values)).collect::<Vec<_>>().join(" and ")
}
