//! Gates that ask the instance itself.

use fleet::MachineId;
use fleet_sim::{MachineSpec, Machines, SimConfig};
use serde_json::{Value, json};
use shared::action::ActionState;
use shared::deployment::Command;
use tokio::net::TcpListener;

use super::{NEW, OLD, deploy, over, reason};
use crate::harness::{ANYWHERE, names, quick, running, written};

/// Everything runs on this very machine.
fn here() -> SimConfig {
    let id = MachineId::parse(&"a".repeat(32)).unwrap();
    let spec =
        MachineSpec { id, primary_ip: "127.0.0.1".into(), metadata: std::collections::BTreeMap::new() };
    SimConfig { machines: Machines::Specs(vec![spec]), ..quick() }
}

fn gate(port: u16) -> Value {
    let probe = json!({ "kind": { "kind": "tcp" }, "port": { "fixed": port }, "timeout_ms": 1_000 });
    json!({ "gate": { "steady_s": 0, "probe": probe }, "step_limit_s": 10 })
}

#[tokio::test]
async fn an_instance_that_answers_passes() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (app, ada) = over(running(here(), ANYWHERE, &OLD), gate(port)).await;
    let action = ada.begin(&deploy("2.0.0")).await;
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), NEW);
}

#[tokio::test]
async fn one_that_does_not_answer_says_what_was_asked_and_what_came() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let (app, ada) = over(running(here(), ANYWHERE, &OLD), gate(address.port())).await;
    let action = ada.begin(&deploy("2.0.0")).await;
    let paused = ada.until_paused(&action.id).await;
    assert_eq!(
        reason(&paused),
        format!(
            "{} runs, and does not pass: {address} can't be reached: nothing listens there. Given up after 10 s. If it \
             is left out, this goes on with 2 instances instead of 3, and at least 2 stay healthy as before.",
            NEW[0]
        )
    );
    assert_eq!(written(&app.fleet).len(), 1, "nothing was taken away");
    // It comes up while somebody looks.
    let _listener = TcpListener::bind(address).await.unwrap();
    ada.say(&action.id, Command::Resume).await;
    assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
}
