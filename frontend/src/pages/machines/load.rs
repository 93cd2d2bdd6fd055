//! Which units each machine carries, and how evenly. Pure.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use fleet::{AppName, MachineId};
use shared::Health;
use shared::view::MachineRow;

use crate::state::cluster::{Cluster, Unit};
use crate::state::filter::HEALTHS;
use crate::state::order::{natural, sort};
use crate::state::same::Same;
use crate::state::words::grouped;

/// A difference of fewer units than this is not worth a word.
const WORTH_A_WORD: usize = 4;

/// The machines with their units.
#[derive(Debug, Default, PartialEq)]
pub struct Overview {
    /// By label.
    pub machines: Vec<Arc<Carried>>,
    /// Units on no machine.
    pub nowhere: Vec<Group>,
    /// How many units are on a machine. One that is on several counts once.
    pub placed: usize,
    /// How much the machines carry.
    pub load: Load,
    /// Units by state, worst first.
    pub states: Vec<(Health, usize)>,
}

/// One machine with its units.
#[derive(Debug, PartialEq)]
pub struct Carried {
    /// The machine.
    pub row: MachineRow,
    /// What people call it.
    pub label: String,
    /// Its units, by app.
    pub groups: Vec<Group>,
}

impl Carried {
    /// How many units it carries.
    pub fn count(&self) -> usize {
        self.groups.iter().map(|group| group.units.len()).sum()
    }
}

/// The units of one app on one machine.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The app; absent for units of none.
    pub app: Option<AppName>,
    /// Its units, by name.
    pub units: Vec<Same<Unit>>,
}

/// How much the machines carry, to compare one with the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// The most units on one machine.
    pub most: usize,
    /// Units a machine, on average and rounded.
    pub mean: usize,
}

impl Overview {
    /// Sorts the units of a cluster onto its machines.
    pub fn of(cluster: &Cluster) -> Self {
        let mut groups: BTreeMap<&MachineId, Groups> = BTreeMap::new();
        let mut nowhere = Groups::default();
        let mut states = [0; HEALTHS.len()];
        let mut placed = 0;
        for unit in cluster.units() {
            if let Some(at) = HEALTHS.iter().position(|health| *health == unit.health) {
                states[at] += 1;
            }
            if unit.is_nowhere() {
                nowhere.add(unit);
                continue;
            }
            placed += 1;
            for machine in unit.machines() {
                groups.entry(machine).or_default().add(unit);
            }
        }
        let mut machines: Vec<Arc<Carried>> = cluster
            .machines()
            .map(|machine| {
                let groups = groups.remove(&machine.row.id).unwrap_or_default();
                let label = machine.label().to_owned();
                Arc::new(Carried { row: machine.row.clone(), label, groups: groups.sorted() })
            })
            .collect();
        sort(&mut machines, |a, b| natural(&a.label, &b.label));
        Self {
            load: Load::of(&machines),
            machines,
            nowhere: nowhere.sorted(),
            placed,
            states: HEALTHS.into_iter().zip(states).collect(),
        }
    }

    /// What stands on which machine, as a number to compare with the one before: what would become of it follows from this.
    /// That two different states have the same number is all but impossible, and would only leave one of them unread.
    pub fn places(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        for machine in &self.machines {
            (&machine.row.id, machine.count()).hash(&mut hasher);
            for unit in machine.groups.iter().flat_map(|group| &group.units) {
                unit.row.name.hash(&mut hasher);
            }
        }
        hasher.finish()
    }

    /// A sentence, where one machine carries much more than another.
    pub fn imbalance(&self) -> Option<String> {
        let most = self.machines.iter().max_by_key(|machine| machine.count())?;
        let least = self.machines.iter().min_by_key(|machine| machine.count())?;
        let (high, low) = (most.count(), least.count());
        if high - low < WORTH_A_WORD.max(self.load.mean / 2) {
            return None;
        }
        Some(say::machines::imbalance(&most.label, &grouped(high), &least.label, &grouped(low)))
    }
}

impl Load {
    fn of(machines: &[Arc<Carried>]) -> Self {
        let counts = machines.iter().map(|machine| machine.count());
        let all: usize = counts.clone().sum();
        let mean = if machines.is_empty() { 0 } else { (all + machines.len() / 2) / machines.len() };
        Self { most: counts.max().unwrap_or_default(), mean }
    }
}

#[derive(Default)]
struct Groups<'a> {
    apps: BTreeMap<&'a AppName, Vec<Same<Unit>>>,
    others: Vec<Same<Unit>>,
}

impl<'a> Groups<'a> {
    fn add(&mut self, unit: &'a Same<Unit>) {
        match &unit.app {
            Some(parsed) => self.apps.entry(&parsed.app).or_default().push(unit.clone()),
            None => self.others.push(unit.clone()),
        }
    }

    fn sorted(self) -> Vec<Group> {
        let apps = self.apps.into_iter().map(|(app, units)| Group { app: Some(app.clone()), units });
        let others = (!self.others.is_empty()).then_some(Group { app: None, units: self.others });
        let mut groups: Vec<Group> = apps.chain(others).collect();
        for group in &mut groups {
            sort(&mut group.units, |a, b| natural(a.row.name.as_str(), b.row.name.as_str()));
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::cluster::tests::{row, view};
    use shared::view::UnitRow;

    fn machine(id: &str, ip: &str) -> MachineRow {
        MachineRow { id: id.parse().unwrap(), ip: ip.into(), metadata: Default::default() }
    }

    fn on(name: &str, machine: Option<&str>) -> UnitRow {
        UnitRow { machine: machine.map(|id| id.parse().unwrap()), ..row(name, "active", "running") }
    }

    fn overview(units: Vec<UnitRow>, machines: Vec<MachineRow>) -> Overview {
        let mut snapshot = view(units);
        snapshot.machines = machines;
        Overview::of(&Cluster::from_view(snapshot, &Cluster::default()))
    }

    #[test]
    fn units_stand_on_their_machine_by_app() {
        let found = overview(
            vec![
                on("web:1@10.service", Some("aa")),
                on("web:1@2.service", Some("aa")),
                on("haproxy.service", Some("aa")),
                on("web:1@3.service", None),
            ],
            vec![machine("bb", "10.0.0.10"), machine("aa", "10.0.0.9")],
        );
        let labels: Vec<&str> = found.machines.iter().map(|machine| machine.label.as_str()).collect();
        assert_eq!(labels, ["10.0.0.9", "10.0.0.10"]);
        let groups = &found.machines[0].groups;
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[0].units[0].short_name(), "web:1@2");
        assert_eq!(groups[1].app, None);
        assert_eq!((found.placed, found.nowhere.len()), (3, 1));
        assert_eq!(found.load, Load { most: 3, mean: 2 });
    }

    #[test]
    fn what_stands_elsewhere_is_told_from_before() {
        let machines = || vec![machine("aa", "10.0.0.1"), machine("bb", "10.0.0.2")];
        let places = |place| overview(vec![on("web:1@1.service", Some(place))], machines()).places();
        assert_eq!(places("aa"), places("aa"));
        assert_ne!(places("aa"), places("bb"));
    }

    #[test]
    fn only_a_marked_difference_is_worth_a_word() {
        let units = |n: usize| (0..n).map(|i| on(&format!("u{i}.service"), Some("aa"))).collect::<Vec<_>>();
        let machines = || vec![machine("aa", "10.0.0.1"), machine("bb", "10.0.0.2")];
        assert_eq!(overview(units(3), machines()).imbalance(), None);
        let words = overview(units(4), machines()).imbalance().unwrap();
        assert!(words.starts_with("10.0.0.1 carries 4 units, 10.0.0.2 0."), "{words}");
        assert_eq!(overview(Vec::new(), Vec::new()).imbalance(), None);
    }
}
