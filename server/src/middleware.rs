//! What happens to every request and every answer, one concern a file. Decides nothing about who may do what.

pub mod around;
pub mod csrf;
pub mod headers;
mod language;
pub mod request_id;
mod trace;

pub(crate) use language::label;
