//! `/api/v1`.

mod account;
mod apps;
mod audit;
mod csrf;
mod deployments;
mod lint;
mod openapi;
mod session;
mod settings;
mod tokens;
