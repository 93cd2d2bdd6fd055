//! Where one request ends and the next begins: nothing is smuggled in.

use crate::harness::raw::{self, Raw};
use crate::harness::{Setup, TestApp, quick};

use super::{UNIT, assert_untouched};

/// Sends bytes with `{token}` filled in.
async fn send(app: &TestApp, text: &str) -> Raw {
    let script = app.token().await;
    raw::exchange(app.server_address(), text.replace("{token}", &script.bearer()).as_bytes()).await
}

/// A head that can be read in two ways hides a request from whoever reads it in the other one. Behind it stands a request
/// of our own, after which the server closes: whatever was taken for a request has been answered then.
#[tokio::test]
async fn two_lengths_are_none() {
    let app = Setup::new().fleet(quick()).start().await;
    let hidden = format!("DELETE {UNIT} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {{token}}\r\n\r\n");
    let last = "GET /fleet/v1/machines HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
                Authorization: Bearer {token}\r\n\r\n";
    let token = app.token().await.bearer();
    // By its chunks the body ends in front of the hidden request, by this length behind it.
    let whole = 5 + hidden.replace("{token}", &token).len();
    let long = format!("Content-Length: {whole}");
    for (headers, may_be_read) in [
        (format!("{long}\r\nTransfer-Encoding: chunked"), true),
        (format!("Transfer-Encoding: chunked\r\n{long}"), true),
        (format!("Content-Length: 5\r\n{long}"), false),
        (format!("{long}\r\nContent-Length: 5"), false),
        (format!("Content-Length: 5, {whole}"), false),
        (format!("Content-Length: {whole}, 5"), false),
        ("Content-Length: -1".into(), false),
        (format!("Content-Length: +{whole}"), false),
        (format!("Content-Length: 0x{whole:x}"), false),
        (format!("{long}\r\nTransfer-Encoding: chunked, identity"), false),
        (format!("{long}\r\nTransfer-Encoding: xchunked"), false),
        (format!("{long}\r\nTransfer-Encoding : chunked"), false),
        (format!("{long}\r\nTransfer-Encoding:\u{b}chunked"), false),
        ("Content-Length: 99999999999999999999999".into(), false),
    ] {
        let text = format!(
            "GET /fleet/v1/state HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {{token}}\r\n{headers}\r\n\r\n\
             0\r\n\r\n{hidden}{last}"
        );
        let text = text.replace("{token}", &token);
        let answer = raw::exchange(app.server_address(), text.as_bytes()).await;
        // What stands behind is not read, neither as it is hidden nor as it is shown.
        assert!(!answer.body.contains("HTTP/1.1"), "a second answer: {headers}: {answer:?}");
        match answer.status {
            None | Some(400) => {}
            Some(200) => assert!(may_be_read, "{headers}: {answer:?}"),
            Some(_) => panic!("{headers}: {answer:?}"),
        }
    }
    assert_untouched(&app.fleet);
}

/// The test above can only tell by what is answered: behind a head without doubt all of them are.
#[tokio::test]
async fn what_stands_behind_one_length_is_answered() {
    let app = Setup::new().fleet(quick()).start().await;
    let answer =
        send(&app, &format!("{LIST}Content-Length: 5\r\n\r\n0\r\n\r\n{LIST}Connection: close\r\n\r\n")).await;
    assert_eq!((answer.status, answer.body.matches("HTTP/1.1 200").count()), (Some(200), 1), "{answer:?}");
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

/// `{token}`, and the rest of a request for the list.
const LIST: &str = "GET /fleet/v1/units HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n";

#[tokio::test]
async fn requests_in_a_row_are_answered_in_a_row() {
    let app = Setup::new().fleet(quick()).start().await;
    let body = r#"{"desiredState":"launched"}"#;
    let put = format!(
        "PUT {UNIT} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {{token}}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = send(&app, &format!("{LIST}\r\n{put}{LIST}Connection: close\r\n\r\n")).await;
    let all = format!("HTTP/1.1 {}{}", answer.status.unwrap(), answer.body);
    let statuses: Vec<&str> = all.split("HTTP/1.1 ").skip(1).map(|answer| &answer[..3]).collect();
    assert_eq!(statuses, ["200", "409", "200"], "{all}");
    assert!(answer.body.ends_with("{}"), "{all}");
}

#[tokio::test]
async fn a_body_that_waits_to_be_asked_for_is_asked_for() {
    let app = Setup::new().fleet(quick()).start().await;
    let body = r#"{"desiredState":"launched"}"#;
    let head = |target: &str| {
        format!(
            "PUT {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer {{token}}\r\n\
             Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
    };
    let answer = send(&app, &format!("{}{body}", head(UNIT))).await;
    assert_eq!(answer.status, Some(100), "{answer:?}");
    assert!(answer.body.starts_with("HTTP/1.1 409"), "{answer:?}");
    // What is refused by its head alone is refused without it.
    let answer = send(&app, &head("/fleet/v1/units/sshd.service")).await;
    assert_eq!(answer.status, Some(400), "{answer:?}");
    assert_eq!(crate::harness::writes(&app.fleet).len(), 1, "only the first, to which Fleet said no");
}

#[tokio::test]
async fn an_old_connection_may_be_kept() {
    let app = Setup::new().fleet(quick()).start().await;
    let old = "GET /fleet/v1/units HTTP/1.0\r\nAuthorization: Bearer {token}\r\n";
    let answer = send(&app, &format!("{old}Connection: keep-alive\r\n\r\n{old}\r\n")).await;
    assert_eq!(answer.status, Some(200), "{answer:?}");
    assert_eq!(answer.body.matches("HTTP/1.0 200").count(), 1, "{answer:?}");
    // Chunks came with HTTP/1.1: before, they can only be a way to hide something.
    let hidden = format!("DELETE {UNIT} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {{token}}\r\n\r\n");
    let text = format!(
        "PUT {UNIT} HTTP/1.0\r\nAuthorization: Bearer {{token}}\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{hidden}"
    );
    let answer = send(&app, &text).await;
    assert_eq!(answer.status, Some(400), "{answer:?}");
    assert!(!answer.body.contains("HTTP/1."), "a second answer: {answer:?}");
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn a_whole_address_is_served_whatever_host_it_names() {
    let app = Setup::new().fleet(quick()).start().await;
    for (host, more) in [("deck.test", ""), ("10.0.0.1:49153", ""), ("deck.test", "Host: b\r\n")] {
        let text = format!(
            "GET http://{host}/fleet/v1/units HTTP/1.1\r\nHost: a\r\n{more}Connection: close\r\n\
             Authorization: Bearer {{token}}\r\n\r\n"
        );
        let answer = send(&app, &text).await;
        assert_eq!((answer.status, answer.body.as_str()), (Some(200), "{}"), "{host} {more}");
    }
    assert_untouched(&app.fleet);
}

/// A body of a read says nothing to Fleet, and nothing here; it is not taken for the next request.
#[tokio::test]
async fn the_body_of_a_read_is_passed_over() {
    let app = Setup::new().fleet(quick()).start().await;
    let hidden = format!("DELETE {UNIT} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer x\r\n\r\n");
    let text =
        format!("{LIST}Content-Length: {}\r\n\r\n{hidden}{LIST}Connection: close\r\n\r\n", hidden.len());
    let answer = send(&app, &text).await;
    assert_eq!(answer.status, Some(200), "{answer:?}");
    assert_eq!(answer.body.matches("HTTP/1.1 200").count(), 1, "{answer:?}");
    assert!(!answer.body.contains("HTTP/1.1 4"), "{answer:?}");
    assert_untouched(&app.fleet);
}

#[tokio::test]
async fn heads_without_measure_are_refused() {
    let app = Setup::new().fleet(quick()).start().await;
    let many: String = (0..200).map(|number| format!("X-{number}: y\r\n")).collect();
    let long = format!("X: {}\r\n", "y".repeat(1 << 20));
    for more in [many, long] {
        let answer = send(&app, &format!("{LIST}{more}\r\n")).await;
        assert!(matches!(answer.status, None | Some(400 | 431)), "{answer:?}");
    }
    assert_untouched(&app.fleet);
}
