//! Ten thousand units on three hundred machines.

use std::collections::BTreeSet;

use fleet::{DesiredState, UnitOption};
use fleet_sim::{Loss, SimConfig, UnitPut};

use crate::client::TestFleet;

const UNITS: usize = 10_000;
const MACHINES: usize = 300;

/// The names in all pages of a list, in order.
async fn all_pages(fleet: &TestFleet, path: &str, list: &str, key: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut query = String::new();
    loop {
        let page = fleet.get(&format!("/fleet/v1/{path}{query}")).await.json();
        let entities = page[list].as_array().cloned().unwrap_or_default();
        names.extend(entities.iter().filter_map(|entity| entity[key].as_str().map(str::to_owned)));
        match page["nextPageToken"].as_str() {
            Some(token) => query = format!("?nextPageToken={token}"),
            None => return names,
        }
    }
}

#[tokio::test]
async fn ten_thousand_units_are_listed_moved_and_removed() {
    let fleet = TestFleet::with(SimConfig::load(MACHINES, UNITS)).await;
    let names = all_pages(&fleet, "units", "units", "name").await;
    assert_eq!(names.len(), UNITS);
    assert!(names.is_sorted());
    assert_eq!(all_pages(&fleet, "state", "states", "name").await, names);
    assert_eq!(all_pages(&fleet, "machines", "machines", "id").await.len(), MACHINES);

    // A rollover of a thousand units.
    for name in &names[..1000] {
        assert_eq!(fleet.sim.delete_unit(name), Ok(()));
    }
    for number in 0..1000 {
        let options = vec![
            UnitOption::new("Service", "ExecStart", "/opt/bin/a"),
            UnitOption::new("X-Fleet", "Conflicts", "spread@*.service"),
        ];
        let put = UnitPut::new(options, DesiredState::Launched);
        fleet.sim.put_unit(&format!("spread@{number}.service"), put).unwrap();
    }
    fleet.wait(30);
    let spread: Vec<_> =
        fleet.sim.units().into_iter().filter(|unit| unit.name.prefix() == "spread").collect();
    let holders: BTreeSet<_> = spread.iter().filter_map(|unit| unit.machine_id.clone()).collect();
    assert_eq!(holders.len(), MACHINES, "one on each machine, and no more");
    assert_eq!(spread.iter().filter(|unit| unit.machine_id.is_some()).count(), MACHINES);
    assert_eq!(fleet.sim.states().len(), UNITS - 1000 + MACHINES);

    // A machine goes, and what it held runs elsewhere, but for the one that wants a machine of its own.
    let lost = fleet.sim.machines()[0].id.clone();
    let held = fleet.sim.units().iter().filter(|unit| unit.machine_id.as_ref() == Some(&lost)).count();
    assert!(fleet.sim.lose_machine_by(lost.as_str(), Loss::PowerCut));
    fleet.wait(60);
    let states = all_pages(&fleet, "state", "states", "machineID").await;
    assert!(held > 1 && states.iter().all(|machine| machine != lost.as_str()));
    assert_eq!(states.len(), UNITS - 1000 + MACHINES - 1);
    assert_eq!(fleet.sim.machines().len(), MACHINES - 1);
}
