//! The same of plans and ways back as the planner makes them.

use proptest::prelude::*;

use super::model::{Event, Model};
use super::plans::Shape;
use super::properties::{events, is_harmless, shape};
use crate::action::ActionState;
use crate::deployment::Command;
use crate::plan::{PlanRequest, plan};
use crate::testing::{Fares, SIMPLE, World, app, version};

/// What people ask for of an app that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    Deploy,
    Scale,
    Restart,
}

/// Nothing if there is nothing to do.
fn model(ask: Ask, shape: Shape, bad: bool) -> Option<Model> {
    let world = World::with_machines(2).template("a", SIMPLE).settings(|settings| {
        settings.strategy = shape.strategy;
        settings.min = shape.min;
        settings.on_failure = shape.on_failure;
        settings.deadline_s = shape.deadline_s;
        settings.keep_old_s = shape.keep_s;
        settings.gate = super::plans::gate();
    });
    let world = (1..=shape.old)
        .fold(world, |world, number| world.filled(&format!("a:1@{number}.service"), Fares::Running));
    let request = match ask {
        Ask::Deploy => PlanRequest::Deploy {
            app: app("a"),
            version: version("2"),
            count: Some(shape.new),
            strategy: Some(shape.strategy),
        },
        Ask::Scale => PlanRequest::Scale { app: app("a"), version: Some(version("1")), count: shape.new },
        Ask::Restart => PlanRequest::RestartApp { app: app("a"), version: None },
    };
    let made = plan(&request, &world.0).ok()?;
    made.deployment.is_some().then(|| Model::planned(made, world.0, bad))
}

fn ask() -> impl Strategy<Value = Ask> {
    prop_oneof![4 => Just(Ask::Deploy), 1 => Just(Ask::Scale), 1 => Just(Ask::Restart)]
}

fn least(model: &Model) -> usize {
    model.plan.deployment.as_ref().map_or(0, |deployment| deployment.min as usize)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn every_run_ends_or_says_what_it_waits_for(ask in ask(), shape in shape(), bad: bool, events in events()) {
        let Some(mut model) = model(ask, shape, bad) else { return Ok(()) };
        for event in &events {
            model.second(event);
        }
        model.settle();
    }

    #[test]
    fn fewer_than_agreed_never_serve(ask in ask(), shape in shape(), bad: bool, events in events()) {
        let Some(mut model) = model(ask, shape, bad) else { return Ok(()) };
        for event in events.iter().filter(|event| is_harmless(event)) {
            model.second(event);
        }
        model.settle();
        prop_assert!(model.fewest_serving >= least(&model), "{} of {}", model.fewest_serving, least(&model));
    }

    #[test]
    fn the_way_back_leads_to_as_many_of_the_old_ones(
        shape in shape(),
        bad: bool,
        before in events(),
    ) {
        let Some(mut model) = model(Ask::Deploy, shape, bad) else { return Ok(()) };
        for event in before.iter().filter(|event| is_harmless(event)) {
            model.second(event);
        }
        model.second(&Event::Say(Command::RollBack));
        model.settle();
        if let ActionState::RolledBack { .. } = model.course.state() {
            let serving = model.serving();
            prop_assert_eq!(serving.len(), shape.old as usize, "{:?}", serving);
            prop_assert!(serving.iter().all(|unit| unit.as_str().starts_with("a:1@")), "{:?}", serving);
        }
    }

    #[test]
    fn a_calm_run_is_done(ask in ask(), shape in shape()) {
        let shape = Shape { deadline_s: 3_600, ..shape };
        let Some(mut model) = model(ask, shape, false) else { return Ok(()) };
        model.settle();
        if let ActionState::Holding { .. } = model.course.state() {
            model.second(&Event::Say(Command::Promote));
            model.settle();
        }
        prop_assert_eq!(model.course.state(), ActionState::Done, "{:?}", shape);
        let wanted = if ask == Ask::Restart { shape.old } else { shape.new };
        prop_assert_eq!(model.serving().len(), wanted as usize);
        prop_assert_eq!(model.course.deploying().unwrap().unwell, "");
    }
}

/// It was asked to take away, and has taken away: but what is left does not run, and nobody shall think that it does.
#[test]
fn what_is_scaled_down_and_does_not_run_is_not_said_to_run() {
    let failing = ["a:1@1.service", "a:1@2.service", "a:1@3.service"];
    let world = World::with_machines(2).template("a", SIMPLE).units(&failing, Fares::Failed);
    let scale = PlanRequest::Scale { app: app("a"), version: Some(version("1")), count: 2 };
    let mut model = Model::planned(plan(&scale, &world.0).unwrap(), world.0, false);
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
    let unwell =
        "Not healthy, though they are set to run: a:1@1.service (failed) and a:1@2.service (failed).";
    assert_eq!(model.course.deploying().unwrap().unwell, unwell);
    assert_eq!(model.course.at().lines.last().unwrap().text, unwell);
}
