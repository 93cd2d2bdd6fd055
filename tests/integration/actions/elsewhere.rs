//! The same over a Fleet in another process, named by `FLEET_ENDPOINT`: by tcp and by unix socket.

use std::path::PathBuf;
use std::process::Stdio;

use serde_json::json;
use shared::Health;
use shared::action::ActionState;
use shared::session::{Engine, SessionView};
use shared::view::Link;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};

use crate::harness::{ANYWHERE, Client, Setup, TestApp, eventually, launch, remove_version, scale};

/// A running `fleet-sim`; it ends with this.
struct Elsewhere {
    _program: Child,
    /// As `FLEET_ENDPOINT` names it.
    endpoint: String,
    /// Where it is told to misbehave.
    control: Client,
}

/// The program as cargo has built it beside these tests.
fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let folder = tests.parent().and_then(|deps| deps.parent()).unwrap();
    let program = folder.join("fleet-sim");
    assert!(
        program.is_file(),
        "{} is not there: build it first, with `cargo build --package fleet-sim`, or run `cargo xtask test`",
        program.display()
    );
    program
}

/// The address behind the first line that it prints.
async fn address(output: impl AsyncRead + Unpin) -> String {
    let line = BufReader::new(output).lines().next_line().await.unwrap().expect("it says where it listens");
    line.rsplit_once(" on ").unwrap().1.to_owned()
}

impl Elsewhere {
    async fn start(listen: &str) -> Self {
        let mut program = Command::new(program())
            .args(["--listen", listen, "--empty", "--speed", "40", "--control", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let endpoint = address(program.stdout.take().unwrap()).await.replace("unix:/", "unix:///");
        let control = Client::new(&address(program.stderr.take().unwrap()).await);
        Self { _program: program, endpoint, control }
    }

    async fn tell(&self, path: &str) {
        assert_eq!(self.control.post(path, &json!({})).await.status(), 204, "{path}");
    }
}

async fn is(app: &TestApp, link: Link) {
    eventually("the server knows how its Fleet fares", async || {
        (app.server.clusters.default_cluster().freshness().link == link).then_some(())
    })
    .await;
}

/// Launch, watch, scale, remove, with an outage in between.
async fn main_job(listen: &str) {
    let fleet = Elsewhere::start(listen).await;
    let app = Setup::new().env("FLEET_ENDPOINT", &fleet.endpoint).start().await;
    let ada = app.admin("ada").await;
    let session: SessionView = ada.get("/api/v1/session").await.json();
    assert_eq!(
        (session.clusters[0].engine, session.clusters[0].endpoint.as_str()),
        (Engine::Fleet, &*fleet.endpoint)
    );

    ada.write_app("example", ANYWHERE).await;
    let launched = app.carry_out(&ada, &launch("example", "1.0.0", 1)).await;
    assert_eq!(launched.view.state, ActionState::Done);
    app.shows("example:1.0.0@1.service", Health::Running).await;
    let scaled = app.carry_out(&ada, &scale("example", "1.0.0", 3)).await;
    assert_eq!(scaled.view.state, ActionState::Done);
    assert_eq!(ada.snapshot().await.units.len(), 3);

    let _looks = ada.events(None).await;
    fleet.tell("/down").await;
    is(&app, Link::Unreachable).await;
    assert_eq!(ada.snapshot().await.units.len(), 3);
    fleet.tell("/up").await;
    is(&app, Link::Live).await;

    let removed = app.carry_out(&ada, &remove_version("example", "1.0.0")).await;
    assert_eq!(removed.view.state, ActionState::Done, "{removed:?}");
    assert!(ada.snapshot().await.units.is_empty());
    assert_eq!(app.fleet.request_count(), 0, "nobody asked the other Fleet, which is not configured");
}

#[tokio::test]
async fn by_tcp() {
    main_job("127.0.0.1:0").await;
}

#[tokio::test]
async fn by_unix_socket() {
    let folder = tempfile::tempdir().unwrap();
    main_job(&format!("unix:{}", folder.path().join("fleet.sock").display())).await;
}

#[tokio::test]
async fn a_fleet_that_comes_later_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("fleet.sock");
    let endpoint = format!("unix://{}", socket.display());
    let app = Setup::new().env("FLEET_ENDPOINT", &endpoint).start_unready().await;
    let ada = app.admin("ada").await;
    let _looks = ada.events(None).await;
    is(&app, Link::Unreachable).await;
    let shown = ada.snapshot().await;
    assert_eq!((shown.units.len(), shown.freshness.as_of_ms), (0, None));
    let _fleet = Elsewhere::start(&format!("unix:{}", socket.display())).await;
    is(&app, Link::Live).await;
}
