//! Who may approve, and who may let nothing wait any more.

use serde_json::json;
use shared::ErrorCode;
use shared::account::{CreatedToken, NewToken};
use shared::action::{ActionState, ActionView};
use shared::plan::Warning;
use shared::policy::{Limits, Pattern};

use super::{change_settings, deploy, second_person, waiting_app, waits, write_settings};
use crate::harness::{ANYWHERE, CLUSTER, Client, TestApp, names, scale, written};

/// A token that somebody makes for themselves.
async fn own_token(app: &TestApp, who: &Client, name: &str) -> Client {
    let new = NewToken {
        name: name.parse().unwrap(),
        role: "admin".parse().unwrap(),
        cluster: Pattern::all(),
        apps: Pattern::all(),
        limits: Limits::NONE,
        days: 1,
    };
    let answer = who.post("/api/v1/tokens", &new).await;
    assert_eq!(answer.status(), 201, "{}", answer.text());
    app.nobody().with_token(&answer.json::<CreatedToken>().secret)
}

#[tokio::test]
async fn nobody_approves_what_they_asked_for_by_whatever_name() {
    let (app, ada, grace) = waiting_app(second_person()).await;
    let (token, other) = (own_token(&app, &ada, "ci").await, own_token(&app, &ada, "other").await);
    let unowned = app.script("cli", "admin", "*").await;
    for asker in [&ada, &token] {
        let asked = asker.ask(&deploy("2.0.0")).await;
        assert_eq!(asked.asked.as_ref().unwrap().by.as_str(), "ada");
        for same in [&ada, &token, &other] {
            let refused = same.try_approve(&asked).await;
            assert_eq!((refused.status(), refused.code()), (403, ErrorCode::Forbidden));
            assert_eq!(refused.error().message, "You asked for this: somebody else must approve it.");
        }
        let nobody = unowned.try_approve(&asked).await;
        assert_eq!(nobody.code(), ErrorCode::Forbidden, "{}", nobody.text());
        assert!(nobody.error().message.contains("a person must"), "{}", nobody.text());
        assert!(waits(&ada.action(&asked.id).await.view));
        // They may take it back, whichever of their credentials asked.
        assert_eq!(other.withdraw(&asked).await.status(), 200);
    }
    assert_eq!(written(&app.fleet), [""; 0]);
    let told: Vec<_> = ada.record().await.into_iter().map(|row| row.told).collect();
    assert!(
        told.contains(&"ada tried to approve ada's deployment of example 2.0.0, and was refused".to_owned()),
        "{told:#?}"
    );
    // What a token asked for another person approves, also with a token.
    let asked = token.ask(&deploy("2.0.0")).await;
    own_token(&app, &grace, "grace-ci").await.approve(&asked).await;
    assert_eq!(ada.ended(&asked.id).await.view.state, ActionState::Done);
}

#[tokio::test]
async fn who_approves_has_the_verb_and_the_extent() {
    let (app, ada, _grace) = waiting_app(second_person()).await;
    let asked = ada.ask(&scale("example", "1.0.0", 4)).await;
    let plan = ada.plan(&asked.request).await;
    let few = Limits { most_instances: Some(3), versions: None };
    let vera = app.person("vera", &[("viewer", "*")]).await;
    let eve = app.person("eve", &[]).await;
    let bob = app.person("bob", &[("operator", "other")]).await;
    let max = app.person("max", &[]).await;
    app.give("max", "operator", "example", few).await;
    for (who, approves, declines) in [(&vera, 403, 403), (&eve, 404, 404), (&bob, 404, 404), (&max, 403, 200)]
    {
        let answer = who.approve_plan(&asked.id, &plan).await;
        assert_eq!(answer.status(), approves, "{}", answer.text());
        let answer = who.decline(&asked, "no").await;
        assert_eq!(answer.status(), declines, "{}", answer.text());
    }
    assert_eq!(written(&app.fleet), [""; 0]);
}

#[tokio::test]
async fn who_asked_must_still_be_allowed_when_it_starts() {
    let (app, _ada, grace) = waiting_app(second_person()).await;
    let dora = app.person("dora", &[("deployer", "example")]).await;
    let asked = dora.ask(&deploy("2.0.0")).await;
    app.take("dora-deployer-example").await;
    let refused = grace.try_approve(&asked).await;
    assert_eq!(refused.code(), ErrorCode::Conflict, "{}", refused.text());
    assert!(
        refused.error().message.starts_with("dora asked for this, and may not do it now."),
        "{}",
        refused.text()
    );
    app.give("dora", "deployer", "example", Limits { most_instances: Some(1), versions: None }).await;
    let version = grace.try_approve(&asked).await;
    // Two run already, so that it leads to no more than now; a limit of versions counts.
    assert_eq!(version.status(), 202, "{}", version.text());
    assert_eq!(grace.ended(&asked.id).await.view.state, ActionState::Done);

    let asked = dora.ask(&deploy("3.0.0")).await;
    let disabled = grace.patch("/api/v1/users/dora", &json!({ "disabled": true })).await;
    assert!(disabled.status() < 300, "{}", disabled.text());
    let refused = grace.try_approve(&asked).await;
    assert!(refused.error().message.contains("is nobody here any more"), "{}", refused.text());
    assert_eq!(grace.decline(&asked, "She has left.").await.status(), 200);
    assert_eq!(names(&app.fleet), super::NEW);
}

#[tokio::test]
async fn what_lets_others_wait_is_changed_with_the_right_to_settings() {
    let (app, ada, _grace) = waiting_app(second_person()).await;
    let role = json!({ "verbs": ["view", "view-spec", "deploy", "template"] });
    assert!(ada.put("/api/v1/roles/writer", &role).await.status() < 300);
    let wim = app.person("wim", &[("writer", "*")]).await;
    // Whoever writes templates changes anything else, but neither takes this off, nor adds to it, nor lets it all go.
    let freeze = json!([{ "reason": "fair", "window": { "kind": "once", "from_ms": 1, "until_ms": 2 } }]);
    for settings in [
        json!({}),
        json!({ "approval": "second_person", "freezes": freeze }),
        json!({ "approval": "second_person", "approval_limit_s": 300 }),
    ] {
        let refused = write_settings(&wim, 1, settings).await;
        assert_eq!(refused.code(), ErrorCode::Forbidden, "{}", refused.text());
        assert!(refused.error().message.contains("settings"), "{}", refused.text());
    }
    assert_eq!(wim.delete("/api/v1/apps/example").await.code(), ErrorCode::Forbidden);
    assert_eq!(
        write_settings(&wim, 7, json!({})).await.code(),
        ErrorCode::Conflict,
        "nor by an old revision"
    );
    let other = write_settings(&wim, 1, json!({ "approval": "second_person", "max": 9 })).await;
    assert_eq!(other.status(), 200, "{}", other.text());
    let source = json!({ "source": format!("{ANYWHERE}# new\n"), "base_revision": 2 });
    assert_eq!(wim.put("/api/v1/apps/example", &source).await.status(), 200);
    assert_eq!(ada.plan(&deploy("2.0.0")).await.waits.len(), 1, "a new template leaves them as they are");
    let changed = ada.record().await;
    change_settings(&ada, json!({})).await;
    let line = ada.record().await.into_iter().next().unwrap();
    assert!(
        line.detail.contains(&"approval: \"second_person\" → none".to_owned()),
        "{line:?} {}",
        changed.len()
    );
    assert_eq!(ada.plan(&deploy("2.0.0")).await.waits, []);
    assert_eq!(wim.delete("/api/v1/apps/example").await.status(), 204);
}

#[tokio::test]
async fn who_asks_is_told_where_nobody_else_may_approve() {
    let (app, ada, grace) = waiting_app(second_person()).await;
    let warns = async || {
        let plan = ada.plan(&deploy("2.0.0")).await;
        let notes = plan.warnings.iter().filter(|warning| match warning {
            Warning::Note { text } => text.starts_with("Nobody else here may approve this now"),
            _ => false,
        });
        (notes.count(), plan.hash)
    };
    let asks = async || {
        let asked = ada.ask(&deploy("2.0.0")).await;
        assert_eq!(ada.withdraw(&asked).await.status(), 200);
        asked.asked.unwrap().nobody_else
    };
    let (before, hash) = warns().await;
    assert_eq!((before, asks().await), (0, false), "grace may");
    // Her own token is herself, and one who may only look approves nothing.
    own_token(&app, &ada, "ci").await;
    app.person("vera", &[("viewer", "*")]).await;
    let disabled = ada.patch("/api/v1/users/grace", &json!({ "disabled": true })).await;
    assert!(disabled.status() < 300, "{}", disabled.text());
    assert_eq!(warns().await, (1, hash), "and it is the same plan");
    assert!(asks().await);
    app.person("dora", &[("deployer", "example")]).await;
    assert_eq!((warns().await.0, asks().await), (0, false), "by the verb that it takes");
    drop(grace);
}

/// Of what has begun, the list has the last ones. What waits is told besides, however much has come since.
#[tokio::test]
async fn what_waits_behind_much_else_is_told_to_those_alone_who_see_it() {
    let (app, ada, _grace) = waiting_app(second_person()).await;
    let carl = app.person("carl", &[("viewer", "example")]).await;
    let bob = app.person("bob", &[("viewer", "other")]).await;
    let asked = ada.ask(&deploy("2.0.0")).await;
    app.execute("CREATE TABLE copies AS SELECT * FROM actions").await;
    for read_from_others in ["state_kind", "request_kind"] {
        app.execute(&format!("ALTER TABLE copies DROP COLUMN {read_from_others}")).await;
    }
    let numbers =
        "WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1100)";
    app.execute(&format!("INSERT INTO copies {numbers} SELECT copies.* FROM numbers, copies")).await;
    app.execute(
        "UPDATE copies SET id = printf('c0%04x', rowid), idempotency_key = rowid, is_open = 0, asked_until_ms = NULL, \
         state = '{\"kind\":\"done\"}', started_ms = started_ms + rowid, ended_ms = started_ms + rowid",
    )
    .await;
    app.execute("INSERT INTO actions SELECT * FROM copies").await;
    for (who, sees) in [(&ada, true), (&carl, true), (&bob, false)] {
        let told: Vec<ActionView> = who.get(&format!("{CLUSTER}/actions")).await.json();
        assert_eq!(told.len(), if sees { 51 } else { 0 });
        assert_eq!(told.iter().any(|action| action.id == asked.id), sees);
    }
}
