//! Bodies that could mean something else to Fleet than to whoever checks them, as a table.

use crate::harness::{Setup, quick, raw};

use super::{UNIT, assert_untouched, message, send};

const JSON: &str = "Content-Type: application/json";

/// Body, status, a part of the message.
const REFUSED: &[(&str, u16, &str)] = &[
    ("{", 400, "unable to decode body: EOF"),
    ("null", 400, "expected a JSON object"),
    ("[]", 400, "expected a JSON object"),
    ("\u{feff}{}", 400, "unable to decode body"),
    ("{}", 409, "send options to make a unit"),
    (r#"{"options":[]}"#, 409, "send options to make a unit"),
    (r#"{"desiredState":""}"#, 409, "send options to make a unit"),
    // Said twice, in another case, or with something behind it: Fleet would take the last, any case, and drop the rest.
    (r#"{"desiredState":"launched","desiredState":"inactive"}"#, 400, "duplicate field `desiredState`"),
    (r#"{"desiredState":"launched","DesiredState":"inactive"}"#, 400, "unknown field `DesiredState`"),
    (r#"{"desiredState":"launched"}{"desiredState":"inactive"}"#, 400, "trailing characters"),
    (r#"{"desiredState":"launched"} x"#, 400, "trailing characters"),
    (r#"{"desiredState":"launched","more":1}"#, 400, "unknown field `more`"),
    (
        r#"{"options":[{"section":"Service","name":"ExecStart","value":"/a","value":"/b"}]}"#,
        400,
        "duplicate field `value`",
    ),
    (r#"{"options":[{"section":"Service","name":"ExecStart","Value":"/a"}]}"#, 400, "unknown field `Value`"),
    // The signs between which the server keeps its own sentences.
    (
        r#"{"options":[{"section":"Service","name":"ExecStart","value":"/a \ufdd2"}]}"#,
        400,
        "U+FDD0 to U+FDD2",
    ),
    // Desired states that would poison the unit.
    (
        r#"{"desiredState":"running"}"#,
        400,
        r#"desiredState is "running"; it must be inactive, loaded or launched"#,
    ),
    (r#"{"desiredState":"Launched"}"#, 400, "it must be inactive, loaded or launched"),
    (r#"{"desiredState":7}"#, 400, "invalid type: integer `7`"),
    // Options that are none.
    (r#"{"desiredState":"launched","options":[null]}"#, 400, "expected a JSON object"),
    (r#"{"desiredState":"launched","options":[{}]}"#, 400, "missing field `section`"),
    (
        r#"{"desiredState":"launched","options":[["Service","ExecStart","/a"]]}"#,
        400,
        "expected a JSON object",
    ),
    (r#"{"options":[{"section":"","name":"A","value":"1"}]}"#, 400, "option 1, /A: the section is empty"),
    // Values that would be lines of their own.
    (
        r#"{"options":[{"section":"Service","name":"ExecStart","value":"/a\nUser=root"}]}"#,
        400,
        "option 1, Service/ExecStart: the value holds a line break",
    ),
    (r#"{"options":[{"section":"Service","name":"ExecStart","value":"/a\rUser=root"}]}"#, 400, "line break"),
    (r#"{"options":[{"section":"Service","name":"ExecStart","value":"/a\u0000b"}]}"#, 400, "control sign"),
    (r#"{"options":[{"section":"Service","name":"ExecStart","value":"/a \\"}]}"#, 400, "backslash"),
    (r#"{"options":[{"section":"Service]\n[X","name":"ExecStart","value":"/a"}]}"#, 400, "line break"),
    (r#"{"options":[{"section":"Service","name":"Exec=Start","value":"/a"}]}"#, 400, "holds '='"),
    (r##"{"options":[{"section":"Service","name":"#Exec","value":"/a"}]}"##, 400, "a comment"),
    (
        r#"{"options":[{"section":"Service","name":"ExecStart","value":"\ud800"}]}"#,
        400,
        "unable to decode body",
    ),
    // What Fleet would refuse, but not on a replacement.
    (
        r#"{"options":[{"section":"X-Fleet","name":"Global","value":"true"},
            {"section":"X-Fleet","name":"MachineOf","value":"a.service"}]}"#,
        400,
        "Global",
    ),
    (r#"{"name":"other.service","desiredState":"launched"}"#, 400, "differs from unit name in request body"),
];

#[tokio::test]
async fn what_could_be_misread_is_refused_in_words() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    for (body, status, part) in REFUSED {
        let answer = send(&app, &script, "PUT", UNIT, &[JSON], body.as_bytes()).await;
        assert_eq!(answer.status, Some(*status), "{body}: {answer:?}");
        let message = message(&answer);
        assert!(message.contains(part), "{body}: {message}");
    }
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    let mut body = br#"{"options":[{"section":"Service","name":"ExecStart","value":"/a"#.to_vec();
    body.extend_from_slice(b"\xff\"}]}");
    let answer = send(&app, &script, "PUT", UNIT, &[JSON], &body).await;
    assert_eq!(answer.status, Some(400), "{answer:?}");
    assert!(message(&answer).contains("unable to decode body"), "{answer:?}");
    let answer = send(&app, &script, "PUT", UNIT, &[JSON], "[".repeat(200_000).as_bytes()).await;
    assert_eq!(answer.status, Some(400), "{answer:?}");
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn a_template_is_never_started() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    let body =
        br#"{"desiredState":"launched","options":[{"section":"Service","name":"ExecStart","value":"/a"}]}"#;
    let answer = send(&app, &script, "PUT", "/fleet/v1/units/example@.service", &[JSON], body).await;
    assert_eq!(answer.status, Some(400), "{answer:?}");
    assert!(message(&answer).contains("cannot activate template"), "{answer:?}");
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn only_json_said_once_is_json() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    let body = br#"{"desiredState":"launched"}"#;
    for headers in [
        &[][..],
        &["Content-Type: text/plain"],
        &["Content-Type: application/x-www-form-urlencoded"],
        &[JSON, "Content-Type: text/plain"],
        &[JSON, JSON],
    ] {
        let answer = send(&app, &script, "PUT", UNIT, headers, body).await;
        assert_eq!(answer.status, Some(415), "{headers:?}: {answer:?}");
        assert!(message(&answer).contains("application/json"), "{answer:?}");
    }
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn ten_megabytes_are_refused_and_the_refusal_arrives() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    let value = "x".repeat(10 << 20);
    let body = format!(r#"{{"options":[{{"section":"Service","name":"ExecStart","value":"{value}"}}]}}"#);
    for _ in 0..5 {
        let answer = send(&app, &script, "PUT", UNIT, &[JSON], body.as_bytes()).await;
        assert_eq!(answer.status, Some(413), "{answer:?}");
        assert!(message(&answer).contains("larger than 524288 bytes"), "{answer:?}");
    }
    // The same without saying how much it will be.
    let mut chunked = raw::request(
        "PUT",
        UNIT,
        &[&format!("Authorization: Bearer {}", script.bearer()), JSON, "Transfer-Encoding: chunked"],
        b"",
    );
    for chunk in body.as_bytes().chunks(1 << 16) {
        chunked.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        chunked.extend_from_slice(chunk);
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    let answer = raw::exchange(app.server_address(), &chunked).await;
    assert_eq!(answer.status, Some(413), "{answer:?}");
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn a_body_that_ends_before_its_time_does_nothing() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    let token = format!("Authorization: Bearer {}", script.bearer());
    let short = r#"{"desiredState":"launched"}"#;
    let head = raw::request("PUT", UNIT, &[&token, JSON, "Content-Length: 40"], b"");
    let mut stream = tokio::net::TcpStream::connect(app.server_address()).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut stream, &[&head, short.as_bytes()].concat()).await.unwrap();
    drop(stream);
    // The next one is served as ever, and the broken one has left nothing behind.
    assert_eq!(script.get("/fleet/v1/units").await.text(), "{}");
    assert_untouched(&app.fleet);
}
