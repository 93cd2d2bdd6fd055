//! PATCH of metadata, and the control of machines.

use crate::client::TestFleet;

#[tokio::test]
async fn metadata_changes_at_once_and_as_a_whole() {
    let fleet = TestFleet::empty().await;
    let id = fleet.sim.machines()[0].id.to_string();
    let path = format!("/{id}/metadata/colour");
    let patch = async |body: String| fleet.send("PATCH", "/fleet/v1/machines", &[], &body).await;

    let done = patch(format!(r#"[{{"op":"add","path":"{path}","value":{{"value":"red"}}}}]"#)).await;
    assert_eq!((done.status, done.header("Content-Type")), (Some(204), Some("application/json")));
    assert_eq!(fleet.get("/fleet/v1/machines").await.json()["machines"][0]["metadata"]["colour"], "red");

    // The documented form is not the one that works, and one bad operation spoils all.
    let refused =
        patch(format!(r#"[{{"op":"remove","path":"{path}"}},{{"op":"add","path":"{path}","value":"x"}}]"#))
            .await;
    assert_eq!(refused.status, Some(400));
    assert_eq!(fleet.get("/fleet/v1/machines").await.json()["machines"][0]["metadata"]["colour"], "red");

    assert_eq!(patch(format!(r#"[{{"op":"remove","path":"{path}"}}]"#)).await.status, Some(204));
    assert!(fleet.get("/fleet/v1/machines").await.json()["machines"][0]["metadata"].get("colour").is_none());
}

#[tokio::test]
async fn a_lost_machine_leaves_the_list_and_comes_back() {
    let fleet = TestFleet::empty().await;
    let id = fleet.sim.machines()[0].id.to_string();
    assert!(fleet.sim.lose_machine(&id));
    let count =
        async || fleet.get("/fleet/v1/machines").await.json()["machines"].as_array().map_or(0, Vec::len);
    assert_eq!(count().await, 3);
    fleet.wait(30);
    assert_eq!(count().await, 2);
    assert!(fleet.sim.return_machine(&id));
    assert_eq!(count().await, 3);
    assert!(!fleet.sim.return_machine(&id));
    assert!(!fleet.sim.lose_machine("nobody"));
}
