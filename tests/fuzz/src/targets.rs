//! The targets, one reader a file.

pub(crate) mod answers;
pub(crate) mod calls;
mod cluster;
pub(crate) mod globs;
pub(crate) mod lint;
pub(crate) mod lists;
pub(crate) mod names;
pub(crate) mod options;
pub(crate) mod page_tokens;
mod recorded;
pub(crate) mod requirements;
pub(crate) mod sockets;
pub(crate) mod templates;
pub(crate) mod unit_files;
mod write;
