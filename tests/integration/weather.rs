//! What the poller makes of a Fleet that leaves things out, does not work or is away; and how often it asks.

mod drive;

use std::time::Duration;

use fleet::DesiredState;
use fleet_sim::{Fault, FaultRule, SimConfig, SimHandle, UnitPut};
use shared::event::{Change, FreshnessEvent};
use shared::view::{ClusterView, Freshness, Link};
use shared::{Health, health};

use crate::harness::{ANYWHERE, Client, Setup, TestApp, eventually, options, quick, running};

const UNITS: [&str; 4] = [
    "example:1.0.0@1.service",
    "example:1.0.0@2.service",
    "example:1.0.0@3.service",
    "example:1.0.0@4.service",
];

/// When each reading of Fleet began, in the simulated Fleet's time.
fn readings(fleet: &SimHandle) -> Vec<Duration> {
    let of_units = |target: &str| target == "/fleet/v1/units";
    fleet
        .requests()
        .into_iter()
        .filter(|request| of_units(&request.target))
        .map(|request| request.at)
        .collect()
}

async fn read_again(app: &TestApp, times: usize) {
    let before = readings(&app.fleet).len();
    eventually("Fleet was read again", async || (readings(&app.fleet).len() >= before + times).then_some(()))
        .await;
}

/// Waits until the page is told of this, and gives what it is told.
async fn told(who: &Client, link: Link) -> Freshness {
    let mut events = who.events(None).await;
    loop {
        let event: FreshnessEvent = events.next_named("freshness").await.json();
        if event.freshness.link == link {
            return event.freshness;
        }
    }
}

#[track_caller]
fn assert_all_run(shown: &ClusterView) {
    assert_eq!(shown.units.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), UNITS);
    for row in &shown.units {
        assert_eq!(health::of(row), Health::Running, "{row:?}");
    }
}

#[tokio::test]
async fn a_unit_that_a_list_leaves_out_stays_until_fleet_denies_it() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let mut events = ada.events(None).await;
    app.fleet.faults().every(1, Fault::OmitUnits("example:1.0.0@[23].service".into()));
    read_again(&app, 4).await;
    let shown = ada.snapshot().await;
    assert_eq!(shown.units.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), UNITS);
    let asked = app.fleet.requests().iter().any(|request| request.target.contains("units/example"));
    assert!(asked, "it was asked for by name");
    // Now it is really gone, and still not listed.
    app.fleet.delete_unit(UNITS[1]).unwrap();
    let gone = loop {
        let change: Change = events.next_named("change").await.json();
        if !change.units_gone.is_empty() {
            break change.units_gone;
        }
    };
    assert_eq!(
        gone.iter().map(|name| name.as_str()).collect::<Vec<_>>(),
        [UNITS[1]],
        "and no other before it"
    );
    assert_eq!(ada.snapshot().await.units.len(), 3);
}

#[tokio::test]
async fn lists_that_are_cut_once_change_nothing() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let _looks = ada.events(None).await;
    let event_id = ada.snapshot().await.event_id;
    for list in ["/fleet/v1/units", "/fleet/v1/state", "/fleet/v1/machines"] {
        app.fleet.faults().add(FaultRule::new(Fault::HalfList).path(list).times(1));
    }
    read_again(&app, 3).await;
    let shown = ada.snapshot().await;
    assert_all_run(&shown);
    assert_eq!(shown.machines.len(), 3);
    assert_eq!(shown.event_id, event_id);
}

/// Who has just begun to read knows of nothing that a list could lack.
#[tokio::test]
async fn the_first_lists_are_read_until_they_agree() {
    let fleet = running(quick(), ANYWHERE, &UNITS);
    for list in ["/fleet/v1/units", "/fleet/v1/state", "/fleet/v1/machines"] {
        fleet.faults().add(FaultRule::new(Fault::HalfList).path(list).times(1));
    }
    let app = Setup::new().over(fleet).start().await;
    let shown = app.admin("ada").await.snapshot().await;
    assert_all_run(&shown);
    assert_eq!(shown.machines.len(), 3);
}

/// What no reading has shown yet can't be kept as it was; but Fleet says of the unit itself that a machine has it.
#[tokio::test]
async fn a_state_that_the_lists_always_lack_is_asked_for_by_name() {
    let fleet = running(quick(), ANYWHERE, &UNITS);
    fleet.faults().add(FaultRule::new(Fault::HalfList).path("/fleet/v1/state"));
    let app = Setup::new().over(fleet).start().await;
    assert_all_run(&app.admin("ada").await.snapshot().await);
    let asked =
        app.fleet.requests().into_iter().filter(|request| request.target.contains("unitName=")).count();
    assert!(asked > 0, "the lists showed all");
}

/// Lets a fault happen to everything, looks at what the page is told, and takes it back.
async fn through(fault: Fault, link: Link, reason: &str) {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let before = ada.snapshot().await.freshness;
    app.fleet.faults().every(1, fault);
    let fresh = told(&ada, link).await;
    assert!(fresh.reason.contains(reason), "{}", fresh.reason);
    assert!(Some(fresh.since_ms) > before.as_of_ms, "{fresh:?}");
    let shown = ada.snapshot().await;
    assert_all_run(&shown);
    assert!(shown.freshness.as_of_ms <= Some(fresh.since_ms), "its age goes on");
    app.fleet.faults().clear();
    let well = told(&ada, Link::Live).await;
    assert_eq!(well.reason, "");
    assert!(well.as_of_ms > Some(fresh.since_ms));
    assert_all_run(&ada.snapshot().await);
}

#[tokio::test]
async fn without_its_etcd_fleet_is_degraded_and_all_units_stay() {
    through(Fault::Status(503), Link::Degraded, "(503)").await;
}

#[tokio::test]
async fn a_fleet_that_fails_inside_is_degraded_and_all_units_stay() {
    through(Fault::Status(500), Link::Degraded, "(500)").await;
}

#[tokio::test]
async fn a_fleet_that_is_cut_off_is_unreachable_and_all_units_stay() {
    through(Fault::CutConnection, Link::Unreachable, "cannot be reached").await;
}

#[tokio::test]
async fn half_an_answer_is_none() {
    through(Fault::CutBody, Link::Unreachable, "cannot be reached").await;
}

#[tokio::test]
async fn a_reading_that_fails_on_its_last_list_changes_nothing() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let _looks = ada.events(None).await;
    let event_id = ada.snapshot().await.event_id;
    app.fleet.faults().add(FaultRule::new(Fault::Status(500)).path("/fleet/v1/machines"));
    app.fleet.delete_unit(UNITS[0]).unwrap();
    told(&ada, Link::Degraded).await;
    let shown = ada.snapshot().await;
    assert_eq!((shown.units.len(), shown.machines.len(), shown.event_id), (4, 3, event_id));
    app.fleet.faults().clear();
    eventually("the page shows three", async || (ada.snapshot().await.units.len() == 3).then_some(())).await;
}

#[tokio::test]
async fn a_fleet_that_is_down_is_asked_ever_more_seldom_whoever_looks() {
    // In real time, to measure it.
    let app = Setup::new().over(running(SimConfig::empty(), ANYWHERE, &UNITS)).start().await;
    let (ada, script) = (app.admin("ada").await, app.token().await);
    let _looks = ada.events(None).await;
    app.fleet.set_down(true);
    app.fleet.clear_requests();
    let log = eventually("it was tried three times", async || {
        // People and scripts come all the time.
        script.get("/fleet/v1/units").await;
        ada.snapshot().await;
        let log = app.fleet.requests();
        (log.len() >= 7).then_some(log)
    })
    .await;
    // Each try is three requests a moment apart, and behind the first comes 2 s of rest, then 4 s.
    let at: Vec<f64> = log.iter().map(|request| request.at.as_secs_f64()).collect();
    let pauses: Vec<f64> = at.windows(2).map(|two| two[1] - two[0]).filter(|pause| *pause > 1.5).collect();
    let of = |least: f64| pauses.iter().filter(|pause| **pause >= least).count();
    assert!(of(2.0) >= 2 && of(4.0) >= 1, "{at:?}");
    app.fleet.set_down(false);
    told(&ada, Link::Live).await;
}

#[tokio::test]
async fn nobody_looking_means_hardly_any_load() {
    let app = Setup::new().over(running(SimConfig::empty(), ANYWHERE, &UNITS)).start().await;
    // The first two are one: they have to agree.
    let idle = eventually("Fleet was read again with nobody looking", async || {
        let at = readings(&app.fleet);
        (at.len() >= 3).then(|| at[2] - at[1])
    })
    .await;
    // Requests are noted when they are answered: a busy machine may take a little off.
    assert!(idle >= Duration::from_secs(9), "{idle:?}");
    let ada = app.admin("ada").await;
    let _looks = ada.events(None).await;
    eventually("the poller hurries", async || {
        let pace_ms = app.server.clusters.default_cluster().freshness().every_ms;
        assert!(pace_ms >= 1_000, "Fleet publishes once a second: {pace_ms}");
        (pace_ms < 9_000).then_some(())
    })
    .await;
    read_again(&app, 2).await;
}

#[tokio::test]
async fn whoever_comes_has_fleet_read_at_once() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let first = ada.snapshot().await.freshness;
    // It was read at the start and would be again in ten seconds.
    let newer = eventually("a newer reading", async || {
        let fresh = app.server.clusters.default_cluster().freshness();
        (fresh.as_of_ms > first.as_of_ms).then_some(fresh)
    })
    .await;
    assert!(newer.as_of_ms.unwrap() - first.now_ms < first.every_ms, "{first:?} {newer:?}");
}

#[tokio::test]
async fn a_lost_machine_goes_and_its_units_move() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let _looks = ada.events(None).await;
    let lost = ada.snapshot().await.units[0].machine.clone().unwrap();
    assert!(app.fleet.lose_machine(lost.as_str()));
    let shown = eventually("the machine is gone and everything runs elsewhere", async || {
        let shown = ada.snapshot().await;
        let moved = shown.units.iter().all(|row| row.machine.as_ref() != Some(&lost));
        let run = shown.units.iter().all(|row| health::of(row) == Health::Running);
        (shown.machines.len() == 2 && moved && run).then_some(shown)
    })
    .await;
    assert_eq!(shown.units.len(), UNITS.len());
    assert!(app.fleet.return_machine(lost.as_str()));
    eventually("it is back", async || (ada.snapshot().await.machines.len() == 3).then_some(())).await;
}

#[tokio::test]
async fn whoever_comes_to_a_fleet_that_is_down_waits_no_longer_than_those_who_look_all_the_time() {
    let app = Setup::new().over(running(SimConfig::empty(), ANYWHERE, &UNITS)).start().await;
    // Nobody looks: the next try would come in twenty seconds or more.
    app.fleet.set_down(true);
    let fresh = || app.server.clusters.default_cluster().freshness();
    eventually("it was tried in vain", async || {
        let fresh = fresh();
        (fresh.link == Link::Unreachable && fresh.every_ms >= 20_000).then_some(())
    })
    .await;
    let before = readings(&app.fleet);
    let ada = app.admin("ada").await;
    let _looks = ada.events(None).await;
    eventually("the poller hurries", async || (fresh().every_ms < 20_000).then_some(())).await;
    app.fleet.set_down(false);
    told(&ada, Link::Live).await;
    let after = readings(&app.fleet);
    let pause = after[before.len()] - before[before.len() - 1];
    assert!(pause >= Duration::from_secs(2), "and no shorter: {pause:?}");
}

#[tokio::test]
async fn further_viewers_do_not_make_the_poller_hurry() {
    let app = Setup::new().over(running(SimConfig::empty(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let _looks = ada.events(None).await;
    read_again(&app, 2).await;
    app.fleet.clear_requests();
    // Each of them comes after such a pause that nobody else has come for long.
    let mut viewers = Vec::new();
    for _ in 0..12 {
        app.clock.advance(16_000);
        viewers.push(ada.events(None).await);
    }
    read_again(&app, 2).await;
    let at = readings(&app.fleet);
    assert!(at.windows(2).all(|two| two[1] - two[0] >= Duration::from_secs(1)), "{at:?}");
}

/// A Fleet whose time stands, in which the units run.
fn standing() -> SimHandle {
    running(SimConfig::empty().manual(), ANYWHERE, &UNITS)
}

/// What the page shows of the first unit, once it is in this health.
async fn first(who: &Client, wanted: Health) -> ClusterView {
    eventually(&format!("the first unit is {}", wanted.word()), async || {
        let shown = who.snapshot().await;
        let row = shown.units.iter().find(|row| row.name.as_str() == UNITS[0])?;
        (health::of(row) == wanted).then_some(shown)
    })
    .await
}

#[tokio::test]
async fn a_fleet_that_fails_every_third_call_is_read_all_the_same() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let _looks = ada.events(None).await;
    let before = ada.snapshot().await;
    app.fleet.faults().every(3, Fault::Status(500));
    read_again(&app, 3).await;
    let after = ada.snapshot().await;
    assert_eq!((after.freshness.link, after.freshness.since_ms), (Link::Live, before.freshness.since_ms));
    assert!(after.freshness.as_of_ms > before.freshness.as_of_ms);
    assert_all_run(&after);
}

#[tokio::test]
async fn what_something_in_between_says_is_not_taken_for_fleets_word() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    for (media_type, body) in [
        ("text/html", "<html><body>Sign in</body></html>"),
        ("text/html", "{}"),
        ("application/json", r#"{"status":"ok"}"#),
        ("application/json", r#"{"units":7}"#),
        ("application/json", r#"{"units":[{"name":"#),
        ("application/json", r#"{"nextPageToken":"ZAABAA=="}"#),
    ] {
        let fault = Fault::Answer { media_type, body: body.into() };
        app.fleet.faults().add(FaultRule::new(fault).path("/fleet/v1/units"));
        let fresh = told(&ada, Link::Degraded).await;
        assert!(fresh.reason.contains("did not come from Fleet"), "{body}: {}", fresh.reason);
        assert_all_run(&ada.snapshot().await);
        app.fleet.faults().clear();
        told(&ada, Link::Live).await;
    }
}

#[tokio::test]
async fn a_fleet_that_hangs_is_old_at_once_and_named_within_seconds() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    let before = ada.snapshot().await.freshness;
    let mut events = ada.events(None).await;
    app.fleet.faults().every(1, Fault::Delay(Duration::from_secs(3_600)));
    let mut still_reading = false;
    let hung = loop {
        let fresh = events.next_named("freshness").await.json::<FreshnessEvent>().freshness;
        if fresh.link == Link::Unreachable {
            break fresh;
        }
        // Before it is named, the streams hear that the server lives and how old its data is.
        still_reading |= fresh.now_ms - fresh.as_of_ms.unwrap() >= 5_000;
    };
    assert!(still_reading);
    assert!(hung.reason.contains("did not answer within 8 s"), "{}", hung.reason);
    assert!(hung.as_of_ms >= before.as_of_ms);
    assert_all_run(&ada.snapshot().await);
}

#[tokio::test]
async fn a_replaced_unit_does_not_run_because_the_one_before_does() {
    let app = Setup::new().over(standing()).start().await;
    let ada = app.admin("ada").await;
    let _looks = ada.events(None).await;
    let put = UnitPut::new(options("[Service]\nExecStart=/bin/other\n"), DesiredState::Launched);
    app.fleet.put_unit(UNITS[0], put).unwrap();
    let shown = first(&ada, Health::Starting).await;
    let state = &shown.units[0].states[0];
    assert!(state.previous && state.active == "active", "{state:?}");
    app.fleet.advance(Duration::from_secs(60));
    let shown = first(&ada, Health::Running).await;
    assert!(!shown.units[0].states[0].previous);
}

#[tokio::test]
async fn a_unit_created_again_does_not_run_because_the_one_before_does() {
    let app = Setup::new().over(standing()).start().await;
    let ada = app.admin("ada").await;
    let _looks = ada.events(None).await;
    let put = || UnitPut::new(options(ANYWHERE), DesiredState::Launched);
    app.fleet.delete_unit(UNITS[0]).unwrap();
    app.fleet.put_unit(UNITS[0], put()).unwrap();
    let shown = first(&ada, Health::Unplaced).await;
    assert_eq!(shown.units[0].states[0].active, "active", "and what still runs is not hidden");
    assert!(shown.leftovers.is_empty());
    app.fleet.advance(Duration::from_secs(60));
    first(&ada, Health::Running).await;
}

#[tokio::test]
async fn what_is_deleted_and_still_runs_is_told() {
    let app = Setup::new().over(standing()).start().await;
    let (ada, script) = (app.admin("ada").await, app.token().await);
    let bob = app.person("bob", &[("viewer", "other")]).await;
    let mut events = ada.events(None).await;
    let machine = app.fleet.states()[0].machine_id.clone();
    app.fleet.delete_unit(UNITS[0]).unwrap();
    let change: Change = events.next_named("change").await.json();
    assert_eq!((change.units_gone.len(), change.leftovers.len()), (1, 1), "{change:?}");
    assert!(bob.snapshot().await.leftovers.is_empty(), "to those who see its app");
    let left = &ada.snapshot().await.leftovers[0];
    assert_eq!((left.name.as_str(), &left.states[0].machine), (UNITS[0], &Some(machine)));
    let states = script.get("/fleet/v1/state").await.text();
    assert!(states.contains(UNITS[0]), "as Fleet itself lists it: {states}");
    app.fleet.advance(Duration::from_secs(60));
    let change: Change = events.next_named("change").await.json();
    assert_eq!(change.leftovers_gone.iter().map(|name| name.as_str()).collect::<Vec<_>>(), [UNITS[0]]);
    assert!(ada.snapshot().await.leftovers.is_empty());
}
