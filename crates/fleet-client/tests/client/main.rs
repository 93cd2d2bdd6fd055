//! The client against real sockets: what goes over the wire, and what comes of every way to fail.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what supports tests fails as loudly as the tests themselves"
)]

mod failures;
mod proxy;
mod reads;
mod recorded;
mod server;
mod tls;
mod unix;
mod writes;
