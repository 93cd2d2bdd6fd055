//! Pages and filters.

use fleet::{DesiredState, UnitOption};
use fleet_sim::{SimConfig, UnitPut};

use crate::client::TestFleet;

async fn with_units(count: usize) -> TestFleet {
    let fleet = TestFleet::empty().await;
    for number in 0..count {
        let options = vec![UnitOption::new("Service", "ExecStart", "/opt/bin/a")];
        let put = UnitPut::new(options, DesiredState::Loaded);
        fleet.sim.put_unit(&format!("pg-{number:03}.service"), put).unwrap();
    }
    fleet
}

#[tokio::test]
async fn an_exact_multiple_ends_with_an_empty_page() {
    let fleet = with_units(200).await;
    let first = fleet.get("/fleet/v1/units").await.json();
    assert_eq!(first["units"].as_array().map(Vec::len), Some(100));
    assert_eq!(first["nextPageToken"], "ZAACAA==");
    let second = fleet.get("/fleet/v1/units?nextPageToken=ZAACAA==").await.json();
    assert_eq!(second["units"][0]["name"], "pg-100.service");
    assert_eq!(second["nextPageToken"], "ZAADAA==");
    assert_eq!(fleet.get("/fleet/v1/units?nextPageToken=ZAADAA==").await.body, "{}");

    fleet.sim.delete_unit("pg-000.service").unwrap();
    let second = fleet.get("/fleet/v1/units?nextPageToken=ZAACAA==").await.json();
    assert_eq!(second["units"].as_array().map(Vec::len), Some(99));
    assert!(second.get("nextPageToken").is_none());
}

#[tokio::test]
async fn empty_lists_are_empty_objects() {
    let fleet = TestFleet::with(SimConfig::empty().with_machines(0)).await;
    for list in ["units", "state", "machines"] {
        assert_eq!(fleet.get(&format!("/fleet/v1/{list}")).await.body, "{}");
    }
}

#[tokio::test]
async fn bad_tokens_are_refused_in_fleets_words() {
    let fleet = TestFleet::empty().await;
    let cases = [
        ("nextPageToken=", "EOF"),
        ("nextPageToken", "EOF"),
        ("nextPageToken=ZAAC", "unexpected EOF"),
        ("nextPageToken=MgABAA==", "token limit must be 100"),
        ("nextPageToken=ZAAAAA==", "token page must be greater than zero"),
        ("nextPageToken=ZAACAA==&nextPageToken=ZAACAA==", "too many values for page token"),
    ];
    for (query, message) in cases {
        for list in ["units", "state", "machines"] {
            let answer = fleet.get(&format!("/fleet/v1/{list}?{query}")).await;
            assert_eq!(answer.says(), (400, message.to_owned()), "{list} {query}");
        }
    }
}

#[tokio::test]
async fn states_are_filtered_before_they_are_paged() {
    let fleet = with_units(120).await;
    fleet.wait(6);
    let count = async |query: &str| {
        fleet.get(&format!("/fleet/v1/state?{query}")).await.json()["states"].as_array().map_or(0, Vec::len)
    };
    let machine = fleet.sim.machines()[0].id.to_string();
    assert_eq!(count("").await, 100);
    assert_eq!(count("nextPageToken=ZAACAA==").await, 20);
    assert_eq!(count("unitName=pg-110.service").await, 1);
    assert_eq!(count("unitName=pg-*.service").await, 0);
    assert_eq!(count("unitName=&machineID=").await, 100);
    assert_eq!(count(&format!("machineID={machine}")).await, 40);
    assert_eq!(count(&format!("machineID={}", &machine[..8])).await, 0);
    assert_eq!(count("unitName=pg-110.service;machineID=nope").await, 100);
}

#[tokio::test]
async fn other_page_sizes_are_other_tokens() {
    let fleet = TestFleet::with(SimConfig { page_limit: 2, ..SimConfig::empty() }).await;
    let first = fleet.get("/fleet/v1/machines").await.json();
    assert_eq!(first["machines"].as_array().map(Vec::len), Some(2));
    let next = format!("/fleet/v1/machines?nextPageToken={}", first["nextPageToken"].as_str().unwrap());
    assert_eq!(fleet.get(&next).await.json()["machines"].as_array().map(Vec::len), Some(1));
}
