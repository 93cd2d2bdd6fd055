//! Fleet on a unix socket, as fleetd listens by default.

use fleet_client::{Endpoint, FleetClient, FleetError, UnreachableCause};

use crate::server::{Reply, Server, config};

#[tokio::test]
async fn fleet_is_reached_on_a_unix_socket() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fleet.sock");
    let server = Server::unix(&path, Reply::json(r#"{"machines":[{"id":"m1"}]}"#)).await;
    let client = server.client();
    assert_eq!(client.machines().await.unwrap().items.len(), 1);
    assert_eq!(client.endpoint(), &Endpoint::unix(&path).unwrap());
    assert_eq!(server.lines(), ["GET /fleet/v1/machines"]);
    assert_eq!(server.requests()[0].header("host"), Some("localhost"));
}

#[tokio::test]
async fn an_absent_socket_and_a_dead_one_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fleet.sock");
    let client = FleetClient::new(config(&format!("unix:{}", path.display()))).unwrap();

    let absent = client.units().await.unwrap_err();
    assert!(matches!(absent, FleetError::Unreachable { cause: UnreachableCause::Connect, .. }), "{absent:?}");
    assert_eq!(
        absent.to_string(),
        format!("Fleet at unix://{} cannot be reached: there is no such socket.", path.display())
    );

    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let dead = client.units().await.unwrap_err();
    assert!(dead.to_string().contains("nothing listens on the socket"), "{dead}");
}

#[tokio::test]
async fn a_fleet_that_comes_back_is_reached_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fleet.sock");
    let client = FleetClient::new(config(&format!("unix://{}", path.display()))).unwrap();
    client.units().await.unwrap_err();
    let _server = Server::unix(&path, Reply::json("{}")).await;
    client.units().await.unwrap();
}
