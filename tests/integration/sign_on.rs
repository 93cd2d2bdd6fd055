//! Ways in besides names, passwords and tokens.

mod certificates;
mod confirm;
mod headers;
mod hostile;
pub(crate) mod idp;
mod own_ways;
mod provider;
