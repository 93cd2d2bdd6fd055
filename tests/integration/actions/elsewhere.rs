//! The same over a Fleet in another process, named by `FLEET_ENDPOINT`: by tcp and by unix socket.

use std::path::Path;
use std::process::Stdio;

use fleet_sim::{SimHandle, bind_unix, control_router, serve_tcp};
use serde_json::json;
use shared::Health;
use shared::action::ActionState;
use shared::session::{Engine, Reached, SessionView};
use shared::view::Link;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio_util::sync::CancellationToken;

use crate::harness::{ANYWHERE, Client, Setup, TestApp, eventually, launch, quick, remove_version, scale};

/// Where the other process is to listen: a free port, or a unix socket's path.
const LISTEN: &str = "ELSEWHERE_LISTEN";
/// Begins the line in which it says where it listens.
const LISTENS: &str = "the other process listens: ";

/// A simulated Fleet in a process of its own; it ends with this.
struct Elsewhere {
    _process: Child,
    /// As `FLEET_ENDPOINT` names it.
    endpoint: String,
    /// Where it is told to misbehave.
    control: Client,
}

/// What the other process does: these tests run once more, so that no other program has to be there.
#[tokio::test]
#[ignore = "run by the tests beside it, which say where it listens"]
async fn in_another_process() {
    let fleet = SimHandle::new(quick());
    let control = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let control_url = format!("http://{}", control.local_addr().unwrap());
    tokio::spawn(axum::serve(control, control_router(fleet.clone())).into_future());
    let stop = CancellationToken::new();
    let endpoint = match std::env::var(LISTEN) {
        Ok(path) => {
            let socket = bind_unix(path.as_ref()).await.unwrap();
            tokio::spawn(socket.serve(fleet, stop));
            format!("unix://{path}")
        }
        Err(_) => {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let url = format!("http://{}", listener.local_addr().unwrap());
            tokio::spawn(serve_tcp(fleet, listener, stop));
            url
        }
    };
    println!("{LISTENS}{endpoint} {control_url}");
    // Whoever began it holds the other end, and lets go of it even when killed.
    tokio::io::stdin().read_to_end(&mut Vec::new()).await.unwrap();
}

impl Elsewhere {
    /// On this unix socket, or on a free port.
    async fn start(socket: Option<&Path>) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "actions::elsewhere::in_another_process", "--ignored", "--nocapture"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        match socket {
            Some(path) => command.env(LISTEN, path),
            None => command.env_remove(LISTEN),
        };
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let said = loop {
            let line = lines.next_line().await.unwrap().expect("it says where it listens");
            // The runner's own words may stand before it.
            if let Some((_, said)) = line.split_once(LISTENS) {
                break said.to_owned();
            }
        };
        let (endpoint, control) = said.split_once(' ').unwrap();
        Self { endpoint: endpoint.to_owned(), control: Client::new(control), _process: process }
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
async fn main_job(socket: Option<&Path>) {
    let fleet = Elsewhere::start(socket).await;
    let app = Setup::new().env("FLEET_ENDPOINT", &fleet.endpoint).start().await;
    let ada = app.admin("ada").await;
    let session: SessionView = ada.get("/api/v1/session").await.json();
    let reached = Reached { endpoint: fleet.endpoint.clone(), in_the_clear: false };
    assert_eq!((session.clusters[0].engine, &session.clusters[0].reached), (Engine::Fleet, &Some(reached)));

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
    main_job(None).await;
}

#[tokio::test]
async fn by_unix_socket() {
    let folder = tempfile::tempdir().unwrap();
    main_job(Some(&folder.path().join("fleet.sock"))).await;
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
    let _fleet = Elsewhere::start(Some(&socket)).await;
    is(&app, Link::Live).await;
}

/// An administrator is told that what is said to Fleet can be read and changed on its way; where Fleet is, is nobody
/// else's business.
#[tokio::test]
async fn that_it_is_reached_in_the_clear_is_told_to_those_who_may_change_that() {
    // Nobody can be reached there, and the system knows it without asking.
    let endpoint = "http://255.255.255.255:49153";
    let app = Setup::new().env("FLEET_ENDPOINT", endpoint).start_unready().await;
    let told = async |who: &Client| {
        let session: SessionView = who.get("/api/v1/session").await.json();
        session.clusters[0].reached.clone()
    };
    let expected = Reached { endpoint: endpoint.into(), in_the_clear: true };
    assert_eq!(told(&app.admin("ada").await).await, Some(expected));
    for role in ["viewer", "deployer", "operator"] {
        assert_eq!(told(&app.signed_in_as(role, role).await).await, None, "{role}");
    }
}
