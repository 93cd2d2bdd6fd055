//! Pages of lists: windows, tokens, and the JSON of a page.

use std::collections::HashMap;

use axum::http::StatusCode;
use bytes::Bytes;
use fleet::{Machine, PageToken, PageTokenError, UnitOption, UnitState};
use serde::Serialize;

use super::{query, reply, reply::Reply};
use crate::sim::UnitView;

/// A page somebody asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Window {
    limit: u16,
    page: u16,
}

impl Window {
    /// Reads the query's token; the first page without one.
    pub(super) fn of(query: &str, limit: u16) -> Result<Self, Reply> {
        let refuse = |error: PageTokenError| Reply::error(StatusCode::BAD_REQUEST, error.to_string());
        let mut tokens = query::values(query, "nextPageToken");
        let Some(token) = tokens.next() else { return Ok(Self { limit, page: 1 }) };
        if tokens.next().is_some() {
            return Err(refuse(PageTokenError::Repeated));
        }
        let PageToken { limit, page } = PageToken::decode_for(&token, limit).map_err(refuse)?;
        Ok(Self { limit, page })
    }

    pub(super) fn page(self) -> u16 {
        self.page
    }

    /// Cuts its entities from the whole list, and the token of the next page if there is one.
    ///
    /// Fleet computes the offset in 16 bits and compares the end with `<=`: pages come round again, and a list that ends with
    /// a full page is followed by an empty one.
    pub(super) fn cut<T>(self, total: usize, all: impl Iterator<Item = T>) -> (Vec<T>, Option<String>) {
        let start = usize::from((self.page - 1).wrapping_mul(self.limit));
        let limit = usize::from(self.limit);
        let next = PageToken { limit: self.limit, page: self.page.wrapping_add(1) };
        (all.skip(start).take(limit).collect(), (start + limit <= total).then(|| next.encode()))
    }
}

/// Serialised pages of one list, good as long as the list does not change.
#[derive(Debug, Default)]
pub(crate) struct PageCache {
    revision: u64,
    pages: HashMap<u16, Bytes>,
}

impl PageCache {
    /// The page, from memory or made now.
    pub(super) fn get_or_make(
        &mut self,
        revision: u64,
        window: Window,
        make: impl FnOnce() -> Bytes,
    ) -> Bytes {
        if self.revision != revision {
            self.pages.clear();
            self.revision = revision;
        }
        self.pages.entry(window.page()).or_insert_with(make).clone()
    }
}

/// A page of any list.
#[derive(Serialize)]
pub(super) struct Page<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    machines: Vec<&'a Machine>,
    #[serde(rename = "nextPageToken", skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    states: Vec<UnitState>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    units: Vec<UnitEntity<'a>>,
}

impl<'a> Page<'a> {
    pub(super) fn units((units, next): (Vec<UnitEntity<'a>>, Option<String>)) -> Self {
        Self { units, next, states: Vec::new(), machines: Vec::new() }
    }

    pub(super) fn states((states, next): (Vec<UnitState>, Option<String>)) -> Self {
        Self { states, next, units: Vec::new(), machines: Vec::new() }
    }

    pub(super) fn machines((machines, next): (Vec<&'a Machine>, Option<String>)) -> Self {
        Self { machines, next, units: Vec::new(), states: Vec::new() }
    }

    pub(super) fn to_json(&self) -> Bytes {
        reply::json(self)
    }
}

/// The JSON of a unit, without copying its options.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UnitEntity<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    current_state: Option<&'static str>,
    desired_state: &'static str,
    #[serde(rename = "machineID", skip_serializing_if = "Option::is_none")]
    machine_id: Option<&'a str>,
    name: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    options: &'a [UnitOption],
}

impl<'a> UnitEntity<'a> {
    /// As it stands in the list. Of a global unit the list says `inactive`, whatever it does.
    pub(super) fn in_list(unit: UnitView<'a>) -> Self {
        Self {
            current_state: Some(unit.current.as_str()),
            desired_state: unit.desired.as_str(),
            machine_id: unit.machine.map(|id| id.as_str()),
            name: unit.name.as_str(),
            options: unit.options,
        }
    }

    /// As it stands alone. Of a global unit this says nothing.
    pub(super) fn alone(unit: UnitView<'a>) -> Self {
        let entity = Self::in_list(unit);
        Self { current_state: entity.current_state.filter(|_| !unit.global), ..entity }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(total: usize, page: u16) -> (usize, Option<String>) {
        let (entities, next) = Window { limit: 100, page }.cut(total, 0..total);
        (entities.len(), next)
    }

    #[test]
    fn an_exact_multiple_has_an_empty_last_page() {
        assert_eq!(cut(99, 1), (99, None));
        assert_eq!(cut(100, 1), (100, Some("ZAACAA==".to_owned())));
        assert_eq!(cut(100, 2), (0, None));
        assert_eq!(cut(0, 1), (0, None));
        assert_eq!(cut(230, 3), (30, None));
    }

    #[test]
    fn offsets_come_round_in_sixteen_bits() {
        let (entities, _) = Window { limit: 100, page: 657 }.cut(230, 0..230);
        assert_eq!(entities.first(), Some(&64));
    }
}
