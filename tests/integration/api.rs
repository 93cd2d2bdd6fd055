//! `/api/v1`.

mod account;
mod apps;
mod audit;
mod csrf;
mod openapi;
mod session;
mod tokens;
