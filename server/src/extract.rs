//! Extractors that refuse in the API's one error body. Handlers use these and none of axum's own.

pub(crate) mod json;
mod path;
mod peer;
mod query;

pub use json::{Json, LIMIT_BYTES};
pub use path::Path;
pub use peer::{Connected, Peer};
pub use query::Query;
