//! What stands between one unit and one machine.

use std::collections::BTreeSet;

use fleet::Requirements;

use super::{Cluster, literal_prefix, peers};

/// How many obstacles of a kind are listed of one machine: labels, missing units, units in the way.
const MOST_LISTED: usize = 5;

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

/// What stands between a unit and one machine. Nothing is listed: it fits.
#[derive(Debug, Default)]
pub(crate) struct Obstacles<'c> {
    /// The first ones of each kind: the ID, labels, missing units, units in the way.
    pub(crate) listed: Vec<Obstacle<'c>>,
    /// How many further labels it lacks.
    pub(crate) more_labels: usize,
    /// How many further units are missing.
    pub(crate) more_peers: usize,
    /// How many further units are in the way.
    pub(crate) more_blockers: usize,
    /// How many of each kind are listed.
    count: [usize; 3],
    /// The units in the way: one that keeps away and is kept away is one obstacle, not two.
    blockers: BTreeSet<&'c str>,
}

impl<'c> Obstacles<'c> {
    /// Lists it, or only counts it.
    fn push(&mut self, obstacle: Obstacle<'c>) {
        if let Obstacle::Blocked(blocker) = obstacle
            && !self.blockers.insert(blocker.unit)
        {
            return;
        }
        let [labels, peers, blockers] = &mut self.count;
        let (count, more) = match obstacle {
            // There is one at most.
            Obstacle::Id(_) => return self.listed.push(obstacle),
            Obstacle::Metadata { .. } => (labels, &mut self.more_labels),
            Obstacle::Peer(_) => (peers, &mut self.more_peers),
            Obstacle::Blocked(_) => (blockers, &mut self.more_blockers),
        };
        if *count < MOST_LISTED {
            *count += 1;
            self.listed.push(obstacle);
        } else {
            *more += 1;
        }
    }
}

impl<'a> Cluster<'a> {
    /// What stands between a unit and each machine, by the machine's number.
    pub(crate) fn obstacles<'c>(&'c self, name: &str, requirements: &'c Requirements) -> Vec<Obstacles<'c>>
    where
        'a: 'c,
    {
        let of_machine = |number: usize| {
            let mut obstacles = Obstacles::default();
            self.own_obstacles(number, requirements).for_each(|obstacle| obstacles.push(obstacle));
            obstacles
        };
        let mut all: Vec<_> = (0..self.machines.len()).map(of_machine).collect();
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
        let mut first: Vec<_> = numbers.map(|number| self.own_obstacle(number, requirements)).collect();
        self.each_blocker(name, requirements, |number, _, blocker| {
            if let Some(first @ None) = first.get_mut(number) {
                *first = Some(Obstacle::Blocked(blocker));
            }
        });
        first
    }

    /// How much work it is to find a unit's obstacles, in looks at a machine or a unit. An estimate; without what
    /// the patterns of others cost.
    pub(crate) fn effort(&self, requirements: &Requirements) -> usize {
        /// How many units share what stands before the first wildcard, where something does.
        const ALIKE: usize = 16;
        let of = |pattern: &String| {
            if literal_prefix(pattern).is_empty() { self.placed.len() } else { ALIKE }
        };
        let of_machine = 1 + requirements.metadata.len() + peers(requirements).len();
        self.machines.len().saturating_mul(of_machine) + requirements.conflicts.iter().map(of).sum::<usize>()
    }

    /// How much work the patterns of others are: each that begins as the name does, with all who have it.
    pub(crate) fn foreign_effort(&self, name: &str, requirements: &Requirements) -> usize {
        let of = |alike: &super::Alike<'_>| {
            // Who is replaced may replace in turn.
            alike.holders.len() + alike.placements.saturating_mul(1 + requirements.replaces.len())
        };
        1 + self.alike(name).map(of).sum::<usize>()
    }

    /// The first of those that have nothing to do with conflicts.
    pub(super) fn own_obstacle<'c>(
        &'c self,
        number: usize,
        requirements: &'c Requirements,
    ) -> Option<Obstacle<'c>> {
        self.own_obstacles(number, requirements).next()
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
