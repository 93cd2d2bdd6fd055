//! Lists: all pages of a resource, put together without holes made here and without doubles.
//!
//! Each page is a fresh reading of Fleet's, cut into a window, so units that come and go between two pages
//! shift it. Doubles are removed here; a unit missed on the border appears with the next listing.

mod page;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};
use std::future::Future;

use fleet::{Machine, MachineId, Unit, UnitName, UnitState};
use serde::de::DeserializeOwned;

use crate::FleetError;
use crate::answer::Answer;
use page::Page;

/// The most pages that are asked for. Fleet counts pages in 16 bits and begins anew after the 655th of a
/// hundred each, so a list that is longer than this has no end.
const PAGES_MAX: u32 = 700;

/// The most bytes that are read for one list. 20,000 units with options of 2 KiB each take 40 MiB.
const LIST_BYTES_MAX: usize = 256 << 20;

/// A whole list as Fleet gave it, sorted and without doubles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing<T> {
    /// The items, sorted by their key: unit name; unit name and machine; machine ID.
    pub items: Vec<T>,
    /// How many pages they came in.
    pub pages: u32,
    /// How many items could not be understood; each is logged.
    pub skipped: u32,
    /// The `Server` header of the last page, such as `fleetd/1.0.0`.
    pub server: Option<String>,
}

/// What Fleet lists.
pub(crate) trait Listed: DeserializeOwned {
    /// What tells items apart; the list is sorted by it.
    type Key: Ord;
    /// The resource below `/fleet/v1`.
    const RESOURCE: &'static str;
    /// The member of a page that holds the items.
    const MEMBER: &'static str;

    fn key(&self) -> Self::Key;
}

impl Listed for Unit {
    type Key = UnitName;
    const RESOURCE: &'static str = "units";
    const MEMBER: &'static str = "units";

    fn key(&self) -> UnitName {
        self.name.clone()
    }
}

impl Listed for UnitState {
    type Key = (UnitName, MachineId);
    const RESOURCE: &'static str = "state";
    const MEMBER: &'static str = "states";

    fn key(&self) -> (UnitName, MachineId) {
        (self.name.clone(), self.machine_id.clone())
    }
}

impl Listed for Machine {
    type Key = MachineId;
    const RESOURCE: &'static str = "machines";
    const MEMBER: &'static str = "machines";

    fn key(&self) -> MachineId {
        self.id.clone()
    }
}

/// Asks `fetch` for one page after the other, until one names no next page.
///
/// `fetch` gets the query of the page: empty for the first. `keep` makes of each item what the list holds, page by page,
/// so that what it drops is never there for more than one page.
pub(crate) async fn collect<T, U, F, R>(
    fetch: F,
    mut keep: impl FnMut(T) -> U,
) -> Result<Listing<U>, FleetError>
where
    T: Listed,
    F: Fn(String) -> R,
    R: Future<Output = Result<Answer, FleetError>>,
{
    let mut items = BTreeMap::new();
    let mut skipped = 0;
    let mut seen = HashSet::new();
    let mut token = None;
    let mut bytes = 0;
    for pages in 1..=PAGES_MAX {
        let answer = fetch(resource::<T>(token.as_deref())).await?;
        bytes += answer.body.len();
        if bytes > LIST_BYTES_MAX {
            return Err(answer.nonsense(&format!("the list has more than {} MiB", LIST_BYTES_MAX >> 20)));
        }
        let page = Page::<T>::read(&answer)?;
        skipped += page.skipped;
        // The later page is the fresher one.
        items.extend(page.items.into_iter().map(|item| (item.key(), keep(item))));
        let Some(next) = page.next else {
            return Ok(Listing {
                items: items.into_values().collect(),
                pages,
                skipped,
                server: answer.server,
            });
        };
        if !seen.insert(next.clone()) {
            return Err(
                answer.nonsense("it names a next page that it has named before, so the list has no end")
            );
        }
        token = Some(next);
    }
    Err(FleetError::Nonsense { what: format!("the list of {} goes on after {PAGES_MAX} pages", T::RESOURCE) })
}

/// The resource of one page.
fn resource<T: Listed>(token: Option<&str>) -> String {
    match token {
        None => T::RESOURCE.to_owned(),
        Some(token) => format!("{}?nextPageToken={}", T::RESOURCE, page::encode(token)),
    }
}
