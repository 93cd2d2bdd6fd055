//! Quarterdeck's server: it keeps the only connection to Fleet, decides who may do what, records it, and serves
//! the page.
//!
//! A request is identified, the policy is asked, the record is written, one call goes into `service`, and `store` or
//! Fleet do the rest. No SQL stands outside `store`, no HTTP outside `routes` (and what carries them: `extract`,
//! `middleware`, `page`), and nothing reaches Fleet but through `fleet-client`.

pub mod app;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod data_lock;
pub mod engine;
pub mod error;
pub mod extract;
mod gzip;
pub mod live;
pub mod middleware;
pub mod openapi;
pub mod page;
pub mod private;
pub mod proxy;
pub mod router;
pub mod routes;
pub mod serve;
pub mod service;
pub mod store;
mod supervise;
pub mod telemetry;
mod told;
pub mod waits;

pub use app::{App, AppState};
pub use clock::Clock;
pub use config::Config;
pub use error::{Error, Result};
pub use waits::Waits;
