//! Counting: what one reading says of each subject.

use std::collections::BTreeMap;

use fleet::{AppName, DesiredState, MachineId};

use super::{Promised, Subject};
use crate::Health;
use crate::health;
use crate::view::UnitRow;

/// How many there are at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Meant to run.
    pub wanted: u32,
    /// Of these, run.
    pub healthy: u32,
    /// Of these, failed.
    pub failed: u32,
}

impl Counts {
    fn add(&mut self, health: Health) {
        self.wanted += 1;
        self.healthy += u32::from(health == Health::Running);
        self.failed += u32::from(health == Health::Failed);
    }
}

/// What one reading says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tallies {
    /// All units.
    pub cluster: Counts,
    /// The apps, by name. One whose units all rest is there, with none wanted.
    pub apps: BTreeMap<AppName, Counts>,
    /// The machines, by id.
    pub machines: BTreeMap<MachineId, Counts>,
}

impl Counts {
    /// While a deployment goes on more may be set to run than it promises: what starts beside that is not missed. What it
    /// promises is, and what runs counts.
    fn while_deploying(&mut self, promised: u32) {
        self.wanted = self.wanted.min(promised.max(self.healthy));
    }
}

impl Tallies {
    /// Counts the units of a reading, each with its app. A unit on several machines counts once of its app, and on each
    /// of them. One that is about to be removed, or that could not be read, is left out. Of apps that are being deployed as
    /// many are wanted as is `promised`, not all that are set to run for the moment.
    pub fn of<'a>(
        units: impl IntoIterator<Item = (&'a UnitRow, Option<&'a AppName>)>,
        machines: impl IntoIterator<Item = &'a MachineId>,
        promised: &Promised,
    ) -> Self {
        let mut tallies = Self {
            machines: machines.into_iter().map(|id| (id.clone(), Counts::default())).collect(),
            ..Self::default()
        };
        for (row, app) in units {
            tallies.add(row, app);
        }
        for (app, promised) in promised {
            let Some(counts) = tallies.apps.get_mut(app) else { continue };
            let set_to_run = counts.wanted;
            counts.while_deploying(*promised);
            tallies.cluster.wanted -= set_to_run - counts.wanted;
        }
        tallies
    }

    fn add(&mut self, row: &UnitRow, app: Option<&AppName>) {
        if let Some(app) = app
            && !self.apps.contains_key(app)
        {
            self.apps.insert(app.clone(), Counts::default());
        }
        let health = health::of(row);
        if row.desired != DesiredState::Launched || matches!(health, Health::Stopping | Health::Unknown) {
            return;
        }
        self.cluster.add(health);
        if let Some(counts) = app.and_then(|app| self.apps.get_mut(app)) {
            counts.add(health);
        }
        let reporting = row.states.iter().filter_map(|state| state.machine.as_ref()).filter(|_| row.global);
        for machine in row.machine.iter().chain(reporting) {
            if let Some(counts) = self.machines.get_mut(machine) {
                counts.add(health);
            }
        }
    }

    /// What was counted of each subject: the cluster as a whole first, then apps, then machines.
    pub fn each(&self) -> impl Iterator<Item = (Subject, Counts)> + '_ {
        let there = u32::try_from(self.machines.len()).unwrap_or(u32::MAX);
        let machines = Counts { wanted: there, healthy: there, failed: 0 };
        let apps = self.apps.iter().map(|(app, counts)| (Subject::App(app.clone()), *counts));
        let on = self.machines.iter().map(|(id, counts)| (Subject::Machine(id.clone()), *counts));
        [(Subject::Cluster, self.cluster), (Subject::Machines, machines)].into_iter().chain(apps).chain(on)
    }
}
