//! What holds for every plan over every cluster.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fleet::{AppUnit, DesiredState, UnitName, Version};
use proptest::prelude::*;

use super::{Plan, PlanRequest, PlanState, plan};
use crate::plan::{Confirm, Step, UNDO_S};
use crate::testing::{Fares, SIMPLE, World, app, apply, name, version};
use crate::{Health, health};

/// Names that look alike: other apps, other versions, other units.
const PREFIXES: [&str; 6] = ["a", "a:1", "a:1.0", "a:2", "a-b:1", "ab"];

fn unit_name() -> impl Strategy<Value = String> {
    let of_app = (0..PREFIXES.len(), 1u32..7)
        .prop_map(|(prefix, number)| format!("{}@{number}.service", PREFIXES[prefix]));
    prop_oneof![9 => of_app, 1 => Just("other.service".to_owned()), 1 => Just("a@x.service".to_owned())]
}

fn fares() -> impl Strategy<Value = Fares> {
    (0..Fares::ALL.len()).prop_map(|index| Fares::ALL[index])
}

fn state() -> impl Strategy<Value = PlanState> {
    let unit = (unit_name(), fares(), prop::bool::weighted(0.1));
    (prop::collection::vec(unit, 0..14), any::<bool>()).prop_map(|(units, has_template)| {
        let world = World::with_machines(2);
        let world = if has_template { world.template("a", SIMPLE) } else { world };
        units
            .into_iter()
            .fold(world, |world, (text, fares, leaving)| {
                let world = world.unit(&text, fares);
                if leaving { world.leaving(&text) } else { world }
            })
            .0
    })
}

fn optional_version() -> impl Strategy<Value = Option<Version>> {
    prop_oneof![Just(None), Just(Some(version("1"))), Just(Some(version("1.0"))), Just(Some(version("2")))]
}

fn request() -> impl Strategy<Value = PlanRequest> {
    let unit = || unit_name().prop_map(|text| name(&text));
    prop_oneof![
        (1u32..5).prop_map(|count| PlanRequest::Launch { app: app("a"), version: version("1"), count }),
        (optional_version(), 0u32..7).prop_map(|(version, count)| PlanRequest::Scale {
            app: app("a"),
            version,
            count
        }),
        optional_version().prop_map(|version| PlanRequest::RemoveVersion { app: app("a"), version }),
        Just(PlanRequest::RemoveApp { app: app("a") }),
        unit().prop_map(|unit| PlanRequest::RemoveUnit { unit }),
        unit().prop_map(|unit| PlanRequest::StartUnit { unit }),
        unit().prop_map(|unit| PlanRequest::StopUnit { unit }),
    ]
}

/// Whether the request says that this unit may be touched.
fn concerns(request: &PlanRequest, unit: &UnitName) -> bool {
    let parsed = AppUnit::parse(unit).map(|parsed| (parsed.app, parsed.version));
    match request {
        PlanRequest::Launch { app, version, .. } => parsed == Some((app.clone(), Some(version.clone()))),
        PlanRequest::Scale { app, version, .. } | PlanRequest::RemoveVersion { app, version } => {
            parsed == Some((app.clone(), version.clone()))
        }
        PlanRequest::RemoveApp { app } => parsed.is_some_and(|(of, _)| of == *app),
        PlanRequest::RemoveUnit { unit: only }
        | PlanRequest::StartUnit { unit: only }
        | PlanRequest::StopUnit { unit: only } => unit == only,
        PlanRequest::Deploy { app, .. }
        | PlanRequest::RestartApp { app, .. }
        | PlanRequest::RollBack { app, .. } => parsed.is_some_and(|(of, _)| of == *app),
        PlanRequest::Restore { .. } => false,
    }
}

fn by_unit(plan: &Plan) -> BTreeMap<&UnitName, Vec<&Step>> {
    let mut steps: BTreeMap<&UnitName, Vec<&Step>> = BTreeMap::new();
    for step in &plan.steps {
        steps.entry(step.unit()).or_default().push(step);
    }
    steps
}

/// The healthy units of the app that the request is about.
fn healthy<'a>(state: &'a PlanState, request: &PlanRequest) -> BTreeSet<&'a UnitName> {
    let app = request.app();
    let of_app = |name: &UnitName| AppUnit::parse(name).is_some_and(|unit| Some(&unit.app) == app.as_ref());
    let units = state.units.values().filter(|unit| health::of(&unit.row) == Health::Running);
    units.map(|unit| &unit.row.name).filter(|name| of_app(name)).collect()
}

proptest! {
    #[test]
    fn steps_touch_only_what_the_request_concerns(state in state(), request in request()) {
        if let Ok(plan) = plan(&request, &state) {
            for step in &plan.steps {
                prop_assert!(concerns(&request, step.unit()), "{request:?} touches {}", step.unit());
                let leaving = state.units.get(step.unit()).is_some_and(|unit| unit.row.leaving.is_some());
                prop_assert!(!leaving, "{} is leaving", step.unit());
            }
            prop_assert!(!plan.steps.is_empty());
        }
    }

    #[test]
    fn a_removal_is_always_in_order(state in state(), request in request()) {
        if let Ok(plan) = plan(&request, &state) {
            let mut removes = false;
            for (unit, steps) in by_unit(&plan) {
                if !steps.iter().any(|step| matches!(step, Step::Destroy { .. })) {
                    continue;
                }
                removes = true;
                let in_order = matches!(
                    steps.as_slice(),
                    [
                        Step::SetDesired { desired: DesiredState::Loaded | DesiredState::Inactive, .. },
                        Step::WaitStopped { .. },
                        Step::Destroy { .. },
                        Step::WaitGone { .. },
                    ]
                );
                prop_assert!(in_order, "{unit}: {steps:?}");
            }
            prop_assert_eq!(plan.undo_s, if removes { UNDO_S } else { 0 });
        }
    }

    #[test]
    fn scaling_gives_the_number_asked_for(state in state(), of in optional_version(), count in 0u32..9) {
        let request = PlanRequest::Scale { app: app("a"), version: of.clone(), count };
        if let Ok(plan) = plan(&request, &state) {
            let after = apply(&plan, &state);
            let there = after
                .units
                .values()
                .filter(|unit| unit.row.leaving.is_none() && concerns(&request, &unit.row.name))
                .collect::<Vec<_>>();
            prop_assert_eq!(there.len(), count as usize);
            prop_assert!(there.iter().all(|unit| unit.row.desired == DesiredState::Launched));
        }
    }

    #[test]
    fn launching_never_takes_a_number_that_is_held(state in state(), count in 1u32..6) {
        let request = PlanRequest::Launch { app: app("a"), version: version("1"), count };
        if let Ok(plan) = plan(&request, &state) {
            // `apply` fails on a name that is there.
            prop_assert_eq!(apply(&plan, &state).units.len(), state.units.len() + count as usize);
            // And none below the highest new one stays free.
            let after = apply(&plan, &state);
            let highest = plan.steps.iter().filter_map(|step| AppUnit::parse(step.unit())).map(|unit| unit.instance.get()).max();
            for number in 1..=highest.unwrap_or(0) {
                let name = format!("a:1@{number}.service");
                prop_assert!(after.units.contains_key(name.as_str()), "{} is free", name);
            }
        }
    }

    #[test]
    fn what_takes_all_that_is_healthy_needs_force(state in state(), request in request()) {
        if let Ok(plan) = plan(&request, &state) {
            let stopped: BTreeSet<&UnitName> = plan.steps.iter().filter_map(|step| match step {
                Step::SetDesired { unit, desired } if *desired != DesiredState::Launched => Some(unit),
                _ => None,
            }).collect();
            let before = healthy(&state, &request);
            let takes_last = !before.is_empty() && before.iter().all(|unit| stopped.contains(unit));
            let forced = matches!(plan.confirm, Confirm::TypeName { force: true, .. });
            prop_assert_eq!(forced, takes_last, "{:?}", plan.summary);
        }
    }

    #[test]
    fn the_same_state_gives_the_same_plan(state in state(), request in request()) {
        prop_assert_eq!(plan(&request, &state), plan(&request, &state.clone()));
    }

    #[test]
    fn a_changed_app_gives_another_hash(state in state(), request in request(), which in any::<prop::sample::Index>()) {
        let Ok(before) = plan(&request, &state) else { return Ok(()) };
        let of_app: Vec<UnitName> =
            state.units.keys().filter(|name| AppUnit::parse(name).map(|unit| unit.app) == request.app()).cloned().collect();
        if of_app.is_empty() || request.app().is_none() {
            return Ok(());
        }
        let mut changed = state.clone();
        let unit = changed.units.get_mut(which.get(&of_app)).unwrap();
        let row = Arc::make_mut(&mut unit.row);
        row.desired = match row.desired {
            DesiredState::Launched => DesiredState::Inactive,
            DesiredState::Loaded | DesiredState::Inactive => DesiredState::Launched,
        };
        if let Ok(after) = plan(&request, &changed) {
            prop_assert_ne!(before.hash.as_str(), after.hash.as_str());
        }
    }

    #[test]
    fn another_app_and_a_tick_leave_the_hash_alone(state in state(), request in request()) {
        let Ok(before) = plan(&request, &state) else { return Ok(()) };
        let mut changed = World(state).unit("elsewhere:1@1.service", Fares::Running).0;
        for unit in changed.units.values_mut() {
            let row = Arc::make_mut(&mut unit.row);
            row.since_ms += 1_000;
            for state in &mut row.states {
                state.sub.push_str("-again");
            }
        }
        let after = plan(&request, &changed);
        prop_assert_eq!(Some(before.hash), after.ok().map(|plan| plan.hash));
    }
}
