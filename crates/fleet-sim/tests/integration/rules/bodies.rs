//! JSON as Go reads it.

use serde_json::json;

use crate::client::{JSON, TestFleet};

const OPTIONS: &str = r#""options":[{"section":"Service","name":"ExecStart","value":"/x"}]"#;

#[tokio::test]
async fn bodies_are_read_as_go_reads_them() {
    let stored = [
        // Names of members match in any case, also after escapes, and the last one wins.
        r#"{"NAME":"a.service","Options":[{"SECTION":"Service","nAme":"ExecStart","vaLue":"/x"}]}"#
            .to_owned(),
        format!(r#"{{"name":"b.service","Name":"a.service",{OPTIONS}}}"#),
        format!(r#"{{"n\u0061me":"a.service",{OPTIONS}}}"#),
        format!(r#"{{"options":[],{OPTIONS}}}"#),
        // Null is nothing, and neither is an empty name.
        format!(r#"{{"name":null,"desiredState":null,"currentState":null,"machineID":null,{OPTIONS}}}"#),
        format!(r#"{{"name":"",{OPTIONS}}}"#),
        format!(r#"{{"name":"a.service","name":null,{OPTIONS}}}"#),
        // What nobody knows is not looked at, and neither is what the server computes itself.
        format!(r#"{{"x":[{{"y":[1e9,-0.5,true,false]}}],"currentState":"?","machineID":"?",{OPTIONS}}}"#),
        r#"{"options":[{"section":"Service","name":"ExecStart","value":"/x","x":1}]}"#.to_owned(),
        // Only the first value counts.
        format!(" \r\n\t{{{OPTIONS}}} junk"),
        format!(r#"{{{OPTIONS}}}{{"name":"b.service"}}"#),
    ];
    for body in stored {
        let fleet = TestFleet::empty().await;
        let answer = fleet.put("/fleet/v1/units/a.service", &body).await;
        assert_eq!(answer.says(), (201, String::new()), "{body}");
        assert_eq!(
            fleet.get("/fleet/v1/units/a.service").await.json(),
            json!({
                "currentState": "inactive", "desiredState": "inactive", "name": "a.service",
                "options": [{ "section": "Service", "name": "ExecStart", "value": "/x" }]
            }),
            "{body}"
        );
    }
}

#[tokio::test]
async fn what_go_cannot_decode_is_refused_in_its_words() {
    let fleet = TestFleet::empty().await;
    let deep = format!("{}{}", "[".repeat(10_001), "]".repeat(10_001));
    let cases = [
        ("", "EOF"),
        (" \n ", "EOF"),
        ("{", "unexpected EOF"),
        (r#"{"name":"a"#, "unexpected EOF"),
        ("tru", "unexpected EOF"),
        ("nope", "invalid character 'o' in literal null (expecting 'u')"),
        ("\u{feff}{}", "invalid character"),
        ("{'name':1}", r"invalid character '\'' looking for beginning of object key string"),
        (r#"{"a":1,}"#, "invalid character '}' looking for beginning of object key string"),
        (r#"{"a" 1}"#, "invalid character '1' after object key"),
        ("[1,]", "invalid character ']' looking for beginning of value"),
        ("{\"a\":\"\n\"}", r"invalid character '\n' in string literal"),
        (r#"{"a":"\x"}"#, "invalid character 'x' in string escape code"),
        (r#"{"a":01}"#, "invalid character '1' after object key:value pair"),
        ("[]", "json: cannot unmarshal array into Go value of type schema.Unit"),
        ("\"a\"", "json: cannot unmarshal string into Go value of type schema.Unit"),
        (r#"{"name":1}"#, "json: cannot unmarshal number into Go struct field Unit.name of type string"),
        (r#"{"desiredState":true}"#, "json: cannot unmarshal bool into Go struct field"),
        (r#"{"currentState":[]}"#, "json: cannot unmarshal array into Go struct field"),
        (r#"{"options":{}}"#, "json: cannot unmarshal object into Go struct field"),
        (r#"{"options":["x"]}"#, "json: cannot unmarshal string into Go struct field"),
        (r#"{"options":[{"value":1}]}"#, "json: cannot unmarshal number into Go struct field"),
        (&deep, "exceeded max depth"),
    ];
    for (body, complaint) in cases {
        let (status, message) = fleet.put("/fleet/v1/units/a.service", body).await.says();
        assert_eq!(status, 400, "{body}");
        let words = message.strip_prefix("unable to decode body: ");
        assert!(words.is_some_and(|words| words.starts_with(complaint)), "{body:.50}: {message}");
    }
    // A body that is null says nothing at all.
    let answer = fleet.put("/fleet/v1/units/a.service", "null").await;
    assert_eq!(answer.says(), (409, "unit does not exist and options field empty".to_owned()));
    // The syntax of the whole comes before the type of a part.
    let (_, message) = fleet.put("/fleet/v1/units/a.service", r#"{"name":1,"#).await.says();
    assert_eq!(message, "unable to decode body: unexpected EOF");
}

#[tokio::test]
async fn text_that_is_none_becomes_replacement_signs() {
    let fleet = TestFleet::empty().await;
    let body =
        b"{\"options\":[{\"section\":\"Unit\",\"name\":\"Description\",\"value\":\"a\xff\\ud800b\\u00e9\"}]}";
    let head = format!(
        "PUT /fleet/v1/units/a.service HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    assert_eq!(fleet.send_raw(&[head.as_bytes(), body].concat()).await.status, Some(201));
    let unit = fleet.get("/fleet/v1/units/a.service").await.json();
    assert_eq!(unit["options"][0]["value"], "a\u{fffd}\u{fffd}bé");
}

#[tokio::test]
async fn an_empty_option_is_an_empty_line() {
    let fleet = TestFleet::empty().await;
    assert_eq!(fleet.put("/fleet/v1/units/a.service", r#"{"options":[{}]}"#).await.status, Some(201));
    assert_eq!(fleet.get("/fleet/v1/units/a.service").await.json()["options"], json!([{}]));
}

#[tokio::test]
async fn an_answer_does_not_wait_for_what_nobody_reads() {
    let fleet = TestFleet::empty().await;
    let body = format!("{{{OPTIONS}}}");
    let cases = [
        // The first value is whole, although more was promised.
        ("PUT", "/fleet/v1/units/a.service", JSON, body.as_str(), 201),
        ("PATCH", "/fleet/v1/machines", &[], "[] ", 204),
        // The media type comes before the body, and other methods have none.
        ("PUT", "/fleet/v1/units/a.service", &[("Content-Type", "text/plain")][..], "{", 415),
        ("GET", "/fleet/v1/units/a.service", JSON, "{", 200),
        ("DELETE", "/fleet/v1/units/a.service", &[], "", 204),
    ];
    for (method, path, headers, body, status) in cases {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: t\r\nConnection: close\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str(&format!("Content-Length: 1000\r\n\r\n{body}"));
        assert_eq!(fleet.send_raw(request.as_bytes()).await.status, Some(status), "{method} {path}");
    }
}

#[tokio::test]
async fn chunks_win_over_a_length() {
    let fleet = TestFleet::empty().await;
    let request = format!(
        "PUT /fleet/v1/units/a.service HTTP/1.1\r\nHost: t\r\nConnection: close\r\nContent-Length: 5\r\n\
         Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n\
         {:x}\r\n{{{OPTIONS}}}\r\n0\r\n\r\n",
        OPTIONS.len() + 2
    );
    assert_eq!(fleet.send_raw(request.as_bytes()).await.status, Some(201));
    let other = request.replace("Encoding: chunked", "Encoding: gzip, chunked");
    assert_eq!(fleet.send_raw(other.as_bytes()).await.status, Some(501));
}

#[tokio::test]
async fn an_expectation_is_met_or_refused() {
    let fleet = TestFleet::empty().await;
    for (expectation, line) in [("100-continue", "HTTP/1.1 100"), ("200-ok", "HTTP/1.1 417")] {
        let request = format!(
            "PUT /fleet/v1/units/a.service HTTP/1.1\r\nHost: t\r\nConnection: close\r\nExpect: {expectation}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{{{OPTIONS}}}",
            OPTIONS.len() + 2
        );
        let answer = fleet.send_raw(request.as_bytes()).await;
        assert!(answer.first_line().starts_with(line), "{answer:?}");
    }
}
