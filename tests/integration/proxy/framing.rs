//! Where one request ends and the next begins: nothing is smuggled in.

use crate::harness::raw::{self, Raw};
use crate::harness::{Setup, TestApp, quick};

use super::{UNIT, assert_untouched};

/// Sends bytes with `{token}` filled in.
async fn send(app: &TestApp, text: &str) -> Raw {
    let script = app.token().await;
    raw::exchange(app.server_address(), text.replace("{token}", &script.bearer()).as_bytes()).await
}

#[tokio::test]
async fn two_lengths_are_none() {
    let app = Setup::new().fleet(quick()).start().await;
    let hidden = format!("DELETE {UNIT} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {{token}}\r\n\r\n");
    for headers in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 0\r\nContent-Length: 5",
        "Content-Length: 5, 6",
        "Content-Length: -1",
        "Content-Length: +5",
        "Content-Length: 0x5",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding:\u{b}chunked",
        "Content-Length: 99999999999999999999999",
    ] {
        let text = format!(
            "POST /fleet/v1/units HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer {{token}}\r\n\
             {headers}\r\n\r\n0\r\n\r\n{hidden}"
        );
        let answer = send(&app, &text).await;
        assert!(matches!(answer.status, Some(400 | 405)), "{headers}: {answer:?}");
        assert!(!answer.body.contains("HTTP/1.1"), "a second answer: {headers}: {answer:?}");
    }
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn broken_heads_are_refused() {
    let app = Setup::new().fleet(quick()).start().await;
    for text in [
        "GET /fleet/v1/units\0 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n",
        "GET /fleet/v1/units HTTP/9.9\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n",
        "GET /fleet/v1/units HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\nX: a\0b\r\n\r\n",
        "GET /fleet/v1/units HTTP/1.1\r\nHost: a\r\n folded: x\r\n\r\n",
        "GET  /fleet/v1/units HTTP/1.1\r\nHost: a\r\n\r\n",
        "PUT /fleet/v1/units/a b.service HTTP/1.1\r\nHost: a\r\n\r\n",
        "\u{16}\u{3}\u{1}",
    ] {
        // No end of the head would mean to wait for more.
        let answer = send(&app, &format!("{text}\r\n\r\n")).await;
        assert!(matches!(answer.status, None | Some(400)), "{text:?}: {answer:?}");
    }
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn old_clients_are_served() {
    let app = Setup::new().fleet(quick()).start().await;
    let answer = send(&app, "GET /fleet/v1/units HTTP/1.0\r\nAuthorization: Bearer {token}\r\n\r\n").await;
    assert_eq!((answer.status, answer.body.as_str()), (Some(200), "{}"), "{answer:?}");
    let answer = send(&app, "GET /fleet/v1/metrics HTTP/1.0\r\nAuthorization: Bearer {token}\r\n\r\n").await;
    assert_eq!(answer.status, Some(404), "{answer:?}");
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn a_chunked_body_is_as_good_as_any() {
    let app = Setup::new().fleet(quick()).start().await;
    let body =
        r#"{"desiredState":"launched","options":[{"section":"Service","name":"ExecStart","value":"/a"}]}"#;
    let (first, second) = body.split_at(20);
    let text = format!(
        "PUT {UNIT} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer {{token}}\r\n\
         Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n",
        first.len(),
        second.len(),
    );
    let answer = send(&app, &text).await;
    assert_eq!((answer.status, answer.body.as_str()), (Some(201), ""), "{answer:?}");
    assert_eq!(app.fleet.units().len(), 1);
}
