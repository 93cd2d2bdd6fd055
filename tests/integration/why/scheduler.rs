//! The reasons against the scheduler of the simulated Fleet, on generated clusters: a machine without an obstacle is
//! one that it takes, and a unit with an obstacle on each machine stays where it is.

use std::collections::BTreeMap;
use std::time::Duration;

use fleet::{DesiredState, Machine, Requirements, UnitName, UnitOption};
use fleet_sim::{MetadataChange, Sim, SimConfig, UnitPut};
use shared::view::{StateRow, UnitRow};
use shared::why::{Scene, Subject, Why};

const DEMANDS: [&[(&str, &str)]; 14] = [
    &[],
    &[("Conflicts", "%p@*.service")],
    &[("Conflicts", "a@*.service")],
    &[("Conflicts", "b* c@1.service")],
    &[("Conflicts", "g@1.service")],
    &[("MachineMetadata", "disk=ssd")],
    &[("MachineMetadata", "region=eu"), ("Conflicts", "%p@*.service")],
    &[("MachineMetadata", "region=mars")],
    &[("MachineID", "d70dd7c0")],
    &[("MachineOf", "b@1.service")],
    &[("MachineOf", "a@1.service"), ("MachineOf", "c@1.service")],
    &[("MachineOf", "g@1.service")],
    &[("Replaces", "a@*.service")],
    &[("Global", "true"), ("MachineMetadata", "disk=ssd")],
];

/// A cluster as the page knows it, read from the simulation itself.
pub(super) struct Seen {
    pub(super) machines: Vec<Machine>,
    pub(super) units: BTreeMap<UnitName, (UnitRow, Vec<UnitOption>, Requirements)>,
}

impl Seen {
    pub(super) fn of(sim: &Sim) -> Self {
        let machines: Vec<Machine> = sim.machines().cloned().collect();
        let units = sim.units().map(|unit| {
            let states = machines
                .iter()
                .filter(|machine| unit.global && sim.assigned(machine.id.as_str()).any(|it| it == unit.name));
            let states = states.map(|machine| StateRow {
                machine: Some(machine.id.clone()),
                load: "loaded".to_owned(),
                active: "active".to_owned(),
                sub: "running".to_owned(),
                previous: false,
            });
            let row = UnitRow {
                name: unit.name.clone(),
                desired: unit.desired,
                current: unit.current,
                machine: unit.machine.cloned(),
                global: unit.global,
                states: states.collect(),
                since_ms: 0,
                leaving: None,
                why: None,
                read_ms: None,
            };
            (unit.name.clone(), (row, unit.options.to_vec(), Requirements::read(unit.name, unit.options)))
        });
        Self { units: units.collect(), machines }
    }

    /// The reason of a unit, long after all of this began.
    fn why(&self, name: &UnitName) -> Option<Why> {
        Scene::new(&self.machines, self.subjects(), 1_000_000).why(name)
    }

    pub(super) fn subjects(&self) -> impl Iterator<Item = Subject<'_>> {
        self.units.values().map(|(row, options, requirements)| Subject {
            row,
            options,
            requirements,
            is_outdated: false,
        })
    }

    /// The machines that have no obstacle for a unit.
    fn fitting(&self, name: &UnitName) -> Vec<String> {
        let why = self.why(name);
        let machines = why.into_iter().flat_map(|why| why.machines);
        machines.filter(|it| it.obstacles.is_empty()).map(|it| it.machine.to_string()).collect()
    }

    fn waiting(&self) -> Vec<UnitName> {
        let waits =
            |row: &UnitRow| row.desired != DesiredState::Inactive && row.machine.is_none() && !row.global;
        self.units.iter().filter(|(_, (row, ..))| waits(row)).map(|(name, _)| name.clone()).collect()
    }
}

/// Numbers that look random and are the same in each run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

pub(super) fn put(sim: &mut Sim, dice: &mut Dice) -> UnitName {
    let prefix = ["a", "b", "c", "g"][dice.throw(4)];
    let name = format!("{prefix}@{}.service", dice.throw(4) + 1);
    let mut options = vec![UnitOption::new("Service", "ExecStart", "/opt/bin/server")];
    let demands = DEMANDS[dice.throw(DEMANDS.len())];
    options.extend(demands.iter().map(|(key, value)| UnitOption::new("X-Fleet", *key, *value)));
    // Some combinations Fleet refuses; then the unit is as it was, or not there.
    let _ = sim.put_unit(&name, UnitPut::new(options, DesiredState::Launched));
    UnitName::parse(&name).unwrap()
}

pub(super) fn wait(sim: &mut Sim, seconds: u64) {
    let then = sim.now() + Duration::from_secs(seconds);
    sim.advance_to(then);
}

#[test]
fn a_cluster_at_rest_leaves_those_waiting_that_have_an_obstacle_everywhere() {
    let mut told = 0;
    for seed in 0..150 {
        let mut dice = Dice(seed);
        let mut sim = Sim::new(&SimConfig::empty());
        for _ in 0..dice.throw(14) + 1 {
            let name = put(&mut sim, &mut dice);
            match dice.throw(6) {
                0 => wait(&mut sim, 10),
                1 => drop(sim.delete_unit(name.as_str())),
                _ => {}
            }
        }
        let machine = sim.machines().nth(dice.throw(3)).unwrap().id.to_string();
        let value = Some(["eu", "us", "mars"][dice.throw(3)].to_owned());
        sim.change_metadata(vec![MetadataChange { machine, key: "region".to_owned(), value }]);
        wait(&mut sim, 60);
        let seen = Seen::of(&sim);
        for name in seen.waiting() {
            let why = seen.why(&name).expect("what waits has a reason");
            assert_eq!(seen.fitting(&name), Vec::<String>::new(), "{seed} {name}: {why:?}");
            assert!(!why.headline.contains("would take it"), "{seed} {name}: {}", why.headline);
            told += 1;
        }
    }
    assert!(told > 100, "the clusters are too comfortable: {told}");
}

#[test]
fn a_newcomer_goes_where_no_obstacle_is_or_nowhere() {
    let (mut placed, mut refused) = (0, 0);
    for seed in 1_000..1_200 {
        let mut dice = Dice(seed);
        let mut sim = Sim::new(&SimConfig::empty());
        for _ in 0..dice.throw(10) + 2 {
            put(&mut sim, &mut dice);
        }
        wait(&mut sim, 60);
        let at_rest = Seen::of(&sim);
        let name = put(&mut sim, &mut dice);
        let seen = Seen::of(&sim);
        // Only a unit that is new: one that was there may move others when its options change.
        let is_new = !at_rest.units.contains_key(&name) && seen.units.contains_key(&name);
        if !is_new || seen.units[&name].0.global {
            continue;
        }
        let fitting = seen.fitting(&name);
        wait(&mut sim, 2);
        let machine = sim.unit(name.as_str()).unwrap().machine.map(ToString::to_string);
        match machine {
            Some(machine) => {
                assert!(fitting.contains(&machine), "{seed} {name} went to {machine}: {fitting:?}");
                placed += 1;
            }
            None => {
                assert!(fitting.is_empty(), "{seed} {name} stayed, though {fitting:?} would do");
                refused += 1;
            }
        }
    }
    assert!(placed > 20 && refused > 20, "{placed} placed, {refused} refused");
}
