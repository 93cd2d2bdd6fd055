//! What waits for somebody else: apps that want a second person, and freezes.

mod decisions;
mod freezes;
mod rights;
mod unit;

use serde_json::{Value, json};
use shared::ActionId;
use shared::action::{ActionState, ActionView};
use shared::approval::{ApproveAction, DeclineAction};
use shared::apps::AppDetail;
use shared::plan::{Confirm, Plan, PlanRequest};

use crate::harness::{ANYWHERE, Answer, CLUSTER, Client, Setup, TestApp, eventually, quick, running};

const OLD: [&str; 2] = ["example:1.0.0@1.service", "example:1.0.0@2.service"];
const NEW: [&str; 2] = ["example:2.0.0@1.service", "example:2.0.0@2.service"];

/// Two instances of 1.0.0 run, and the app has these settings besides a gate that is passed at once. Ada and grace are
/// administrators.
async fn waiting_app(settings: Value) -> (TestApp, Client, Client) {
    let app = Setup::new().over(running(quick(), ANYWHERE, &OLD)).start().await;
    let (ada, grace) = (app.admin("ada").await, app.admin("grace").await);
    let answer = write_settings(&ada, 0, settings).await;
    assert_eq!(answer.status(), 200, "{}", answer.text());
    (app, ada, grace)
}

async fn write_settings(who: &Client, base: u64, settings: Value) -> Answer {
    let mut all = json!({ "wanted": 2, "gate": { "steady_s": 0 } });
    for (name, value) in settings.as_object().unwrap() {
        all[name] = value.clone();
    }
    let body = json!({ "source": ANYWHERE, "base_revision": base, "settings": all });
    who.put("/api/v1/apps/example", &body).await
}

/// Changes the settings to these.
async fn change_settings(who: &Client, settings: Value) {
    let detail: AppDetail = who.get("/api/v1/apps/example").await.json();
    let answer = write_settings(who, detail.view.revision, settings).await;
    assert_eq!(answer.status(), 200, "{}", answer.text());
}

fn second_person() -> Value {
    json!({ "approval": "second_person" })
}

fn deploy(version: &str) -> PlanRequest {
    PlanRequest::Deploy {
        app: "example".parse().unwrap(),
        version: version.parse().unwrap(),
        count: None,
        strategy: None,
    }
}

fn waits(action: &ActionView) -> bool {
    matches!(action.state, ActionState::Asked { .. })
}

impl Client {
    /// Asks for something that waits then.
    async fn ask(&self, request: &PlanRequest) -> ActionView {
        let action = self.begin(request).await;
        assert!(waits(&action), "{action:?}");
        action
    }

    async fn approve_plan(&self, id: &ActionId, plan: &Plan) -> Answer {
        let confirmation = match &plan.confirm {
            Confirm::TypeName { name, .. } => Some(name.clone()),
            Confirm::None | Confirm::List => None,
        };
        let body = ApproveAction { plan_hash: plan.hash.clone(), confirmation };
        self.post(&format!("{CLUSTER}/actions/{id}/approve"), &body).await
    }

    /// Looks at the plan of what waits, and approves it.
    async fn try_approve(&self, action: &ActionView) -> Answer {
        self.approve_plan(&action.id, &self.fresh_plan(&action.request).await).await
    }

    async fn approve(&self, action: &ActionView) -> ActionView {
        let answer = self.try_approve(action).await;
        assert_eq!(answer.status(), 202, "{}", answer.text());
        answer.json()
    }

    async fn decline(&self, action: &ActionView, reason: &str) -> Answer {
        let body = DeclineAction { reason: reason.to_owned() };
        self.post(&format!("{CLUSTER}/actions/{}/decline", action.id), &body).await
    }

    async fn withdraw(&self, action: &ActionView) -> Answer {
        self.post(&format!("{CLUSTER}/actions/{}/withdraw", action.id), &json!({})).await
    }

    /// A plan, once Fleet was read again: the clock may have been moved on.
    async fn fresh_plan(&self, request: &PlanRequest) -> Plan {
        eventually("there is a plan", async || {
            let answer = self.try_plan(request).await;
            (answer.status() == 200).then(|| answer.json())
        })
        .await
    }
}
