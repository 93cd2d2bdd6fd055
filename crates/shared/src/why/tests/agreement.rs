//! The reasons against a plain reading of Fleet's rules, on all sorts of small clusters.

use fleet::{DesiredState, Machine, glob};
use proptest::prelude::*;

use super::{Inhabitant, Town, at, x};
use crate::testing::Fares;
use crate::why::{ObstacleKind, ObstacleView};

const DEMANDS: [&str; 14] = [
    "",
    "Conflicts=%p@*.service",
    "Conflicts=a:*",
    "Conflicts=*@1.service b:[12]@?.service",
    "Conflicts=[",
    "MachineMetadata=region=eu",
    "MachineMetadata=region=eu\nMachineMetadata=disk=ssd",
    "MachineID=m2",
    "MachineOf=b:1@1.service",
    "MachineOf=a:1@1.service\nMachineOf=g.service",
    "Global=true\nConflicts=a:2@*.service",
    "Global=true\nMachineMetadata=region=us",
    "Replaces=a:*",
    "Replaces=b:1@1.service",
];

fn unit_name() -> impl Strategy<Value = String> {
    let of_app = (prop::sample::select(vec!["a:1", "a:2", "b:1"]), 1u32..4);
    let of_app = of_app.prop_map(|(prefix, number)| format!("{prefix}@{number}.service"));
    prop_oneof![8 => of_app, 1 => Just("g.service".to_owned())]
}

fn town() -> impl Strategy<Value = Town> {
    let machines = prop::collection::vec((any::<bool>(), any::<bool>()), 0..4);
    let unit = (unit_name(), 0..Fares::ALL.len(), 1_usize..5, 0..DEMANDS.len());
    (machines, prop::collection::vec(unit, 0..9)).prop_map(|(machines, units)| {
        let mut town = Town::new(0);
        for (number, (is_eu, is_ssd)) in (1..).zip(machines) {
            let labels =
                [("region", if is_eu { "eu" } else { "us" }), ("disk", if is_ssd { "ssd" } else { "hdd" })];
            town.machines.push(at(&format!("m{number}"), number, &labels));
        }
        units.into_iter().fold(town, |town, (text, fares, on, demand)| {
            town.with(&text, Fares::ALL[fares], &format!("m{on}"), &x(DEMANDS[demand]))
        })
    })
}

/// The units on a machine: those scheduled there, and global ones that report from there.
fn there<'t>(town: &'t Town, machine: &Machine) -> Vec<(&'t str, &'t Inhabitant)> {
    let is_there = |unit: &Inhabitant| {
        let reports = unit.row.states.iter().any(|state| state.machine.as_ref() == Some(&machine.id));
        let wanted = unit.row.desired != DesiredState::Inactive;
        wanted
            && if unit.row.global {
                reports && unit.requirements.fits_machine(machine)
            } else {
                unit.row.machine.as_ref() == Some(&machine.id)
            }
    };
    town.units.iter().filter(|(_, unit)| is_there(unit)).map(|(name, unit)| (name.as_str(), unit)).collect()
}

/// Whether a machine takes a unit, by Fleet's rules; nothing if that depends on what global units do next.
fn takes(town: &Town, name: &str, machine: &Machine) -> bool {
    let unit = &town.units[name];
    let own = &unit.requirements;
    let there = there(town, machine);
    let replaces = |who: &Inhabitant, whom: &str| {
        who.requirements.replaces.iter().any(|pattern| glob::matches(pattern, whom))
    };
    own.fits_machine(machine)
        && own.machine_of.iter().all(|peer| there.iter().any(|(other, _)| other == peer))
        && there.iter().filter(|(other, _)| *other != name).all(|(other, theirs)| {
            !own.conflicts_with(name, &theirs.requirements, other)
                && (!replaces(theirs, name) || replaces(unit, other))
        })
}

/// Whether an obstacle is what it says.
fn is_real(town: &Town, name: &str, machine: &Machine, obstacle: &ObstacleView) -> bool {
    let own = &town.units[name].requirements;
    let there = there(town, machine);
    let other = || {
        let other = obstacle.unit.as_ref().unwrap().as_str();
        there.iter().find(|(name, _)| *name == other).map(|(name, unit)| (*name, *unit))
    };
    let hits = |patterns: &[String], name: &str| patterns.iter().any(|pattern| glob::matches(pattern, name));
    match obstacle.kind {
        ObstacleKind::Id => own.machine_id.as_deref() != Some(machine.id.as_str()),
        ObstacleKind::Metadata => own
            .metadata
            .iter()
            .any(|(key, wanted)| machine.metadata.get(key).is_none_or(|value| !wanted.contains(value))),
        ObstacleKind::Peer => other().is_none(),
        ObstacleKind::OwnConflicts => other().is_some_and(|(name, _)| hits(&own.conflicts, name)),
        ObstacleKind::TheirConflicts => {
            other().is_some_and(|(_, unit)| hits(&unit.requirements.conflicts, name))
        }
        ObstacleKind::TheirReplaces => {
            other().is_some_and(|(_, unit)| hits(&unit.requirements.replaces, name))
        }
        ObstacleKind::More => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(768))]

    /// Global units are where they report from here: where one might still come, it has come already.
    #[test]
    fn a_unit_has_an_obstacle_on_a_machine_if_and_only_if_the_machine_refuses_it(town in town()) {
        let settled = town.units.values().all(|unit| {
            let fits = |machine: &&Machine| unit.requirements.fits_machine(machine);
            let wanted = unit.row.desired != DesiredState::Inactive;
            !unit.row.global || !wanted || town.machines.iter().filter(fits).count() <= unit.row.states.iter().filter(
                |state| town.machines.iter().filter(fits).any(|machine| Some(&machine.id) == state.machine.as_ref()),
            ).count()
        });
        prop_assume!(settled);
        let waiting = town.units.iter().filter(|(_, unit)| {
            unit.row.desired != DesiredState::Inactive && unit.row.machine.is_none() && !unit.row.global
        });
        for (name, _) in waiting {
            let why = town.why(name.as_str()).unwrap();
            prop_assert_eq!(why.machines.len(), town.machines.len());
            let mut any = false;
            for (machine, told) in town.machines.iter().zip(&why.machines) {
                prop_assert_eq!(&machine.id, &told.machine);
                let takes = takes(&town, name.as_str(), machine);
                prop_assert_eq!(takes, told.obstacles.is_empty(), "{} on {}: {:?}", name, machine.id, told);
                for obstacle in &told.obstacles {
                    prop_assert!(is_real(&town, name.as_str(), machine, obstacle), "{} {:?}", name, obstacle);
                }
                any |= takes;
            }
            prop_assert_eq!(any, why.headline.contains("would take it"), "{}", why.headline);
            prop_assert!(!why.headline.is_empty() && why.headline.len() <= 150);
        }
    }

    /// What runs as it should has no reason; everything else has one.
    #[test]
    fn every_unit_that_is_not_as_wanted_has_a_reason(town in town()) {
        for (name, unit) in &town.units {
            let why = town.why(name.as_str());
            let is_placed = unit.row.machine.as_ref().is_some_and(|id| town.machines.iter().any(|m| m.id == *id));
            let runs = unit.row.states.iter().all(|state| state.active == "active");
            match unit.row.desired {
                DesiredState::Inactive => prop_assert!(why.is_none()),
                DesiredState::Launched if !unit.row.global => {
                    // Of a machine that is gone the last states are still shown as they were.
                    prop_assert!(!(is_placed && runs && why.is_some()), "{name}: {why:?}");
                    prop_assert!(is_placed || why.is_some() || runs, "{name}");
                    prop_assert!(runs || why.is_some(), "{name}");
                }
                _ => {}
            }
        }
    }
}
