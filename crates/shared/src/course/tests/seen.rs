//! Single cases of what is seen of the cluster, by name.

use fleet::DesiredState;

use super::cases::{ROLLING, reason, until};
use super::model::{Event, Model};
use super::plans::{Shape, plan, unit};
use crate::action::ActionState;
use crate::course::guard::is_destructive;
use crate::course::{Course, Orders, Outcome, Seen, Sighting};
use crate::deployment::{Command, Strategy};
use crate::health::Health;
use crate::id::UserName;
use crate::plan::Step;
use crate::testing::name;

/// Both old instances as they were, and the first new one.
fn sighting(now_ms: u64, of_the_second: Seen) -> Sighting {
    let runs = Seen { health: Health::Running, desired: DesiredState::Launched, is_confirmed: true };
    let units = [(unit(1, 1), runs), (unit(1, 2), of_the_second), (unit(2, 1), runs)];
    Sighting { as_of_ms: Some(now_ms), units: units.into_iter().collect(), ..Sighting::default() }
}

/// Up to where the first old one goes, with three that serve.
fn begun() -> Course {
    let mut course = Course::begin(&plan(Shape { min: 1, ..ROLLING }), 0);
    let runs = Seen { health: Health::Running, desired: DesiredState::Launched, is_confirmed: true };
    for step in [0, 1] {
        assert_eq!(course.advance(&sighting(1, runs), Ok(()), 1).begin, [step]);
        course.ended(step, Outcome::Done(String::new()), 1);
    }
    course
}

/// A look may pass several stages of which nothing is left to be done, and take something away behind them.
#[test]
fn rights_are_asked_wherever_the_next_look_takes_something_away() {
    for looked in 0..200 {
        let mut model = Model::new(plan(Shape { min: 1, ..ROLLING }), looked % 2 == 1);
        for second in 0..looked {
            let command = match (second % 7, model.course.at().stage) {
                (3, _) => Event::Say(Command::LeaveOut { step: 1 }),
                (5, _) => Event::Say(Command::LeaveOut { step: 7 }),
                _ => Event::Calm,
            };
            model.second(&command);
        }
        let asks = model.course.is_about_to_take();
        let sighting = model.sighting();
        let mut course = model.course.clone();
        let orders = course.advance(&sighting, Ok(()), sighting.as_of_ms.unwrap());
        let takes = orders.begin.iter().any(|index| is_destructive(&course.steps()[*index]));
        assert!(asks || !takes, "second {looked}: {orders:?}");
    }
}

#[test]
fn a_word_of_systemd_that_nobody_knows_is_no_weather() {
    let strange = Seen { health: Health::Unknown, desired: DesiredState::Launched, is_confirmed: true };
    let mut course = begun();
    assert_eq!(
        course.advance(&sighting(2, strange), Ok(()), 2),
        Orders { begin: vec![2], ..Orders::default() }
    );
    let unread = Seen { is_confirmed: false, ..strange };
    let mut course = begun();
    assert_eq!(course.advance(&sighting(2, unread), Ok(()), 2), Orders::default());
    let ActionState::Paused { reason, resumes: true, .. } = course.state() else {
        panic!("{:?}", course.state())
    };
    assert!(reason.starts_with("Fleet no longer shows a:1@2.service"), "{reason}");
}

/// It may serve: then others must be there without it.
#[test]
fn what_may_run_for_all_that_is_known_is_no_less_than_what_runs() {
    let mut model = Model::new(plan(Shape { old: 1, new: 1, min: 1, ..ROLLING }), false);
    until(&mut model, "both serve", |model| model.serving().len() == 2);
    let strange = Seen { health: Health::Unknown, desired: DesiredState::Launched, is_confirmed: true };
    let mut sighting = Sighting { as_of_ms: Some(1), ..Sighting::default() };
    sighting.units.insert(unit(1, 1), strange);
    let stop = Step::SetDesired { unit: unit(1, 1), desired: DesiredState::Loaded };
    let serving = model.course.serving(&sighting);
    assert!(model.course.refuses(&stop, &sighting, &serving).is_some());
}

#[test]
fn what_somebody_wants_again_is_not_destroyed_but_can_be_left_out() {
    let runs = Seen { health: Health::Running, desired: DesiredState::Launched, is_confirmed: true };
    let mut course = begun();
    for step in [2, 3] {
        assert_eq!(course.advance(&sighting(2, runs), Ok(()), 2).begin, [step]);
        course.ended(step, Outcome::Done(String::new()), 2);
    }
    assert_eq!(course.advance(&sighting(3, runs), Ok(()), 3), Orders::default(), "it is not destroyed");
    let ActionState::Paused { reason, resumes: false, .. } = course.state() else {
        panic!("{:?}", course.state())
    };
    assert_eq!(
        reason,
        "a:1@1.service is set to run again, so it is not destroyed. If it is left out, it stays as it is, and the rest \
         goes on."
    );
    course.command(&Command::LeaveOut { step: 4 }, &UserName::parse("ada").unwrap(), 4).unwrap();
    assert_eq!(course.advance(&sighting(5, runs), Ok(()), 5).begin, [6], "the next new one");
}

/// Else nobody would know before the deadline what it waits for.
#[test]
fn what_goes_on_stopping_is_named_at_the_step_that_waits_for_it() {
    let runs = Seen { health: Health::Running, desired: DesiredState::Launched, is_confirmed: true };
    let stopping = Seen { health: Health::Stopping, desired: DesiredState::Loaded, is_confirmed: true };
    let mut course = begun();
    for step in [2, 3] {
        course.advance(&sighting(2, runs), Ok(()), 2);
        course.ended(step, Outcome::Done(String::new()), 2);
    }
    let of_the_first = |seen: Seen| {
        let mut sighting = sighting(3, runs);
        sighting.units.insert(unit(1, 1), seen);
        sighting
    };
    assert_eq!(course.advance(&of_the_first(stopping), Ok(()), 3), Orders::default());
    assert_eq!(
        course.at().steps[4].note,
        "a:1@1.service is still stopping: until it has stopped it is not destroyed."
    );
    let version = course.version();
    course.advance(&of_the_first(stopping), Ok(()), 3);
    assert_eq!(course.version(), version, "that is said once");
    let stopped = Seen { health: Health::Stopped, ..stopping };
    assert_eq!(course.advance(&of_the_first(stopped), Ok(()), 4).begin, [4]);
    assert_eq!(course.at().steps[4].note, "");
}

/// What it wanted is reached: whatever goes now is nobody's loss here, and its app is free for another deployment.
#[test]
fn a_machine_that_goes_while_old_ones_are_kept_stops_nothing() {
    let shape = Shape { strategy: Strategy::BlueGreen, keep_s: 100, ..ROLLING };
    let mut model = Model::new(plan(shape), false);
    until(&mut model, "it keeps", |model| matches!(model.course.state(), ActionState::Keeping { .. }));
    model.second(&Event::LoseMachine);
    let mut states = Vec::new();
    for _ in 0..200 {
        model.second(&Event::Calm);
        states.push(model.course.state());
    }
    assert_eq!(model.course.state(), ActionState::Done);
    assert!(!states.iter().any(|state| matches!(state, ActionState::Paused { .. })), "it held its app again");
}

/// It goes on to remove: there what has gone counts.
#[test]
fn a_machine_that_goes_while_canaries_are_watched_is_missed() {
    let canary = Strategy::Canary { count: 1, bake_s: Some(30), batch: 1, surge: 1 };
    let mut model = Model::new(plan(Shape { strategy: canary, ..ROLLING }), false);
    until(&mut model, "it holds", |model| matches!(model.course.state(), ActionState::Holding { .. }));
    model.second(&Event::LoseMachine);
    until(&mut model, "it is paused", |model| matches!(model.course.state(), ActionState::Paused { .. }));
    assert!(reason(&model).starts_with("The machine m2 has vanished."), "{}", reason(&model));
    model.second(&Event::Say(Command::Resume));
    model.second(&Event::ReturnMachine);
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
}

/// Of companions nothing is seen: they are another app's.
#[test]
fn canaries_with_companions_are_good_when_their_time_is_over() {
    let mut plan = plan(Shape {
        strategy: Strategy::Canary { count: 1, bake_s: Some(5), batch: 1, surge: 1 },
        ..ROLLING
    });
    let companion = name("side:2@1.service");
    let start = [
        Step::Create { unit: companion.clone(), options: Vec::new(), desired: DesiredState::Launched },
        Step::WaitRunning { unit: companion },
    ];
    plan.steps.splice(2..2, start);
    plan.stages[0].lanes = vec![4];
    let mut model = Model::new(plan, false);
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
}

/// Else it would be watched again, and fail again, for ever.
#[test]
fn whoever_goes_on_without_a_canary_that_has_gone_goes_on() {
    let canary = Strategy::Canary { count: 1, bake_s: Some(5), batch: 1, surge: 1 };
    let mut model = Model::new(plan(Shape { strategy: canary, min: 1, ..ROLLING }), false);
    until(&mut model, "it holds", |model| matches!(model.course.state(), ActionState::Holding { .. }));
    model.second(&Event::StopOne { which: 2 });
    until(&mut model, "it is paused", |model| matches!(model.course.state(), ActionState::Paused { .. }));
    assert!(reason(&model).starts_with("a:2@1.service does not run any more"), "{}", reason(&model));
    model.second(&Event::Say(Command::Resume));
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
}
