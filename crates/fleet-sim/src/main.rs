//! The simulated cluster as a program of its own.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context, ensure};
use clap::Parser;
use fleet_sim::{Preset, SimConfig, SimHandle, bind_unix, control_router, serve_tcp};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// A whole Fleet cluster in memory, behind the Fleet API v1.
#[derive(Parser)]
#[command(version)]
struct Options {
    /// Where to serve: ADDRESS:PORT (port 0: any that is free) or unix:PATH
    #[arg(long, default_value = "127.0.0.1:49153")]
    listen: Listen,
    /// How many machines there are
    #[arg(long, default_value_t = 3)]
    machines: usize,
    /// Fill the cluster with that many running units, instead of those of the demonstration
    #[arg(long, conflicts_with = "empty")]
    units: Option<usize>,
    /// Start without any units
    #[arg(long)]
    empty: bool,
    /// How much faster than real time everything happens
    #[arg(long, default_value_t = 1.0)]
    speed: f64,
    /// Where tests may move the clock and script faults; on this machine only
    #[arg(long, hide = true)]
    control: Option<SocketAddr>,
}

#[derive(Clone)]
enum Listen {
    Tcp(String),
    Unix(PathBuf),
}

impl FromStr for Listen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix("unix:") {
            Some("") => Err("unix: needs a path".to_owned()),
            Some(path) => Ok(Self::Unix(path.trim_start_matches("//").into())),
            None => Ok(Self::Tcp(text.to_owned())),
        }
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    ensure!(options.speed.is_finite() && options.speed > 0.0, "--speed has to be more than 0");
    let units = match options.units {
        Some(number) => Preset::Load(number),
        None if options.empty => Preset::Empty,
        None => Preset::Demo,
    };
    let config = SimConfig { units, speed: options.speed, ..SimConfig::empty() };
    let handle = SimHandle::new(config.with_machines(options.machines));

    let cancel = CancellationToken::new();
    tokio::spawn(cancel_on_signal(cancel.clone())?);
    if let Some(address) = options.control {
        serve_control(address, handle.clone()).await?;
    }
    match options.listen {
        Listen::Tcp(address) => {
            let listener =
                TcpListener::bind(&address).await.with_context(|| format!("cannot listen on {address}"))?;
            announce(&format!("http://{}", listener.local_addr()?));
            finish(cancel.clone(), serve_tcp(handle, listener, cancel)).await
        }
        Listen::Unix(path) => {
            let socket =
                bind_unix(&path).await.with_context(|| format!("cannot listen on {}", path.display()))?;
            announce(&format!("unix:{}", path.display()));
            finish(cancel.clone(), socket.serve(handle, cancel)).await
        }
    }
}

/// Serves until told to stop; then lets requests end that are under way, but does not wait for ever.
async fn finish(
    cancel: CancellationToken,
    serve: impl Future<Output = std::io::Result<()>>,
) -> anyhow::Result<()> {
    let patience = async {
        cancel.cancelled().await;
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    };
    tokio::select! {
        served = serve => served.context("serving failed"),
        () = patience => Ok(()),
    }
}

async fn serve_control(address: SocketAddr, handle: SimHandle) -> anyhow::Result<()> {
    ensure!(address.ip().is_loopback(), "--control listens on this machine only");
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
    announce_control(&format!("http://{}", listener.local_addr()?));
    tokio::spawn(axum::serve(listener, control_router(handle)).into_future());
    Ok(())
}

fn cancel_on_signal(cancel: CancellationToken) -> anyhow::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        cancel.cancel();
    })
}

#[expect(clippy::print_stdout, reason = "the one line that whoever started this waits for")]
fn announce(place: &str) {
    println!("fleet-sim: listening on {place}");
}

#[expect(clippy::print_stderr, reason = "the line on stdout is about the API alone")]
fn announce_control(place: &str) {
    eprintln!("fleet-sim: control on {place}");
}
