//! The HTTP API, one file a resource. A handler identifies, asks the policy, and makes one call into `service`.
//! Each file gives its routes as a function `routes()`; `router` puts them together.

pub mod account;
pub mod actions;
pub mod apps;
pub mod audit;
pub mod clusters;
pub mod deployments;
pub mod events;
pub mod grants;
pub mod groups;
pub mod health;
pub mod history;
pub mod identities;
pub mod lint;
pub mod oidc;
pub mod openapi;
pub mod own_ways;
pub mod plans;
pub mod proxy;
pub mod roles;
pub mod screens;
pub mod second_factor;
pub mod session;
mod sse;
pub mod tokens;
pub mod users;
mod who;
