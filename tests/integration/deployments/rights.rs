//! Who has lost the right takes nothing more away.

use std::time::Duration;

use serde_json::json;
use shared::ActionId;
use shared::account::{CreatedToken, TokenRow};
use shared::action::ActionState;
use shared::deployment::Command;

use super::{NEW, OLD, deploy, deployed, reason};
use crate::harness::{Client, TestApp, eventually, names, written};

/// A token has begun a deployment, and was revoked in the middle of it.
async fn revoked_in_the_middle() -> (TestApp, Client, ActionId) {
    let (app, ada) = deployed(json!({})).await;
    let script = app.token().await;
    app.fleet.slow_pull("example:2.0.0@1*", Duration::from_secs(60));
    let action = script.begin(&deploy("2.0.0")).await;
    eventually("it has begun", async || (!written(&app.fleet).is_empty()).then_some(())).await;
    let tokens: Vec<TokenRow> = ada.get("/api/v1/tokens").await.json();
    let revoked = ada.delete(&format!("/api/v1/tokens/{}", tokens[0].id)).await;
    assert!(revoked.status() < 300, "{}", revoked.text());
    (app, ada, action.id)
}

#[tokio::test]
async fn a_token_that_is_revoked_in_the_middle_takes_nothing_more_away() {
    let (app, ada, action) = revoked_in_the_middle().await;
    let paused = ada.until_paused(&action).await;
    assert_eq!(
        reason(&paused),
        "The API token ci was revoked or has expired, so nothing more is taken away by its rights. Somebody else \
         can let this go on."
    );
    assert_eq!(written(&app.fleet), [format!("PUT {} launched", NEW[0])]);
    assert_eq!(names(&app.fleet).len(), OLD.len() + 1);
    ada.say(&action, Command::Resume).await;
    assert_eq!(ada.ended(&action).await.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), NEW);
}

/// A name says nothing of who began it: the next token of that name is another one.
#[tokio::test]
async fn another_token_of_the_same_name_does_not_let_it_go_on() {
    let (app, ada, action) = revoked_in_the_middle().await;
    let body = json!({ "name": "ci", "role": "admin", "days": 30 });
    let again: CreatedToken = ada.post("/api/v1/tokens", &body).await.json();
    let again = app.nobody().with_token(&again.secret);
    let paused = ada.until_paused(&action).await;
    assert!(reason(&paused).starts_with("The API token ci was revoked"), "{}", reason(&paused));
    assert_eq!(written(&app.fleet), [format!("PUT {} launched", NEW[0])]);
    // Whoever has it now may let it go on, as anybody who may: then it is theirs.
    again.say(&action, Command::Resume).await;
    assert_eq!(ada.ended(&action).await.view.state, ActionState::Done);
}

/// Asked once it would not be enough: the first old instance is gone by right, and then the right goes.
#[tokio::test]
async fn what_is_lost_after_the_first_one_is_gone_keeps_the_others() {
    for by in ["grant", "role", "account"] {
        let (app, ada) = deployed(json!({})).await;
        let role = json!({"verbs": ["view", "deploy"]});
        assert_eq!(ada.put("/api/v1/roles/mover", &role).await.status(), 200);
        let bob = app.person("bob", &[("mover", "*")]).await;
        app.fleet.slow_pull(NEW[1], Duration::from_secs(24 * 3_600));
        let action = bob.begin(&deploy("2.0.0")).await;
        let gone = format!("DELETE {}", OLD[2]);
        let next = format!("PUT {} launched", NEW[1]);
        let sent = eventually("one is replaced, and the next one pulls", async || {
            let sent = written(&app.fleet);
            (sent.contains(&gone) && sent.contains(&next)).then_some(sent)
        })
        .await;
        match by {
            "grant" => app.take("bob-mover-*").await,
            "role" => {
                let less = json!({"verbs": ["view"]});
                assert_eq!(ada.put("/api/v1/roles/mover", &less).await.status(), 200);
            }
            _ => {
                let off = json!({"disabled": true});
                assert_eq!(ada.patch("/api/v1/users/bob", &off).await.status(), 200);
            }
        }
        app.fleet.clear_scripts();
        app.fleet.advance(Duration::from_secs(2 * 24 * 3_600));
        let paused = ada.until_paused(&action.id).await;
        assert!(reason(&paused).contains("bob"), "{by}: {}", reason(&paused));
        assert_eq!(written(&app.fleet), sent, "{by}: nothing more was sent");
        let left: Vec<String> =
            names(&app.fleet).into_iter().filter(|name| OLD.contains(&name.as_str())).collect();
        assert_eq!(left, OLD[..2], "{by}");
        ada.say(&action.id, Command::Resume).await;
        assert_eq!(ada.ended(&action.id).await.view.state, ActionState::Done);
    }
}

/// What took force was the way there, which leaves nothing that serves for a while.
#[tokio::test]
async fn who_may_roll_back_may_do_so_whatever_the_way_there_took() {
    let (app, ada) = deployed(json!({ "strategy": { "kind": "recreate" }, "min": 0 })).await;
    let bob = app.person("bob", &[("deployer", "*")]).await;
    app.fleet.slow_pull(NEW[2], Duration::from_secs(60));
    let action = ada.begin(&deploy("2.0.0")).await;
    eventually("the new ones start", async || {
        written(&app.fleet).contains(&format!("PUT {} launched", NEW[2])).then_some(())
    })
    .await;
    bob.say(&action.id, Command::RollBack).await;
    let ended = bob.until(&action.id, "it stands or has ended", |action| {
        !matches!(action.view.state, ActionState::Running)
    });
    let ended = ended.await;
    assert!(matches!(ended.view.state, ActionState::RolledBack { .. }), "{:?}", ended.view.state);
    assert!(names(&app.fleet).iter().all(|name| name.starts_with("example:1.0.0@")));
}
