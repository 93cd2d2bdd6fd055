//! Every way in which a read fails: which error it is, and how often Fleet was asked.

use std::time::Duration;

use fleet_client::{FleetClient, FleetError, UnreachableCause};

use crate::server::{Reply, Server, config};

/// What listing the units fails with, and how many requests that took.
async fn failure(reply: Reply) -> (FleetError, usize) {
    let server = Server::always(reply).await;
    let client = server.client();
    let error = client.units().await.unwrap_err();
    assert_eq!(client.requests_sent() as usize, server.requests().len());
    (error, server.requests().len())
}

async fn nonsense(reply: Reply) -> String {
    match failure(reply).await {
        (FleetError::Nonsense { what }, 1) => what,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_read_is_repeated_until_it_succeeds() {
    let server = Server::start(|number, _| match number {
        0 => Reply::error(503, "fleet server unable to communicate with etcd"),
        1 => Reply::Cut,
        _ => Reply::json(r#"{"machines":[{"id":"m1"}]}"#),
    })
    .await;
    let client = server.client();
    assert_eq!(client.machines().await.unwrap().items.len(), 1);
    assert_eq!((client.requests_sent(), server.requests().len()), (3, 3));
}

#[tokio::test]
async fn only_the_page_that_failed_is_asked_for_again() {
    let server = Server::start(|number, _| match number {
        0 => Reply::json(r#"{"machines":[{"id":"m1"}],"nextPageToken":"t"}"#),
        1 => Reply::error(500, ""),
        _ => Reply::json(r#"{"machines":[{"id":"m2"}]}"#),
    })
    .await;
    let listing = server.client().machines().await.unwrap();
    assert_eq!((listing.items.len(), listing.pages), (2, 2));
    let page = "GET /fleet/v1/machines?nextPageToken=t";
    assert_eq!(server.lines(), ["GET /fleet/v1/machines", page, page]);
}

#[tokio::test]
async fn degraded_keeps_fleets_words() {
    let words = "fleet server unable to communicate with etcd";
    let (error, requests) = failure(Reply::error(503, words)).await;
    assert_eq!(error, FleetError::Degraded { status: 503, message: words.to_owned() });
    assert!(error.is_transient());
    assert_eq!(requests, 3);

    let (error, _) = failure(Reply::error(500, "")).await;
    assert_eq!(error, FleetError::Degraded { status: 500, message: String::new() });
}

#[tokio::test]
async fn one_attempt_means_one() {
    let server = Server::always(Reply::error(503, "")).await;
    for attempts in [0, 1] {
        let mut config = server.config();
        config.read_attempts = attempts;
        let client = FleetClient::new(config).unwrap();
        client.units().await.unwrap_err();
        assert_eq!(client.requests_sent(), 1);
    }
}

#[tokio::test]
async fn an_end_without_an_answer_is_unreachable() {
    let (error, requests) = failure(Reply::Cut).await;
    assert!(matches!(error, FleetError::Unreachable { cause: UnreachableCause::Cut, .. }), "{error}");
    assert!(error.to_string().contains("closed the connection without a whole answer"), "{error}");
    assert!(error.is_transient());
    assert_eq!(requests, 3);
}

#[tokio::test]
async fn half_an_answer_is_none() {
    for half in [
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"units\":[",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    ] {
        let (error, requests) = failure(Reply::Raw(half.into())).await;
        assert!(
            matches!(error, FleetError::Unreachable { cause: UnreachableCause::Cut, .. }),
            "{half}: {error}"
        );
        assert_eq!(requests, 3);
    }
}

#[tokio::test]
async fn a_closed_port_is_unreachable_and_nothing_was_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = FleetClient::new(config(&address)).unwrap();
    let error = client.units().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("Fleet at {address} cannot be reached: connection refused, nothing listens there.")
    );
    assert!(error.is_transient() && !error.may_have_happened());
    assert_eq!(client.requests_sent(), 3);
}

#[tokio::test]
async fn a_server_that_keeps_silent_is_timed_out() {
    let server = Server::always(Reply::Never).await;
    let mut config = server.config();
    config.request_timeout = Duration::from_millis(50);
    config.read_attempts = 1;
    let client = FleetClient::new(config).unwrap();
    let error = client.units().await.unwrap_err();
    let FleetError::TimedOut { endpoint, after, sent } = &error else { panic!("{error:?}") };
    assert_eq!((endpoint.as_str(), *after, *sent), (server.address(), Duration::from_millis(50), true));
    assert!(error.is_transient() && error.may_have_happened());
}

#[tokio::test]
async fn whoever_hung_is_not_asked_again_at_once() {
    let server = Server::always(Reply::Never).await;
    let mut config = server.config();
    config.request_timeout = Duration::from_millis(50);
    config.read_attempts = 1_000;
    let client = FleetClient::new(config).unwrap();
    let units = client.units().await.unwrap_err();
    let unit = client.unit(&"a.service".parse().unwrap()).await.unwrap_err();
    assert!(units.is_transient() && unit.is_transient(), "{units} {unit}");
    assert_eq!(client.requests_sent(), 2);
}

#[tokio::test]
async fn a_list_ends_in_time_however_many_pages_come() {
    let server = Server::start_async(|number, _| async move {
        tokio::time::sleep(Duration::from_millis(1)).await;
        Reply::json(format!(r#"{{"machines":[{{"id":"m{number}"}}],"nextPageToken":"{number}"}}"#))
    })
    .await;
    let mut config = server.config();
    config.list_timeout = Duration::from_millis(50);
    let error = FleetClient::new(config).unwrap().machines().await.unwrap_err();
    assert!(
        matches!(error, FleetError::TimedOut { after, .. } if after == Duration::from_millis(50)),
        "{error}"
    );
}

#[test]
fn a_fleet_that_takes_five_seconds_a_page_is_waited_for() {
    let config = config("http://127.0.0.1:1");
    let page = Duration::from_secs(5);
    assert!(config.request_timeout > page);
    assert!(config.list_timeout > page * 51, "5,000 units");
}

#[tokio::test]
async fn a_body_that_never_ends_is_timed_out() {
    let part = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"units\":[";
    let server = Server::always(Reply::Stuck(part.into())).await;
    let mut config = server.config();
    config.request_timeout = Duration::from_millis(50);
    config.read_attempts = 1;
    let error = FleetClient::new(config).unwrap().units().await.unwrap_err();
    assert!(matches!(error, FleetError::TimedOut { .. }), "{error}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for status in [301, 302, 307, 308] {
        let elsewhere = Server::always(Reply::json("{}")).await;
        let location = format!("{}/fleet/v1/units", elsewhere.address());
        let what = nonsense(Reply::Answer {
            status,
            headers: vec![("Location", location.clone())],
            body: String::new(),
        })
        .await;
        assert!(what.contains(&location), "{what}");
        assert_eq!(elsewhere.requests().len(), 0);
    }
}

#[tokio::test]
async fn what_is_not_fleets_is_nonsense() {
    let page = nonsense(Reply::html(200, "<html><title>Sign in</title><body>\u{1b}[2J</body></html>")).await;
    assert!(
        page.contains("GET /fleet/v1/units was answered with 200: text/html instead of JSON, “Sign in [2J”"),
        "{page}"
    );
    nonsense(Reply::html(200, "{}")).await;
    nonsense(Reply::json("garbage")).await;
    nonsense(Reply::json("{\"units\":[{\"name\":\"a.service\"}")).await;
    nonsense(Reply::json("")).await;
    nonsense(Reply::bare(204)).await;
    nonsense(Reply::html(404, "404 page not found")).await;
}

#[tokio::test]
async fn what_is_not_http_is_nonsense() {
    let what = nonsense(Reply::Raw(b"220 mail.example ESMTP\r\n\r\n".to_vec())).await;
    assert!(what.contains("not HTTP; if TLS is spoken there, write https://"), "{what}");
}

#[tokio::test]
async fn a_refusal_is_final() {
    let (error, requests) = failure(Reply::error(400, "token limit must be 100")).await;
    assert_eq!(error, FleetError::Refused { status: 400, message: "token limit must be 100".to_owned() });
    assert_eq!(requests, 1);

    let (error, requests) = failure(Reply::html(401, "<h1>Authorization Required</h1>")).await;
    assert!(error.to_string().contains("it wants credentials"), "{error}");
    assert_eq!(requests, 1);
}

#[tokio::test]
async fn an_answer_without_measure_is_not_read() {
    let announced = nonsense(Reply::Raw(
        format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{{", 33 << 20).into_bytes(),
    ))
    .await;
    assert!(announced.contains("more than 32 MiB"), "{announced}");

    let mut endless = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
    endless.resize(33 << 20, b' ');
    let unannounced = nonsense(Reply::Raw(endless)).await;
    assert!(unannounced.contains("more than 32 MiB"), "{unannounced}");
}
