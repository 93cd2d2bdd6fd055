//! What would become of a machine's units, against what the simulated Fleet does when the machine is lost; and that only
//! those are told who may know.

use std::collections::BTreeMap;

use fleet::DesiredState;
use fleet_sim::{Sim, SimConfig};
use shared::without::{Without, without};

use super::scheduler::{Dice, Seen, put, wait};
use crate::harness::{CLUSTER, Setup, quick, running};

#[test]
fn units_go_where_it_was_said_when_their_machine_is_lost() {
    let (mut moved, mut stuck) = (0, 0);
    for seed in 5_000..5_300 {
        let mut dice = Dice(seed);
        let mut sim = Sim::new(&SimConfig::empty());
        for _ in 0..dice.throw(14) + 2 {
            put(&mut sim, &mut dice);
        }
        wait(&mut sim, 60);
        let before = Seen::of(&sim);
        // One that replaces another moves that one in turn, which is not followed.
        if before.units.values().any(|(.., requirements)| !requirements.replaces.is_empty()) {
            continue;
        }
        let gone = before.machines[dice.throw(before.machines.len())].id.clone();
        let said = without(&gone, &before.machines, before.subjects(), 1_000_000, |_| true);
        sim.lose_machine(gone.as_str());
        wait(&mut sim, 60);
        let after = Seen::of(&sim);
        let is_lost = |name: &str| {
            let (row, ..) = &before.units[name];
            row.machine.as_ref() == Some(&gone) && row.desired != DesiredState::Inactive
        };
        let went: BTreeMap<_, _> = after
            .units
            .iter()
            .filter(|(name, _)| is_lost(name.as_str()))
            .map(|(name, (row, ..))| (name.clone(), row.machine.clone()))
            .collect();
        let expected = said.moves.iter().map(|it| (it.unit.clone(), Some(it.to.clone())));
        let expected: BTreeMap<_, _> =
            expected.chain(said.stuck.iter().map(|it| (it.unit.clone(), None))).collect();
        assert_eq!(went, expected, "{seed}: {said:?}");
        assert!(said.stuck.iter().all(|it| !it.why.is_empty()), "{seed}: {said:?}");
        moved += said.moves.len();
        stuck += said.stuck.len();
    }
    assert!(moved > 100 && stuck > 50, "{moved} moved, {stuck} stuck");
}

#[tokio::test]
async fn only_what_one_may_see_is_told() {
    let unit_file = "[Service]\nExecStart=/bin/run\n\n[X-Fleet]\nConflicts=*@*.service\n";
    let fleet = running(quick(), unit_file, &["web:1@1.service", "checkout:1@1.service", "web:1@2.service"]);
    let app = Setup::new().over(fleet.clone()).start().await;
    let admin = app.admin("ada").await;
    let units = fleet.units();
    let checkout = units.iter().find(|unit| unit.name.as_str() == "checkout:1@1.service").unwrap();
    let machine = checkout.machine_id.as_ref().unwrap();
    let path = format!("{CLUSTER}/machines/{machine}/without");
    let all: Without = admin.get(&path).await.json();
    assert_eq!(all.stuck.len(), 1, "{all:?}");
    assert_eq!(all.stuck[0].why, "all 2 machines already hold *@*.service");
    assert_eq!((all.apps[0].here, all.apps[0].stuck, all.apps[0].elsewhere), (1, 1, 0));
    let of_web = app.person("bob", &[("viewer", "web")]).await;
    let theirs: Without = of_web.get(&path).await.json();
    assert_eq!(theirs, Without::default());
    let unknown = admin.get(&format!("{CLUSTER}/machines/nowhere/without")).await;
    assert_eq!(unknown.status(), 404);
}
