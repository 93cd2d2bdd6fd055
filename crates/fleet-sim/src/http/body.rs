//! How much of a request's body is read: what Fleet's handlers read, and no more.
//!
//! They decode the first JSON value of a PUT or PATCH and answer as soon as they have it: whatever was promised behind it need
//! not come. They never look at the bodies of other methods.

use axum::body::{Body, BodyDataStream};
use axum::http::request::Parts;
use bytes::{Bytes, BytesMut};
use futures_util::{FutureExt, StreamExt};

use super::{json, units};

/// A real Fleet reads whatever it is sent.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Bodies up to this size are looked at before they are whole; it is done again for each piece of them.
const MAX_BYTES_OF_HASTE: usize = 256 * 1024;

/// The body is larger than this simulation takes.
#[derive(Debug)]
pub(super) struct TooLarge;

/// The part of the body that is read. One that breaks off is read as far as it came.
pub(super) async fn read(head: &Parts, body: Body) -> Result<Bytes, TooLarge> {
    let is_read = match head.method.as_str() {
        "PUT" => units::check_media_type(&head.headers).is_ok(),
        "PATCH" => true,
        _ => false,
    };
    if !is_read {
        return Ok(Bytes::new());
    }
    let mut chunks = body.into_data_stream();
    let mut read = BytesMut::new();
    while let Some(chunk) = next_chunk(&mut chunks, &read).await {
        if read.len() + chunk.len() > MAX_BYTES {
            return Err(TooLarge);
        }
        read.extend_from_slice(&chunk);
    }
    Ok(read.freeze())
}

/// What comes next, if anything does and is needed.
async fn next_chunk(chunks: &mut BodyDataStream, read: &[u8]) -> Option<Bytes> {
    let at_hand = chunks.next().now_or_never();
    let next = match at_hand {
        Some(next) => next,
        // Only when there is nothing to read it is worth to ask whether there is enough.
        None if read.len() <= MAX_BYTES_OF_HASTE && json::is_decided(read) => None,
        None => chunks.next().await,
    };
    next.and_then(Result::ok)
}
