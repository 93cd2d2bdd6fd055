//! What people do to a cluster, as the page does it; and what of that reached Fleet.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use fleet::{DesiredState, UnitName, UnitOption, unit_file};
use fleet_sim::{Request, SimConfig, SimHandle, UnitPut};
use reqwest::Method;
use serde_json::json;
use shared::action::{ActionDetail, ActionView, StartAction};
use shared::audit::{AuditPage, AuditRow};
use shared::plan::{Confirm, Plan, PlanRequest, UNDO_S};
use shared::view::ClusterView;
use shared::{ActionId, Health, health};

use super::{Answer, Client, TestApp, eventually};

/// The cluster's paths.
pub(crate) const CLUSTER: &str = "/api/v1/clusters/default";
/// A template of which each machine takes one instance, whatever its version.
pub(crate) const ONE_A_MACHINE: &str =
    "[Service]\nExecStart=/bin/run {app} {version}\n\n[X-Fleet]\nConflicts={app}:*@*.service\n";
/// A template that fits everywhere, any number of times.
pub(crate) const ANYWHERE: &str = "[Service]\nExecStart=/bin/run {app} {version} {instance}\n";

/// An empty Fleet of three machines whose time runs 40 times as fast.
pub(crate) fn quick() -> SimConfig {
    SimConfig { speed: 40.0, ..SimConfig::empty() }
}

pub(crate) fn launch(app: &str, version: &str, count: u32) -> PlanRequest {
    PlanRequest::Launch { app: app.parse().unwrap(), version: version.parse().unwrap(), count }
}

pub(crate) fn scale(app: &str, version: &str, count: u32) -> PlanRequest {
    PlanRequest::Scale { app: app.parse().unwrap(), version: Some(version.parse().unwrap()), count }
}

pub(crate) fn remove_unit(unit: &str) -> PlanRequest {
    PlanRequest::RemoveUnit { unit: unit.parse().unwrap() }
}

pub(crate) fn remove_version(app: &str, version: &str) -> PlanRequest {
    PlanRequest::RemoveVersion { app: app.parse().unwrap(), version: Some(version.parse().unwrap()) }
}

/// Options as a unit file has them.
pub(crate) fn options(text: &str) -> Vec<UnitOption> {
    unit_file::parse(text).unwrap()
}

/// A Fleet in which these units run already.
pub(crate) fn running(sim: SimConfig, text: &str, units: &[&str]) -> SimHandle {
    let fleet = SimHandle::new(sim);
    for unit in units {
        fleet.put_unit(unit, UnitPut::new(options(text), DesiredState::Launched)).unwrap();
    }
    fleet.advance(Duration::from_secs(120));
    fleet
}

impl Client {
    /// Gives an app its template.
    pub(crate) async fn write_app(&self, app: &str, source: &str) {
        let body = json!({ "source": source, "base_revision": 0, "accepted": ["unbalanced-quote"] });
        let answer = self.put(&format!("/api/v1/apps/{app}"), &body).await;
        assert_eq!(answer.status(), 200, "{}", answer.text());
    }

    /// Asks for a plan.
    pub(crate) async fn try_plan(&self, request: &PlanRequest) -> Answer {
        self.post(&format!("{CLUSTER}/plans"), request).await
    }

    /// The plan.
    pub(crate) async fn plan(&self, request: &PlanRequest) -> Plan {
        self.try_plan(request).await.json()
    }

    /// Starts a plan that was shown; types the name where it wants one.
    pub(crate) async fn click(&self, plan: &Plan, key: &str) -> Answer {
        let confirmation = match &plan.confirm {
            Confirm::TypeName { name, .. } => Some(name.clone()),
            Confirm::None | Confirm::List => None,
        };
        self.click_with(plan, key, confirmation).await
    }

    /// Starts a plan with this confirmation.
    pub(crate) async fn click_with(&self, plan: &Plan, key: &str, confirmation: Option<String>) -> Answer {
        let body = StartAction {
            request: plan.request.clone(),
            plan_hash: plan.hash.clone(),
            confirmation,
            note: String::new(),
            takes_over: None,
        };
        let request = self.request(Method::POST, &format!("{CLUSTER}/actions"));
        self.send(request.header("idempotency-key", key).json(&body)).await
    }

    /// Plans and starts.
    pub(crate) async fn begin(&self, request: &PlanRequest) -> ActionView {
        let plan = self.plan(request).await;
        let answer = self.click(&plan, &new_key()).await;
        assert_eq!(answer.status(), 202, "{}", answer.text());
        answer.json()
    }

    pub(crate) async fn undo(&self, id: &ActionId) -> Answer {
        self.post(&format!("{CLUSTER}/actions/{id}/undo"), &json!({})).await
    }

    pub(crate) async fn action(&self, id: &ActionId) -> ActionDetail {
        self.get(&format!("{CLUSTER}/actions/{id}")).await.json()
    }

    /// The action when it has ended.
    pub(crate) async fn ended(&self, id: &ActionId) -> ActionDetail {
        eventually("the action has ended", async || {
            Some(self.action(id).await).filter(|action| !action.view.state.is_open())
        })
        .await
    }

    /// What the page shows.
    pub(crate) async fn snapshot(&self) -> ClusterView {
        self.get(&format!("{CLUSTER}/snapshot")).await.json()
    }

    /// The record, newest first.
    pub(crate) async fn record(&self) -> Vec<AuditRow> {
        self.get("/api/v1/audit").await.json::<AuditPage>().rows
    }

    /// The record's line about an action.
    pub(crate) async fn record_of(&self, id: &ActionId) -> AuditRow {
        let rows = self.record().await;
        rows.into_iter().find(|row| row.action.as_ref() == Some(id)).expect("the action is in the record")
    }
}

impl TestApp {
    /// Plans, starts, lets the time for undoing pass, and waits for the end.
    pub(crate) async fn carry_out(&self, who: &Client, request: &PlanRequest) -> ActionDetail {
        let action = who.begin(request).await;
        self.skip_undo();
        who.ended(&action.id).await
    }

    /// Lets the time for undoing pass.
    pub(crate) fn skip_undo(&self) {
        self.clock.advance(u64::from(UNDO_S) * 1_000);
    }

    /// Waits until the page shows a unit in this health.
    pub(crate) async fn shows(&self, unit: &str, wanted: Health) {
        let name: UnitName = unit.parse().unwrap();
        let cluster = self.server.clusters.default_cluster();
        cluster.look();
        eventually(&format!("{unit} is {}", wanted.word()), async || {
            let snapshot = cluster.snapshot();
            let entry = snapshot.units.get(&name)?;
            (health::of(&entry.row) == wanted).then_some(())
        })
        .await;
    }
}

/// A key that was never used.
fn new_key() -> String {
    static USED: AtomicU64 = AtomicU64::new(0);
    format!("click-{}", USED.fetch_add(1, Ordering::Relaxed))
}

/// The writes that reached Fleet, in the order of their answers.
pub(crate) fn writes(fleet: &SimHandle) -> Vec<Request> {
    fleet.requests().into_iter().filter(|request| request.method != "GET").collect()
}

/// The same in short: `PUT example:1.0.0@1.service launched`.
pub(crate) fn written(fleet: &SimHandle) -> Vec<String> {
    writes(fleet).iter().map(in_short).collect()
}

fn in_short(request: &Request) -> String {
    let unit = request.target.strip_prefix("/fleet/v1/units/").unwrap_or(&request.target);
    let unit = unit.replace("%3A", ":").replace("%40", "@");
    let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let desired = body["desiredState"].as_str().map(|state| format!(" {state}")).unwrap_or_default();
    format!("{} {unit}{desired}", request.method)
}

/// The names of the units that Fleet has.
pub(crate) fn names(fleet: &SimHandle) -> Vec<String> {
    fleet.units().iter().map(|unit| unit.name.to_string()).collect()
}
