//! Groups, roles and grants: given, taken back, recorded, and by nobody who has less.

use reqwest::Method;
use serde_json::{Value, json};
use shared::ErrorCode;
use shared::policy::{Grant, Limits};

use super::two_apps;
use crate::harness::{Client, Setup, launch};

async fn grants_of(who: &Client, name: &str) -> Vec<Grant> {
    let grants: Vec<Grant> = who.get("/api/v1/grants").await.json();
    grants.into_iter().filter(|grant| serde_json::to_string(&grant.to).unwrap().contains(name)).collect()
}

#[tokio::test]
async fn a_group_gives_its_members_what_it_has() {
    let (app, ada) = two_apps().await;
    let bob = app.person("bob", &[]).await;
    let request = launch("web-a", "1", 1);
    assert_eq!(bob.try_plan(&request).await.code(), ErrorCode::NotFound);
    assert_eq!(ada.put("/api/v1/groups/web%2Fteam", &json!({"members": ["bob"]})).await.status(), 200);
    assert_eq!(ada.put("/api/v1/roles/starter", &json!({"verbs": ["view", "launch"]})).await.status(), 200);
    let new = json!({
        "to": {"group": "web/team"}, "role": "starter", "apps": "web-*", "limits": {"most_instances": 3},
    });
    let grant: Grant = ada.post("/api/v1/grants", &new).await.json();
    assert_eq!(bob.try_plan(&request).await.status(), 200);
    assert_eq!(bob.try_plan(&launch("web-a", "1", 2)).await.code(), ErrorCode::Forbidden);
    // A role's verbs change for all who have it.
    assert_eq!(ada.delete("/api/v1/roles/starter").await.code(), ErrorCode::Conflict);
    assert_eq!(ada.put("/api/v1/roles/starter", &json!({"verbs": ["view"]})).await.status(), 200);
    assert_eq!(bob.try_plan(&request).await.code(), ErrorCode::Forbidden);
    assert_eq!(ada.delete(&format!("/api/v1/grants/{}", grant.id)).await.status(), 204);
    assert_eq!(bob.try_plan(&request).await.code(), ErrorCode::NotFound);
    assert_eq!(ada.delete("/api/v1/roles/starter").await.status(), 204);
    assert_eq!(ada.delete("/api/v1/groups/web%2Fteam").await.status(), 204);
    assert_eq!(ada.delete("/api/v1/groups/web%2Fteam").await.code(), ErrorCode::NotFound);
    let mut lines: Vec<(String, Vec<String>)> =
        ada.record().await.into_iter().map(|row| (row.summary, row.detail)).collect();
    lines.reverse();
    let line = |summary: &str, before: &[&str]| {
        (summary.to_owned(), before.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    };
    for wanted in [
        line("Make group web/team with bob", &[]),
        line("Make role starter (view, launch)", &[]),
        line("Give starter on web-*, at most 3 instances to group web/team", &[]),
        line("Change role starter to view", &["Before: view, launch"]),
        line("Take back starter on web-*, at most 3 instances from group web/team", &[]),
        line("Remove role starter", &["Before: view"]),
        line("Remove group web/team", &["Before: bob"]),
    ] {
        assert!(lines.contains(&wanted), "{wanted:?} is not among {lines:?}");
    }
}

#[tokio::test]
async fn nobody_gives_more_than_they_have() {
    let (app, ada) = two_apps().await;
    ada.put("/api/v1/roles/helper", &json!({"verbs": ["view", "users"]})).await;
    ada.put("/api/v1/roles/writer", &json!({"verbs": ["view", "template"]})).await;
    let bob = app.person("bob", &[("helper", "*")]).await;
    app.give("bob", "deployer", "web-*", Limits::NONE).await;
    app.person("eve", &[]).await;
    ada.put("/api/v1/groups/ops", &json!({"members": []})).await;
    ada.post("/api/v1/grants", &json!({"to": {"group": "ops"}, "role": "admin"})).await;
    let give = |role: &str, apps: &str| json!({"to": {"user": "eve"}, "role": role, "apps": apps});
    for (path, body) in [
        ("/api/v1/grants", give("admin", "*")),
        ("/api/v1/grants", give("deployer", "*")),
        ("/api/v1/grants", give("operator", "web-a")),
        ("/api/v1/tokens", json!({"name": "mine", "role": "operator", "days": 1})),
    ] {
        let answer = bob.post(path, &body).await;
        assert_eq!(answer.code(), ErrorCode::Forbidden, "{body}: {}", answer.text());
        assert!(answer.error().message.contains("who gives or takes rights needs them"), "{}", answer.text());
    }
    // Nor by way of a group, of a role, or by taking it from somebody.
    let ada_grant = &grants_of(&ada, "ada").await[0].id;
    for answer in [
        bob.put("/api/v1/groups/ops", &json!({"members": ["bob"]})).await,
        bob.put("/api/v1/roles/helper", &json!({"verbs": ["view", "users", "template"]})).await,
        bob.delete("/api/v1/roles/writer").await,
        bob.delete("/api/v1/groups/ops").await,
        bob.delete(&format!("/api/v1/grants/{ada_grant}")).await,
    ] {
        assert_eq!(answer.code(), ErrorCode::Forbidden, "{}", answer.text());
    }
    assert_eq!(bob.post("/api/v1/grants", &give("viewer", "*")).await.status(), 201);
    assert_eq!(bob.post("/api/v1/grants", &give("deployer", "web-a")).await.status(), 201);
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    let (app, ada) = two_apps().await;
    let own = format!("/api/v1/grants/{}", grants_of(&ada, "ada").await[0].id);
    let refused = ada.delete(&own).await;
    assert_eq!(refused.code(), ErrorCode::Conflict);
    assert!(
        refused.error().message.contains("nobody would be left with the role admin"),
        "{}",
        refused.text()
    );
    // Nor does a script take the last one away.
    let script = app.token().await;
    for answer in [
        script
            .send(script.request(Method::PATCH, "/api/v1/users/ada").json(&json!({"disabled": true})))
            .await,
        script.delete("/api/v1/users/ada").await,
    ] {
        assert_eq!(answer.code(), ErrorCode::Conflict, "{}", answer.text());
    }
    // By way of a group there is another one, until the group is empty.
    app.person("bob", &[]).await;
    ada.put("/api/v1/groups/ops", &json!({"members": ["bob"]})).await;
    ada.post("/api/v1/grants", &json!({"to": {"group": "ops"}, "role": "admin"})).await;
    let bob = app.nobody().sign_in_with_code(&app.code("bob").await).await;
    assert_eq!(ada.delete(&own).await.status(), 204);
    assert_eq!(ada.get("/api/v1/grants").await.code(), ErrorCode::Forbidden);
    app.person("eve", &[]).await;
    let disable = bob.request(Method::PATCH, "/api/v1/users/eve").json(&json!({"disabled": true}));
    assert_eq!(bob.send(disable).await.status(), 200);
    for answer in [
        bob.put("/api/v1/groups/ops", &json!({"members": ["eve"]})).await,
        bob.put("/api/v1/groups/ops", &json!({"members": []})).await,
        bob.delete("/api/v1/groups/ops").await,
    ] {
        assert_eq!(answer.code(), ErrorCode::Conflict, "{}", answer.text());
    }
}

#[tokio::test]
async fn who_has_not_shown_lately_that_it_is_them_gives_nothing() {
    let app = Setup::new().clock_by_hand().start().await;
    let ada = app.admin("ada").await;
    app.clock.advance(11 * 60_000);
    for answer in [
        ada.post("/api/v1/grants", &json!({"to": {"user": "ada"}, "role": "viewer"})).await,
        ada.delete("/api/v1/grants/0").await,
        ada.put("/api/v1/groups/web", &json!({"members": []})).await,
        ada.delete("/api/v1/groups/web").await,
        ada.put("/api/v1/roles/seers", &json!({"verbs": ["view"]})).await,
        ada.delete("/api/v1/roles/seers").await,
    ] {
        assert_eq!(answer.code(), ErrorCode::StepUpNeeded, "{}", answer.text());
    }
    assert_eq!(ada.get("/api/v1/grants").await.status(), 200);
}

#[tokio::test]
async fn wrong_wishes_are_named() {
    let (_app, ada) = two_apps().await;
    let grant = |to: Value, role: &str, apps: &str| json!({"to": to, "role": role, "apps": apps});
    for (body, field) in [
        (grant(json!({"user": "nobody"}), "viewer", "*"), "to"),
        (grant(json!({"group": "nobody"}), "viewer", "*"), "to"),
        (grant(json!({"user": "ada"}), "root", "*"), "role"),
        (grant(json!({"user": "ada"}), "viewer", "web?"), "apps"),
    ] {
        let answer = ada.post("/api/v1/grants", &body).await;
        assert_eq!(answer.code(), ErrorCode::BadRequest, "{body}");
        assert_eq!(answer.error().fields[0].field, field, "{body}");
    }
    let members = ada.put("/api/v1/groups/web", &json!({"members": ["nobody"]})).await;
    assert_eq!(members.error().fields[0].field, "members");
    let verbs = ada.put("/api/v1/roles/none", &json!({"verbs": []})).await;
    assert_eq!(verbs.error().fields[0].field, "verbs");
    for answer in [
        ada.put("/api/v1/roles/viewer", &json!({"verbs": ["users"]})).await,
        ada.delete("/api/v1/roles/admin").await,
    ] {
        assert_eq!(answer.code(), ErrorCode::Conflict, "{}", answer.text());
    }
    assert_eq!(ada.delete("/api/v1/roles/none").await.code(), ErrorCode::NotFound);
    assert_eq!(ada.delete("/api/v1/grants/none").await.code(), ErrorCode::NotFound);
}

/// Whatever comes first: a grant of a role that is not there would count again with the next role of that name.
#[tokio::test]
async fn of_a_role_that_is_removed_meanwhile_nobody_has_a_grant_or_a_token() {
    let (app, ada) = two_apps().await;
    app.person("bob", &[]).await;
    let command_line = server::service::command_line::CommandLine::of(&app.server);
    for round in 0..12 {
        let role = format!("seers-{round}");
        let path = format!("/api/v1/roles/{role}");
        assert_eq!(ada.put(&path, &json!({"verbs": ["view"]})).await.status(), 200);
        let new = json!({"to": {"user": "bob"}, "role": role});
        let token = json!({"name": format!("script-{round}"), "role": role, "days": 1});
        let on_terminal = serde_json::from_value(new.clone()).unwrap();
        let (_, _, _, given) = tokio::join!(
            ada.post("/api/v1/grants", &new),
            ada.post("/api/v1/tokens", &token),
            ada.delete(&path),
            command_line.give(on_terminal),
        );
        // Each is carried out, or told why not.
        drop(given);
    }
    for table in ["grants", "tokens"] {
        let named = format!(
            "SELECT id FROM {table} WHERE role LIKE 'seers-%' AND role NOT IN (SELECT name FROM roles)"
        );
        assert_eq!(app.rows(&named).await.len(), 0, "{table}");
    }
}

/// Where such a grant is left from earlier, it gives nothing, is taken back, and stands in the way of nothing.
#[tokio::test]
async fn a_grant_of_a_role_that_is_gone_gives_nothing_and_is_taken_back() {
    let (app, ada) = two_apps().await;
    assert_eq!(ada.put("/api/v1/groups/web", &json!({"members": []})).await.status(), 200);
    assert_eq!(ada.put("/api/v1/roles/seers", &json!({"verbs": ["view"]})).await.status(), 200);
    let new = json!({"to": {"group": "web"}, "role": "seers"});
    let grant: Grant = ada.post("/api/v1/grants", &new).await.json();
    app.execute("DELETE FROM roles WHERE name = 'seers'").await;
    assert_eq!(ada.put("/api/v1/groups/web", &json!({"members": ["ada"]})).await.status(), 200);
    assert_eq!(ada.delete(&format!("/api/v1/grants/{}", grant.id)).await.status(), 204);
    assert_eq!(ada.delete("/api/v1/groups/web").await.status(), 204);
}

/// Another one who was made and never came is nobody who could give anything back.
#[tokio::test]
async fn the_last_administrator_who_can_come_stays_one() {
    let (app, ada) = two_apps().await;
    let body = json!({"name": "bob", "grant": {"role": "admin"}});
    assert_eq!(ada.post("/api/v1/users", &body).await.status(), 201);
    let own = format!("/api/v1/grants/{}", grants_of(&ada, "ada").await[0].id);
    let refused = ada.delete(&own).await;
    assert_eq!(refused.code(), ErrorCode::Conflict);
    assert!(refused.error().message.contains("could sign in"), "{}", refused.text());
    app.nobody().sign_in_with_code(&app.code("bob").await).await;
    assert_eq!(ada.delete(&own).await.status(), 204);
}
