//! Reading by reading, on clocks by hand: lists without units, a Fleet that lost everything, one that is another.

use std::time::Duration;

use fleet::{DesiredState, UnitName};
use fleet_sim::{Fault, FaultRule, SimConfig, SimHandle, UnitPut};
use shared::{Health, health};

use crate::harness::Deck;

/// How many units one reading asks for by name.
const ASKED: usize = 200;
const UNITS: usize = 700;

async fn deck() -> Deck {
    let deck = Deck::start(20, UNITS).await;
    assert!(deck.read().await);
    deck
}

/// One reading a second later; gives how many units it asked for by name.
async fn read(deck: &Deck) -> usize {
    deck.advance(Duration::from_secs(1));
    deck.fleet.clear_requests();
    assert!(deck.read().await, "{:?}", deck.cluster.freshness());
    deck.fleet.requests().iter().filter(|request| request.target.starts_with("/fleet/v1/units/")).count()
}

fn known(deck: &Deck) -> usize {
    let snapshot = deck.cluster.snapshot();
    snapshot.units.values().filter(|entry| health::of(&entry.row) == Health::Running).count()
}

#[tokio::test]
async fn a_fleet_that_lost_everything_is_believed_by_name_and_not_hammered() {
    let mut deck = deck().await;
    deck.put_behind(SimHandle::new(SimConfig::empty().manual())).await;
    for gone in [ASKED, 2 * ASKED, 3 * ASKED] {
        assert_eq!(read(&deck).await, ASKED);
        let snapshot = deck.cluster.snapshot();
        assert_eq!(snapshot.units.len(), UNITS - gone);
        assert_eq!(known(&deck), 0, "what is not confirmed does not pass for running");
    }
    // The last ones, and some of those of which something may still run.
    assert!((UNITS - 3 * ASKED..=ASKED).contains(&read(&deck).await));
    assert_eq!(deck.cluster.snapshot().units.len(), 0);
    deck.settle().await;
    assert_eq!(read(&deck).await, 0);
    let view = deck.cluster.view();
    assert_eq!((view.units.len(), view.leftovers.len(), view.machines.len()), (0, 0, 3));
}

#[tokio::test]
async fn each_unit_of_an_empty_list_has_its_turn_to_be_asked_for() {
    let deck = deck().await;
    deck.fleet.faults().add(FaultRule::new(Fault::OmitUnits("*".into())).path("/fleet/v1/units"));
    let mut began_ms = Vec::new();
    for _ in 0..8 {
        assert_eq!(read(&deck).await, ASKED);
        began_ms.push(deck.cluster.snapshot().freshness.as_of_ms);
    }
    let snapshot = deck.cluster.snapshot();
    assert_eq!(snapshot.units.len(), UNITS);
    assert_eq!(known(&deck), ASKED);
    let oldest = snapshot.units.keys().map(|name| snapshot.read_ms(name)).min().unwrap();
    assert!(oldest >= began_ms[4], "none waits for more than four readings");
    deck.fleet.faults().clear();
    assert_eq!(read(&deck).await, 0);
    assert_eq!(known(&deck), UNITS);
}

#[tokio::test]
async fn a_fleet_that_fails_when_asked_by_name_is_soon_left_alone() {
    let deck = deck().await;
    deck.fleet.faults().add(FaultRule::new(Fault::OmitUnits("*".into())).path("/fleet/v1/units"));
    deck.fleet.faults().add(FaultRule::new(Fault::Status(500)).path("/fleet/v1/units/"));
    let asked = read(&deck).await;
    assert!(asked < ASKED / 4, "{asked}");
    assert_eq!((deck.cluster.snapshot().units.len(), known(&deck)), (UNITS, 0));
    deck.fleet.faults().clear();
    read(&deck).await;
    assert_eq!(known(&deck), UNITS);
}

/// Deletes the last unit while some that are listed no more fail whenever they are asked for by name.
async fn units_that_always_fail(fault: Fault) {
    const READINGS: usize = 12;
    let deck = deck().await;
    let before = deck.cluster.snapshot();
    let names: Vec<&UnitName> = before.units.keys().collect();
    deck.fleet.faults().add(FaultRule::new(Fault::OmitUnits("*".into())).path("/fleet/v1/units"));
    for name in &names[..16] {
        let path = format!("/fleet/v1/units/{}", name.url_segment());
        deck.fleet.faults().add(FaultRule::new(fault.clone()).path(&path));
    }
    let last = names[UNITS - 1];
    deck.fleet.delete_unit(last.as_str()).unwrap();
    for _ in 0..READINGS {
        read(&deck).await;
    }
    let snapshot = deck.cluster.snapshot();
    assert!(!snapshot.units.contains_key(last), "it is still shown");
    assert_eq!(snapshot.units.len(), UNITS - 1, "and what Fleet did not deny stays");
    let not_since: Vec<&UnitName> = names[..UNITS - 1]
        .iter()
        .copied()
        .filter(|name| snapshot.read_ms(name) == before.freshness.as_of_ms)
        .collect();
    assert_eq!(not_since, names[..16], "all others were asked for");
}

#[tokio::test]
async fn names_that_always_fail_do_not_keep_others_from_being_asked_for() {
    units_that_always_fail(Fault::Status(500)).await;
}

#[tokio::test]
async fn names_of_which_fleet_says_nonsense_do_not_keep_others_from_being_asked_for() {
    units_that_always_fail(Fault::Answer { media_type: "application/json", body: r#"{"name":7}"#.into() })
        .await;
}

#[tokio::test]
async fn pages_that_shift_or_shrink_lose_nothing() {
    let deck = deck().await;
    let before = deck.cluster.view();
    for fault in [Fault::HalfPage, Fault::ShortList(550), Fault::HalfList] {
        for list in ["/fleet/v1/units", "/fleet/v1/state"] {
            deck.fleet.faults().add(FaultRule::new(fault.clone()).path(list));
            read(&deck).await;
            read(&deck).await;
            deck.fleet.faults().clear();
            assert_eq!(deck.cluster.view().units.len(), UNITS, "{fault:?} {list}");
            read(&deck).await;
            let after = deck.cluster.view();
            assert_eq!(
                (&after.units, &after.machines),
                (&before.units, &before.machines),
                "{fault:?} {list}"
            );
        }
    }
}

#[tokio::test]
async fn a_deleted_unit_that_is_made_again_does_not_pass_for_deleted_though_no_list_shows_it() {
    let deck = deck().await;
    let unit = deck.fleet.units().remove(0);
    deck.fleet.delete_unit(unit.name.as_str()).unwrap();
    read(&deck).await;
    assert!(deck.cluster.snapshot().leftovers.contains_key(&unit.name), "it still runs");
    let put = UnitPut::new(unit.options, DesiredState::Launched);
    deck.fleet.put_unit(unit.name.as_str(), put).unwrap();
    deck.fleet.faults().add(FaultRule::new(Fault::OmitUnits(unit.name.to_string())).path("/fleet/v1/units"));
    read(&deck).await;
    let snapshot = deck.cluster.snapshot();
    assert!(snapshot.units.contains_key(&unit.name));
    assert!(!snapshot.leftovers.contains_key(&unit.name));
}

#[tokio::test]
async fn units_stay_when_the_list_of_machines_is_empty() {
    let deck = deck().await;
    deck.fleet.faults().add(FaultRule::new(Fault::ShortList(0)).path("/fleet/v1/machines"));
    read(&deck).await;
    assert_eq!(deck.cluster.snapshot().machines.len(), 20, "one list is not believed");
    read(&deck).await;
    assert_eq!(deck.cluster.snapshot().machines.len(), 0);
    assert_eq!(known(&deck), UNITS, "a unit's own machine says that it runs");
}

#[tokio::test]
async fn an_hour_away_is_one_difference() {
    let deck = deck().await;
    let mut stream = deck.cluster.hub().subscribe(None);
    deck.fleet.set_down(true);
    for unit in deck.fleet.units().iter().step_by(4) {
        deck.fleet.delete_unit(unit.name.as_str()).unwrap();
    }
    for _ in 0..6 {
        deck.advance(Duration::from_secs(600));
        assert!(!deck.read().await);
    }
    let away = deck.cluster.freshness();
    assert_eq!(away.now_ms - away.as_of_ms.unwrap(), 3_600_000, "and all the time it says how old it is");
    assert_eq!(away.now_ms - away.since_ms, 3_000_000);
    deck.fleet.set_down(false);
    assert_eq!(read(&deck).await, UNITS / 4, "those that are missing");
    assert_eq!(deck.cluster.snapshot().units.len(), UNITS - UNITS / 4);
    assert!(stream.try_next().is_some());
    assert_eq!(stream.try_next(), None, "all of it in one event");
}
