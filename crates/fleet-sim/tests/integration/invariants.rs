//! Whatever is done to a cluster, in whatever order, some things always hold.

use std::time::Duration;

use fleet::{DesiredState, Requirements, UnitName, UnitOption};
use fleet_sim::{ENGINE_INTERVAL, Loss, MetadataChange, Sim, SimConfig, UnitPut};
use proptest::collection::vec;
use proptest::prelude::*;

const NAMES: [&str; 10] = [
    "a@1.service",
    "a@2.service",
    "a@3.service",
    "a@4.service",
    "b.service",
    "c.service",
    "d.timer",
    "g.service",
    "t@.service",
    "x.slice",
];

/// What a unit may want, by number.
const WISHES: [&[(&str, &str)]; 10] = [
    &[],
    &[("Conflicts", "%p@*.service")],
    &[("Conflicts", "a@*.service")],
    &[("Conflicts", "*")],
    &[("MachineOf", "b.service")],
    &[("MachineOf", "a@1.service"), ("Conflicts", "c.service")],
    &[("Replaces", "a@*.service")],
    &[("Global", "true")],
    &[("Global", "true"), ("Conflicts", "b.service")],
    &[("MachineMetadata", "disk=ssd")],
];

const LOSSES: [Loss; 3] = [Loss::PowerCut, Loss::DaemonStopped, Loss::DaemonKilled];

const STATES: [DesiredState; 3] = [DesiredState::Inactive, DesiredState::Loaded, DesiredState::Launched];

#[derive(Debug, Clone)]
enum Step {
    Put { unit: usize, wish: usize, command: usize, state: usize },
    Target { unit: usize, state: usize },
    Delete { unit: usize },
    Lose { machine: usize, how: usize },
    Flap { machine: usize },
    Return { machine: usize },
    Label { machine: usize, ssd: bool },
    Wait { millis: u64 },
    DieAfter { unit: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let unit = 0..NAMES.len();
    let state = 0..STATES.len();
    prop_oneof![
        4 => (unit.clone(), 0..WISHES.len(), 0..3_usize, state.clone())
            .prop_map(|(unit, wish, command, state)| Step::Put { unit, wish, command, state }),
        2 => (unit.clone(), state).prop_map(|(unit, state)| Step::Target { unit, state }),
        1 => unit.clone().prop_map(|unit| Step::Delete { unit }),
        1 => (0..3_usize, 0..3_usize).prop_map(|(machine, how)| Step::Lose { machine, how }),
        1 => (0..3_usize).prop_map(|machine| Step::Flap { machine }),
        1 => (0..3_usize).prop_map(|machine| Step::Return { machine }),
        1 => (0..3_usize, any::<bool>()).prop_map(|(machine, ssd)| Step::Label { machine, ssd }),
        4 => (0..40_000_u64).prop_map(|millis| Step::Wait { millis }),
        1 => unit.prop_map(|unit| Step::DieAfter { unit }),
    ]
}

fn take(sim: &mut Sim, ids: &[String], step: &Step) {
    match *step {
        Step::Put { unit, wish, command, state } => {
            let command = ["/opt/bin/server", "/bin/false", "/usr/bin/docker pull x"][command];
            let mut options = vec![UnitOption::new("Service", "ExecStart", command)];
            options
                .extend(WISHES[wish].iter().map(|(name, value)| UnitOption::new("X-Fleet", *name, *value)));
            // Some of these are refused, which is as good.
            let _ = sim.put_unit(NAMES[unit], UnitPut::new(options, STATES[state]));
        }
        Step::Target { unit, state } => {
            let _ = sim.put_unit(NAMES[unit], UnitPut::state(STATES[state]));
        }
        Step::Delete { unit } => {
            let _ = sim.delete_unit(NAMES[unit]);
        }
        Step::Lose { machine, how } => {
            sim.lose_machine_by(&ids[machine], LOSSES[how]);
        }
        Step::Flap { machine } => {
            sim.flap_machine(&ids[machine], Duration::from_secs(9), Loss::PowerCut);
        }
        Step::Return { machine } => {
            sim.return_machine(&ids[machine]);
        }
        Step::Label { machine, ssd } => {
            let value = Some(if ssd { "ssd" } else { "hdd" }.to_owned());
            sim.change_metadata(vec![MetadataChange {
                machine: ids[machine].clone(),
                key: "disk".to_owned(),
                value,
            }]);
        }
        Step::Wait { millis } => sim.advance_to(sim.now() + Duration::from_millis(millis)),
        Step::DieAfter { unit } => sim.die_after(NAMES[unit], Duration::from_secs(3)),
    }
}

/// Lets the engine look at the last change, and at a machine that expires meanwhile.
fn settle(sim: &mut Sim) {
    loop {
        let before = sim.revisions().machines;
        sim.advance_to(sim.now() + ENGINE_INTERVAL);
        if sim.revisions().machines == before {
            return;
        }
    }
}

/// What holds at any moment.
fn check_always(sim: &Sim, ids: &[String]) {
    for unit in sim.units() {
        let holders =
            ids.iter().filter(|id| sim.assigned(id).any(|name| name == unit.name)).collect::<Vec<_>>();
        if unit.global {
            assert_eq!(unit.machine, None);
        } else {
            assert!(holders.len() <= 1, "{} is on {holders:?}", unit.name);
            assert_eq!(
                unit.machine.map(|id| id.to_string()).as_ref(),
                holders.first().copied(),
                "{}",
                unit.name
            );
        }
    }
    for id in ids {
        assert!(sim.assigned(id).all(|name| sim.unit(name.as_str()).is_some()));
    }
    let states: Vec<_> = sim.states().map(|state| (state.name, state.machine_id)).collect();
    assert!(states.is_sorted() && states.windows(2).all(|pair| pair[0] != pair[1]));
}

/// What holds once the engine had a look at the last change.
fn check_settled(sim: &Sim, ids: &[String]) {
    let listed: Vec<String> = sim.machines().map(|machine| machine.id.to_string()).collect();
    for id in ids {
        let here: Vec<(&UnitName, Requirements)> = sim
            .assigned(id)
            .map(|name| (name, Requirements::read(name, sim.unit(name.as_str()).unwrap().options)))
            .collect();
        assert!(here.is_empty() || listed.contains(id), "units on a machine that is not there");
        for (name, wants) in &here {
            assert_ne!(sim.unit(name.as_str()).unwrap().desired, DesiredState::Inactive);
            for (other, theirs) in &here {
                let clash = name != other && wants.conflicts_with(name.as_str(), theirs, other.as_str());
                assert!(!clash, "{name} and {other} are both on {id}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn placement_is_sound_whatever_happens(steps in vec(step(), 1..60)) {
        let mut sim = Sim::new(&SimConfig::empty());
        let ids: Vec<String> = sim.machines().map(|machine| machine.id.to_string()).collect();
        for step in &steps {
            take(&mut sim, &ids, step);
            check_always(&sim, &ids);
        }
        settle(&mut sim);
        check_always(&sim, &ids);
        check_settled(&sim, &ids);
    }

    #[test]
    fn a_cluster_left_alone_comes_to_rest_and_can_be_emptied(steps in vec(step(), 1..40)) {
        let mut sim = Sim::new(&SimConfig::empty());
        let ids: Vec<String> = sim.machines().map(|machine| machine.id.to_string()).collect();
        steps.iter().for_each(|step| take(&mut sim, &ids, step));
        sim.clear_scripts();
        for id in &ids {
            sim.return_machine(id);
        }
        for name in NAMES {
            let _ = sim.delete_unit(name);
        }
        sim.advance_to(sim.now() + Duration::from_secs(60));
        // Slices are started and never unloaded: Fleet's agent does not know them.
        assert!(sim.states().all(|state| state.name.as_str() == "x.slice"));
        assert_eq!(ids.iter().flat_map(|id| sim.assigned(id)).count(), 0);
    }

    #[test]
    fn the_same_calls_give_the_same_cluster(steps in vec(step(), 1..30)) {
        let mut twins = [Sim::new(&SimConfig::empty()), Sim::new(&SimConfig::empty())];
        let ids: Vec<String> = twins[0].machines().map(|machine| machine.id.to_string()).collect();
        for sim in &mut twins {
            steps.iter().for_each(|step| take(sim, &ids, step));
        }
        let [one, two] = twins;
        assert_eq!(
            one.units().map(|unit| unit.to_entity()).collect::<Vec<_>>(),
            two.units().map(|unit| unit.to_entity()).collect::<Vec<_>>()
        );
        assert!(one.states().eq(two.states()));
    }
}
