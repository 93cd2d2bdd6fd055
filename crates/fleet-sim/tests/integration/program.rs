//! The program: what it prints, and how it ends.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::client::exchange;

fn start(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_fleet-sim"))
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

async fn address(output: impl tokio::io::AsyncRead + Unpin) -> String {
    let line = BufReader::new(output).lines().next_line().await.unwrap().unwrap();
    line.rsplit_once("http://").unwrap().1.to_owned()
}

#[tokio::test]
async fn it_says_where_it_listens_and_ends_when_told() {
    let mut program =
        start(&["--listen", "127.0.0.1:0", "--machines", "2", "--units", "30", "--speed", "10"]);
    let address = address(program.stdout.take().unwrap()).await;
    let stream = TcpStream::connect(&address).await.unwrap();
    let units = exchange(stream, "GET", "/fleet/v1/units", &[], b"").await.json();
    assert_eq!(units["units"].as_array().map(Vec::len), Some(30));
    let stream = TcpStream::connect(&address).await.unwrap();
    let machines = exchange(stream, "GET", "/fleet/v1/machines", &[], b"").await.json();
    assert_eq!(machines["machines"].as_array().map(Vec::len), Some(2));

    let id = program.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
    assert!(program.wait().await.unwrap().success());
}

#[tokio::test]
async fn another_process_can_cut_it_off_and_bring_it_back() {
    let mut program = start(&["--listen", "127.0.0.1:0", "--empty", "--control", "127.0.0.1:0"]);
    let api = address(program.stdout.take().unwrap()).await;
    let control = address(program.stderr.take().unwrap()).await;
    let get =
        async |path: &str| exchange(TcpStream::connect(&api).await.unwrap(), "GET", path, &[], b"").await;
    let tell = async |path: &str, body: &str| {
        let headers = &[("Content-Type", "application/json")];
        exchange(TcpStream::connect(&control).await.unwrap(), "POST", path, headers, body.as_bytes())
            .await
            .status
    };
    assert_eq!(get("/fleet/v1/units").await.body, "{}");
    assert_eq!(tell("/down", "").await, Some(204));
    assert!(get("/fleet/v1/units").await.is_silence());
    assert_eq!(tell("/up", "").await, Some(204));
    assert_eq!(get("/fleet/v1/units").await.body, "{}");
    assert_eq!(
        tell("/faults", r#"{"fault":{"status":503},"path":"/fleet/v1/units","times":1}"#).await,
        Some(204)
    );
    assert_eq!(get("/fleet/v1/units").await.status, Some(503));
    assert_eq!(tell("/faults", r#"{"fault":"half-list"}"#).await, Some(204));
    assert_eq!(tell("/clear", "").await, Some(204));
    assert_eq!(tell("/advance", r#"{"seconds":-1}"#).await, Some(400));
    assert_eq!(tell("/machines/nobody/lose", "").await, Some(404));
}

#[tokio::test]
async fn the_control_is_for_this_machine_only() {
    let program = start(&["--listen", "127.0.0.1:0", "--control", "0.0.0.0:0"]);
    let output = program.wait_with_output().await.unwrap();
    assert!(!output.status.success());
    assert_eq!(output.stdout, b"");
}

#[tokio::test]
async fn another_process_can_make_machines_and_lists_fail() {
    let mut program = start(&["--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"]);
    let api = address(program.stdout.take().unwrap()).await;
    let control = address(program.stderr.take().unwrap()).await;
    let count = async |path: &str, list: &str| {
        let stream = TcpStream::connect(&api).await.unwrap();
        let page = exchange(stream, "GET", &format!("/fleet/v1/{path}"), &[], b"").await.json();
        page[list].as_array().map_or(0, Vec::len)
    };
    let tell = async |path: &str, body: &str| {
        let headers = &[("Content-Type", "application/json")];
        let stream = TcpStream::connect(&control).await.unwrap();
        exchange(stream, "POST", path, headers, body.as_bytes()).await.status
    };
    let machine = "d70dd7c0373ca9455898f0b45c0d80f4";
    assert_eq!(tell(&format!("/machines/{machine}/stop"), "").await, Some(204));
    assert_eq!(count("machines", "machines").await, 2);
    assert_eq!(tell(&format!("/machines/{machine}/kill"), "").await, Some(404));
    assert_eq!(tell(&format!("/machines/{machine}/return"), "").await, Some(204));
    assert_eq!(count("machines", "machines").await, 3);
    let flap = r#"{"seconds":3600,"by":"stop"}"#;
    assert_eq!(tell(&format!("/machines/{machine}/flap"), flap).await, Some(204));
    assert_eq!(count("machines", "machines").await, 2);
    assert_eq!(tell("/machines/nobody/flap", flap).await, Some(404));
    assert_eq!(tell("/advance", r#"{"seconds":3601}"#).await, Some(204));
    assert_eq!(count("machines", "machines").await, 3);
    assert_eq!(tell("/clear", "").await, Some(204));
    assert_eq!(tell(&format!("/machines/{machine}/kill"), "").await, Some(204));
    assert_eq!(tell("/advance", r#"{"seconds":28}"#).await, Some(204));
    assert_eq!(count("machines", "machines").await, 2);

    let short = r#"{"fault":{"short-list":2},"path":"/fleet/v1/units","after":1,"times":1}"#;
    assert_eq!(tell("/faults", short).await, Some(204));
    let all = count("units", "units").await;
    assert_eq!(count("units", "units").await, 2);
    assert_eq!(count("units", "units").await, all);
    assert_eq!(tell("/faults", r#"{"fault":"half-page"}"#).await, Some(204));
    assert_eq!(count("units", "units").await, all.div_ceil(2));
    assert_eq!(tell("/faults", r#"{"fault":"no-such-fault"}"#).await, Some(422));
}
