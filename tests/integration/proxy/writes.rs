//! Writes: what is understood is written anew and sent, what Fleet answers is passed on, and all of it is recorded.

use std::time::Duration;

use fleet_sim::{Fault, FaultRule};
use reqwest::Method;
use serde_json::{Value, json};
use shared::audit::{AuditRow, Outcome};

use crate::harness::{
    ANYWHERE, Answer, Client, Setup, eventually, options, quick, remove_unit, running, writes, written,
};

use super::UNIT;

fn unit(command: &str, desired: Option<&str>) -> Value {
    let mut body = json!({ "options": [{"section": "Service", "name": "ExecStart", "value": command}] });
    if let Some(desired) = desired {
        body["desiredState"] = desired.into();
    }
    body
}

#[track_caller]
fn message(answer: &Answer) -> String {
    let body: fleet::ErrorBody = serde_json::from_slice(answer.bytes()).unwrap();
    assert_eq!(body.error.code, answer.status());
    body.error.message
}

#[tokio::test]
async fn the_answers_are_fleets() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    for (body, status) in [
        (json!({"desiredState": "launched"}), 409),
        (unit("/a", Some("launched")), 201),
        (unit("/a", Some("launched")), 204),
        (json!({"desiredState": "loaded"}), 204),
        (unit("/b", Some("launched")), 201),
    ] {
        let answer = script.put(UNIT, &body).await;
        assert_eq!(answer.status(), status, "{body}: {}", answer.text());
        if status != 409 {
            assert_eq!(answer.text(), "");
        }
    }
    let gone = script.delete(UNIT).await;
    assert_eq!((gone.status(), gone.text().as_str()), (204, ""));
    let again = script.delete(UNIT).await;
    assert_eq!((again.status(), message(&again).as_str()), (404, "unit does not exist"));
}

#[tokio::test]
async fn what_reaches_fleet_is_our_own_serialisation() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    let body = " {\n \"name\" : \"example:1.0.0@1.service\", \"currentState\":\"inactive\",\"machineID\":\"m\",\n\
        \"options\":[ {\"value\":\"\\u002fbin/a\",\"name\":\"ExecStart\",\"section\":\"Service\"} ],\"desiredState\":\"launched\" } \n";
    // As fleetctl writes the path, and a script of ours would not.
    let path = "/fleet/v1/units/example%3A1.0.0%401.service?alt=json";
    let request = script.request(Method::PUT, path).header("content-type", "application/json; charset=utf-8");
    assert_eq!(script.send(request.body(body)).await.status(), 201);
    let sent = writes(&app.fleet);
    assert_eq!(sent.len(), 1);
    assert_eq!(
        std::str::from_utf8(&sent[0].body).unwrap(),
        r#"{"desiredState":"launched","options":[{"name":"ExecStart","section":"Service","value":"/bin/a"}]}"#
    );
    assert!(!sent[0].target.contains('?'), "{}", sent[0].target);
}

#[tokio::test]
async fn whoever_writes_reads_what_they_wrote() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    for number in 1..=3 {
        let path = format!("/fleet/v1/units/example:1.0.0@{number}.service");
        assert_eq!(script.put(&path, &unit("/a", Some("launched"))).await.status(), 201);
        let list = script.get("/fleet/v1/units").await.json::<Value>();
        assert_eq!(list["units"].as_array().map(Vec::len), Some(number), "{list}");
        assert_eq!(script.get(&path).await.json::<Value>()["desiredState"], "launched");
    }
    assert_eq!(script.put(UNIT, &json!({"desiredState": "loaded"})).await.status(), 204);
    assert_eq!(script.get(UNIT).await.json::<Value>()["desiredState"], "loaded");
    assert_eq!(script.delete(UNIT).await.status(), 204);
    assert_eq!(script.get(UNIT).await.status(), 404);
    let list = script.get("/fleet/v1/units").await.json::<Value>();
    assert_eq!(list["units"].as_array().map(Vec::len), Some(2), "{list}");
}

#[tokio::test]
async fn options_that_are_there_are_not_sent_again() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    assert_eq!(script.put(UNIT, &unit("/a", Some("launched"))).await.status(), 201);
    assert_eq!(script.put(UNIT, &unit("/a", Some("loaded"))).await.status(), 204);
    let sent = writes(&app.fleet);
    assert_eq!(std::str::from_utf8(&sent[1].body).unwrap(), r#"{"desiredState":"loaded"}"#);
    // And without a state there is nothing to send.
    let answer = script.put(UNIT, &unit("/a", None)).await;
    assert_eq!(answer.status(), 409, "{}", answer.text());
    assert!(message(&answer).contains("has exactly these options already"), "{}", answer.text());
    assert_eq!(writes(&app.fleet).len(), 2);
}

#[tokio::test]
async fn a_unit_that_shall_not_run_may_get_new_options_without_a_state() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    for command in ["/a", "/b"] {
        assert_eq!(script.put(UNIT, &unit(command, None)).await.status(), 201);
        assert_eq!(app.fleet.units()[0].options[0].value, command);
    }
}

/// What Fleet refuses of a new unit, with its words and in its order, also where Fleet itself would take it.
#[tokio::test]
async fn the_rules_of_x_fleet_hold_on_updates_too() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    assert_eq!(script.put(UNIT, &unit("/a", Some("launched"))).await.status(), 201);
    let before = writes(&app.fleet).len();
    for (lines, words) in [
        (
            "MachineOf=b.service\nConflicts=b*\nReplaces=b*\nMachineID=m",
            "unresolvable requirements: peer \"b.service\" matches conflict \"b*\"",
        ),
        (
            "MachineOf=b.service\nReplaces=b*\nMachineID=m",
            "unresolvable requirements: peer \"b.service\" matches replace \"b*\"",
        ),
        (
            "MachineID=\nMachineOf=b.service\nConflicts=c\nGlobal=true\nReplaces=r",
            "MachineID cannot be used with Peers",
        ),
        ("MachineID=m\nConflicts=c\nGlobal=true\nReplaces=r", "MachineID cannot be used with Conflicts"),
        ("MachineID=m\nGlobal=ON\nReplaces=r", "MachineID cannot be used with Global"),
        ("X-ConditionMachineBootID=m\nReplaces=r", "MachineID cannot be used with Replaces"),
        ("MachineOf=b.service\nGlobal=1\nReplaces=r", "Global cannot be used with Peers"),
        ("Global=t\nReplaces=r\nX-Conflicts=c", "Global cannot be used with Replaces"),
        ("Conflicts=c\nReplaces=r", "Conflicts cannot be used with Replaces"),
    ] {
        let options = options(&format!("[Service]\nExecStart=/a\n\n[X-Fleet]\n{lines}\n"));
        for target in [UNIT, "/fleet/v1/units/new.service"] {
            let answer = script.put(target, &json!({"desiredState": "launched", "options": options})).await;
            assert_eq!(answer.status(), 400, "{lines}: {}", answer.text());
            assert_eq!(message(&answer), words, "{lines}");
        }
    }
    assert_eq!(writes(&app.fleet).len(), before);
    // What Fleet allows together goes.
    for lines in
        ["Global=true\nConflicts=c", "Global=true\nMachineMetadata=a=b", "MachineID=m\nMachineMetadata=a=b"]
    {
        let options = options(&format!("[Service]\nExecStart=/a\n\n[X-Fleet]\n{lines}\n"));
        let answer = script.put(UNIT, &json!({"desiredState": "launched", "options": options})).await;
        assert_eq!(answer.status(), 201, "{lines}: {}", answer.text());
    }
}

/// Nothing of Fleet's answer but its status goes on.
#[tokio::test]
async fn the_headers_are_our_own() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    for answer in [
        script.put(UNIT, &unit("/a", Some("launched"))).await,
        script.put(UNIT, &json!({"desiredState": "loaded"})).await,
        script.get("/fleet/v1/units").await,
        script.get("/fleet/v1/units/absent.service").await,
        script.delete(UNIT).await,
    ] {
        for (name, value) in [
            ("server", ""),
            ("location", ""),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.header(name), value, "{}: {name}", answer.status());
        }
        let has_body = !answer.bytes().is_empty();
        assert_eq!(answer.header("content-type"), if has_body { "application/json" } else { "" });
    }
}

#[tokio::test]
async fn new_options_without_a_state_would_stop_the_unit_and_are_refused() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    script.put(UNIT, &unit("/a", Some("launched"))).await;
    let answer = script.put(UNIT, &unit("/b", None)).await;
    assert_eq!(answer.status(), 409, "{}", answer.text());
    assert!(message(&answer).contains("must provide DesiredState"), "{}", answer.text());
    assert_eq!(writes(&app.fleet).len(), 1);
    assert_eq!(app.fleet.units()[0].options[0].value, "/a");
}

#[tokio::test]
async fn what_fleet_says_in_bad_weather_is_passed_on_once() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    script.put(UNIT, &unit("/a", Some("launched"))).await;
    let before = writes(&app.fleet).len();
    let body = json!({"desiredState": "loaded"});
    for (fault, status, part) in [
        (Fault::Status(503), 503, "Fleet cannot work at the moment (503)"),
        (Fault::Status(500), 503, "Fleet cannot work at the moment (500)"),
        (Fault::CutConnection, 503, "cannot be reached"),
        (Fault::Status(409), 409, ""),
    ] {
        app.fleet.faults().add(FaultRule::new(fault).method("PUT").times(1));
        let answer = script.put(UNIT, &body).await;
        assert_eq!(answer.status(), status, "{}", answer.text());
        assert!(message(&answer).contains(part), "{}", answer.text());
    }
    // A write that failed may have happened: whoever sent it decides whether it is sent again.
    assert_eq!(writes(&app.fleet).len(), before + 4);
}

/// The record's newest line about the cluster.
async fn newest(who: &Client) -> AuditRow {
    who.record().await.into_iter().find(|row| row.cluster == "default").unwrap()
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_looked_at() {
    let app = Setup::new().fleet(quick()).start().await;
    let (script, ada) = (app.token().await, app.admin("ada").await);
    for (method, body, status) in [
        ("PUT", unit("/a", Some("launched")), 204),
        ("PUT", json!({"desiredState": "loaded"}), 204),
        ("DELETE", Value::Null, 204),
    ] {
        app.fleet.faults().add(FaultRule::new(Fault::LoseAnswer).method(method).times(1));
        let answer = match method {
            "PUT" => script.put(UNIT, &body).await,
            _ => script.delete(UNIT).await,
        };
        assert_eq!(answer.status(), status, "{method} {body}: {}", answer.text());
        let row = newest(&ada).await;
        assert_eq!(row.outcome, Outcome::Done, "{row:?}");
        assert!(row.note.contains("it was as asked"), "{row:?}");
    }
    assert_eq!(app.fleet.units(), []);
}

#[tokio::test]
async fn what_became_of_a_write_is_never_guessed() {
    let app = Setup::new().fleet(quick()).start().await;
    let (script, ada) = (app.token().await, app.admin("ada").await);
    for (body, found) in [
        (unit("/a", Some("launched")), "the unit was not there"),
        (unit("/a", Some("launched")), ""),
        (json!({"desiredState": "loaded"}), "the unit was there, desired state launched"),
        (unit("/b", Some("launched")), "the unit was there with other options, desired state launched"),
    ] {
        if found.is_empty() {
            assert_eq!(script.put(UNIT, &body).await.status(), 201);
            continue;
        }
        app.fleet.faults().add(FaultRule::new(Fault::CutConnection).method("PUT").times(1));
        let answer = script.put(UNIT, &body).await;
        assert_eq!(answer.status(), 503, "{}", answer.text());
        assert!(message(&answer).contains("is not known"), "{}", answer.text());
        let row = newest(&ada).await;
        assert_eq!((row.outcome, row.ended_ms.is_some()), (Outcome::Open, true), "{row:?}");
        assert!(row.note.contains(found), "{row:?}");
    }
    // What Fleet refused was not done: that is certain.
    app.fleet.faults().add(FaultRule::new(Fault::Status(409)).method("PUT").times(1));
    assert_eq!(script.put(UNIT, &json!({"desiredState": "loaded"})).await.status(), 409);
    assert_eq!(newest(&ada).await.outcome, Outcome::Failed);
}

#[tokio::test]
async fn a_write_has_its_end_in_the_record_also_if_its_sender_goes_away() {
    let app = Setup::new().fleet(quick()).start().await;
    let (script, ada) = (app.token().await, app.admin("ada").await);
    let slow = Fault::Delay(Duration::from_secs(1));
    app.fleet.faults().add(FaultRule::new(slow).method("PUT").times(1));
    let sending = tokio::spawn(async move { script.put(UNIT, &unit("/a", Some("launched"))).await });
    let line = async |outcome: Outcome| {
        let record = ada.record().await;
        record.into_iter().find(|row| row.summary.starts_with("Make example") && row.outcome == outcome)
    };
    eventually("it is under way", async || line(Outcome::Open).await).await;
    sending.abort();
    eventually("it has ended", async || line(Outcome::Done).await).await;
    assert_eq!(app.fleet.units().len(), 1);
}

#[tokio::test]
async fn a_unit_that_an_action_is_about_to_remove_is_left_alone() {
    let app = Setup::new().over(running(quick(), ANYWHERE, &["example:1.0.0@1.service"])).start().await;
    let (script, ada) = (app.token().await, app.admin("ada").await);
    let action = ada.begin(&remove_unit("example:1.0.0@1.service")).await;
    for answer in [
        script.put(UNIT, &json!({"desiredState": "launched"})).await,
        script.put(UNIT, &unit("/b", Some("launched"))).await,
        script.delete(UNIT).await,
    ] {
        assert_eq!(answer.status(), 409, "{}", answer.text());
        assert!(message(&answer).contains(action.id.as_str()), "{}", answer.text());
    }
    assert_eq!(writes(&app.fleet).len(), 0);
    assert_eq!(ada.undo(&action.id).await.status(), 200);
    assert_eq!(script.put(UNIT, &json!({"desiredState": "loaded"})).await.status(), 204);
}

#[tokio::test]
async fn of_two_who_make_one_unit_at_once_the_second_sees_what_the_first_made() {
    let app = Setup::new().fleet(quick()).start().await;
    let (script, ada) = (app.token().await, app.admin("ada").await);
    // Long enough for both to have looked before either has written.
    app.fleet.faults().add(FaultRule::new(Fault::Delay(Duration::from_millis(300))).method("PUT"));
    let (one, other) = (unit("/a", Some("launched")), unit("/b", Some("launched")));
    let answers = tokio::join!(script.put(UNIT, &one), script.put(UNIT, &other));
    assert_eq!((answers.0.status(), answers.1.status()), (201, 201));
    let record = ada.record().await;
    let begins = |words: &str| record.iter().filter(|row| row.summary.starts_with(words)).count();
    assert_eq!((begins("Make example"), begins("Replace the options")), (1, 1), "{record:?}");
}

#[tokio::test]
async fn every_write_is_in_the_record_with_its_end() {
    let app = Setup::new().fleet(quick()).start().await;
    let (script, ada) = (app.token().await, app.admin("ada").await);
    script.put(UNIT, &unit("/a --password x", Some("launched"))).await;
    script.put(UNIT, &unit("/b", Some("launched"))).await;
    script.put(UNIT, &json!({"desiredState": "loaded"})).await;
    script.delete(UNIT).await;
    script.delete(UNIT).await;
    let record = ada.record().await;
    let lines: Vec<(&str, &str, Outcome, &str)> = record
        .iter()
        .filter(|row| row.cluster == "default")
        .map(|row| (row.verb.as_str(), row.summary.as_str(), row.outcome, row.note.as_str()))
        .collect();
    assert_eq!(
        lines,
        [
            ("remove", "Destroy example:1.0.0@1.service", Outcome::Failed, "unit does not exist"),
            ("remove", "Destroy example:1.0.0@1.service", Outcome::Done, ""),
            ("restart", "Set the desired state of example:1.0.0@1.service to loaded", Outcome::Done, ""),
            (
                "raw-unit",
                "Replace the options of example:1.0.0@1.service, with the desired state launched",
                Outcome::Done,
                ""
            ),
            ("raw-unit", "Make example:1.0.0@1.service with the desired state launched", Outcome::Done, ""),
        ]
    );
    let row = record.iter().find(|row| row.summary.starts_with("Make example")).unwrap();
    assert_eq!((row.actor.as_str(), row.via.as_str(), row.app.as_str()), ("ci", "token", "example"));
    // Which options, but not what is in them: it may be a secret.
    assert_eq!(row.detail[0], "Service/ExecStart");
    assert!(row.detail[1].starts_with("Options with the mark "), "{row:?}");
    assert_eq!(row.detail[2..], ["Before: no such unit"]);
    let row = record.iter().find(|row| row.summary.starts_with("Replace")).unwrap();
    let [.., before] = row.detail.as_slice() else { panic!("{row:?}") };
    assert!(before.starts_with("Before: desired state launched, options with the mark "), "{row:?}");
}

#[tokio::test]
async fn what_can_not_be_recorded_is_not_sent() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    script.put(UNIT, &unit("/a", Some("launched"))).await;
    app.break_record().await;
    for answer in [
        script.put(UNIT, &unit("/b", Some("launched"))).await,
        script.put(UNIT, &json!({"desiredState": "inactive"})).await,
        script.delete(UNIT).await,
    ] {
        assert_eq!(answer.status(), 500, "{}", answer.text());
        message(&answer);
    }
    assert_eq!(written(&app.fleet), ["PUT example:1.0.0@1.service launched"]);
}
