//! Probes against servers of all kinds on loopback addresses.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use super::*;

/// What a server does with a connection, once it has read the request's head.
type Answer = fn(&mut std::net::TcpStream);

/// A server for one connection on an address of its own; what it was asked comes out of the channel.
fn server(
    ip: Ipv4Addr,
    answer: impl FnOnce(&mut std::net::TcpStream) + Send + 'static,
) -> (SocketAddr, Receiver<String>) {
    let listener = TcpListener::bind((ip, 0)).unwrap();
    let at = listener.local_addr().unwrap();
    let (say, asked) = channel();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
            head.push(byte[0]);
        }
        say.send(String::from_utf8(head).unwrap()).unwrap();
        answer(&mut stream);
    });
    (at, asked)
}

fn unit() -> UnitName {
    UnitName::parse("example:1.0.0@1.service").unwrap()
}

fn http(port: u16, path: &str, status: Option<u16>) -> Probe {
    let kind = ProbeKind::Http { path: path.to_owned(), status };
    // Long, so that a busy machine does not fail a test; those that wait for its end set their own.
    Probe { kind, port: ProbePort::Fixed(port), timeout_ms: 60_000 }
}

/// A machine at this address, where Fleet is as well.
fn here(machine_ip: &str) -> Place<'_> {
    Place { machine_ip, may_be_here: true }
}

async fn ask_at(at: SocketAddr, probe: &Probe) -> Result<(), String> {
    super::probe(here(&at.ip().to_string()), &unit(), &[], probe).await.map_err(|error| error.to_string())
}

/// The answer of one server to a probe for `/healthz`, without the address.
async fn against(status: Option<u16>, answer: Answer) -> Result<(), String> {
    let (at, _asked) = server(Ipv4Addr::new(127, 0, 0, 3), answer);
    let outcome = ask_at(at, &http(at.port(), "/healthz", status)).await;
    outcome.map_err(|text| text.replace(&at.to_string(), "IT"))
}

fn send(stream: &mut std::net::TcpStream, text: &str) {
    // The other side may have hung up.
    let _ = stream.write_all(text.as_bytes());
}

#[tokio::test]
async fn a_good_answer_passes_and_the_question_is_clean() {
    let (at, asked) = server(Ipv4Addr::new(127, 0, 0, 2), |stream| {
        send(stream, "HTTP/1.1 204 No Content\r\n\r\n");
    });
    ask_at(at, &http(at.port(), "/healthz?deep=1", None)).await.unwrap();
    let asked = asked.recv().unwrap();
    assert!(asked.starts_with("GET /healthz?deep=1 HTTP/1.1\r\n"), "{asked}");
    assert!(asked.contains(&format!("\r\nhost: {at}\r\n")), "{asked}");
    assert!(asked.contains("\r\nconnection: close\r\n"), "{asked}");
}

#[tokio::test]
async fn the_port_that_the_unit_publishes_is_asked() {
    let (at, _asked) = server(Ipv4Addr::new(127, 0, 0, 2), |stream| {
        send(stream, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    });
    let start =
        UnitOption::new("Service", "ExecStart", format!("/usr/bin/docker run -p {}:80 example", at.port()));
    let asks = Probe { port: ProbePort::Published, ..http(0, "/", None) };
    super::probe(here("127.0.0.2"), &unit(), &[start], &asks).await.unwrap();
    let error = super::probe(here("127.0.0.2"), &unit(), &[], &asks).await.unwrap_err();
    assert!(matches!(error, ProbeError::NoPort { .. }), "{error}");
}

#[tokio::test]
async fn another_status_is_told_with_the_one_that_is_wanted() {
    let busy: Answer = |stream| send(stream, "HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n");
    assert_eq!(against(None, busy).await.unwrap_err(), "IT answered 503 to GET /healthz, not 200 to 299.");
    assert_eq!(against(Some(418), busy).await.unwrap_err(), "IT answered 503 to GET /healthz, not 418.");
    assert_eq!(against(Some(503), busy).await, Ok(()));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (elsewhere, asked) = server(Ipv4Addr::new(127, 0, 0, 4), |stream| {
        send(stream, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    });
    let (at, _asked) = server(Ipv4Addr::new(127, 0, 0, 3), move |stream| {
        send(
            stream,
            &format!("HTTP/1.1 302 Found\r\nlocation: http://{elsewhere}/\r\ncontent-length: 0\r\n\r\n"),
        );
    });
    let error = ask_at(at, &http(at.port(), "/", None)).await.unwrap_err();
    assert_eq!(
        error,
        format!("{at} answered 302 (a redirect, which is not followed) to GET /, not 200 to 299.")
    );
    assert!(asked.try_recv().is_err(), "nobody asked there");
}

#[tokio::test]
async fn what_is_no_whole_answer_does_not_pass() {
    let cases: [(Answer, &str); 5] = [
        (|stream| send(stream, "SSH-2.0-OpenSSH_9.2\r\n\r\n"), "something that is not HTTP"),
        (|_| {}, "nothing: it closed the connection"),
        (|stream| send(stream, "HTTP/1.1 200 O"), "nothing: it closed the connection"),
        (|stream| send(stream, "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf"), "half an answer"),
        (
            |stream| send(stream, &format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "x".repeat(2 * HEAD_MAX))),
            "more headers than are read",
        ),
    ];
    for (answer, words) in cases {
        let error = against(None, answer).await.unwrap_err();
        assert_eq!(error, format!("IT answered GET /healthz with {words}."));
    }
}

#[tokio::test]
async fn a_body_without_end_is_left_where_it_is() {
    let endless: Answer = |stream| {
        send(stream, "HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&[b'x'; 1024]).is_ok() {}
    };
    assert_eq!(against(None, endless).await, Ok(()));
}

#[tokio::test]
async fn an_answer_that_does_not_come_ends_in_time() {
    let silent: Answer = |stream| while stream.read(&mut [0]).unwrap_or(0) > 0 {};
    let (at, _asked) = server(Ipv4Addr::new(127, 0, 0, 3), silent);
    let asks = Probe { timeout_ms: 50, ..http(at.port(), "/healthz", None) };
    assert_eq!(
        ask_at(at, &asks).await.unwrap_err(),
        format!("{at} did not answer GET /healthz within 50 ms.")
    );

    let halfway: Answer = |stream| {
        send(stream, "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf");
        while stream.read(&mut [0]).unwrap_or(0) > 0 {}
    };
    let (at, _asked) = server(Ipv4Addr::new(127, 0, 0, 3), halfway);
    let asks = Probe { timeout_ms: 50, ..http(at.port(), "/healthz", None) };
    assert_eq!(
        ask_at(at, &asks).await.unwrap_err(),
        format!("{at} did not answer GET /healthz within 50 ms.")
    );
}

#[tokio::test]
async fn a_connection_is_enough_for_tcp() {
    let listener = TcpListener::bind("127.0.0.5:0").unwrap();
    let at = listener.local_addr().unwrap();
    let asks = Probe { kind: ProbeKind::Tcp {}, ..http(at.port(), "/", None) };
    assert_eq!(ask_at(at, &asks).await, Ok(()));
    drop(listener);
    assert_eq!(
        ask_at(at, &asks).await.unwrap_err(),
        format!("{at} can't be reached: nothing listens there.")
    );
}

#[tokio::test]
async fn only_an_address_of_a_machine_is_asked() {
    let asks = http(80, "/", None);
    for address in [
        "",
        "example.com",
        "10.0.0",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "ff02::1",
        "169.254.169.254",
        "fe80::1",
        "::ffff:169.254.169.254",
        "255.255.255.255",
        "10.0.0.1:80",
        "127.0.0.1/x",
    ] {
        let error = super::probe(here(address), &unit(), &[], &asks).await.unwrap_err();
        assert!(matches!(error, ProbeError::Address { .. }), "{address}: {error}");
    }
}

#[tokio::test]
async fn only_a_path_is_asked_for() {
    for path in ["", "healthz", "http://127.0.0.1/", "//", "*", "/a b", "/a\r\nHost: b", "/ä b"] {
        let outcome = super::probe(here("127.0.0.1"), &unit(), &[], &http(1, path, None)).await;
        let refused = matches!(outcome, Err(ProbeError::Path { .. }));
        // Two slashes are an odd path, but one.
        assert_eq!(refused, path != "//", "{path}: {outcome:?}");
    }
}

#[test]
fn addresses_of_version_6_stand_in_brackets() {
    let at = SocketAddr::new(machine_address(here("2001:db8::7")).unwrap(), 8080);
    let request = request(at, "/healthz").unwrap();
    assert_eq!(request.headers()[header::HOST], "[2001:db8::7]:8080");
    assert_eq!(request.uri(), "/healthz");
    let error = ProbeError::Connect { at, words: "no way leads there".to_owned() };
    assert_eq!(error.to_string(), "[2001:db8::7]:8080 can't be reached: no way leads there.");
}

#[test]
fn of_a_fleet_elsewhere_no_machine_is_here() {
    for address in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
        assert!(machine_address(here(address)).is_some(), "{address}");
        assert_eq!(machine_address(Place { machine_ip: address, may_be_here: false }), None, "{address}");
    }
    assert!(machine_address(Place { machine_ip: "10.0.0.1", may_be_here: false }).is_some());
}
