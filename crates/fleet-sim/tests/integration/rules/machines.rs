//! PATCH of metadata.

use serde_json::{Value, json};

use super::{SERVICE, unit};
use crate::client::TestFleet;

const SLOT_2: &str = "944b8b4cf411912113956567820fcb9a";

impl TestFleet {
    async fn patch(&self, operations: Value) -> (u16, String) {
        self.send("PATCH", "/fleet/v1/machines", &[], &operations.to_string()).await.says()
    }

    /// The metadata of the first machine.
    async fn metadata(&self) -> Value {
        self.get("/fleet/v1/machines").await.json()["machines"][0]["metadata"].clone()
    }
}

fn add(key: &str, value: &str) -> Value {
    json!({ "op": "add", "path": format!("/{SLOT_2}/metadata/{key}"), "value": { "value": value } })
}

#[tokio::test]
async fn operations_are_all_checked_before_one_is_applied_and_applied_in_order() {
    let fleet = TestFleet::empty().await;
    let before = fleet.metadata().await;
    let path = format!("/{SLOT_2}/metadata/a");
    let (op, wrong_path, value) = (
        "invalid op: expect add, remove, or replace",
        "machine metadata path invalid",
        "invalid value: add and replace require a value",
    );
    let cases = [
        (json!({}), op),
        (json!(null), op),
        (json!({ "op": "Add", "path": path, "value": { "value": "x" } }), op),
        (json!({ "op": "copy", "path": "nowhere" }), op),
        (json!({ "op": "add", "path": "" }), wrong_path),
        (json!({ "op": "add", "path": format!("{path}/") }), wrong_path),
        (json!({ "op": "add", "path": format!("{path}b c") }), wrong_path),
        (json!({ "op": "add", "path": format!("{path}\n") }), wrong_path),
        (json!({ "op": "remove", "path": format!("/x{path}") }), wrong_path),
        (json!({ "op": "remove", "path": "//metadata/a" }), wrong_path),
        (json!({ "op": "remove", "path": format!("/{SLOT_2}/metadata/ä") }), wrong_path),
        (json!({ "op": "add", "path": path }), value),
        (json!({ "op": "replace", "path": path, "value": null }), value),
        (json!({ "op": "add", "path": path, "value": {} }), value),
        (json!({ "op": "add", "path": path, "value": { "value": "" } }), value),
    ];
    for (operation, message) in cases {
        let answer = fleet.patch(json!([add("good", "1"), operation])).await;
        assert_eq!(answer, (400, message.to_owned()), "{operation}");
    }
    assert_eq!(fleet.metadata().await, before);

    let remove =
        json!({ "OP": "remove", "Path": format!("/{SLOT_2}/metadata/disk"), "value": { "value": "?" } });
    let replace = json!({ "op": "replace", "path": path, "value": { "VALUE": "3" } });
    assert_eq!(fleet.patch(json!([add("a", "1"), remove, replace])).await.0, 204);
    assert_eq!(fleet.metadata().await, json!({ "a": "3", "region": "eu", "slot": "2" }));
    // Hidden is hidden: there is no way back to what the machine was configured with but to say it.
    assert_eq!(fleet.patch(json!([add("disk", "hdd")])).await.0, 204);
    assert_eq!(fleet.metadata().await["disk"], "hdd");
}

#[tokio::test]
async fn the_first_complaint_is_about_types() {
    let fleet = TestFleet::empty().await;
    let answer = fleet.patch(json!([{ "op": "move" }, { "op": 1 }])).await;
    assert!(answer.1.starts_with("json: cannot unmarshal number"), "{answer:?}");
    let answer = fleet.patch(json!([{ "op": "add", "value": "documented" }])).await;
    assert!(answer.1.starts_with("json: cannot unmarshal string"), "{answer:?}");
    // The first value of the body counts here too.
    let cut = fleet.send("PATCH", "/v1-alpha/machines", &[("Content-Type", "x/y")], "[] ]").await;
    assert_eq!((cut.status, cut.header("Content-Type")), (Some(204), Some("application/json")));
}

#[tokio::test]
async fn labels_decide_where_units_may_be() {
    let fleet = TestFleet::empty().await;
    let wants = |region| unit("launched", &[SERVICE, ("X-Fleet", "MachineMetadata", region)]);
    fleet.put("/fleet/v1/units/mars.service", &wants("region=mars")).await;
    fleet.put("/fleet/v1/units/hdd.service", &wants("disk=hdd")).await;
    let global = ("X-Fleet", "Global", "true");
    let everywhere = unit("launched", &[SERVICE, global, ("X-Fleet", "MachineMetadata", "disk=hdd")]);
    fleet.put("/fleet/v1/units/global.service", &everywhere).await;
    fleet.wait(10);
    let states = async |unit: &str| {
        let states = fleet.get(&format!("/fleet/v1/state?unitName={unit}.service")).await.json();
        states["states"].as_array().map_or(0, Vec::len)
    };
    assert_eq!([states("mars").await, states("hdd").await, states("global").await], [0, 1, 1]);
    fleet.patch(json!([add("region", "mars"), add("disk", "tape")])).await;
    fleet.wait(10);
    assert_eq!([states("mars").await, states("hdd").await, states("global").await], [1, 0, 0]);
    let unplaced = fleet.get("/fleet/v1/units/hdd.service").await.json();
    assert_eq!((unplaced["currentState"].as_str(), unplaced.get("machineID")), (Some("inactive"), None));
}
