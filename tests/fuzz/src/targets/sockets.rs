//! Bytes in the place of a Fleet: whole HTTP answers, framing and all, over a socket.
//!
//! Thousands rather than millions: each case is a connection.

use std::cell::RefCell;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use fleet_client::{ClientConfig, FleetClient, FleetError};
use proptest::prelude::*;
use proptest::sample::select;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use super::{answers, recorded, write};
use crate::{Target, Verdict};

const WORDS: &[&str] = &[
    "HTTP/1.1 200 OK\r\n",
    "HTTP/1.0 ",
    "\r\n",
    "\r\n\r\n",
    "Content-Length: ",
    "Transfer-Encoding: chunked\r\n",
    "Content-Encoding: gzip\r\n",
    "0\r\n\r\n",
    "5\r\n",
    "ffffffffffffffff\r\n",
    "-1",
    "99999999999999999999",
    "Location: /\r\n",
    "Server: fleetd/1.0.0\r\n",
    "HTTP/1.1 100 Continue\r\n\r\n",
    "204 No Content",
    "{}",
];

pub(crate) const TARGET: Target = Target {
    name: "sockets",
    about: "the client: bytes for an answer",
    most_cases: 20_000,
    seeds,
    words: WORDS,
    grammar,
    check,
};

fn seeds() -> Vec<Vec<u8>> {
    let lists =
        recorded::answers().into_iter().filter(|answer| answer.kind == "machines" || answer.status != 200);
    lists.map(|answer| answer_of(answer.status, "", &answer.body).into_bytes()).collect()
}

fn answer_of(status: u16, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status} Scripted\r\nContent-Length: {}\r\n{headers}\r\n{body}", body.len())
}

fn grammar() -> BoxedStrategy<Vec<u8>> {
    const BODIES: &[&str] = &[
        "{}",
        r#"{"machines":[{"id":"m1"},{"id":"m2"},null]}"#,
        r#"{"error":{"message":"no"}}"#,
        "<html>",
        "",
    ];
    let plain = (
        select(&[200_u16, 200, 200, 404, 500, 301, 204, 100, 999][..]),
        write::sentence(WORDS, 2),
        select(BODIES),
    )
        .prop_map(|(status, headers, body)| {
            answer_of(status, if headers.ends_with("\r\n") { &headers } else { "" }, body)
        });
    let chunked = (select(BODIES), 1..9_usize, select(&["0\r\n\r\n", "0\r\nX: y\r\n\r\n", "", "z\r\n"][..]))
        .prop_map(|(body, size, end)| {
            let chunks = body
                .as_bytes()
                .chunks(size)
                .map(|chunk| format!("{:x}\r\n{}\r\n", chunk.len(), String::from_utf8_lossy(chunk)));
            format!(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{}{end}",
                chunks.collect::<String>()
            )
        });
    prop_oneof![write::bytes(plain), write::bytes(chunked), write::bytes(write::sentence(WORDS, 6))].boxed()
}

thread_local! {
    static RUNTIME: RefCell<Option<Runtime>> = const { RefCell::new(None) };
}

fn check(input: &[u8]) -> Result<Verdict> {
    RUNTIME.with_borrow_mut(|runtime| {
        let runtime = match runtime {
            Some(runtime) => runtime,
            None => runtime.insert(Builder::new_current_thread().enable_all().build()?),
        };
        runtime.block_on(answer_with(input))
    })
}

async fn answer_with(input: &[u8]) -> Result<Verdict> {
    let listener = TcpListener::bind("127.0.0.1:0").await.context("no port")?;
    let mut config = ClientConfig::new(format!("http://{}", listener.local_addr()?).parse()?);
    config.read_attempts = 1;
    // Never reached: the end of the connection ends the waiting.
    config.request_timeout = Duration::from_secs(60);
    let client = FleetClient::new(config)?;
    let serve = async {
        loop {
            let Ok((mut stream, _)) = listener.accept().await else { return };
            let mut request = [0; 4096];
            // The client may have gone already, which is its right.
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(input).await;
            let _ = stream.shutdown().await;
        }
    };
    let machines = tokio::select! {
        machines = client.machines() => machines,
        () = serve => anyhow::bail!("nobody listens any more"),
    };
    ensure!(!matches!(machines, Err(FleetError::TimedOut { .. })), "it waited for an answer that had ended");
    answers::verdict(machines, |_| Ok(()))
}
