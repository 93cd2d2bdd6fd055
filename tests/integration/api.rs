//! `/api/v1`.

mod account;
mod apps;
mod audit;
mod csrf;
mod deployments;
mod drift;
mod guessing;
mod invitation;
mod lint;
mod openapi;
mod second_factor;
mod session;
mod settings;
mod step_up;
mod tokens;
mod users;
