//! What follows an instance, in whatever plan: it starts after it and goes before it.

use std::sync::Arc;

use fleet::{DesiredState, UnitName};

use super::{deploy, launch, planned, refused, remove_unit, scale, staged};
use crate::plan::{Begun, PlanError, PlanRequest, PlanState, Step, way_back, way_out};
use crate::testing::{Fares, SIMPLE, World, app, name, version};

const ANNOUNCES: &str = "[Service]\nExecStart=/bin/announce {version} {instance}\n[X-Fleet]\nMachineOf=shop:{version}@%i.service\n";

/// Two instances with what follows them.
fn shop() -> World {
    World::with_machines(3)
        .template("shop", SIMPLE)
        .companion("ann", ANNOUNCES)
        .filled("shop:1@1.service", Fares::Running)
        .filled("shop:1@2.service", Fares::Running)
        .units(&["ann:1@1.service", "ann:1@2.service"], Fares::Running)
}

/// The same where the template of what follows was removed.
fn without_template() -> PlanState {
    let mut state = shop().0;
    state.companions.clear();
    state
}

#[test]
fn what_is_launched_is_announced() {
    insta::assert_snapshot!(staged(&planned(&launch("shop", "2", 1), &shop().0)), @r"
    Launch 1 instance of shop 2
    Launch 1 instance of shop 2:
      Create shop:2@1.service and start it; Wait until shop:2@1.service runs; Create ann:2@1.service and start it; Wait until ann:2@1.service runs
    ");
}

#[test]
fn what_is_started_is_announced_and_what_is_stopped_no_longer() {
    let stop = PlanRequest::StopUnit { unit: name("shop:1@1.service") };
    insta::assert_snapshot!(staged(&planned(&stop, &shop().0)), @r"
    Stop shop:1@1.service
    Stop shop:1@1.service:
      Stop ann:1@1.service; Wait until ann:1@1.service has stopped; Stop shop:1@1.service; Wait until shop:1@1.service has stopped
    ");
    let stopped = shop().unit("shop:1@1.service", Fares::Stopped).unit("ann:1@1.service", Fares::Stopped);
    let start = PlanRequest::StartUnit { unit: name("shop:1@1.service") };
    insta::assert_snapshot!(staged(&planned(&start, &stopped.0)), @r"
    Start shop:1@1.service
    Start shop:1@1.service:
      Start shop:1@1.service; Wait until shop:1@1.service runs; Start ann:1@1.service; Wait until ann:1@1.service runs
    ");
}

#[test]
fn what_is_removed_is_announced_no_longer() {
    let removes = |request: &PlanRequest| -> Vec<UnitName> {
        let plan = planned(request, &shop().0);
        let destroyed = plan.steps.iter().filter_map(|step| match step {
            Step::Destroy { unit } => Some(unit.clone()),
            _ => None,
        });
        destroyed.collect()
    };
    let one = ["ann:1@1.service", "shop:1@1.service"].map(name);
    let all = ["ann:1@1.service", "shop:1@1.service", "ann:1@2.service", "shop:1@2.service"].map(name);
    assert_eq!(removes(&remove_unit("shop:1@1.service")), one);
    assert_eq!(removes(&PlanRequest::RemoveVersion { app: app("shop"), version: Some(version("1")) }), all);
    assert_eq!(removes(&PlanRequest::RemoveApp { app: app("shop") }), all);
}

/// It is not what the app serves by, so that its own last one may go.
#[test]
fn what_goes_with_its_instance_is_no_last_one() {
    let mut state = shop().0;
    state.units.remove("ann:1@2.service");
    let plan = planned(&remove_unit("shop:1@1.service"), &state);
    assert!(plan.still_holds(&state.removed_by(&plan), &state));
}

#[test]
fn without_its_template_nothing_that_follows_is_left_away_unsaid() {
    let state = without_template();
    for request in [deploy("shop", "2", 2), scale("shop", "1", 3), launch("shop", "2", 1)] {
        let error = refused(&request, &state);
        assert!(matches!(error, PlanError::BadTemplate { .. }), "{error}");
        assert_eq!(
            error.to_string(),
            "Instances of shop are followed by ann, which has no template any more. Add that again, or take it off the \
             companions in the settings of shop."
        );
    }
    // What takes none to be made needs none.
    planned(&scale("shop", "1", 1), &state);
    planned(&PlanRequest::RestartApp { app: app("shop"), version: None }, &state);
}

/// That the old version serves counts for more than that it is announced.
#[test]
fn an_abort_starts_again_what_it_has_stopped_also_where_nothing_can_follow() {
    let plan = planned(&deploy("shop", "2", 2), &shop().0);
    let stop = Step::SetDesired { unit: name("shop:1@1.service"), desired: DesiredState::Loaded };
    let mut state = without_template();
    state.units.remove("ann:1@1.service");
    let way = way_out(&plan, &[Begun { step: &stop, is_done: true }], &state);
    assert_eq!(way.steps.first().map(Step::unit), Some(&name("shop:1@1.service")), "{way:#?}");
}

/// Whoever takes over from a deployment gets instances that nothing follows yet.
#[test]
fn who_scales_up_completes_what_stays() {
    let mut state = shop().0;
    state.units.remove("ann:1@2.service");
    let plan = planned(&scale("shop", "1", 3), &state);
    let created = |unit: &str| {
        plan.steps.iter().any(|step| matches!(step, Step::Create { unit: of, .. } if of.as_str() == unit))
    };
    assert!(created("ann:1@2.service"), "{plan:#?}");
    assert!(!created("ann:1@1.service"), "{plan:#?}");
    // What goes down asks for nothing new.
    let down = planned(&scale("shop", "1", 1), &state);
    assert!(!down.steps.iter().any(|step| matches!(step, Step::Create { .. })), "{down:#?}");
}

/// That it was begun does not say that Fleet has heard of it.
#[test]
fn what_follows_comes_back_also_where_its_start_was_begun_and_never_sent() {
    let mut state = shop().0;
    let plan = planned(&PlanRequest::RestartApp { app: app("shop"), version: None }, &state);
    let start = |step: &Step| matches!(step, Step::SetDesired { unit, desired: DesiredState::Launched } if unit.as_str() == "ann:1@1.service");
    let until = plan.steps.iter().position(start).unwrap();
    let begun = plan.steps.iter().take(until + 1).map(|step| Begun { step, is_done: !start(step) });
    let begun: Vec<Begun<'_>> = begun.collect();
    let row = Arc::make_mut(&mut state.units.get_mut("ann:1@1.service").unwrap().row);
    row.desired = DesiredState::Loaded;
    let back = way_back(&plan, &begun, &state).unwrap();
    assert!(back.steps.iter().any(start), "{back:#?}");
    let out = way_out(&plan, &begun, &state);
    assert!(out.steps.iter().any(start), "{out:#?}");
}
