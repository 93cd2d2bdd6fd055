//! The same of plans and ways back as the planner makes them: by every strategy, with companions, from clusters where not
//! all is well.

use proptest::prelude::*;

use super::model::{Event, Model};
use super::properties::{check_named, events, is_harmless};
use crate::action::ActionState;
use crate::deployment::{Command, OnFailure, Strategy as Way};
use crate::plan::{PlanRequest, plan};
use crate::testing::{Fares, SIMPLE, World, app, version};

/// What people ask for of an app that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    Deploy,
    Scale,
    Restart,
}

/// An app, and what somebody wants of it.
#[derive(Debug, Clone)]
struct Scene {
    ask: Ask,
    strategy: Way,
    /// Its instances of version 1.
    old: Vec<Fares>,
    count: u32,
    min: u32,
    keep_s: u32,
    on_failure: OnFailure,
    deadline_s: u32,
    is_followed: bool,
    protected: bool,
    /// Whether version 2 never comes up.
    bad: bool,
}

impl Scene {
    /// Nothing if there is nothing to do, or it is refused.
    fn model(&self) -> Option<Model> {
        let world = World::with_machines(2).template("a", SIMPLE).settings(|settings| {
            settings.strategy = self.strategy;
            settings.min = self.min;
            settings.on_failure = self.on_failure;
            settings.deadline_s = self.deadline_s;
            settings.keep_old_s = self.keep_s;
            settings.protected = self.protected;
            settings.gate = super::plans::gate();
        });
        let mut world = if self.is_followed { world.companion("side", SIMPLE) } else { world };
        for (number, fares) in (1..).zip(&self.old) {
            world = world.filled(&format!("a:1@{number}.service"), *fares);
            if self.is_followed {
                world = world.unit(&format!("side:1@{number}.service"), *fares);
            }
        }
        let request = match self.ask {
            Ask::Deploy => PlanRequest::Deploy {
                app: app("a"),
                version: version("2"),
                count: Some(self.count),
                strategy: Some(self.strategy),
            },
            Ask::Scale => {
                PlanRequest::Scale { app: app("a"), version: Some(version("1")), count: self.count }
            }
            Ask::Restart => PlanRequest::RestartApp { app: app("a"), version: None },
        };
        let made = plan(&request, &world.0).ok()?;
        made.deployment.is_some().then(|| Model::planned(made, world.0, self.bad))
    }

    /// Nothing fails but by what happens on the way.
    fn calm(self) -> Self {
        Self { deadline_s: 3_600, bad: false, ..self }
    }

    fn all_run(&self) -> bool {
        self.old.iter().all(|fares| *fares == Fares::Running)
    }

    fn wanted(&self) -> usize {
        self.old.iter().filter(|fares| !matches!(fares, Fares::Stopped | Fares::Inactive)).count()
    }

    fn running(&self) -> usize {
        self.old.iter().filter(|fares| **fares == Fares::Running).count()
    }
}

fn way() -> impl Strategy<Value = Way> {
    let canary = (1u32..3, prop::option::of(0u32..20), 1u32..3, 0u32..3);
    prop_oneof![
        4 => (1u32..4, 0u32..4).prop_map(|(batch, surge)| Way::Rolling { batch, surge }),
        2 => Just(Way::BlueGreen),
        1 => Just(Way::Recreate),
        2 => canary.prop_map(|(count, bake_s, batch, surge)| Way::Canary { count, bake_s, batch, surge }),
    ]
}

fn fares() -> impl Strategy<Value = Fares> {
    prop_oneof![
        12 => Just(Fares::Running),
        1 => Just(Fares::Starting),
        1 => Just(Fares::Failed),
        1 => Just(Fares::Unplaced),
        1 => Just(Fares::Stopped),
    ]
}

fn scene() -> impl Strategy<Value = Scene> {
    let ask = prop_oneof![4 => Just(Ask::Deploy), 1 => Just(Ask::Scale), 1 => Just(Ask::Restart)];
    let on_failure = prop_oneof![Just(OnFailure::Pause), Just(OnFailure::Abort), Just(OnFailure::RollBack)];
    let deadline_s = prop_oneof![3 => Just(3_600u32), 1 => 5u32..60];
    let old = prop::collection::vec(fares(), 1..5);
    let counts = (1u32..5, 0u32..4, 0u32..30);
    (ask, way(), old, counts, on_failure, deadline_s, any::<[bool; 3]>()).prop_map(
        |(
            ask,
            strategy,
            old,
            (count, min, keep_s),
            on_failure,
            deadline_s,
            [is_followed, protected, bad],
        )| {
            let (min, old_count) = (min.min(count), u32::try_from(old.len()).unwrap());
            let min = min.min(old_count);
            Scene {
                ask,
                strategy,
                old,
                count,
                min,
                keep_s,
                on_failure,
                deadline_s,
                is_followed,
                protected,
                bad,
            }
        },
    )
}

fn least(model: &Model) -> usize {
    model.plan.deployment.as_ref().map_or(0, |deployment| deployment.min as usize)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_run_ends_or_says_what_it_waits_for(scene in scene(), events in events()) {
        let Some(mut model) = scene.model() else { return Ok(()) };
        for event in &events {
            model.second(event);
        }
        model.settle();
    }

    /// Whoever lets it go on as it says that they can, comes to an end.
    #[test]
    fn somebody_can_bring_every_run_to_an_end(scene in scene(), events in events()) {
        let Some(mut model) = scene.model() else { return Ok(()) };
        for event in &events {
            model.second(event);
        }
        model.settle_with_somebody();
    }

    #[test]
    fn fewer_than_agreed_never_serve(scene in scene(), events in events()) {
        let Some(mut model) = scene.model() else { return Ok(()) };
        for event in events.iter().filter(|event| is_harmless(event)) {
            model.second(event);
        }
        model.settle();
        prop_assert!(!model.was_lost());
        prop_assert!(model.fewest_serving >= least(&model), "{} of {}", model.fewest_serving, least(&model));
    }

    #[test]
    fn nothing_is_removed_that_was_not_named(scene in scene(), events in events()) {
        let Some(mut model) = scene.model() else { return Ok(()) };
        for event in &events {
            model.second(event);
        }
        model.settle();
        check_named(&model)?;
    }

    #[test]
    fn the_way_back_leads_to_as_many_of_the_old_ones(scene in scene(), before in events()) {
        let scene = Scene { ask: Ask::Deploy, ..scene };
        let Some(mut model) = scene.model() else { return Ok(()) };
        for event in before.iter().filter(|event| is_harmless(event)) {
            model.second(event);
        }
        model.second(&Event::Say(Command::RollBack));
        model.settle();
        if let ActionState::RolledBack { .. } = model.course.state() {
            let serving = model.serving();
            prop_assert!(serving.iter().all(|unit| unit.as_str().starts_with("a:1@")), "{:?}", serving);
            prop_assert!(serving.len() >= scene.running(), "{:?}", serving);
            prop_assert!(serving.len() <= scene.wanted(), "{:?}", serving);
            let names = model.names();
            prop_assert!(!names.iter().any(|name| name.contains(":2@")), "{names:?}");
        }
    }

    /// Whatever its new instances had passed by then, and also where one was away for a moment when the way was found.
    #[test]
    fn the_way_back_of_a_calm_run_needs_nobody(
        scene in scene(),
        (calm_s, away_s, which) in (0u32..30, 0u32..8, 0usize..8),
    ) {
        let old = vec![Fares::Running; scene.old.len()];
        let scene = Scene { ask: Ask::Deploy, old, ..scene }.calm();
        let Some(mut model) = scene.model() else { return Ok(()) };
        for _ in 0..calm_s {
            model.second(&Event::Calm);
        }
        model.second(&Event::Unplace { which, seconds: u64::from(away_s) });
        if model.course.is_over() {
            return Ok(());
        }
        model.second(&Event::Say(Command::RollBack));
        model.settle();
        prop_assert!(
            matches!(model.course.state(), ActionState::RolledBack { .. }),
            "{:?}", model.course.state()
        );
    }

    #[test]
    fn a_calm_run_is_done(scene in scene()) {
        let scene = scene.calm();
        let Some(mut model) = scene.model() else { return Ok(()) };
        model.settle();
        if let ActionState::Holding { .. } = model.course.state() {
            model.second(&Event::Say(Command::Promote));
            model.settle();
        }
        prop_assert_eq!(model.course.state(), ActionState::Done);
        let wanted = if scene.ask == Ask::Restart { scene.old.len() } else { scene.count as usize };
        if scene.all_run() || scene.ask == Ask::Deploy {
            prop_assert_eq!(model.serving().len(), wanted);
            prop_assert_eq!(model.course.deploying().unwrap().unwell, "");
        }
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

/// One instance is deployed in the place of one that fares so, stopped first.
fn in_the_place_of(old: Fares) -> Scene {
    Scene {
        ask: Ask::Deploy,
        strategy: Way::Rolling { batch: 1, surge: 0 },
        old: vec![old],
        count: 1,
        min: 0,
        keep_s: 0,
        on_failure: OnFailure::Pause,
        deadline_s: 3_600,
        is_followed: false,
        protected: false,
        bad: false,
    }
}

/// Nobody is told of an instance whose companion is stopped, and companions are not seen: what others have started while it
/// goes back does not stand in for what is announced.
#[test]
fn what_others_start_where_companions_follow_takes_no_place() {
    let scene = Scene {
        count: 2,
        on_failure: OnFailure::RollBack,
        is_followed: true,
        ..in_the_place_of(Fares::Stopped)
    };
    let mut model = scene.model().unwrap();
    for event in [
        Event::Shrink { seconds: 1 },
        Event::Calm,
        Event::Say(Command::RollBack),
        Event::StartOne { which: 0 },
    ] {
        model.second(&event);
    }
    model.settle();
    let ActionState::Paused { fewer: Some(0), reason, .. } = model.course.state() else {
        panic!("{:?}", model.course.state())
    };
    assert!(reason.contains("Not counted, since others have started it and nothing says"), "{reason}");
    assert!(model.names().contains(&"a:2@2.service"), "{:?}", model.names());
    model.settle_with_somebody();
    assert_eq!(model.names(), ["a:1@1.service", "side:1@1.service"]);
}

/// It is on its way up when its end is begun, and runs when the call arrives. What runs a second earlier stays.
#[test]
fn what_only_begins_to_serve_once_its_end_is_begun_need_not_stay() {
    let scene = Scene { is_followed: true, ..in_the_place_of(Fares::Starting) };
    for (paused_s, stays) in [(5, false), (6, true)] {
        let mut model = scene.model().unwrap();
        model.second(&Event::Say(Command::Pause));
        for _ in 0..paused_s {
            model.second(&Event::Calm);
        }
        model.second(&Event::Say(Command::Resume));
        model.settle();
        assert_eq!(model.course.is_over(), !stays, "{:?}", model.course.state());
        assert_eq!(model.names().contains(&"a:1@1.service"), stays, "{:?}", model.names());
    }
}

/// Its end is seen, but the call that removes it does not arrive: before that is sent anew it is up again, and on its way
/// down.
#[test]
fn what_others_start_and_stop_before_it_is_removed_is_removed_once_it_has_stopped() {
    let scene = in_the_place_of(Fares::Running);
    let mut model = scene.model().unwrap();
    for event in [
        Event::Calm,
        Event::Refuse,
        Event::Calm,
        Event::StartOne { which: 0 },
        Event::Calm,
        Event::StopOne { which: 0 },
        Event::Crash { heard: false },
    ] {
        model.second(&event);
    }
    assert_eq!(model.names(), ["a:1@1.service"], "it has not stopped");
    model.settle();
    assert_eq!(model.course.state(), ActionState::Done);
    assert_eq!(model.names(), ["a:2@1.service"]);
}
