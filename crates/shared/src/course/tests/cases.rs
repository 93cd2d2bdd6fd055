//! Single cases, by name.

use super::model::{Event, Model};
use super::plans::{Shape, plan, unit};
use crate::action::{ActionState, Progress};
use crate::course::{Course, Leg, Orders, Outcome, Sighting, Steady};
use crate::deployment::{BrokenOff, Command, OnFailure, Strategy};
use crate::id::UserName;

pub(super) const ROLLING: Shape = Shape {
    strategy: Strategy::Rolling { batch: 1, surge: 1 },
    old: 2,
    new: 2,
    min: 2,
    keep_s: 5,
    on_failure: OnFailure::Pause,
    deadline_s: 600,
};

fn canary(bake_s: Option<u32>) -> Shape {
    Shape { strategy: Strategy::Canary { count: 1, bake_s, batch: 1, surge: 1 }, ..ROLLING }
}

pub(super) fn until(model: &mut Model, what: &str, is_so: impl Fn(&Model) -> bool) {
    for _ in 0..1_000 {
        if is_so(model) {
            return;
        }
        model.second(&Event::Calm);
    }
    panic!("in vain: {what}; it is {:?}", model.course.state());
}

pub(super) fn reason(model: &Model) -> String {
    match model.course.state() {
        ActionState::Paused { reason, .. }
        | ActionState::Aborted { reason, .. }
        | ActionState::RolledBack { reason, .. } => reason,
        other => panic!("no reason: {other:?}"),
    }
}

pub(super) fn lines(model: &Model) -> Vec<&str> {
    model.course.at().lines.iter().map(|line| line.text.as_str()).collect()
}

#[test]
fn a_rolling_deployment_goes_from_the_old_to_the_new() {
    let mut model = Model::new(plan(ROLLING), false);
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
    assert_eq!(model.names(), ["a:2@1.service", "a:2@2.service"]);
    assert!(model.course.at().steps.iter().all(|step| step.began_ms <= step.ended_ms));
}

#[test]
fn who_has_lost_the_right_takes_nothing_away_until_somebody_else_lets_it_go_on() {
    let mut model = Model::new(plan(ROLLING), false);
    model.second(&Event::LoseRights { seconds: 60 });
    until(&mut model, "it is paused", |model| matches!(model.course.state(), ActionState::Paused { .. }));
    assert_eq!(reason(&model), "ada may no longer do this.");
    assert_eq!(model.names(), ["a:1@1.service", "a:1@2.service", "a:2@1.service"]);
    for _ in 0..100 {
        model.second(&Event::Calm);
    }
    assert!(matches!(model.course.state(), ActionState::Paused { resumes: false, .. }));
    model.second(&Event::Say(Command::Resume));
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
}

#[test]
fn a_failed_gate_does_what_the_settings_say() {
    let mut paused = Model::new(plan(ROLLING), true);
    paused.settle();
    assert_eq!(
        reason(&paused),
        "a:2@1.service failed. If it is left out, this goes on with 1 instance instead of 2, and at least 1 stay healthy \
         instead of 2."
    );
    assert_eq!(paused.serving().len(), 2);
    let mut aborted = Model::new(plan(Shape { on_failure: OnFailure::Abort, ..ROLLING }), true);
    aborted.settle();
    assert_eq!(reason(&aborted), "a:2@1.service failed. It left this behind.");
    let mut back = Model::new(plan(Shape { on_failure: OnFailure::RollBack, ..ROLLING }), true);
    back.settle();
    assert!(matches!(back.course.state(), ActionState::RolledBack { by: None, .. }));
    assert_eq!(back.names(), ["a:1@1.service", "a:1@2.service"]);
    assert_eq!(back.course.deploying().unwrap().leg, Leg::Back);
}

#[test]
fn what_is_done_is_never_told_as_less() {
    let percent = |model: &Model| model.course.deploying().unwrap().percent;
    for command in [Command::Abort, Command::RollBack] {
        let mut model = Model::new(plan(Shape { old: 3, new: 3, ..ROLLING }), false);
        until(&mut model, "half is done", |model| percent(model) >= 50);
        model.second(&Event::Say(command));
        let mut before = percent(&model);
        while !model.course.is_over() {
            model.second(&Event::Calm);
            let now = percent(&model);
            assert!(now >= before, "{now} after {before}");
            before = now;
        }
    }
    let mut model = Model::new(plan(ROLLING), true);
    model.settle();
    let failed = percent(&model);
    model.second(&Event::Say(Command::Retry { step: 1 }));
    assert!(percent(&model) >= failed, "what is tried again was begun");
}

#[test]
fn what_fails_while_somebody_has_it_paused_has_its_effect_once_it_goes_on() {
    for (on_failure, what) in [(OnFailure::Abort, "aborted"), (OnFailure::RollBack, "rolled back")] {
        let mut model = Model::new(plan(Shape { on_failure, ..ROLLING }), true);
        model.second(&Event::Calm);
        model.second(&Event::Say(Command::Pause));
        for _ in 0..20 {
            model.second(&Event::Calm);
        }
        assert_eq!(
            reason(&model),
            format!("ada paused it. a:2@1.service failed. It is {what} once somebody resumes it.")
        );
        assert_eq!(model.course.at().steps[1].progress, Progress::Failed);
        assert_eq!(model.names(), ["a:1@1.service", "a:1@2.service", "a:2@1.service"]);
        let line = format!("a:2@1.service failed. It is {what} once somebody resumes it.");
        assert!(lines(&model).contains(&line.as_str()), "{:?}", lines(&model));
        model.second(&Event::Say(Command::Resume));
        model.settle();
        assert!(reason(&model).starts_with("a:2@1.service failed."), "{}", reason(&model));
        assert_eq!(
            matches!(model.course.state(), ActionState::RolledBack { by: None, .. }),
            on_failure == OnFailure::RollBack
        );
    }
}

/// What had only been broken off for it has passed nothing.
#[test]
fn where_no_way_is_found_gates_that_were_broken_off_are_still_to_be_passed() {
    let mut model = Model::new(plan(ROLLING), false);
    until(&mut model, "its gate is looked at", |model| {
        model.course.at().steps[1].progress == Progress::Running
    });
    model.second(&Event::LoseWays { seconds: 2 });
    model.second(&Event::Say(Command::RollBack));
    assert_eq!(reason(&model), "There is no way from here now.");
    assert_eq!(model.course.at().steps[1].progress, Progress::Waiting);
    model.second(&Event::Say(Command::Resume));
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
    assert!(model.course.at().steps.iter().all(|step| step.progress == Progress::Done));
}

/// Or somebody decides otherwise while they look.
#[test]
fn what_failed_in_a_pause_and_is_tried_again_turns_nothing() {
    let mut model = Model::new(plan(Shape { on_failure: OnFailure::RollBack, ..ROLLING }), true);
    model.second(&Event::Calm);
    model.second(&Event::Say(Command::Pause));
    until(&mut model, "it has failed", |model| model.course.at().steps[1].progress == Progress::Failed);
    model.second(&Event::Say(Command::Retry { step: 1 }));
    assert_eq!(reason(&model), "ada paused it.");
    assert_eq!(model.course.at().steps[1].progress, Progress::Waiting);
    model.course.command(&Command::Resume, &UserName::parse("ada").unwrap(), 0).unwrap();
    assert!(!model.course.at().is_turning());
}

#[test]
fn a_failed_step_is_done_again_or_its_instance_left_out() {
    let mut model = Model::new(plan(Shape { min: 1, ..ROLLING }), true);
    model.settle();
    model.second(&Event::Say(Command::Retry { step: 1 }));
    model.settle();
    assert!(reason(&model).starts_with("a:2@1.service failed."), "{}", reason(&model));
    model.second(&Event::Say(Command::LeaveOut { step: 0 }));
    assert_eq!(model.course.at().steps[1].progress, Progress::LeftOut);
    model.settle();
    assert_eq!(model.serving().into_iter().collect::<Vec<_>>(), [unit(1, 2)], "the last ones go on serving");
}

/// Three of them must serve, and there are only two left to come: so much was said before.
#[test]
fn without_an_instance_that_was_left_out_fewer_need_serve() {
    let mut model = Model::new(plan(Shape { old: 3, new: 3, min: 3, ..ROLLING }), false);
    model.break_unit(unit(2, 2));
    model.settle();
    assert_eq!(
        reason(&model),
        "a:2@2.service failed. If it is left out, this goes on with 2 instances instead of 3, and at least 2 stay \
         healthy instead of 3."
    );
    let gate = model.course.steps().iter().position(
        |step| matches!(step, crate::plan::Step::Gate { unit, .. } if unit.as_str() == "a:2@2.service"),
    );
    assert_eq!(model.course.deploying().unwrap().min, 3);
    model.second(&Event::Say(Command::LeaveOut { step: u32::try_from(gate.unwrap()).unwrap() }));
    assert_eq!(model.course.deploying().unwrap().min, 2, "so few may serve now, and that is told");
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
    let unwell = "Not healthy, though it is set to run: a:2@2.service (failed).";
    assert_eq!(model.course.deploying().unwrap().unwell, unwell);
    assert_eq!(model.course.at().steps[gate.unwrap()].progress, Progress::LeftOut);
    assert_eq!(model.serving().into_iter().collect::<Vec<_>>(), [unit(2, 1), unit(2, 3)]);
    assert_eq!(model.fewest_serving, 2);
}

/// Where enough are left without it, as many serve as before.
#[test]
fn an_instance_that_was_left_out_lowers_nothing_that_can_be_kept() {
    let mut model = Model::new(plan(Shape { old: 3, new: 3, min: 2, ..ROLLING }), false);
    model.break_unit(unit(2, 2));
    model.settle();
    assert!(
        reason(&model).ends_with("with 2 instances instead of 3, and at least 2 stay healthy as before.")
    );
}

#[test]
fn canaries_wait_for_a_word_or_for_their_time() {
    let mut word = Model::new(plan(canary(None)), false);
    word.settle();
    assert_eq!(word.course.state(), ActionState::Holding { until_ms: None });
    assert_eq!(word.course.deploying().unwrap().deadline_ms, None, "a person's time does not count");
    word.second(&Event::Say(Command::Promote));
    word.settle();
    assert_eq!(word.course.state(), ActionState::Done);
    let mut time = Model::new(plan(canary(Some(30))), false);
    until(&mut time, "it holds", |model| matches!(model.course.state(), ActionState::Holding { .. }));
    time.settle();
    assert_eq!(time.course.state(), ActionState::Done);
}

#[test]
fn a_canary_that_dies_while_it_is_watched_is_a_failure() {
    let mut model = Model::new(plan(canary(Some(30))), false);
    until(&mut model, "it holds", |model| matches!(model.course.state(), ActionState::Holding { .. }));
    model.second(&Event::Kill { which: 2 });
    model.settle();
    assert_eq!(reason(&model), "a:2@1.service does not run any more, though it had passed its gate.");
}

#[test]
fn what_is_kept_goes_when_its_time_is_over_or_at_a_word_or_comes_back() {
    let shape = Shape { strategy: Strategy::BlueGreen, keep_s: 100, ..ROLLING };
    let keeping = |model: &Model| matches!(model.course.state(), ActionState::Keeping { .. });
    for command in [None, Some(Command::Finish)] {
        let mut model = Model::new(plan(shape), false);
        until(&mut model, "it keeps", keeping);
        assert_eq!((model.names().len(), model.serving().len()), (4, 2));
        if let Some(command) = command {
            model.second(&Event::Say(command));
            assert_eq!(model.course.state(), ActionState::Running);
        }
        model.settle();
        assert_eq!(model.course.state(), ActionState::Done);
        assert_eq!(model.names(), ["a:2@1.service", "a:2@2.service"]);
    }
    let mut back = Model::new(plan(shape), false);
    until(&mut back, "it keeps", keeping);
    back.second(&Event::Say(Command::RollBack));
    back.settle();
    assert_eq!(back.names(), ["a:1@1.service", "a:1@2.service"]);
    let mut over = Model::new(plan(shape), false);
    until(&mut over, "it keeps", keeping);
    assert!(over.course.hand_over(1));
    assert_eq!((over.course.state(), over.names().len()), (ActionState::Done, 4));
}

#[test]
fn time_that_is_over_is_a_failure_and_time_in_a_pause_does_not_count() {
    let shape = Shape { deadline_s: 5, ..ROLLING };
    let mut model = Model::new(plan(shape), false);
    model.settle();
    assert_eq!(reason(&model), "It has run for 5 s, as long as it may.");
    model.second(&Event::Say(Command::Resume));
    assert_eq!(model.course.state(), ActionState::Running);
    let mut paused = Model::new(plan(Shape { deadline_s: 60, ..ROLLING }), false);
    paused.second(&Event::Say(Command::Pause));
    for _ in 0..100 {
        paused.second(&Event::Calm);
    }
    paused.second(&Event::Say(Command::Resume));
    paused.settle();
    assert_eq!(paused.course.state(), ActionState::Done);
}

#[test]
fn what_is_left_for_another_way_is_told_as_broken_off_and_not_as_done() {
    let mut model = Model::new(plan(canary(None)), false);
    until(&mut model, "a person is waited for", |model| {
        matches!(model.course.state(), ActionState::Holding { .. })
    });
    model.second(&Event::Say(Command::Abort));
    model.settle();
    let stages = plan(canary(None)).stages.len();
    assert_eq!(model.course.at().broken_off, [BrokenOff { stage: 1, to: stages }]);

    let mut model = Model::new(plan(ROLLING), false);
    until(&mut model, "its gate is looked at", |model| {
        model.course.at().steps[1].progress == Progress::Running
    });
    model.second(&Event::Say(Command::RollBack));
    model.settle();
    let progress: Vec<Progress> = model.course.at().steps.iter().map(|step| step.progress).collect();
    assert_eq!(progress[..3], [Progress::Done, Progress::BrokenOff, Progress::LeftOut]);
    assert_eq!(model.course.at().broken_off.len(), 1);

    let mut done = Model::new(plan(ROLLING), false);
    done.settle();
    assert_eq!(done.course.at().broken_off, []);
}

/// The time that was stored may lie an hour ahead of the clock at the next start.
#[test]
fn a_clock_that_was_set_back_prolongs_no_wait() {
    let shape = Shape { strategy: Strategy::BlueGreen, ..ROLLING };
    let plan = plan(shape);
    let mut model = Model::new(plan.clone(), false);
    until(&mut model, "it keeps", |model| matches!(model.course.state(), ActionState::Keeping { .. }));
    let at = model.course.at().clone();
    let ActionState::Keeping { until_ms } = model.course.state() else { unreachable!() };
    let now_ms = until_ms - 3_600_000_u64.min(until_ms);
    let restored = Course::restore(&plan, model.course.detours(), at, now_ms);
    assert_eq!(restored.state(), ActionState::Keeping { until_ms: now_ms + u64::from(shape.keep_s) * 1_000 });
}

/// Else whoever runs it would be woken for it over and over.
#[test]
fn on_its_way_to_its_end_no_time_is_over() {
    let mut model = Model::new(plan(Shape { strategy: Strategy::Recreate, min: 0, ..ROLLING }), false);
    until(&mut model, "nothing serves", |model| model.serving().is_empty());
    model.second(&Event::Say(Command::Abort));
    assert_eq!(model.course.state(), ActionState::Running, "it starts again what it has stopped");
    assert_eq!(model.course.wake_ms(), None);
    model.settle();
    assert!(matches!(model.course.state(), ActionState::Aborted { .. }));
}

#[test]
fn what_makes_no_sense_is_refused_with_words() {
    let mut model = Model::new(plan(ROLLING), false);
    model.second(&Event::Calm);
    let ada = UserName::parse("ada").unwrap();
    let say = |course: &mut Course, command| course.command(&command, &ada, 0);
    for (command, words) in [
        (Command::Resume, "It is not paused."),
        (Command::Promote, "It does not wait for anybody's word."),
        (Command::Finish, "It keeps no old instances."),
        (Command::Retry { step: 0 }, "This step has not failed."),
        (Command::Retry { step: 99 }, "This step has not failed."),
        (Command::LeaveOut { step: 0 }, "No step of this instance has failed."),
        (Command::LeaveOut { step: 99 }, "There is no such step."),
    ] {
        assert_eq!(say(&mut model.course, command), Err(words.to_owned()));
    }
    say(&mut model.course, Command::Pause).unwrap();
    assert_eq!(say(&mut model.course, Command::Pause).unwrap_err(), "It is paused already.");
    say(&mut model.course, Command::RollBack).unwrap();
    assert_eq!(say(&mut model.course, Command::RollBack).unwrap_err(), "It is being rolled back already.");
    say(&mut model.course, Command::Abort).unwrap();
    model.settle();
    assert_eq!(say(&mut model.course, Command::Abort).unwrap_err(), "It has ended.");
}

#[test]
fn without_a_deployment_the_other_units_go_on_where_one_fails() {
    let plan = crate::plan::Plan { deployment: None, stages: Vec::new(), ..plan(ROLLING) };
    let mut course = Course::begin(&plan, 0);
    let Orders { begin, .. } = course.advance(&Sighting::default(), Ok(()), 0);
    assert_eq!(begin.len(), 4, "all units side by side");
    for step in &begin[1..] {
        course.ended(*step, Outcome::Done(String::new()), 1);
    }
    course.ended(begin[0], Outcome::Weather("Fleet is away.".into()), 1);
    while !course.is_over() {
        for step in course.advance(&Sighting::default(), Ok(()), 2).begin {
            course.ended(step, Outcome::Done(String::new()), 3);
        }
    }
    assert_eq!(course.state(), ActionState::Failed { reason: "Fleet is away.".into() });
    let left_out = course.at().steps.iter().filter(|step| step.progress == Progress::LeftOut).count();
    assert_eq!(left_out, 3);
}

#[test]
fn steady_is_what_no_reading_contradicts() {
    let mut steady = Steady::default();
    assert!(!steady.is_reached(0, 0));
    steady.active(1_000, 400);
    assert!(steady.is_reached(1_000, 0) && !steady.is_reached(5_999, 5));
    assert_eq!(steady.due_ms(5), Some(6_000));
    steady.active(5_000, 4_000);
    assert!(!steady.is_reached(6_000, 5), "its state has changed in between");
    assert!(steady.is_reached(9_000, 5));
    steady.broken();
    assert_eq!(steady.due_ms(5), None);
}

#[test]
fn what_somebody_has_said_is_kept_however_much_happens() {
    let mut model = Model::new(plan(ROLLING), true);
    model.settle();
    model.second(&Event::Say(Command::Resume));
    let is_of_try = |line: &&str| line.starts_with("Step 2 is done again. It failed after ");
    let found = lines(&model);
    let of_try = found.iter().find(|line| is_of_try(line)).expect("why the try before failed");
    assert!(of_try.ends_with(": a:2@1.service failed."), "{of_try}");
    for number in 0..300 {
        model.course.hold_off(format!("Cloud {number}."), 1_000_000);
    }
    assert!(lines(&model).contains(&"ada resumed it."));
    assert!(!lines(&model).contains(&"Paused: Cloud 0."), "of the rest the oldest go");
}
