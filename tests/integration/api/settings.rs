//! `/api/v1/apps`: how an app is deployed is kept, versioned and checked with its template.

use serde_json::{Value, json};
use shared::ErrorCode;
use shared::apps::AppDetail;
use shared::audit::AuditPage;
use shared::deployment::{AppSettings, Strategy};
use shared::plan::PlanRequest;

use crate::harness::{Answer, Client, Setup, TestApp, quick};

const APP: &str = "/api/v1/apps/example";
const UNIT_FILE: &str = "[Service]\nExecStart=/usr/bin/sleep 1000\n";
const FOLLOWER: &str = "[Service]\nExecStart=/usr/bin/sleep 1000\n[X-Fleet]\n\
                        MachineOf=example:{version}@{instance}.service\n";

async fn write(who: &Client, base: u64, settings: Value) -> Answer {
    who.put(APP, &json!({"source": UNIT_FILE, "base_revision": base, "settings": settings})).await
}

#[tokio::test]
async fn settings_are_kept_changed_and_taken_back() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let first: AppDetail = ada.put(APP, &json!({"source": UNIT_FILE, "base_revision": 0})).await.json();
    assert_eq!(first.settings, AppSettings::default(), "a new app has the usual ones");

    let second: AppDetail =
        write(&ada, 1, json!({"wanted": 5, "min": 3, "strategy": {"kind": "blue_green"}})).await.json();
    let wanted = AppSettings { wanted: 5, min: 3, strategy: Strategy::BlueGreen, ..AppSettings::default() };
    assert_eq!(second.settings, wanted, "what is not named is as usual");

    let source = UNIT_FILE.replace("1000", "2000");
    let third: AppDetail = ada.put(APP, &json!({"source": source, "base_revision": 2})).await.json();
    assert_eq!(third.settings, wanted, "a new template leaves them as they are");

    let earlier = &third.history.iter().find(|row| row.revision == 1).unwrap().settings;
    let fourth: AppDetail = write(&ada, 3, json!(earlier)).await.json();
    assert_eq!((fourth.settings, fourth.view.revision), (AppSettings::default(), 4));
    let read: AppDetail = ada.get(APP).await.json();
    let history: Vec<_> = read.history.iter().map(|row| row.settings.wanted).collect();
    assert_eq!(history, [1, 5, 5, 1]);

    let page: AuditPage = ada.get("/api/v1/audit?app=example").await.json();
    let changed = &page.rows[2];
    assert_eq!(changed.summary, "Change the settings of example");
    assert!(changed.detail.contains(&"min: 0 → 3".to_owned()), "{changed:?}");
    assert_eq!(page.rows[1].summary, "Write the template of example");
}

#[tokio::test]
async fn of_a_companion_that_is_not_seen_nothing_is_told() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    ada.put("/api/v1/apps/hidden", &json!({"source": UNIT_FILE, "base_revision": 0})).await;
    let role = json!({"verbs": ["view", "view-spec", "template"]});
    assert_eq!(ada.put("/api/v1/roles/writer", &role).await.status(), 200);
    let bob = app.person("bob", &[("writer", "exam*")]).await;
    let said = async |who: &Client, companion: &str| {
        let answer = write(who, 0, json!({"companions": [companion]})).await;
        answer.error().fields[0].message.replace(companion, "X")
    };
    assert_eq!(said(&bob, "hidden").await, said(&bob, "nobody").await);
    assert!(said(&ada, "hidden").await.contains("does not follow"));
    // What the app has already stays, and is as little told.
    ada.put("/api/v1/apps/hidden", &json!({"source": FOLLOWER, "base_revision": 1})).await;
    assert_eq!(write(&ada, 0, json!({"companions": ["hidden"]})).await.status(), 200);
    let again = async |companion: &str| {
        let answer = write(&bob, 1, json!({"companions": [companion]})).await;
        answer.error().fields[0].message.replace(companion, "X")
    };
    assert_eq!(again("hidden").await, again("nobody").await);
    for answer in [bob.get(APP).await, write(&bob, 1, json!({"wanted": 2, "max": 9})).await] {
        assert_eq!(answer.status(), 200, "{}", answer.text());
        assert!(!answer.text().contains("hidden"), "{}", answer.text());
    }
    let whole: AppDetail = ada.get(APP).await.json();
    assert_eq!((whole.settings.wanted, whole.settings.companions.len()), (2, 1), "{:?}", whole.settings);
}

#[tokio::test]
async fn settings_that_cannot_be_are_named() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    ada.put("/api/v1/apps/lonely", &json!({"source": UNIT_FILE, "base_revision": 0})).await;
    for (settings, field) in [
        (json!({"wanted": 7, "max": 5}), "settings.wanted"),
        (json!({"strategy": {"kind": "rolling", "batch": 0, "surge": 1}}), "settings.strategy.batch"),
        (json!({"companions": ["example"]}), "settings.companions"),
        (json!({"companions": ["nobody"]}), "settings.companions"),
        (json!({"companions": ["lonely"]}), "settings.companions"),
        (json!({"companions": ["a b"]}), "settings.companions[0]"),
        (json!({"wanted": -1}), "settings.wanted"),
        (json!({"strategy": {"kind": "guess"}}), "settings.strategy.kind"),
        (json!({"swiftness": 1}), "settings.swiftness"),
    ] {
        let answer = write(&ada, 0, settings.clone()).await;
        assert_eq!(answer.code(), ErrorCode::BadRequest, "{settings}");
        assert_eq!(answer.error().fields[0].field, field, "{}", answer.text());
    }
    assert_eq!(ada.get(APP).await.code(), ErrorCode::NotFound, "nothing was written");
}

#[tokio::test]
async fn a_companion_is_an_app_that_follows() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let answer = ada.put("/api/v1/apps/announcer", &json!({"source": FOLLOWER, "base_revision": 0})).await;
    assert_eq!(answer.status(), 200, "{}", answer.text());
    let written: AppDetail = write(&ada, 0, json!({"companions": ["announcer"]})).await.json();
    assert_eq!(written.settings.companions[0].as_str(), "announcer");
}

/// Else instances would be started that nobody is told of.
#[tokio::test]
async fn the_template_of_what_follows_stays_as_long_as_it_does() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    ada.put("/api/v1/apps/announcer", &json!({"source": FOLLOWER, "base_revision": 0})).await;
    write(&ada, 0, json!({"companions": ["announcer"]})).await;
    let refused = ada.delete("/api/v1/apps/announcer").await;
    assert_eq!(refused.code(), ErrorCode::Conflict, "{}", refused.text());
    assert_eq!(
        refused.error().message,
        "announcer follows the instances of example: without its template no more of them could be started. Take \
         announcer off the companions in the settings there first."
    );
    assert_eq!(ada.get("/api/v1/apps/announcer").await.status(), 200);
    write(&ada, 1, json!({"companions": []})).await;
    assert_eq!(ada.delete("/api/v1/apps/announcer").await.status(), 204);
}

#[tokio::test]
async fn settings_are_for_those_who_are_signed_in() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    assert_eq!(write(&app.nobody(), 0, json!({"wanted": 2})).await.code(), ErrorCode::NotSignedIn);
    assert_eq!(ada.get(APP).await.code(), ErrorCode::NotFound);
}

#[tokio::test]
async fn errors_that_were_accepted_with_the_template_do_not_stop_a_deployment() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    // It never ends its quotation: an error of the lint.
    let source = "[Service]\nExecStart=/bin/run \"{app} {version}\n";
    let refused = ada.put(APP, &json!({"source": source, "base_revision": 0})).await;
    assert_eq!(refused.code(), ErrorCode::ConfirmationNeeded, "{}", refused.text());
    let accepted = json!({"source": source, "base_revision": 0, "accepted": ["unbalanced-quote"]});
    let written = ada.put(APP, &accepted).await;
    assert_eq!(written.status(), 200, "{}", written.text());
    let (name, version) = ("example".parse().unwrap(), "1.0.0".parse().unwrap());
    let deploy = PlanRequest::Deploy { app: name, version, count: Some(1), strategy: None };
    let plan = ada.plan(&deploy).await;
    let notes = format!("{:?}", plan.warnings);
    assert!(!notes.contains("may not work"), "{notes}");
}
