//! The client against real sockets: what goes over the wire, and what comes of every way to fail.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail as loudly as the tests themselves"
)]

mod failures;
mod proxy;
mod reads;
mod recorded;
mod server;
mod tls;
mod unix;
mod writes;
