//! Units that are wanted and on no machine.

use fleet::DesiredState;

use super::{Town, at, name};
use crate::testing::Fares;
use crate::why::placing::{self, Placing};
use crate::why::scene::Memo;
use crate::why::{ObstacleKind, named};

const ONE: &str = "a:1@1.service";
const SPREAD: &str = "Conflicts=%p@*.service";

#[test]
fn there_are_no_machines() {
    assert_eq!(Town::new(0).waiting(ONE, "").headline(ONE), "the cluster has no machines");
}

#[test]
fn siblings_hold_all_machines() {
    let town = Town::new(3)
        .running("example:1.0.0@1.service", "m1", SPREAD)
        .running("example:1.0.0@2.service", "m2", SPREAD)
        .running("example:1.0.0@3.service", "m3", SPREAD)
        .waiting("example:1.0.0@4.service", SPREAD)
        .waiting("example:1.0.0@5.service", SPREAD);
    let why = town.why("example:1.0.0@5.service").unwrap();
    assert_eq!(why.headline, "all 3 machines already hold example:1.0.0@*.service");
    let first = &why.machines[0].obstacles[0];
    assert_eq!(first.kind, ObstacleKind::OwnConflicts);
    assert_eq!(first.unit.as_ref().unwrap().as_str(), "example:1.0.0@1.service");
    assert_eq!(first.text, "is here, and this unit has Conflicts=example:1.0.0@*.service");
    // The sibling that is there has the same pattern: it is in the way once all the same.
    assert_eq!(why.machines[0].obstacles.len(), 1);
    assert_eq!(
        why.notes,
        ["It excludes units like itself, so that there can be no more of them than machines."]
    );
    let alone = Town::new(1).running("a:1@2.service", "m1", SPREAD).waiting(ONE, SPREAD);
    assert_eq!(alone.headline(ONE), "the only machine already holds a:1@*.service");
}

#[test]
fn different_machines_have_different_obstacles() {
    let mut town = Town::new(2)
        .running("a:1@2.service", "m1", SPREAD)
        .running("a:1@3.service", "m2", SPREAD)
        .waiting(ONE, "Conflicts=%p@*.service\nMachineMetadata=region=eu");
    town.machines.push(at("m3", 3, &[("region", "us")]));
    let why = town.why(ONE).unwrap();
    assert_eq!(why.headline, "3 machines: 2 already hold a:1@*.service, 1 lacks region=eu");
    assert_eq!(why.machines[2].obstacles[0].text, "lacks region=eu: it has region=us");
    assert_eq!(why.machines.len(), 3);
}

#[test]
fn metadata_that_no_machine_has() {
    let headline = |demand: &str| Town::new(2).waiting(ONE, demand).headline(ONE);
    assert_eq!(headline("MachineMetadata=region=mars"), "no machine has region=mars");
    assert_eq!(headline("MachineMetadata=rack=1"), "no machine has rack=1");
    assert_eq!(
        headline("MachineMetadata=\"region=mars\" \"region=moon\""),
        "no machine has region=mars or region=moon"
    );
    let why = Town::new(1).waiting(ONE, "MachineMetadata=rack=1").why(ONE).unwrap();
    assert_eq!(why.machines[0].obstacles[0].text, "lacks rack=1: it has no rack");
}

#[test]
fn metadata_that_fleet_ignores_is_a_note() {
    let town = Town::new(1)
        .running("a:1@2.service", "m1", SPREAD)
        .waiting(ONE, "Conflicts=%p@*.service\nMachineMetadata=a=b c=d");
    assert_eq!(
        town.why(ONE).unwrap().notes[0],
        "MachineMetadata=a=b c=d is not of the form key=value: Fleet ignores it without a word."
    );
}

#[test]
fn machine_ids() {
    let mut town = Town::new(1);
    town.machines.push(at("0123456789abcdef", 9, &[("region", "us")]));
    let town = town
        .waiting(ONE, "MachineID=0123456")
        .waiting("b:1@1.service", "MachineID=01234567\nMachineMetadata=region=eu")
        .waiting("c:1@1.service", "MachineID=ffffffff");
    let why = town.why(ONE).unwrap();
    assert_eq!(why.headline, "no machine has the ID 0123456");
    assert_eq!(
        why.notes,
        [
            "MachineID must be a whole ID or its first 8 characters. 0123456789abcdef begins with 0123456; write \
             01234567."
        ]
    );
    assert_eq!(town.headline("b:1@1.service"), "may only run on 10.0.0.9, which lacks region=eu");
    let why = town.why("c:1@1.service").unwrap();
    assert_eq!((why.headline.as_str(), why.notes.len()), ("no machine has the ID ffffffff", 0));
    assert_eq!(why.machines[0].obstacles[0].text, "has another ID than ffffffff");
}

#[test]
fn other_apps_and_global_units_are_in_the_way() {
    let theirs = Town::new(1).running("lonely.service", "m1", "Conflicts=a:*").waiting(ONE, "");
    let why = theirs.why(ONE).unwrap();
    assert_eq!(why.headline, "the only machine holds lonely.service, which conflicts with it");
    assert_eq!(why.machines[0].obstacles[0].text, "is here, and it has Conflicts=a:*");

    let several = Town::new(2)
        .running("x.service", "m1", "Conflicts=a:*")
        .running("y.service", "m2", "Conflicts=a:1@*")
        .waiting(ONE, "");
    assert_eq!(several.headline(ONE), "all 2 machines hold a unit that conflicts with it, such as x.service");

    let global = Town::new(2).running("agent.service", "m1", "Global=true\nConflicts=a:*").waiting(ONE, "");
    assert_eq!(global.headline(ONE), "all 2 machines hold the global agent.service, which conflicts with it");
    let own = Town::new(2).running("agent.service", "m1", "Global=true").waiting(ONE, "Conflicts=agent*");
    assert_eq!(own.headline(ONE), "all 2 machines run the global agent.service, which agent* excludes");
}

#[test]
fn a_unit_that_replaces_it_is_in_the_way_unless_it_does_so_in_turn() {
    let town = Town::new(1)
        .running("new.service", "m1", "Replaces=old*.service")
        .waiting("old.service", "")
        .waiting("old2.service", "Replaces=new.service");
    let why = town.why("old.service").unwrap();
    assert_eq!(why.headline, "the only machine holds new.service, which replaces it");
    assert_eq!(why.machines[0].obstacles[0].kind, ObstacleKind::TheirReplaces);
    assert!(town.why("old2.service").unwrap().machines[0].obstacles.is_empty());
}

#[test]
fn a_peer_that_is_nowhere() {
    let town = |peer: &str| Town::new(2).waiting(ONE, &format!("MachineOf={peer}"));
    assert_eq!(town("b.service").headline(ONE), "waits for b.service, which does not exist");
    let idle = town("b.service").with("b.service", Fares::Inactive, "m1", "");
    assert_eq!(idle.headline(ONE), "waits for b.service, which is not meant to run");
    let unplaced = town("b.service").waiting("b.service", "MachineMetadata=region=mars");
    assert_eq!(
        unplaced.headline(ONE),
        "waits for b.service, which itself is not placed: no machine has region=mars"
    );
    let gone = town("b.service").running("b.service", "m9", "");
    assert_eq!(gone.headline(ONE), "waits for b.service, which was on a machine that is gone");
    let global = town("b.service").waiting("b.service", "Global=true\nMachineMetadata=region=mars");
    assert_eq!(global.headline(ONE), "waits for b.service, which is global, but no machine has region=mars");
    let soon = town("b.service").waiting("b.service", "");
    assert_eq!(soon.headline(ONE), "waits for b.service, which is about to be placed");
}

#[test]
fn a_peer_on_a_machine_that_does_not_do() {
    let town = Town::new(2)
        .running("b.service", "m2", "")
        .running("c.service", "m2", "Conflicts=a:*")
        .waiting(ONE, "MachineOf=b.service");
    let why = town.why(ONE).unwrap();
    assert_eq!(
        why.headline,
        "must be beside b.service on 10.0.0.2, which holds c.service, which conflicts with it"
    );
    assert_eq!(why.machines[0].obstacles[0].text, "is not here, and this unit must be on its machine");

    let mut lacking = Town::new(1).running("b.service", "m2", "");
    lacking.machines.push(at("m2", 2, &[("region", "us")]));
    let lacking = lacking.waiting(ONE, "MachineOf=b.service\nMachineMetadata=region=eu");
    assert_eq!(lacking.headline(ONE), "must be beside b.service on 10.0.0.2, which lacks region=eu");

    let apart = Town::new(2)
        .running("b.service", "m1", "")
        .running("c.service", "m2", "")
        .waiting(ONE, "MachineOf=b.service\nMachineOf=c.service");
    assert_eq!(
        apart.headline(ONE),
        "must be beside b.service and c.service, which are on different machines"
    );
}

#[test]
fn units_that_wait_for_each_other() {
    let itself = Town::new(1).waiting(ONE, "MachineOf=%n");
    assert_eq!(itself.headline(ONE), "must be beside itself, which can't be before it is placed");
    let two =
        Town::new(1).waiting(ONE, "MachineOf=b.service").waiting("b.service", "MachineOf=a:1@1.service");
    assert_eq!(two.headline(ONE), "waits for b.service, which waits for it in turn: Fleet can place neither");
    // A long chain ends somewhere, and a long sentence too.
    let chain = (1..30).fold(Town::new(1), |town, number| {
        town.waiting(&format!("u@{number}.service"), &format!("MachineOf=u@{}.service", number + 1))
    });
    let headline = chain.headline("u@1.service");
    assert!(headline.starts_with("waits for u@2.service, which itself is not placed: waits for u@3.service"));
    assert!(headline.len() <= 150, "{headline}");
}

#[test]
fn a_unit_that_fits_is_placed_soon_or_the_engine_is_asked_about() {
    let mut town = Town::new(2).waiting(ONE, "").change(ONE, |unit| unit.row.since_ms = 990_000);
    assert_eq!(town.headline(ONE), "about to be placed: Fleet's engine looks every 2 s");
    assert_eq!(town.scene().headlines().until_ms, Some(1_000_000), "it may read differently after that");
    town.now_ms += 1;
    let why = town.why(ONE).unwrap();
    assert_eq!(why.headline, "10.0.0.1 would take it, but Fleet's engine has not placed it");
    assert!(why.notes[0].contains("fleetd"));
    assert_eq!(town.scene().headlines().until_ms, None);
    assert!(why.machines.iter().all(|machine| machine.obstacles.is_empty()));
}

#[test]
fn what_is_wanted_loaded_needs_a_machine_too_and_what_is_not_wanted_none() {
    let town = Town::new(1).waiting(ONE, "MachineMetadata=a=b");
    let loaded = town.change(ONE, |unit| unit.row.desired = DesiredState::Loaded);
    assert_eq!(loaded.headline(ONE), "no machine has a=b");
    let inactive = loaded.change(ONE, |unit| unit.row.desired = DesiredState::Inactive);
    assert_eq!(inactive.why(ONE), None);
}

#[test]
fn global_units_that_fit_nowhere() {
    let town = Town::new(3).waiting("g.service", "Global=true\nMachineMetadata=region=mars");
    let why = town.why("g.service").unwrap();
    assert_eq!(why.headline, "global, but no machine has region=mars");
    assert_eq!(why.machines.len(), 3);
    let excluded = Town::new(1).running(ONE, "m1", "").waiting("g.service", "Global=true\nConflicts=a:*");
    assert_eq!(excluded.headline("g.service"), "global, but the only machine already holds a:*");
}

#[test]
fn many_units_in_the_way_are_counted() {
    let crowd =
        (1..=9).fold(Town::new(1), |town, number| town.running(&format!("b:1@{number}.service"), "m1", ""));
    let why = crowd.waiting(ONE, "Conflicts=b:*").why(ONE).unwrap();
    let last = why.machines[0].obstacles.last().unwrap();
    assert_eq!((last.kind, last.text.as_str()), (ObstacleKind::More, "4 more units in the way"));
}

#[test]
fn many_missing_units_are_counted() {
    let peers: Vec<String> = (0..25).map(|number| format!("p{number}.service")).collect();
    let demand = format!("MachineOf=\"{}\"", peers.join("\" \""));
    let why = Town::new(2).waiting(ONE, &demand).why(ONE).unwrap();
    for machine in &why.machines {
        assert_eq!(machine.obstacles.len(), 6);
        let last = machine.obstacles.last().unwrap();
        assert_eq!((last.kind, last.text.as_str()), (ObstacleKind::More, "20 more units missing here"));
    }
}

/// Four units, each of which names the others thousands of times.
#[test]
fn units_that_wait_for_each_other_are_looked_at_once() {
    const TIMES: usize = 5_000;
    let names = ["p.service", "q.service", "r.service", "s.service"];
    let town = names.iter().fold(Town::new(3), |town, own| {
        town.waiting(own, "").change(own, |unit| {
            let others = names.iter().filter(|name| *name != own).map(|name| (*name).to_owned());
            unit.requirements.machine_of = others.cycle().take(TIMES).collect();
        })
    });
    let scene = town.scene();
    let subject = scene.subject(names[0]).unwrap();
    let memo = Memo::new(true);
    let placing = placing::of(&scene, names[0], subject.requirements, &memo, &[]);
    let expected = "waits for q.service, which waits for it in turn: Fleet can place neither";
    let Placing::Nowhere(text) = placing else { panic!("{placing:?}") };
    assert_eq!(named::whole(&text), expected);
    // Each machine against each peer once, and the peers of each unit once.
    assert!(memo.work() < (3 + names.len()) * TIMES + 100, "{}", memo.work());
    // A unit that leads to none of them is not found, and that costs no more.
    let memo = Memo::new(true);
    assert!(!placing::leads_to(&scene, names[0], "t.service", &memo));
    assert!(memo.work() <= names.len() * TIMES, "{}", memo.work());
}

#[test]
fn what_asks_for_too_much_is_not_looked_through() {
    let peers = |number: usize| (0..number).map(|number| format!("p{number}.service")).collect::<Vec<_>>();
    let town = Town::new(300)
        .waiting(ONE, "")
        .change(ONE, |unit| unit.requirements.machine_of = peers(25_000))
        .waiting("z.service", "MachineMetadata=region=mars");
    let scene = town.scene();
    let why = scene.why(&name(ONE)).unwrap();
    assert_eq!((why.headline.as_str(), why.machines.len()), ("no machine has taken it", 0));
    assert_eq!(why.notes.len(), 1);
    let headlines = scene.headlines();
    let of = |unit: &str| headlines.units.get(&name(unit)).map(ToString::to_string);
    assert_eq!(of(ONE).as_deref(), Some("no machine has taken it; its page says why"));
    assert_eq!(of("z.service").as_deref(), Some("no machine has region=mars"), "others are not held up");
}

/// 5,000 units of which 4,000 find no machine, on 300 machines: every one gets its reason.
#[test]
fn a_large_cluster_in_need() {
    let mut town = Town::new(300);
    for index in 0..1_000 {
        let text = format!("app{}:1.0@{}.service", index / 5, index % 5);
        town = town.running(&text, &format!("m{}", index % 300 + 1), SPREAD);
    }
    for index in 0..4_000 {
        let text = format!("lost{}:1.0@{}.service", index / 5, index % 5);
        town = town.waiting(&text, "Conflicts=%p@*.service\nMachineMetadata=region=mars");
    }
    let scene = town.scene();
    let headlines = scene.headlines();
    assert_eq!(headlines.units.len(), 4_000);
    assert!(headlines.units.values().all(|text| &**text == "no machine has region=mars"));
}
