//! What Fleet does, said a second time: by its rules in words and by its answers, not by looking at the code tried.
//!
//! Plain and slow on purpose. Must never call what it is compared with.

pub(crate) mod go_json;
pub(crate) mod go_quote;
pub(crate) mod name;
pub(crate) mod pattern;
pub(crate) mod query;
pub(crate) mod requirements;
pub(crate) mod unit_file;
