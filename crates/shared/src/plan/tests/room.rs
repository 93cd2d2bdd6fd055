//! Machines for old and new instances at once: what a plan does, and says, where there are none.

use super::{deploy, planned, warnings};
use crate::Health;
use crate::deployment::{Deployment, FrozenUnit, Strategy};
use crate::id::ActionId;
use crate::plan::{BackTo, Past, Plan, PlanRequest};
use crate::spec::Spec;
use crate::testing::{Fares, World, app, name, version};

const APART: &str = "[Service]\nExecStart=/bin/run {version}\n[X-Fleet]\nConflicts=example:*@*.service\n";
const START_FIRST: Strategy = Strategy::Rolling { batch: 1, surge: 1 };
const OLD_FIRST: Strategy = Strategy::Rolling { batch: 1, surge: 0 };
const GIVES_WAY: &str = "No machine is left for old and new instances at once (every machine that fits has a unit that it \
                         conflicts with, such as example:1.0.0@1.service), so old ones go first this time, with no surge: \
                         at least 2 instances serve on the way.";
const CROWDED: &str = "While old and new instances are there at once, not all find a machine: every machine that fits has a \
                       unit that it conflicts with, such as example:1.0.0@1.service. If no room is made until then, the \
                       deployment fails there and waits for somebody. No such room is needed where old instances go \
                       first: with no surge, or recreated.";

/// A machine each, and none left.
fn full(count: usize) -> World {
    with(count, count)
}

fn with(machines: usize, count: usize) -> World {
    let mut world = World::with_machines(machines).template("example", APART);
    for number in 1..=count {
        let unit = format!("example:1.0.0@{number}.service");
        world = world.unit_on(&unit, Fares::Running, &format!("m{number}"), APART);
    }
    world
}

fn seen(request: &PlanRequest, world: &World) -> Plan {
    planned(request, &world.0).shown(|_| Spec::Whole, |_| true)
}

fn strategy(plan: &Plan) -> Strategy {
    plan.deployment.as_ref().unwrap().settings.strategy
}

#[test]
fn old_ones_go_first_where_no_machine_is_left_for_new_ones() {
    let plan = seen(&deploy("example", "2.0.0", 3), &full(3));
    assert_eq!((strategy(&plan), warnings(&plan)), (OLD_FIRST, vec![GIVES_WAY]));
    assert_eq!(plan.deployment.as_ref().unwrap().min, 2);
    // With a machine more there is room, and nothing gives way.
    let plan = seen(&deploy("example", "2.0.0", 3), &with(4, 3));
    assert_eq!((strategy(&plan), warnings(&plan)), (START_FIRST, vec![]));
}

#[test]
fn what_somebody_chose_for_this_time_stays_and_what_it_leads_to_is_said() {
    let request = PlanRequest::Deploy {
        app: app("example"),
        version: version("2.0.0"),
        count: Some(3),
        strategy: Some(START_FIRST),
    };
    let plan = seen(&request, &full(3));
    assert_eq!((strategy(&plan), warnings(&plan)), (START_FIRST, vec![CROWDED]));
}

#[test]
fn no_promise_and_no_last_instance_gives_way() {
    let promised = full(3).settings(|settings| settings.min = 3);
    let plan = seen(&deploy("example", "2.0.0", 3), &promised);
    assert_eq!((strategy(&plan), warnings(&plan)), (START_FIRST, vec![CROWDED]));
    let plan = seen(&deploy("example", "2.0.0", 1), &full(1));
    assert_eq!(strategy(&plan), START_FIRST);
    assert!(warnings(&plan)[0].starts_with("While old and new instances are there at once"), "{plan:?}");
}

#[test]
fn more_than_the_machines_take_is_told_for_every_strategy() {
    for world in [full(3), full(3).settings(|settings| settings.strategy = OLD_FIRST)] {
        let plan = seen(&deploy("example", "2.0.0", 5), &world);
        let told = warnings(&plan);
        assert!(told.iter().any(|text| text.starts_with("2 of 5 will stay unplaced")), "{told:?}");
        assert!(
            told.iter().any(|text| text.starts_with("The deployment waits for each instance")),
            "{told:?}"
        );
    }
}

/// Four were set to run, in two versions or one of them without a machine: no more come back than can.
#[test]
fn going_back_asks_for_no_more_than_the_machines_take() {
    let mut world = full(3);
    let from = ["1.0.0@1", "1.0.0@2", "1.0.0@3", "0.9.0@1"].map(|unit| FrozenUnit {
        unit: name(&format!("example:{unit}.service")),
        health: if unit == "0.9.0@1" { Health::Unplaced } else { Health::Running },
    });
    let deployment = Deployment {
        app: app("example"),
        from: from.to_vec(),
        to: Some(version("2.0.0")),
        count: 3,
        min: 1,
        may_end_service: false,
        settings: world.0.settings.clone(),
        template_revision: None,
    };
    let template = world.0.template.clone();
    world.0.past = Some(Past { deployment, template, passed: true, is_theirs: true });
    world.0.units.retain(|unit, _| unit.as_str() == "example:1.0.0@1.service");
    let request = PlanRequest::RollBack {
        app: app("example"),
        action: ActionId::parse("0b").unwrap(),
        to: BackTo::Before,
        skip_gates: false,
    };
    let plan = seen(&request, &world);
    assert_eq!(plan.deployment.as_ref().unwrap().count, 3);
    let told = warnings(&plan);
    assert!(told.contains(&"4 are wanted, 3 fit: needs 4 machines, the cluster has 3."), "{told:?}");
}
