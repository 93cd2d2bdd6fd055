use super::{deploy, planned, refused, staged, titles, warnings};
use crate::deployment::{Probe, ProbeKind, ProbePort, Stage, StageKind, Strategy};
use crate::plan::{Confirm, MAX_COUNT, PlanError, PlanRequest, Step, UNDO_S};
use crate::testing::{EXCLUSIVE, Fares, SIMPLE, World, app, name, version};

const OLD: [&str; 3] = ["example:1.0.0@1.service", "example:1.0.0@2.service", "example:1.0.0@3.service"];

fn world(old: usize) -> World {
    World::with_machines(9).template("example", SIMPLE).units(&OLD[..old], Fares::Running)
}

fn by(strategy: Strategy) -> impl FnOnce(&mut crate::deployment::AppSettings) {
    move |settings| settings.strategy = strategy
}

#[test]
fn rolling_starts_first_and_removes_then() {
    let plan = planned(&deploy("example", "2.0.0", 2), &world(2).0);
    insta::assert_snapshot!(staged(&plan), @r"
    Deploy 2 instances of example 2.0.0
    Start 1 of example 2.0.0:
      Create example:2.0.0@1.service and start it; Wait until example:2.0.0@1.service runs for 5 s
    Remove 1 of example 1.0.0:
      Stop example:1.0.0@2.service; Wait until example:1.0.0@2.service has stopped; Destroy example:1.0.0@2.service; Verify that example:1.0.0@2.service is gone
    Start 1 of example 2.0.0:
      Create example:2.0.0@2.service and start it; Wait until example:2.0.0@2.service runs for 5 s
    Remove 1 of example 1.0.0:
      Stop example:1.0.0@1.service; Wait until example:1.0.0@1.service has stopped; Destroy example:1.0.0@1.service; Verify that example:1.0.0@1.service is gone
    ");
    assert_eq!((plan.confirm, plan.undo_s), (Confirm::None, 0));
    let deployment = plan.deployment.unwrap();
    assert_eq!((deployment.count, deployment.min, deployment.from.len()), (2, 2, 2));
    assert_eq!((deployment.to, deployment.template_revision), (Some(version("2.0.0")), Some(1)));
}

#[test]
fn rolling_without_room_removes_first_and_keeps_the_minimum() {
    let world =
        world(3).settings(by(Strategy::Rolling { batch: 2, surge: 0 })).settings(|settings| settings.min = 2);
    let plan = planned(&deploy("example", "2.0.0", 3), &world.0);
    assert_eq!(
        titles(&plan),
        [
            "Remove 1 of example 1.0.0",
            "Start 1 of example 2.0.0",
            "Remove 1 of example 1.0.0",
            "Start 1 of example 2.0.0",
            "Remove 1 of example 1.0.0",
            "Start 1 of example 2.0.0",
        ]
    );
    assert_eq!((plan.confirm, plan.deployment.unwrap().min), (Confirm::None, 2));
}

#[test]
fn what_would_end_all_service_needs_force() {
    for strategy in [Strategy::Rolling { batch: 1, surge: 0 }, Strategy::Recreate] {
        let plan = planned(&deploy("example", "2.0.0", 1), &world(1).settings(by(strategy)).0);
        assert_eq!(titles(&plan), ["Remove 1 of example 1.0.0", "Start 1 of example 2.0.0"]);
        assert_eq!(plan.confirm, Confirm::TypeName { name: "example".to_owned(), force: true });
        assert_eq!(
            warnings(&plan),
            ["For a while no healthy instance of example is left: in between nothing of example serves."]
        );
    }
    // Where nothing serves there is nothing to lose.
    let failed = World::with_machines(1).template("example", SIMPLE).unit(OLD[0], Fares::Failed);
    let plan = planned(&deploy("example", "2.0.0", 1), &failed.settings(by(Strategy::Recreate)).0);
    assert_eq!(plan.confirm, Confirm::None);
}

#[test]
fn a_minimum_that_cannot_be_kept_is_told_and_guarded() {
    let tight = world(3)
        .settings(by(Strategy::Rolling { batch: 1, surge: 0 }))
        .settings(|settings| (settings.min, settings.wanted) = (3, 3));
    let plan = planned(&deploy("example", "2.0.0", 3), &tight.0);
    assert_eq!(plan.deployment.as_ref().unwrap().min, 2);
    assert_eq!(
        warnings(&plan),
        [
            "At least 3 instances shall be healthy at any time, and that can't be kept on this way: at some moment \
             only 2 will be."
        ]
    );
    assert_eq!(plan.confirm, Confirm::None);
    let plan =
        planned(&deploy("example", "2.0.0", 3), &tight.settings(|settings| settings.protected = true).0);
    assert_eq!(plan.confirm, Confirm::TypeName { name: "example".to_owned(), force: true });
}

#[test]
fn blue_green_keeps_the_old_ones_for_a_while() {
    let kept = world(2).settings(by(Strategy::BlueGreen));
    insta::assert_snapshot!(staged(&planned(&deploy("example", "2.0.0", 2), &kept.0)), @r"
    Deploy 2 instances of example 2.0.0
    Start 2 of example 2.0.0:
      Create example:2.0.0@1.service and start it; Wait until example:2.0.0@1.service runs for 5 s
      Create example:2.0.0@2.service and start it; Wait until example:2.0.0@2.service runs for 5 s
    Stop 2 of example 1.0.0:
      Stop example:1.0.0@2.service; Wait until example:1.0.0@2.service has stopped
      Stop example:1.0.0@1.service; Wait until example:1.0.0@1.service has stopped
    Keep 2 of example 1.0.0 stopped:
    Remove 2 of example 1.0.0:
      Wait until example:1.0.0@2.service has stopped; Destroy example:1.0.0@2.service; Verify that example:1.0.0@2.service is gone
      Wait until example:1.0.0@1.service has stopped; Destroy example:1.0.0@1.service; Verify that example:1.0.0@1.service is gone
    ");
    let at_once = kept.settings(|settings| settings.keep_old_s = 0);
    assert_eq!(
        titles(&planned(&deploy("example", "2.0.0", 2), &at_once.0)),
        ["Start 2 of example 2.0.0", "Remove 2 of example 1.0.0"]
    );
}

#[test]
fn canaries_are_watched_before_anything_goes() {
    let strategy = Strategy::Canary { count: 1, bake_s: Some(60), batch: 2, surge: 1 };
    let plan = planned(&deploy("example", "2.0.0", 3), &world(3).settings(by(strategy)).0);
    assert_eq!(
        titles(&plan),
        [
            "Start 1 of example 2.0.0",
            "Watch 1 of example 2.0.0",
            "Remove 1 of example 1.0.0",
            "Start 1 of example 2.0.0",
            "Remove 1 of example 1.0.0",
            "Start 1 of example 2.0.0",
            "Remove 1 of example 1.0.0",
        ]
    );
    let hold = Stage {
        title: "Watch 1 of example 2.0.0".to_owned(),
        kind: StageKind::Hold { bake_s: Some(60) },
        lanes: Vec::new(),
    };
    assert_eq!(plan.stages[1], hold);
}

#[test]
fn a_request_may_ask_for_another_strategy() {
    let request = |strategy| PlanRequest::Deploy {
        app: app("example"),
        version: version("2.0.0"),
        count: None,
        strategy: Some(strategy),
    };
    let world = world(1).settings(|settings| settings.wanted = 2);
    let plan = planned(&request(Strategy::BlueGreen), &world.0);
    assert_eq!(plan.summary, "Deploy 2 instances of example 2.0.0");
    assert_eq!(plan.deployment.unwrap().settings.strategy, Strategy::BlueGreen);
    let error = refused(&request(Strategy::Rolling { batch: 0, surge: 1 }), &world.0);
    assert!(matches!(&error, PlanError::BadStrategy { message } if message.contains("batch")), "{error}");
}

#[test]
fn what_runs_as_the_template_says_stays() {
    let there = world(1)
        .filled("example:2.0.0@1.service", Fares::Running)
        .filled("example:2.0.0@2.service", Fares::Starting)
        .filled("example:2.0.0@3.service", Fares::Failed)
        // By an earlier template.
        .unit("example:2.0.0@4.service", Fares::Running);
    insta::assert_snapshot!(staged(&planned(&deploy("example", "2.0.0", 3), &there.0)), @r"
    Deploy 3 instances of example 2.0.0
    Complete 1 of example 2.0.0:
      Wait until example:2.0.0@2.service runs for 5 s
    Remove 2 of example:
      Stop example:2.0.0@3.service; Wait until example:2.0.0@3.service has stopped; Destroy example:2.0.0@3.service; Verify that example:2.0.0@3.service is gone
      Stop example:1.0.0@1.service; Wait until example:1.0.0@1.service has stopped; Destroy example:1.0.0@1.service; Verify that example:1.0.0@1.service is gone
    Start 1 of example 2.0.0:
      Create example:2.0.0@5.service and start it; Wait until example:2.0.0@5.service runs for 5 s
    Remove 1 of example 2.0.0:
      Stop example:2.0.0@4.service; Wait until example:2.0.0@4.service has stopped; Destroy example:2.0.0@4.service; Verify that example:2.0.0@4.service is gone
    ! 5 instances are set to run now; afterwards it will be 3.
    ");
}

#[test]
fn what_is_stopped_starts_before_anything_is_created() {
    let kept = world(0)
        .filled("example:1.0.0@2.service", Fares::Stopped)
        .unit("example:2.0.0@1.service", Fares::Running);
    assert_eq!(
        titles(&planned(&deploy("example", "1.0.0", 1), &kept.0)),
        ["Start 1 of example 1.0.0", "Remove 1 of example 2.0.0"]
    );
    let plan = planned(&deploy("example", "1.0.0", 2), &kept.0);
    let is_start = |text: &String| text.starts_with("Start") || text.starts_with("Create");
    let started: Vec<_> = plan.steps.iter().map(Step::words).filter(is_start).collect();
    assert_eq!(started, ["Start example:1.0.0@2.service", "Create example:1.0.0@1.service and start it"]);
}

#[test]
fn stopped_old_ones_go_at_last_and_take_no_room() {
    let world = world(1).unit("example:0.9.0@1.service", Fares::Stopped);
    assert_eq!(
        titles(&planned(&deploy("example", "2.0.0", 1), &world.0)),
        ["Start 1 of example 2.0.0", "Remove 2 of example"]
    );
}

#[test]
fn numbers_are_not_reused_too_soon() {
    let mut world =
        world(0).unit("example:2.0.0@2.service", Fares::Running).leaving("example:2.0.0@2.service");
    world.0.recent.insert(name("example:2.0.0@1.service"));
    let plan = planned(&deploy("example", "2.0.0", 2), &world.0);
    let units: Vec<_> = plan.steps.iter().step_by(2).map(|step| step.unit().as_str()).collect();
    assert_eq!(units, ["example:2.0.0@3.service", "example:2.0.0@4.service"]);
    assert_eq!(warnings(&plan), ["1 more unit is being removed and not counted."]);
}

#[test]
fn fewer_than_now_shrinks_to_the_wanted_number_first() {
    let plan = planned(&deploy("example", "2.0.0", 1), &world(3).0);
    assert_eq!(
        titles(&plan),
        ["Remove 2 of example 1.0.0", "Start 1 of example 2.0.0", "Remove 1 of example 1.0.0"]
    );
    assert_eq!(warnings(&plan), ["3 instances are set to run now; afterwards it will be 1."]);
}

#[test]
fn companions_follow_their_instance() {
    let file = "[Service]\nExecStart=/bin/announce {version} {instance}\n[X-Fleet]\nMachineOf=example:{version}@%i.service\n";
    let world = world(1)
        .companion("announcer", file)
        .unit("announcer:1.0.0@1.service", Fares::Running)
        // Left over from before: its number is not free.
        .unit("announcer:2.0.0@1.service", Fares::Failed);
    insta::assert_snapshot!(staged(&planned(&deploy("example", "2.0.0", 1), &world.0)), @r"
    Deploy 1 instance of example 2.0.0
    Start 1 of example 2.0.0:
      Create example:2.0.0@2.service and start it; Wait until example:2.0.0@2.service runs for 5 s; Create announcer:2.0.0@2.service and start it; Wait until announcer:2.0.0@2.service runs
    Remove 1 of example 1.0.0:
      Stop announcer:1.0.0@1.service; Wait until announcer:1.0.0@1.service has stopped; Destroy announcer:1.0.0@1.service; Verify that announcer:1.0.0@1.service is gone; Stop example:1.0.0@1.service; Wait until example:1.0.0@1.service has stopped; Destroy example:1.0.0@1.service; Verify that example:1.0.0@1.service is gone
    ");
    // One that lacks its companion gets it.
    let lacking = World::with_machines(1)
        .template("example", SIMPLE)
        .filled("example:2.0.0@1.service", Fares::Running)
        .companion("announcer", file);
    insta::assert_snapshot!(staged(&planned(&deploy("example", "2.0.0", 1), &lacking.0)), @r"
    Deploy 1 instance of example 2.0.0
    Complete 1 of example 2.0.0:
      Create announcer:2.0.0@1.service and start it; Wait until announcer:2.0.0@1.service runs
    ");
}

/// A deployment of 2.0.0 for which nobody says how many.
fn of_any_count() -> PlanRequest {
    PlanRequest::Deploy { app: app("example"), version: version("2.0.0"), count: None, strategy: None }
}

const APART: &str = "[Service]\nExecStart=/bin/run {version}\n[X-Fleet]\nConflicts=example:*@*.service\n";

#[test]
fn nobody_is_offered_more_than_the_machines_take() {
    let mut world =
        World::with_machines(3).template("example", APART).settings(|settings| settings.wanted = 4);
    let why = "4 are wanted, 3 fit: needs 4 machines, the cluster has 3.";
    let plan = planned(&of_any_count(), &world.0);
    assert_eq!((plan.summary.as_str(), warnings(&plan)), ("Deploy 3 instances of example 2.0.0", vec![why]));
    // What is asked for stays as it is.
    let plan = planned(&deploy("example", "2.0.0", 4), &world.0);
    assert_eq!(plan.summary, "Deploy 4 instances of example 2.0.0");
    assert_eq!(
        warnings(&plan),
        [
            "1 of 4 will stay unplaced: needs 4 machines, the cluster has 3",
            "The deployment waits for each instance that it starts: without a machine for all of them it fails there and \
             waits for somebody. Ask for fewer, or add machines."
        ]
    );
    // Set to run, and waiting for a machine: no more of the next version would fit either.
    for (text, machine) in OLD.into_iter().zip(["m1", "m2", "m3"]) {
        world = world.unit_on(text, Fares::Running, machine, APART);
    }
    let world = world.unit_on("example:1.0.0@4.service", Fares::Unplaced, "m1", APART);
    let by_gaps = world.settings(by(Strategy::Rolling { batch: 1, surge: 0 }));
    let plan = planned(&of_any_count(), &by_gaps.0);
    assert_eq!(plan.deployment.as_ref().unwrap().count, 3);
    assert_eq!(warnings(&plan), ["4 instances are set to run now; afterwards it will be 3.", why]);
}

#[test]
fn nobody_is_offered_fewer_than_run_or_than_the_settings_allow() {
    // One machine is about to be too few for two, which run beside each other by an earlier template.
    let running = World::with_machines(1).template("example", APART).settings(|settings| settings.wanted = 3);
    let running = running.units(&OLD[..2], Fares::Running);
    let plan = planned(&of_any_count(), &running.0);
    assert_eq!(plan.deployment.as_ref().unwrap().count, 2);
    let told = warnings(&plan);
    assert!(told.contains(&"3 are wanted, 1 fit: needs 3 machines, the cluster has 1."), "{told:?}");
    assert!(told.iter().any(|text| text.starts_with("1 of 2 will stay unplaced")), "{told:?}");
    // Four are set to run and none has a machine; to have fewer than three would be refused.
    let least = World::with_machines(1).template("example", APART).settings(|settings| settings.min = 3);
    let four = ["1", "2", "3", "4"].map(|number| format!("example:1.0.0@{number}.service"));
    let least = four.iter().fold(least, |world, unit| world.unit(unit, Fares::Unplaced));
    assert_eq!(planned(&of_any_count(), &least.0).deployment.unwrap().count, 3);
    // Nothing fits, and yet it may be said what would be done.
    let none = World::default().template("example", APART).settings(|settings| settings.wanted = 2);
    let plan = planned(&of_any_count(), &none.0);
    assert_eq!(plan.deployment.as_ref().unwrap().count, 1);
    assert!(warnings(&plan).contains(&"2 are wanted, 0 fit: the cluster has no machines."));
}

#[test]
fn a_port_that_old_and_new_want_is_told() {
    let fixed = "[Service]\nExecStart=/usr/bin/docker run -p 80:8080 {app}:{version}\n";
    let world =
        World::with_machines(3).template("example", fixed).unit_on(OLD[0], Fares::Running, "m1", fixed);
    let clashes = |world: &World| {
        warnings(&planned(&deploy("example", "2.0.0", 1), &world.0))
            .iter()
            .any(|text| text.contains("port 80"))
    };
    assert!(clashes(&world));
    assert!(!clashes(&world.settings(by(Strategy::Recreate))));
}

#[test]
fn a_probe_that_no_machine_can_be_asked_for_is_told() {
    let global = "[Service]\nExecStart=/bin/run\n\n[X-Fleet]\nGlobal=true\n";
    let probe = Probe { kind: ProbeKind::Tcp {}, port: ProbePort::Fixed(80), timeout_ms: 500 };
    let told = |template: &str, probe: Option<Probe>| {
        let world = World::with_machines(3)
            .template("example", template)
            .settings(|settings| settings.gate.probe = probe);
        let plan = planned(&deploy("example", "2.0.0", 1), &world.0);
        warnings(&plan).iter().any(|text| text.contains("no one machine at which its probe could be asked"))
    };
    assert!(told(global, Some(probe.clone())));
    assert!(!told(global, None));
    assert!(!told(SIMPLE, Some(probe)));
}

#[test]
fn refusals_say_what_to_do() {
    let there = world(0).filled("example:2.0.0@1.service", Fares::Running);
    let bounded = world(3).settings(|settings| (settings.min, settings.max) = (2, 4));
    for (world, request, words) in [
        (
            &there,
            deploy("example", "2.0.0", 1),
            "example 2.0.0 runs with 1 instance already, as its template says.",
        ),
        (&there, deploy("example", "2.0.0", 0), "Deploy at least 1 instance. To have none, remove the app."),
        (&there, deploy("other", "2.0.0", 1), "other has no template yet."),
        (&there, deploy("example", "2.0.0", MAX_COUNT + 1), "Ask for at most 1000."),
        (
            &bounded,
            deploy("example", "2.0.0", 5),
            "example may have at most 4 instances, and this would make 5.",
        ),
        (
            &bounded,
            deploy("example", "2.0.0", 1),
            "example has at least 2 instances, and this would leave 1.",
        ),
    ] {
        let error = refused(&request, &world.0).to_string();
        assert!(error.contains(words), "{error}");
    }
    let image = World::with_machines(1).template("example", "[Service]\nExecStart=/bin/run {image}\n");
    assert!(matches!(refused(&deploy("example", "1", 1), &image.0), PlanError::BadTemplate { .. }));
}

#[test]
fn errors_of_the_lint_are_refused_unless_somebody_accepted_them() {
    let bad = "[Service]\nExecStart=/usr/bin/docker run --name {app}:{version} {app}:{version}\n";
    let mut world = World::with_machines(1).template("example", bad);
    let request = deploy("example", "2.0.0", 1);
    let plan = planned(&request, &world.0);
    assert!(warnings(&plan)[0].starts_with("The template may not work as it is: "), "{plan:?}");
    world.0.accepted = Some(Vec::new());
    let error = refused(&request, &world.0).to_string();
    assert!(error.starts_with("The template of example would not work as it is: "), "{error}");
    let rules = crate::lint::of_template(world.0.template.as_ref().unwrap(), Some(1));
    world.0.accepted = Some(rules.iter().map(|finding| finding.rule.as_str().to_owned()).collect());
    assert_eq!(warnings(&planned(&request, &world.0)), [""; 0]);
}

#[test]
fn latest_is_told_to_move() {
    let plan =
        planned(&deploy("example", "latest", 1), &World::with_machines(1).template("example", EXCLUSIVE).0);
    assert!(warnings(&plan)[0].starts_with("The tag latest moves"));
    assert_ne!(plan.undo_s, UNDO_S);
}
