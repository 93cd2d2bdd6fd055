//! `/api/v1/apps`: templates are written over what the writer saw, and nothing is lost.

use serde_json::json;
use shared::ErrorCode;
use shared::apps::{AppDetail, AppView};
use shared::audit::{AuditPage, Outcome};

use crate::harness::{Setup, TestApp, eventually};

const APP: &str = "/api/v1/apps/example";
const UNIT_FILE: &str = "[Service]\nExecStart=/usr/bin/sleep 1000\n";

#[tokio::test]
async fn a_template_is_added_changed_and_removed() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    assert_eq!(ada.get(APP).await.code(), ErrorCode::NotFound);

    let first: AppDetail = ada.put(APP, &json!({"source": UNIT_FILE, "base_revision": 0})).await.json();
    assert_eq!((first.view.revision, first.view.updated_by.as_str()), (1, "ada"));
    assert_eq!(first.options[0].name, "ExecStart");

    let source = UNIT_FILE.replace("1000", "2000");
    let second: AppDetail = ada.put(APP, &json!({"source": source, "base_revision": 1})).await.json();
    assert_eq!(second.view.revision, 2);
    let revisions: Vec<_> = second.history.iter().map(|row| row.revision).collect();
    assert_eq!(revisions, [2, 1]);
    assert!(second.history[1].unit_file.contains("sleep 1000"));

    let apps: Vec<AppView> = ada.get("/api/v1/apps").await.json();
    assert_eq!(apps, [second.view]);

    assert_eq!(ada.delete(APP).await.status(), 204);
    assert_eq!(ada.delete(APP).await.code(), ErrorCode::NotFound);
    assert_eq!(ada.get("/api/v1/apps").await.json::<Vec<AppView>>(), []);

    let again: AppDetail = ada.put(APP, &json!({"source": UNIT_FILE, "base_revision": 0})).await.json();
    assert_eq!(again.view.revision, 3, "the history goes on");
    assert_eq!(again.history.len(), 3);
}

#[tokio::test]
async fn nothing_is_overwritten_unseen() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let write = async |base: u64| ada.put(APP, &json!({"source": UNIT_FILE, "base_revision": base})).await;
    assert_eq!(write(1).await.code(), ErrorCode::Conflict, "there is none yet");
    assert_eq!(write(0).await.status(), 200);
    assert_eq!(write(0).await.code(), ErrorCode::Conflict, "it is there already");
    assert_eq!(write(1).await.status(), 200);
    let answer = write(1).await;
    assert_eq!(answer.code(), ErrorCode::Conflict);
    assert!(answer.error().message.contains("revision 2"), "{}", answer.text());
    assert_eq!(ada.get(APP).await.json::<AppDetail>().view.revision, 2);
}

#[tokio::test]
async fn once_the_database_can_be_written_again_every_write_works() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let write = async |name: String| {
        let body = json!({"source": UNIT_FILE, "base_revision": 0});
        ada.put(&format!("/api/v1/apps/{name}"), &body).await
    };
    // As on a full disk: the database takes the transaction back by itself, before anybody asks for that.
    app.execute(
        "CREATE TRIGGER full BEFORE INSERT ON app_revisions BEGIN SELECT RAISE(ROLLBACK, 'no space left'); END",
    )
    .await;
    for number in 0..12 {
        assert_eq!(write(format!("full-{number}")).await.code(), ErrorCode::Internal);
    }
    app.execute("DROP TRIGGER full").await;
    for number in 0..12 {
        let answer = write(format!("room-{number}")).await;
        assert_eq!(answer.status(), 200, "{}", answer.text());
    }
}

#[tokio::test]
async fn of_many_writers_at_once_one_wins() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let writes = (0..10).map(|number| {
        let ada = ada.clone();
        let body = json!({"source": format!("{UNIT_FILE}# {number}\n"), "base_revision": 0});
        async move { ada.put(APP, &body).await.status() }
    });
    let mut statuses = futures_util::future::join_all(writes).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409, 409, 409, 409, 409, 409, 409]);
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    for (body, field) in [
        (json!({"source": "", "base_revision": 0}), "source"),
        (json!({"source": "ExecStart=/bin/true", "base_revision": 0}), "source"),
        (json!({"source": UNIT_FILE, "image": "two words", "base_revision": 0}), "image"),
        (
            json!({"source": "[Service]\nExecStart=/usr/bin/docker run {image}:{version}\n", "base_revision": 0}),
            "image",
        ),
        (json!({"source": UNIT_FILE, "base_revision": -1}), "base_revision"),
    ] {
        let answer = ada.put(APP, &body).await;
        assert_eq!(answer.code(), ErrorCode::BadRequest, "{body}");
        assert_eq!(answer.error().fields[0].field, field, "{}", answer.text());
    }
    for name in ["-x", "a:b", "a@1", "a%2Fb", "%00", "a%20b", "a%0Ab"] {
        let path = format!("/api/v1/apps/{name}");
        let answer = ada.put(&path, &json!({"source": UNIT_FILE, "base_revision": 0})).await;
        assert_eq!(answer.code(), ErrorCode::BadRequest, "{name}");
    }
    assert_eq!(ada.get("/api/v1/apps").await.json::<Vec<AppView>>(), []);
}

#[tokio::test]
async fn writes_are_in_the_record_with_what_they_wrote() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    ada.put(APP, &json!({"source": UNIT_FILE, "base_revision": 0})).await;
    ada.put(APP, &json!({"source": UNIT_FILE, "base_revision": 0})).await;
    ada.delete(APP).await;
    let page: AuditPage = ada.get("/api/v1/audit?app=example").await.json();
    let lines: Vec<_> =
        page.rows.iter().map(|row| (row.summary.as_str(), row.outcome, row.ended_ms.is_some())).collect();
    assert_eq!(
        lines,
        [
            ("Remove the template of example", Outcome::Done, true),
            ("Add the template of example", Outcome::Failed, true),
            ("Add the template of example", Outcome::Done, true),
        ]
    );
    let [detail] = page.rows[2].detail.as_slice() else { panic!("{:?}", page.rows[2]) };
    assert!(detail.starts_with("Options with the mark "), "{detail}");
}

#[tokio::test]
async fn the_demo_brings_templates_beside_one_written_in_the_first_moment() {
    let app = Setup::new().env("FLEET_ENDPOINT", "").start_unready().await;
    let ada = app.admin("ada").await;
    let mine = ada.put("/api/v1/apps/mine", &json!({"source": UNIT_FILE, "base_revision": 0})).await;
    assert_eq!(mine.status(), 200);
    let names = eventually("the demo's templates are there", async || {
        let apps: Vec<AppView> = ada.get("/api/v1/apps").await.json();
        (apps.len() > 1).then(|| apps.into_iter().map(|app| app.app.to_string()).collect::<Vec<_>>())
    })
    .await;
    assert!(names.contains(&"mine".to_owned()), "{names:?}");
}
