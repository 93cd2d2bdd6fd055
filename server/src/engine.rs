//! Connects the configured cluster, and starts the built-in demo if no Fleet is configured.
//!
//! Whatever the engine, the server speaks Fleet's API to it: the demo is served on a unix socket that only this
//! user may open, in the data folder, and never on a port.

use std::path::Path;
use std::sync::Arc;

use fleet_client::{ClientConfig, Endpoint, FleetClient};
use fleet_sim::{Preset, SimConfig, SimHandle};
use shared::ClusterName;
use shared::session::Reached;

use crate::app::AppState;
use crate::config::{FleetConfig, Target};
use crate::error::{Error, Result};
use crate::live::{self, Cluster, ClusterSpec, Clusters};
use crate::service::demo;
use crate::supervise::supervise;
use crate::waits::Waits;

/// The name of the one cluster that the environment configures.
const DEFAULT_CLUSTER: &str = "default";
const DEMO_SOCKET: &str = "demo-fleet.sock";

/// What a demo gets of one measure if only the other is set.
const DEMO_MACHINES: u32 = 3;

/// A running demo, for as long as the server runs.
pub struct Demo {
    socket: fleet_sim::BoundUnixSocket,
    sim: SimHandle,
}

/// The clusters as configured, not yet read; and the demo, not yet started.
pub async fn connect(
    fleet: &FleetConfig,
    data_dir: &Path,
    waits: Waits,
    clock: &crate::Clock,
) -> Result<(Clusters, Option<Demo>)> {
    let (endpoint, demo) = match &fleet.target {
        Target::Endpoint(endpoint) => (endpoint.clone(), None),
        Target::Demo { machines, units } => {
            let path = data_dir.join(DEMO_SOCKET);
            let socket = fleet_sim::bind_unix(&path).await.map_err(|error| {
                Error::internal(format!("the demo's socket {} can't be made: {error}", path.display()))
            })?;
            let endpoint =
                format!("unix://{}", path.display()).parse::<Endpoint>().map_err(Error::internal)?;
            (endpoint, Some(Demo { socket, sim: SimHandle::new(demo_config(*machines, *units)) }))
        }
    };
    let spec = ClusterSpec {
        name: ClusterName::parse(DEFAULT_CLUSTER).map_err(Error::internal)?,
        reached: Reached { endpoint: fleet.shown(), in_the_clear: fleet.is_in_the_clear() },
        engine: fleet.engine(),
        client: FleetClient::new(client_config(fleet, endpoint, waits)).map_err(Error::internal)?,
        waits,
    };
    // Ids of events must differ from those of an earlier process that a page may still remember.
    let epoch = format!("{:x}", rand::random::<u64>());
    Ok((Clusters::new(Cluster::new(spec, clock.clone(), epoch), Vec::new()), demo))
}

/// Starts the demo and one poller a cluster. All end on `app.shutdown`.
pub async fn start(app: &AppState, demo: Option<Demo>) -> Result<()> {
    if let Some(Demo { socket, sim }) = demo {
        let stop = app.shutdown.clone();
        app.tasks.spawn(async move {
            if let Err(error) = socket.serve(sim, stop).await {
                tracing::error!(%error, "the demo has ended");
            }
        });
        if demo::wants_templates(app).await? {
            let state = app.clone();
            app.tasks.spawn(async move {
                let stop = state.shutdown.clone();
                tokio::select! {
                    () = demo::add_templates(&state, state.clusters.default_cluster()) => {}
                    () = stop.cancelled() => {}
                }
            });
        }
    }
    for cluster in app.clusters.iter() {
        let cluster = Arc::clone(cluster);
        supervise(app, "reading a Fleet", move |app| {
            live::poll(Arc::clone(&cluster), app.metrics.clone(), app.shutdown.clone())
        });
    }
    Ok(())
}

fn demo_config(machines: Option<u32>, units: Option<u32>) -> SimConfig {
    let size = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    match (machines, units) {
        (None, None) => SimConfig::demo(),
        (machines, Some(units)) => SimConfig::load(size(machines.unwrap_or(DEMO_MACHINES)), size(units)),
        (Some(machines), None) => {
            SimConfig { units: Preset::Demo, ..SimConfig::empty().with_machines(size(machines)) }
        }
    }
}

fn client_config(fleet: &FleetConfig, endpoint: Endpoint, waits: Waits) -> ClientConfig {
    let (client_cert_file, client_key_file) = fleet.identity.clone().unzip();
    ClientConfig {
        ca_file: fleet.ca_file.clone(),
        client_cert_file,
        client_key_file,
        request_timeout: waits.fleet,
        ..ClientConfig::new(endpoint)
    }
}
