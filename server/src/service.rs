//! What the server does, without HTTP and without SQL: handlers and background tasks call in here.

pub mod access;
pub mod account;
pub mod action;
pub mod apps;
pub mod audit;
pub mod backup;
pub mod command_line;
pub mod demo;
pub mod drift;
pub mod identities;
pub mod lint;
pub mod machines;
pub mod oidc;
pub mod plan;
pub mod probe;
pub mod session;
pub mod streams;
pub mod tokens;
pub(crate) mod undivided;
pub mod unit;

pub use undivided::undivided;
