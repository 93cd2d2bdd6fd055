//! A whole CoreOS Fleet in memory, behind the Fleet API v1: machines, scheduler, agents, the life of units over time, and
//! faults on demand. It is an engine to demonstrate with, a double to test with, and a target to load.
//!
//! Nothing is ever run: units are started by a simulated systemd that knows a few commands by name (`docker pull` takes some
//! seconds, `sleep 5` ends after five, `false` fails) and takes everything else for a service that works.
//!
//! ```no_run
//! use std::time::Duration;
//! use fleet_sim::{SimConfig, SimHandle};
//!
//! let fleet = SimHandle::new(SimConfig::empty().manual());
//! let app = fleet.router(); // serve it, or call it as a tower service
//! fleet.advance(Duration::from_secs(5)); // five seconds of engine, agents and systemd, at once
//! ```
//!
//! # What it must never do
//!
//! Know of whoever uses it, run a program, read or write a file (the socket to serve on excepted), or let the state machine
//! ([`Sim`]) look at a clock.
//!
#![doc = include_str!("../DEVIATIONS.md")]

mod clock;
mod config;
mod control;
mod faults;
mod handle;
mod http;
mod presets;
mod request_log;
mod serve;
mod sim;

pub use clock::{Clock, ClockKind};
pub use config::{MachineSpec, Machines, Preset, SimConfig};
pub use control::control_router;
pub use faults::{Fault, FaultRule, FaultScript, Outage};
pub use handle::SimHandle;
pub use request_log::Request;
pub use serve::{BoundUnixSocket, bind_unix, serve_tcp, serve_unix};
pub use sim::{
    AGENT_DELAY, AGENT_TTL, DeleteError, ENGINE_INTERVAL, ENTRY_TTL, Loss, MetadataChange, PUBLISH_INTERVAL,
    PutError, PutOutcome, REJOIN_DELAY, Revisions, Sim, UnitPut, UnitView,
};

use axum::Router;

/// The Fleet API v1 of a cluster, under `/fleet/v1` and `/v1-alpha`.
pub fn router(handle: SimHandle) -> Router {
    http::router(handle)
}
