//! `/api/v1/lint` and the saving of templates with errors.

use serde_json::json;
use shared::ErrorCode;
use shared::apps::AppDetail;
use shared::audit::AuditPage;
use shared::lint::LintReport;

use crate::harness::TestApp;

const LINT: &str = "/api/v1/lint";
const APP: &str = "/api/v1/apps/example";
/// An error (the colon in `%p`), a warning and a hint.
const FAULTY: &str = "[Service]\nRestart=no\nExecStart=/usr/bin/docker run --rm --name %p-%i acme/a:latest\n";

#[tokio::test]
async fn findings_come_with_their_lines_and_the_text_mended() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let report: LintReport = ada.post(LINT, &json!({"source": FAULTY, "app": "example"})).await.json();
    let found: Vec<_> = report.findings.iter().map(|finding| (finding.rule.as_str(), finding.line)).collect();
    assert_eq!(found, [("container-name-colon", Some(3)), ("mutable-tag", Some(3))]);
    assert!(report.findings[0].message.contains("'example:1.0.0-1'"), "{}", report.findings[0].message);
    let right = report.right.unwrap();
    assert!(right.source.ends_with("--name {app}-{version}-{instance} acme/a:latest\n"), "{}", right.source);
    let again: LintReport = ada.post(LINT, &json!({"source": right.source})).await.json();
    let [tag] = again.findings.as_slice() else { panic!("{again:?}") };
    assert!(again.right.is_none(), "which tag is meant is for people to say");
    let fixed = tag.fix.as_ref().unwrap().source.clone();
    assert!(fixed.ends_with(" acme/a:{version}\n"), "{fixed}");
    let again: LintReport = ada.post(LINT, &json!({"source": fixed})).await.json();
    assert_eq!(again, LintReport::default());
}

#[tokio::test]
async fn the_machines_of_the_cluster_count() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let source = "[Service]\nRestart=no\nExecStart=/bin/a %p\n[X-Fleet]\nConflicts=%p@*.service\n";
    for body in [json!({"source": source}), json!({"source": source, "cluster": "default"})] {
        let report: LintReport = ada.post(LINT, &body).await.json();
        assert_eq!(report.findings.len(), 1);
        assert!(
            report.findings[0].message.contains("machines, so at most"),
            "{}",
            report.findings[0].message
        );
    }
    let elsewhere = ada.post(LINT, &json!({"source": source, "cluster": "elsewhere"})).await;
    assert_eq!(elsewhere.code(), ErrorCode::NotFound);
}

#[tokio::test]
async fn strangers_and_wrong_bodies_are_refused() {
    let app = TestApp::start().await;
    assert_eq!(app.nobody().post(LINT, &json!({"source": FAULTY})).await.code(), ErrorCode::NotSignedIn);
    let ada = app.admin("ada").await;
    for body in [
        json!({}),
        json!({"source": 1}),
        json!({"source": "", "app": "a:b"}),
        json!({"source": "", "more": 1}),
    ] {
        assert_eq!(ada.post(LINT, &body).await.code(), ErrorCode::BadRequest, "{body}");
    }
    let unreadable: LintReport = ada.post(LINT, &json!({"source": "nonsense"})).await.json();
    assert_eq!(unreadable.findings[0].rule, "unreadable");
}

#[tokio::test]
async fn errors_must_be_seen_before_they_are_saved() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let write = async |source: &str, base: u64, accepted: &[&str]| {
        ada.put(APP, &json!({"source": source, "base_revision": base, "accepted": accepted})).await
    };
    for accepted in [&[][..], &["mutable-tag"]] {
        let refused = write(FAULTY, 0, accepted).await;
        assert_eq!(refused.code(), ErrorCode::ConfirmationNeeded);
        let fields = refused.error().fields;
        assert_eq!(fields.len(), 1, "{fields:?}");
        assert!(fields[0].message.starts_with("line 3: [container-name-colon] "), "{fields:?}");
    }
    // What was not found was not accepted, whoever names it.
    let named = ["container-name-colon", "wrong-section", "of my own"];
    assert_eq!(write(FAULTY, 0, &named).await.status(), 200);
    let page: AuditPage = ada.get("/api/v1/audit?app=example").await.json();
    assert_eq!(page.rows[0].detail[1], "Errors accepted: container-name-colon");

    let mended = FAULTY.replace("%p-%i", "{app}-{version}-{instance}");
    assert_eq!(write(&mended, 1, &[]).await.status(), 200, "warnings and hints refuse nothing");
    let back: AppDetail = write(FAULTY, 2, &[]).await.json();
    assert_eq!(back.view.revision, 3, "what was saved once can be gone back to");
}
