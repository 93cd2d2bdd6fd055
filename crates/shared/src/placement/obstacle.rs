//! What stands between one unit and one machine.

use std::collections::BTreeSet;

use fleet::Requirements;

use super::{Cluster, literal_prefix, peers};

/// One obstacle. A unit fits on a machine if there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Obstacle<'c> {
    /// The machine has another ID than the one asked for.
    Id(&'c str),
    /// The machine lacks a label.
    Metadata {
        /// Its key.
        key: &'c str,
        /// The values that would do.
        wanted: &'c BTreeSet<String>,
        /// The value that it has.
        has: Option<&'c str>,
    },
    /// A unit that must be on the same machine is not there.
    Peer(&'c str),
    /// A unit is there that it can't share a machine with.
    Blocked(Blocker<'c>),
}

/// A unit in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Blocker<'c> {
    /// The unit.
    pub(crate) unit: &'c str,
    /// The pattern that keeps the two apart, specifiers expanded.
    pub(crate) pattern: &'c str,
    /// Whose pattern it is, and of which option.
    pub(crate) rule: Rule,
}

/// What keeps two units apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Rule {
    /// The `Conflicts` of the unit that looks for a machine.
    OwnConflicts,
    /// The `Conflicts` of the unit that is there.
    TheirConflicts,
    /// The `Replaces` of the unit that is there.
    TheirReplaces,
}

impl<'a> Cluster<'a> {
    /// What stands between a unit and each machine, by the machine's number.
    pub(crate) fn obstacles<'c>(
        &'c self,
        name: &str,
        requirements: &'c Requirements,
    ) -> Vec<Vec<Obstacle<'c>>>
    where
        'a: 'c,
    {
        let mut all: Vec<Vec<Obstacle<'c>>> = self
            .machines
            .iter()
            .enumerate()
            .map(|(number, _)| self.own_obstacles(number, requirements).collect())
            .collect();
        self.each_blocker(name, requirements, |number, _, blocker| {
            if let Some(obstacles) = all.get_mut(number) {
                obstacles.push(Obstacle::Blocked(blocker));
            }
        });
        all
    }

    /// The first obstacle on each machine, by the machine's number. Cheaper where many units are asked about.
    pub(crate) fn first_obstacles<'c>(
        &'c self,
        name: &str,
        requirements: &'c Requirements,
    ) -> Vec<Option<Obstacle<'c>>>
    where
        'a: 'c,
    {
        let numbers = 0..self.machines.len();
        let mut first: Vec<_> =
            numbers.map(|number| self.own_obstacles(number, requirements).next()).collect();
        self.each_blocker(name, requirements, |number, _, blocker| {
            if let Some(first @ None) = first.get_mut(number) {
                *first = Some(Obstacle::Blocked(blocker));
            }
        });
        first
    }

    /// How much work it is to find a unit's obstacles, in looks at a machine or a unit. An estimate.
    pub(crate) fn effort(&self, requirements: &Requirements) -> usize {
        /// How many units share what stands before the first wildcard, where something does.
        const ALIKE: usize = 16;
        let of = |pattern: &String| {
            if literal_prefix(pattern).is_empty() { self.placed.len() } else { ALIKE }
        };
        self.machines.len() + requirements.conflicts.iter().map(of).sum::<usize>()
    }

    /// Those that have nothing to do with conflicts: the ID, the labels, the units that must be there.
    fn own_obstacles<'c>(
        &'c self,
        number: usize,
        requirements: &'c Requirements,
    ) -> impl Iterator<Item = Obstacle<'c>> {
        let machine = self.machines.get(number);
        let wanted = requirements.machine_id.as_deref().filter(|_| !requirements.global);
        let id = wanted
            .filter(move |wanted| {
                machine.is_some_and(|m| *wanted != m.id.as_str() && *wanted != m.id.short())
            })
            .map(Obstacle::Id);
        let labels = requirements.metadata.iter().filter_map(move |(key, wanted)| {
            let has = machine.and_then(|machine| machine.metadata.get(key)).map(String::as_str);
            let fits = has.is_some_and(|has| wanted.contains(has));
            (!fits).then_some(Obstacle::Metadata { key, wanted, has })
        });
        let peers = peers(requirements)
            .iter()
            .filter(move |peer| !self.machines_of(peer).contains(&number))
            .map(|peer| Obstacle::Peer(peer));
        id.into_iter().chain(labels).chain(peers)
    }
}
