use fleet::UnitOption;

use super::{launch, planned, refused, warnings, words};
use crate::plan::{Confirm, MAX_COUNT, Plan, PlanError, PlanRequest, Step, Warning};
use crate::policy::Verb;
use crate::spec::Spec;
use crate::testing::{EXCLUSIVE, Fares, SIMPLE, World, app};

#[test]
fn launches_instances_from_the_template() {
    let world = World::with_machines(3).template("example", EXCLUSIVE);
    let plan = planned(&launch("example", "2.0.0", 2), &world.0);
    insta::assert_snapshot!(words(&plan), @r"
    Launch 2 instances of example 2.0.0
    - Create example:2.0.0@1.service and start it
    - Wait until example:2.0.0@1.service runs
    - Create example:2.0.0@2.service and start it
    - Wait until example:2.0.0@2.service runs
    ");
    assert_eq!((plan.confirm, plan.undo_s), (Confirm::None, 0));
    let Some(Step::Create { options, .. }) = plan.steps.get(2) else { panic!("{:?}", plan.steps) };
    assert_eq!(
        options[0],
        UnitOption::new(
            "Service",
            "ExecStart",
            "/usr/bin/docker run --name example-2.0.0-2 coreos/example:2.0.0"
        )
    );
}

#[test]
fn takes_the_lowest_free_numbers_and_says_what_is_there() {
    let world = World::with_machines(9)
        .template("example", EXCLUSIVE)
        .units(&["example:1@1.service", "example:1@3.service", "example:10@2.service"], Fares::Running)
        .unit("example:1@2.service", Fares::Running)
        .leaving("example:1@2.service");
    insta::assert_snapshot!(words(&planned(&launch("example", "1", 2), &world.0)), @r"
    Launch 2 instances of example 1
    - Create example:1@4.service and start it
    - Wait until example:1@4.service runs
    - Create example:1@5.service and start it
    - Wait until example:1@5.service runs
    ! 2 are there already; 2 more will be added.
    ! 1 more unit is being removed and not counted.
    ");
}

#[test]
fn one_instance_is_one() {
    let world =
        World::with_machines(3).template("example", SIMPLE).unit("example:1@1.service", Fares::Stopped);
    let plan = planned(&launch("example", "1", 1), &world.0);
    assert_eq!(plan.summary, "Launch 1 instance of example 1");
    assert_eq!(warnings(&plan), ["1 is there already; 1 more will be added."]);
}

#[test]
fn says_what_will_stay_unplaced() {
    let world = World::with_machines(3).template("example", EXCLUSIVE);
    let plan = planned(&launch("example", "2.0.0", 5), &world.0);
    assert_eq!(
        plan.warnings,
        [Warning::Unscheduled {
            unscheduled: 2,
            of: 5,
            text: "2 of 5 will stay unplaced: needs 5 machines, the cluster has 3".to_owned(),
        }]
    );
}

#[test]
fn warns_of_a_tag_that_moves() {
    let world = World::with_machines(1).template("example", SIMPLE);
    let plan = planned(&launch("example", "latest", 1), &world.0);
    assert!(warnings(&plan)[0].starts_with("The tag latest moves"));
}

#[test]
fn warns_of_a_port_that_another_version_holds() {
    let fixed = "[Service]\nExecStart=/usr/bin/docker run -p 127.0.0.1:80:8080/tcp x:{version}\n";
    let held = "[Service]\nExecStart=/usr/bin/docker run --publish=80:80 x:1\n";
    let world = World::with_machines(1).template("example", fixed).unit_on(
        "example:1@1.service",
        Fares::Running,
        "m1",
        held,
    );
    let plan = planned(&launch("example", "2", 1), &world.0);
    assert_eq!(
        warnings(&plan),
        [
            "example:1@1.service publishes port 80 of its machine, and so do the new instances: on one machine \
          only one of them can start."
        ]
    );
    // A port that Docker chooses clashes with nothing.
    let chosen = "[Service]\nExecStart=/usr/bin/docker run -p 80 x:{version}\n";
    assert_eq!(warnings(&planned(&launch("example", "2", 1), &world.template("example", chosen).0)), [""; 0]);
}

#[test]
fn says_that_a_global_app_needs_one_instance() {
    let global = "[Service]\nExecStart=/bin/run\n[X-Fleet]\nGlobal=true\n";
    let world = World::with_machines(2).template("agent", global);
    assert_eq!(warnings(&planned(&launch("agent", "1", 1), &world.0)), [""; 0]);
    assert!(warnings(&planned(&launch("agent", "1", 2), &world.0))[0].starts_with("agent is global"));
}

#[test]
fn refuses_with_what_to_do() {
    let world = World::with_machines(1).template("example", SIMPLE);
    for count in [0, MAX_COUNT + 1] {
        let error = refused(&launch("example", "1", count), &world.0);
        assert!(matches!(error, PlanError::BadCount { .. }), "{error}");
    }
    // The template of another app is no template.
    assert_eq!(refused(&launch("other", "1", 1), &world.0), PlanError::NoTemplate { app: app("other") });
    let long = "v".repeat(128);
    let error = refused(&launch(&"a".repeat(120), &long, 1), &world.template(&"a".repeat(120), SIMPLE).0);
    assert!(error.to_string().contains("shorte"), "{error}");
}

#[test]
fn refuses_a_template_that_lacks_its_image() {
    let world = World::with_machines(1).template("example", "[Service]\nExecStart=/bin/run {image}\n");
    let error = refused(&launch("example", "1", 1), &world.0);
    insta::assert_snapshot!(error, @"The template of example uses {image}, and no image is set. Edit the template and fill in the image.");
}

#[test]
fn never_writes_over_a_unit_of_the_machine() {
    let world = World::with_machines(1).template("sshd", SIMPLE);
    let request = PlanRequest::Scale { app: app("sshd"), version: None, count: 1 };
    let error = refused(&request, &world.0);
    assert!(error.to_string().contains("unit of the machine itself"), "{error}");
}

#[test]
fn knows_its_verb_and_app() {
    let request = launch("example", "1", 1);
    assert_eq!((request.verb(), request.app()), (Verb::Launch, Some(app("example"))));
}

#[test]
fn a_unit_in_the_way_is_named_to_those_alone_who_see_it_and_not_by_the_hash() {
    let plan_with = |blocker: &str| {
        let world = World::with_machines(1).template("example", SIMPLE).unit_on(
            blocker,
            Fares::Running,
            "m1",
            "[Service]\nExecStart=/bin/run\n[X-Fleet]\nConflicts=example:*\n",
        );
        planned(&launch("example", "1.0.0", 1), &world.0)
    };
    let told = |plan: &Plan, all: bool| {
        let shown = plan.clone().shown(|_| Spec::Whole, |_| all);
        warnings(&shown).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let (one, other) = (plan_with("db:1@1.service"), plan_with("pg:1@1.service"));
    let with = |name: &str| {
        [format!("1 of 1 will stay unplaced: conflicts with {name} on the only machine that fits")]
    };
    assert_eq!(told(&one, true), with("db:1@1.service"));
    assert_eq!(told(&one, false), with("a unit of another app"));
    assert_eq!(one.hash, other.hash, "by the hash of a name it could be tried out");
}
