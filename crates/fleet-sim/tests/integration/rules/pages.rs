//! Tokens, forged ones too.

use fleet::{DesiredState, UnitOption};
use fleet_sim::{SimConfig, UnitPut};
use serde_json::Value;

use crate::client::TestFleet;

async fn with_units(count: usize) -> TestFleet {
    let fleet = TestFleet::empty().await;
    for number in 0..count {
        let options = vec![UnitOption::new("Service", "ExecStart", "/opt/bin/a")];
        let put = UnitPut::new(options, DesiredState::Loaded);
        fleet.sim.put_unit(&format!("pg-{number:03}.service"), put).unwrap();
    }
    fleet.wait(10);
    fleet
}

fn names(page: &Value, list: &str) -> Vec<String> {
    let entities = page[list].as_array().cloned().unwrap_or_default();
    entities.iter().map(|entity| entity["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn anybody_can_write_a_token() {
    let fleet = with_units(230).await;
    // Token, first name, number of names, next token.
    let cases = [
        ("ZAABAA==", "pg-000.service", 100, Some("ZAACAA==")),
        ("ZAADAA==", "pg-200.service", 30, None),
        ("ZAADAP__", "pg-200.service", 30, None),
        ("ZAADAA%3D%3D", "pg-200.service", 30, None),
        ("ZAAEAA==", "", 0, None),
        ("ZAD__w==", "", 0, None),
        // Offsets are computed in sixteen bits: page 657 begins at 64 again.
        ("ZACQAg==", "", 0, None),
        ("ZACRAg==", "pg-064.service", 100, Some("ZACSAg==")),
        ("ZACSAg==", "pg-164.service", 66, None),
    ];
    for (list, path) in [("units", "units"), ("states", "state")] {
        for (token, first, count, next) in cases {
            let page = fleet.get(&format!("/fleet/v1/{path}?nextPageToken={token}")).await.json();
            let names = names(&page, list);
            assert_eq!(names.first().map_or("", String::as_str), first, "{path} {token}");
            assert_eq!(names.len(), count, "{path} {token}");
            assert_eq!(page["nextPageToken"].as_str(), next, "{path} {token}");
        }
    }
}

#[tokio::test]
async fn bad_tokens_are_told_apart() {
    let fleet = TestFleet::empty().await;
    let cases = [
        ("ZAACAA", "illegal base64 data at input byte 4"),
        ("ZAACA", "illegal base64 data at input byte 4"),
        ("Z", "illegal base64 data at input byte 0"),
        ("!", "illegal base64 data at input byte 0"),
        ("ZAACAP//", "illegal base64 data at input byte 6"),
        ("ZA+CAA==", "illegal base64 data at input byte 2"),
        ("ZA==", "unexpected EOF"),
        ("ZAAC", "unexpected EOF"),
        ("AAAAAA==", "token limit must be 100"),
        ("ZQAAAA==", "token limit must be 100"),
        ("ZAAAAA==", "token page must be greater than zero"),
    ];
    for (token, message) in cases {
        for list in ["units", "state", "machines"] {
            let answer = fleet.get(&format!("/v1-alpha/{list}?alt=json&nextPageToken={token}")).await;
            assert_eq!(answer.says(), (400, message.to_owned()), "{list} {token}");
        }
    }
    // A pair that is malformed was never sent.
    assert_eq!(fleet.get("/fleet/v1/units?nextPageToken=%zz").await.body, "{}");
    assert_eq!(fleet.get("/fleet/v1/units?nextPageToken=x;y").await.body, "{}");
    // And the method is looked at first.
    assert_eq!(fleet.send("POST", "/fleet/v1/units?nextPageToken=", &[], "").await.status, Some(405));
}

#[tokio::test]
async fn every_list_has_its_empty_last_page() {
    let fleet = TestFleet::with(SimConfig::empty().with_machines(100)).await;
    let page = fleet.get("/fleet/v1/machines").await.json();
    assert_eq!(page["machines"].as_array().map(Vec::len), Some(100));
    let ids: Vec<_> =
        page["machines"].as_array().unwrap().iter().map(|machine| machine["id"].as_str()).collect();
    assert!(ids.is_sorted());
    assert_eq!(page["nextPageToken"], "ZAACAA==");
    assert_eq!(fleet.get("/fleet/v1/machines?nextPageToken=ZAACAA==").await.body, "{}");

    let fleet = with_units(100).await;
    assert_eq!(fleet.get("/fleet/v1/state").await.json()["nextPageToken"], "ZAACAA==");
    assert_eq!(fleet.get("/fleet/v1/state?nextPageToken=ZAACAA==").await.body, "{}");
}

#[tokio::test]
async fn a_page_is_a_window_on_the_list_as_it_is_now() {
    let fleet = with_units(150).await;
    let first = names(&fleet.get("/fleet/v1/units").await.json(), "units");
    // Between two pages one unit comes and the window moves: the last of the first page shows again.
    let put = UnitPut::new(vec![UnitOption::new("Service", "ExecStart", "/x")], DesiredState::Inactive);
    fleet.sim.put_unit("a.service", put).unwrap();
    let second = names(&fleet.get("/fleet/v1/units?nextPageToken=ZAACAA==").await.json(), "units");
    assert_eq!(first.last(), second.first());
}
