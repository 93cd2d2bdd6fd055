//! Single cases of canaries that are watched, by name.

use super::cases::{ROLLING, reason, until};
use super::model::{Event, Model};
use super::plans::{Shape, plan};
use crate::action::ActionState;
use crate::deployment::{Command, OnFailure, Strategy};

/// A canary that is watched, until somebody has a word or for so long.
fn watched(bake_s: Option<u32>, on_failure: OnFailure) -> Model {
    let strategy = Strategy::Canary { count: 1, bake_s, batch: 1, surge: 1 };
    let mut model = Model::new(plan(Shape { strategy, on_failure, min: 1, ..ROLLING }), false);
    until(&mut model, "it holds", |model| matches!(model.course.state(), ActionState::Holding { .. }));
    model
}

#[test]
fn a_canary_that_dies_is_a_failure_at_once_and_not_when_its_time_is_over() {
    for bake_s in [None, Some(3_600)] {
        let mut model = watched(bake_s, OnFailure::RollBack);
        model.second(&Event::Kill { which: 2 });
        for _ in 0..20 {
            model.second(&Event::Calm);
        }
        assert!(
            matches!(model.course.state(), ActionState::RolledBack { by: None, .. }),
            "{:?}",
            model.course.state()
        );
        assert_eq!(reason(&model), "a:2@1.service does not run any more, though it had passed its gate.");
    }
}

/// What begins again and again is up most of the time, also when the time is over.
#[test]
fn a_canary_that_runs_again_is_a_failure_all_the_same() {
    let mut model = watched(Some(60), OnFailure::Pause);
    model.second(&Event::Unplace { which: 2, seconds: 2 });
    model.settle();
    assert_eq!(reason(&model), "a:2@1.service does not run any more, though it had passed its gate.");
    model.second(&Event::Say(Command::Resume));
    assert!(matches!(model.course.state(), ActionState::Holding { .. }), "{:?}", model.course.state());
}

/// What can't be seen says nothing of a canary.
#[test]
fn a_canary_that_no_reading_shows_is_watched_on() {
    let mut model = watched(Some(60), OnFailure::RollBack);
    model.second(&Event::Away { seconds: 10 });
    model.second(&Event::Shrink { seconds: 10 });
    for _ in 0..15 {
        model.second(&Event::Calm);
    }
    model.second(&Event::Puzzle { which: 2, seconds: 5 });
    model.second(&Event::Calm);
    assert!(matches!(model.course.state(), ActionState::Holding { .. }), "{:?}", model.course.state());
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
}
