//! Deployments at work: new versions, gates, what people say to them, locks, rights, weather and restarts.

mod back;
mod faults;
mod language;
mod lock;
mod others;
mod probes;
mod restart;
mod rights;
mod rolling;
mod room;
mod said;
mod strategies;
mod unreadable;
mod weather;

use fleet_sim::{SimConfig, SimHandle};
use serde_json::{Value, json};
use shared::ActionId;
use shared::action::{ActionDetail, ActionState, ActionView, StepView};
use shared::audit::{AuditRow, Outcome};
use shared::deployment::Command;
use shared::plan::{PlanRequest, Step};

use crate::harness::{ANYWHERE, Answer, CLUSTER, Client, Setup, TestApp, eventually, quick, running};

const OLD: [&str; 3] = ["example:1.0.0@1.service", "example:1.0.0@2.service", "example:1.0.0@3.service"];
const NEW: [&str; 3] = ["example:2.0.0@1.service", "example:2.0.0@2.service", "example:2.0.0@3.service"];

/// The app's template. It pulls, so that a pull can be made slow.
const TEMPLATE: &str =
    "[Service]\nExecStartPre=/usr/bin/docker pull example\nExecStart=/bin/run {app} {version} {instance}\n";

/// Three instances of 1.0.0 run, and the app has these settings besides a gate of a second.
async fn deployed(settings: Value) -> (TestApp, Client) {
    over(running(quick(), ANYWHERE, &OLD), settings).await
}

async fn over(fleet: SimHandle, settings: Value) -> (TestApp, Client) {
    let app = Setup::new().over(fleet).start().await;
    let ada = app.admin("ada").await;
    write_settings(&ada, settings).await;
    (app, ada)
}

/// A Fleet whose units take their time, so that somebody can come in between.
fn slow() -> SimConfig {
    SimConfig { speed: 2.0, ..SimConfig::empty() }
}

async fn write_settings(who: &Client, settings: Value) {
    let mut all = json!({ "wanted": 3, "min": 2, "gate": { "steady_s": 0 } });
    for (name, value) in settings.as_object().unwrap() {
        all[name] = value.clone();
    }
    let body = json!({ "source": TEMPLATE, "base_revision": 0, "settings": all });
    let answer = who.put("/api/v1/apps/example", &body).await;
    assert_eq!(answer.status(), 200, "{}", answer.text());
}

fn deploy(version: &str) -> PlanRequest {
    PlanRequest::Deploy {
        app: "example".parse().unwrap(),
        version: version.parse().unwrap(),
        count: None,
        strategy: None,
    }
}

impl Client {
    async fn try_say(&self, id: &ActionId, command: Command) -> Answer {
        self.post(&format!("{CLUSTER}/actions/{id}/commands"), &command).await
    }

    pub(crate) async fn say(&self, id: &ActionId, command: Command) -> ActionView {
        let answer = self.try_say(id, command).await;
        assert_eq!(answer.status(), 200, "{}", answer.text());
        answer.json()
    }

    /// The action, once it is as wanted.
    async fn until(&self, id: &ActionId, what: &str, is_so: impl Fn(&ActionDetail) -> bool) -> ActionDetail {
        eventually(what, async || Some(self.action(id).await).filter(|action| is_so(action))).await
    }

    async fn until_paused(&self, id: &ActionId) -> ActionDetail {
        self.until(id, "it is paused", |action| matches!(action.view.state, ActionState::Paused { .. })).await
    }
}

fn reason(action: &ActionDetail) -> &str {
    match &action.view.state {
        ActionState::Paused { reason, .. }
        | ActionState::Aborted { reason, .. }
        | ActionState::RolledBack { reason, .. }
        | ActionState::Failed { reason } => reason,
        other => panic!("no reason: {other:?}"),
    }
}

fn lines(action: &ActionDetail) -> Vec<&str> {
    action.lines.iter().map(|line| line.text.as_str()).collect()
}

/// How the record says that an action ended.
fn outcome(record: &[AuditRow], id: &ActionId) -> Outcome {
    let mut of_it = record.iter().filter(|row| row.action.as_ref() == Some(id));
    of_it.find(|row| row.summary.starts_with("Deploy ")).unwrap().outcome
}

/// The number of the step that waits for an instance to pass its gate.
fn gate_of(action: &ActionDetail, unit: &str) -> u32 {
    let is_gate = |at: &StepView| matches!(&at.step, Step::Gate { unit: of, .. } if of.as_str() == unit);
    u32::try_from(action.steps.iter().position(is_gate).unwrap()).unwrap()
}
