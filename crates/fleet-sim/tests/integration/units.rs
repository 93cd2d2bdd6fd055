//! `/units/{name}` and the paths around it.

use crate::client::{JSON, TestFleet};

const SERVICE: &str = r#"{"desiredState":"launched","options":[{"section":"Service","name":"ExecStart","value":"/opt/bin/a <b>"}]}"#;

#[tokio::test]
async fn a_unit_is_created_read_changed_and_deleted() {
    let fleet = TestFleet::empty().await;
    let created = fleet.put("/fleet/v1/units/a:1.0@1.service", SERVICE).await;
    assert_eq!((created.status, created.body.as_str()), (Some(201), ""));
    assert_eq!(created.header("Server"), Some("fleetd/1.0.0"));
    assert_eq!(created.header("Content-Type"), None);

    let read = fleet.get("/v1-alpha/units/a%3A1.0%401.service?alt=json").await;
    assert_eq!(
        read.body,
        r#"{"currentState":"inactive","desiredState":"launched","name":"a:1.0@1.service","options":[{"name":"ExecStart","section":"Service","value":"/opt/bin/a \u003cb\u003e"}]}"#
    );
    assert_eq!(read.header("Content-Type"), Some("application/json"));

    fleet.wait(5);
    let read = fleet.get("/fleet/v1/units/a:1.0@1.service").await.json();
    assert_eq!(read["currentState"], "launched");
    assert_eq!(read["machineID"].as_str().map(str::len), Some(32));
    let state = fleet.get("/fleet/v1/state/a:1.0@1.service").await.json();
    assert_eq!(state["systemdSubState"], "running");

    assert_eq!(
        fleet.put("/fleet/v1/units/a:1.0@1.service", r#"{"desiredState":"loaded"}"#).await.status,
        Some(204)
    );
    let deleted = fleet.send("DELETE", "/fleet/v1/units/a:1.0@1.service", &[], "").await;
    assert_eq!((deleted.status, deleted.body.as_str()), (Some(204), ""));
    assert_eq!(
        fleet.get("/fleet/v1/units/a:1.0@1.service").await.says(),
        (404, "unit does not exist".to_owned())
    );
}

#[tokio::test]
async fn refusals_come_in_fleets_order_and_words() {
    let fleet = TestFleet::empty().await;
    fleet.put("/fleet/v1/units/known.service", SERVICE).await;
    let option = |name: &str, value: &str| {
        format!(
            r#"{{"options":[{{"section":"X-Fleet","name":"{name}","value":"{value}"}},{{"section":"X-Fleet","name":"MachineOf","value":"a"}}]}}"#
        )
    };
    let cases = [
        ("bad", "{", 400, "unable to decode body: unexpected EOF"),
        ("bad", "", 400, "unable to decode body: EOF"),
        (
            "a.service",
            r#"{"name":"b.service"}"#,
            400,
            r#"name in URL "a.service" differs from unit name in request body "b.service""#,
        ),
        ("bad", "{}", 400, r#"unit name must contain ".""#),
        ("a.nope", "{}", 400, r#"invalid unit type: "nope""#),
        ("a.service", "{}", 409, "unit does not exist and options field empty"),
        ("a.service", r#"{"options":[]}"#, 409, "unit does not exist and options field empty"),
        ("a.service", &option("Global", "true"), 400, "Global cannot be used with Peers"),
        ("a.service", &SERVICE.replace("launched", "bogus"), 500, ""),
        ("known.service", "{}", 409, "must provide DesiredState to update existing unit"),
        ("known.service", r#"{"desiredState":"bogus"}"#, 400, r#"invalid desiredState "bogus""#),
    ];
    for (name, body, status, message) in cases {
        let answer = fleet.put(&format!("/fleet/v1/units/{name}"), body).await;
        assert_eq!(answer.says(), (status, message.to_owned()), "{name} {body}");
    }
    assert_eq!(fleet.sim.units().len(), 1);
}

#[tokio::test]
async fn the_media_type_comes_first() {
    let fleet = TestFleet::empty().await;
    let wrong = "only acceptable Content-Type is application/json";
    let cases: [(&[(&str, &str)], _, _); 5] = [
        (&[], 415, "expected 1 Content-Type, got 0"),
        (&[JSON[0], JSON[0]], 415, "expected 1 Content-Type, got 2"),
        (&[("Content-Type", "Application/JSON")], 415, wrong),
        (&[("Content-Type", "")], 415, wrong),
        (&[("Content-Type", " application/json ;x")], 400, "unit name must contain \".\""),
    ];
    for (headers, status, message) in cases {
        let answer = fleet.send("PUT", "/fleet/v1/units/bad", headers, "{}").await;
        assert_eq!(answer.says(), (status, message.to_owned()), "{headers:?}");
    }
}

#[tokio::test]
async fn panics_of_fleet_are_silence() {
    let fleet = TestFleet::empty().await;
    assert!(fleet.get("/fleet/v1/state/none.service").await.is_silence());
    assert!(fleet.put("/fleet/v1/units/a.service", r#"{"options":[null]}"#).await.is_silence());
    assert_eq!(fleet.sim.units(), []);
    assert_eq!(fleet.sim.requests().iter().filter(|request| request.status.is_none()).count(), 2);
}

#[tokio::test]
async fn paths_are_looked_up_as_go_does() {
    let fleet = TestFleet::empty().await;
    let only_get = "only GET supported against this resource";
    let cases = [
        ("GET", "/", 405, ""),
        ("GET", "/fleet/v1", 405, ""),
        ("GET", "/fleet/v1/", 404, ""),
        ("GET", "/fleet/v1/units/", 404, ""),
        ("PUT", "/fleet/v1/units/a/b.service", 404, ""),
        ("GET", "/fleet/v1/units/a%2Fb.service", 404, ""),
        ("POST", "/fleet/v1/units", 405, only_get),
        ("get", "/fleet/v1/units", 405, only_get),
        ("FOO", "/fleet/v1/units/a", 405, "only GET, PUT and DELETE supported against this resource"),
        ("DELETE", "/fleet/v1/state/a", 405, only_get),
        ("PUT", "/fleet/v1/machines", 405, "only GET and PATCH supported against this resource"),
        ("GET", "/fleet/v1/machines/abc", 404, ""),
        ("POST", "/fleet/v1/discovery", 400, "only HTTP GET supported against this resource"),
        ("GET", "/fleet/v2/units", 404, ""),
    ];
    for (method, path, status, message) in cases {
        let answer = fleet.send(method, path, &[], "").await;
        assert_eq!(answer.says(), (status, message.to_owned()), "{method} {path}");
    }
    let moved = fleet.send("PUT", "/fleet/v1//units/x.service", &[], "").await;
    assert_eq!((moved.status, moved.header("Location")), (Some(301), Some("/fleet/v1/units/x.service")));
    assert_eq!(moved.header("Content-Type"), None);
    let hostless = fleet.send_raw(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n").await;
    assert_eq!(hostless.status, Some(400));
    assert_eq!(fleet.get("/v1-alpha/discovery").await.json()["title"], "fleet API");
}

#[tokio::test]
async fn a_global_unit_reads_differently_alone_and_in_the_list() {
    let fleet = TestFleet::empty().await;
    let body = r#"{"desiredState":"launched","options":[{"section":"X-Fleet","name":"Global","value":"true"},{"section":"Service","name":"ExecStart","value":"/x"}]}"#;
    fleet.put("/fleet/v1/units/g.service", body).await;
    fleet.wait(6);
    assert!(fleet.get("/fleet/v1/units/g.service").await.json().get("currentState").is_none());
    assert_eq!(fleet.get("/fleet/v1/units").await.json()["units"][0]["currentState"], "inactive");
    assert_eq!(fleet.get("/fleet/v1/state").await.json()["states"].as_array().map(Vec::len), Some(3));
}
