//! The cluster as the page holds it: rows by name, and the same rows sorted into apps.
//!
//! Pure: a snapshot makes it, changes are applied to it. What did not change keeps its `Same`.

use std::collections::BTreeSet;

use fleet::{AppName, AppUnit, Instance, MachineId, UnitName, Version};
use litemap::LiteMap;
use shared::event::Change;
use shared::view::{ClusterView, LeftoverRow, MachineRow, UnitRow};
use shared::{Health, health};

use super::order;
use super::same::Same;

/// A unit with what is worked out from its row once, when it comes in.
#[derive(Debug, PartialEq)]
pub struct Unit {
    /// The row as the server sent it.
    pub row: UnitRow,
    /// App, version and instance; absent for other units.
    pub app: Option<AppUnit>,
    /// How it fares, as last read. `ui::state` shows it, and says when it is stale.
    pub health: Health,
}

impl Unit {
    pub(crate) fn new(row: UnitRow) -> Self {
        let health = match row.leaving {
            None => health::of(&row),
            // It is as it is until it is stopped: while the removal can be undone, nothing was sent.
            Some(_) => health::of(&UnitRow { leaving: None, ..row.clone() }),
        };
        Self { app: AppUnit::parse(&row.name), health, row }
    }

    /// Whether it still is as it was, and about to be removed.
    pub fn is_to_go(&self) -> bool {
        self.row.leaving.is_some() && !matches!(self.health, Health::Stopping | Health::Stopped)
    }

    /// Its name without `.service`, which says nothing; other types keep theirs.
    pub fn short_name(&self) -> &str {
        let name = self.row.name.as_str();
        name.strip_suffix(".service").unwrap_or(name)
    }

    /// The machines it is on: one, several for a global unit, or none. Each once.
    pub fn machines(&self) -> impl Iterator<Item = &MachineId> {
        let own = self.row.machine.as_ref();
        let others = self.row.states.iter().filter_map(|state| state.machine.as_ref());
        own.into_iter().chain(others.filter(move |machine| Some(*machine) != own))
    }

    /// The machine that it is on, if it is on just one.
    pub fn only_machine(&self) -> Option<&MachineId> {
        let mut on = self.machines();
        on.next().filter(|_| on.next().is_none())
    }

    /// Whether it is on this machine.
    pub fn is_on(&self, machine: &MachineId) -> bool {
        self.machines().any(|own| own == machine)
    }

    /// Whether it is on no machine.
    pub fn is_nowhere(&self) -> bool {
        self.machines().next().is_none()
    }
}

/// A machine with the units on it.
#[derive(Debug)]
pub struct Machine {
    /// The row as the server sent it.
    pub row: MachineRow,
}

impl Machine {
    /// What people call it: its address, or the beginning of its id.
    pub fn label(&self) -> &str {
        if self.row.ip.is_empty() { self.row.id.short() } else { &self.row.ip }
    }
}

/// Units by instance number.
type Instances = Vec<(Instance, Same<Unit>)>;

/// The units of one version of an app.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionUnits {
    /// The version; absent for units named without one.
    pub version: Option<Version>,
    /// Its units, by instance number.
    pub units: Instances,
}

/// One app's units, newest version first.
#[derive(Debug, Default, PartialEq)]
pub struct AppUnits {
    /// Its versions.
    pub versions: Vec<VersionUnits>,
}

impl AppUnits {
    /// All its units, over all versions.
    pub fn units(&self) -> impl Iterator<Item = &Same<Unit>> {
        self.versions.iter().flat_map(|version| version.units.iter().map(|(_, unit)| unit))
    }

    /// How many are of this health.
    pub fn count(&self, health: Health) -> usize {
        self.units().filter(|unit| unit.health == health).count()
    }

    /// How many of the units that are wanted run: "3 of 3".
    pub fn running_of_wanted(&self) -> (usize, usize) {
        let wanted = self.units().filter(|unit| unit.row.desired == fleet::DesiredState::Launched);
        wanted.fold((0, 0), |(running, all), unit| {
            (running + usize::from(unit.health == Health::Running), all + 1)
        })
    }
}

/// A cluster at one moment.
#[derive(Debug, Default)]
pub struct Cluster {
    units: LiteMap<UnitName, Same<Unit>>,
    machines: LiteMap<MachineId, Same<Machine>>,
    apps: LiteMap<AppName, Same<AppUnits>>,
    others: Same<Vec<Same<Unit>>>,
    leftovers: Vec<LeftoverRow>,
}

impl Cluster {
    /// Takes a snapshot. Rows that `before` had already are kept, so that a resync draws nothing again needlessly.
    pub fn from_view(view: ClusterView, before: &Self) -> Self {
        let mut cluster = Self::default();
        for row in view.units {
            let kept = before.units.get(&row.name).filter(|unit| unit.row == row).cloned();
            let name = row.name.clone();
            cluster.units.insert(name, kept.unwrap_or_else(|| Same::new(Unit::new(row))));
        }
        for row in view.machines {
            let kept = before.machines.get(&row.id).filter(|machine| machine.row == row).cloned();
            cluster.machines.insert(row.id.clone(), kept.unwrap_or_else(|| Same::new(Machine { row })));
        }
        cluster.leftovers = view.leftovers;
        cluster.sort_all(before);
        cluster
    }

    /// Applies a difference. Says whether anything became different.
    pub fn apply(&mut self, change: Change) -> bool {
        let mut touched = BTreeSet::new();
        let mut others = false;
        let mut different = false;
        for row in change.units {
            if self.units.get(&row.name).is_some_and(|unit| unit.row == row) {
                continue;
            }
            let unit = Same::new(Unit::new(row));
            note(&unit, &mut touched, &mut others);
            self.units.insert(unit.row.name.clone(), unit);
        }
        for name in change.units_gone {
            if let Some(unit) = self.units.remove(&name) {
                note(&unit, &mut touched, &mut others);
            }
        }
        for row in change.machines {
            if self.machines.get(&row.id).is_some_and(|machine| machine.row == row) {
                continue;
            }
            different = true;
            self.machines.insert(row.id.clone(), Same::new(Machine { row }));
        }
        for id in change.machines_gone {
            different |= self.machines.remove(&id).is_some();
        }
        for row in change.leftovers {
            different = true;
            self.leftovers.retain(|known| known.name != row.name);
            self.leftovers.push(row);
        }
        for name in change.leftovers_gone {
            different = true;
            self.leftovers.retain(|known| known.name != name);
        }
        self.sort_apps(&touched);
        if others {
            self.sort_others();
        }
        different || others || !touched.is_empty()
    }

    /// All units, by name.
    pub fn units(&self) -> impl ExactSizeIterator<Item = &Same<Unit>> {
        self.units.values()
    }

    /// One unit.
    pub fn unit(&self, name: &UnitName) -> Option<&Same<Unit>> {
        self.units.get(name)
    }

    /// All machines, by id.
    pub fn machines(&self) -> impl ExactSizeIterator<Item = &Same<Machine>> {
        self.machines.values()
    }

    /// One machine.
    pub fn machine(&self, id: &MachineId) -> Option<&Same<Machine>> {
        self.machines.get(id)
    }

    /// What people call a machine, also one that is gone.
    pub fn machine_label(&self, id: &MachineId) -> String {
        self.machine(id).map_or_else(|| id.short().to_owned(), |machine| machine.label().to_owned())
    }

    /// Where a unit is, in words: an address, "3 machines", or nothing.
    pub fn place(&self, unit: &Unit) -> Option<String> {
        match (&unit.row.machine, unit.row.states.as_slice()) {
            (Some(machine), _) => Some(self.machine_label(machine)),
            (None, [only]) => only.machine.as_ref().map(|machine| self.machine_label(machine)),
            (None, []) => None,
            (None, several) => Some(say::state::machines(&several.len())),
        }
    }

    /// What still runs of deleted units, in words: "example:1@1.service on 10.0.1.5 (active)". The first of them, and how
    /// many more there are.
    pub fn deleted_still_running(&self) -> Option<String> {
        const NAMED: usize = 5;
        let (mut named, mut more) = (Vec::new(), 0);
        for row in &self.leftovers {
            let Some(state) = row.states.iter().find(|state| health::is_alive(state)) else { continue };
            if named.len() == NAMED {
                more += 1;
                continue;
            }
            named.push(match &state.machine {
                Some(machine) => {
                    say::state::leftover_on(&row.name, &self.machine_label(machine), &state.active)
                }
                None => format!("{} ({})", row.name, state.active),
            });
        }
        let named = named.join(", ");
        match more {
            _ if named.is_empty() => None,
            0 => Some(named),
            more => Some(say::state::leftovers_and_more(&named, &more)),
        }
    }

    /// The apps that have units, by name.
    pub fn apps(&self) -> &LiteMap<AppName, Same<AppUnits>> {
        &self.apps
    }

    /// Units that belong to no app.
    pub fn others(&self) -> &Same<Vec<Same<Unit>>> {
        &self.others
    }

    fn sort_all(&mut self, before: &Self) {
        let mut names = BTreeSet::new();
        names.extend(self.units.values().filter_map(|unit| Some(unit.app.as_ref()?.app.clone())));
        self.sort_apps(&names);
        for (name, app) in &mut self.apps {
            if let Some(kept) = before.apps.get(name).filter(|kept| kept.versions == app.versions) {
                *app = kept.clone();
            }
        }
        self.sort_others();
        if *before.others == *self.others {
            self.others = before.others.clone();
        }
    }

    fn sort_apps(&mut self, names: &BTreeSet<AppName>) {
        if names.is_empty() {
            return;
        }
        let mut sorted: LiteMap<&AppName, LiteMap<Option<Version>, Instances>> = LiteMap::new();
        for unit in self.units.values() {
            let Some(parsed) = &unit.app else { continue };
            if let Some(name) = names.get(&parsed.app) {
                let versions = sorted.entry(name).or_default();
                versions.entry(parsed.version.clone()).or_default().push((parsed.instance, unit.clone()));
            }
        }
        for name in names {
            let Some(versions) = sorted.remove(name) else {
                self.apps.remove(name);
                continue;
            };
            let mut versions: Vec<VersionUnits> = versions
                .into_iter()
                .map(|(version, mut units)| {
                    order::sort(&mut units, |(a, _), (b, _)| a.cmp(b));
                    VersionUnits { version, units }
                })
                .collect();
            order::sort(&mut versions, |a, b| order::newest_first(a.version.as_ref(), b.version.as_ref()));
            self.apps.insert(name.clone(), Same::new(AppUnits { versions }));
        }
    }

    fn sort_others(&mut self) {
        self.others = Same::new(self.units.values().filter(|unit| unit.app.is_none()).cloned().collect());
    }
}

fn note(unit: &Unit, apps: &mut BTreeSet<AppName>, others: &mut bool) {
    match &unit.app {
        Some(parsed) => {
            apps.insert(parsed.app.clone());
        }
        None => *others = true,
    }
}

#[cfg(test)]
pub(crate) mod tests;
