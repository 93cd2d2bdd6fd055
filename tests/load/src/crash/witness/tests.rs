//! A witness before clusters and requests of which it is known what is wrong with them.

use std::time::Duration;

use fleet::DesiredState;
use fleet_sim::{Request, SimConfig, SimHandle, UnitPut};

use super::Witness;

fn request(method: &str, name: &str, body: &str, carried_out: u16) -> Request {
    Request {
        at: Duration::ZERO,
        method: method.to_owned(),
        target: format!("/fleet/v1/units/{}", name.replace('@', "%40").replace(':', "%3A")),
        body: body.to_owned().into(),
        status: Some(carried_out),
        carried_out,
    }
}

const STOP: &str = r#"{"desiredState":"inactive"}"#;
const CREATE: &str =
    r#"{"desiredState":"launched","options":[{"section":"Service","name":"A","value":"b"}]}"#;
const NAME: &str = "a:1.0.0@1.service";

/// A cluster in which these have come up.
fn with_running(config: SimConfig, names: &[&str]) -> SimHandle {
    let fleet = SimHandle::new(config.manual());
    let options = fleet::unit_file::parse("[Service]\nExecStart=/bin/run\n").unwrap();
    for name in names {
        fleet.put_unit(name, UnitPut::new(options.clone(), DesiredState::Launched)).unwrap();
    }
    fleet.advance(Duration::from_secs(20));
    fleet
}

#[test]
fn a_unit_that_is_created_twice_is_noticed() {
    let mut witness = Witness::default();
    witness.note(&request("PUT", NAME, CREATE, 201));
    witness.note(&request("PUT", NAME, CREATE, 204));
    witness.note(&request("PUT", NAME, CREATE, 500));
    assert_eq!(witness.broken, Vec::<String>::new());
    witness.note(&request("PUT", NAME, CREATE, 201));
    assert_eq!(witness.broken, [format!("{NAME} was created twice, and not destroyed in between")]);
}

#[test]
fn what_is_lost_and_what_nobody_made_is_noticed() {
    let fleet = SimHandle::new(SimConfig::empty().manual());
    let mut witness = Witness::default();
    witness.note(&request("PUT", NAME, CREATE, 201));
    let options = fleet::unit_file::parse("[Service]\nExecStart=/bin/run\n").unwrap();
    fleet.put_unit("b.service", UnitPut::new(options, DesiredState::Launched)).unwrap();
    witness.close(&fleet);
    assert_eq!(witness.broken.len(), 2, "{:?}", witness.broken);
}

#[test]
fn too_few_healthy_instances_are_noticed_once() {
    let fleet = with_running(SimConfig::empty(), &[NAME, "a:2-bad@1.service"]);
    let mut witness = Witness::default();
    witness.expect("a", 1);
    witness.look(&fleet);
    assert_eq!(witness.broken, Vec::<String>::new());
    fleet.delete_unit(NAME).unwrap();
    for _ in 0..5 {
        fleet.advance(Duration::from_secs(5));
        witness.look(&fleet);
    }
    assert_eq!(witness.broken.len(), 1, "{:?}", witness.broken);
    assert_eq!(witness.closest, Some(-1));
}

#[test]
fn a_name_that_is_used_again_at_once_is_noticed() {
    let mut witness = Witness::default();
    for (method, body) in [("PUT", CREATE), ("PUT", STOP), ("DELETE", "")] {
        witness.note(&request(method, NAME, body, if body == CREATE { 201 } else { 204 }));
    }
    assert_eq!(witness.broken, Vec::<String>::new());
    witness.note(&request("PUT", NAME, CREATE, 201));
    assert!(witness.broken[0].contains("created again"), "{:?}", witness.broken);
}

#[test]
fn what_is_destroyed_while_it_shall_run_is_noticed() {
    let mut witness = Witness::default();
    witness.note(&request("PUT", NAME, CREATE, 201));
    witness.note(&request("DELETE", NAME, "", 204));
    assert_eq!(witness.broken, [format!("{NAME} was destroyed while it was set to run")]);
}

#[test]
fn companions_start_after_and_stop_before_what_they_follow() {
    const FOLLOWER: &str = "b:1.0.0@1.service";
    let mut witness = Witness::default();
    witness.expect_to_follow("b", "a");
    for (name, body) in [(NAME, CREATE), (FOLLOWER, CREATE), (FOLLOWER, STOP), (NAME, STOP)] {
        witness.note(&request("PUT", name, body, if body == CREATE { 201 } else { 204 }));
    }
    assert_eq!(witness.broken, Vec::<String>::new());
    let launch = r#"{"desiredState":"launched"}"#;
    witness.note(&request("PUT", FOLLOWER, launch, 204));
    assert_eq!(witness.broken, [format!("{FOLLOWER} was started before {NAME}, which it follows")]);
    witness.note(&request("PUT", NAME, launch, 204));
    witness.note(&request("PUT", NAME, STOP, 204));
    assert_eq!(witness.broken[1], format!("{NAME} was stopped before {FOLLOWER}, which follows it"));
}

#[test]
fn what_goes_with_its_machine_is_nobodys_fault_and_what_is_taken_besides_is() {
    const OTHER: &str = "a:1.0.0@2.service";
    let fleet = with_running(SimConfig::empty().with_machines(2), &[NAME, OTHER]);
    let mut witness = Witness::default();
    witness.expect("a", 2);
    witness.look(&fleet);
    let machine = fleet.units()[0].machine_id.clone().unwrap();
    witness.disturb(&fleet, machine.as_str());
    fleet.lose_machine(machine.as_str());
    for _ in 0..20 {
        fleet.advance(Duration::from_secs(5));
        witness.look(&fleet);
    }
    assert_eq!(witness.broken, Vec::<String>::new());
    fleet.delete_unit(OTHER).unwrap();
    fleet.advance(Duration::from_secs(5));
    witness.look(&fleet);
    assert_eq!(witness.broken.len(), 1, "{:?}", witness.broken);
}

#[test]
fn nothing_below_the_least_is_noticed_that_somebody_agreed_to() {
    let names = ["a:1@1.service", "a:1@2.service", "a:1@3.service"];
    let fleet = with_running(SimConfig::empty(), &names);
    let mut witness = Witness::default();
    witness.expect("a", 2);
    witness.agree("a", "click", 2);
    witness.look(&fleet);
    witness.agree("a", "click", 1);
    for (name, broken) in [(names[0], 0), (names[1], 0), (names[2], 1)] {
        fleet.delete_unit(name).unwrap();
        fleet.advance(Duration::from_secs(5));
        witness.look(&fleet);
        witness.agree("a", "click", 1);
        assert_eq!(witness.broken.len(), broken, "{:?}", witness.broken);
    }
    assert!(
        witness.broken[0].contains("1 (2 by the settings, 1 as agreed for click)"),
        "{:?}",
        witness.broken
    );
}

#[test]
fn what_others_take_lowers_what_is_promised_and_nothing_else_may_go_then() {
    let names = ["a:1@1.service", "a:1@2.service", "a:1@3.service"];
    let fleet = with_running(SimConfig::empty().with_machines(2), &names);
    let mut witness = Witness::default();
    witness.expect("a", 3);
    witness.look(&fleet);
    let of_others = [names[0].to_owned()];
    witness.expect_of_others(&of_others);
    let stop = |witness: &mut Witness, name: &str| {
        let taken = witness.note(&request("PUT", name, STOP, 204)).unwrap();
        fleet.delete_unit(name).unwrap();
        let standings = fleet.with_sim(|sim| super::standings(sim));
        witness.look_after(&[taken], Duration::from_secs(20), &standings);
    };
    stop(&mut witness, names[0]);
    witness.expect_no_more(&fleet, &of_others);
    assert_eq!(witness.broken, Vec::<String>::new());
    assert!(witness.stopped.is_empty() && witness.takings == 0, "nothing of it is a deployment's");
    stop(&mut witness, names[1]);
    // Which was decided first shows only once both can be asked.
    assert_eq!((witness.broken.len(), witness.crossed.len()), (0, 1), "{:?}", witness.broken);
    assert!(
        witness.crossed[0].words.contains("left 1 of a serving, where at least 2"),
        "{:?}",
        witness.crossed
    );
    // Nobody has promised what others and the server have taken together.
    witness.look(&fleet);
    assert_eq!(witness.broken, Vec::<String>::new());
}

#[test]
fn what_the_server_takes_alone_is_no_crossing() {
    let names = ["a:1@1.service", "a:1@2.service", "b:1@1.service"];
    let fleet = with_running(SimConfig::empty().with_machines(2), &names);
    let mut witness = Witness::default();
    witness.expect("a", 2);
    witness.look(&fleet);
    // Of another app.
    witness.expect_of_others(&[names[2].to_owned()]);
    for name in [names[2], names[0]] {
        let taken = witness.note(&request("PUT", name, STOP, 204)).unwrap();
        fleet.delete_unit(name).unwrap();
        let standings = fleet.with_sim(|sim| super::standings(sim));
        witness.look_after(&[taken], Duration::from_secs(20), &standings);
    }
    assert_eq!((witness.broken.len(), witness.crossed.len()), (1, 0), "{:?}", witness.broken);
}
