//! `/api/v1/audit`: the record is written first, and can be read page by page.

use serde_json::json;
use server::store::NewAudit;
use shared::ErrorCode;
use shared::account::TokenRow;
use shared::apps::AppView;
use shared::audit::{AuditCheck, AuditPage, Outcome};

use crate::harness::{Client, Setup, TestApp, eventually, execute_in};

#[tokio::test]
async fn who_is_refused_again_and_again_does_not_fill_the_record() {
    let app = Setup::new().clock_by_hand().start().await;
    let ada = app.admin("ada").await;
    let scraper = app.script("scraper", "viewer", "*").await;
    let lines = async || {
        let rows = ada.record().await.into_iter().filter(|row| row.actor == "scraper");
        rows.map(|row| (row.verb, row.outcome, row.note)).collect::<Vec<_>>()
    };
    for _ in 0..20 {
        assert_eq!(scraper.get("/metrics").await.status(), 403);
    }
    assert_eq!(scraper.get("/api/v1/users").await.status(), 403);
    let told = lines().await;
    assert_eq!(told.iter().map(|line| line.0.as_str()).collect::<Vec<_>>(), ["users", "settings"]);
    app.clock.advance(60_000);
    let told =
        eventually("the minute is over", async || Some(lines().await).filter(|told| told.len() > 2)).await;
    assert_eq!(told.len(), 3);
    assert_eq!((told[0].0.as_str(), told[0].1), ("settings", Outcome::Refused));
    assert!(told[0].2.ends_with("The same was refused 19 times more within a minute."), "{}", told[0].2);
    assert_eq!(scraper.get("/metrics").await.status(), 403);
    assert_eq!(lines().await.len(), 4);
}

#[tokio::test]
async fn what_can_not_be_recorded_is_not_done() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let token: TokenRow = {
        app.token().await;
        ada.get("/api/v1/tokens").await.json::<Vec<TokenRow>>().remove(0)
    };
    app.break_record().await;

    let source = "[Service]\nExecStart=/bin/true\n";
    let token_path = format!("/api/v1/tokens/{}", token.id);
    for answer in [
        ada.put("/api/v1/apps/example", &json!({"source": source, "base_revision": 0})).await,
        ada.post("/api/v1/tokens", &json!({"name": "ci", "role": "admin", "days": 1})).await,
        ada.delete(&token_path).await,
        ada.put("/api/v1/account/password", &json!({"new": "a long password"})).await,
        ada.delete("/api/v1/session").await,
    ] {
        let error = answer.error();
        assert_eq!(error.code, ErrorCode::Internal);
        assert!(!error.message.contains("audit"), "it tells nothing of the inside: {}", error.message);
    }
    assert_eq!(ada.get("/api/v1/apps").await.json::<Vec<AppView>>(), []);
    assert_eq!(ada.get("/api/v1/tokens").await.json::<Vec<TokenRow>>().len(), 1);
    assert_eq!(ada.get("/api/v1/session").await.status(), 200);
}

#[tokio::test]
async fn nobody_gets_in_unrecorded() {
    let app = TestApp::start().await;
    app.user("ada", "a long password").await;
    let code = app.code("ada").await;
    app.break_record().await;
    let by_password = json!({"name": "ada", "password": "a long password"});
    let answer = app.nobody().post("/api/v1/session", &by_password).await;
    assert_eq!(answer.code(), ErrorCode::Internal);
    let answer = app.nobody().post("/api/v1/session/code", &json!({ "code": code })).await;
    assert_eq!(answer.code(), ErrorCode::Internal);
}

#[tokio::test]
async fn what_an_earlier_process_left_open_is_closed_at_the_start() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let line = NewAudit {
        at_ms: app.server.now_ms(),
        actor: "ci",
        via: "token",
        peer: "",
        verb: "remove",
        cluster: "default",
        app: "",
        summary: "Destroy a.service",
        detail: &[],
        outcome: Outcome::Open,
        note: "",
        ended_ms: None,
        action: None,
    };
    app.server.store.insert_audit(line).await.unwrap();
    let cookie = ada.cookie();
    let app = Setup::new().folder(app.stop().await).start().await;
    let record = app.nobody().with_cookie(&cookie).record().await;
    let row = record.iter().find(|row| row.summary == "Destroy a.service").unwrap();
    // It may have been done, and answered: nobody can say that it failed.
    assert_eq!(row.outcome, Outcome::Open);
    assert!(row.ended_ms.is_some() && row.note.contains("is not known"), "{row:?}");
}

#[tokio::test]
async fn pages_join_without_gap_or_overlap() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    for number in 0..7 {
        ada.post("/api/v1/tokens", &json!({"name": format!("t{number}"), "role": "admin", "days": 1})).await;
    }
    let whole: AuditPage = ada.get("/api/v1/audit").await.json();
    assert_eq!(whole.next_before, None);
    let mut joined = Vec::new();
    let mut path = "/api/v1/audit?limit=3".to_owned();
    loop {
        let page: AuditPage = ada.get(&path).await.json();
        joined.extend(page.rows);
        let Some(before) = page.next_before else { break };
        path = format!("/api/v1/audit?limit=3&before={before}");
    }
    assert_eq!(joined, whole.rows);
    let ids: Vec<u64> = joined.iter().map(|row| row.id).collect();
    let expected: Vec<u64> = (1..=ids.len() as u64).rev().collect();
    assert_eq!(ids, expected, "no line is missing");
}

#[tokio::test]
async fn filters_narrow() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let grace = app.admin("grace").await;
    grace.post("/api/v1/tokens", &json!({"name": "100-sure", "role": "admin", "days": 1})).await;
    ada.delete("/api/v1/apps/none").await;
    let count = async |query: &str| {
        let page: AuditPage = ada.get(&format!("/api/v1/audit?{query}")).await.json();
        page.rows.len()
    };
    assert_eq!(count("actor=grace").await, 2, "one sign-in, one token");
    assert_eq!(count("actor=grace&q=token").await, 1);
    assert_eq!(count("q=TOKEN%20100-").await, 1, "upper and lower case are the same");
    assert_eq!(count("q=100%25").await, 0, "a per cent sign is only itself");
    assert_eq!(count("q=100_sure").await, 0, "so is an underscore");
    assert_eq!(count("outcome=failed").await, 0);
    assert_eq!(count("outcome=done&actor=grace").await, 2);
}

#[tokio::test]
async fn wrong_queries_are_refused() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    for query in ["limit=0", "limit=501", "limit=x", "before=-1", "outcome=maybe", "nonsense=1"] {
        let answer = ada.get(&format!("/api/v1/audit?{query}")).await;
        assert_eq!(answer.code(), ErrorCode::BadRequest, "{query}");
    }
}

#[tokio::test]
async fn a_changed_record_is_named_and_so_is_one_that_was_cut() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    for number in 0..3 {
        ada.post("/api/v1/tokens", &json!({"name": format!("t{number}"), "role": "admin", "days": 1})).await;
    }
    let check = async || ada.get("/api/v1/audit/verify").await.json::<AuditCheck>();
    let intact = check().await;
    assert!(intact.intact, "{intact:?}");
    assert_eq!(intact.lines, 6, "a user, a link, a sign-in, three tokens");
    assert_eq!(app.nobody().get("/api/v1/audit/verify").await.status(), 401);

    app.execute("UPDATE audit SET actor = 'bo' WHERE id = 4").await;
    let altered = check().await;
    assert_eq!((altered.intact, altered.line, altered.lines), (false, Some(4), 3), "{altered:?}");
    app.execute("UPDATE audit SET actor = 'ada' WHERE id = 4").await;
    assert!(check().await.intact);

    // The last line is cut off while the server is away, from the table alone.
    let cookie = ada.cookie();
    let folder = app.stop().await;
    execute_in(folder.path(), "DELETE FROM audit WHERE id = 6").await;
    let app = Setup::new().folder(folder).start().await;
    let ada = app.nobody().with_cookie(&cookie);
    let record = ada.record().await;
    let line = record.iter().find(|row| row.via == "server").unwrap();
    assert_eq!(line.outcome, Outcome::Failed);
    assert!(line.note.contains("The last lines are missing"), "{line:?}");
}

#[tokio::test]
async fn the_last_entry_is_noted_beside_the_database_and_told_to_monitoring() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let check: AuditCheck = ada.get("/api/v1/audit/verify").await.json();
    let metrics = ada.get("/metrics").await.text();
    assert!(metrics.contains("quarterdeck_record_entries "), "{metrics}");
    let noted = app.data_dir().join("quarterdeck.db.head");
    let folder = app.stop().await;
    let text = std::fs::read_to_string(&noted).unwrap();
    assert_eq!(text, format!("{} {}\n", check.entries, check.hash));
    let mode = std::os::unix::fs::PermissionsExt::mode(&noted.metadata().unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    drop(folder);
}

#[tokio::test]
async fn every_line_says_from_where_it_came_and_no_name_makes_another_line() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let forged = "bo\r\nroot\u{1b}[2J removed everything";
    let wrong = json!({"name": forged, "password": "a long password"});
    app.nobody().post("/api/v1/session", &wrong).await;
    ada.post("/api/v1/tokens", &json!({"name": "ci-9", "role": "admin", "days": 1})).await;
    let record = ada.record().await;
    let by_request = record.iter().filter(|row| row.via != "command line" && row.via != "server");
    let peers: Vec<(&str, &str)> = by_request.map(|row| (row.verb.as_str(), row.peer.as_str())).collect();
    let here = "127.0.0.1";
    assert_eq!(peers, [("users", here), ("sign-in", here), ("sign-in", here)]);
    for row in &record {
        let texts = [&row.actor, &row.summary, &row.note, &row.told, &row.app, &row.peer];
        for text in texts.into_iter().chain(&row.detail) {
            assert!(!text.chars().any(char::is_control), "{row:?}");
        }
    }
    // Nor in what is written out of it: one line each, in order.
    let written = ada.get("/api/v1/audit/export").await.text();
    assert_eq!(written.lines().count(), record.len());
    assert!(!written.contains(['\r', '\u{1b}']) && !written.contains("\\u001b"), "{written}");
}

/// What `/audit/export` answers, line by line.
async fn exported(who: &Client, query: &str) -> Vec<serde_json::Value> {
    let answer = who.get(&format!("/api/v1/audit/export?{query}")).await;
    assert_eq!(answer.status(), 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn the_record_is_written_out_as_json_lines_in_order() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    // More than are read at once.
    let fill = "INSERT INTO audit (id, at_ms, actor, via, verb, cluster, app, summary, detail, outcome, note, begin_seq, begin_hash) \
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) \
                SELECT 100 + i, i, 'bulk', 'token', 'view', '', '', 'x', '[]', 'open', '', 1000 + i, 'x' FROM n";
    app.execute(fill).await;
    let lines = exported(&ada, "").await;
    assert_eq!(lines.len(), 1_203);
    let ids: Vec<u64> = lines.iter().map(|line| line["id"].as_u64().unwrap()).collect();
    assert!(ids.is_sorted() && ids[0] == 1, "the oldest first");
    assert_eq!(lines[0]["begin_seq"], 1);
    assert_eq!(lines[0]["begin_hash"].as_str().unwrap().len(), 64);
    assert_eq!(exported(&ada, "after=1290").await.len(), 10);
    assert_eq!(exported(&ada, "actor=ada").await.len(), 1);
    // For whoever keeps it elsewhere: moments as all read them, beside the numbers.
    let last = &exported(&ada, "after=1299").await[0];
    assert_eq!((&last["at_ms"], &last["at"]), (&json!(1_200), &json!("1970-01-01T00:00:01.200Z")));
    assert_eq!(last["ended"], json!(null), "it has not ended");
    assert!(lines[0]["ended"].as_str().unwrap().ends_with('Z'), "{}", lines[0]);
    assert_eq!(exported(&ada, "verb=view&from_ms=101&to_ms=201").await.len(), 100);
    assert_eq!(app.nobody().get("/api/v1/audit/export").await.status(), 401);
    assert_eq!(ada.get("/api/v1/audit/export?limit=1").await.status(), 400);
}

#[tokio::test]
async fn lines_are_told_as_sentences() {
    let app = TestApp::start().await;
    app.user("ada", "a long and odd password").await;
    let wrong = json!({"name": "ada", "password": "another password"});
    app.nobody().post("/api/v1/session", &wrong).await;
    let ada = app.nobody().sign_in("ada", "a long and odd password").await;
    let told: Vec<String> = ada.record().await.into_iter().map(|row| row.told).collect();
    assert_eq!(
        told,
        [
            "ada signed in with a password",
            "somebody under the name ada tried to sign in with a password, and was refused",
            "the command line made user ada (admin)",
        ]
    );
}

#[tokio::test]
async fn what_is_older_than_the_record_is_kept_for_goes_and_the_rest_can_be_checked() {
    let app = Setup::new().env("QUARTERDECK_RECORD_DAYS", "30").start().await;
    let ada = app.admin("ada").await;
    let token = app.token().await;
    assert_eq!(ada.record().await.len(), 4);
    app.clock.advance(31 * 24 * 60 * 60 * 1_000);
    // The session has ended meanwhile; a new token has not.
    let script = app.token().await;
    drop((ada, token));
    let record = eventually("the oldest lines are gone", async || {
        let record = script.record().await;
        // The line about it is there before they go, and says so until they have.
        let is_over = record.iter().all(|row| !row.told.contains("began to remove"));
        (is_over && record.last().unwrap().id == 5).then_some(record)
    })
    .await;
    // The last line of all stays until there is a younger one: so it may have gone by itself.
    let told: Vec<&str> =
        record.iter().rev().filter(|row| row.via == "server").map(|row| row.told.as_str()).collect();
    let removed = |lines: &str| {
        format!("Quarterdeck removed lines {lines} of the record, which are older than 30 days")
    };
    assert!(told == [removed("1 to 4")] || told == [removed("1 to 3"), removed("4 to 4")], "{told:?}");
    let check: AuditCheck = script.get("/api/v1/audit/verify").await.json();
    assert!(check.intact, "{check:?}");
    assert_eq!(check.lines, record.len() as u64);
}
