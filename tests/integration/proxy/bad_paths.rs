//! Methods and paths that are not passed on, as a table: each gets its clear error, and nothing reaches Fleet.

use crate::harness::{Setup, quick};

use super::{assert_untouched, message, send};

/// What the proxy itself refuses: method, target, status, a part of the message.
const REFUSED: &[(&str, &str, u16, &str)] = &[
    ("GET", "/fleet", 404, "/fleet is not passed on. What is: GET /fleet/v1/units"),
    ("GET", "/fleet/", 404, "is not passed on"),
    ("GET", "/fleet/v1", 404, "is not passed on"),
    ("GET", "/fleet/v1/", 404, "is not passed on"),
    ("GET", "/fleet/v2/units", 404, "is not passed on"),
    ("GET", "/fleet/v1/Units", 404, "is not passed on"),
    ("GET", "/fleet/v1/discovery", 404, "is not passed on"),
    ("GET", "/fleet/v1/metrics", 404, "is not passed on"),
    ("GET", "/fleet/metrics", 404, "is not passed on"),
    ("GET", "/v1-alpha/units", 404, "/v1-alpha/units is not passed on"),
    ("PUT", "/v1-alpha/units/example:1.0.0@1.service", 404, "is not passed on"),
    ("DELETE", "/v1-alpha/units/example:1.0.0@1.service", 404, "is not passed on"),
    ("GET", "/fleet/v1/machines/m1", 404, "is not passed on"),
    ("PUT", "/fleet/v1/machines", 405, "only GET and PATCH supported"),
    ("PATCH", "/fleet/v1/machines/m1", 404, "is not passed on"),
    ("PATCH", "/fleet/v1/machines/", 404, "is not passed on"),
    ("PATCH", "/v1-alpha/machines", 404, "is not passed on"),
    ("PATCH", "/fleet/v1/units", 405, "only GET supported"),
    ("PATCH", "/fleet/v1/units/example:1.0.0@1.service", 405, "only GET, PUT and DELETE supported"),
    ("POST", "/fleet/v1/units", 405, "only GET supported"),
    ("DELETE", "/fleet/v1/units", 405, "only GET supported"),
    ("POST", "/fleet/v1/units/example:1.0.0@1.service", 405, "only GET, PUT and DELETE supported"),
    ("PUT", "/fleet/v1/state/example:1.0.0@1.service", 405, "only GET supported"),
    ("TRACE", "/fleet/v1/units", 405, "only GET supported"),
    ("get", "/fleet/v1/units", 405, "only GET supported"),
    // Dots, plain and encoded.
    ("GET", "/fleet/v1/../v1/units", 404, "is not passed on"),
    ("GET", "/fleet/v1/./units", 404, "is not passed on"),
    ("GET", "/fleet/v1/%2e%2e/units", 404, "is not passed on"),
    ("GET", "/fleet/v1/units/..", 400, "unit name cannot end in \".\""),
    ("GET", "/fleet/v1/units/.", 400, "unit name cannot end in \".\""),
    ("GET", "/fleet/v1/units/%2e%2e", 400, "unit name cannot end in \".\""),
    ("GET", "/fleet/v1/units/../machines", 404, "is not passed on"),
    ("DELETE", "/fleet/v1/units/%2e%2e%2f%2e%2e%2fmetrics", 400, "invalid unit type"),
    // Slashes, doubled, encoded, at the end.
    ("GET", "/fleet/v1//units", 404, "is not passed on"),
    ("GET", "/fleet//v1/units", 404, "is not passed on"),
    ("GET", "/fleet/v1/units//example.service", 404, "is not passed on"),
    ("GET", "/fleet/v1/units/", 400, "unit name cannot be empty"),
    ("GET", "/fleet/v1/units/example.service/", 404, "is not passed on"),
    ("GET", "/fleet/v1%2Funits", 404, "is not passed on"),
    ("PUT", "/fleet/v1/units/a%2Fb.service", 400, "invalid character"),
    ("DELETE", "/fleet/v1/units/a%2fb.service", 400, "invalid character"),
    ("DELETE", "/fleet/v1/units/a%252Fb.service", 400, "invalid character"),
    ("DELETE", "/fleet/v1/units/a\\..\\b.service/x", 404, "is not passed on"),
    // Control signs and broken escapes.
    ("DELETE", "/fleet/v1/units/example%00.service", 400, "invalid character"),
    ("PUT", "/fleet/v1/units/example%0a.service", 400, "invalid character"),
    ("PUT", "/fleet/v1/units/example%0d%0aX:%20y.service", 400, "invalid character"),
    ("DELETE", "/fleet/v1/units/example%zz.service", 400, "not followed by two hexadecimal digits"),
    ("DELETE", "/fleet/v1/units/example%ff.service", 400, "not UTF-8"),
    // Names that are none, or the machine's own.
    ("DELETE", "/fleet/v1/units/example:1.0.0;rm@1.service", 400, "invalid character ';' in unit name"),
    ("PUT", "/fleet/v1/units/example:1.0.0%3Brm@1.service", 400, "invalid character ';' in unit name"),
    ("PUT", "/fleet/v1/units/example:1.0.0@1", 400, "invalid unit type"),
    ("PUT", "/fleet/v1/units/sshd.service", 400, "a unit of the machine itself"),
    ("DELETE", "/fleet/v1/units/fleet.service", 400, "a unit of the machine itself"),
    ("PUT", "/fleet/v1/units/app.slice", 400, "never stop it again"),
    // Queries that Fleet would read otherwise.
    ("GET", "/fleet/v1/units?nextPageToken=", 400, "EOF"),
    ("GET", "/fleet/v1/units?nextPageToken=AAAA", 400, "unexpected EOF"),
    ("GET", "/fleet/v1/units?nextPageToken=!!!!", 400, "illegal base64 data at input byte 0"),
    ("GET", "/fleet/v1/units?nextPageToken=AQABAA==", 400, "token limit must be 100"),
    ("GET", "/fleet/v1/units?nextPageToken=ZAAAAA==", 400, "token page must be greater than zero"),
    (
        "GET",
        "/fleet/v1/units?nextPageToken=ZAACAA==&nextPageToken=ZAACAA==",
        400,
        "too many values for page token",
    ),
    ("GET", "/fleet/v1/state?unitName=a.service;machineID=b", 400, "';'"),
    ("GET", "/fleet/v1/state?unitName=%ff", 400, "not UTF-8"),
];

/// What never gets as far as the proxy: it ends at a path of ours, or at none. None of it is anything of Fleet's.
const ELSEWHERE: &[(&str, &str, u16)] = &[
    ("GET", "//fleet/v1/units", 404),
    ("GET", "/../fleet/v1/units", 404),
    ("GET", "/%66leet/v1/units", 404),
    ("GET", "/FLEET/v1/units", 404),
    ("GET", "/units", 404),
    ("PATCH", "/machines", 404),
    ("PUT", "/x/../fleet/v1/units/example.service", 404),
    ("DELETE", "/api/v1/../../fleet/v1/units/example.service", 404),
    ("OPTIONS", "*", 404),
];

#[tokio::test]
async fn what_is_not_listed_is_refused_in_words() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    for (method, target, status, part) in REFUSED {
        let answer = send(&app, &script, method, target, &[], b"").await;
        assert_eq!(answer.status, Some(*status), "{method} {target}: {answer:?}");
        let message = message(&answer);
        assert!(message.contains(part), "{method} {target}: {message}");
    }
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn no_other_path_leads_to_fleet() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    for (method, target, status) in ELSEWHERE {
        let answer = send(&app, &script, method, target, &[], b"").await;
        assert_eq!(answer.status, Some(*status), "{method} {target}: {answer:?}");
        assert!(answer.body.contains("\"code\":\"not_found\""), "{method} {target}: {answer:?}");
    }
    // The monitoring page of that name is ours, not Fleet's.
    let metrics = send(&app, &script, "GET", "/metrics", &[], b"").await;
    assert!(metrics.body.contains("quarterdeck_"), "{metrics:?}");
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn head_is_no_get() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    let answer = send(&app, &script, "HEAD", "/fleet/v1/units", &[], b"").await;
    assert_eq!((answer.status, answer.body.as_str()), (Some(405), ""));
}

#[tokio::test]
async fn names_end_where_systemd_ends_them() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    let name = |bytes: usize| format!("{}.service", "a".repeat(bytes - ".service".len()));
    for (bytes, part) in
        [(257, "exceeds maximum length"), (256, "at most 255"), (6_000, "exceeds maximum length")]
    {
        for method in ["PUT", "DELETE"] {
            let answer =
                send(&app, &script, method, &format!("/fleet/v1/units/{}", name(bytes)), &[], b"").await;
            assert_eq!(answer.status, Some(400), "{bytes}: {answer:?}");
            assert!(message(&answer).contains(part), "{bytes}: {answer:?}");
        }
    }
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn a_whole_address_is_read_by_its_path() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    let answer = send(&app, &script, "GET", "http://deck.test/fleet/v1/metrics", &[], b"").await;
    assert_eq!(answer.status, Some(404), "{answer:?}");
    assert!(message(&answer).contains("is not passed on"));
    let answer = send(&app, &script, "CONNECT", "deck.test:49153", &[], b"").await;
    assert_ne!(answer.status, Some(200), "{answer:?}");
    assert_untouched(&app.fleet);
}
