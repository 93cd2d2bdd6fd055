//! Single cases of what blue/green keeps stopped, by name.

use super::cases::{ROLLING, reason, until};
use super::model::{Event, Model};
use super::plans::{Shape, plan};
use crate::action::ActionState;
use crate::deployment::{Command, Strategy};

const KEEPING: Shape = Shape { strategy: Strategy::BlueGreen, keep_s: 100, ..ROLLING };

/// Where no new one serves any more while the old ones are kept.
fn no_new_one_serving() -> Model {
    let mut model = Model::new(plan(KEEPING), false);
    until(&mut model, "it keeps", |model| matches!(model.course.state(), ActionState::Keeping { .. }));
    for _ in 0..2 {
        model.second(&Event::Unplace { which: 0, seconds: 1_000 });
    }
    assert!(matches!(model.course.state(), ActionState::Keeping { .. }), "{:?}", model.course.state());
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
        assert!(reason(&model).starts_with("0 healthy instances serve, and at least 2 must"), "{}", reason(&model));
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
    until(&mut model, "it keeps", |model| matches!(model.course.state(), ActionState::Keeping { .. }));
    model.second(&Event::Unplace { which: 0, seconds: 150 });
    until(&mut model, "it waits", |model| matches!(model.course.state(), ActionState::Paused { .. }));
    assert!(reason(&model).starts_with("1 healthy instance serves, and at least 2 must"), "{}", reason(&model));
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
    assert_eq!(model.names(), ["a:2@1.service", "a:2@2.service"]);
}
