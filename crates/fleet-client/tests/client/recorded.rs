//! What a real fleetd answered, as it was recorded on a cluster of three machines: all of it is understood.

use fleet::{DesiredState, UnitName};
use fleet_client::{DestroyOutcome, FleetClient, FleetError, PutOutcome};
use serde::Deserialize;
use serde_json::Value;

use crate::server::{Reply, Server};

/// One recorded answer, and the kind of request that it belongs to.
#[derive(Debug, Deserialize)]
struct Recorded {
    id: String,
    method: String,
    kind: String,
    status: u16,
    location: Option<String>,
    body: String,
}

impl Recorded {
    fn reply(&self) -> Reply {
        let location = self.location.iter().map(|location| ("Location", location.clone())).collect();
        Reply::Answer { status: self.status, headers: location, body: self.body.clone() }
    }

    fn json(&self) -> Option<Value> {
        serde_json::from_str(&self.body).ok()
    }

    /// Fleet's own words, if the body is its envelope.
    fn message(&self) -> Option<String> {
        Some(self.json()?.get("error")?["message"].as_str().unwrap().to_owned())
    }

    /// How many items a page holds.
    fn length(&self, member: &str) -> usize {
        self.json().unwrap().get(member).map_or(0, |items| items.as_array().unwrap().len())
    }

    /// The error that a status outside of success has to become.
    fn expected_error(&self, error: &FleetError) -> bool {
        match (self.message(), error) {
            (Some(words), FleetError::Degraded { status, message }) => {
                self.status >= 500 && (*status, message) == (self.status, &words)
            }
            (Some(words), FleetError::Refused { status, message }) => {
                self.status < 500 && (*status, message) == (self.status, &words)
            }
            (None, FleetError::Nonsense { .. }) => true,
            _ => false,
        }
    }
}

#[tokio::test]
async fn everything_that_a_real_fleet_said_is_understood() {
    for line in include_str!("recorded.jsonl").lines() {
        let recorded: Recorded = serde_json::from_str(line).unwrap();
        let reply = recorded.reply();
        let server =
            Server::start(move |number, _| if number == 0 { reply.clone() } else { Reply::json("{}") }).await;
        let mut config = server.config();
        config.read_attempts = 1;
        check(&recorded, &FleetClient::new(config).unwrap()).await;
    }
}

async fn check(recorded: &Recorded, client: &FleetClient) {
    let id = recorded.id.as_str();
    let name: UnitName = "a.service".parse().unwrap();
    let result = match (recorded.method.as_str(), recorded.kind.as_str()) {
        ("GET", "units") => {
            client.units().await.map(|list| (list.items.len(), list.skipped, "units")).map(Some)
        }
        ("GET", "state") => {
            client.states().await.map(|list| (list.items.len(), list.skipped, "states")).map(Some)
        }
        ("GET", "machines") => {
            client.machines().await.map(|list| (list.items.len(), list.skipped, "machines")).map(Some)
        }
        ("GET", "unit") if recorded.status == 200 => {
            let name: UnitName = recorded.json().unwrap()["name"].as_str().unwrap().parse().unwrap();
            let unit = client.unit(&name).await.unwrap().unwrap();
            assert_eq!(unit.options.len(), recorded.length("options"), "{id}");
            return;
        }
        ("GET", "unit") => client.unit(&name).await.map(|unit| {
            assert_eq!((unit, recorded.message().as_deref()), (None, Some("unit does not exist")), "{id}");
            None
        }),
        ("PUT", "unit") => client.create(&name, &[], DesiredState::Loaded).await.map(|outcome| {
            assert_eq!(outcome == PutOutcome::Created, recorded.status == 201, "{id}");
            None
        }),
        ("DELETE", "unit") => client.destroy(&name).await.map(|outcome| {
            assert_eq!(outcome == DestroyOutcome::Destroyed, recorded.status == 204, "{id}");
            None
        }),
        other => panic!("{other:?}"),
    };
    match result {
        Ok(Some((items, skipped, member))) => {
            assert_eq!((items, skipped), (recorded.length(member), 0), "{id}");
        }
        Ok(None) => {}
        Err(error) => assert!(recorded.expected_error(&error), "{id}: {error:?}"),
    }
}
