//! The pages: each in a file of its own, with a folder of the same name for its parts.

pub mod activity;
pub mod apps;
pub mod deploy;
pub mod deployment;
pub mod deployments;
pub mod filter;
pub mod history;
pub mod machines;
pub mod no_cluster;
pub mod problem;
pub mod screen;
pub mod settings;
pub mod sign_in;
pub mod unit;
pub mod units;
