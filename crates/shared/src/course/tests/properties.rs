//! What holds of every run.

use fleet::UnitName;
use proptest::prelude::*;

use super::model::{Event, Model};
use super::plans::{Shape, plan, unit};
use crate::action::ActionState;
use crate::course::Leg;
use crate::course::guard::is_destructive;
use crate::deployment::{Command, OnFailure, Strategy as Way};
use crate::plan::Step;

fn way() -> impl Strategy<Value = Way> {
    prop_oneof![
        4 => (1u32..3).prop_map(|batch| Way::Rolling { batch, surge: batch }),
        2 => Just(Way::BlueGreen),
        1 => Just(Way::Recreate),
        2 => (1u32..3, prop::option::of(0u32..20)).prop_map(|(count, bake_s)| Way::Canary {
            count,
            bake_s,
            batch: 1,
            surge: 1
        }),
    ]
}

pub(super) fn shape() -> impl Strategy<Value = Shape> {
    let on_failure = prop_oneof![Just(OnFailure::Pause), Just(OnFailure::Abort), Just(OnFailure::RollBack)];
    (way(), 1u32..5, 1u32..5, 0u32..4, 0u32..30, on_failure, prop_oneof![3 => Just(3_600u32), 1 => 5u32..60])
        .prop_map(|(strategy, old, new, min, keep_s, on_failure, deadline_s)| {
            let min = if strategy == Way::Recreate { 0 } else { min.min(old).min(new) };
            Shape { strategy, old, new, min, keep_s, on_failure, deadline_s }
        })
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        2 => Just(Command::Pause),
        4 => Just(Command::Resume),
        2 => Just(Command::Promote),
        1 => Just(Command::Abort),
        1 => Just(Command::RollBack),
        1 => (0u32..40).prop_map(|step| Command::Retry { step }),
        1 => (0u32..40).prop_map(|step| Command::LeaveOut { step }),
        1 => Just(Command::Finish),
        1 => (0u32..4).prop_map(|least| Command::GoOnWith { least }),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        12 => Just(Event::Calm),
        2 => any::<bool>().prop_map(|heard| Event::Crash { heard }),
        1 => Just(Event::LoseAnswer),
        1 => Just(Event::Refuse),
        1 => (1u64..40).prop_map(|seconds| Event::Away { seconds }),
        1 => (1u64..20).prop_map(|seconds| Event::Shrink { seconds }),
        1 => Just(Event::LoseMachine),
        1 => Just(Event::ReturnMachine),
        1 => (0usize..5).prop_map(|which| Event::Kill { which }),
        1 => (1u64..20).prop_map(|seconds| Event::LoseRights { seconds }),
        1 => (1u64..10).prop_map(|seconds| Event::Doubt { seconds }),
        1 => (0usize..5, 1u64..30).prop_map(|(which, seconds)| Event::Puzzle { which, seconds }),
        1 => (0usize..5, 1u64..30).prop_map(|(which, seconds)| Event::Unplace { which, seconds }),
        1 => (0usize..5).prop_map(|which| Event::StopOne { which }),
        1 => (0usize..5).prop_map(|which| Event::StartOne { which }),
        1 => (0usize..5).prop_map(|which| Event::RemoveOne { which }),
        1 => Just(Event::MakeOne),
        1 => (1u64..20).prop_map(|seconds| Event::LoseWays { seconds }),
        3 => command().prop_map(Event::Say),
    ]
}

pub(super) fn events() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(event(), 0..80)
}

/// Runs it through all that, and then until it ends or waits for somebody.
fn run(shape: Shape, bad: bool, events: &[Event]) -> Model {
    let mut model = Model::new(plan(shape), bad);
    for event in events {
        model.second(event);
    }
    model.settle();
    model
}

/// Whether all that serves goes on serving, but for what the action does, and no person has agreed to less.
pub(super) fn is_harmless(event: &Event) -> bool {
    !matches!(
        event,
        Event::Kill { .. }
            | Event::Puzzle { .. }
            | Event::Unplace { .. }
            | Event::StopOne { .. }
            | Event::StartOne { .. }
            | Event::RemoveOne { .. }
            | Event::MakeOne
            | Event::Say(Command::LeaveOut { .. } | Command::GoOnWith { .. })
    )
}

/// What was destroyed the plan had named, or the action had made; and what somebody else has made is still there.
pub(super) fn check_named(model: &Model) -> Result<(), TestCaseError> {
    let ways = model.ways().iter().flat_map(|way| &way.steps);
    let is_named = |unit: &UnitName| {
        let is_destroyed = |step: &Step| matches!(step, Step::Destroy { .. }) && step.unit() == unit;
        let is_made = |step: &Step| matches!(step, Step::Create { .. }) && step.unit() == unit;
        model.plan.steps.iter().any(|step| is_destroyed(step) || is_made(step)) || ways.clone().any(is_made)
    };
    for unit in model.destroyed() {
        prop_assert!(is_named(unit), "{unit} was destroyed, and nothing named it");
    }
    let ends = model.ways().iter().filter(|way| way.leg == Leg::Abort);
    for step in ends.flat_map(|way| &way.steps) {
        prop_assert!(!is_destructive(step), "an abort takes something away: {step:?}");
    }
    prop_assert_eq!(model.names().iter().filter(|name| name.starts_with("a:9@")).count(), model.made());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, ..ProptestConfig::default() })]

    /// The model itself checks at every call that no unit is created twice, none that runs is destroyed, and that
    /// enough serve.
    #[test]
    fn every_run_ends_or_says_what_it_waits_for(shape in shape(), bad: bool, events in events()) {
        let model = run(shape, bad, &events);
        if let ActionState::Paused { reason, .. } = model.course.state() {
            prop_assert!(!reason.is_empty());
        }
    }

    #[test]
    fn fewer_than_agreed_never_serve(shape in shape(), bad: bool, events in events()) {
        let events: Vec<_> = events.into_iter().filter(is_harmless).collect();
        let model = run(shape, bad, &events);
        prop_assert!(!model.was_lost());
        prop_assert!(model.fewest_serving >= shape.min as usize, "{}", model.fewest_serving);
        if shape.strategy != Way::Recreate {
            prop_assert!(model.fewest_serving > 0);
        }
    }

    #[test]
    fn nothing_is_removed_that_was_not_named(shape in shape(), bad: bool, events in events()) {
        check_named(&run(shape, bad, &events))?;
    }

    #[test]
    fn done_is_what_was_wanted(shape in shape(), events in events()) {
        let events: Vec<_> = events.into_iter().filter(is_harmless).collect();
        let model = run(shape, false, &events);
        if model.course.state() == ActionState::Done {
            let mut wanted: Vec<_> = (1..=u64::from(shape.new)).map(|number| unit(2, number)).collect();
            wanted.sort();
            prop_assert_eq!(model.serving().into_iter().collect::<Vec<_>>(), wanted.clone());
            prop_assert_eq!(model.names().len(), wanted.len());
        }
    }

    #[test]
    fn abort_and_roll_back_lead_to_something_that_serves_from_every_second(
        shape in shape(),
        bad: bool,
        at in 0usize..120,
        aborts: bool,
        before in events(),
    ) {
        let before: Vec<_> = before.into_iter().filter(is_harmless).take(at).collect();
        let mut model = Model::new(plan(shape), bad);
        for event in &before {
            model.second(event);
        }
        let command = if aborts { Command::Abort } else { Command::RollBack };
        model.second(&Event::Say(command));
        model.settle();
        match model.course.state() {
            ActionState::RolledBack { .. } => {
                let serving = model.serving();
                prop_assert_eq!(serving.len(), shape.old as usize, "{:?}", serving);
                prop_assert!(serving.iter().all(|unit| unit.as_str().starts_with("a:1@")));
            }
            ActionState::Aborted { .. } if shape.strategy != Way::Recreate => {
                prop_assert!(model.serving().len() >= shape.min.max(1) as usize);
            }
            _ => {}
        }
    }

    /// What is done again does nothing: a run that is killed every other second writes what one writes that is not.
    #[test]
    fn doing_it_twice_writes_once(shape in shape(), heard: bool) {
        let shape = Shape { deadline_s: 3_600, ..shape };
        let calm = run(shape, false, &[]);
        let crashes: Vec<_> = (0..200)
            .map(|second| if second % 3 == 1 { Event::Crash { heard } } else { Event::Calm })
            .collect();
        let cut = run(shape, false, &crashes);
        prop_assert_eq!(calm.course.state(), cut.course.state());
        prop_assert_eq!(calm.writes, cut.writes);
        prop_assert_eq!(calm.names(), cut.names());
    }
}
