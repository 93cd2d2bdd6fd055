//! `/api/v1/users`.

use serde_json::json;
use server::service::command_line::CommandLine;
use shared::account::CreatedToken;
use shared::audit::Outcome;
use shared::people::{CreatedUser, UserRow, UserView};
use shared::session::SessionView;
use shared::{ErrorCode, RoleName, UserName};

use crate::harness::{Client, Setup, TestApp};

const USERS: &str = "/api/v1/users";

async fn view(ada: &Client, name: &str) -> UserView {
    ada.get(&format!("{USERS}/{name}")).await.json()
}

#[tokio::test]
async fn users_are_made_listed_and_looked_at() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let body = json!({
        "name": "grace",
        "grant": {"role": "deployer", "apps": "web-*", "limits": {"most_instances": 10}},
        "invite_hours": 24,
    });
    let made = ada.post(USERS, &body).await;
    assert_eq!(made.status(), 201);
    let CreatedUser { user, invitation } = made.json();
    let invitation = invitation.unwrap();
    assert_eq!((user.name.as_str(), user.has_password, user.second_factor), ("grace", false, false));
    let waiting = user.invitation.as_ref().unwrap();
    assert_eq!((waiting.created_by.as_str(), waiting.expires_ms), ("ada", invitation.expires_ms));
    assert_eq!(waiting.expires_ms - waiting.created_ms, 24 * 3_600_000);

    let rows: Vec<UserRow> = ada.get(USERS).await.json();
    assert_eq!(rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["ada", "grace"]);
    assert_eq!(rows[1], user);
    assert!(rows[0].seen_ms.is_some() && rows[1].seen_ms.is_none());
    assert!(!ada.get(USERS).await.text().contains(invitation.link.split_once('#').unwrap().1));

    let of_ada = view(&ada, "ada").await;
    assert_eq!((of_ada.sessions.len(), of_ada.rights.iter().count()), (1, 1));
    let right = view(&ada, "grace").await.rights.iter().next().unwrap().clone();
    assert_eq!((right.role.as_str(), right.apps.as_str()), ("deployer", "web-*"));
    assert_eq!(right.limits.most_instances, Some(10));
    let line = ada.record().await.remove(0);
    assert_eq!(
        line.summary,
        "Make user grace (deployer on web-*, at most 10 instances; invited for 24 hours)"
    );
}

#[tokio::test]
async fn wrong_wishes_are_named_and_nothing_is_made() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    app.token().await;
    for (body, field) in [
        (json!({"name": "a b"}), "name"),
        (json!({"name": "grace", "invite_hours": 0}), "invite_hours"),
        (json!({"name": "grace", "invite_hours": 337}), "invite_hours"),
        (json!({"name": "grace", "groups": ["nowhere"]}), "groups"),
        (json!({"name": "grace", "grant": {"role": "root"}}), "role"),
        (json!({"name": "grace", "password": "x"}), "password"),
    ] {
        let answer = ada.post(USERS, &body).await;
        assert_eq!(answer.code(), ErrorCode::BadRequest, "{body}");
        assert_eq!(answer.error().fields[0].field, field, "{body}");
    }
    for taken in ["ada", "ci"] {
        assert_eq!(ada.post(USERS, &json!({"name": taken})).await.code(), ErrorCode::Conflict, "{taken}");
    }
    assert_eq!(ada.get(USERS).await.json::<Vec<UserRow>>().len(), 1);
    for (path, status) in [("nobody", 404), ("a%20b", 400)] {
        assert_eq!(ada.get(&format!("{USERS}/{path}")).await.status(), status);
        assert_eq!(ada.delete(&format!("{USERS}/{path}")).await.status(), status);
        assert_eq!(ada.patch(&format!("{USERS}/{path}"), &json!({"disabled": true})).await.status(), status);
    }
    assert_eq!(ada.delete(&format!("{USERS}/ada/sessions/none")).await.code(), ErrorCode::NotFound);
    assert_eq!(ada.delete(&format!("{USERS}/ada/totp")).await.code(), ErrorCode::NotFound);
    assert_eq!(ada.delete(&format!("{USERS}/ada/invitation")).await.code(), ErrorCode::NotFound);
}

#[tokio::test]
async fn only_those_who_manage_users_do() {
    let app = TestApp::start().await;
    app.admin("ada").await;
    for client in [app.signed_in_as("olga", "operator").await, app.signed_in_as("vera", "viewer").await] {
        for answer in [
            client.get(USERS).await,
            client.get(&format!("{USERS}/ada")).await,
            client.post(USERS, &json!({"name": "mallory", "grant": {"role": "admin"}})).await,
            client.patch(&format!("{USERS}/ada"), &json!({"disabled": true})).await,
            client.delete(&format!("{USERS}/ada")).await,
            client.post(&format!("{USERS}/ada/invitation"), &json!({})).await,
            client.delete(&format!("{USERS}/ada/invitation")).await,
            client.delete(&format!("{USERS}/ada/sessions")).await,
            client.delete(&format!("{USERS}/ada/sessions/x")).await,
            client.delete(&format!("{USERS}/ada/totp")).await,
        ] {
            assert_eq!(answer.code(), ErrorCode::Forbidden);
        }
    }
    assert_eq!(app.server.store.users().await.unwrap().len(), 3);
}

#[tokio::test]
async fn nobody_manages_somebody_who_may_more() {
    let app = TestApp::start().await;
    app.admin("ada").await;
    app.execute("INSERT INTO roles (name, verbs) VALUES ('people', '[\"view\",\"users\"]')").await;
    let paul = app.signed_in_as("paul", "people").await;
    app.signed_in_as("vera", "people").await;
    for answer in [
        paul.post(&format!("{USERS}/ada/invitation"), &json!({})).await,
        paul.patch(&format!("{USERS}/ada"), &json!({"disabled": true})).await,
        paul.delete(&format!("{USERS}/ada")).await,
        paul.delete(&format!("{USERS}/ada/sessions")).await,
        paul.post(USERS, &json!({"name": "mallory", "grant": {"role": "admin"}})).await,
    ] {
        assert_eq!(answer.code(), ErrorCode::Forbidden);
    }
    assert_eq!(paul.post(&format!("{USERS}/vera/invitation"), &json!({})).await.status(), 201);
    let refused = paul.get("/api/v1/users").await.json::<Vec<UserRow>>();
    assert!(refused.iter().all(|row| row.name.as_str() != "mallory"));
}

#[tokio::test]
async fn disabling_holds_at_once_for_sessions_streams_links_and_tokens() {
    let app = TestApp::start().await;
    let (ada, grace) = (app.admin("ada").await, app.admin("grace").await);
    let token = json!({"name": "graces", "role": "viewer", "days": 1});
    let made = grace.post("/api/v1/tokens", &token).await.json::<shared::account::CreatedToken>();
    let script = app.nobody().with_token(&made.secret);
    let link = app.code("grace").await;
    let mut streams = [grace.events(None).await, script.events(None).await];
    for stream in &mut streams {
        stream.next_named("hello").await;
    }
    assert_eq!(view(&ada, "grace").await.tokens, [UserName::parse("graces").unwrap()]);

    let disable = async |disabled: bool| {
        ada.patch(&format!("{USERS}/grace"), &json!({"disabled": disabled})).await.json::<UserRow>()
    };
    assert!(disable(true).await.disabled_ms.is_some());
    assert_eq!(grace.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    assert_eq!(script.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    let by_link = app.nobody().post("/api/v1/session/code", &json!({ "code": link })).await;
    assert_eq!(by_link.code(), ErrorCode::NotSignedIn);
    for stream in &mut streams {
        stream.next_named("signed_out").await;
        assert_eq!(stream.next().await, None);
    }
    assert_eq!(ada.post(&format!("{USERS}/grace/invitation"), &json!({})).await.code(), ErrorCode::Conflict);

    // Back again, with a new sign-in; the token works as before.
    assert!(disable(false).await.disabled_ms.is_none());
    assert_eq!(grace.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    assert_eq!(script.get("/api/v1/session").await.status(), 200);
    app.nobody().sign_in_with_code(&app.code("grace").await).await;
    let summaries: Vec<String> = ada.record().await.into_iter().map(|line| line.summary).collect();
    assert!(summaries.contains(&"Disable user grace".to_owned()), "{summaries:?}");
    assert!(summaries.contains(&"Enable user grace".to_owned()), "{summaries:?}");
}

#[tokio::test]
async fn a_token_of_a_token_rests_with_whoever_stands_behind_it() {
    let app = TestApp::start().await;
    let (ada, grace) = (app.admin("ada").await, app.admin("grace").await);
    let token = async |client: &Client, name: &str| {
        let body = json!({"name": name, "role": "admin", "days": 1});
        let made = client.post("/api/v1/tokens", &body).await.json::<shared::account::CreatedToken>();
        app.nobody().with_token(&made.secret)
    };
    let first = token(&grace, "first").await;
    let second = token(&first, "second").await;
    let own = token(&ada, "adas").await;
    ada.patch(&format!("{USERS}/grace"), &json!({"disabled": true})).await;
    for script in [&first, &second] {
        assert_eq!(script.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    }
    assert_eq!(own.get("/api/v1/session").await.status(), 200);
}

#[tokio::test]
async fn a_removed_user_takes_all_that_is_theirs_along() {
    let app = TestApp::start().await;
    let (ada, grace) = (app.admin("ada").await, app.admin("grace").await);
    let token = json!({"name": "graces", "role": "viewer", "days": 1});
    let made = grace.post("/api/v1/tokens", &token).await.json::<shared::account::CreatedToken>();
    assert_eq!(ada.delete(&format!("{USERS}/grace")).await.status(), 204);
    assert_eq!(grace.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    let script = app.nobody().with_token(&made.secret);
    assert_eq!(script.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    assert_eq!(ada.get(&format!("{USERS}/grace")).await.code(), ErrorCode::NotFound);
    let record = ada.record().await;
    let line = record.iter().find(|line| line.summary == "Remove user grace").unwrap();
    assert_eq!(line.detail, ["Revoke API token graces"]);
    // The name is free, and comes without the former one's rights.
    assert_eq!(ada.post(USERS, &json!({"name": "grace"})).await.status(), 201);
    assert_eq!(view(&ada, "grace").await.rights.iter().count(), 0);
}

#[tokio::test]
async fn nobody_locks_themselves_out() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    assert_eq!(ada.delete(&format!("{USERS}/ada")).await.code(), ErrorCode::Conflict);
    let answer = ada.patch(&format!("{USERS}/ada"), &json!({"disabled": true})).await;
    assert_eq!(answer.code(), ErrorCode::Conflict);
    assert_eq!(ada.get("/api/v1/session").await.status(), 200);
    // Nor does a script take the last administrator away, whoever is disabled counting for nobody.
    let script = app.token().await;
    app.admin("grace").await;
    let disabled = script.patch(&format!("{USERS}/grace"), &json!({"disabled": true})).await;
    assert_eq!(disabled.status(), 200);
    for answer in [
        script.patch(&format!("{USERS}/ada"), &json!({"disabled": true})).await,
        script.delete(&format!("{USERS}/ada")).await,
    ] {
        assert_eq!(answer.code(), ErrorCode::Conflict);
    }
}

#[tokio::test]
async fn anybodys_sessions_are_seen_and_ended() {
    let app = TestApp::start().await;
    let (ada, grace) = (app.admin("ada").await, app.admin("grace").await);
    let elsewhere = app.nobody().sign_in_with_code(&app.code("grace").await).await;
    let sessions = view(&ada, "grace").await.sessions;
    assert_eq!(sessions.len(), 2);
    let (mut open, id) = (grace.events(None).await, &sessions[1].id);
    open.next_named("hello").await;
    assert_eq!(ada.delete(&format!("{USERS}/ada/sessions/{id}")).await.code(), ErrorCode::NotFound);
    assert_eq!(ada.delete(&format!("{USERS}/grace/sessions/{id}")).await.status(), 204);
    assert_eq!(view(&ada, "grace").await.sessions.len(), 1);
    assert_eq!(ada.delete(&format!("{USERS}/grace/sessions")).await.status(), 204);
    for client in [&grace, &elsewhere] {
        assert_eq!(client.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    }
    open.next_named("signed_out").await;
    assert_eq!(ada.get("/api/v1/session").await.status(), 200);
}

#[tokio::test]
async fn the_command_line_helps_when_nobody_can_sign_in() {
    let app = TestApp::start().await;
    let command_line = CommandLine::of(&app.server);
    let ada = app.admin("ada").await;
    let name = UserName::parse("ada").unwrap();
    let last = command_line.set_disabled(&name, true).await.unwrap_err();
    assert!(last.to_string().contains("Give it to somebody else first"), "{last}");
    assert_eq!(ada.get("/api/v1/session").await.status(), 200);
    // Another one is made here in a moment, and let in by a link.
    let root = UserName::parse("root").unwrap();
    command_line.create_user(&root, &RoleName::admin(), None).await.unwrap();
    command_line.set_disabled(&name, true).await.unwrap();
    assert_eq!(ada.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    let refused = command_line.create_code(&name).await.unwrap_err();
    assert!(refused.to_string().contains("user enable --name ada"), "{refused}");
    assert!(command_line.set_disabled(&name, true).await.is_err());
    command_line.set_disabled(&name, false).await.unwrap();
    assert!(command_line.set_password(&name, "password1234".into()).await.is_err());
    command_line.set_password(&name, "an unlikely teapot".into()).await.unwrap();
    let ada = app.nobody().sign_in("ada", "an unlikely teapot").await;
    assert!(ada.get("/api/v1/session").await.json::<SessionView>().has_password);
    assert!(command_line.second_factor_off(&name).await.is_err());
    assert_eq!(command_line.users().await.unwrap().len(), 2);

    let script = app.token().await;
    assert_eq!(command_line.tokens().await.unwrap().len(), 1);
    // More below it than sentences are told within sentences.
    let below: Vec<String> = (1..=10).map(|number| format!("below-{number}")).collect();
    let mut maker = app.nobody().with_token(&script.bearer());
    for name in &below {
        let new = json!({"name": name, "role": "admin", "days": 1});
        let made: CreatedToken = maker.post("/api/v1/tokens", &new).await.json();
        maker = app.nobody().with_token(&made.secret);
    }
    command_line.revoke_token(&UserName::parse("ci").unwrap()).await.unwrap();
    let revoked =
        ada.record().await.into_iter().find(|line| line.summary.starts_with("Revoke API token ci")).unwrap();
    assert!(revoked.summary.ends_with(&below.join(", ")), "{}", revoked.summary);
    assert_eq!(maker.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    assert_eq!(script.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    assert!(command_line.revoke_token(&name).await.is_err());
    let lines = ada.record().await;
    assert!(
        lines.iter().any(|line| line.summary == "Set the password of ada" && line.outcome == Outcome::Done)
    );
}

#[tokio::test]
async fn a_deployments_owner_who_is_disabled_has_no_rights_left() {
    let app = Setup::new().start().await;
    app.admin("ada").await;
    app.admin("root").await;
    let name = UserName::parse("ada").unwrap();
    let now = async || app.server.store.rights_of_enabled(&name).await.unwrap();
    assert!(now().await.is_some());
    CommandLine::of(&app.server).set_disabled(&name, true).await.unwrap();
    assert!(now().await.is_none());
}

#[tokio::test]
async fn a_user_is_made_whole_or_not_at_all() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    assert_eq!(ada.put("/api/v1/groups/web", &json!({"members": []})).await.status(), 200);
    let body = json!({
        "name": "grace", "groups": ["web", "web"], "grant": {"role": "viewer"}, "invite_hours": 24,
    });
    app.execute(
        "CREATE TRIGGER broken BEFORE INSERT ON sign_in_codes BEGIN SELECT RAISE(ABORT, 'no space left'); END",
    )
    .await;
    assert_eq!(ada.post(USERS, &body).await.status(), 500);
    assert_eq!(ada.get(&format!("{USERS}/grace")).await.status(), 404);
    assert_eq!(ada.get("/api/v1/grants").await.json::<Vec<shared::policy::Grant>>().len(), 1);
    app.execute("DROP TRIGGER broken").await;
    let made: CreatedUser = ada.post(USERS, &body).await.json();
    assert_eq!(made.user.groups.len(), 1);
    assert_eq!(view(&ada, "grace").await.rights.iter().count(), 1);
}
