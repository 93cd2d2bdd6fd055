//! The live stream: what comes first, what a change weighs, how one comes back, and when it ends.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use fleet::{DesiredState, UnitName};
use fleet_sim::{Fault, SimConfig, SimHandle, UnitPut};
use reqwest::Method;
use serde_json::{Value, json};
use shared::account::TokenRow;
use shared::action::ActionState;
use shared::event::{ActionEvent, AppChanged, Change, FreshnessEvent, Hello};
use shared::view::Link;
use shared::{ErrorCode, Health, health};

use crate::harness::{ANYWHERE, Event, Events, Setup, eventually, launch, options, quick, running};

/// What may be on the wire for a unit, by the project's own numbers.
const BYTES_A_UNIT: usize = 300;

fn start(fleet: &SimHandle, unit: &str) {
    fleet.put_unit(unit, UnitPut::new(options(ANYWHERE), DesiredState::Launched)).unwrap();
}

/// Reads changes until the stream has shown this unit in this health. Gives all of them.
async fn changes_until(events: &mut Events, unit: &str, wanted: Health) -> Vec<Event> {
    let mut changes = Vec::new();
    loop {
        let event = events.next_named("change").await;
        let change: Change = event.json();
        changes.push(event);
        let row = change.units.iter().find(|row| row.name.as_str() == unit);
        if row.is_some_and(|row| health::of(row) == wanted) {
            return changes;
        }
    }
}

#[tokio::test]
async fn it_begins_with_hello_and_how_fresh_the_data_is() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    let mut events = ada.events(None).await;
    assert_eq!(events.header("content-type"), "text/event-stream");
    assert_eq!(events.header("cache-control"), "no-store");
    assert_eq!(events.header("x-accel-buffering"), "no");
    let hello = events.next().await.unwrap();
    assert_eq!((hello.name.as_str(), &hello.id), ("hello", &None));
    assert!(!hello.json::<Hello>().build.is_empty());
    let freshness = events.next().await.unwrap();
    assert_eq!((freshness.name.as_str(), &freshness.id), ("freshness", &None));
    let freshness: FreshnessEvent = freshness.json();
    assert_eq!(freshness.cluster.as_str(), "default");
    assert_eq!(freshness.freshness.link, Link::Live);
    // And then behind every reading.
    let next: FreshnessEvent = events.next_named("freshness").await.json();
    assert!(next.freshness.as_of_ms > freshness.freshness.as_of_ms);
}

#[tokio::test]
async fn browsers_are_told_to_come_back_at_different_moments() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    let mut waits = BTreeSet::new();
    for _ in 0..10 {
        waits.insert(ada.events(None).await.next().await.unwrap().retry_ms.unwrap());
    }
    assert!(waits.len() > 1 && waits.iter().all(|wait_ms| (500..5_000).contains(wait_ms)), "{waits:?}");
}

#[tokio::test]
async fn only_who_may_look_gets_a_stream() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    assert_eq!(app.nobody().get("/api/v1/events?cluster=default").await.code(), ErrorCode::NotSignedIn);
    assert_eq!(ada.get("/api/v1/events?cluster=other").await.code(), ErrorCode::NotFound);
    assert_eq!(ada.get("/api/v1/events").await.code(), ErrorCode::BadRequest);
    assert_eq!(ada.get("/api/v1/events?cluster=default&more=1").await.code(), ErrorCode::BadRequest);
}

#[tokio::test]
async fn a_person_is_one_by_all_their_tokens() {
    let setup = Setup::new().fleet(quick()).env("QUARTERDECK_STREAMS_PER_USER", "2");
    let app = setup.start().await;
    let ada = app.admin("ada").await;
    let mut scripts = Vec::new();
    for name in ["one", "two", "three"] {
        let body = json!({"name": name, "role": "viewer", "days": 1});
        let made: Value = ada.post("/api/v1/tokens", &body).await.json();
        scripts.push(app.nobody().with_token(made["secret"].as_str().unwrap()));
    }
    let _first = scripts[0].events(None).await;
    let _second = scripts[1].events(None).await;
    for who in [&scripts[2], &ada] {
        let refused = who.get("/api/v1/events?cluster=default").await;
        assert_eq!(refused.code(), ErrorCode::TooManyRequests, "{}", refused.text());
    }
    // One of the command line is nobody's, and counts for itself.
    let _own = app.token().await.events(None).await;
}

#[tokio::test]
async fn nobody_takes_all_streams_for_themselves() {
    let setup = Setup::new().fleet(quick()).env("QUARTERDECK_STREAMS_PER_USER", "2");
    let app = setup.env("QUARTERDECK_STREAMS_PER_ADDRESS", "3").start().await;
    let (ada, bo) = (app.admin("ada").await, app.admin("bo").await);
    let first = ada.events(None).await;
    let _second = ada.events(None).await;
    let refused = ada.get("/api/v1/events?cluster=default").await;
    assert_eq!((refused.status(), refused.code()), (429, ErrorCode::TooManyRequests));
    assert_eq!(refused.header("retry-after"), "30");
    let _third = bo.events(None).await;
    assert_eq!(bo.get("/api/v1/events?cluster=default").await.status(), 429, "the address has its own limit");
    // Who closes a page may open another one.
    drop(first);
    eventually("the place is free", async || {
        let again = ada.request(Method::GET, "/api/v1/events?cluster=default").send().await.unwrap();
        (again.status() == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_units_change_is_light() {
    const UNITS: usize = 1_000;
    let fleet = SimHandle::new(SimConfig { speed: 40.0, ..SimConfig::load(30, UNITS) });
    let app = Setup::new().over(fleet).start().await;
    let ada = app.admin("ada").await;
    let mut events = ada.events(None).await;
    let names: Vec<UnitName> = app.fleet.units().into_iter().map(|unit| unit.name).collect();
    let mut shown: BTreeMap<UnitName, Health> = BTreeMap::new();
    let (mut bytes, mut rows) = (0, 0);
    // All of them at once, down and up again.
    for (desired, wanted) in
        [(DesiredState::Loaded, Health::Stopped), (DesiredState::Launched, Health::Running)]
    {
        for name in &names {
            app.fleet.put_unit(name.as_str(), UnitPut::state(desired)).unwrap();
        }
        shown.clear();
        while !names.iter().all(|name| shown.get(name) == Some(&wanted)) {
            let event = events.next_named("change").await;
            let change: Change = event.json();
            assert!(change.units_gone.is_empty() && change.machines.is_empty(), "{change:?}");
            (bytes, rows) = (bytes + event.bytes, rows + change.units.len());
            for row in change.units {
                let json = serde_json::to_string(&row).unwrap();
                assert!(json.len() <= BYTES_A_UNIT, "{json}");
                shown.insert(row.name.clone(), health::of(&row));
            }
        }
    }
    assert!(rows >= 2 * UNITS);
    assert!(bytes <= rows * BYTES_A_UNIT, "{bytes} bytes for {rows} rows");
}

#[tokio::test]
async fn whoever_comes_back_gets_exactly_what_was_missed() {
    let app = Setup::new().fleet(quick()).start().await;
    let (ada, bob) = (app.admin("ada").await, app.admin("bob").await);
    let mut stays = ada.events(None).await;
    let mut leaves = bob.events(None).await;
    start(&app.fleet, "example:1.0.0@1.service");
    let seen = changes_until(&mut leaves, "example:1.0.0@1.service", Health::Running).await;
    let last = seen.last().unwrap().id.clone().expect("a change has an id");
    drop(leaves);
    changes_until(&mut stays, "example:1.0.0@1.service", Health::Running).await;

    start(&app.fleet, "example:1.0.0@2.service");
    let missed = changes_until(&mut stays, "example:1.0.0@2.service", Health::Running).await;
    let path = format!("/api/v1/events?cluster=default&last_event_id={last}");
    let by_query = bob.open(&path).await;
    for mut back in [bob.events(Some(&last)).await, by_query] {
        assert_eq!(back.next().await.unwrap().name, "hello");
        for event in &missed {
            assert_eq!(back.next().await.as_ref(), Some(event));
        }
        assert_eq!(back.next().await.unwrap().name, "freshness", "and nothing twice");
    }
    // Who missed nothing gets nothing.
    let newest = missed.last().unwrap().id.clone();
    let mut back = bob.events(newest.as_deref()).await;
    assert_eq!(back.next().await.unwrap().name, "hello");
    assert_eq!(back.next().await.unwrap().name, "freshness");
}

#[tokio::test]
async fn a_stream_goes_on_where_the_snapshot_ends() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    start(&app.fleet, "example:1.0.0@1.service");
    app.shows("example:1.0.0@1.service", Health::Running).await;
    let snapshot = ada.snapshot().await;
    start(&app.fleet, "example:1.0.0@2.service");
    app.shows("example:1.0.0@2.service", Health::Running).await;
    // Between the two nobody listened, and yet nothing is lost.
    let mut events = ada.events(Some(&snapshot.event_id)).await;
    assert_eq!(events.next().await.unwrap().name, "hello");
    let mut rows: BTreeMap<_, _> = snapshot.units.into_iter().map(|row| (row.name.clone(), row)).collect();
    loop {
        let event = events.next().await.unwrap();
        if event.name == "freshness" {
            break;
        }
        let change: Change = event.json();
        rows.extend(change.units.into_iter().map(|row| (row.name.clone(), row)));
    }
    let now = ada.snapshot().await;
    assert_eq!(rows.into_values().collect::<Vec<_>>(), now.units);
}

#[tokio::test]
async fn who_was_away_too_long_is_told_to_read_again() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    let foreign = "0123456789abcdef-7";
    for id in [foreign, "nonsense", "-", "\u{e9}"] {
        let mut events = ada.events(Some(id)).await;
        assert_eq!(events.next().await.unwrap().name, "hello", "{id}");
        assert_eq!(events.next().await.unwrap().name, "resync", "{id}");
        assert_eq!(events.next().await.unwrap().name, "freshness", "{id}");
    }
}

#[tokio::test]
async fn a_reader_that_falls_behind_is_told_to_read_again() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    let mut slow = ada.events(None).await;
    assert_eq!(slow.next().await.unwrap().name, "hello");
    // More than what all buffers on the way take together; nobody reads meanwhile.
    let hub = app.server.clusters.default_cluster().hub();
    let heavy = "x".repeat(1 << 16);
    for number in 0..2_000 {
        hub.publish("change", &json!({"cluster": "default", "number": number, "heavy": heavy}));
        tokio::task::yield_now().await;
    }
    let last = hub.publish("change", &json!({"cluster": "default"}));
    let mut before = Vec::new();
    loop {
        let event = slow.next().await.expect("the stream goes on");
        if event.name == "resync" {
            break;
        }
        before.extend(event.id);
    }
    assert!(before.len() < 2_000, "it was never behind");
    // What comes behind it is newer than all before.
    hub.publish("change", &json!({"cluster": "default", "newest": true}));
    let next = slow.next_named("change").await;
    assert!(!before.contains(&next.id.unwrap()));
    // And whoever is quick hears everything all the same.
    let mut quick = ada.events(Some(&last)).await;
    assert!(quick.next_named("change").await.data.contains("newest"));
}

#[tokio::test]
async fn streams_end_with_the_server() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    let mut streams = Vec::new();
    for _ in 0..3 {
        streams.push(ada.events(None).await);
    }
    let stopped = tokio::spawn(app.stop());
    for stream in streams {
        assert!(stream.ends_in_order().await, "it was cut off when the time for ending was over");
    }
    stopped.await.unwrap();
}

#[tokio::test]
async fn streams_end_with_what_opened_them() {
    let app = Setup::new().fleet(quick()).start().await;
    let (ada, bob) = (app.admin("ada").await, app.admin("bob").await);
    let script = app.token().await;
    let streams = [ada.events(None).await, script.events(None).await];
    let mut stays = bob.events(None).await;
    assert_eq!(ada.delete("/api/v1/session").await.status(), 204);
    let row: TokenRow = bob.get("/api/v1/tokens").await.json::<Vec<TokenRow>>().remove(0);
    assert_eq!(bob.delete(&format!("/api/v1/tokens/{}", row.id)).await.status(), 204);
    for mut stream in streams {
        assert_eq!(stream.next_named("signed_out").await.data, "{}");
        assert_eq!(stream.next().await, None);
    }
    stays.next_named("freshness").await;
}

#[tokio::test]
async fn a_silent_stream_gives_a_sign_of_life() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    // Fleet does not answer at all, so that there is nothing to tell.
    app.fleet.faults().every(1, Fault::Delay(Duration::from_secs(3_600)));
    let mut events = ada.events(None).await;
    let comment = loop {
        let event = events.next().await.unwrap();
        if event.name.is_empty() {
            break event;
        }
    };
    assert_eq!(comment.data, "still here");
}

#[tokio::test]
async fn actions_and_templates_are_told_to_everybody() {
    let app = Setup::new().fleet(quick()).start().await;
    let (ada, bob) = (app.admin("ada").await, app.admin("bob").await);
    let mut events = bob.events(None).await;
    ada.write_app("example", ANYWHERE).await;
    assert_eq!(events.next_named("app").await.json::<AppChanged>().app.as_str(), "example");
    let action = ada.begin(&launch("example", "1.0.0", 2)).await;
    let mut steps = Vec::new();
    loop {
        let told: ActionEvent = events.next_named("action").await.json();
        assert_eq!(told.action.id, action.id);
        steps.push(told.action.steps_done);
        if told.action.state == ActionState::Done {
            break;
        }
    }
    assert!(steps.is_sorted(), "{steps:?}");
    assert_eq!((steps.first(), steps.last()), (Some(&0), Some(&4)));
}

#[tokio::test]
async fn removed_units_are_told_by_name() {
    let units = ["example:1.0.0@1.service", "example:1.0.0@2.service"];
    let app = Setup::new().over(running(quick(), ANYWHERE, &units)).start().await;
    let ada = app.admin("ada").await;
    let mut events = ada.events(None).await;
    app.fleet.delete_unit(units[0]).unwrap();
    let change: Change = events.next_named("change").await.json();
    assert_eq!(change.units_gone.iter().map(UnitName::as_str).collect::<Vec<_>>(), [units[0]]);
    assert!(change.units.is_empty());
}

#[tokio::test]
async fn a_closed_stream_is_not_counted_as_a_viewer() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    let hub = app.server.clusters.default_cluster().hub();
    let streams = [ada.events(None).await, ada.events(None).await, ada.events(None).await];
    assert_eq!(hub.streams(), 3);
    drop(streams);
    eventually("nobody looks any more", async || (hub.streams() == 0).then_some(())).await;
}
