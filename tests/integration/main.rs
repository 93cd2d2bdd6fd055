//! The whole server on a real socket, over a simulated Fleet. One binary for all of it; the files follow the URLs.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail as loudly as the tests themselves"
)]

mod access;
mod actions;
mod api;
mod approval;
mod backup;
mod commands;
mod deployments;
mod errors;
mod events;
mod harness;
mod headers;
mod health;
mod history;
mod language;
mod load;
mod logs;
mod options;
mod page;
mod proxy;
mod reading;
mod screens;
mod sight;
mod sign_on;
mod soak;
mod tls;
mod upkeep;
mod weather;
mod why;
mod words;
