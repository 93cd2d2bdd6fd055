//! The files that the build of the page left, as part of the binary.

use std::borrow::Cow;
use std::collections::HashMap;

use axum::body::Bytes;
use rust_embed::RustEmbed;

/// Debug builds read the folder when the server starts, so that the page alone can be built anew.
#[derive(RustEmbed)]
#[folder = "../frontend/dist"]
#[allow_missing = true]
struct Dist;

/// All of them, by name.
pub(super) fn files() -> HashMap<String, Bytes> {
    Dist::iter()
        .filter_map(|name| {
            let content = match Dist::get(&name)?.data {
                Cow::Borrowed(content) => Bytes::from_static(content),
                Cow::Owned(content) => Bytes::from(content),
            };
            Some((name.into_owned(), content))
        })
        .collect()
}
