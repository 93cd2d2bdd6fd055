//! One binary for all integration tests: the whole server on a real socket, over a simulated Fleet. Files are named
//! after what they ask of the server.

mod actions;
mod harness;
