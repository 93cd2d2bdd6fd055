//! The simulated cluster from outside: over real sockets, and as a program.
//!
//! Nothing here waits for time to pass: clocks are moved by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod client;
mod faults;
mod invariants;
mod lists;
mod machines;
mod many;
mod program;
mod replay;
mod rules;
mod sockets;
mod units;
