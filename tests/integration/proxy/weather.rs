//! Slow and broken clients, slow and broken Fleets: nothing hangs, nothing is done twice, and nobody is told a guess.

use std::time::Duration;

use fleet_sim::{Fault, FaultRule};
use futures_util::future::join_all;
use serde_json::json;
use shared::ActionId;
use shared::audit::Outcome;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::harness::{Client, Setup, TestApp, eventually, names, quick, raw, writes};

use super::{UNIT, assert_untouched, message, send};

const JSON: &str = "Content-Type: application/json";
const BODY: &str =
    r#"{"desiredState":"launched","options":[{"section":"Service","name":"ExecStart","value":"/a"}]}"#;

fn head(script: &Client, method: &str, target: &str, more: &[&str]) -> Vec<u8> {
    let token = format!("Authorization: Bearer {}", script.bearer());
    let headers: Vec<&str> = std::iter::once(token.as_str()).chain(more.iter().copied()).collect();
    raw::request(method, target, &headers, b"")
}

/// A connection on which these bytes were said and nothing more.
async fn begun(app: &TestApp, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(app.server_address()).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream
}

#[tokio::test]
async fn a_request_that_comes_sign_by_sign_is_served() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    let length = format!("Content-Length: {}", BODY.len());
    let request = [head(&script, "PUT", UNIT, &[JSON, &length]), BODY.into()].concat();
    let mut stream = TcpStream::connect(app.server_address()).await.unwrap();
    stream.set_nodelay(true).unwrap();
    for sign in request {
        stream.write_all(&[sign]).await.unwrap();
        tokio::task::yield_now().await;
    }
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert_eq!(names(&app.fleet), ["example:1.0.0@1.service"]);
}

#[tokio::test]
async fn those_who_say_half_of_it_hold_up_nobody() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    let length = format!("Content-Length: {}", BODY.len());
    let whole = head(&script, "PUT", UNIT, &[JSON, &length]);
    let chunked = head(&script, "PUT", UNIT, &[JSON, "Transfer-Encoding: chunked"]);
    let beginnings: [&[u8]; 6] = [
        b"",
        b"P",
        &whole[..20],
        &whole,
        &[whole.as_slice(), &BODY.as_bytes()[..30]].concat(),
        &[chunked.as_slice(), b"40\r\n{\"desired"].concat(),
    ];
    let mut open = Vec::new();
    for beginning in beginnings {
        for _ in 0..20 {
            open.push(begun(&app, beginning).await);
        }
    }
    for _ in 0..20 {
        assert_eq!(script.get("/fleet/v1/units").await.text(), "{}");
    }
    // They go away in the middle: what was not said whole was not said.
    drop(open);
    assert_eq!(script.get("/fleet/v1/units").await.text(), "{}");
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn those_who_do_not_read_hold_up_nobody() {
    let app = Setup::new().over(super::lists::still(500)).start().await;
    let script = app.token().await;
    let token = format!("Authorization: Bearer {}", script.bearer());
    let request = format!("GET /fleet/v1/units HTTP/1.1\r\nHost: a\r\n{token}\r\n\r\n");
    let mut deaf = Vec::new();
    for _ in 0..20 {
        // Several MB of answers, of which nobody takes a byte.
        deaf.push(begun(&app, request.repeat(100).as_bytes()).await);
    }
    for _ in 0..20 {
        let answer = script.get("/fleet/v1/units").await;
        assert_eq!(answer.status(), 200);
    }
    drop(deaf);
}

#[tokio::test]
async fn a_body_that_stops_is_told_so_in_the_end() {
    let app = Setup::new().fleet(quick()).impatient().start().await;
    let script = app.token().await;
    let length = format!("Content-Length: {}", BODY.len());
    let half = [head(&script, "PUT", UNIT, &[JSON, &length]), BODY.as_bytes()[..30].to_vec()].concat();
    let answer = raw::exchange(app.server_address(), &half).await;
    assert_eq!(answer.status, Some(408), "{answer:?}");
    assert!(message(&answer).contains("did not arrive within 1s. Nothing was done"), "{answer:?}");
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn of_a_write_that_fleet_never_answers_it_is_said_that_nothing_is_known() {
    let app = Setup::new().fleet(quick()).impatient().start().await;
    let (script, ada) = (app.token().await, app.admin("ada").await);
    app.fleet.faults().add(FaultRule::new(Fault::Delay(Duration::from_secs(3_600))).method("PUT").times(1));
    let answer = send(&app, &script, "PUT", UNIT, &[JSON], BODY.as_bytes()).await;
    assert_eq!(answer.status, Some(503), "{answer:?}");
    let words = message(&answer);
    assert!(words.contains("did not answer within 800 ms") && words.contains("is not known"), "{words}");
    let row = ada.record().await.into_iter().find(|row| row.summary.starts_with("Make example")).unwrap();
    assert_eq!(row.outcome, Outcome::Open, "{row:?}");
    assert_eq!(writes(&app.fleet).len(), 0, "the first is still under way, and no second was sent");
}

#[tokio::test]
async fn more_writes_than_fleet_can_take_are_not_sent_and_told_so() {
    let app = Setup::new().fleet(quick()).impatient().start().await;
    let script = app.token().await;
    app.fleet.faults().add(FaultRule::new(Fault::Delay(Duration::from_millis(200))).method("PUT"));
    let sending = (0..20).map(|number| {
        let (app, script) = (&app, &script);
        let target = format!("/fleet/v1/units/example:1.0.0@{number}.service");
        async move { send(app, script, "PUT", &target, &[JSON], BODY.as_bytes()).await }
    });
    let answers = join_all(sending).await;
    let made = answers.iter().filter(|answer| answer.status == Some(201)).count();
    for answer in answers.iter().filter(|answer| answer.status != Some(201)) {
        assert_eq!(answer.status, Some(503), "{answer:?}");
        assert!(message(answer).contains("which was not sent"), "{answer:?}");
    }
    assert!((4..20).contains(&made), "{made}");
    // What was told is what is so.
    assert_eq!(names(&app.fleet).len(), made);
}

#[tokio::test]
async fn an_answer_that_is_cut_in_its_middle_is_looked_at() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    for (method, body, status) in [("PUT", BODY, [201, 204]), ("DELETE", "", [204, 204])] {
        app.fleet.faults().add(FaultRule::new(Fault::CutBody).method(method).times(1));
        let answer = send(&app, &script, method, UNIT, &[JSON], body.as_bytes()).await;
        assert!(answer.status.is_some_and(|found| status.contains(&found)), "{method}: {answer:?}");
    }
    assert_eq!(names(&app.fleet), [""; 0]);
}

/// Before options are sent, the unit is read: if that fails, nothing was done, and that is certain.
#[tokio::test]
async fn a_write_whose_first_look_fails_is_not_sent() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    for fault in [Fault::Status(500), Fault::Status(503), Fault::CutConnection, Fault::CutBody] {
        app.fleet.faults().add(FaultRule::new(fault).method("GET").path("/fleet/v1/units/example"));
        let answer = send(&app, &script, "PUT", UNIT, &[JSON], BODY.as_bytes()).await;
        assert_eq!(answer.status, Some(503), "{answer:?}");
        assert!(message(&answer).ends_with("Nothing was changed."), "{answer:?}");
        app.fleet.faults().clear();
    }
    assert_eq!(writes(&app.fleet).len(), 0);
    assert_eq!(
        script.put(UNIT, &json!({"desiredState": "launched"})).await.status(),
        409,
        "it is well again"
    );
}

#[tokio::test]
async fn a_fleet_that_does_not_say_what_it_has_is_not_written_to() {
    let app = Setup::new().fleet(quick()).impatient().start().await;
    let script = app.token().await;
    let forever = Fault::Delay(Duration::from_secs(3_600));
    app.fleet.faults().add(FaultRule::new(forever).method("GET").path("/fleet/v1/units/example"));
    let answer = send(&app, &script, "PUT", UNIT, &[JSON], BODY.as_bytes()).await;
    assert_eq!(answer.status, Some(503), "{answer:?}");
    assert!(message(&answer).contains("did not answer within 500 ms. Nothing was changed."), "{answer:?}");
    assert_eq!(writes(&app.fleet).len(), 0);
}

/// Of those who wait for their turn to ask it is not said that Fleet was silent.
#[tokio::test]
async fn a_question_that_was_not_asked_is_not_held_against_fleet() {
    let app = Setup::new().fleet(quick()).impatient().start().await;
    let script = app.token().await;
    let forever = Fault::Delay(Duration::from_secs(3_600));
    app.fleet.faults().add(FaultRule::new(forever).method("GET").path("/fleet/v1/units/example"));
    let sending = (0..12).map(|number| {
        let (app, script) = (&app, &script);
        let target = format!("/fleet/v1/units/example:1.0.0@{number}.service");
        async move { send(app, script, "PUT", &target, &[JSON], BODY.as_bytes()).await }
    });
    let words: Vec<String> = join_all(sending).await.iter().map(message).collect();
    assert!(words.iter().all(|words| words.ends_with("Nothing was changed.")), "{words:?}");
    let count = |part| words.iter().filter(|words| words.contains(part)).count();
    assert_eq!((count("did not answer within 500 ms"), count("which was not sent")), (8, 4), "{words:?}");
    assert_eq!(writes(&app.fleet).len(), 0);
}

/// The record may take longer to be written than a removal waits: what was free before it may not be so behind it.
#[tokio::test]
async fn a_unit_that_is_about_to_be_removed_by_now_is_not_written_to() {
    let app = Setup::new().fleet(quick()).start().await;
    let (script, ada) = (app.token().await, app.admin("ada").await);
    let made = send(&app, &script, "PUT", UNIT, &[JSON], BODY.as_bytes()).await;
    assert_eq!(made.status, Some(201), "{made:?}");
    let name: fleet::UnitName = "example:1.0.0@1.service".parse().unwrap();
    let cluster = app.server.clusters.default_cluster();
    eventually("it is known", async || cluster.snapshot().units.contains_key(&name).then_some(())).await;
    let before = (app.server.tasks.len(), writes(&app.fleet).len());
    let lock = app.lock_database().await;
    let change = async { script.put(UNIT, &json!({"desiredState": "loaded"})).await };
    let meanwhile = async {
        eventually("it is about to be recorded", async || (app.server.tasks.len() > before.0).then_some(()))
            .await;
        let action = ActionId::parse("0a").unwrap();
        cluster.mark_leaving(&[name.clone()].into(), Some(&action));
        lock.release().await;
    };
    let (answer, ()) = tokio::join!(change, meanwhile);
    assert_eq!(answer.status(), 409, "{}", answer.text());
    assert!(answer.text().contains("Nothing was changed; undo that action"), "{}", answer.text());
    assert_eq!(writes(&app.fleet).len(), before.1);
    let row = ada.record().await.into_iter().find(|row| row.summary.starts_with("Set the desired")).unwrap();
    assert_eq!(row.outcome, Outcome::Failed, "{row:?}");
}

/// Reading a large Fleet takes long: what is known is served meanwhile, but never without what was written here.
#[tokio::test]
async fn a_slow_fleet_does_not_keep_readers_waiting() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    // Slower than a script waits, and not so slow that Fleet is given up.
    app.fleet.faults().add(FaultRule::new(Fault::Delay(Duration::from_secs(6))).path("/fleet/v1/state"));
    // Older than a script is served at once, and newer than what is too old for it.
    app.clock.advance(20_000);
    assert_eq!(script.get("/fleet/v1/units").await.text(), "{}");
    assert_eq!(script.get("/fleet/v1/units/a.service").await.status(), 404);
    let answer = send(&app, &script, "PUT", UNIT, &[JSON], BODY.as_bytes()).await;
    assert_eq!(answer.status, Some(201), "{answer:?}");
    // At once: the reading that has begun behind the write ends in six seconds.
    let answer = send(&app, &script, "GET", "/fleet/v1/units", &[], b"").await;
    assert_eq!(answer.status, Some(503), "{answer:?}");
    assert!(message(&answer).contains("not been read again yet since the last write"), "{answer:?}");
    // Fleet is asked for a single unit: fleetctl gives up what it has just submitted if that can't be read.
    let answer = send(&app, &script, "GET", UNIT, &[], b"").await;
    assert_eq!(answer.status, Some(200), "{answer:?}");
    assert!(answer.body.contains("\"name\":\"example:1.0.0@1.service\""), "{answer:?}");
    let answer = send(&app, &script, "GET", "/fleet/v1/units/other.service", &[], b"").await;
    assert_eq!((answer.status, message(&answer).as_str()), (Some(404), "unit does not exist"), "{answer:?}");
}

/// A Fleet that panics closes the connection without a word; fleetctl gets an answer all the same.
#[tokio::test]
async fn reads_have_an_answer_that_fleetctl_bears_whatever_fleet_does() {
    const PATHS: [&str; 5] = [
        "/fleet/v1/units",
        "/fleet/v1/state",
        "/fleet/v1/machines",
        "/fleet/v1/units/a.service",
        "/fleet/v1/state/a.service",
    ];
    let faults = [Fault::CutConnection, Fault::CutBody, Fault::Status(500), Fault::Status(503)];
    join_all(faults.map(async |fault| {
        let app = Setup::new().fleet(quick()).start().await;
        let script = app.token().await;
        app.fleet.faults().every(1, fault);
        eventually("it is known that Fleet can't be read", async || {
            (script.get("/fleet/v1/units").await.status() == 503).then_some(())
        })
        .await;
        for path in PATHS {
            let answer = send(&app, &script, "GET", path, &[], b"").await;
            assert_eq!(answer.status, Some(503), "{path}: {answer:?}");
            assert!(message(&answer).contains("Fleet can't be read"), "{path}: {answer:?}");
        }
    }))
    .await;
}
