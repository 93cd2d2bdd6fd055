//! The chain of the record: whatever is changed behind the server's back is named.

use sqlx::Connection;

use super::*;

/// Lines of all kinds: ended at once, ended later and in another order, written with their end, and still open.
async fn fill(store: &Store) {
    let mut open = Vec::new();
    for number in 0..12_u64 {
        let detail = [format!("PUT /fleet/v1/units/example@{number}.service")];
        let actor = format!("ada{number}");
        let id = store
            .insert_audit(NewAudit {
                at_ms: 1_000 + number,
                peer: "10.0.0.7",
                cluster: "default",
                app: "example",
                detail: &detail,
                action: (number == 3)
                    .then_some(&ActionId::parse("01990000-0000-7000-8000-000000000000").unwrap()),
                ..line(&actor, "Remove 3 units")
            })
            .await
            .unwrap();
        match number % 4 {
            0 => assert!(store.end_audit(id, Outcome::Done, "", 2_000).await.unwrap()),
            1 | 2 => open.push(id),
            _ => {}
        }
    }
    for id in open.into_iter().rev().skip(1) {
        assert!(store.end_audit(id, Outcome::Failed, "it broke", 3_000).await.unwrap());
    }
    let refused =
        NewAudit { outcome: Outcome::Refused, note: "no", ended_ms: Some(4_000), ..line("bo", "Refused") };
    store.insert_audit(refused).await.unwrap();
    store.insert_audit(line("ada", "the last")).await.unwrap();
}

/// The whole file of a database that is not open.
async fn filled() -> (TempDir, Head, std::path::PathBuf) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("q.db");
    let store = Store::open(&Database::Sqlite(file.clone())).await.unwrap();
    fill(&store).await;
    let checked = store.verify_audit(&[]).await.unwrap();
    assert_eq!((checked.flaw, checked.lines), (None, 14));
    store.close().await;
    (folder, checked.head, file)
}

/// What is found after a copy of the database was changed by these statements.
async fn found(file: &std::path::Path, noted: &Head, statements: &[String]) -> Option<Flaw> {
    let folder = TempDir::new().unwrap();
    let copy = folder.path().join("q.db");
    std::fs::copy(file, &copy).unwrap();
    let mut connection = sqlx::AnyConnection::connect(&format!("sqlite://{}", copy.display())).await.unwrap();
    for statement in statements {
        sqlx::query(sqlx::AssertSqlSafe(statement.clone())).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
    let store = Store::open(&Database::Sqlite(copy)).await.unwrap();
    let flaw = store.verify_audit(std::slice::from_ref(noted)).await.unwrap().flaw;
    store.close().await;
    flaw
}

const COLUMNS: [&str; 18] = [
    "id",
    "at_ms",
    "actor",
    "via",
    "peer",
    "verb",
    "cluster",
    "app",
    "summary",
    "detail",
    "outcome",
    "note",
    "ended_ms",
    "action_id",
    "begin_seq",
    "begin_hash",
    "end_seq",
    "end_hash",
];
/// What says the same in other languages. It is no evidence, and counts only where it says what is written (`kept`).
const IN_OTHER_WORDS: [&str; 3] = ["kept_summary", "kept_detail", "kept_note"];

#[tokio::test]
async fn a_byte_changed_in_any_column_of_any_line_is_named() {
    let (_folder, head, file) = filled().await;
    let mut connection = sqlx::AnyConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let columns = "SELECT name FROM pragma_table_info('audit') ORDER BY name";
    let mut tried = [&COLUMNS[..], &IN_OTHER_WORDS].concat();
    tried.sort_unstable();
    let there: Vec<String> = sqlx::query_scalar(columns).fetch_all(&mut connection).await.unwrap();
    assert_eq!(there, tried, "each column of the record is tried");
    connection.close().await.unwrap();
    for id in 1..=14_u64 {
        for column in COLUMNS {
            // The last sign becomes another one; what is NULL or empty gets one.
            let change = format!(
                "UPDATE audit SET {column} = CASE WHEN {column} IS NULL OR {column} = '' THEN '70000' \
                 WHEN typeof({column}) = 'integer' THEN {column} + 1000 \
                 ELSE substr({column}, 1, length({column}) - 1) || \
                 CASE WHEN substr({column}, -1) = 'x' THEN 'y' ELSE 'x' END END WHERE id = {id}"
            );
            let flaw =
                found(&file, &head, &[change]).await.unwrap_or_else(|| panic!("{column} of {id}: nothing"));
            match column {
                // The line is gone from its place, and there is one more elsewhere.
                "id" if id < 14 => assert_eq!(flaw, Flaw::Missing { line: id }, "{column} of {id}"),
                "id" => assert_eq!(flaw.line(), Some(1014)),
                _ => assert_eq!(flaw.line(), Some(id), "{column} of {id}: {flaw:?}"),
            }
        }
    }
}

/// What is told beside it is no evidence: whatever becomes of it, the record is whole, and is told as it is written.
#[tokio::test]
async fn what_a_line_was_said_from_proves_nothing_and_takes_no_page_away() {
    let (_folder, head, file) = filled().await;
    for column in IN_OTHER_WORDS {
        let change = format!("UPDATE audit SET {column} = 'x'");
        assert_eq!(found(&file, &head, &[change]).await, None, "{column}");
    }
    let Own { store, folder: _folder } = own().await;
    fill(&store).await;
    for column in IN_OTHER_WORDS {
        let sql = format!("UPDATE audit SET {column} = 'x'");
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&store.pool).await.unwrap();
    }
    let german = say::Scope { language: say::Language::German, keeps: false };
    let lines = german
        .during(store.audit_in_words(&AuditFilter { limit: 50, ..AuditFilter::default() }))
        .await
        .unwrap();
    let said = lines[0].said.as_ref().unwrap();
    assert_eq!((&said.summary, &said.note), (&lines[0].summary, &lines[0].note));
}

#[tokio::test]
async fn lines_that_are_gone_put_in_or_swapped_are_named() {
    let (_folder, head, file) = filled().await;
    for id in 1..=13_u64 {
        let flaw = found(&file, &head, &[format!("DELETE FROM audit WHERE id = {id}")]).await;
        assert_eq!(flaw, Some(Flaw::Missing { line: id }));
        let swap = [
            format!("UPDATE audit SET id = 99 WHERE id = {id}"),
            format!("UPDATE audit SET id = {id} WHERE id = {id} + 1"),
            format!("UPDATE audit SET id = {id} + 1 WHERE id = 99"),
        ];
        assert_eq!(found(&file, &head, &swap).await.unwrap().line(), Some(id), "swapped {id}");
    }
    let columns = COLUMNS[1..].join(", ");
    for (id, named) in [("15", 15), ("-3", 0), ("1000", 1000)] {
        let put_in =
            format!("INSERT INTO audit (id, {columns}) SELECT {id}, {columns} FROM audit WHERE id = 14");
        assert_eq!(found(&file, &head, &[put_in]).await, Some(Flaw::Inserted { line: named }));
    }
    let unended = "UPDATE audit SET outcome = 'open', note = '', ended_ms = NULL, end_seq = NULL, end_hash = NULL WHERE id = 5";
    let flaw = found(&file, &head, &[unended.to_owned()]).await.unwrap();
    assert!(matches!(flaw, Flaw::EndMissing { .. }), "{flaw:?}");
}

#[tokio::test]
async fn a_tail_cut_off_and_a_record_written_anew_do_not_fit_what_was_noted() {
    let (_folder, head, file) = filled().await;
    for first in 9..=14_u64 {
        // All that a cut of the tail takes: the lines, and the ends that were written behind the first of them.
        let cut = [
            format!(
                "UPDATE audit SET outcome = 'open', note = '', ended_ms = NULL, end_seq = NULL, end_hash = NULL \
                 WHERE end_seq > (SELECT begin_seq FROM audit WHERE id = {first})"
            ),
            format!("DELETE FROM audit WHERE id >= {first}"),
        ];
        let flaw = found(&file, &head, &cut).await.unwrap();
        assert!(matches!(flaw, Flaw::CutOff { noted, .. } if noted == head.seq), "{flaw:?}");
    }
    // Without its hashes it is chained anew when it is opened, as the lines from before the chain were.
    let anew = "UPDATE audit SET begin_seq = NULL, begin_hash = NULL, end_seq = NULL, end_hash = NULL, actor = 'nobody'";
    let flaw = found(&file, &head, &[anew.to_owned()]).await.unwrap();
    assert!(matches!(flaw, Flaw::CutOff { .. } | Flaw::Rewritten { .. }), "{flaw:?}");
    let short = Head { hash: head.hash[..12].to_owned(), ..head.clone() };
    assert_eq!(found(&file, &short, &[]).await, None);
    let other = Head { hash: "0123456789ab".to_owned(), ..head.clone() };
    assert_eq!(found(&file, &other, &[]).await, Some(Flaw::Rewritten { seq: head.seq }));
}

#[tokio::test]
async fn two_processes_write_one_chain() {
    let Own { store, folder } = own().await;
    let other = Store::open(&database(&folder)).await.unwrap();
    let write = async |store: &Store, name: &str| {
        for _ in 0..25 {
            let id = store.insert_audit(line(name, "something")).await.unwrap();
            assert!(store.end_audit(id, Outcome::Done, "", 9).await.unwrap());
            assert!(!store.end_audit(id, Outcome::Failed, "", 9).await.unwrap());
        }
    };
    tokio::join!(write(&store, "ada"), write(&other, "bo"), write(&store, "cy"));
    let checked = store.verify_audit(&[]).await.unwrap();
    assert_eq!((checked.flaw, checked.lines, checked.head.seq), (None, 75, 150));
}

#[tokio::test]
async fn lines_from_before_the_chain_are_chained_once() {
    let (_folder, _, file) = filled().await;
    let mut connection = sqlx::AnyConnection::connect(&format!("sqlite://{}", file.display())).await;
    let connection = connection.as_mut().unwrap();
    let before = "UPDATE audit SET begin_seq = NULL, begin_hash = NULL, end_seq = NULL, end_hash = NULL";
    sqlx::query(before).execute(&mut *connection).await.unwrap();
    let store = Store::open(&Database::Sqlite(file.clone())).await.unwrap();
    let checked = store.verify_audit(&[]).await.unwrap();
    assert_eq!((checked.flaw, checked.lines, checked.head.seq), (None, 14, 14));
    // One of them that was open ends.
    assert!(store.end_audit(4, Outcome::Done, "", 9).await.unwrap());
    assert!(!store.end_audit(1, Outcome::Done, "", 9).await.unwrap(), "this one has ended");
    store.insert_audit(line("ada", "later")).await.unwrap();
    store.close().await;
    let store = Store::open(&Database::Sqlite(file)).await.unwrap();
    let checked = store.verify_audit(&[checked.head]).await.unwrap();
    assert_eq!((checked.flaw, checked.lines, checked.head.seq), (None, 15, 16));
}

#[tokio::test]
async fn a_record_whose_beginning_was_removed_is_checked_from_there() {
    let Own { store, folder: _folder } = own().await;
    fill(&store).await;
    // Line 4 never ends: nothing behind it can go.
    let cut = store.audit_cut(1_100).await.unwrap().unwrap();
    assert_eq!((cut.first, cut.last), (1, 1));
    store.cut_audit(&cut).await.unwrap();
    assert_eq!(store.verify_audit(&[]).await.unwrap().flaw, Some(Flaw::CutUnrecorded { first: 2 }));
    let detail = [format!("The chain goes on behind entry {}, {}", cut.head.seq, cut.head.hash)];
    store.insert_audit(NewAudit { detail: &detail, ..line("", "Remove the oldest lines") }).await.unwrap();
    let checked = store.verify_audit(&[]).await.unwrap();
    assert_eq!((checked.flaw, checked.lines), (None, 14));
    let noted = Head { seq: 1, hash: "0".repeat(64) };
    assert_eq!(store.verify_audit(&[noted]).await.unwrap().flaw, Some(Flaw::TooOld { noted: 1, begins: 2 }));
    assert_eq!(store.audit_cut(1_001).await.unwrap(), None, "nothing is as old as that");
    let id = store.insert_audit(line("ada", "goes on")).await.unwrap();
    assert_eq!(id, 16);
}
