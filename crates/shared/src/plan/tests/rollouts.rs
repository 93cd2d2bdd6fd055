//! What holds for every deployment on its way, step by step, and for the ways out of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use fleet::{AppUnit, DesiredState, Version};
use proptest::prelude::*;

use super::{Plan, PlanError, PlanRequest, PlanState, Step, Warning, plan};
use crate::Health;
use crate::apps::most_of_a_version;
use crate::course::Detour;
use crate::deployment::{AppSettings, Stage, StageKind, Strategy as By};
use crate::health;
use crate::id::ActionId;
use crate::plan::{BackTo, Begun, Past, PlanUnit, way_back, way_out};
use crate::testing::{EXCLUSIVE, Fares, SIMPLE, World, app, row, version};
use crate::view::UnitRow;

/// A cluster on which steps are done one by one.
#[derive(Clone)]
struct Model {
    state: PlanState,
    fewest: usize,
    most: usize,
}

impl Model {
    fn new(state: &PlanState) -> Self {
        let mut model = Self { state: state.clone(), fewest: usize::MAX, most: 0 };
        model.look();
        model
    }

    fn of_app(&self) -> impl Iterator<Item = &PlanUnit> {
        let is_own =
            |unit: &&PlanUnit| AppUnit::parse(&unit.row.name).is_some_and(|unit| unit.app == app("a"));
        self.state.units.values().filter(is_own)
    }

    fn healthy(&self) -> usize {
        self.of_app().filter(|unit| health::of(&unit.row) == Health::Running).count()
    }

    /// How many are set to run, by version.
    fn launched(&self) -> BTreeMap<Option<Version>, usize> {
        let mut counts = BTreeMap::new();
        for unit in self.of_app().filter(|unit| unit.row.desired == DesiredState::Launched) {
            *counts.entry(AppUnit::parse(&unit.row.name).unwrap().version).or_default() += 1;
        }
        counts
    }

    fn look(&mut self) {
        self.fewest = self.fewest.min(self.healthy());
        self.most = self.most.max(self.launched().values().sum());
    }

    fn put(&mut self, unit: &str, fares: Fares) {
        let machine = self.state.units[unit].row.machine.clone();
        let changed = row(unit, fares, machine.as_ref().map_or("m1", |machine| machine.as_str()));
        self.state.units.get_mut(unit).unwrap().row = Arc::new(changed);
    }

    fn step(&mut self, step: &Step) {
        let name = step.unit().as_str();
        match step {
            Step::Create { unit, options, .. } => {
                assert!(!self.state.recent.contains(unit), "{unit} was destroyed a moment ago");
                let row = Arc::new(row(name, Fares::Starting, "m1"));
                let before =
                    self.state.units.insert(unit.clone(), PlanUnit { row, options: options.clone().into() });
                assert!(before.is_none(), "{unit} is there");
            }
            // To want what is so already changes nothing.
            Step::SetDesired { unit, desired } if self.state.units[unit].row.desired == *desired => {}
            Step::SetDesired { desired: DesiredState::Launched, .. } => self.put(name, Fares::Starting),
            Step::SetDesired { .. } => self.put(name, Fares::Stopped),
            Step::Gate { .. } | Step::WaitRunning { .. } => self.put(name, Fares::Running),
            Step::WaitStopped { .. } | Step::WaitGone { .. } => {}
            Step::Destroy { unit } => {
                let gone = self.state.units.remove(unit).unwrap();
                assert_ne!(gone.row.desired, DesiredState::Launched, "{unit} was not stopped");
                self.state.recent.insert(unit.clone());
            }
        }
        self.look();
    }

    /// Does the steps, those of lanes in an order that `picks` gives, at most so many; returns those that were done.
    fn run<'a>(&mut self, stages: &[Stage], steps: &'a [Step], picks: &[u16], most: usize) -> Vec<&'a Step> {
        let mut done = Vec::new();
        let mut rest = steps;
        for stage in stages {
            let mut lanes: Vec<&[Step]> = Vec::new();
            for length in &stage.lanes {
                let (lane, later) = rest.split_at(*length as usize);
                lanes.push(lane);
                rest = later;
            }
            while !lanes.is_empty() {
                if done.len() == most {
                    return done;
                }
                let pick = usize::from(picks[done.len() % picks.len()]) % lanes.len();
                let (step, later) = lanes[pick].split_first().unwrap();
                self.step(step);
                done.push(step);
                lanes[pick] = later;
                lanes.retain(|lane| !lane.is_empty());
            }
        }
        assert_eq!(rest, [], "every step stands in a lane");
        done
    }
}

fn strategy() -> impl Strategy<Value = By> {
    prop_oneof![
        3 => (1u32..4, 0u32..3).prop_map(|(batch, surge)| By::Rolling { batch, surge }),
        1 => Just(By::BlueGreen),
        1 => Just(By::Recreate),
        2 => (1u32..4, 1u32..3, 1u32..3)
            .prop_map(|(count, batch, surge)| By::Canary { count, bake_s: None, batch, surge }),
    ]
}

/// A cluster with instances of three versions; some of version 2 are as the template says.
fn state() -> impl Strategy<Value = PlanState> {
    let fares =
        prop_oneof![6 => Just(Fares::Running), 4 => (0..Fares::ALL.len()).prop_map(|i| Fares::ALL[i])];
    let unit = (0usize..3, 1u32..6, fares, any::<bool>());
    (prop::collection::vec(unit, 0..9), strategy(), 0u32..4, any::<bool>(), any::<bool>()).prop_map(
        |(units, strategy, min, has_companion, keeps)| {
            let mut world = World::with_machines(2).template("a", SIMPLE).settings(|settings| {
                *settings = AppSettings { strategy, min, ..AppSettings::default() };
                settings.keep_old_s = if keeps { 60 } else { 0 };
            });
            for (of, number, fares, filled) in units {
                let text = format!("a{}@{number}.service", ["", ":1", ":2"][of]);
                world = if filled { world.filled(&text, fares) } else { world.unit(&text, fares) };
            }
            if has_companion {
                world = world.companion("c", "[Service]\nExecStart=/bin/announce\n");
            }
            world.0
        },
    )
}

fn deploy(count: u32) -> PlanRequest {
    PlanRequest::Deploy { app: app("a"), version: version("2"), count: Some(count), strategy: None }
}

fn request() -> impl Strategy<Value = PlanRequest> {
    prop_oneof![
        4 => (1u32..6).prop_map(deploy),
        1 => Just(PlanRequest::RestartApp { app: app("a"), version: None }),
        1 => (0u32..6).prop_map(|count| PlanRequest::Scale { app: app("a"), version: Some(version("2")), count }),
    ]
}

fn picks() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 1..40)
}

proptest! {
    #[test]
    fn a_deployment_keeps_its_word_on_the_way(state in state(), count in 1u32..6, picks in picks()) {
        let Ok(plan) = plan(&deploy(count), &state) else { return Ok(()) };
        let deployment = plan.deployment.as_ref().unwrap();
        let mut model = Model::new(&state);
        let (healthy, total) = (model.fewest, model.most);
        model.run(&plan.stages, &plan.steps, &picks, usize::MAX);
        let wanted = count as usize;
        prop_assert!(model.fewest >= deployment.min as usize, "{} of {}", model.fewest, deployment.min);
        let (least, most) = match deployment.settings.strategy {
            By::Rolling { surge: 0, .. } => (usize::from(wanted.min(healthy) > 1), wanted),
            By::Rolling { surge, .. } => (wanted.min(healthy), wanted + surge as usize),
            // Canaries come beside all that is there.
            By::Canary { count, surge, .. } => (wanted.min(healthy), (total + count as usize).max(wanted + surge as usize)),
            By::BlueGreen => (wanted.min(healthy), total + wanted),
            By::Recreate => (0, total.max(wanted)),
        };
        prop_assert!(model.fewest >= least, "{} of {healthy} serve, {least} should", model.fewest);
        prop_assert!(model.most <= most.max(total), "{} are there, at most {most} should", model.most);
        prop_assert_eq!(model.launched(), BTreeMap::from([(Some(version("2")), wanted)]));
        let again = super::plan(&deploy(count), &model.state);
        prop_assert!(matches!(&again, Err(PlanError::NothingToDo { .. })), "{again:?}");
    }

    #[test]
    fn what_is_proposed_fits_or_runs_already(
        machines in 0usize..5, wanted in 1u32..7, exclusive in any::<bool>(), from in state(),
    ) {
        let file = if exclusive { EXCLUSIVE } else { SIMPLE };
        let mut state = World::with_machines(machines).template("a", file).settings(|settings| settings.wanted = wanted).0;
        state.units = from.units;
        let any = PlanRequest::Deploy { app: app("a"), version: version("2"), count: None, strategy: None };
        let Ok(plan) = plan(&any, &state) else { return Ok(()) };
        let count = plan.deployment.as_ref().unwrap().count;
        let by_version = |is_so: &dyn Fn(&UnitRow) -> bool| {
            let units = state.units.values().filter(|unit| unit.row.desired == DesiredState::Launched && is_so(&unit.row));
            most_of_a_version(units.filter_map(|unit| AppUnit::parse(&unit.row.name)).filter(|unit| unit.app == app("a")).map(|unit| unit.version))
        };
        let run = by_version(&|row| row.machine.is_some());
        let wanted = wanted.max(by_version(&|_| true));
        prop_assert!(run.max(1) <= count && count <= wanted, "{run} <= {count} <= {wanted}");
        // It is the plan of somebody who gives this count, and says more if it is fewer than are wanted.
        let given = super::plan(&deploy(count), &state).unwrap();
        prop_assert_eq!((&plan.steps, &plan.stages), (&given.steps, &given.stages));
        prop_assert_eq!(plan.warnings.len(), given.warnings.len() + usize::from(count < wanted));
        let is_short = |plan: &Plan| plan.warnings.iter().any(|warning| matches!(warning, Warning::Unscheduled { .. }));
        prop_assert!(count <= run.max(1) || !is_short(&plan), "{plan:?}");
        if count < wanted {
            prop_assert!(is_short(&super::plan(&deploy(wanted), &state).unwrap()));
        }
    }

    #[test]
    fn all_service_ends_only_by_force(state in state(), request in request(), picks in picks()) {
        let Ok(plan) = plan(&request, &state) else { return Ok(()) };
        let mut model = Model::new(&state);
        let healthy = model.fewest;
        model.run(&plan.stages, &plan.steps, &picks, usize::MAX);
        let forced = matches!(plan.confirm, crate::plan::Confirm::TypeName { force: true, .. });
        prop_assert!(forced || healthy == 0 || model.fewest > 0);
        prop_assert!(model.fewest >= plan.deployment.unwrap().min as usize);
    }

    #[test]
    fn the_way_back_leads_back_from_everywhere(
        state in state(), request in request(), picks in picks(), cut in any::<prop::sample::Index>(),
        passes in any::<bool>(),
    ) {
        let Ok(plan) = plan(&request, &state) else { return Ok(()) };
        let before = Model::new(&state).launched();
        let mut model = Model::new(&state);
        let done = model.run(&plan.stages, &plan.steps, &picks, cut.index(plan.steps.len() + 1));
        model.state.removed = state.removed_by(&plan);
        let begun = if passes { all_done(&done) } else { unproven(&done) };
        let detour = way_back(&plan, &begun, &model.state).unwrap();
        let min = (plan.deployment.as_ref().unwrap().min as usize).min(model.healthy());
        let recreates = matches!(state.settings.strategy, By::Recreate);
        model.fewest = usize::MAX;
        let back = model.run(&detour.stages, &detour.steps, &picks, usize::MAX);
        prop_assert_eq!(model.launched(), before);
        prop_assert!(recreates || model.fewest >= min, "{} of {min}: {detour:#?}", model.fewest);
        // Once there, it has nothing left to do.
        let begun: Vec<&Step> = done.into_iter().chain(back).collect();
        let out = way_out(&plan, &all_done(&begun), &model.state);
        prop_assert!(!out.steps.iter().any(|step| matches!(step, Step::Destroy { .. } | Step::Create { .. })), "{out:?}");
    }

    #[test]
    fn an_abort_starts_what_was_stopped_and_takes_nothing(
        state in state(), count in 1u32..6, picks in picks(), cut in any::<prop::sample::Index>(),
    ) {
        let Ok(plan) = plan(&deploy(count), &state) else { return Ok(()) };
        let mut model = Model::new(&state);
        let done = model.run(&plan.stages, &plan.steps, &picks, cut.index(plan.steps.len() + 1));
        model.state.removed = state.removed_by(&plan);
        let healthy = model.healthy();
        let detour = way_out(&plan, &all_done(&done), &model.state);
        prop_assert!(detour.left_behind.starts_with("It leaves "));
        model.fewest = usize::MAX;
        model.run(&detour.stages, &detour.steps, &picks, usize::MAX);
        prop_assert!(model.fewest >= healthy);
    }

    #[test]
    fn going_back_later_leads_back_as_well(state in state(), count in 1u32..6, picks in picks(), skip_gates in any::<bool>()) {
        let first = PlanRequest::Deploy { app: app("a"), version: version("1"), count: Some(count), strategy: None };
        let Ok(one) = plan(&first, &state) else { return Ok(()) };
        let mut model = Model::new(&state);
        model.run(&one.stages, &one.steps, &picks, usize::MAX);
        let two = plan(&deploy(count), &model.state).unwrap();
        // Stopped in the time in which the old ones are kept, or done.
        let kept = two.stages.iter().rposition(|stage| stage.lanes.is_empty()).unwrap_or(two.stages.len());
        let most = two.stages[..kept].iter().flat_map(|stage| &stage.lanes).sum::<u32>() as usize;
        model.run(&two.stages, &two.steps, &picks, most);
        let template = state.template.clone();
        model.state.past = Some(Past {
            deployment: *one.deployment.unwrap(),
            template,
            is_theirs: true,
            passed: true,
        });
        let action = ActionId::parse("0b").unwrap();
        let back = PlanRequest::RollBack { app: app("a"), action, to: BackTo::After, skip_gates };
        let Ok(plan) = plan(&back, &model.state) else { return Ok(()) };
        model.fewest = usize::MAX;
        model.run(&plan.stages, &plan.steps, &picks, usize::MAX);
        let deployment = plan.deployment.unwrap();
        prop_assert!(model.fewest >= deployment.min as usize);
        // More than there were only where today's minimum asks for them.
        prop_assert!(deployment.count == count || (count < deployment.count && deployment.count <= state.settings.min));
        prop_assert_eq!(model.launched(), BTreeMap::from([(Some(version("1")), deployment.count as usize)]));
    }
}

/// The same where no gate was passed, though what was started runs.
fn unproven<'a>(steps: &[&'a Step]) -> Vec<Begun<'a>> {
    let is_done = |step: &Step| !matches!(step, Step::Gate { .. } | Step::WaitRunning { .. });
    steps.iter().map(|step| Begun { step, is_done: is_done(step) }).collect()
}

fn all_done<'a>(steps: &[&'a Step]) -> Vec<Begun<'a>> {
    steps.iter().map(|step| Begun { step, is_done: true }).collect()
}

/// Once it counted as one that serves and as one that goes, and both new ones went at once.
#[test]
fn what_falls_asleep_again_is_not_counted_among_those_that_stay() {
    let world = World::with_machines(2).template("a", SIMPLE).settings(|settings| {
        (settings.strategy, settings.min) = (By::Rolling { batch: 2, surge: 0 }, 2);
    });
    let world = world.unit("a@1.service", Fares::Running).unit("a@2.service", Fares::Running);
    let state = world.filled("a:2@1.service", Fares::Stopped).0;
    let request =
        PlanRequest::Deploy { app: app("a"), version: version("2"), count: Some(2), strategy: None };
    let plan = plan(&request, &state).unwrap();
    let mut model = Model::new(&state);
    let done = model.run(&plan.stages, &plan.steps, &[0], 11);
    model.state.removed = state.removed_by(&plan);
    let detour = way_back(&plan, &all_done(&done), &model.state).unwrap();
    assert_eq!(model.healthy(), 1);
    model.fewest = usize::MAX;
    model.run(&detour.stages, &detour.steps, &[0], usize::MAX);
    assert_eq!(model.fewest, 1);
}

/// Two of three have gone, and neither of the new ones has passed its gate: fewer serve than must. Where old and new can be
/// there at once an old one starts first; where they exclude each other it has to wait for the machine.
#[test]
fn a_way_back_without_surge_starts_first_only_where_there_is_room() {
    for (excludes, first) in [("", StageKind::Start), ("[X-Fleet]\nConflicts=a:*\n", StageKind::Remove)] {
        let text = format!("[Service]\nExecStart=/bin/run {{version}} {{instance}}\n{excludes}");
        let mut world = World::with_machines(3).template("a", &text).settings(|settings| {
            (settings.strategy, settings.min) = (By::Rolling { batch: 1, surge: 0 }, 2);
        });
        for number in 1..=3 {
            let own = text.replace("{version}", "1").replace("{instance}", &number.to_string());
            let (unit, machine) = (format!("a:1@{number}.service"), format!("m{number}"));
            world = world.unit_on(&unit, Fares::Running, &machine, &own);
        }
        let state = world.0;
        let plan = plan(&deploy(3), &state).unwrap();
        let mut model = Model::new(&state);
        let creates = |step: &&Step| matches!(step, Step::Create { .. });
        let (second, _) = plan.steps.iter().enumerate().filter(|(_, step)| creates(step)).nth(1).unwrap();
        let done = model.run(&plan.stages, &plan.steps, &[0], second + 1);
        let gone = done.iter().filter(|step| matches!(step, Step::Destroy { .. })).map(|step| step.unit());
        for (gone, made) in gone.zip(done.iter().copied().filter(creates).map(Step::unit)) {
            let row = Arc::make_mut(&mut model.state.units.get_mut(made).unwrap().row);
            row.machine.clone_from(&state.units[gone].row.machine);
        }
        model.state.removed = state.removed_by(&plan);
        let detour = way_back(&plan, &unproven(&done), &model.state).unwrap();
        assert_eq!(detour.stages[0].kind, first, "{excludes}: {:?}", detour.stages);
    }
}

#[test]
fn what_follows_an_old_instance_comes_back_with_it() {
    let world = World::with_machines(2).template("a", SIMPLE).companion("c", "[Service]\nExecStart=/bin/c\n");
    let world = world.settings(|settings| settings.min = 1);
    let state = world.unit("a:1@1.service", Fares::Running).unit("c:1@1.service", Fares::Running).0;
    let plan = plan(&deploy(1), &state).unwrap();
    let stop = plan
        .steps
        .iter()
        .position(|step| matches!(step, Step::WaitStopped { unit } if unit.as_str() == "c:1@1.service"));
    let mut model = Model::new(&state);
    let done = model.run(&plan.stages, &plan.steps, &[0], stop.unwrap() + 1);
    model.state.removed = state.removed_by(&plan);
    let starts = |detour: &Detour| {
        let launches = |step: &Step| matches!(step, Step::SetDesired { unit, desired: DesiredState::Launched } if unit.as_str() == "c:1@1.service");
        detour.steps.iter().any(launches)
    };
    assert!(starts(&way_back(&plan, &all_done(&done), &model.state).unwrap()));
    assert!(starts(&way_out(&plan, &all_done(&done), &model.state)));
}

#[test]
fn an_abort_starts_an_old_instance_again_that_was_set_inactive_for_a_second_start() {
    let world = World::with_machines(2).template("a", SIMPLE).settings(|settings| settings.min = 1);
    let state = world.units(&["a:1@1.service", "a:1@2.service"], Fares::Running).0;
    let request = PlanRequest::RestartApp { app: app("a"), version: None };
    let plan = plan(&request, &state).unwrap();
    let mut model = Model::new(&state);
    let done = model.run(&plan.stages, &plan.steps, &[0], 4);
    let Some(Step::SetDesired { unit, desired: DesiredState::Launched }) =
        done.iter().rev().find(|step| matches!(step, Step::SetDesired { .. }))
    else {
        panic!("nothing was started again: {done:?}")
    };
    let row = Arc::make_mut(&mut model.state.units.get_mut(unit).unwrap().row);
    row.desired = DesiredState::Inactive;
    let out = way_out(&plan, &all_done(&done), &model.state);
    let starts = |step: &Step| matches!(step, Step::SetDesired { unit: of, desired: DesiredState::Launched } if of == unit);
    assert!(out.steps.iter().any(starts), "{out:?}");
}
