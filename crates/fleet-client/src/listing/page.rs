//! One page of a list, read item by item so that one odd item does not hide the others.

use std::borrow::Cow;
use std::collections::HashMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::value::RawValue;
use tracing::debug;

use super::Listed;
use crate::FleetError;
use crate::answer::Answer;
use crate::text::{excerpt, reason};

/// All but the unreserved signs of a URL.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Fleet's tokens have eight signs; what is much longer is no token, and would be put into a URL.
const TOKEN_MAX: usize = 1_024;

/// What one page holds.
pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
    pub(super) skipped: u32,
    /// The token of the next page.
    pub(super) next: Option<String>,
}

impl<T: Listed> Page<T> {
    /// Reads the answer to the request for a page.
    ///
    /// `{}` is an empty page. Any other object without the members of a page is somebody else's JSON: were
    /// it taken for an empty list, a whole cluster would seem to be gone.
    pub(super) fn read(answer: &Answer) -> Result<Self, FleetError> {
        if answer.status != 200 {
            return Err(answer.refusal());
        }
        // An empty object is an empty cluster; the word of some page in between is not enough for that.
        if let Some(kind) = answer.content_type.as_deref().filter(|kind| !is_json(kind)) {
            return Err(answer.nonsense(&format!("{kind} instead of JSON, {}", excerpt(&answer.body))));
        }
        let mut members: HashMap<Cow<'_, str>, &RawValue> =
            serde_json::from_slice(&answer.body).map_err(|error| answer.not_understood(&error))?;
        let has_members = !members.is_empty();
        let items = members.remove(T::MEMBER);
        let next = members.remove("nextPageToken");
        if has_members && items.is_none() && next.is_none() {
            return Err(answer.nonsense(&format!("JSON without \"{}\"", T::MEMBER)));
        }

        let raw_items: Vec<&RawValue> = parse_or_default(answer, items)?;
        let next: String = parse_or_default(answer, next)?;
        if next.len() > TOKEN_MAX {
            return Err(answer.nonsense("a token for the next page that is too long"));
        }
        let mut items = Vec::with_capacity(raw_items.len());
        let mut skipped = 0;
        for item in raw_items {
            match serde_json::from_str(item.get()) {
                Ok(item) => items.push(item),
                Err(error) => {
                    skipped += 1;
                    let item = excerpt(item.get().as_bytes());
                    let error = reason(&error);
                    debug!(
                        asked = answer.asked,
                        item, error, "left out an item of Fleet's that makes no sense"
                    );
                }
            }
        }
        Ok(Self { items, skipped, next: Some(next).filter(|token| !token.is_empty()) })
    }
}

fn is_json(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    media_type.eq_ignore_ascii_case("application/json")
}

/// Encodes a token for a query.
pub(super) fn encode(token: &str) -> String {
    utf8_percent_encode(token, RESERVED).to_string()
}

/// A member that is absent or `null` counts as empty, as it does for Fleet.
fn parse_or_default<'a, T: Deserialize<'a> + Default>(
    answer: &Answer,
    member: Option<&'a RawValue>,
) -> Result<T, FleetError> {
    let Some(member) = member else { return Ok(T::default()) };
    let parsed: Result<Option<T>, _> = serde_json::from_str(member.get());
    parsed.map(Option::unwrap_or_default).map_err(|error| answer.not_understood(&error))
}
