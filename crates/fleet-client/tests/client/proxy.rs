//! Proxy variables: a client of root's power must not be led elsewhere by the environment.

use std::process::Command;

use fleet_client::FleetClient;

use crate::server::{Reply, Server, config};

/// Where the child finds its server.
const ADDRESS: &str = "FLEET_CLIENT_TEST_ADDRESS";

#[tokio::test]
async fn proxy_variables_are_ignored() {
    let server = Server::always(Reply::json("{}")).await;
    // Variables cannot be set safely in a process that has threads, so a child of this very test has them.
    let mut child = Command::new(std::env::current_exe().unwrap());
    child
        .args(["--exact", "proxy::in_an_environment_with_proxies", "--ignored"])
        .env(ADDRESS, server.address());
    for variable in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        // A port that nothing listens on.
        child.env(variable, "http://127.0.0.1:1");
    }
    child.env_remove("NO_PROXY").env_remove("no_proxy");
    let output = tokio::task::spawn_blocking(move || child.output()).await.unwrap().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(server.lines(), ["GET /fleet/v1/units"]);
}

#[tokio::test]
#[ignore = "run by proxy_variables_are_ignored, which sets its environment"]
async fn in_an_environment_with_proxies() {
    let address = std::env::var(ADDRESS).unwrap();
    FleetClient::new(config(&address)).unwrap().units().await.unwrap();
}
