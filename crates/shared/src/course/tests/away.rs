//! Single cases of a Fleet, machines and units that are away for a while, by name.

use super::cases::{ROLLING, lines, reason, until};
use super::model::{Event, Model};
use super::plans::{Shape, plan};
use crate::action::ActionState;
use crate::deployment::{Command, Strategy};

#[test]
fn while_fleet_is_away_it_is_paused_and_goes_on_by_itself() {
    let mut model = Model::new(plan(ROLLING), false);
    model.second(&Event::Away { seconds: 20 });
    let ActionState::Paused { reason, by: None, resumes: true, .. } = model.course.state() else {
        panic!("{:?}", model.course.state())
    };
    assert!(reason.starts_with("Fleet does not answer"), "{reason}");
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
    assert!(lines(&model).contains(&"Fleet answers as it should: it goes on."), "{:?}", lines(&model));
}

#[test]
fn a_machine_that_stays_away_waits_for_somebody_who_goes_on_without_it() {
    let mut model = Model::new(plan(ROLLING), false);
    model.second(&Event::Calm);
    model.second(&Event::LoseMachine);
    for _ in 0..100 {
        model.second(&Event::Calm);
    }
    let ActionState::Paused { reason, by: None, resumes: false, .. } = model.course.state() else {
        panic!("{:?}", model.course.state())
    };
    let words = "It waits for that to come back, or for somebody to resume it without.";
    assert_eq!(reason, format!("The machine m2 has vanished. {words}"));
    assert_eq!(model.serving().len(), 3, "nothing was taken away");
    model.second(&Event::Say(Command::Resume));
    until(&mut model, "it is done without the machine", |model| model.course.is_over());
    assert_eq!(model.course.state(), ActionState::Done);
}

#[test]
fn a_machine_that_comes_back_lets_it_go_on_unless_somebody_paused_it() {
    for is_held in [false, true] {
        let mut model = Model::new(plan(ROLLING), false);
        model.second(&Event::Calm);
        model.second(&Event::LoseMachine);
        if is_held {
            model.second(&Event::Say(Command::Pause));
        }
        model.second(&Event::ReturnMachine);
        let back = ActionState::Paused {
            reason: "What was missing is back: it goes on in a moment.".into(),
            by: None,
            resumes: true,
            fewer: None,
        };
        assert_eq!(model.course.state() == back, !is_held, "{:?}", model.course.state());
        model.settle();
        assert_eq!(model.course.state() == ActionState::Done, !is_held, "{:?}", model.course.state());
    }
}

/// It takes nothing away, so that nobody need fear for what is missing.
#[test]
fn an_abort_waits_for_no_machine_but_for_fleet() {
    let mut model = Model::new(plan(Shape { strategy: Strategy::Recreate, min: 0, ..ROLLING }), false);
    until(&mut model, "nothing serves", |model| model.serving().is_empty());
    model.second(&Event::LoseMachine);
    model.second(&Event::Say(Command::Abort));
    assert_eq!(model.course.state(), ActionState::Running);
    model.second(&Event::Away { seconds: 3 });
    assert!(matches!(model.course.state(), ActionState::Paused { resumes: true, .. }));
    until(&mut model, "it has ended", |model| model.course.is_over());
    assert_eq!(model.serving().len(), 2);
}

#[test]
fn lists_that_shrink_take_nothing_away() {
    let mut model = Model::new(plan(ROLLING), false);
    model.second(&Event::Calm);
    model.second(&Event::Shrink { seconds: 50 });
    for _ in 0..40 {
        model.second(&Event::Calm);
    }
    assert!(reason(&model).starts_with("Fleet no longer shows a:1@2.service"), "{}", reason(&model));
    assert_eq!(model.names().len(), 3);
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
}
