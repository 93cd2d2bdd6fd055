//! What the server and the page share: API bodies, events, errors, the policy and the plans.
//!
//! Everything here is pure: no clock, no I/O, no randomness. Times come in as milliseconds since the Unix epoch
//! (`_ms`). The server decides with these functions; the page shows with the same ones what will be decided.

mod absent;
pub mod access;
pub mod account;
pub mod action;
pub mod approval;
pub mod apps;
pub mod audit;
pub mod capacity;
pub mod course;
pub mod curl;
pub mod deployment;
pub mod drift;
pub mod error;
pub mod event;
pub mod health;
pub mod history;
pub mod id;
pub mod lint;
pub mod mask;
pub mod mistakes;
pub mod people;
mod placement;
pub mod plan;
pub mod policy;
pub mod screen;
pub mod session;
pub mod sign_on;
pub mod spec;
pub mod starter;
pub mod template;
#[cfg(test)]
mod testing;
mod unseen;
pub mod utc;
pub mod view;
pub mod why;
#[cfg(test)]
mod wire_tests;
pub mod without;
pub mod words;

pub use error::{ApiError, ErrorCode};
pub use health::Health;
pub use id::{ActionId, ClusterName, GroupName, PlanHash, RoleName, UserName};
pub use policy::{Actor, Permit, Rights, Scope, Verb, may};
