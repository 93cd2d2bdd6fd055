//! Reasons in words: each case as somebody would meet it.

mod agreement;
mod placed;
mod unplaced;

use std::collections::BTreeMap;

use fleet::{Machine, MachineId, Requirements, UnitName, UnitOption};

use super::{Scene, Subject, Why};
use crate::testing::{Fares, machine, name, options, row};
use crate::view::{StateRow, UnitRow};

/// A cluster from which reasons are asked.
#[derive(Debug, Default)]
struct Town {
    machines: Vec<Machine>,
    units: BTreeMap<UnitName, Inhabitant>,
    now_ms: u64,
}

#[derive(Debug)]
struct Inhabitant {
    row: UnitRow,
    options: Vec<UnitOption>,
    requirements: Requirements,
    is_outdated: bool,
}

impl Town {
    /// Machines m1, m2, … in Europe, with the addresses 10.0.0.1, 10.0.0.2, …; a long time after all of it began.
    fn new(count: usize) -> Self {
        let machines = (1..=count).map(|number| at(&format!("m{number}"), number, &[("region", "eu")]));
        Self { machines: machines.collect(), now_ms: 1_000_000, ..Self::default() }
    }

    fn with(mut self, text: &str, fares: Fares, on: &str, unit_file: &str) -> Self {
        let mut row = row(text, fares, on);
        let options = if unit_file.is_empty() { Vec::new() } else { options(unit_file) };
        let requirements = Requirements::read(&row.name, &options);
        row.global = requirements.global;
        if row.global {
            row.machine = None;
            let on = MachineId::parse(on).unwrap();
            row.states.iter_mut().for_each(|state| state.machine = Some(on.clone()));
        }
        let inhabitant = Inhabitant { row, options, requirements, is_outdated: false };
        self.units.insert(name(text), inhabitant);
        self
    }

    /// A unit that waits for a machine.
    fn waiting(self, text: &str, x_fleet: &str) -> Self {
        self.with(text, Fares::Unplaced, "m1", &x(x_fleet))
    }

    fn running(self, text: &str, on: &str, x_fleet: &str) -> Self {
        self.with(text, Fares::Running, on, &x(x_fleet))
    }

    fn change(mut self, text: &str, change: impl FnOnce(&mut Inhabitant)) -> Self {
        change(self.units.get_mut(text).unwrap());
        self
    }

    fn scene(&self) -> Scene<'_> {
        let units = self.units.values().map(|unit| Subject {
            row: &unit.row,
            options: &unit.options,
            requirements: &unit.requirements,
            is_outdated: unit.is_outdated,
        });
        Scene::new(&self.machines, units, self.now_ms)
    }

    fn why(&self, text: &str) -> Option<Why> {
        let scene = self.scene();
        let why = scene.why(&name(text));
        let headlines = scene.headlines();
        let row = headlines.units.get(&name(text)).map(ToString::to_string);
        assert_eq!(
            row,
            why.as_ref().map(|why| why.headline.clone()),
            "the row says what the whole reason says"
        );
        why
    }

    fn headline(&self, text: &str) -> String {
        self.why(text).map_or_else(String::new, |why| why.headline)
    }
}

fn at(id: &str, number: usize, metadata: &[(&str, &str)]) -> Machine {
    Machine { primary_ip: format!("10.0.0.{number}"), ..machine(id, metadata) }
}

/// A service with these demands.
fn x(x_fleet: &str) -> String {
    if x_fleet.is_empty() {
        "[Service]\nExecStart=/bin/run\n".to_owned()
    } else {
        format!("[Service]\nExecStart=/bin/run\n[X-Fleet]\n{x_fleet}\n")
    }
}

fn says(load: &str, active: &str, sub: &str) -> Vec<StateRow> {
    vec![StateRow {
        machine: None,
        load: load.into(),
        active: active.into(),
        sub: sub.into(),
        previous: false,
    }]
}
