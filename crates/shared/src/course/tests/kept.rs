//! Single cases of what blue/green keeps stopped, by name.

use super::cases::{ROLLING, reason, until};
use super::model::{Event, Model};
use super::plans::{Shape, plan};
use crate::action::ActionState;
use crate::course::{Outcome, Sighting};
use crate::deployment::{Command, OnFailure, Strategy};

const KEEPING: Shape = Shape { strategy: Strategy::BlueGreen, keep_s: 100, ..ROLLING };

fn keeps(model: &Model) -> bool {
    matches!(model.course.state(), ActionState::Keeping { .. })
}

/// Where no new one serves any more while the old ones are kept.
fn no_new_one_serving() -> Model {
    let mut model = Model::new(plan(KEEPING), false);
    until(&mut model, "it keeps", keeps);
    for _ in 0..2 {
        model.second(&Event::Unplace { which: 0, seconds: 1_000 });
    }
    assert!(keeps(&model), "{:?}", model.course.state());
    model
}

#[test]
fn what_is_kept_stays_where_too_few_serve_when_its_time_is_over() {
    for command in [None, Some(Command::Finish)] {
        let mut model = no_new_one_serving();
        if let Some(command) = command {
            model.second(&Event::Say(command));
        }
        model.settle();
        let ActionState::Paused { resumes: true, fewer: Some(0), .. } = model.course.state() else {
            panic!("{:?}", model.course.state())
        };
        assert!(
            reason(&model).starts_with("0 healthy instances serve, and at least 2 must"),
            "{}",
            reason(&model)
        );
        assert_eq!(model.names().len(), 4, "all are there");
        model.second(&Event::Say(Command::RollBack));
        model.settle();
        assert_eq!(model.names(), ["a:1@1.service", "a:1@2.service"]);
        assert_eq!(model.serving().len(), 2);
    }
}

#[test]
fn what_is_kept_goes_once_somebody_agrees_to_how_few_serve() {
    let mut model = no_new_one_serving();
    model.settle();
    model.second(&Event::Say(Command::GoOnWith { least: 0 }));
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
    assert_eq!(model.names(), ["a:2@1.service", "a:2@2.service"]);
}

#[test]
fn what_is_kept_goes_by_itself_once_enough_serve_again() {
    let mut model = Model::new(plan(KEEPING), false);
    until(&mut model, "it keeps", keeps);
    model.second(&Event::Unplace { which: 0, seconds: 150 });
    until(&mut model, "it waits", |model| matches!(model.course.state(), ActionState::Paused { .. }));
    assert!(
        reason(&model).starts_with("1 healthy instance serves, and at least 2 must"),
        "{}",
        reason(&model)
    );
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
    assert_eq!(model.names(), ["a:2@1.service", "a:2@2.service"]);
}

/// As long as another deployment of the app is at work, nothing may be begun of what follows.
#[test]
fn what_is_kept_is_kept_on_where_another_is_at_work_and_goes_afterwards() {
    let mut model = Model::new(plan(KEEPING), false);
    until(&mut model, "it keeps", keeps);
    assert!(model.course.keep_on(200_000));
    let ActionState::Keeping { until_ms } = model.course.state() else {
        panic!("{:?}", model.course.state())
    };
    let sighting = model.sighting();
    let begun = model.course.advance(&Sighting { as_of_ms: Some(until_ms), ..sighting }, Ok(()), until_ms);
    assert_eq!((begun.begin.len(), model.course.state()), (2, ActionState::Running));
    for index in begun.begin {
        model.course.ended(index, Outcome::Weather("it could not be stored".into()), until_ms);
    }
    assert!(matches!(model.course.state(), ActionState::Paused { .. }), "{:?}", model.course.state());
    assert!(model.course.keep_on(until_ms), "nothing of it was stored");
    assert!(keeps(&model));
    assert_eq!(model.course.running().count(), 0);
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
    assert_eq!(model.names(), ["a:2@1.service", "a:2@2.service"]);
    assert!(!model.course.keep_on(0), "it has ended");
}

/// Whoever scales the old version up, or starts one of it, wants it: that is no failure which would bring back all.
#[test]
fn what_was_kept_and_runs_again_by_others_stays() {
    let mut model = Model::new(plan(Shape { on_failure: OnFailure::RollBack, ..KEEPING }), false);
    until(&mut model, "it keeps", keeps);
    model.second(&Event::StartOne { which: 0 });
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
    assert_eq!(model.names(), ["a:1@1.service", "a:2@1.service", "a:2@2.service"]);
}
