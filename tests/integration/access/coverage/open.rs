//! The cases of what takes something that is open: an action at work, one that waits for approval, a screen that looks. Each
//! is asked by nobody, by a viewer, by an operator of another app, and by somebody who may.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use shared::action::ActionView;
use shared::apps::AppDetail;
use shared::plan::{Plan, PlanRequest};

use super::super::two_apps;
use super::table::{Case, OF_A_SCREEN, OF_WHAT_IS_OPEN, table};
use crate::harness::{ANYWHERE, CLUSTER, Client, TestApp, eventually, remove_unit, written};

/// What has its cases here.
const HERE: [&str; 7] = [
    "undo_action",
    "command_action",
    "approve_action",
    "decline_action",
    "withdraw_action",
    "get_screen_self",
    "stream_screen",
];

struct Scene {
    app: TestApp,
    ada: Client,
    grace: Client,
    vera: Client,
    bob: Client,
}

impl Scene {
    async fn set() -> Self {
        let (app, ada) = two_apps().await;
        Self {
            grace: app.admin("grace").await,
            vera: app.person("vera", &[("viewer", "*")]).await,
            bob: app.person("bob", &[("operator", "web-*")]).await,
            app,
            ada,
        }
    }

    /// The four cases of a call about an action of `checkout`; nothing reaches Fleet by those who may not.
    async fn check(&self, action: &ActionView, (end, body): (&str, Value), (may, status): (&Client, u16)) {
        let path = format!("{CLUSTER}/actions/{}/{end}", action.id);
        let nobody = self.app.nobody();
        let before = written(&self.app.fleet);
        for (who, expected, name) in
            [(&nobody, 401, "nobody"), (&self.vera, 403, "vera"), (&self.bob, 404, "bob")]
        {
            let answer = who.post(&path, &body).await;
            assert_eq!(answer.status(), expected, "{end} by {name}: {}", answer.text());
            assert!(self.ada.action(&action.id).await.view.state.is_open(), "{end} by {name} has ended it");
        }
        assert_eq!(written(&self.app.fleet), before, "{end}");
        let answer = may.post(&path, &body).await;
        assert_eq!(answer.status(), status, "{end}: {}", answer.text());
    }
}

fn deploy(version: &str) -> PlanRequest {
    PlanRequest::Deploy {
        app: "checkout".parse().unwrap(),
        version: version.parse().unwrap(),
        count: None,
        strategy: None,
    }
}

#[test]
fn what_the_table_leaves_out_is_here() {
    let left_out = |case: &Case| matches!(case, Case::None(OF_WHAT_IS_OPEN | OF_A_SCREEN));
    let mut of_table: Vec<_> =
        table().into_iter().filter(|row| left_out(&row.under)).map(|row| row.id).collect();
    let mut here = HERE.to_vec();
    of_table.sort_unstable();
    here.sort_unstable();
    assert_eq!(of_table, here);
}

#[tokio::test]
async fn what_is_at_work_has_its_cases() {
    let scene = Scene::set().await;
    let removal = scene.ada.begin(&remove_unit("checkout:1@1.service")).await;
    scene.check(&removal, ("undo", json!({})), (&scene.grace, 200)).await;

    scene.app.fleet.slow_pull("checkout:2@1*", Duration::from_secs(24 * 3600));
    let deployment = scene.ada.begin(&deploy("2")).await;
    // It stands still then: what is written is not its own next call.
    let first = async || (written(&scene.app.fleet).len() == 1).then_some(());
    eventually("its first call is out", first).await;
    scene.check(&deployment, ("commands", json!({"kind": "pause"})), (&scene.grace, 200)).await;
}

#[tokio::test]
async fn what_waits_for_approval_has_its_cases() {
    let scene = Scene::set().await;
    let settings = json!({"wanted": 1, "gate": {"steady_s": 0}, "approval": "second_person"});
    let app: AppDetail = scene.ada.get("/api/v1/apps/checkout").await.json();
    let body = json!({"source": ANYWHERE, "base_revision": app.view.revision, "settings": settings});
    let put = scene.ada.put("/api/v1/apps/checkout", &body).await;
    assert_eq!(put.status(), 200, "{}", put.text());
    let asked = scene.ada.begin(&deploy("2")).await;
    scene.check(&asked, ("decline", json!({"reason": "no"})), (&scene.grace, 200)).await;
    let asked = scene.ada.begin(&deploy("2")).await;
    scene.check(&asked, ("withdraw", json!({})), (&scene.ada, 200)).await;
    let asked = scene.ada.begin(&deploy("2")).await;
    let plan: Plan = scene.grace.plan(&asked.request).await;
    scene.check(&asked, ("approve", json!({"plan_hash": plan.hash})), (&scene.grace, 202)).await;
}

#[tokio::test]
async fn a_screen_has_its_cases() {
    let scene = Scene::set().await;
    let (all, _) = scene.app.screen(&scene.ada, "Kitchen", &["*"]).await;
    let (web, _) = scene.app.screen(&scene.ada, "Hall", &["web-*"]).await;
    let (revoked, row) = scene.app.screen(&scene.ada, "Attic", &["*"]).await;
    assert_eq!(scene.ada.delete(&format!("/api/v1/screens/{}", row.id)).await.status(), 204);
    let nobody = scene.app.nobody();
    for path in ["/api/v1/screens/self", "/api/v1/screens/self/events"] {
        for (who, name) in [(&nobody, "nobody"), (&scene.ada, "ada"), (&revoked, "a screen that was revoked")]
        {
            assert_eq!(who.get(path).await.status(), 401, "{path} by {name}");
        }
        for (screen, sees) in [(&all, true), (&web, false)] {
            let mut response = screen.request(Method::GET, path).send().await.unwrap();
            assert_eq!(response.status(), 200, "{path}");
            let mut text = String::new();
            while let Some(chunk) = response.chunk().await.unwrap() {
                text += std::str::from_utf8(&chunk).unwrap();
                // A stream goes on: its first picture is enough.
                if text.contains("event: wall") && text.ends_with("\n\n") {
                    break;
                }
            }
            let is_a_picture = path.ends_with("/events");
            assert_eq!(text.contains("checkout"), sees && is_a_picture, "{path}: {text}");
            assert_eq!(text.contains("web-a"), is_a_picture, "{path}: {text}");
        }
    }
}
