//! The async client of the CoreOS Fleet API v1: over TCP, TLS and unix sockets.
//!
//! This crate owns everything between a typed call and Fleet's socket: addresses, connections, time limits,
//! paging, retries of reads, and telling Fleet's many ways to fail apart ([`FleetError`]).
//!
//! It must never
//!
//! * send a write twice: a write whose answer is lost may have happened, and only the caller can look;
//! * follow a redirect or a proxy variable: both would carry a call with root's power to somebody else;
//! * take an answer that it does not understand for an empty one: no number becomes zero by mistake;
//! * decide who may do what, or which options are safe: that is the server's, before it calls.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use fleet_client::{ClientConfig, FleetClient};
//!
//! let fleet = FleetClient::new(ClientConfig::new("http://10.0.0.1:49153".parse()?))?;
//! for unit in fleet.units().await?.items {
//!     println!("{}", unit.name);
//! }
//! # Ok(())
//! # }
//! ```

mod answer;
mod client;
mod config;
mod endpoint;
mod error;
mod listing;
#[cfg(feature = "offline")]
pub mod offline;
mod outcome;
mod text;
mod transport;
mod verdict;

pub use client::FleetClient;
pub use config::{ClientConfig, ConfigError};
pub use endpoint::{Endpoint, EndpointError};
pub use error::{FleetError, UnreachableCause};
pub use listing::Listing;
pub use outcome::{DestroyOutcome, PutOutcome};
