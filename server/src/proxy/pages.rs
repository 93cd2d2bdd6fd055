//! A snapshot's lists in Fleet's own pages, made once a snapshot and served as the same bytes to everybody.

use std::sync::OnceLock;

use bytes::Bytes;
use fleet::{Machine, PageToken, Unit, go_json};
use serde::ser::{Serialize, SerializeMap, Serializer};

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
    let next = next.and_then(|page| u16::try_from(page).ok());
    let next = next.map(|page| PageToken { limit: PAGE_SIZE, page }.encode());
    // Entities are plain structs of strings: they always serialise.
    go_json::to_vec(&Page { items, next }).unwrap_or_default().into()
}

/// A page as Fleet writes it: members in the order of the alphabet, those that say nothing left out.
struct Page<'a, T> {
    items: &'a [T],
    next: Option<String>,
}

impl<T: Paged> Serialize for Page<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const NEXT: &str = "nextPageToken";
        let items = Some(self.items).filter(|items| !items.is_empty());
        let (before, behind) = if T::MEMBER < NEXT { (items, None) } else { (None, items) };
        let mut page = serializer.serialize_map(None)?;
        if let Some(items) = before {
            page.serialize_entry(T::MEMBER, items)?;
        }
        if let Some(next) = &self.next {
            page.serialize_entry(NEXT, next)?;
        }
        if let Some(items) = behind {
            page.serialize_entry(T::MEMBER, items)?;
        }
        page.end()
    }
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
