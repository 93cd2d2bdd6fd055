//! Ways in besides names, passwords and tokens.

mod certificates;
mod headers;
mod hostile;
mod idp;
mod provider;
