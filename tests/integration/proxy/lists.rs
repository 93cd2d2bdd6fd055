//! Reads: from the snapshot, in Fleet's own format and paging, byte for byte.

use fleet::DesiredState;
use fleet_sim::{SimConfig, SimHandle, UnitPut};
use serde_json::Value;

use crate::harness::{Client, Setup, TestApp, eventually, options, quick};

use super::assert_untouched;

/// Holds what Go escapes, and what it does not.
const TEXT: &str = "[Unit]\nDescription=a <b> & \"c\" \u{2028} é 'd' \\ e\n\n[Service]\nExecStart=/bin/run %p %i\nExecStop=\n";

/// A Fleet in which so many units run and nothing moves.
pub(super) fn still(units: usize) -> SimHandle {
    let fleet = SimHandle::new(SimConfig::empty().manual());
    for number in 0..units {
        let put = UnitPut::new(options(TEXT), DesiredState::Launched);
        fleet.put_unit(&format!("example:1.0.0@{number}.service"), put).unwrap();
    }
    fleet.advance(std::time::Duration::from_secs(60));
    fleet
}

/// Somebody who speaks to Fleet itself.
fn direct(app: &TestApp) -> Client {
    let http = reqwest::Client::builder().no_proxy().unix_socket(app.fleet_socket()).build().unwrap();
    Client::new("http://fleet").over(http)
}

#[tokio::test]
async fn every_page_is_fleets_own_byte_for_byte() {
    for units in [0, 1, 99, 100, 101, 250] {
        let app = Setup::new().over(still(units)).start().await;
        let (script, fleet) = (app.token().await, direct(&app));
        for list in ["units", "state", "machines"] {
            let mut token = None;
            let mut pages = 0;
            loop {
                let query = token.map(|token| format!("?nextPageToken={token}")).unwrap_or_default();
                let path = format!("/fleet/v1/{list}{query}");
                let (ours, theirs) = (script.get(&path).await, fleet.get(&path).await);
                assert_eq!(ours.text(), theirs.text(), "{units} units, {path}");
                assert_eq!(ours.header("content-type"), theirs.header("content-type"));
                pages += 1;
                let page: Value = serde_json::from_slice(ours.bytes()).unwrap();
                token = page["nextPageToken"].as_str().map(str::to_owned);
                if token.is_none() {
                    break;
                }
            }
            let expected = if list == "machines" { 1 } else { units / 100 + 1 };
            assert_eq!(pages, expected, "{units} {list}");
        }
    }
}

#[tokio::test]
async fn a_page_past_the_end_is_empty() {
    let app = Setup::new().over(still(1)).start().await;
    let script = app.token().await;
    // Page 2, page 65535, and page 657, where Fleet's own counting comes round.
    for token in ["ZAACAA==", "ZAD__w==", "ZACRAg=="] {
        let answer = script.get(&format!("/fleet/v1/units?nextPageToken={token}")).await;
        assert_eq!((answer.status(), answer.text().as_str()), (200, "{}"), "{token}");
    }
}

#[tokio::test]
async fn single_units_and_states_are_fleets_own() {
    let app = Setup::new().over(still(2)).start().await;
    let (script, fleet) = (app.token().await, direct(&app));
    for path in [
        "/fleet/v1/units/example:1.0.0@1.service",
        // As fleetctl writes it.
        "/fleet/v1/units/example%3A1.0.0%401.service?alt=json",
        "/fleet/v1/state/example:1.0.0@1.service",
        "/fleet/v1/units/absent.service",
    ] {
        let (ours, theirs) = (script.get(path).await, fleet.get(path).await);
        assert_eq!(ours.status(), theirs.status(), "{path}");
        assert_eq!(ours.text(), theirs.text(), "{path}");
    }
    // Fleet cuts the connection here, which fleetctl can't bear, nor a 404: this makes it ask again.
    let answer = script.get("/fleet/v1/state/absent.service").await;
    assert_eq!(answer.status(), 503, "{}", answer.text());
}

#[tokio::test]
async fn states_are_filtered_as_fleet_does() {
    let app = Setup::new().over(still(7)).start().await;
    let (script, fleet) = (app.token().await, direct(&app));
    let machine = app.fleet.machines()[0].id.to_string();
    for query in [
        "unitName=example:1.0.0@3.service".to_owned(),
        "unitName=example%3A1.0.0%403.service".to_owned(),
        format!("machineID={machine}"),
        format!("machineID={machine}&unitName=example:1.0.0@3.service"),
        "unitName=absent.service".to_owned(),
        "unitName=example:1.0.0".to_owned(),
        "unitName=&machineID=".to_owned(),
        "unitName=example:1.0.0@3.service&unitName=absent.service".to_owned(),
        "unitName=&unitName=example:1.0.0@3.service".to_owned(),
        "unit%4eame=example:1.0.0@3.service".to_owned(),
        "unitname=example:1.0.0@3.service".to_owned(),
        "UnitName=example:1.0.0@3.service&alt=json&x=%zz".to_owned(),
        format!("machineID={}", &machine[..8]),
        format!("unitName=absent.service&machineID={machine}&nextPageToken=ZAACAA=="),
        "machineID=nobody".to_owned(),
    ] {
        let path = format!("/fleet/v1/state?{query}");
        assert_eq!(script.get(&path).await.text(), fleet.get(&path).await.text(), "{query}");
    }
}

#[tokio::test]
async fn readers_cost_fleet_nothing() {
    let app = Setup::new().over(still(101)).start().await;
    let script = app.token().await;
    let before = app.fleet.request_count();
    let reads = (0..200).map(|_| script.get("/fleet/v1/units"));
    for answer in futures_util::future::join_all(reads).await {
        assert_eq!(answer.status(), 200);
    }
    // A reading of this Fleet takes five requests; the readers took no more than a few of them.
    let sent = app.fleet.request_count() - before;
    assert!(sent < 100, "{sent} requests for 200 readers");
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn old_data_is_not_given_out_as_new() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    assert_eq!(script.get("/fleet/v1/units").await.status(), 200);
    app.fleet.set_unavailable(true);
    let answer = eventually("scripts are told", async || {
        let answer = script.get("/fleet/v1/units").await;
        (answer.status() != 200).then_some(answer)
    })
    .await;
    assert_eq!(answer.status(), 503);
    let body: fleet::ErrorBody = serde_json::from_slice(answer.bytes()).unwrap();
    assert!(body.error.message.contains("Fleet can't be read; what is known is"), "{}", body.error.message);
    app.fleet.set_unavailable(false);
    eventually("it is well again", async || {
        (script.get("/fleet/v1/units").await.status() == 200).then_some(())
    })
    .await;
}

/// What Fleet would read as no filter at all, and answer with everything.
#[tokio::test]
async fn a_filter_that_fleet_would_drop_is_refused() {
    let app = Setup::new().over(still(3)).start().await;
    let script = app.token().await;
    for (query, part) in [
        ("unitName=example:1.0.0@1.service;machineID=b", "';'"),
        ("alt=json;unitName=example:1.0.0@1.service", "';'"),
        ("unitName=example%zz", "two hexadecimal digits"),
        ("machineID=%", "two hexadecimal digits"),
        ("unit%zzName=example", "two hexadecimal digits"),
        ("unitName=%ff", "not UTF-8"),
    ] {
        // Byte by byte: HTTP libraries would mend some of these.
        let answer = super::send(&app, &script, "GET", &format!("/fleet/v1/state?{query}"), &[], b"").await;
        assert_eq!(answer.status, Some(400), "{query}: {answer:?}");
        let message = super::message(&answer);
        assert!(message.contains(part), "{query}: {message}");
    }
}

#[tokio::test]
async fn a_token_from_before_a_change_goes_on() {
    let app = Setup::new().over(still(101)).start().await;
    let script = app.token().await;
    let first: fleet::UnitPage = script.get("/fleet/v1/units").await.json();
    let next = format!("/fleet/v1/units?nextPageToken={}", first.next_page_token.unwrap());
    let names =
        |page: fleet::UnitPage| page.units.iter().map(|unit| unit.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names(script.get(&next).await.json()), ["example:1.0.0@99.service"]);
    assert_eq!(script.delete("/fleet/v1/units/example:1.0.0@5.service").await.status(), 204);
    // The window moved, as Fleet's does; with an exact multiple it is empty.
    assert_eq!(script.get(&next).await.text(), "{}");
}

#[tokio::test]
async fn a_global_unit_alone_says_nothing_of_its_current_state() {
    let fleet = SimHandle::new(SimConfig::empty().manual());
    let put = UnitPut::new(options(&format!("{TEXT}[X-Fleet]\nGlobal=yes\n")), DesiredState::Launched);
    fleet.put_unit("everywhere.service", put).unwrap();
    fleet.advance(std::time::Duration::from_secs(60));
    let app = Setup::new().over(fleet).start().await;
    let (script, fleet) = (app.token().await, direct(&app));
    for path in ["/fleet/v1/units", "/fleet/v1/units/everywhere.service", "/fleet/v1/state"] {
        let (ours, theirs) = (script.get(path).await.text(), fleet.get(path).await.text());
        assert_eq!(ours, theirs, "{path}");
    }
    let alone: Value = script.get("/fleet/v1/units/everywhere.service").await.json();
    assert_eq!(alone.get("currentState"), None, "{alone}");
}

/// fleetctl crashes at a 404 here, and asks again at a 503.
#[tokio::test]
async fn a_unit_without_a_state_is_no_404() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    let body = serde_json::json!({"options": [{"section": "Service", "name": "ExecStart", "value": "/a"}]});
    assert_eq!(script.put("/fleet/v1/units/a.service", &body).await.status(), 201);
    let answer = script.get("/fleet/v1/state/a.service").await;
    let body: fleet::ErrorBody = serde_json::from_slice(answer.bytes()).unwrap();
    assert_eq!((answer.status(), body.error.code), (503, 503));
    assert!(body.error.message.contains("no state of a.service is known yet"), "{}", body.error.message);
}
