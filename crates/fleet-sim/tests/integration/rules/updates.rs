//! What a PUT does, by what is there already.

use serde_json::{Value, json};

use super::{SERVICE, unit};
use crate::client::TestFleet;

const OTHER: (&str, &str, &str) = ("Unit", "Description", "other");
const PATH: &str = "/fleet/v1/units/a.service";

#[tokio::test]
async fn a_put_is_answered_by_what_it_changes() {
    let no_options = (409, "unit does not exist and options field empty");
    let no_state = (409, "must provide DesiredState to update existing unit");
    let cases = [
        // Absent: nothing is taken without options.
        (false, json!({}), no_options, None),
        (false, json!({ "options": [], "desiredState": "launched" }), no_options, None),
        (false, json!({ "options": null, "desiredState": "bogus" }), no_options, None),
        (false, options("launched", &[SERVICE]), (201, ""), Some("launched")),
        (false, options("", &[SERVICE]), (201, ""), Some("inactive")),
        (false, options("loaded ", &[SERVICE]), (500, ""), None),
        // There: the same options are no options.
        (true, json!({}), no_state, Some("loaded")),
        (true, options("", &[SERVICE]), no_state, Some("loaded")),
        (true, json!({ "desiredState": "launched" }), (204, ""), Some("launched")),
        (true, options("inactive", &[SERVICE]), (204, ""), Some("inactive")),
        (true, options("loaded", &[SERVICE]), (204, ""), Some("loaded")),
        // Other options: the unit is new, and without a desired state it stops.
        (true, options("launched", &[SERVICE, OTHER]), (201, ""), Some("launched")),
        (true, options("", &[SERVICE, OTHER]), (201, ""), Some("inactive")),
        (true, options("Loaded", &[SERVICE, OTHER]), (500, ""), Some("loaded")),
        // Here a Fleet would lose the unit: refused instead.
        (true, json!({ "desiredState": "bogus" }), (400, r#"invalid desiredState "bogus""#), Some("loaded")),
    ];
    for (exists, body, (status, message), desired) in cases {
        let fleet = TestFleet::empty().await;
        if exists {
            assert_eq!(fleet.put(PATH, &unit("loaded", &[SERVICE])).await.status, Some(201));
        }
        let answer = fleet.put(PATH, &body.to_string()).await;
        assert_eq!(answer.says(), (status, message.to_owned()), "{exists} {body}");
        let read = fleet.get(PATH).await;
        let is = (read.status == Some(200)).then(|| read.json()["desiredState"].as_str().unwrap().to_owned());
        assert_eq!(is.as_deref(), desired, "{exists} {body}");
    }
}

#[tokio::test]
async fn options_are_the_same_if_their_text_is() {
    let fleet = TestFleet::empty().await;
    let put = async |options: &[(&str, &str, &str)]| fleet.put(PATH, &unit("inactive", options)).await.status;
    assert_eq!(put(&[SERVICE, OTHER]).await, Some(201));
    assert_eq!(put(&[OTHER, SERVICE]).await, Some(201));
    assert_eq!(put(&[OTHER, SERVICE]).await, Some(204));
    // Two lines in one value are two options, and the text of both is the same.
    let smuggled = [("Service", "ExecStart", "/opt/bin/a\nUser=core")];
    assert_eq!([put(&smuggled).await, put(&smuggled).await], [Some(201), Some(204)]);
    // What is lost on the way is new each time.
    let comment = [("Service", "ExecStart", "/opt/bin/a\n# why")];
    assert_eq!([put(&comment).await, put(&comment).await], [Some(201), Some(201)]);
    let blank = [("Service", "ExecStart", "/opt/bin/a ")];
    assert_eq!([put(&blank).await, put(&blank).await], [Some(201), Some(201)]);
    let read = fleet.get(PATH).await.json();
    assert_eq!(
        read["options"],
        json!([{ "section": "Service", "name": "ExecStart", "value": "/opt/bin/a" }])
    );
    assert_eq!(put(&[SERVICE]).await, Some(204));
}

#[tokio::test]
async fn requirements_are_checked_for_new_units_only() {
    let contradiction = [SERVICE, ("X-Fleet", "Global", "true"), ("X-Fleet", "MachineOf", "b.service")];
    let fleet = TestFleet::empty().await;
    let body = unit("inactive", &contradiction);
    assert_eq!(fleet.put(PATH, &body).await.says(), (400, "Global cannot be used with Peers".to_owned()));
    fleet.put(PATH, &unit("inactive", &[SERVICE])).await;
    assert_eq!(fleet.put(PATH, &body).await.status, Some(201));
}

#[tokio::test]
async fn contradictions_are_refused_in_order() {
    let fleet = TestFleet::empty().await;
    let cases: [(&[(&str, &str)], &str); 10] = [
        (
            &[("MachineOf", "b.service"), ("Conflicts", "b*"), ("MachineID", "x")],
            r#"unresolvable requirements: peer "b.service" matches conflict "b*""#,
        ),
        (
            &[("MachineOf", "b.service"), ("Replaces", "?.service"), ("Global", "1")],
            r#"unresolvable requirements: peer "b.service" matches replace "?.service""#,
        ),
        (
            &[("MachineID", "x"), ("MachineOf", "b"), ("Conflicts", "c")],
            "MachineID cannot be used with Peers",
        ),
        (
            &[("MachineID", ""), ("Conflicts", "c"), ("Global", "t")],
            "MachineID cannot be used with Conflicts",
        ),
        (&[("MachineID", "x"), ("Global", "on"), ("Replaces", "r")], "MachineID cannot be used with Global"),
        (&[("X-ConditionMachineBootID", "x"), ("Replaces", "r")], "MachineID cannot be used with Replaces"),
        (
            &[("Global", "yes"), ("X-ConditionMachineOf", "b"), ("Replaces", "r")],
            "Global cannot be used with Peers",
        ),
        (&[("Global", "TRUE"), ("Replaces", "r"), ("Conflicts", "c")], "Global cannot be used with Replaces"),
        (&[("X-Conflicts", "c"), ("Replaces", "r")], "Conflicts cannot be used with Replaces"),
        // A text that does not read back comes first.
        (
            &[("Global\n", "true"), ("MachineOf", "b"), ("Replaces", "r")],
            "unexpected newline encountered while parsing option name",
        ),
    ];
    for (x_fleet, message) in cases {
        let options: Vec<_> = x_fleet.iter().map(|(name, value)| ("X-Fleet", *name, *value)).collect();
        let answer = fleet.put(PATH, &unit("bogus", &options)).await;
        assert_eq!(answer.says(), (400, message.to_owned()), "{x_fleet:?}");
    }
    // And the desired state last.
    assert_eq!(fleet.put(PATH, &unit("bogus", &[SERVICE])).await.says(), (500, String::new()));
}

#[tokio::test]
async fn what_poisons_a_unit_is_refused_and_leaves_it_as_it_was() {
    let fleet = TestFleet::empty().await;
    fleet.put(PATH, &unit("loaded", &[SERVICE])).await;
    let before = fleet.get(PATH).await.body;
    let long = "x".repeat(2048);
    for options in [
        [("Service", "Exec\nStart", "/x")],
        [("Service", "ExecStart", long.as_str())],
        [("Serv]ice", "ExecStart", "/x")],
    ] {
        let answer = fleet.put(PATH, &unit("launched", &options)).await;
        assert_eq!(answer.status, Some(400), "{options:?}");
        assert_eq!(fleet.get(PATH).await.body, before);
    }
    assert_eq!(fleet.send("DELETE", PATH, &[], "").await.status, Some(204));
}

#[tokio::test]
async fn a_template_is_stored_and_never_runs() {
    let fleet = TestFleet::empty().await;
    let path = "/fleet/v1/units/a@.service";
    let refused = (400, r#"cannot activate template "a@.service""#.to_owned());
    assert_eq!(fleet.put(path, &unit("inactive", &[SERVICE])).await.status, Some(201));
    for state in ["launched", "loaded", "bogus"] {
        assert_eq!(fleet.put(path, &json!({ "desiredState": state }).to_string()).await.says(), refused);
        assert_eq!(fleet.put(path, &unit(state, &[SERVICE])).await.says(), refused);
    }
    // With other options it is stored anew, and nobody asks whether it is a template.
    assert_eq!(fleet.put(path, &unit("launched", &[SERVICE, OTHER])).await.status, Some(201));
    fleet.wait(10);
    let read = fleet.get(path).await.json();
    assert_eq!((read["currentState"].as_str(), read["machineID"].is_string()), (Some("inactive"), true));
    assert_eq!(fleet.get("/fleet/v1/state").await.body, "{}");
    // An instance has options of its own, whatever becomes of the template.
    let instance = "/fleet/v1/units/a@1.service";
    assert_eq!(fleet.put(instance, r#"{"desiredState":"launched"}"#).await.status, Some(409));
    assert_eq!(fleet.put(instance, &unit("launched", &[SERVICE])).await.status, Some(201));
    assert_eq!(fleet.send("DELETE", path, &[], "").await.status, Some(204));
    fleet.wait(10);
    assert_eq!(fleet.get(instance).await.json()["currentState"], "launched");
}

#[tokio::test]
async fn the_hash_of_a_state_is_that_of_the_options_read_back() {
    let fleet = TestFleet::empty().await;
    let sleeps = [("Service", "ExecStart", "/bin/sleep 3000 ")];
    fleet.put(PATH, &unit("launched", &sleeps)).await;
    fleet.wait(6);
    let state = fleet.get("/fleet/v1/state/a.service").await.json();
    assert_eq!(state["hash"], "7dc08eb00f0c705e84a61e030d98e8cc3c994954");
}

fn options(desired: &str, options: &[(&str, &str, &str)]) -> Value {
    serde_json::from_str(&unit(desired, options)).unwrap()
}
