//! A snapshot's lists in Fleet's own pages, made once a snapshot and served as the same bytes to everybody.

use std::sync::OnceLock;

use bytes::Bytes;
use fleet::{Machine, PageToken, Unit};
use serde::Serialize;

/// Fleet's own page size; clients can't choose it.
pub(super) const PAGE_SIZE: u16 = 100;

/// The lists of one snapshot, filled on first use.
#[derive(Debug, Default)]
pub struct FleetPages {
    /// All units.
    pub units: OnceLock<Vec<Bytes>>,
    /// All states.
    pub states: OnceLock<Vec<Bytes>>,
    /// All machines.
    pub machines: OnceLock<Vec<Bytes>>,
}

/// An entity that comes in pages, under this member's name.
pub(super) trait Paged: Serialize {
    /// The member of the page that holds the entities.
    const MEMBER: &'static str;
}

impl Paged for Unit {
    const MEMBER: &'static str = "units";
}

impl Paged for fleet::UnitState {
    const MEMBER: &'static str = "states";
}

impl Paged for Machine {
    const MEMBER: &'static str = "machines";
}

/// Cuts a list into pages as Fleet does: an exact multiple of the page size has a last, empty page behind it, since
/// Fleet hands out a token whenever the page is full.
pub(super) fn cut<T: Paged>(items: &[T]) -> Vec<Bytes> {
    let size = usize::from(PAGE_SIZE);
    let count = items.len() / size + 1;
    (0..count)
        .map(|index| {
            let page = items.get(index * size..).unwrap_or_default();
            let page = &page[..page.len().min(size)];
            serialise(page, (index + 1 < count).then_some(index + 2))
        })
        .collect()
}

fn serialise<T: Paged>(items: &[T], next: Option<usize>) -> Bytes {
    let mut page = serde_json::Map::new();
    if let Some(token) = next.and_then(|page| u16::try_from(page).ok()) {
        page.insert("nextPageToken".into(), PageToken { limit: PAGE_SIZE, page: token }.encode().into());
    }
    if !items.is_empty() {
        // Entities are plain structs of strings: they always serialise.
        page.insert(T::MEMBER.into(), serde_json::to_value(items).unwrap_or_default());
    }
    Bytes::from(serde_json::Value::Object(page).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machines(count: usize) -> Vec<Machine> {
        (0..count)
            .map(|number| serde_json::from_value(serde_json::json!({"id": format!("m{number:04}")})).unwrap())
            .collect()
    }

    #[test]
    fn an_empty_list_is_an_empty_object() {
        assert_eq!(cut::<Machine>(&[]), [Bytes::from("{}")]);
    }

    #[test]
    fn an_exact_multiple_has_an_empty_page_behind_it() {
        let pages = cut(&machines(100));
        assert_eq!(pages.len(), 2);
        assert!(pages[0].starts_with(b"{\"machines\":["), "{:?}", &pages[0][..20]);
        assert!(pages[0].ends_with(b"\"nextPageToken\":\"ZAACAA==\"}"));
        assert_eq!(pages[1], "{}");
    }

    #[test]
    fn every_item_is_on_one_page() {
        for count in [1, 99, 101, 250] {
            let pages = cut(&machines(count));
            let seen: usize = pages
                .iter()
                .map(|page| {
                    let page: serde_json::Value = serde_json::from_slice(page).unwrap();
                    page["machines"].as_array().map_or(0, Vec::len)
                })
                .sum();
            assert_eq!(seen, count);
            assert_eq!(pages.len(), count / 100 + 1);
        }
    }
}
