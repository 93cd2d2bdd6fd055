//! `/api/v1`.

mod account;
mod apps;
mod audit;
mod csrf;
mod deployments;
mod drift;
mod lint;
mod openapi;
mod session;
mod settings;
mod tokens;
