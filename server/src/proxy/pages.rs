//! A snapshot's lists in Fleet's own pages, made once a snapshot and served as the same bytes to everybody; compressed
//! ones too, since fleetctl always takes them so.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use flate2::Compression;
use fleet::{Machine, PageToken, Unit, go_json};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::lens::Lens;

/// Fleet's own page size; clients can't choose it.
pub(super) const PAGE_SIZE: u16 = 100;

/// The lists of one snapshot, filled on first use.
#[derive(Debug, Default)]
pub struct FleetPages {
    /// All units.
    pub units: OnceLock<Vec<Page>>,
    /// All states.
    pub states: OnceLock<Vec<Page>>,
    /// All machines.
    pub machines: OnceLock<Vec<Page>>,
    /// What those see who may not read everything; those that were made last.
    parts: Mutex<Vec<(Lens, Arc<FleetPages>)>>,
}

/// For so many different sights pages are kept; for further ones they are made anew.
const MOST_PARTS: usize = 16;

impl FleetPages {
    /// The pages of those who see no more than this.
    pub fn seen_with(&self, lens: &Lens) -> Arc<Self> {
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, pages)) = parts.iter().find(|(known, _)| known == lens) {
            return Arc::clone(pages);
        }
        if parts.len() >= MOST_PARTS {
            parts.remove(0);
        }
        let pages = Arc::<Self>::default();
        parts.push((lens.clone(), Arc::clone(&pages)));
        pages
    }
}

/// A page, ready to send.
#[derive(Debug, Clone)]
pub struct Page(Arc<Forms>);

#[derive(Debug)]
struct Forms {
    plain: Bytes,
    gzip: OnceLock<Bytes>,
}

impl Page {
    /// What is smaller gains nothing by being compressed.
    const COMPRESS_FROM_BYTES: usize = 1024;

    /// A page of this JSON.
    pub(super) fn new(plain: impl Into<Bytes>) -> Self {
        Self(Arc::new(Forms { plain: plain.into(), gzip: OnceLock::new() }))
    }

    /// The JSON itself.
    pub fn plain(&self) -> Bytes {
        self.0.plain.clone()
    }

    /// The same compressed: by the first who takes it so, for all of them. `None` if it is too small for that.
    pub fn gzip(&self) -> Option<Bytes> {
        let Forms { plain, gzip } = &*self.0;
        (plain.len() >= Self::COMPRESS_FROM_BYTES)
            .then(|| gzip.get_or_init(|| crate::gzip::gzip(plain, Compression::fast())).clone())
    }
}

impl PartialEq for Page {
    fn eq(&self, other: &Self) -> bool {
        self.0.plain == other.0.plain
    }
}

impl Eq for Page {}

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
pub(super) fn cut<T: Paged>(items: &[T]) -> Vec<Page> {
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

fn serialise<T: Paged>(items: &[T], next: Option<usize>) -> Page {
    let next = next.and_then(|page| u16::try_from(page).ok());
    let next = next.map(|page| PageToken { limit: PAGE_SIZE, page }.encode());
    // Entities are plain structs of strings: they always serialise.
    Page::new(go_json::to_vec(&Written { items, next }).unwrap_or_default())
}

/// A page as Fleet writes it: members in the order of the alphabet, those that say nothing left out.
struct Written<'a, T> {
    items: &'a [T],
    next: Option<String>,
}

impl<T: Paged> Serialize for Written<'_, T> {
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
        assert_eq!(cut::<Machine>(&[]), [Page::new("{}")]);
    }

    #[test]
    fn an_exact_multiple_has_an_empty_page_behind_it() {
        let pages: Vec<Bytes> = cut(&machines(100)).iter().map(Page::plain).collect();
        assert_eq!(pages.len(), 2);
        assert!(pages[0].starts_with(b"{\"machines\":["), "{:?}", &pages[0][..20]);
        assert!(pages[0].ends_with(b"\"nextPageToken\":\"ZAACAA==\"}"));
        assert_eq!(pages[1], "{}");
    }

    #[test]
    fn a_page_is_compressed_once_and_unpacks_to_the_same() {
        use std::io::Read;

        let pages = cut(&machines(100));
        let (gzip, again) = (pages[0].gzip().unwrap(), pages[0].gzip().unwrap());
        assert_eq!(gzip.as_ptr(), again.as_ptr());
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&*gzip).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, pages[0].plain());
        assert_eq!(pages[1].gzip(), None, "two bytes are as small as they get");
    }

    #[test]
    fn every_item_is_on_one_page() {
        for count in [1, 99, 101, 250] {
            let pages = cut(&machines(count));
            let seen: usize = pages
                .iter()
                .map(|page| {
                    let page: serde_json::Value = serde_json::from_slice(&page.plain()).unwrap();
                    page["machines"].as_array().map_or(0, Vec::len)
                })
                .sum();
            assert_eq!(seen, count);
            assert_eq!(pages.len(), count / 100 + 1);
        }
    }
}
