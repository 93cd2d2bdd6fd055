//! Reads, answered from a snapshot in Fleet's own format and paging. Pure.

use bytes::Bytes;
use fleet::{PageToken, Unit, UnitName, UnitState, go_json};

use super::answer::{Answer, Refused};
use super::pages::{self, PAGE_SIZE};
use crate::live::{Entry, Snapshot};

/// The query of a list. Unknown parameters are ignored, as Fleet does (fleetctl always sends `alt=json`).
#[derive(Debug, Default, PartialEq, Eq)]
struct Query {
    page: Option<String>,
    unit: Option<String>,
    machine: Option<String>,
}

/// `GET /fleet/v1/units`
pub fn units(snapshot: &Snapshot, query: &str) -> Result<Answer, Refused> {
    let query = Query::read(query)?;
    let pages = snapshot
        .pages
        .units
        .get_or_init(|| pages::cut(&snapshot.units.values().map(|entry| as_unit(entry)).collect::<Vec<_>>()));
    page(pages, &query)
}

/// `GET /fleet/v1/machines`
pub fn machines(snapshot: &Snapshot, query: &str) -> Result<Answer, Refused> {
    let query = Query::read(query)?;
    page(snapshot.pages.machines.get_or_init(|| pages::cut(&snapshot.machine_list())), &query)
}

/// `GET /fleet/v1/state`, with Fleet's two filters: exact, and an empty one is none.
pub fn states(snapshot: &Snapshot, query: &str) -> Result<Answer, Refused> {
    let query = Query::read(query)?;
    let all = || snapshot.units.values().flat_map(|entry| entry.states.iter());
    if query.unit.is_none() && query.machine.is_none() {
        let pages = snapshot.pages.states.get_or_init(|| pages::cut(&all().cloned().collect::<Vec<_>>()));
        return page(pages, &query);
    }
    let is = |wanted: &Option<String>, found: &str| wanted.as_deref().is_none_or(|wanted| wanted == found);
    let chosen: Vec<UnitState> = all()
        .filter(|state| is(&query.unit, state.name.as_str()) && is(&query.machine, state.machine_id.as_str()))
        .cloned()
        .collect();
    page(&pages::cut(&chosen), &query)
}

/// `GET /fleet/v1/units/{name}`
pub fn unit(snapshot: &Snapshot, name: &UnitName) -> Result<Answer, Refused> {
    let entry = snapshot.units.get(name).ok_or_else(|| Refused::not_found("unit does not exist"))?;
    json(&as_unit(entry))
}

/// `GET /fleet/v1/state/{name}`. fleetctl can't bear a 404 here; a 503 makes it ask again.
pub fn state(snapshot: &Snapshot, name: &UnitName) -> Result<Answer, Refused> {
    let state = snapshot.units.get(name).and_then(|entry| entry.states.first());
    json(state.ok_or_else(|| Refused::unavailable(format!("no state of {name} is known yet")))?)
}

fn as_unit(entry: &Entry) -> Unit {
    Unit {
        name: entry.row.name.clone(),
        options: entry.options.to_vec(),
        desired_state: Some(entry.row.desired),
        current_state: Some(entry.row.current),
        machine_id: entry.row.machine.clone(),
    }
}

fn json<T: serde::Serialize>(entity: &T) -> Result<Answer, Refused> {
    let body = go_json::to_vec(entity).map_err(|error| Refused::unavailable(error.to_string()))?;
    Ok(Answer::Json(Bytes::from(body)))
}

fn page(pages: &[Bytes], query: &Query) -> Result<Answer, Refused> {
    let number = match &query.page {
        None => 1,
        Some(token) => {
            let token = PageToken::decode(token).map_err(|error| Refused::bad_request(error.to_string()))?;
            if token.limit != PAGE_SIZE {
                return Err(Refused::bad_request(format!("token limit must be {PAGE_SIZE}")));
            }
            token.page
        }
    };
    let index = usize::from(number).checked_sub(1);
    let index = index.ok_or_else(|| Refused::bad_request("token page must be greater than zero"))?;
    // A page past the end is an empty one, as Fleet answers.
    Ok(Answer::Json(pages.get(index).cloned().unwrap_or_else(|| Bytes::from_static(b"{}"))))
}

impl Query {
    /// Takes the first of each parameter. A broken escape is refused: Fleet would drop the pair and so the filter.
    fn read(text: &str) -> Result<Self, Refused> {
        let mut query = Self::default();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            if pair.contains(';') {
                return Err(Refused::bad_request(
                    "the query has a ';': write %3B, and separate pairs by '&'",
                ));
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decode(value)?;
            match name {
                "nextPageToken" if query.page.is_some() => {
                    return Err(Refused::bad_request("too many values for page token"));
                }
                "nextPageToken" => query.page = Some(value),
                "unitName" if !value.is_empty() => query.unit = query.unit.or(Some(value)),
                "machineID" if !value.is_empty() => query.machine = query.machine.or(Some(value)),
                _ => {}
            }
        }
        Ok(query)
    }
}

fn decode(value: &str) -> Result<String, Refused> {
    percent_encoding::percent_decode_str(&value.replace('+', " "))
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| Refused::bad_request("a value in the query is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Query {
        Query::read(text).unwrap()
    }

    #[test]
    fn the_query_as_fleet_reads_it() {
        assert_eq!(read("alt=json"), Query::default());
        assert_eq!(read("nextPageToken=ZAACAA==").page.as_deref(), Some("ZAACAA=="));
        assert_eq!(read("unitName=a%40b.service&unitName=c").unit.as_deref(), Some("a@b.service"));
        assert_eq!(read("unitName=&machineID=m1"), Query { machine: Some("m1".into()), ..Query::default() });
    }

    #[test]
    fn a_filter_is_never_dropped_in_silence() {
        assert!(Query::read("unitName=x;machineID=y").is_err());
        assert!(Query::read("unitName=%ff").is_err());
        assert!(Query::read("nextPageToken=a&nextPageToken=b").is_err());
    }
}
