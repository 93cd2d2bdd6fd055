//! The HTTP API, one file a resource. A handler identifies, asks the policy, and makes one call into `service`.
//! Each file gives its routes as a function `routes()`; `router` puts them together.

pub mod account;
pub mod apps;
pub mod audit;
pub mod health;
pub mod session;
pub mod tokens;
