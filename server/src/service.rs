//! What the server does, without HTTP and without SQL: handlers and background tasks call in here.

pub mod access;
pub mod account;
pub mod action;
pub mod approval;
pub mod apps;
pub mod asking;
pub mod audit;
pub mod backup;
pub mod command_line;
pub mod demo;
pub mod drift;
pub mod history;
pub mod identities;
pub mod invitation;
pub mod lint;
pub mod machines;
pub mod oidc;
pub mod own_ways;
pub mod plan;
pub mod probe;
pub mod provision;
pub mod screens;
pub mod second_factor;
pub mod session;
pub mod step_up;
pub mod streams;
pub mod tokens;
pub mod turned_away;
pub(crate) mod undivided;
pub mod unit;
pub mod upkeep;
pub mod users;

pub use undivided::undivided;
